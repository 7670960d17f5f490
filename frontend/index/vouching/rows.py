"""Typed rows of claims. Addresses are checksummed, hashes lower-case hex (empty for none), times Unix seconds."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """Where a claim stands: what its issuer took back is so, whatever its subject says to it."""

    HOLDS = "holds"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DECLINED = "declined"


@dataclass(frozen=True)
class Place:
    """Where an event stands in the chain."""

    block: int
    time: int
    transaction: str


@dataclass(frozen=True)
class Claim:
    """What an issuer says of a subject, without a break `since`; `kind` is a word of scripts/claims.py, or any other.

    `document` is the hash of the last credential, `notice` of why it was revoked; `last` is the last event;
    `revoked_at` is 0 where it was not.
    """

    issuer: str
    subject: str
    kind: str
    since: int
    expires: int
    revoked_at: int
    declined: bool
    document: str
    notice: str
    last: Place

    @property
    def revoked(self) -> bool:
        return bool(self.revoked_at)

    @property
    def ends(self) -> int:
        """Until when it holds or held, whatever its subject says to it."""
        return self.revoked_at or self.expires

    def state(self, now: int) -> State:
        """Where it stands at a time of the chain."""
        if self.revoked:
            return State.REVOKED
        if self.declined:
            return State.DECLINED
        return State.HOLDS if now < self.expires else State.EXPIRED


@dataclass(frozen=True)
class Step:
    """An event of a claim: its name, and what it said; `expires` is 0 and `document` empty where it said none."""

    name: str
    place: Place
    expires: int
    document: str
    declined: bool
