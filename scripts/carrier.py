"""brownie run carrier: say on the chain that parcels have arrived."""

from scripts import commands, order_list
from scripts.acting import act
from scripts.commands import command
from scripts.session import Session
from scripts.terms import Status

ROLE = "carrier"


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("carrier", globals())


__getattr__ = commands.refuse_unknown("carrier")


@command(ROLE)
def parcels(session: Session) -> None:
    """Show what is on its way with you, what is due first at the top."""
    me = session.wallet.address
    mine = {id_: entry for id_, entry in session.market.offers().items() if entry.offer.carrier == me}
    sales = [sale for sale in order_list.sales_of(session, mine) if sale.record.status == Status.AWAITING_DELIVERY]
    order_list.show(session, order_list.select(sales, "open"))


@command(ROLE)
def attest_delivery(session: Session, *orders: bytes) -> None:
    """Say that these parcels arrived; from now on the time to inspect the goods runs."""
    for order in orders:
        act(session, "carrier", order, "attest_delivery")
