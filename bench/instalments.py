"""Gas of paying later: buying so, an instalment, and what comes back of such an order."""

from collections.abc import Callable

from web3.contract import Contract

from bench import instalments_floor
from bench.floor import Measured
from bench.market import Call, Market
from scripts.credit.terms import Plan
from tests.fixtures.credit import BUSINESS, PERSON, Parameters
from tests.fixtures.terms import MAX_UINT, Order

INSTALMENTS, DAYS = 4, 14
LENT = 10**11  # of the 10**15 that its lender has for all the paths


class Instalments:
    """A Credit beside a market, with a lender; the deployer vouches for buyer and seller."""

    def __init__(self, market: Market) -> None:
        self.market = market
        identity = market.deploy("Identity")
        for role, kind in (("buyer", PERSON), ("seller", BUSINESS)):
            claim = (market.people[role], kind, 2**40 - 1, market.hashes(32))
            market.send("deployer", identity.functions.issue(*claim))
        places = (market.escrow.address, identity.address, market.people["deployer"], market.token.address)
        parameters = Parameters(*places, base=10**9, maximum=10**10, seller_bps=10_000, buyer_bps=10_000)
        self.contract: Contract = market.deploy("Credit", tuple(parameters), "Handover Credit", "hcUSD")
        for role in ("buyer", "seller"):
            market.send(role, market.token.functions.approve(self.contract.address, MAX_UINT))
        market.send("seller", self.contract.functions.deposit(LENT, market.people["seller"]))
        self.offer = market.publish(currency=market.token.address)
        self.buy()  # another plan is open, and no word of theirs is new

    def buy(self) -> tuple[Order, Plan, Call]:
        """A quarter down, the rest in instalments."""
        order = self.market.order(self.offer)._replace(payer=self.contract.address)
        call = self.market.send("buyer", self.contract.functions.buy(order, self.down(order), INSTALMENTS, DAYS))
        (found,) = self.contract.events.PlanOpened().get_logs(from_block="latest")
        return order, Plan(*found["args"]["plan"].values()), call

    def down(self, order: Order) -> int:
        """A quarter."""
        return -(-order.total // 4)

    def repay(self, plan: Plan) -> Call:
        """The next instalment."""
        amount = self.contract.functions.record(plan).call()[6]
        return self.market.send("buyer", self.contract.functions.repay(plan, amount))

    def end(self, plan: Plan) -> None:
        """All that is left, so that its slot is free."""
        self.market.send("buyer", self.contract.functions.repay(plan, MAX_UINT))

    def settle(self, plan: Plan) -> Call:
        """Somebody else passes on what came back."""
        return self.market.send("deployer", self.contract.functions.settle(plan))


def _buy(market: Market) -> Measured:
    instalments = Instalments(market)
    for _ in range(market.uses):
        _, plan, call = instalments.buy()
        instalments.end(plan)
    return Measured(call.gas, instalments_floor.buy(call.data, market.token_work()[0]))


def _repay(market: Market) -> Measured:
    """The second of four."""
    instalments = Instalments(market)
    for _ in range(market.uses):
        _, plan, _ = instalments.buy()
        instalments.repay(plan)
        call = instalments.repay(plan)
        instalments.end(plan)
    return Measured(call.gas, instalments_floor.repay(call.data, market.token_work()[0]))


def _settle(market: Market) -> Measured:
    """The seller gives half of it back: nothing is left for the buyer."""
    instalments = Instalments(market)
    for _ in range(market.uses):
        order, plan, _ = instalments.buy()
        market.send("seller", market.escrow.functions.refund(order, order.total // 2))
        call = instalments.settle(plan)
        instalments.end(plan)
    return Measured(call.gas, instalments_floor.settle(call.data, market.token_work()[1]))


def _settle_all(market: Market) -> Measured:
    """All of it comes back: the plan ends, and the down payment goes to the buyer."""
    instalments = Instalments(market)
    for _ in range(market.uses):
        order, plan, _ = instalments.buy()
        market.send("buyer", market.escrow.functions.cancel(order))
        call = instalments.settle(plan)
    return Measured(call.gas, instalments_floor.settle_all(call.data, market.token_work()[1]))


PATHS: dict[str, Callable[[Market], Measured]] = {
    "credit: buy": _buy,
    "credit: repay an instalment": _repay,
    "credit: settle half of it": _settle,
    "credit: settle all of it": _settle_all,
}
