"""What the chain is told of an event: the document with all of it, and of each thing a report, an error, or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts import uploads
from scripts.goods import naming
from scripts.goods.naming import Named
from scripts.provenance import digital_link, typed
from scripts.provenance.epcis import event as events
from scripts.provenance.epcis import exporting, subjects
from scripts.provenance.epcis.event import Event
from scripts.provenance.identity import Item
from scripts.provenance.vocabulary import DISPOSITIONS, ERROR_REASONS, STEPS
from scripts.reading import Fields
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import Call

REPORT_TYPES = ["(bytes32,bytes32)", "address", "uint256", "uint256", "bytes32", "uint256", "bytes32"]


@dataclass(frozen=True)
class Deed:
    """What is to be told of one thing of an event. `call` is None where there is nothing to do: `what` says why."""

    event: Event
    thing: Named | None
    what: str
    call: Call | None = None


def made(
    session: Session, things: Sequence[Named], step: int, disposition: int, place: str, moment: datetime, note: str
) -> Event:
    """An event of things, in the words of EPCIS; `note` is put there under the contract's own prefix."""
    items = [_link(thing) for thing in things if any(thing.item.serial)]
    lots = [{"epcClass": _link(thing)} for thing in things if not any(thing.item.serial)]
    body: dict[str, Any] = {
        "type": "ObjectEvent",
        "eventTime": _written(moment),
        "eventTimeZoneOffset": moment.strftime("%z")[:3] + ":" + moment.strftime("%z")[3:],
        "action": "OBSERVE",
        "bizStep": STEPS.word(step),
    }
    fields = {"epcList": items, "quantityList": lots, "disposition": DISPOSITIONS.word(disposition)}
    fields |= {"readPoint": {"id": place} if place else {}, "chain:note": note}
    body |= {name: value for name, value in fields.items() if value}
    context = [exporting.CONTEXT, {"chain": f"eip155:{session.chain_id}:{session.goods.contract.address}/"}]
    return events.read(exporting.identified(body, context), context)


def deeds(session: Session, event: Event, maker: str) -> Iterator[Deed]:
    """What the acting account tells the chain of an event; `maker` made its things, or nobody in particular."""
    for subject in event.subjects:
        try:
            if subject.thing is None:
                raise Refusal(subject.fault)
            thing = naming.known(session, subject.thing, maker)
        except Refusal as fault:
            yield Deed(event, None, f"{subject.uri}: only in the document ({str(fault).rstrip('.')})")
            continue
        yield from _errors(session, event, thing) if event.declaration else [report_of(session, event, thing)]


def report_of(session: Session, event: Event, thing: Named) -> Deed:
    """The report of one thing of an event."""
    place, hash_ = subjects.read_point(event.place), bytes.fromhex(event.hash)
    terms = (event.step, event.disposition, place, event.time, hash_)
    id_ = keccak(encode(REPORT_TYPES, [thing.item, session.wallet.address, *terms]))
    words = " ".join(filter(None, (STEPS.word(event.step), DISPOSITIONS.word(event.disposition)))) or "no step"
    if session.goods.reader.events("EventReported", id_):
        return Deed(event, thing, f"{thing.name}: {words} is reported already")
    return Deed(event, thing, f"report {words} of {thing.name}", session.goods.call("report", thing.item, *terms))


def document_of(session: Session, hash_: bytes) -> Event | None:
    """The event whose document a report names, as far as it is to be had."""
    data = uploads.find(session.origin, hash_.hex()) if any(hash_) else None
    try:
        return events.read_document(data) if data else None
    except Refusal:
        return None


def reports(session: Session, item: Item) -> list[Fields]:
    """What was reported about a thing."""
    return session.goods.reader.events("EventReported", None, item.lot, item.serial)


def _errors(session: Session, event: Event, thing: Named) -> Iterator[Deed]:
    """The declarations that what was reported of a thing under this event's id is wrong."""
    assert event.declaration is not None
    reason, hash_ = event.declaration.reason, bytes.fromhex(event.hash)
    found = [one for one in reports(session, thing.item) if _is_of(session, one, event)]
    if not found or not reason:
        why = "no report of it was found" if reason else "its reason is none of CBV's"
        yield Deed(event, thing, f"{thing.name}: the error stays in the document ({why})")
    for one in found if reason else []:
        said = session.goods.reader.events("ErrorDeclared", one["event_id"])
        if any(fields["by"] == session.wallet.address and fields["document"] == hash_ for fields in said):
            yield Deed(event, thing, f"{thing.name}: the error is declared already")
            continue
        call = session.goods.call("declare_error", one["event_id"], reason, hash_)
        yield Deed(event, thing, f"declare {ERROR_REASONS.word(reason)} of {thing.name}", call)


def _is_of(session: Session, report: Fields, event: Event) -> bool:
    document = document_of(session, report["document"])
    return document is not None and document.id == event.id


def _link(thing: Named) -> str:
    return digital_link.write(typed.read(thing.name).thing)


def _written(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
