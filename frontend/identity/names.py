"""Names that known issuers vouch for, as far as their subjects publish the credentials; and who looks like them."""

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from flask import Flask, current_app

from frontend import market
from frontend.claims import published
from frontend.identity.likeness import is_near, is_short_for, keys, looks, near
from frontend.index.vouching import claims
from frontend.index.vouching.rows import Claim, State
from frontend.resources import database, trusted, vault
from frontend.wording.language import current, in_words
from scripts.claims import ARBITER, BRAND, BUSINESS, CARRIER, PRODUCER
from scripts.credentials.form import Credential

FRESH_FOR = 10.0  # seconds for which nobody looks after new names
PART = 500  # claims read at once
KEPT = 2_048  # credentials
NAMING = frozenset({BUSINESS, BRAND, PRODUCER, CARRIER, ARBITER})  # kinds of claims with a name in them
KEY = "handover.names"
HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Vouched:
    """A claim, and a name or a brand in its credential."""

    claim: Claim
    name: str

    @property
    def holds(self) -> bool:
        """Whether it still does, as far as time goes."""
        return self.claim.state(market.now()) is State.HOLDS


class Register:
    """All these names, by what those that look alike have in common; looked up anew every now and then.

    Whoever comes meanwhile, or while another request looks, gets those of before.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._good_until = 0.0  # on the machine's own clock
        self._names: dict[str, list[tuple[str, Vouched]]] = {}

    def like(self, names: Iterable[str]) -> Iterator[Vouched]:
        """Those that look like one of these names, some perhaps more than once."""
        self._refresh()
        for key in {key for name in names for key in looks(name)}:
            found = {id(entry): entry for part in near(key) for entry in self._names.get(part, ())}
            yield from (vouched for other, vouched in found.values() if is_near(key, other))

    def forget(self) -> None:
        """Have the next one look."""
        self._good_until = 0.0

    def _refresh(self) -> None:
        if time.monotonic() < self._good_until or not self._lock.acquire(blocking=not self._good_until):
            return
        try:
            made: dict[str, list[tuple[str, Vouched]]] = defaultdict(list)
            for vouched in _vouched():
                for key in keys(vouched.name):
                    entry = key, vouched
                    for part in near(key):
                        made[part].append(entry)
            self._names, self._good_until = dict(made), time.monotonic() + FRESH_FOR
        finally:
            self._lock.release()


def init_app(app: Flask) -> None:
    """Give an app its register."""
    app.extensions[KEY] = Register()


def register() -> Register:
    found = current_app.extensions[KEY]
    assert isinstance(found, Register)
    return found


def credential_of(claim: Claim) -> Credential | None:
    """What a claim's subject publishes of it; None where it does not, or where it is another claim's."""
    if not claim.document or not vault().has(claim.document):
        return None
    try:
        found = _read(str(vault().folder), claim.document[2:])
    except LookupError:
        return None
    about = (claim.issuer, claim.subject, claim.kind)
    return found if (found.issuer, found.subject, found.kind) == about else None


def taken(account: str, names: Iterable[str], own: Iterable[Claim]) -> Vouched | None:
    """The name of somebody else that one of an account's looks like, unless its own claims vouch for that one, too.

    Who is vouched for under a name that is nearly another's may bear his own, and not the other's.
    """
    mine = {key for claim in own for name in told(claim) for key in keys(name)}
    not_mine = [name for name in names if not looks(name) & mine]
    others = (one for one in register().like(not_mine) if one.claim.subject != account and one.holds)
    return min((one for one in others if not keys(one.name) & mine), key=_plainest, default=None)


def is_foreign(name: str) -> bool:
    """Whether a name is in characters of another language than the reader's."""
    return bool(HAN.search(name)) != (current() == "zh")


def _plainest(vouched: Vouched) -> tuple[bool, int, str]:
    """A short name in the reader's own characters goes before others."""
    return is_foreign(vouched.name), len(vouched.name), vouched.claim.subject


def told(claim: Claim) -> list[str]:
    """Every name and brand in what is published of a claim."""
    found = credential_of(claim)
    return [*found.name.values(), *found.brands] if found else []


def goes_by(name: str, credential: Credential) -> bool:
    """Whether a name is the one in a credential, in whatever language; what registers append may be left out."""
    return any(is_short_for(name, whole) for whole in credential.name.values())


def called(credential: Credential | None) -> str:
    """The name in a credential, in the reader's language; empty where it has none."""
    return in_words(credential.name) if credential and credential.name else ""


def _vouched() -> Iterator[Vouched]:
    """Every name in a claim that holds, by an issuer who is believed for it."""
    now = market.now()
    for issuer, known in trusted().issuers.items():
        after: str | None = ""
        while after is not None and known.kinds & NAMING:
            part = claims.by(database(), issuer, after, PART)
            for claim in part.items:
                if claim.kind in known.kinds & NAMING and claim.state(now) is State.HOLDS:
                    yield from (Vouched(claim, name) for name in told(claim))
            after = part.next or None


@lru_cache(KEPT)
def _read(_folder: str, sha256: str) -> Credential:
    """A credential of a vault, which is the same as long as its hash is; LookupError where there is none."""
    found = published.credential(sha256)
    if found is None:
        raise LookupError(sha256)
    return found
