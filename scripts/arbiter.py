"""brownie run arbiter: rule on what buyers and sellers cannot agree on."""

from pathlib import Path

from scripts import acting, commands, order_list, uploads, wording
from scripts.acting import act_as
from scripts.commands import command
from scripts.session import Session
from scripts.terms import NO_DOCUMENT, Status, held
from scripts.units import format_time
from scripts.wording import hexadecimal

ROLE = "arbiter"

# Events that bring a document, and whose it is where the event does not say
DOCUMENTED = {
    "OrderRequested": "buyer",
    "ReturnApproved": "seller",
    "ReturnSent": "buyer",
    "OrderDisputed": "",
    "EvidenceSubmitted": "",
}


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("arbiter", globals())


__getattr__ = commands.refuse_unknown("arbiter")


@command(ROLE)
def cases(session: Session) -> None:
    """Show the orders that await your ruling, what is due first at the top."""
    me = session.wallet.address
    mine = {id_: entry for id_, entry in session.market.offers().items() if entry.offer.arbiter == me}
    sales = [sale for sale in order_list.sales_of(session, mine) if sale.record.status == Status.AWAITING_RULING]
    order_list.show(session, order_list.select(sales, "open"))


@command(ROLE)
def evidence(session: Session, order: bytes) -> None:
    """Show what both sides put on the record of an order, and where to read it."""
    sale = session.market.sale(order)
    session.say(f"{hexadecimal(order)}: {wording.whats_next(session, sale)}")
    found = [{**fields, "event": event} for event in DOCUMENTED for fields in session.market.events(event, [order])]
    for fields in sorted(found, key=lambda fields: int(fields["block"])):
        when = format_time(session.web3.eth.get_block(fields["block"])["timestamp"])
        by = session.who(fields["by"]) if "by" in fields else DOCUMENTED[fields["event"]]
        session.say(f"  {when}  {fields['event']} by {by}: {_place(session, fields['document'])}")


@command(ROLE)
def rule(session: Session, order: bytes, refunded: str, *, file: Path | None = None) -> None:
    """Give back an amount of what is held (or `all`), the rest goes to the seller; file= is put on the record."""
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.arbiter, "arbiter")
    amount = acting.amount_of(session, sale, refunded, held(sale.order, sale.record))
    back = f"rule that at most {session.amount(amount, sale.order.offer.currency)} go back"
    act_as(session, wallet, sale, "rule", amount, acting.hash_of(file), saying=back)


def _place(session: Session, document: bytes) -> str:
    if document == NO_DOCUMENT:
        return "no document"
    name = document.hex()
    if uploads.find(session.origin, name) is None:
        return f"{name}, kept by whoever submitted it"
    return f"{session.origin}/api/v1/documents/{name}"
