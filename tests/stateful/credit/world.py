"""The model of Credit beside those of Escrow and Identity."""

from scripts.credit.terms import Plan
from tests.fixtures.terms import Order
from tests.stateful.books import Books
from tests.stateful.credit.market import CREDIT, DOCUMENT, FOREVER, CreditMarket
from tests.stateful.credit.model import Credit
from tests.stateful.ids import order_id
from tests.stateful.market import Call
from tests.stateful.model import Model
from tests.stateful.opinions.world import OpinionsWorld
from tests.stateful.reasons import Reasons


class CreditWorld(OpinionsWorld):
    """`credit` is the model of Credit, to which this is what it calls Surroundings."""

    def __init__(self, books: Books, market: CreditMarket) -> None:
        super().__init__(books, market)
        self.credit = Credit(market.parameters, market.credit, self)
        self._issuer = market.parameters.issuer
        for claim in market.vouched:
            self.opinions.issue((self._issuer, *claim), FOREVER, DOCUMENT, market.now)
        books.keeping.add(market.credit)
        books.refusing.add(market.credit)

    def perform(self, call: Call, now: int) -> None:
        if call.to != CREDIT:
            return super().perform(call, now)
        self.by, self.coin, self.now = call.by, call.coin, now
        self.credit.by, self.credit.now = call.by, now
        if call.verb == "buy":
            order, *terms = call.args
            return self.credit.buy(order, order_id(order, self._domain), *terms)
        return getattr(self.credit, call.verb)(*call.args)

    def unpayable(self, payer: str, order: Order) -> Reasons:
        self.by = payer
        return self._unpayable(order, [])

    def pay_as(self, payer: str, order: Order) -> None:
        self.by = payer
        Model.pay_many(self, [order])

    def status(self, order_id: bytes) -> int:
        orders = {loan.plan.order_id: loan.order for loan in self.credit.loans.values()}
        return self.cases[orders[order_id]].status

    def holds(self, account: str, kind: bytes) -> bool:
        return self.opinions.holds((self._issuer, account, kind), self.now)

    def order_of(self, plan: Plan) -> Order:
        """The order that a plan paid."""
        return next(loan.order for loan in self.credit.loans.values() if loan.plan.order_id == plan.order_id)
