"""Gas does not depend on how many orders there are; on a node of its own, which keeps no traces of so many."""

import pytest

from tests.fixtures.node import running_node

COUNTS = (1, 1_000, 100_000)
CART = 20
CARTS_IN_A_BLOCK = 50
FLAGS = ("--hardfork", "prague", "--no-mining", "--order", "fifo", "--prune-history", "1", "--gas-limit", "1000000000")
FREE = ("--block-base-fee-per-gas", "0", "--gas-price", "0")


class Market:
    """One offer, and as many orders of it as wanted, brought as bytes."""

    def __init__(self, node, escrow, bytecode, order):
        self.node, self.escrow, self.order = node, escrow, order
        self.paid = 0
        (deployed,) = self.receipts([{"from": order.buyer, "data": bytecode}])
        self.address = deployed["contractAddress"]
        self.receipts([self.call(order.offer.seller, escrow.publish.encode_input(order.offer, 2**96 - 1))])
        self.marks = [self.salt(2**64 + place) for place in range(CART)]
        cart = escrow.pay_many.encode_input([order._replace(salt=mark) for mark in self.marks])
        self.cart = bytes.fromhex(cart[2:])

    def grow(self, count: int) -> None:
        """Pays orders until there are so many."""
        while self.paid < count:
            carts = min(CARTS_IN_A_BLOCK, -(-(count - self.paid) // CART))
            self.receipts([self.next_cart() for _ in range(carts)])

    def next_cart(self) -> dict[str, str]:
        cart = self.cart
        for mark in self.marks:
            cart = cart.replace(mark, self.salt(self.paid))
            self.paid += 1
        return self.call(self.order.buyer, "0x" + cart.hex(), CART * self.order.total)

    def costs(self) -> list[int]:
        """Gas of paying one more order, and of confirming it."""
        order = self.order._replace(salt=self.salt(self.paid))
        self.paid += 1
        pay = self.call(order.buyer, self.escrow.pay.encode_input(order), order.total)
        confirm = self.call(order.buyer, self.escrow.confirm.encode_input(order))
        return [int(receipt["gasUsed"], 16) for receipt in self.receipts([pay, confirm])]

    def call(self, who: str, data: str, coin: int = 0) -> dict[str, str]:
        return {"from": who, "to": self.address, "data": data, "value": hex(coin)}

    def receipts(self, calls: list[dict[str, str]]) -> list[dict[str, str]]:
        """Of transactions that are mined in one block, in this order."""
        txids = [
            self.node.rpc("eth_sendTransaction", {**call, "gas": hex(15_000_000), "gasPrice": "0x0"}) for call in calls
        ]
        self.node.rpc("evm_mine")
        receipts = self.node.rpc_many([("eth_getTransactionReceipt", [txid]) for txid in txids])
        assert all(receipt["status"] == "0x1" for receipt in receipts)
        return receipts

    @staticmethod
    def salt(number: int) -> bytes:
        """No byte of it is zero, so that every order's bytes cost the same."""
        digits = bytes(number // 255**place % 255 + 1 for place in range(31))
        return b"\xaa" + digits


@pytest.fixture
def market(Escrow, escrow, order):
    with running_node(*FLAGS, *FREE) as node:
        cheap = order.of(price=1_000, shipping=0)._replace(quantity=1)
        yield Market(node, escrow, Escrow.bytecode, cheap)


def test_default_behavior(market, capsys):
    market.grow(1)
    market.costs()  # the people's words and balances are no longer empty
    measured = {}
    for count in COUNTS:
        market.grow(count)
        measured[count] = market.costs()
    with capsys.disabled():
        for count, (paid, confirmed) in measured.items():
            print(f"\n{count:>7,} orders: pay {paid:,} gas, confirm {confirmed:,} gas", end="")
        print()
    assert len({tuple(costs) for costs in measured.values()}) == 1
