"""Typed rows of credit. Addresses are checksummed, hashes lower-case hex, amounts smallest units of the currency, times
Unix seconds."""

from dataclasses import dataclass

from frontend.index.rows import Order
from scripts.credit.course import Course, State
from scripts.credit.growth import price, worth
from scripts.credit.limit import Account
from scripts.credit.moves import charged
from scripts.credit.terms import Parameters
from scripts.credit.terms import Plan as Given


@dataclass(frozen=True)
class Vault:
    """A Credit, its currency (an address), and what was fixed at its deployment."""

    address: str
    currency: str
    parameters: Parameters


@dataclass(frozen=True)
class Plan:
    """An order that is paid in instalments. Schedule, payoff, dates and late fees follow from `course` at a time.

    `given` is what every call of Credit takes. `settled` is what came back of the order and was passed on, of which
    `course.progress.refunded` cut the debt; `fees`, `late_fees` and `in_time` are parts of `course.progress.paid`. Of
    what was `written_off`, so much was `recovered` since. Times are 0 where it did not happen.
    """

    id: str
    vault: str
    order: Order
    given: Given
    course: Course
    settled: int
    fees: int
    late_fees: int
    in_time: int
    written_off: int
    written_off_time: int
    recovered: int
    ended_time: int
    opened_block: int
    opened_time: int

    @property
    def state(self) -> State:
        return self.course.progress.state

    @property
    def is_open(self) -> bool:
        """Whether something of it is still owed; also of one that was written off."""
        return self.state != State.ENDED

    @property
    def next(self) -> int:
        """The number of the next instalment to pay; 0 once the plan has ended."""
        return self.course.covered + 1 if self.is_open else 0

    def next_due(self, now: int) -> int:
        """When that is due, if a pause that is on ended now; 0 once the plan has ended."""
        return self.course.due(self.next, now) if self.is_open else 0

    def next_amount(self, now: int) -> int:
        """What covers it; 0 once the plan has ended."""
        if not self.is_open:
            return 0
        course = charged(self.course, now)
        return min(course.position(self.next) - course.progress.paid, course.payoff(now))

    def is_waiting(self, now: int) -> bool:
        """Whether its dates wait, as the order is in question."""
        return self.state == State.PAUSED and self.course.pausing(now) < self.course.pause_left


@dataclass(frozen=True)
class Plans:
    """A buyer's plans: all that are open, by their next date, with the first part; then those that have ended.

    `next` is the cursor of the following part, empty at the end.
    """

    items: list[Plan]
    next: str


@dataclass(frozen=True)
class Step:
    """What happened to a plan: an event's `name`, one of kinds.OF_PLANS; `by` who paid, or empty.

    Of a payment `amount` is all of it, with `fee` and `late_fee`; of what came back too, of which `principal` cut the
    debt; of a write-off and of the purchase it is the principal. `late` has a bit for each instalment that was missed
    by then, `paused` are the seconds that pauses took by then.
    """

    name: str
    plan: str
    by: str
    amount: int
    principal: int
    fee: int
    late_fee: int
    late: int
    paused: int
    block: int
    time: int
    log_index: int
    transaction: str


@dataclass(frozen=True)
class Borrower:
    """What a Credit keeps of a buyer, as scripts/credit/limit.py computes the limit of it."""

    vault: Vault
    buyer: str
    account: Account


@dataclass(frozen=True)
class Books:
    """A vault after some event, at `time` (0: nothing happened yet).

    `cash`, `lent` and `shares` are what there was; all else has moved until then: by lenders (`deposited`,
    `taken_out`), to buyers' orders (`granted`) and back (`repaid`; `refunded` out of orders; `recovered` after it was
    `written_off`), as `fees` and `late_fees`. Of so many `plans` so many `ended`, so many were `lost` (written off).
    """

    time: int = 0
    cash: int = 0
    lent: int = 0
    shares: int = 0
    deposited: int = 0
    taken_out: int = 0
    granted: int = 0
    repaid: int = 0
    refunded: int = 0
    fees: int = 0
    late_fees: int = 0
    written_off: int = 0
    recovered: int = 0
    plans: int = 0
    ended: int = 0
    lost: int = 0

    @property
    def assets(self) -> int:
        return self.cash + self.lent

    @property
    def running(self) -> int:
        """Plans that have neither ended nor were written off."""
        return self.plans - self.ended - self.lost

    @property
    def price(self) -> float:
        """What a share is worth as a part of what it cost at first."""
        return price(self.assets, self.shares)

    def worth(self, shares: int) -> int:
        """What so many shares are worth."""
        return worth(shares, self.assets, self.shares)


@dataclass(frozen=True)
class Loans:
    """So many plans, and what they still owe of their principals."""

    plans: int = 0
    principal: int = 0


@dataclass(frozen=True)
class Ages:
    """A vault's plans that run: in time, with dates that wait, and late, by the least days since the missed date."""

    running: Loans
    waiting: Loans
    late: dict[int, Loans]

    @property
    def all_late(self) -> Loans:
        """All that is late together."""
        return Loans(sum(one.plans for one in self.late.values()), sum(one.principal for one in self.late.values()))


@dataclass(frozen=True)
class Lender:
    """What an account has in a vault, has put in and taken out; what it gave to and got from others counts as then."""

    vault: str
    account: str
    shares: int = 0
    deposited: int = 0
    taken_out: int = 0
    received: int = 0
    given: int = 0

    def earned(self, books: Books) -> int:
        """What it has gained as the vault's books are; below zero what it has lost."""
        came_out = books.worth(self.shares) + self.taken_out + self.given
        return came_out - self.deposited - self.received


@dataclass(frozen=True)
class LenderStep:
    """A lender's `deposited`, `taken_out`, `received` or `given`: shares, and what they were worth or cost."""

    kind: str
    vault: str
    shares: int
    amount: int
    block: int
    time: int
    log_index: int
