"""Gas of everything that can be done, with 1, 1,000 and 100,000 orders and offers open: it stays the same.

Without what the calldata costs, which depends on how many bytes of a hash or signature happen to be zero.
"""

from rich.console import Console
from rich.table import Table

from bench import report
from bench.floor import Measured
from bench.gas import PATHS
from bench.market import Market, opened
from tests.fixtures.many import Many
from tests.fixtures.terms import Order

COUNTS = (1, 1_000, 100_000)
CART = 20
OFFERS_AT_ONCE = 20
CHANCE = 100  # gas, at most: which of two hashes is the smaller, and goes first on an item's path, is chance
NODE_FLAGS = ("--prune-history=1", "--gas-limit=1000000000", "--order=fifo")

Net = dict[str, int]


class Crowd:
    """What others have published and paid, in the same Escrow."""

    def __init__(self, market: Market) -> None:
        self.market = market
        order = market.order(market.publish())
        encode = market.escrow.encode_abi
        self.cart = CART * order.total
        self.orders = Many(CART, lambda marks: encode("pay_many", [[order._replace(salt=salt) for salt in marks]]))
        self.offers = Many(OFFERS_AT_ONCE, lambda marks: encode("publish_many", _offers(order, marks)))

    def grow(self, count: int) -> None:
        """Until there are so many orders, and so many offers."""
        self.market.node.rpc("evm_setAutomine", False)
        self.orders.grow(self.market.node, count, self._call("buyer", self.cart))
        self.offers.grow(self.market.node, count, self._call("seller", 0))
        self.market.node.rpc("evm_setAutomine", True)

    def _call(self, role: str, coin: int) -> dict[str, str]:
        return {"from": self.market.people[role], "to": self.market.escrow.address, "value": hex(coin)}


def _offers(order: Order, marks: list[bytes]) -> list[object]:
    return [[order.offer._replace(details=details) for details in marks], [1] * len(marks)]


def main() -> list[str]:
    """Measures, prints and records; returns a sentence for each path whose gas depends on how much there is."""
    with opened(*NODE_FLAGS) as market:
        crowd = Crowd(market)
        _all(market)  # from here on no word of these people's is new, and one use is enough
        market.uses = 1
        found = {}
        for count in COUNTS:
            crowd.grow(count)
            found[count] = _all(market)
    Console(width=max(Console().width, 100)).print(_table(found))
    report.record("growth", {str(count): nets for count, nets in found.items()})
    return [f"growth: {path} takes {', '.join(f'{gas:,}' for gas in gases)} gas" for path, gases in _uneven(found)]


def _all(market: Market) -> Net:
    return {path: _net(measure(market)) for path, measure in PATHS.items()}


def _net(measured: Measured) -> int:
    """Gas without what is paid for the calldata."""
    return measured.gas - sum(gas for name, gas in measured.operations if name == "calldata")


def _uneven(found: dict[int, Net]) -> list[tuple[str, list[int]]]:
    rows = [(path, [nets[path] for nets in found.values()]) for path in PATHS]
    return [(path, gases) for path, gases in rows if max(gases) - min(gases) > CHANCE]


def _table(found: dict[int, Net]) -> Table:
    table = Table(title="Gas without calldata, by how many orders and offers are open")
    table.add_column("path", no_wrap=True)
    for count in found:
        table.add_column(f"{count:,}", justify="right")
    for path in PATHS:
        table.add_row(path, *(f"{nets[path]:,}" for nets in found.values()))
    return table
