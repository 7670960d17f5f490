"""Whether an event's document tells what its reporter told the chain.

Nothing compares them when a report is sent: the chain has only the document's hash, and a permission is for a step. So
before an event goes out as it came, or its words are shown, it is held against the log that names it. What has no
place on the chain is its reporter's own word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scripts.provenance.epcis.event import Event
from scripts.provenance.epcis.facts import Goods, Log
from scripts.provenance.epcis.subjects import Subject, read_point
from scripts.provenance.gs1 import Product

NOTE = "note"  # the only field of the contract's namespace that is its reporter's


@dataclass(frozen=True)
class Report:
    """What the chain was told of a thing: numbers of words, the place's word, `time` in Unix seconds."""

    thing: Goods
    step: int
    disposition: int
    read_point: bytes
    time: int


def tells(event: Event, report: Report) -> bool:
    """Whether an event is what was reported; one that takes itself back is not."""
    return event.declaration is None and _is_of(event, report)


def declares(event: Event, report: Report, reason: int, recorded: int) -> bool:
    """Whether an event takes back what was reported, for this reason; `recorded` (Unix seconds) is when it was told."""
    said = event.declaration
    return said is not None and said.reason == reason and said.time <= recorded and _is_of(event, report)


def poses(event: Event, log: Log) -> bool:
    """Whether an event says by itself what only its log can say: another reporter, a transaction, a root."""
    space = log.chain.context["chain"]
    spaces = {"chain": space} | _spaces(event.context) | _spaces(event.body.get("@context"))
    for name, value in _fields(event.body):
        prefix, _, local = name.partition(":")
        full = spaces.get(prefix, prefix + ":") + local
        if full.lower().startswith(space.lower()):
            word = full[len(space) :]
            if word != NOTE and (word, value) != ("by", log.chain.account(log.by)):
                return True
    return False


def _is_of(event: Event, report: Report) -> bool:
    is_there = not any(report.read_point) or read_point(event.place) == report.read_point
    said = (event.step, event.disposition, event.time)
    is_same = said == (report.step, report.disposition, report.time)
    return is_same and is_there and any(_names(subject, report.thing) for subject in event.subjects)


def _names(subject: Subject, thing: Goods) -> bool:
    """Whether a part of an event is this thing; an item may be named without its lot."""
    said = subject.thing
    if not isinstance(said, Product) or not isinstance(thing, Product):
        return said == thing
    lot = said.lot if said.lot or not said.serial else thing.lot
    return (said.gtin, lot, said.serial) == (thing.gtin, thing.lot, thing.serial)


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    """All fields of an event, at whatever depth."""
    if isinstance(value, dict):
        yield from value.items()
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _fields(part)


def _spaces(context: Any) -> dict[str, str]:
    """What the prefixes of a context stand for."""
    found: dict[str, str] = {}
    for part in context if isinstance(context, list) else [context]:
        for prefix, meaning in part.items() if isinstance(part, dict) else ():
            space = meaning.get("@id") if isinstance(meaning, dict) else meaning
            found |= {prefix: space} if isinstance(space, str) else {}
    return found
