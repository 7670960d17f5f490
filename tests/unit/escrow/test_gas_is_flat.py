"""Gas does not depend on how many orders there are; on a node of its own, which keeps no traces of so many.

`python -m bench growth` shows the same of everything that can be done.
"""

import pytest

from tests.fixtures import chains
from tests.fixtures.many import Many, mark, mined
from tests.fixtures.node import running_node

COUNTS = (1, 1_000, 100_000)
CART = 20
FLAGS = ("--hardfork", "prague", "--no-mining", "--order", "fifo", "--prune-history", "1", "--gas-limit", "1000000000")
FREE = ("--block-base-fee-per-gas", "0", "--gas-price", "0")


class Market:
    """One offer, and as many orders of it as wanted, brought as bytes."""

    def __init__(self, node, escrow, bytecode, order):
        self.node, self.escrow, self.order = node, escrow, order
        (deployed,) = mined(node, [{"from": order.buyer, "data": bytecode}])
        self.address = deployed["contractAddress"]
        mined(node, [self.call(order.offer.seller, escrow.publish.encode_input(order.offer, 2**96 - 1))])
        self.orders = Many(
            CART, lambda marks: escrow.pay_many.encode_input([order._replace(salt=salt) for salt in marks])
        )

    def grow(self, count: int) -> None:
        """Pays orders until there are so many."""
        self.orders.grow(self.node, count, self.call(self.order.buyer, "", CART * self.order.total))

    def costs(self, number: int) -> list[int]:
        """Gas of paying one more order, and of confirming it."""
        order = self.order._replace(salt=mark(2**32 + number))
        pay = self.call(order.buyer, self.escrow.pay.encode_input(order), order.total)
        confirm = self.call(order.buyer, self.escrow.confirm.encode_input(order))
        return [int(receipt["gasUsed"], 16) for receipt in mined(self.node, [pay, confirm])]

    def call(self, who: str, data: str, coin: int = 0) -> dict[str, str]:
        return {"from": who, "to": self.address, "data": data, "value": hex(coin)}


@pytest.fixture
def market(Escrow, escrow, order):
    with running_node(*FLAGS, *FREE) as node:
        cheap = order.of(price=1_000, shipping=0)._replace(quantity=1)
        yield Market(node, escrow, Escrow.bytecode, cheap)


@chains.OTHER_NODE
def test_default_behavior(market, capsys):
    market.grow(1)
    market.costs(0)  # the people's words and balances are no longer empty
    measured = {}
    for count in COUNTS:
        market.grow(count)
        measured[count] = market.costs(count)
        assert measured[count] == measured[1]
    with capsys.disabled():
        for count, (paid, confirmed) in measured.items():
            print(f"\n{count:>7,} orders: pay {paid:,} gas, confirm {confirmed:,} gas", end="")
        print()
