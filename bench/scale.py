"""What an order costs on an Ethereum L2, and how many a chain carries: computed from measured gas and bytes.

The formulas, their sources and what they are fed with stand in docs/scale.md, which has to hold the rows printed here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench import report
from bench.market import Call, Market, opened
from scripts.parameters import ROOT

GWEI = 10**9
ETHER = 10**18
USES = 3  # the words of these people are no longer new
CART = 20

# Of an EIP-1559 transaction all but its calldata: type, chain, nonce, fees, gas, receiver, value and signature
ENVELOPE = 120


@dataclass(frozen=True)
class Prices:
    """What a purchase on a rollup of the OP Stack is charged by."""

    l2_fee: float = 0.005 * GWEI  # wei a gas
    l1_base_fee: float = 1 * GWEI  # wei a gas
    blob_base_fee: float = 0.1 * GWEI  # wei a byte
    base_fee_scalar: float = 0.001368
    blob_base_fee_scalar: float = 0.810949
    dollars: float = 3_000  # an ether


PRICES = Prices()

# Gas a second: a rollup with 400 million every 2 seconds; a consortium with 30 million as often
ROLLUP, CONSORTIUM = 200_000_000, 15_000_000
BLOBS = 14 * 131_072 / 12  # bytes a second, for all rollups together

# The estimate of how far a transaction's bytes shrink among others: 0.8365 a byte, less 42.5856, at least 100
SHRINKS, LESS, AT_LEAST = 0.8365, 42.5856, 100


@dataclass(frozen=True)
class Burden:
    """What one order puts on a chain: gas, and the bytes of each of its transactions."""

    gas: float
    transactions: list[float]

    def wei(self, prices: Prices) -> float:
        """The fee for executing it, and for its bytes on L1."""
        byte = 16 * prices.base_fee_scalar * prices.l1_base_fee + prices.blob_base_fee_scalar * prices.blob_base_fee
        return self.gas * prices.l2_fee + self.data * byte

    @property
    def data(self) -> float:
        """Bytes that a rollup puts on L1 for it, as it estimates them."""
        return sum(map(_estimated, self.transactions))


def _estimated(size: float) -> float:
    """Bytes that a transaction is charged for; nothing in it repeats, which is the most it can be."""
    return max(AT_LEAST, SHRINKS * (size + size / 255 + 16) - LESS)


def _burden(calls: list[Call]) -> Burden:
    return Burden(sum(call.gas for call in calls), [len(call.data) + ENVELOPE for call in calls])


def _life(market: Market, *verbs: str) -> Burden:
    """Of an order in coin."""
    offer = market.publish()
    for _ in range(USES):
        order = market.order(offer)
        calls = [market.pay(order)]
        for verb in verbs:
            calls.append(market.send("seller" if verb == "ship" else "buyer", market.escrow.functions[verb](order)))
    return _burden(calls)


def _signed(market: Market) -> Burden:
    """Of an order in Dollars for which the buyer only signs."""
    market.hold_dollars()
    offer = market.publish(currency=market.dollar.address)
    for _ in range(USES):
        order = market.order(offer)
        calls = [market.pay_with_authorization(order), market.confirm_signed(order)]
    return _burden(calls)


def _in_a_cart(market: Market) -> Burden:
    """Of one order of a cart, which is confirmed by itself."""
    offer = market.publish()
    for _ in range(USES):
        orders = [market.order(offer) for _ in range(CART)]
        paid = market.pay_many(orders)
        confirmed = market.send("buyer", market.escrow.functions.confirm(orders[0]))
    share = (len(paid.data) + ENVELOPE) / CART
    return Burden(paid.gas / CART + confirmed.gas, [share, len(confirmed.data) + ENVELOPE])


WAYS: dict[str, Callable[[Market], Burden]] = {
    "coin: pay, confirm": lambda market: _life(market, "confirm"),
    "coin: pay, ship, confirm": lambda market: _life(market, "ship", "confirm"),
    "Dollars: pay, confirm; both signed": _signed,
    "coin: one of a cart of 20, confirm": _in_a_cart,
}


def main() -> list[str]:
    """Measures, computes, prints and records; returns a sentence for each row that docs/scale.md lacks."""
    with opened() as market:
        burdens = {way: measure(market) for way, measure in WAYS.items()}
    rows = {way: _row(burden) for way, burden in burdens.items()}
    table = Table(title="An order on a rollup, and orders a second")
    for heading in ("way", "gas", "bytes", "cents", "by gas", "by data", "consortium"):
        table.add_column(heading, justify="left" if heading == "way" else "right", no_wrap=True)
    for way, row in rows.items():
        table.add_row(way, *row)
    Console(width=max(Console().width, 100)).print(table)
    report.record("scale", {way: {"gas": one.gas, "bytes": sum(one.transactions)} for way, one in burdens.items()})
    text = (ROOT / "docs" / "scale.md").read_text()
    lines = [f"| {way} | {' | '.join(row)} |" for way, row in rows.items()]
    return [f"docs/scale.md lacks this row: {line}" for line in lines if line not in text]


def _row(burden: Burden) -> tuple[str, ...]:
    cents = burden.wei(PRICES) / ETHER * PRICES.dollars * 100
    speeds = (ROLLUP / burden.gas, BLOBS / burden.data, CONSORTIUM / burden.gas)
    return f"{burden.gas:,.0f}", f"{sum(burden.transactions):,.0f}", f"{cents:.2f}", *(f"{one:,.0f}" for one in speeds)
