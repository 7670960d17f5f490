"""What Credit must come to: plans by scripts/credit, limits, shares and cash, by the design and not by its code."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from scripts.credit import moves
from scripts.credit.course import Course, State
from scripts.credit.limit import Account, Limit, limit_of
from scripts.credit.terms import INSTALMENTS, LEAST_DOWN, ONE, PLANS, Parameters, Plan, plan_id, terms_of
from tests.fixtures.clock import DAY
from tests.fixtures.terms import EMPTY, Order
from tests.stateful.books import Books
from tests.stateful.credit.market import BUSINESS, PERSON
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


class Surroundings(Protocol):
    """What Credit asks of others: money, Escrow, Identity."""

    books: Books

    def unpayable(self, payer: str, order: Order) -> Reasons:
        """Why Escrow takes no payment of an order from somebody."""

    def pay_as(self, payer: str, order: Order) -> None:
        """Escrow takes it."""

    def status(self, order_id: bytes) -> int:
        """Where an order stands."""

    def holds(self, account: str, kind: bytes) -> bool:
        """Whether the issuer vouches for somebody."""


@dataclass
class Credit:
    """Verbs have the contract's names and arguments, and refuse with all that speaks against them."""

    parameters: Parameters
    address: str
    around: Surroundings
    loans: dict[bytes, Loan] = field(default_factory=dict)
    cash: int = 0
    lent: int = 0
    supply: int = 0
    shares: Counter[str] = field(default_factory=Counter)
    repaid: Counter[str] = field(default_factory=Counter)
    written_off_at: Counter[str] = field(default_factory=Counter)
    credits: Counter[str] = field(default_factory=Counter)
    by: str = ""
    now: int = 0

    # The buyer

    def buy(self, order: Order, order_id: bytes, down: int, instalments: int, days: int) -> None:
        reasons, total, currency = Reasons(), order.total, self.parameters.currency
        seller, principal = order.offer.seller, total - down
        reasons.when(self.by != order.buyer, "Credit: not the buyer")
        self._check_payer(reasons, self.by)
        reasons.when(order.offer.currency != currency, "Credit: another currency")
        reasons.when(not self.around.holds(order.buyer, PERSON), "Credit: buyer has no claim")
        reasons.when(not self.around.holds(seller, BUSINESS), "Credit: seller has no claim")
        reasons.when(down * LEAST_DOWN < total, "Credit: down payment too small")
        reasons.when(down >= total, "Credit: nothing to pay later")
        reasons.when(days not in (14, 30), "Credit: not 14 or 30 days apart")
        reasons.when(instalments not in INSTALMENTS, "plans: not 2 to 6 instalments")
        reasons.when(0 < principal < instalments, "plans: principal too small")
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
        reasons |= self.around.unpayable(self.address, order)
        reasons.check()
        slot = min(set(range(PLANS)) - {loan.plan.slot for loan in open_ones})
        plan = Plan(order_id, order.buyer, seller, principal, self.now, instalments, days * DAY, slot)
        self.loans[plan_id(plan)] = Loan(plan, order, Course(terms_of(plan, self.parameters)))
        self.around.books.move(self.by, self.address, currency, down)
        self.cash -= principal
        self.lent += principal
        self.around.pay_as(self.address, order)

    # Anyone

    def repay(self, plan: Plan, amount: int) -> None:
        reasons, loan = self._known(plan)
        reasons.when(amount == 0, "debts: zero amount")
        reasons.when(loan is not None and loan.course.progress.state == State.ENDED, "debts: plan has ended")
        self._check_payer(reasons, self.by)
        reasons.check()
        assert loan
        payment = moves.repaid(loan.course, amount, self.now)
        self._come(self.by, payment.taken)
        self.repaid[plan.buyer] += payment.in_time
        self._take(loan, payment.course, payment.taken, payment.principal)

    def settle(self, plan: Plan) -> None:
        reasons, loan = self._known(plan)
        came, books, currency = self.kept(plan.order_id), self.around.books, self.parameters.currency
        reasons.when(came == 0, "payments: nothing credited")
        reasons.when(not books.takes(currency, self.address), "payments: receiver refused")
        reasons.check()
        assert loan
        refund = moves.refunded(loan.course, books.fetch(self.address, plan.order_id, currency), self.now)
        self._take(loan, refund.course, refund.debt, refund.debt)
        if books.takes(currency, plan.buyer, self.address):
            books.move(self.address, plan.buyer, currency, refund.to_buyer)
        else:
            self.credits[plan.buyer] += refund.to_buyer

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
            takes = self.around.books.takes(self.parameters.currency, self.address)
            reasons.when(came > 0 and not takes, "payments: receiver refused")
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
        self._check_receiver(reasons, account)
        reasons.check()
        self._leave(account, self.credits.pop(account))

    # Lenders

    def deposit(self, assets: int, receiver: str) -> None:
        self._deposit(assets, self.to_shares(assets, up=False), receiver)

    def mint(self, shares: int, receiver: str) -> None:
        self._deposit(self.to_assets(shares, up=True), shares, receiver)

    def withdraw(self, assets: int, receiver: str, owner: str) -> None:
        self._withdraw(assets, self.to_shares(assets, up=True), receiver, owner)

    def redeem(self, shares: int, receiver: str, owner: str) -> None:
        self._withdraw(self.to_assets(shares, up=False), shares, receiver, owner)

    # What there is

    @property
    def assets(self) -> int:
        """What all shares are worth."""
        return self.cash + self.lent

    def kept(self, order_id: bytes) -> int:
        """What Escrow keeps here of an order."""
        return self.around.books.credits[self.address, order_id, self.parameters.currency]

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
        stopped = self.around.books.stopped(self.parameters.currency, payer, self.address)
        reasons.when(stopped != "", stopped)

    def _check_receiver(self, reasons: Reasons, receiver: str) -> None:
        takes = self.around.books.takes(self.parameters.currency, receiver, self.address)
        reasons.when(not takes, "payments: receiver refused")

    def _come(self, payer: str, amount: int) -> None:
        self.around.books.move(payer, self.address, self.parameters.currency, amount)

    def _leave(self, receiver: str, amount: int) -> None:
        self.around.books.give(self.address, receiver, self.parameters.currency, amount)

    def _in_question(self, plan: Plan) -> bool:
        return self.around.status(plan.order_id) in IN_QUESTION

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
        self._come(self.by, assets)
        self.cash += assets
        self.supply += shares
        self.shares[receiver] += shares

    def _withdraw(self, assets: int, shares: int, receiver: str, owner: str) -> None:
        reasons = Reasons()
        reasons.when(assets > self.cash, "vault: not enough cash")
        reasons.when(self.by != owner and shares > 0, "erc20: insufficient allowance")
        reasons.when(shares > self.shares[owner], "erc20: burn amount exceeds balance")
        self._check_receiver(reasons, receiver)
        reasons.check()
        self.cash -= assets
        self.supply -= shares
        self.shares[owner] -= shares
        self._leave(receiver, assets)


def divided(number: int, by: int, up: bool) -> int:
    """A quotient, rounded up or down."""
    return -(-number // by) if up else number // by
