"""Reporting what happened: one event as it is typed, or those of another system's file."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scripts import documents, outbox, parameters, publishing, units, uploads
from scripts.goods import events, naming, proving, words
from scripts.goods.events import Deed
from scripts.goods.history import History
from scripts.importing import refuse_existing
from scripts.provenance import files, notices
from scripts.provenance.epcis import exporting, importing
from scripts.provenance.epcis.event import Event
from scripts.provenance.vocabulary import ERROR_REASONS
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import Call

EACH = 10  # transactions up to so many are told one by one


def report(
    session: Session, step: str, things: Sequence[str], disposition: str, place: str, time: str, note: str
) -> None:
    """Report a step of things, all in one event."""
    numbers = words.step(step), words.disposition(disposition)
    where, moment = words.place(place), words.moment(session.goods, time)
    named = naming.things(session, things, with_lots=True)
    event = events.made(session, named, *numbers, where, moment, note)
    _tell(session, [events.report_of(session, event, thing) for thing in named])


def bring(session: Session, file: Path, maker: str) -> None:
    """Report the events of a file of EPCIS 2.0; what was reported before is left out."""
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= importing.MAX_BYTES else b""
    except OSError:
        raise Refusal(f"The file {file} cannot be read.") from None
    if not data and size:
        raise Refusal(f"{file.name} has more than {importing.MAX_BYTES // 1024**2} MiB; divide it.")
    try:
        found = importing.read(data).events
    except Refusal as refusal:
        raise Refusal(f"{file.name}: {refusal}") from None
    deeds = [deed for event in found for deed in events.deeds(session, event, maker)]
    _show(session, found, deeds)
    _tell(session, deeds)


def declare_error(session: Session, event_id: bytes, reason: str, en: str, zh: str) -> None:
    """Say that an event did not happen, or not so."""
    if reason not in ERROR_REASONS.words:
        raise Refusal(f"{reason[:40]!r} is no reason; use {' or '.join(ERROR_REASONS.words)}.")
    reader, wallet = session.goods.reader, session.wallet
    found = [*reader.events("EventReported", event_id), *reader.events("SensorReported", event_id)]
    if not found:
        raise Refusal(f"No event 0x{event_id.hex()} was reported here.")
    document, wanted = notices.written_if(en, zh)
    said = reader.events("ErrorDeclared", event_id)
    if any(one["by"] == wallet.address and one["document"] == document for one in said):
        session.say("This is declared already.")
        return
    lot = session.goods.lots([found[0]["lot"]])[0]
    if wallet.address not in (found[0]["by"], lot.producer if lot else ""):
        session.say("Readers believe it only of who reported the event, and of the lot's producer.")
    call = session.goods.call("declare_error", event_id, ERROR_REASONS.number(reason), document)
    _send(session, [(f"declare {reason} of 0x{event_id.hex()}", call)], wanted)


def _show(session: Session, found: Sequence[Event], deeds: Sequence[Deed]) -> None:
    table = session.table("event", "kind", "time", "on the chain")
    for number, event in enumerate(found, 1):
        lines = [deed.what for deed in deeds if deed.event is event] or ["nothing: it names no thing"]
        shown = lines[:EACH] + ([f"… {len(lines) - EACH:,} more"] if len(lines) > EACH else [])
        table.add_row(str(number), event.kind.value, units.format_time(event.time), "\n".join(shown))
    session.show(table)


def _tell(session: Session, deeds: Sequence[Deed]) -> None:
    wanted = [deed for deed in deeds if deed.call]
    documents_ = {deed.event.hash: deed.event.document for deed in deeds if deed.thing}
    if not wanted:
        session.say("Nothing is to be reported.")
        publishing.upload(session, {name: data for name, data in documents_.items() if _is_kept(name)})
        return
    things = {deed.thing.item: deed.thing for deed in wanted if deed.thing and any(deed.thing.item.serial)}
    proving.touch_missing(session, list(things.values()))
    _send(session, [(deed.what, deed.call) for deed in wanted if deed.call], documents_)


def _send(session: Session, steps: Sequence[tuple[str, Call]], wanted: dict[str, bytes]) -> None:
    """Try all, then send all, with a progress bar where they are many."""
    for data in wanted.values():
        documents.examine(data)
    for what, call in steps:
        try:
            session.check(session.wallet, call)
        except Refusal as refusal:
            raise Refusal(f"{what}: {refusal}") from None
    first, *rest = [what for what, _ in steps]
    more = f" and {units.count(len(rest), 'transaction')} more" if rest else ""
    session.announce(f"{session.who(session.wallet.address)}: {first}{more}")
    with outbox.holding(session, wanted):
        uploads.store(parameters.LIBRARY, wanted)
        if len(steps) <= EACH:
            for what, call in steps:
                session.send(session.wallet, call, what)
            return
        with publishing.bar(session) as progress:
            task = progress.add_task("reports", total=len(steps))
            for _, call in steps:
                session.wallet.send(call)
                progress.advance(task)
    session.say(f"✓ {units.count(len(steps), 'transaction')}")


def _is_kept(name: str) -> bool:
    return uploads.path_in(parameters.LIBRARY, name).exists()


def export(session: Session, things: Sequence[str], to: Path) -> None:
    """Write all that was told about things as a document of EPCIS 2.0."""
    refuse_existing(to)
    found = History(session, naming.things(session, things, with_lots=True))
    told = list(found.events())
    document = exporting.document(told, session.goods.time())
    with files.writing(to) as file:
        file.write(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")
    kinds = Counter(body["type"] for body, _ in told)
    session.say(f"{to}: {', '.join(units.count(number, kind) for kind, number in kinds.items()) or 'no events'}.")
    for line in found.left_out:
        session.say(f"Left out: {line}")
