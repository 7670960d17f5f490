"""What the index gives back: typed rows. Addresses are checksummed, hashes lower-case hex, amounts in smallest units,
times Unix seconds."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from frontend.state_table import EMPTY_ADDRESS, awaited
from scripts.terms import Kind, Status

EMPTY_HASH = "0x" + "00" * 32

Item = TypeVar("Item")
Document = dict[str, Any]


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A part of a list; `next` is the cursor of the following part, empty at the end.

    Of a search, `nearly` where nothing has all that was asked for, and this is what comes near.
    """

    items: list[Item]
    next: str
    nearly: bool = False


@dataclass(frozen=True)
class Offer:
    """Terms of sale and how many units of them are left; `document` is empty until its text was uploaded."""

    id: str
    seller: str
    currency: str
    price: int
    shipping: int
    ship_within: int
    deliver_within: int
    inspect_within: int
    carrier: str
    arbiter: str
    commission_bps: int
    loyalty: str
    points_bps: int
    details: str
    cap: int
    sold: int
    published_block: int
    published_time: int
    revised_to: str
    revised_from: str
    document: Document

    @property
    def left(self) -> int:
        """Units that may still be sold."""
        return max(self.cap - self.sold, 0)

    @property
    def has_carrier(self) -> bool:
        return self.carrier != EMPTY_ADDRESS

    @property
    def has_arbiter(self) -> bool:
        return self.arbiter != EMPTY_ADDRESS

    def total(self, quantity: int) -> int:
        """What `quantity` units cost with shipping."""
        return self.price * quantity + self.shipping

    def terms(self) -> dict[str, str | int]:
        """The Offer struct, its fields named and ordered as Escrow has them."""
        return {name: getattr(self, name) for name in OFFER_TERMS}


OFFER_TERMS = (
    "seller",
    "currency",
    "price",
    "shipping",
    "ship_within",
    "deliver_within",
    "inspect_within",
    "carrier",
    "arbiter",
    "commission_bps",
    "loyalty",
    "points_bps",
    "details",
)
ORDER_TERMS = ("buyer", "payer", "quantity", "referrer", "delivery", "salt")


@dataclass(frozen=True)
class Order:
    """A paid order and where it stands; `goodwill` is what the seller paid back after its end.

    `given` where somebody else than the buyer paid it. A Loyalty of the market pays with its buyer's own money, of
    which `points` were points; `cash_back` and `points_back` are what it has passed on of what came back. A Credit of
    the market has `lent` its buyer so much of the total; of what came back it has passed `cash_back` on to him, and
    taken `debt_back` off his debt.
    `received_time` is 0 where neither the carrier nor the buyer said that it came.
    """

    id: str
    offer: Offer
    buyer: str
    payer: str
    given: bool
    points: int
    lent: int
    quantity: int
    referrer: str
    delivery: str
    salt: str
    total: int
    status: Status
    round: int
    kind: Kind
    buyer_extended: bool
    seller_extended: bool
    returned: bool
    deadline: int
    released: int
    refunded: int
    goodwill: int
    cash_back: int
    points_back: int
    debt_back: int
    paid_block: int
    paid_time: int
    ended_time: int
    shipped_time: int
    received_time: int

    @property
    def held(self) -> int:
        """What is still in question."""
        return self.total - self.released - self.refunded

    @property
    def paid_by(self) -> str:
        """The account whose money it was."""
        return self.payer if self.given else self.buyer

    @property
    def is_through_loyalty(self) -> bool:
        """Whether a Loyalty of the market paid it for its buyer."""
        return self.payer != self.paid_by and not self.is_through_credit

    @property
    def is_through_credit(self) -> bool:
        """Whether a Credit of the market paid it for its buyer, who pays it back in instalments."""
        return self.lent > 0

    @property
    def cash(self) -> int:
        """What its buyer paid at once, and not with points."""
        return self.total - self.points - self.lent

    @property
    def waiting(self) -> int:
        """What came back and waits in Escrow until somebody has the Loyalty or the Credit that paid pass it on."""
        came_back = self.refunded + self.goodwill
        passed_on = self.cash_back + self.points_back + self.debt_back
        return came_back - passed_on if self.payer != self.paid_by else 0

    @property
    def all_went_back(self) -> bool:
        """Whether the order ended, after it was sent or too late, with everything back at whoever paid."""
        return self.status == Status.CLOSED and self.refunded == self.total

    @property
    def has_arbiter(self) -> bool:
        return self.offer.has_arbiter

    @property
    def awaited(self) -> str:
        """The role whose step is awaited; empty once the order has ended."""
        return awaited(self.status)

    @property
    def awaited_account(self) -> str:
        """The account whose step is awaited; empty once the order has ended."""
        return self.account(self.awaited) if self.awaited else ""

    def account(self, role: str) -> str:
        """The account in a role: buyer, payer, seller, carrier or arbiter."""
        return str(getattr(self if role in ("buyer", "payer") else self.offer, role))

    def terms(self) -> dict[str, Any]:
        """The Order struct, its fields named and ordered as Escrow has them."""
        return {"offer": self.offer.terms()} | {name: getattr(self, name) for name in ORDER_TERMS}


@dataclass(frozen=True)
class Event:
    """A log of one of the contracts, of a Loyalty or a Credit where `loyalty` or `vault` names it.

    Numbers in `fields` are ints.
    """

    name: str
    fields: dict[str, Any]
    block: int
    time: int
    log_index: int
    transaction: str
    loyalty: str = ""
    vault: str = ""


@dataclass(frozen=True)
class Entry:
    """A movement of money. `part`: paid, proceeds, commission, points, refund, goodwill, unsent, withdrawn, collected.

    Of an order that a Loyalty paid for its buyer: `spent` are points, `cash_back` and `points_back` what it passed on.
    Of one that a Credit paid: `lent` is its part, `debt_back` what came back of it; `repaid`, `fee` and `late_fee` is
    what was paid of the plan. Lenders have `deposited` and `taken_out`.
    `key` is None where the money was sent at once; otherwise it was credited to the account under that key. A
    refund to a payer who is not the buyer is credited only if that payer had code: then `key` is the order's id.
    """

    order: str
    part: str
    account: str
    currency: str
    amount: int
    key: str | None
    block: int
    time: int
    log_index: int


@dataclass(frozen=True)
class Credit:
    """Money that waits in Escrow for an account; where not `certain`, ask the chain: it may have been sent at once."""

    account: str
    key: str
    currency: str
    amount: int
    certain: bool


@dataclass(frozen=True)
class Account:
    """Somebody who takes part; `profile` is the hash of the profile document (may be empty), `document` its text."""

    address: str
    profile: str
    document: Document


@dataclass(frozen=True)
class Cursor:
    """Up to where the index has followed the chain."""

    number: int
    hash: str
    time: int
    start_block: int


@dataclass(frozen=True)
class Turnover:
    """Figures of one currency, of one seller or of all."""

    currency: str
    orders: int
    open: int
    disputed: int
    gross: int
    released: int
    refunded: int
    held: int
    goodwill: int
