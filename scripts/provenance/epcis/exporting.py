"""Events into a document of EPCIS 2.0.

An event that came with a document goes out as it came; only the time of its record is the chain's. Ids and error
declarations are added only to what is made here.
"""

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from scripts.provenance.epcis.event import Event
from scripts.provenance.epcis.event_ids import event_id
from scripts.provenance.epcis.importing import DOCUMENT, with_events
from scripts.provenance.vocabulary import ERROR_REASONS
from scripts.refusal import Refusal

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
VERSION = "2.0"

Body = dict[str, Any]


def document(events: Iterable[tuple[Body, Any]], created: int) -> Body:
    """An EPCISDocument of events, each with the context that explains its prefixes; `created` is in Unix seconds.

    The contexts become the document's. Where an event gives a prefix another meaning than one before it, its context
    stays with it.
    """
    spaces: dict[str, Any] = {}
    addresses: list[str] = [CONTEXT]
    bodies = []
    for body, context in events:
        own_addresses, own_spaces = _parts(context)
        if any(spaces.get(prefix, meaning) != meaning for prefix, meaning in own_spaces.items()):
            bodies.append({"@context": [*own_addresses, own_spaces], **body})
            continue
        spaces |= own_spaces
        addresses += [address for address in own_addresses if address not in addresses]
        bodies.append(body)
    frame: Body = {
        "@context": [*addresses, spaces] if spaces else addresses,
        "type": DOCUMENT,
        "schemaVersion": VERSION,
        "creationDate": timestamp(created),
        "epcisBody": {},
    }
    return with_events(frame, bodies)


def of_events(events: Iterable[Event], created: int) -> Body:
    """A document of events that came from elsewhere."""
    return document(((event.body, event.context) for event in events), created)


def identified(body: Body, context: Any = None) -> Body:
    """An event with its hash id; one that it had is replaced."""
    return {**body, "eventID": event_id(body, context)}


def recorded(body: Body, time: int) -> Body:
    """An event with the time of its record, in Unix seconds; whoever wrote it cannot know that one."""
    return {**body, "recordTime": timestamp(time)}


def declared_wrong(body: Body, declared: int, reason: int, corrective: Iterable[str] = ()) -> Body:
    """The event again, saying that it did not happen or not so, and which events say it right.

    `declared` is in Unix seconds, `reason` the chain's number of it. The event keeps its id, by which readers find it.
    """
    if "eventID" not in body:
        raise Refusal("An event without an id cannot be declared wrong: nobody would know which is meant.")
    said: Body = {"declarationTime": timestamp(declared)}
    if reason:
        said["reason"] = ERROR_REASONS.word(reason)
    if ids := list(corrective):
        said["correctiveEventIDs"] = ids
    return {**body, "errorDeclaration": said}


def timestamp(seconds: int) -> str:
    """Unix seconds as EPCIS writes them, in UTC with milliseconds."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _parts(context: Any) -> tuple[list[str], dict[str, Any]]:
    """The addresses of a context, and what its prefixes mean."""
    parts = context if isinstance(context, list) else [context]
    spaces: dict[str, Any] = {}
    for part in parts:
        spaces |= part if isinstance(part, dict) else {}
    return [part for part in parts if isinstance(part, str)], spaces
