"""How scripts speak about orders: statuses, who is awaited, and what happens if nobody does anything."""

from scripts import units
from scripts.market import Sale
from scripts.session import Session
from scripts.terms import Kind, Status, held

STATUSES = {
    Status.NONE: "never paid",
    Status.AWAITING_SHIPMENT: "awaiting shipment",
    Status.AWAITING_DELIVERY: "awaiting delivery",
    Status.AWAITING_CONFIRMATION: "awaiting confirmation",
    Status.AWAITING_ANSWER: "awaiting answer",
    Status.AWAITING_RETURN: "awaiting return",
    Status.AWAITING_RETURN_CHECK: "awaiting return check",
    Status.AWAITING_RULING: "awaiting ruling",
    Status.CLOSED: "closed",
    Status.CANCELLED: "cancelled",
}

AWAITED = {
    Status.AWAITING_SHIPMENT: "the seller ships",
    Status.AWAITING_DELIVERY: "the carrier attests the delivery",
    Status.AWAITING_CONFIRMATION: "the buyer confirms, or asks for something",
    Status.AWAITING_ANSWER: "the seller answers",
    Status.AWAITING_RETURN: "the buyer sends the goods back",
    Status.AWAITING_RETURN_CHECK: "the seller checks what came back",
    Status.AWAITING_RULING: "the arbiter rules",
}

KINDS = {Kind.NONE: "", Kind.REFUND: "a refund", Kind.RETURN: "a return", Kind.EXCHANGE: "an exchange"}


def hexadecimal(id_: bytes) -> str:
    """An id or a hash as it is typed."""
    return "0x" + id_.hex()


def status(sale: Sale) -> str:
    """An order's status, and what was asked for where that matters."""
    text = STATUSES[sale.record.status]
    asked = KINDS[sale.record.kind] if sale.record.status.is_open else ""
    return f"{text} to {asked}" if asked and sale.record.status == Status.AWAITING_ANSWER else text


def whats_next(session: Session, sale: Sale) -> str:
    """Who must act until when, and who gets what is held if nobody does; for an ended order, who got what."""
    record, currency = sale.record, sale.order.offer.currency
    if not record.status.is_open:
        kept, back = session.amount(record.released, currency), session.amount(record.refunded, currency)
        return f"{STATUSES[record.status]}: {kept} released to the seller, {back} refunded"
    who = "the seller gets" if record.status.favours_seller else "the payer gets back"
    amount = session.amount(held(sale.order, record), currency)
    deadline = units.format_deadline(record.deadline, session.now)
    if session.now >= record.deadline:
        return f"{status(sale)}, overdue since {deadline}: whoever enforces it, {who} {amount}"
    return f"{status(sale)}: until {deadline} {AWAITED[record.status]}, else {who} {amount}"
