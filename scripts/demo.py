"""brownie run demo: fill a devnet with a living market: six shops, and orders in every status."""

import time
from collections import Counter

from scripts import commands, wording
from scripts.commands import command
from scripts.credit.course import State
from scripts.credit.ledger import vaults
from scripts.demo_market.build import build
from scripts.market import Market
from scripts.refusal import Refusal
from scripts.session import Session

STATES = {State.OPEN: "running", State.PAUSED: "waiting", State.WRITTEN_OFF: "written off", State.ENDED: "ended"}

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
    for vault in vaults(market):
        plans = vault.records(list(vault.plans().values()))
        states = sorted(Counter(record.state for record in plans).items())
        told = ", ".join(f"{count} {STATES[state]}" for state, count in states)
        session.say(f"{vault.name}: {vault.amount(vault.figures().assets)} of lenders, {len(plans)} plans ({told}).")
    session.say(f"{len(offers)} offers, {len(sales)} orders; {time.monotonic() - start:.1f} s.")
