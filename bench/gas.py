"""Gas of a purchase's life cycle: ours, the floor, the best peer; fails over budget.

Receipts from Anvil, 12 s between blocks, fifth use by the same people, another order open.
"""

from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from bench import floor, instalments, opinions, points, provenance, report
from bench.floor import Measured, Operations
from bench.market import Call, Market, opened
from bench.peers import ABOVE_FLOOR, CLAIMS, CODE_LIMIT, RATIOS, Claim
from scripts.parameters import ROOT
from tests.fixtures.terms import Offer


def _life(market: Market, offer: Offer, *verbs: str) -> list[Call]:
    """One purchase, its calls in order."""
    order = market.order(offer)
    calls = [market.pay(order)]
    for verb in verbs:
        role = "seller" if verb == "ship" else "buyer"
        calls.append(market.send(role, market.escrow.functions[verb](order)))
    return calls


def _path(market: Market, offer: Offer, *verbs: str, extra: Operations) -> Measured:
    """The last of several purchases, with the operations of its calls and those in `extra`."""
    for _ in range(market.uses):
        calls = _life(market, offer, *verbs)
    operations: Operations = list(extra)
    for verb, call in zip(("pay", *verbs), calls, strict=True):
        operations += getattr(floor, verb)(call.data)
    return Measured(sum(call.gas for call in calls), operations)


def _token(market: Market) -> Operations:
    """What the token itself does in a purchase."""
    taken, given = market.token_work()
    return [*floor.token_in(taken), *floor.token_out(given)]


def _signed(market: Market) -> Measured:
    """A purchase by two signatures, which somebody else brings."""
    market.hold_dollars()
    offer = market.publish(currency=market.dollar.address)
    for _ in range(market.uses):
        order = market.order(offer)
        calls = [market.pay_with_authorization(order), market.confirm_signed(order)]
    authorized = market.authorize_alone()
    given = market.send("seller", market.dollar.functions.transfer(market.people["buyer"], 1))
    work = [call.gas - floor.TRANSACTION - floor.carrying(call.data) for call in (authorized, given)]
    operations = [*floor.token_authorized(work[0]), *floor.token_out(work[1])]
    operations += floor.pay_with_authorization(calls[0].data) + floor.act_signed(calls[1].data)
    return Measured(sum(call.gas for call in calls), operations)


def _one_more(market: Market, same: bool) -> Measured:
    """What a third order adds to a cart of two."""
    offers = [market.publish() for _ in range(3)]
    if same:
        offers = [offers[0]] * 3
    for size in (2, 3) * market.uses:
        call = market.pay_many([market.order(offer) for offer in offers[:size]])
        if size == 2:
            two = call
    stock = floor.SLOT_KEY + (2 * floor.WARM if same else floor.CHANGED_SLOT)
    more = floor.carrying(call.data) - floor.carrying(two.data)
    operations = [("calldata", more), *floor.opening(), ("stock", stock)]
    return Measured(call.gas - two.gas, operations)


PATHS: dict[str, Callable[[Market], Measured]] = {
    "coin: pay": lambda market: _path(market, market.publish(), extra=[]),
    "token: pay": lambda market: _path(
        market, market.publish(currency=market.token.address), extra=floor.token_in(market.token_work()[0])
    ),
    "coin: pay, confirm": lambda market: _path(market, market.publish(), "confirm", extra=floor.coin_to_seller()),
    "coin: pay, confirm; 1% commission, 2% points": lambda market: _path(
        market,
        market.publish(commission_bps=100, points_bps=200),
        "confirm",
        extra=[*floor.coin_to_seller(), *floor.credit("referrer"), *floor.credit("loyalty contract")],
    ),
    "token: pay, confirm; 1% commission": lambda market: _path(
        market,
        market.publish(commission_bps=100, currency=market.token.address),
        "confirm",
        extra=[*_token(market), *floor.credit("referrer")],
    ),
    "token: pay, confirm; both signed": _signed,
    "coin: pay, cancel": lambda market: _path(market, market.publish(), "cancel", extra=[]),
    "coin: pay, ship, confirm": lambda market: _path(
        market, market.publish(), "ship", "confirm", extra=floor.coin_to_seller()
    ),
    "cart: one more order of the same offer": lambda market: _one_more(market, same=True),
    "cart: one more order of another offer": lambda market: _one_more(market, same=False),
    **points.PATHS,
    **provenance.PATHS,
    **opinions.PATHS,
    **instalments.PATHS,
}


def _failures(claim: Claim, measured: Measured) -> list[str]:
    """Sentences on what this path costs too much."""
    found = []
    if measured.gas > claim.budget:
        found.append(f"{claim.path}: {measured.gas:,} gas, over its budget of {claim.budget:,}")
    bound = int(floor.total(measured.operations) * ABOVE_FLOOR)
    if claim.whole and measured.gas > bound:
        found.append(f"{claim.path}: {measured.gas:,} gas, over its floor and 8% ({bound:,})")
    return found


def _dear(gas: dict[str, int]) -> list[str]:
    """Sentences on what costs too much beside its plain path."""
    return [
        f"{path}: {gas[path] / gas[plain]:.2f} times the gas of {plain}, over {times}"
        for path, plain, times in RATIOS
        if gas[path] > times * gas[plain]
    ]


def _table(rows: list[tuple[Claim, Measured]]) -> Table:
    table = Table(title="Gas")
    for heading in ("path", "ours", "budget", "floor", "above", "best peer", "peer's gas"):
        words = heading in ("path", "best peer")
        table.add_column(heading, justify="left" if words else "right", no_wrap=True)
    for claim, measured in rows:
        least = floor.total(measured.operations)
        peer = f"{claim.peer_gas:,}" if claim.peer_gas else ""
        above = f"{measured.gas / least - 1:.1%}"
        table.add_row(claim.path, f"{measured.gas:,}", f"{claim.budget:,}", f"{least:,}", above, claim.peer, peer)
    return table


def main() -> list[str]:
    """Measures, prints and records everything; returns a sentence for each figure over its bound."""
    with opened() as market:
        rows = [(claim, PATHS[claim.path](market)) for claim in CLAIMS]
        size = market.code_size()
    console = Console(width=max(Console().width, 130))
    console.print(_table(rows))
    console.print(f"Escrow's code: {size:,} bytes of at most {CODE_LIMIT:,}.")
    report.record(
        "gas",
        {
            "code_bytes": size,
            "paths": {
                claim.path: {"gas": measured.gas, "budget": claim.budget, "floor": _sums(measured.operations)}
                for claim, measured in rows
            },
        },
    )
    failures = [sentence for claim, measured in rows for sentence in _failures(claim, measured)]
    failures += _dear({claim.path: measured.gas for claim, measured in rows})
    readme = (ROOT / "README.md").read_text()
    failures += [f"README.md lacks this row: {row}" for row in _readme_rows(rows) if row not in readme]
    if size > CODE_LIMIT:
        failures.append(f"Escrow's code: {size:,} bytes, over {CODE_LIMIT:,}")
    return failures


def _readme_rows(rows: list[tuple[Claim, Measured]]) -> list[str]:
    """What README.md has to say of the paths that a peer has too."""
    return [f"| {claim.path} | {measured.gas:,} | {claim.peer_gas:,} |" for claim, measured in rows if claim.peer_gas]


def _sums(operations: Operations) -> dict[str, int]:
    """Gas by operation; those of one name are added up."""
    sums: dict[str, int] = {}
    for name, gas in operations:
        sums[name] = sums.get(name, 0) + gas
    return sums
