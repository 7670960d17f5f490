"""Whether what somebody signed has been done already, by whomever: then there is nothing to send."""

from sqlalchemy import Connection

from frontend.chain import Chain
from frontend.index import history
from frontend.index.evidence import is_named_by
from frontend.index.queries import QUESTIONED
from frontend.index.rows import Event
from frontend.state_table import ENDED, LEADS_TO
from scripts.signed import Action, Repayment, Signed
from scripts.terms import Record, Status, held

EVENTS = {
    "confirm": "OrderConfirmed",
    "cancel": "OrderCancelled",
    "request": "OrderRequested",
    "send_back": "ReturnSent",
    "dispute": "OrderDisputed",
}
LEAD_TO = {verb: {status} for verb, status in LEADS_TO.items()} | {"confirm": {Status.CLOSED}, "cancel": set(ENDED)}


def is_paid(chain: Chain, order_ids: list[str]) -> bool:
    """Whether all of these orders are paid."""
    return all(chain.record(order_id).status != Status.NONE for order_id in order_ids)


def is_there(chain: Chain, db: Connection, signed: Signed, order_ids: list[str]) -> bool:
    """Whether what a document asks for has come about, whoever brought it."""
    if isinstance(signed.later, Repayment):
        paid, currency = signed.later, chain.book.vaults.get(signed.credit)
        # taken back by the payer himself, it is as worthless as if it were used
        return currency is not None and chain.is_spent(currency.address, paid.payer, paid.nonce)
    if signed.action is None:
        return is_paid(chain, order_ids)
    return is_done(db, signed, order_ids[0], chain.record(order_ids[0]))


def is_idle(db: Connection, signed: Signed, order_id: str, record: Record) -> bool:
    """Whether Escrow would take an action again and nothing would come of it but a fee."""
    action = signed.action
    if action and action.verb == "release":
        return record.status in QUESTIONED and held(signed.order, record) <= action.amount
    return bool(action and action.verb == "submit_evidence" and _happened(db, signed, action, order_id))


def is_done(db: Connection, signed: Signed, order_id: str, record: Record) -> bool:
    """Whether an action that Escrow refuses now has taken place; what is too new for the index is not known."""
    action = signed.action
    if action is None:
        return False
    if action.verb == "extend":
        return record.status.is_open and record.deadline >= action.until
    return record.status in LEAD_TO.get(action.verb, ()) and _happened(db, signed, action, order_id)


def _happened(db: Connection, signed: Signed, action: Action, order_id: str) -> bool:
    if action.verb == "submit_evidence":
        return is_named_by(db, order_id, signed.signer, "0x" + action.document.hex())
    steps = history.steps(db, order_id)
    return any(event.name == EVENTS[action.verb] and _fits(event, signed, action) for event in steps)


def _fits(event: Event, signed: Signed, action: Action) -> bool:
    """A document makes an event unmistakable."""
    same = event.fields.get("document") in (None, "0x" + action.document.hex())
    return same and event.fields.get("by") in (None, signed.signer)
