"""The demo market's plans: what its buyers pay later, as the contract will have it, and the money that was lent."""

from collections import defaultdict
from collections.abc import Callable

from scripts import units
from scripts.credit import moves
from scripts.credit.course import Course, State
from scripts.credit.ledger import Vault
from scripts.credit.terms import PLANS, Plan, terms_of
from scripts.demo_market.story import Event, Purchase
from scripts.parameters import DAY
from scripts.terms import Order
from scripts.wallet import Call

VERBS = ("repay", "settle", "pause", "resume", "write_off")
NEVER = -1.0  # days ago


class Instalments:
    """Makes the calls of one vault; `time_of` tells when what happens so many days ago does (Unix seconds)."""

    def __init__(self, vault: Vault, time_of: Callable[[float], int], order_id: Callable[[Order], bytes]) -> None:
        self.vault = vault
        self._time_of = time_of
        self._order_id = order_id
        self._parameters = vault.parameters
        self._plans: dict[bytes, Plan] = {}  # by their orders
        self._courses: dict[bytes, Course] = {}
        self._ended: defaultdict[str, dict[int, float]] = defaultdict(
            dict
        )  # of a buyer's slots: when the last plan was

    def call(self, purchase: Purchase, order: Order, event: Event) -> tuple[Call, int]:
        """What an event of a purchase that is paid later does, and what its sender pays by it."""
        if event.verb == "pay":
            return self._buy(purchase, order, event)
        id_ = self._order_id(order)
        plan, before, now = self._plans[id_], self._courses[id_], self._time_of(event.days_ago)
        amount = 0
        if event.verb == "repay":
            amount = _instalments(before, int(event.amount), now)
            after = moves.repaid(before, amount, now).course
        elif event.verb == "settle":
            after = moves.refunded(before, int(order.total * event.amount), now).course
        else:
            move = {"pause": moves.paused, "resume": moves.resumed, "write_off": moves.written_off}[event.verb]
            after = move(before, now)
        self._courses[id_] = after
        if after.progress.state == State.ENDED:
            self._ended[plan.buyer][plan.slot] = event.days_ago
        arguments = (plan, amount) if event.verb == "repay" else (plan,)
        return self.vault.call(event.verb, *arguments), amount

    def lend(self, lender: str, amount: str) -> tuple[Call, int]:
        """What an account lends, or takes out (-200), and what it pays by it."""
        assets = units.parse_amount(amount.removeprefix("-"), self.vault.currency)
        if amount.startswith("-"):
            return self.vault.call("withdraw", assets, lender, lender), 0
        return self.vault.call("deposit", assets, lender), assets

    def _buy(self, purchase: Purchase, order: Order, event: Event) -> tuple[Call, int]:
        later, slots = purchase.later, self._ended[order.buyer]
        assert later is not None
        down = units.parse_amount(later.down, self.vault.currency)
        slot = next(slot for slot in range(PLANS) if slots.get(slot, event.days_ago + 1) > event.days_ago)
        slots[slot] = NEVER
        id_, start = self._order_id(order), self._time_of(event.days_ago)
        principal, interval = order.total - down, later.days * DAY
        plan = Plan(id_, order.buyer, order.offer.seller, principal, start, later.instalments, interval, slot)
        self._plans[id_], self._courses[id_] = plan, Course(terms_of(plan, self._parameters))
        return self.vault.call("buy", order, down, later.instalments, later.days), down


def _instalments(course: Course, number: int, now: int) -> int:
    """What the next instalments cost, late fees included; 0 for all that is left."""
    course = moves.charged(course, now)
    payoff = course.payoff(now)
    last = course.covered + number
    return payoff if not number or last >= course.last else min(course.position(last) - course.progress.paid, payoff)
