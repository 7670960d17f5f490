"""What Credit must come to: plans by scripts/credit, limits, shares and money, by the design and not by its code."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from scripts.credit import moves
from scripts.credit.course import Course, State
from scripts.credit.limit import Account, Limit, limit_of
from scripts.credit.terms import INSTALMENTS, LEAST_DOWN, ONE, PLANS, Parameters, Plan, plan_id, terms_of
from tests.fixtures.clock import DAY
from tests.fixtures.terms import EMPTY, Order
from tests.stateful.reasons import Reasons

VIRTUAL = 1_000
CASH = 2**128 - 1
IN_QUESTION = range(4, 8)  # an answer, a return, a return's check, a ruling

Record = tuple[int, ...]


@dataclass
class Loan:
    """A plan, how far it is, and the order that it paid."""

    plan: Plan
    order: Order
    course: Course


@dataclass
class Model:
    """Verbs have the contract's names and arguments, and refuse with all that speaks against them."""

    parameters: Parameters
    credit: str
    balances: Counter[str]
    status: Callable[[bytes], int]  # of an order by its id, as Escrow has it
    kept: Callable[[bytes], int]  # what Escrow keeps for Credit under an order's id
    loans: dict[bytes, Loan] = field(default_factory=dict)
    cash: int = 0
    lent: int = 0
    supply: int = 0
    shares: Counter[str] = field(default_factory=Counter)
    repaid: Counter[str] = field(default_factory=Counter)
    written_off_at: Counter[str] = field(default_factory=Counter)
    credits: Counter[str] = field(default_factory=Counter)
    donated: int = 0
    denied: set[str] = field(default_factory=set)
    unvouched: set[str] = field(default_factory=set)
    by: str = ""
    now: int = 0

    # The buyer

    def buy(self, order: Order, order_id: bytes, down: int, instalments: int, days: int) -> None:
        reasons, total = Reasons(), order.total
        seller, principal = order.offer.seller, total - down
        reasons.when(self.by != order.buyer, "Credit: not the buyer")
        self._check_payer(reasons, self.by)
        reasons.when(order.buyer in self.unvouched, "Credit: buyer has no claim")
        reasons.when(seller in self.unvouched, "Credit: seller has no claim")
        reasons.when(down * LEAST_DOWN < total, "Credit: down payment too small")
        reasons.when(down >= total, "Credit: nothing to pay later")
        reasons.when(days not in (14, 30), "Credit: not 14 or 30 days apart")
        reasons.when(instalments not in INSTALMENTS, "plans: not 2 to 6 instalments")
        reasons.when(0 < principal < instalments, "plans: principal too small")
        reasons.when(order.payer != self.credit, "payments: not the payer")
        reasons.when(order_id in self.loans_by_order, "Escrow: paid already")
        limit = self.limit(order.buyer)
        open_ones = [loan for loan in self.loans_of(order.buyer) if loan.course.progress.state != State.ENDED]
        reasons.when(len(open_ones) >= PLANS, "borrowers: too many plans")
        reasons.when(limit.outstanding + principal > limit.limit, "borrowers: above the limit")
        reasons.when(principal > self.cash, "vault: not enough cash")
        shares = (
            ("buyer_bps", "for one buyer", limit.outstanding),
            ("seller_bps", "at one seller", self.open_at(seller)),
        )
        for name, words, owed in shares:
            most = self.assets * getattr(self.parameters, name) // ONE
            reasons.when(owed + principal > most, f"Credit: too much {words}")
        reasons.check()
        slot = min(set(range(PLANS)) - {loan.plan.slot for loan in open_ones})
        plan = Plan(order_id, order.buyer, seller, principal, self.now, instalments, days * DAY, slot)
        self.loans[plan_id(plan)] = Loan(plan, order, Course(terms_of(plan, self.parameters)))
        self.balances[self.by] -= down
        self.cash -= principal
        self.lent += principal

    # Anyone

    def repay(self, plan: Plan, amount: int) -> None:
        reasons, loan = self._known(plan)
        reasons.when(amount == 0, "debts: zero amount")
        reasons.when(loan is not None and loan.course.progress.state == State.ENDED, "debts: plan has ended")
        self._check_payer(reasons, self.by)
        reasons.check()
        assert loan
        payment = moves.repaid(loan.course, amount, self.now)
        self.balances[self.by] -= payment.taken
        self.repaid[plan.buyer] += payment.in_time
        self._take(loan, payment.course, payment.taken, payment.principal)

    def settle(self, plan: Plan) -> None:
        reasons, loan = self._known(plan)
        came = self.kept(plan.order_id)
        reasons.when(came == 0, "payments: nothing credited")
        reasons.check()
        assert loan
        refund = moves.refunded(loan.course, came, self.now)
        self._take(loan, refund.course, refund.debt, refund.debt)
        if plan.buyer in self.denied:
            self.credits[plan.buyer] += refund.to_buyer
        else:
            self.balances[plan.buyer] += refund.to_buyer

    def pause(self, plan: Plan) -> None:
        reasons, loan = self._known(plan)
        if loan:
            reasons.when(loan.course.progress.state != State.OPEN, "debts: plan is not running")
            reasons.when(loan.course.pause_left == 0, "debts: no pause is left")
        reasons.when(not self._in_question(plan), "debts: order is not in question")
        reasons.check()
        assert loan
        loan.course = moves.paused(loan.course, self.now)

    def resume(self, plan: Plan) -> None:
        reasons, loan = self._known(plan)
        if loan:
            reasons.when(loan.course.progress.state != State.PAUSED, "debts: plan is not paused")
            reasons.when(self._could_wait(loan) and self._in_question(plan), "debts: order is in question")
        reasons.check()
        assert loan
        loan.course = moves.resumed(loan.course, self.now)

    def write_off(self, plan: Plan) -> None:
        reasons, loan = self._known(plan)
        came = self.kept(plan.order_id)
        if loan:
            course = moves.refunded(loan.course, came, self.now).course if came else loan.course
            reasons.when(not course.progress.state.is_running, "debts: plan is not running")
            reasons.when(not course.is_lost(self.now), "debts: not 60 days overdue")
            reasons.when(self._could_wait(loan) and self._in_question(plan), "debts: order is in question")
        reasons.check()
        assert loan
        if came:
            self.settle(plan)
        self.lent -= loan.course.outstanding
        self.written_off_at[plan.buyer] = self.now
        loan.course = moves.written_off(loan.course, self.now)

    def withdraw_credit(self, account: str) -> None:
        reasons = Reasons()
        reasons.when(self.credits[account] == 0, "payments: nothing credited")
        reasons.when(account in self.denied, "payments: receiver refused")
        reasons.check()
        self.balances[account] += self.credits.pop(account)

    # Lenders

    def deposit(self, assets: int, receiver: str) -> None:
        self._deposit(assets, self.to_shares(assets, up=False), receiver)

    def mint(self, shares: int, receiver: str) -> None:
        self._deposit(self.to_assets(shares, up=True), shares, receiver)

    def withdraw(self, assets: int, receiver: str, owner: str) -> None:
        self._withdraw(assets, self.to_shares(assets, up=True), receiver, owner)

    def redeem(self, shares: int, receiver: str, owner: str) -> None:
        self._withdraw(self.to_assets(shares, up=False), shares, receiver, owner)

    # The world outside

    def transfer(self, to: str, amount: int) -> None:
        reasons = Reasons()
        self._check_payer(reasons, self.by)
        reasons.check()
        self.balances[self.by] -= amount
        self.donated += amount

    # What there is

    @property
    def assets(self) -> int:
        """What all shares are worth."""
        return self.cash + self.lent

    @property
    def loans_by_order(self) -> set[bytes]:
        """The orders that were paid."""
        return {loan.plan.order_id for loan in self.loans.values()}

    def loans_of(self, buyer: str) -> list[Loan]:
        """All that a buyer ever had."""
        return [loan for loan in self.loans.values() if loan.plan.buyer == buyer]

    def open_at(self, seller: str) -> int:
        """What was lent for a seller's orders and did not come back from them, until their plans end."""
        return sum(
            loan.course.principal
            for loan in self.loans.values()
            if loan.plan.seller == seller and loan.course.progress.state != State.ENDED
        )

    def limit(self, buyer: str) -> Limit:
        """Every term of it."""
        loans = [loan.course for loan in self.loans_of(buyer) if loan.course.progress.state != State.ENDED]
        dues = tuple(course.due_at_latest(course.covered + 1, self.now) for course in loans)
        owed = sum(course.outstanding for course in loans)
        account = Account(owed, self.repaid[buyer], self.written_off_at[buyer], dues)
        return limit_of(account, self.parameters, self.now)

    def record(self, loan: Loan) -> Record:
        """All that Credit tells of a plan."""
        course = moves.charged(loan.course, self.now)
        at, has_ended = course.progress, course.progress.state == State.ENDED
        number = 0 if has_ended else course.covered + 1
        amount = course.position(number) - at.paid if number else 0
        due = course.due_at_latest(number, self.now) if number else 0
        waited = at.paused + course.pausing(self.now)
        figures = (course.outstanding, course.payoff(self.now), number, amount, due, at.late, waited)
        return (int(at.state), at.paid, at.refunded, *figures)

    def to_shares(self, assets: int, up: bool) -> int:
        """Rounded up or down."""
        return divided(assets * (self.supply + VIRTUAL), self.assets + 1, up)

    def to_assets(self, shares: int, up: bool) -> int:
        """Likewise."""
        return divided(shares * (self.assets + 1), self.supply + VIRTUAL, up)

    # Helpers

    def _known(self, plan: Plan) -> tuple[Reasons, Loan | None]:
        reasons, loan = Reasons(), self.loans.get(plan_id(plan))
        reasons.when(loan is None, "debts: no such plan")
        return reasons, loan

    def _check_payer(self, reasons: Reasons, payer: str) -> None:
        reasons.when(payer in self.denied, "DenyListToken: denied")

    def _in_question(self, plan: Plan) -> bool:
        return self.status(plan.order_id) in IN_QUESTION

    def _could_wait(self, loan: Loan) -> bool:
        return loan.course.pausing(self.now) < loan.course.pause_left

    def _take(self, loan: Loan, course: Course, amount: int, principal: int) -> None:
        if loan.course.progress.state.is_running:
            self.lent -= principal
        self.cash += amount
        loan.course = course

    def _deposit(self, assets: int, shares: int, receiver: str) -> None:
        reasons = Reasons()
        self._check_payer(reasons, self.by)
        reasons.when(assets > CASH - self.assets, "vault: amount too large")
        reasons.when(receiver == EMPTY, "erc20: mint to the zero address")
        reasons.check()
        self.balances[self.by] -= assets
        self.cash += assets
        self.supply += shares
        self.shares[receiver] += shares

    def _withdraw(self, assets: int, shares: int, receiver: str, owner: str) -> None:
        reasons = Reasons()
        reasons.when(assets > self.cash, "vault: not enough cash")
        reasons.when(self.by != owner and shares > 0, "erc20: insufficient allowance")
        reasons.when(shares > self.shares[owner], "erc20: burn amount exceeds balance")
        reasons.when(receiver in self.denied, "payments: receiver refused")
        reasons.check()
        self.cash -= assets
        self.supply -= shares
        self.shares[owner] -= shares
        self.balances[receiver] += assets


def divided(number: int, by: int, up: bool) -> int:
    """A quotient, rounded up or down."""
    return -(-number // by) if up else number // by
