"""Documents of EPCIS 2.0 (JSON-LD) into events, and back as they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scripts import canonical_json
from scripts.provenance.epcis import event
from scripts.provenance.epcis.event import Event
from scripts.provenance.gs1 import quoted
from scripts.refusal import Refusal

MAX_BYTES = 8 * 1024 * 1024  # of a file; a single event has its own limit
DOCUMENT, QUERY = "EPCISDocument", "EPCISQueryDocument"
PLACES = {
    DOCUMENT: ("epcisBody", "eventList"),
    QUERY: ("epcisBody", "queryResults", "resultsBody", "eventList"),
}


@dataclass(frozen=True)
class Capture:
    """What a file had: its events, and the frame around them, which is empty where it was a single event."""

    frame: dict[str, Any]
    events: list[Event]


def read(data: bytes) -> Capture:
    """The events of a document, of a query's answer, or a single event.

    Refused with one sentence that names the event by its place, from 1, and the field.
    """
    if data.lstrip()[:1] == b"<":
        raise Refusal("This is XML; EPCIS is read as JSON-LD, which converters make of it.")
    value = canonical_json.read(data, MAX_BYTES)
    if not isinstance(value, dict):
        raise Refusal("This is no document and no event of EPCIS, but a list or a single value.")
    said = value.get("type")
    if isinstance(said, str) and said in PLACES:
        frame, bodies = _taken(value, PLACES[said])
        _check_frame(frame)
        context = frame["@context"]
        return Capture(frame, [event.read(body, context, f"event {place}") for place, body in enumerate(bodies, 1)])
    if isinstance(said, str) and said.endswith("Event"):
        return Capture({}, [event.read(value, value.get("@context", []))])
    shown = quoted(said) if isinstance(said, str) else "missing or no text"
    raise Refusal(f"type: {shown}; it must be {DOCUMENT}, {QUERY} or the type of an event.")


def whole(capture: Capture) -> dict[str, Any]:
    """The document that was read, or the single event."""
    if not capture.frame:
        (only,) = capture.events
        return only.body
    return with_events(capture.frame, [one.body for one in capture.events])


def with_events(frame: dict[str, Any], bodies: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A frame with events in it."""
    value: Any = list(bodies)
    for depth in range(len(PLACES[frame["type"]]), 0, -1):
        *path, name = PLACES[frame["type"]][:depth]
        value = {**_inside(frame, path), name: value}
    return dict(value)


def _taken(value: dict[str, Any], path: tuple[str, ...]) -> tuple[dict[str, Any], list[Any]]:
    """A document without its list of events, and these."""
    holders: list[Any] = [value]
    for depth, name in enumerate(path, 1):
        inner = holders[-1].get(name)
        wanted: type = list if depth == len(path) else dict
        if not isinstance(inner, wanted):
            fault = "must be " + ("a list" if wanted is list else "a mapping") if name in holders[-1] else "is missing"
            raise Refusal(f"{'.'.join(path[:depth])}: {fault}.")
        holders.append(inner)
    bodies: Any = holders.pop()
    frame: Any = None
    for holder, name in zip(reversed(holders), reversed(path), strict=True):
        kept = {key: part for key, part in holder.items() if key != name}
        frame = kept if frame is None else {**kept, name: frame}
    return frame, bodies


def _inside(frame: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    for name in path:
        frame = frame[name]
    return frame


def _check_frame(frame: dict[str, Any]) -> None:
    version = frame.get("schemaVersion")
    if not isinstance(version, str):
        raise Refusal("schemaVersion: is missing or no text.")
    if version.split(".")[0] != "2":
        raise Refusal(f"schemaVersion: {quoted(version)} is not read, only 2.0 and what is compatible with it.")
    made = frame.get("creationDate")
    if not isinstance(made, str):
        raise Refusal("creationDate: is missing or no text.")
    try:
        event.seconds(made, "creationDate")
    except Refusal as fault:
        raise Refusal(f"{fault}.") from None
    context = frame.get("@context")
    parts = context if isinstance(context, list) else [context]
    if not parts or not all(isinstance(part, str | dict) for part in parts):
        raise Refusal("@context: is missing, or not made of addresses and mappings.")
