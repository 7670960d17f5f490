"""brownie run carrier: say on the chain that parcels have arrived, and keep goods on their way."""

from pathlib import Path

from scripts import commands, order_list, outbox
from scripts.acting import act
from scripts.commands import command
from scripts.goods import hands, reporting, sensing
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


# Goods


@command(ROLE)
def receive(session: Session, *things: str) -> None:
    """Take custody of what is offered to you, after showing what it is and what lies in it."""
    hands.accept(session, things, hands.KEEPING)


@command(ROLE)
def hand_over(session: Session, to: str, *things: str) -> None:
    """Offer the custody of things that you keep to somebody; to `none` takes offers back."""
    hands.offer(session, to, things, "custody")


@command(ROLE)
def report(
    session: Session, step: str, *things: str, disposition: str = "", place: str = "", time: str = "", text: str = ""
) -> None:
    """Report a step of CBV (loading, departing ...) of what you keep; place= a GLN or a URI, time= with its offset."""
    reporting.report(session, step, things, disposition, place, time, text)


@command(ROLE)
def sensor(
    session: Session,
    thing: str,
    file: Path,
    *,
    low: str = "",
    high: str = "",
    place: str = "",
    unit: str = "",
    device: str = "",
) -> None:
    """Report the file of a logger (CSV or JSON) that was with a thing; promised limits hold without low= and high=."""
    sensing.report(session, thing, file, (low, high), place, unit, device)


@command(ROLE)
def upload(session: Session) -> None:
    """Send the documents that waited for a storefront."""
    outbox.flush(session)
