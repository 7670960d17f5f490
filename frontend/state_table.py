"""Who must act on an order, until when, and what happens if nobody does: the state table of the market as data.

Pages, the API and the projection read it here and nowhere else. Claims end at the order's deadline, concessions
never do, and whatever is not done by the deadline anyone may enforce with the default.
"""

from dataclasses import dataclass
from typing import Protocol

from scripts.terms import Kind, Status

EMPTY_ADDRESS = "0x0000000000000000000000000000000000000000"
MAX_ROUNDS = 3
OWN_DAYS = 3 * 86_400  # seconds that a buyer may take to look at a parcel, once a round
MAX_EXTENSION = 30 * 86_400  # seconds beyond the deadline that one side may give the other at once
ANSWER_TIME = 7 * 86_400  # seconds that a seller has to answer a request
RETURN_TIME = 14 * 86_400  # seconds that a buyer has to send goods back
CHECK_TIME = 14 * 86_400  # seconds beyond the transport that a seller has to look at them
RULING_TIME = 30 * 86_400  # seconds that an arbiter has to decide

BUYER = "buyer"
SELLER = "seller"
CARRIER = "carrier"
ARBITER = "arbiter"
ROLES = (BUYER, SELLER, CARRIER, ARBITER)


RETURNING = frozenset({Kind.RETURN, Kind.EXCHANGE})
EXCHANGING = frozenset({Kind.EXCHANGE})


class Case(Protocol):
    """What of an order decides who may do what."""

    @property
    def status(self) -> Status: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def round(self) -> int: ...
    @property
    def buyer_extended(self) -> bool: ...
    @property
    def deadline(self) -> int: ...
    @property
    def has_arbiter(self) -> bool: ...


@dataclass(frozen=True)
class Move:
    """A verb that a role may use in a status; `asked` are the kinds of request it answers (empty: any)."""

    verb: str
    role: str
    claim: bool
    asked: frozenset[Kind] = frozenset()

    def allowed(self, case: Case, now: int) -> bool:
        """Whether Escrow would accept it at `now` (Unix seconds)."""
        if self.claim and now >= case.deadline:
            return False
        if self.asked and case.kind not in self.asked:
            return False
        if self.verb == "dispute":
            return case.has_arbiter
        if self.verb == "replace":
            return case.round < MAX_ROUNDS
        if self.verb == "extend" and self.claim:
            return not case.buyer_extended
        return True


@dataclass(frozen=True)
class Row:
    """A line of the table: whose step is awaited, all moves, and who gets what is held if nobody acts."""

    awaited: str
    moves: tuple[Move, ...]
    default: str


def _claims(role: str, *verbs: str, asked: frozenset[Kind] = frozenset()) -> tuple[Move, ...]:
    return tuple(Move(verb, role, True, asked) for verb in verbs)


def _concessions(role: str, *verbs: str) -> tuple[Move, ...]:
    return tuple(Move(verb, role, False) for verb in verbs)


STATE_TABLE: dict[Status, Row] = {
    Status.AWAITING_SHIPMENT: Row(
        SELLER,
        _claims(SELLER, "ship") + _concessions(BUYER, "cancel", "confirm", "extend") + _concessions(SELLER, "refund"),
        BUYER,
    ),
    Status.AWAITING_DELIVERY: Row(
        CARRIER,
        _claims(CARRIER, "attest_delivery") + _concessions(BUYER, "confirm", "extend") + _concessions(SELLER, "refund"),
        BUYER,
    ),
    Status.AWAITING_CONFIRMATION: Row(
        BUYER,
        _claims(BUYER, "request", "extend") + _concessions(BUYER, "confirm") + _concessions(SELLER, "refund", "extend"),
        SELLER,
    ),
    Status.AWAITING_ANSWER: Row(
        SELLER,
        _claims(SELLER, "approve_return", asked=RETURNING)
        + _claims(SELLER, "replace", asked=EXCHANGING)
        + _claims(SELLER, "dispute")
        + _concessions(BUYER, "confirm", "release", "extend")
        + _concessions(SELLER, "concede", "refund"),
        BUYER,
    ),
    Status.AWAITING_RETURN: Row(
        BUYER,
        _claims(BUYER, "send_back", "dispute")
        + _concessions(BUYER, "confirm", "release")
        + _concessions(SELLER, "concede", "refund", "extend"),
        SELLER,
    ),
    Status.AWAITING_RETURN_CHECK: Row(
        SELLER,
        _claims(SELLER, "dispute")
        + _claims(SELLER, "replace", asked=EXCHANGING)
        + _concessions(BUYER, "confirm", "release", "extend")
        + _concessions(SELLER, "concede", "refund"),
        BUYER,
    ),
    Status.AWAITING_RULING: Row(
        ARBITER,
        _claims(ARBITER, "rule")
        + _concessions(BUYER, "confirm", "release", "extend")
        + _concessions(SELLER, "concede"),
        BUYER,
    ),
}

# Where the verbs lead that leave an order open and change whose step is awaited; `replace` ships once more
LEADS_TO = {
    "request": Status.AWAITING_ANSWER,
    "approve_return": Status.AWAITING_RETURN,
    "send_back": Status.AWAITING_RETURN_CHECK,
    "dispute": Status.AWAITING_RULING,
}

OPEN = frozenset(STATE_TABLE)
ENDED = frozenset({Status.CLOSED, Status.CANCELLED})


def awaited(status: Status) -> str:
    """The role whose step is awaited; empty where none is."""
    return STATE_TABLE[status].awaited if status in STATE_TABLE else ""


def default(status: Status) -> str:
    """The role that gets what is held once the deadline has passed; empty where nothing is held."""
    return STATE_TABLE[status].default if status in STATE_TABLE else ""


def moves(case: Case, role: str, now: int) -> list[str]:
    """The verbs that a role may use on an order at `now` (Unix seconds), as the table lists them."""
    row = STATE_TABLE.get(case.status)
    verbs = [move.verb for move in row.moves if move.role == role and move.allowed(case, now)] if row else []
    if row:
        verbs.append("submit_evidence")
    elif role == SELLER and case.status in ENDED:
        verbs.append("refund_closed")
    return verbs


def enforceable(case: Case, now: int) -> bool:
    """Whether anyone may end the order by its default at `now` (Unix seconds)."""
    return case.status in STATE_TABLE and now >= case.deadline
