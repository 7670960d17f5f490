"""Orders a second that one Anvil takes: what a devnet carries, not what a live chain would."""

import time

from rich.console import Console
from rich.table import Table

from bench import report
from bench.market import Market, opened
from tests.fixtures.many import Many
from tests.fixtures.node import Node
from tests.fixtures.terms import Order

ORDERS = 2_000
CART = 20
# Transactions wait until a block of them is asked for.
NODE_FLAGS = ("--prune-history=1", "--gas-limit=1000000000", "--order=fifo")


def main() -> list[str]:
    """Measures, prints and records; there is no bound, as it is Anvil's speed more than ours."""
    with opened(*NODE_FLAGS) as market:
        market.node.rpc("evm_setAutomine", False)
        found = {f"{size} in a transaction": _paid(market, size) for size in (1, CART)}
    table = Table(title="Orders a second, one Anvil")
    table.add_column("paid")
    table.add_column("orders/s", justify="right")
    for name, speed in found.items():
        table.add_row(name, f"{speed:,.0f}")
    Console().print(table)
    report.record("chain", {name: round(speed) for name, speed in found.items()})
    return []


def _paid(market: Market, size: int) -> float:
    """Orders a second when so many are paid by a transaction."""
    order = _order(market)
    call = {"from": order.buyer, "to": market.escrow.address, "value": hex(size * order.total)}
    orders = Many(size, lambda marks: _calldata(market, [order._replace(salt=salt) for salt in marks]))
    return _speed(market.node, orders, call)


def _speed(node: Node, orders: Many, call: dict[str, str]) -> float:
    began = time.perf_counter()
    orders.grow(node, ORDERS, call)
    return ORDERS / (time.perf_counter() - began)


def _order(market: Market) -> Order:
    market.node.rpc("evm_setAutomine", True)
    order = market.order(market.publish())
    market.node.rpc("evm_setAutomine", False)
    return order


def _calldata(market: Market, cart: list[Order]) -> str:
    if len(cart) == 1:
        return str(market.escrow.encode_abi("pay", cart))
    return str(market.escrow.encode_abi("pay_many", [cart]))
