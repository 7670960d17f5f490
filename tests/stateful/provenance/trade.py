"""What happens to orders while goods move: paid, shipped, disputed, sent back, exchanged, ended in every way."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.fixtures import terms
from tests.fixtures.clock import DAY
from tests.fixtures.provenance import NONE
from tests.fixtures.terms import EMPTY, Offer, Order
from tests.stateful.case import Case
from tests.stateful.market import Call
from tests.stateful.model import order_role
from tests.stateful.provenance.goods import chosen, tell
from tests.stateful.provenance.market import ProvenanceMarket
from tests.stateful.provenance.rules import GoodsRules
from tests.stateful.rules import DOCUMENT, NUMBER
from tests.stateful.table import USES, Use
from tests.stateful.tally import Tally

PRICE = 100
MAX_OPEN = 6
KINDS = (terms.EXCHANGE, terms.RETURN, terms.EXCHANGE, terms.REFUND)
# What leads to goods that are sent back, and on from there.
BACK = ("ship", "attest_delivery", "request", "approve_return", "send_back", "replace", "dispute", "rule")


class Trade(GoodsRules):
    """Orders in coin that their buyers pay: how else is other machines' question."""

    def __init__(self, market: ProvenanceMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        self.offers: list[Offer] = []
        self.used: Counter[str] = Counter()  # Escrow's verbs, in this run

    @initialize()
    def begin_with_offers(self) -> None:
        """Offers of two sellers, one with a carrier."""
        people = self.people
        for seller, carrier in (("seller", EMPTY), ("second_seller", people["carrier"])):
            windows = (80 * DAY, 80 * DAY, 80 * DAY)
            offer = Offer(people[seller], EMPTY, PRICE, 0, *windows, carrier, people["arbiter"], 0, EMPTY, 0, DOCUMENT)
            self.offers.append(offer)
        self.do(*(Call(offer.seller, "publish", (offer, 10_000)) for offer in self.offers))

    @precondition(lambda self: len(self.open_cases()) < MAX_OPEN)
    @rule(pick=NUMBER, number=NUMBER)
    def pay(self, pick: int, number: int) -> None:
        self.do(self.payment(chosen((*self.offers[:1] * 3, *self.offers), pick // 2), 1 + pick % 2, number))

    @precondition(lambda self: self.stocked())
    @rule(pick=NUMBER, number=NUMBER, steps=st.integers(0, len(BACK)))
    def sell(self, pick: int, number: int, steps: int) -> None:
        """An order gets an item, and goes some way back."""
        offer = chosen(self.stocked(), pick)
        paid = self.payment(offer, 1, number)
        (order,) = paid.args
        self.do(paid)
        self.do(tell(offer.seller, "bind", chosen(self.wares(offer.seller), number), order))
        for verb in BACK[:steps]:
            case = self.model.cases[order]
            uses = [use for use in USES if use.status == case.status and use.verb == verb]
            if uses:
                self.do(self.step(case, uses[0], number, 0))

    @precondition(lambda self: self.open_cases())
    @rule(pick=NUMBER, number=NUMBER, amount=NUMBER)
    def move_order(self, pick: int, number: int, amount: int) -> None:
        """On its way back, or what was used least in this run, or whatever the table has for its status."""
        cases = self.open_cases()
        case = chosen(cases, pick) if number % 4 < 3 else max(cases, key=lambda case: case.status)
        uses = [use for use in USES if use.status == case.status and use.verb != "extend"]
        back = [use for use in uses if use.verb in BACK]
        options = (uses, uses, back, back)[number % 4]
        use = chosen(options, number // 4)
        if number % 4:
            use = min(options, key=lambda known: self.used[known.verb])
        self.do(self.step(case, use, pick, amount))

    move_on = move_further = move_order

    @precondition(lambda self: self.open_cases())
    @rule(pick=NUMBER, after=st.sampled_from([0, 0, 1]))
    def enforce(self, pick: int, after: int) -> None:
        """Seldom, as it takes months: the next deadline."""
        case = min(self.open_cases(), key=lambda case: case.deadline)
        if pick % 4 == 0:
            self.do(Call(self.people["stranger"], "enforce", (case.order,)), at=case.deadline + after)

    @precondition(lambda self: self.ended())
    @rule(pick=NUMBER)
    def refund_closed(self, pick: int) -> None:
        """What a seller gives later changes nothing about whose the goods are."""
        order = chosen(self.ended(), pick).order
        self.do(Call(order.offer.seller, "refund_closed", (order, PRICE, NONE), PRICE))

    # Choosing

    def open_cases(self) -> list[Case]:
        """Orders that are not over."""
        return [case for case in self.model.cases.values() if case.is_open]

    def stocked(self) -> list[Offer]:
        """Offers whose sellers have items to sell; none while many orders are open."""
        return [offer for offer in self.offers if len(self.open_cases()) < MAX_OPEN and self.wares(offer.seller)]

    def payment(self, offer: Offer, quantity: int, number: int) -> Call:
        """Somebody buys."""
        self.number += 1
        buyer = self.people[chosen(("buyer", "second_buyer"), number)]
        order = Order(offer, buyer, buyer, quantity, EMPTY, NONE, self.number.to_bytes(32))
        return Call(buyer, "pay", (order,), order.total)

    def step(self, case: Case, use: Use, kind: int, amount: int) -> Call:
        """A verb, by whose it is; a part of what is held, where it needs an amount."""
        self.used[use.verb] += 1
        part = chosen((case.held, case.held // 2 or 1, 1), amount)
        more = {
            "request": (part, chosen(KINDS, kind), DOCUMENT),
            "refund": (part,),
            "release": (part,),
            "rule": (part % case.order.total, DOCUMENT),
        }
        documented = ("approve_return", "send_back", "dispute")
        arguments = (DOCUMENT,) if use.verb in documented else more.get(use.verb, ())
        return Call(order_role(case.order, use.role), use.verb, (case.order, *arguments))
