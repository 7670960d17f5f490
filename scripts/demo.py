"""brownie run demo: fill a devnet with a living market: six shops, and orders in every status."""

import time
from collections import Counter

from scripts import commands, wording
from scripts.commands import command
from scripts.demo_market.build import build
from scripts.market import Market
from scripts.refusal import Refusal
from scripts.session import Session

__getattr__ = commands.refuse_unknown("demo")


@command("deployer")
def main(session: Session) -> None:
    """Deploy everything and play the story of a market; does nothing where one stands already."""
    if not session.is_devnet:
        raise Refusal("The demo market is for a devnet; this is another chain.")
    start = time.monotonic()
    book = build(session.web3)
    market = Market(session.web3, book)
    offers = market.offers()
    sales = market.sales(offers)
    table = session.table("status", "orders")
    for status, count in sorted(Counter(sale.record.status for sale in sales).items()):
        table.add_row(wording.STATUSES[status], str(count))
    session.show(table)
    session.say(f"{len(offers)} offers, {len(sales)} orders; {time.monotonic() - start:.1f} s.")
