"""A Credit in memory: money and limits as Credit.vy has them. Amounts are cents, times Unix seconds."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from scripts.credit import moves
from scripts.credit.course import Course, State
from scripts.credit.limit import Account, limit_of
from scripts.credit.moves import Payment, Refund
from scripts.credit.terms import INSTALMENTS, INTERVALS, ONE, PLANS, Parameters, offered


@dataclass(eq=False)
class Loan:
    """One plan; `lost` is what was written off and has not come back."""

    buyer: int
    seller: int
    course: Course
    lost: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it runs."""
        return self.course.progress.state == State.OPEN


@dataclass
class Buyer:
    """What a Credit keeps of a buyer; `loans` are those that are not ended."""

    repaid: int = 0
    written_off_at: int = 0
    loans: list[Loan] = field(default_factory=list)

    @property
    def outstanding(self) -> int:
        """The principal that he owes, written off or not."""
        return sum(loan.course.outstanding for loan in self.loans)


class Vault:
    """Lenders' money: `deposited` once, by people who stay. What was paid for a loan is at its seller's at once."""

    def __init__(self, parameters: Parameters, deposited: int) -> None:
        self.parameters = parameters
        self.deposited = self.cash = deposited
        self.lent = self.fees = self.written_off = self.recovered = self.financed = 0
        self.buyers: defaultdict[int, Buyer] = defaultdict(Buyer)
        self.open_at_seller: Counter[int] = Counter()  # until a plan ends, less what its order gave back

    @property
    def assets(self) -> int:
        """What all shares are worth."""
        return self.cash + self.lent

    def left(self, buyer: int, seller: int, now: int) -> int:
        """The most that a buyer could finance now of what this seller sells."""
        known, assets = self.buyers[buyer], self.assets
        if len(known.loans) >= PLANS:
            return 0
        dues = tuple(loan.course.due_at_latest(loan.course.covered + 1, now) for loan in known.loans)
        account = Account(known.outstanding, known.repaid, known.written_off_at, dues)
        return max(
            min(
                limit_of(account, self.parameters, now).left,
                assets * self.parameters.seller_bps // ONE - self.open_at_seller[seller],
                assets * self.parameters.buyer_bps // ONE - known.outstanding,
                self.cash,
            ),
            0,
        )

    def buy(self, buyer: int, seller: int, principal: int, instalments: int, interval: int, now: int) -> Loan:
        """Pays `principal` of an order; it must be left."""
        assert 0 < principal <= self.left(buyer, seller, now)
        assert instalments in INSTALMENTS
        assert interval in INTERVALS
        loan = Loan(buyer, seller, Course(offered(principal, now, instalments, interval, self.parameters)))
        self.buyers[buyer].loans.append(loan)
        self.open_at_seller[seller] += principal
        self.cash -= principal
        self.lent += principal
        self.financed += principal
        return loan

    def repay(self, loan: Loan, amount: int, now: int) -> Payment:
        """Somebody pays for a loan."""
        payment = moves.repaid(loan.course, amount, now)
        self.buyers[loan.buyer].repaid += payment.in_time
        self.fees += payment.taken - payment.principal
        self._take(loan, payment.course, payment.taken, payment.principal)
        return payment

    def refund(self, loan: Loan, amount: int, now: int) -> Refund:
        """The order gives money back."""
        refund = moves.refunded(loan.course, amount, now)
        self._take(loan, refund.course, refund.debt, refund.debt)
        return refund

    def write_off(self, loan: Loan, now: int) -> None:
        """What is lost is lost; refused before its time."""
        assert loan.course.is_lost(now)
        loan.lost = loan.course.outstanding
        loan.course = moves.written_off(loan.course, now)
        self.lent -= loan.lost
        self.written_off += loan.lost
        self.buyers[loan.buyer].written_off_at = now

    def _take(self, loan: Loan, course: Course, amount: int, principal: int) -> None:
        if loan.is_open:
            self.lent -= principal
        else:
            loan.lost -= principal
            self.recovered += principal
        self.cash += amount
        has_ended = course.progress.state == State.ENDED
        self.open_at_seller[loan.seller] -= loan.course.principal - (0 if has_ended else course.principal)
        loan.course = course
        if has_ended:
            self.buyers[loan.buyer].loans.remove(loan)
