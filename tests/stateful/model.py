"""What Escrow does with orders and credits, after the project's design and not after its code."""

from collections.abc import Sequence

from tests.fixtures import terms
from tests.fixtures.clock import DAY
from tests.fixtures.funds import account_key, share
from tests.fixtures.terms import EMPTY, MAX_AMOUNT, NO_HASH, Order
from tests.stateful.books import Books
from tests.stateful.case import Case
from tests.stateful.ids import order_id
from tests.stateful.reasons import Reasons
from tests.stateful.shelf import Shelf
from tests.stateful.table import uses_of

KINDS = (terms.REFUND, terms.RETURN, terms.EXCHANGE)
MAX_ROUNDS = 3


class Model(Shelf):
    """Verbs have the contract's names and arguments. What Escrow must refuse raises Refused, and changes nothing."""

    def __init__(self, books: Books, with_code: set[str], domain: bytes) -> None:
        super().__init__(books.escrow)
        self.books = books
        self.cases: dict[Order, Case] = {}
        self._with_code = with_code
        self._domain = domain

    # Paying

    def pay(self, order: Order) -> None:
        self.pay_many([order])

    def pay_many(self, orders: Sequence[Order]) -> None:
        reasons = Reasons()
        for place, order in enumerate(orders):
            reasons |= self._unpayable(order, orders[:place])
        reasons.when(self.coin != sum(order.coin for order in orders), "Escrow: wrong coin amount")
        reasons.check()
        for order in orders:
            self.stock[order.offer].sold += order.quantity
            self.books.move(order.payer, self.escrow, order.offer.currency, order.total)
            case = self.cases[order] = Case(order)
            case.wait(terms.AWAITING_SHIPMENT, self.now + order.offer.ship_within)

    def is_payable(self, order: Order, cart: Sequence[Order]) -> bool:
        """Whether its payer could pay an order after the others of his cart."""
        self.by = order.payer
        return not self._unpayable(order, cart) and all(order.payer == other.payer for other in cart)

    def _unpayable(self, order: Order, cart: Sequence[Order]) -> Reasons:
        """Why an order cannot be paid after the others of its cart."""
        reasons, offer, stock = Reasons(), order.offer, self.stock.get(order.offer)
        reasons.when(self.by != order.payer, "payments: not the payer")
        stopped = self.books.stopped(offer.currency, order.payer)
        reasons.when(stopped != "", stopped)
        reasons.when(order.buyer == EMPTY, "Escrow: empty buyer")
        reasons.when(order.buyer == offer.seller, "Escrow: buyer is the seller")
        reasons.when(order.buyer in (offer.carrier, offer.arbiter), "Escrow: buyer has another role")
        reasons.when(order.payer in (offer.carrier, offer.arbiter), "Escrow: payer has another role")
        others = (order.buyer, order.payer, offer.seller, offer.arbiter, self.escrow)
        reasons.when(order.referrer != EMPTY and order.referrer in others, "Escrow: referrer has a role")
        reasons.when(order in self.cases or order in cart, "Escrow: paid already")
        reasons.when(stock is None, "offers: not published")
        reasons.when(order.quantity == 0, "offers: no units")
        taken = sum(other.quantity for other in cart if other.offer == offer)
        if stock is not None:
            reasons.when(stock.sold + taken + order.quantity > stock.cap, "offers: not enough units left")
        reasons.when(order.total > MAX_AMOUNT, "Escrow: total too large")
        return reasons

    # The buyer

    def confirm(self, order: Order) -> None:
        case = self._allowed("confirm", order)
        self._settle(case, released=case.held)

    def cancel(self, order: Order) -> None:
        case = self._allowed("cancel", order)
        self._settle(case, refunded=case.held)

    def request(self, order: Order, amount: int, kind: int, document: bytes) -> None:
        case, reasons = self._look("request", order)
        reasons.when(amount == 0, "Escrow: zero amount")
        reasons.when(kind not in KINDS, "Escrow: unknown kind")
        reasons.check()
        start = self.now
        if order.offer.carrier == EMPTY and not case.seller_extended:
            start = max(start, case.deadline - order.offer.inspect_within)
        case.kind = kind
        case.wait(terms.AWAITING_ANSWER, start + 7 * DAY)
        self._settle(case, released=max(case.held - amount, 0))

    def release(self, order: Order, keep: int) -> None:
        case, reasons = self._look("release", order)
        reasons.when(keep == 0, "Escrow: zero amount")
        reasons.check()
        self._settle(case, released=max(case.held - keep, 0))

    def send_back(self, order: Order, document: bytes) -> None:
        case = self._allowed("send_back", order)
        case.returned = True
        case.wait(terms.AWAITING_RETURN_CHECK, self.now + order.offer.deliver_within + 14 * DAY)

    # The seller

    def ship(self, order: Order) -> None:
        self._await_arrival(self._allowed("ship", order))

    def ship_many(self, orders: Sequence[Order]) -> None:
        for order in orders:
            case, reasons = self._look("ship", order)
            if not reasons:
                self._await_arrival(case)

    def refund(self, order: Order, amount: int) -> None:
        case, reasons = self._look("refund", order)
        reasons.when(amount == 0, "Escrow: zero amount")
        reasons.check()
        self._settle(case, refunded=min(amount, case.held))

    def concede(self, order: Order) -> None:
        case = self._allowed("concede", order)
        self._settle(case, refunded=case.held)

    def approve_return(self, order: Order, document: bytes) -> None:
        case, reasons = self._look("approve_return", order)
        reasons.when(case.kind == terms.REFUND, "Escrow: no return was asked")
        reasons.check()
        case.wait(terms.AWAITING_RETURN, self.now + 14 * DAY)

    def replace(self, order: Order) -> None:
        case, reasons = self._look("replace", order)
        reasons.when(case.kind != terms.EXCHANGE, "Escrow: no exchange was asked")
        reasons.when(case.round >= MAX_ROUNDS, "Escrow: replaced three times")
        reasons.check()
        case.start_next_round()
        self._await_arrival(case)

    def refund_closed(self, order: Order, amount: int, document: bytes) -> None:
        reasons, case, offer = Reasons(), self._case(order), order.offer
        reasons.when(self.by != offer.seller, "Escrow: not the seller")
        reasons.when(case.status == terms.NEVER_PAID, "Escrow: never paid")
        reasons.when(case.is_open, "Escrow: not in this status")
        reasons.when(amount == 0, "Escrow: zero amount")
        reasons.when(amount > MAX_AMOUNT, "Escrow: amount too large")
        reasons.when(self.coin != (amount if offer.currency == EMPTY else 0), "Escrow: wrong coin amount")
        stopped = self.books.stopped(offer.currency, self.by)
        reasons.when(stopped != "", stopped)
        reasons.check()
        self.books.move(self.by, self.escrow, offer.currency, amount)
        self._pay_back(order, amount)

    # Others

    def attest_delivery(self, order: Order) -> None:
        case = self._allowed("attest_delivery", order)
        case.wait(terms.AWAITING_CONFIRMATION, self.now + order.offer.inspect_within)

    def dispute(self, order: Order, document: bytes) -> None:
        case, reasons = self._look("dispute", order)
        reasons.when(order.offer.arbiter == EMPTY, "Escrow: no arbiter was named")
        reasons.check()
        case.wait(terms.AWAITING_RULING, self.now + 30 * DAY)

    def rule(self, order: Order, refunded: int, document: bytes) -> None:
        case = self._allowed("rule", order)
        back = min(refunded, case.held)
        self._settle(case, released=case.held - back, refunded=back)

    def extend(self, order: Order, until: int) -> None:
        case, reasons = self._look("extend", order)
        own = case.status == terms.AWAITING_CONFIRMATION and self.by == order.buyer
        if own:
            reasons.when(case.buyer_extended, "Escrow: extended already")
            within = case.deadline < until <= case.deadline + 3 * DAY
            reasons.when(not within, "Escrow: not within 3 days more")
        else:
            within = max(case.deadline, self.now) < until <= case.deadline + 30 * DAY
            reasons.when(not within, "Escrow: not within 30 days more")
        reasons.check()
        case.extend("buyer" if self.by == order.buyer else "seller", until)

    def enforce(self, order: Order) -> None:
        reasons, case = self._unenforceable(order)
        reasons.check()
        self._default(case)

    def enforce_many(self, orders: Sequence[Order]) -> None:
        for order in orders:
            reasons, case = self._unenforceable(order)
            if not reasons:
                self._default(case)

    def submit_evidence(self, order: Order, document: bytes) -> None:
        reasons, case = Reasons(), self._case(order)
        reasons.when(case.status == terms.NEVER_PAID, "Escrow: never paid")
        reasons.when(case.has_ended, "Escrow: not in this status")
        people = (order.buyer, order.offer.seller, order.offer.carrier, order.offer.arbiter)
        reasons.when(self.by not in people, "Escrow: not part of this order")
        reasons.check()

    # Credits

    def withdraw(self, account: str, currency: str) -> None:
        self._pay_credit(account, NO_HASH, currency, account)

    def withdraw_to(self, currency: str, to: str) -> None:
        self._pay_credit(self.by, NO_HASH, currency, to, (to == EMPTY, "payments: empty receiver"))

    def collect(self, key: bytes, currency: str) -> None:
        self._pay_credit(self.by, key, currency, self.by, (key == NO_HASH, "payments: empty key"))

    def _pay_credit(self, account: str, key: bytes, currency: str, to: str, *more: tuple[bool, str]) -> None:
        reasons = Reasons()
        for fact, reason in more:
            reasons.when(fact, reason)
        reasons.when(self.books.credits[account, key, currency] == 0, "payments: nothing credited")
        reasons.when(not self.books.takes(currency, to), "payments: receiver refused")
        reasons.check()
        self.books.pay_credit(account, key, currency, to)

    # Helpers

    def _case(self, order: Order) -> Case:
        return self.cases.get(order) or Case(order)

    def _allowed(self, verb: str, order: Order) -> Case:
        """The order's case, if the state table lets the caller use the verb now."""
        case, reasons = self._look(verb, order)
        reasons.check()
        return case

    def _look(self, verb: str, order: Order) -> tuple[Case, Reasons]:
        """The order's case, and all that the state table has against the caller's using the verb now."""
        reasons, case = Reasons(), self._case(order)
        here = [use for use in uses_of(verb) if use.status == case.status]
        his = [use for use in here if order_role(order, use.role) == self.by]
        reasons.when(case.status == terms.NEVER_PAID, "Escrow: never paid")
        reasons.when(case.status != terms.NEVER_PAID and not here, "Escrow: not in this status")
        reasons.when(all(use.is_claim for use in his or here) and case.is_late(self.now), "Escrow: after the deadline")
        for use in here or uses_of(verb):
            if not his and order_role(order, use.role) != self.by:
                reasons.add("Escrow: not yours to extend" if verb == "extend" else f"Escrow: not the {use.role}")
        return case, reasons

    def _unenforceable(self, order: Order) -> tuple[Reasons, Case]:
        reasons, case = Reasons(), self._case(order)
        reasons.when(case.status == terms.NEVER_PAID, "Escrow: never paid")
        reasons.when(case.has_ended, "Escrow: not in this status")
        reasons.when(case.is_open and not case.is_late(self.now), "Escrow: before the deadline")
        return reasons, case

    def _await_arrival(self, case: Case) -> None:
        offer, arrival = case.order.offer, self.now + case.order.offer.deliver_within
        if offer.carrier == EMPTY:
            case.wait(terms.AWAITING_CONFIRMATION, arrival + offer.inspect_within)
        else:
            case.wait(terms.AWAITING_DELIVERY, arrival)

    def _default(self, case: Case) -> None:
        if case.favours_seller:
            self._settle(case, released=case.held)
        else:
            self._settle(case, refunded=case.held)

    def _settle(self, case: Case, released: int = 0, refunded: int = 0) -> None:
        before = case.released
        if case.settle(released, refunded, self.now) == terms.CANCELLED:
            self.stock[case.order.offer].sold -= case.order.quantity
        self._pay_out(case.order, before, released)
        if refunded:
            self._pay_back(case.order, refunded)

    def _pay_out(self, order: Order, before: int, released: int) -> None:
        """What is released beyond `before`, less commission and points."""
        offer, commission, points = order.offer, 0, 0
        if order.referrer != EMPTY:
            commission = share(before + released, offer.commission_bps) - share(before, offer.commission_bps)
        if offer.loyalty != EMPTY:
            points = share(before + released, offer.points_bps) - share(before, offer.points_bps)
            points = min(points, released - commission)  # one unit cannot be rounded up to two
        self.books.credit(order.referrer, NO_HASH, offer.currency, commission)
        self.books.credit(offer.loyalty, account_key(order.buyer), offer.currency, points)
        self.books.push(offer.seller, offer.currency, released - commission - points)

    def _pay_back(self, order: Order, amount: int) -> None:
        if order.payer != order.buyer and order.payer in self._with_code:
            self.books.credit(order.payer, order_id(order, self._domain), order.offer.currency, amount)
        else:
            self.books.push(order.payer, order.offer.currency, amount)


def order_role(order: Order, role: str) -> str:
    """Who plays a role of the state table in an order."""
    return order.buyer if role == "buyer" else getattr(order.offer, role)
