"""Journeys, recalls and breaches in the index against a plain reading of the same logs."""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from frontend.index.provenance import tables as t
from frontend.index.provenance import trace, warnings
from frontend.index.provenance.journey import journey
from frontend.index.provenance.kinds import NAMES, key_of
from frontend.index.provenance.rows import About, Line, Lot, Subject, Thing
from frontend.index.rows import EMPTY_HASH, Event

Logs = dict[int, Event]


Span = tuple[str, int, int, int, int]  # a unit, from and to which place, from and to which time


class Packing:
    """What lay in what, by reading all logs."""

    def __init__(self, logs: Logs) -> None:
        self._inside: dict[str, tuple[str, int, int]] = {}
        self._spans: list[tuple[str, Span]] = []
        bound: set[str] = set()
        for place, event in sorted(logs.items()):
            fields, things = event.fields, [key_of(item) for item in event.fields.get("items", [])]
            if event.name == "ItemsAggregated":
                self._inside |= {key: (key_of(fields), place, event.time) for key in things}
            elif event.name == "ItemBound":
                bound.add(key_of(fields))
            elif event.name == "ItemClaimed" and key_of(fields) not in bound:
                self._end([key_of(fields)], place, event.time)
            elif event.name == "ItemsDisaggregated":
                self._end(things, place, event.time)
        self._end(list(self._inside), t.FOREVER, t.FOREVER)

    def around(
        self, key: str, low: int = 0, high: int = t.FOREVER, first: int = 0, last: int = t.FOREVER
    ) -> list[Span]:
        """Units around a thing, also what was around those meanwhile."""
        found: list[Span] = []
        for one, (unit, since, until, since_time, until_time) in self._spans:
            span = max(low, since), min(high, until), max(first, since_time), min(last, until_time)
            if one == key and span[0] < span[1]:
                found += [(unit, *span), *self.around(unit, *span)]
        return found

    def _end(self, keys: list[str], place: int, time: int) -> None:
        for key in keys:
            if key in self._inside:
                unit, since, since_time = self._inside.pop(key)
                self._spans.append((key, (unit, since, place, since_time, time)))


@pytest.fixture
def spans(logs: Logs) -> Callable[[Thing], list[Span]]:
    """Units around a thing."""
    packing = Packing(logs)
    return lambda thing: packing.around(thing.lot_id + thing.serial_word[2:])


def walk(db: Connection, subject: Subject, limit: int) -> list[Line]:
    """A journey, part after part."""
    found: list[Line] = []
    after = ""
    while True:
        part = journey(db, subject, after, limit)
        found += part.items
        after = part.next
        if not after:
            return found


TOLD = {"EventReported": ("time", "time"), "SensorReported": ("first", "last")}


def concerns(
    event: Event, place: int, thing: Thing, around: list[tuple[str, int, int, int, int]], ids: set[str]
) -> bool:
    """Whether a line about it belongs into the thing's journey, by what the README says."""
    fields, me = event.fields, thing.lot_id + thing.serial_word[2:]
    named = {key_of(item) for item in fields.get("items", [])}
    if "maker" in fields:
        named.add("0x" + fields["maker"][2:].lower().rjust(64, "0") + fields["serial"][2:])
    elif "serial" in fields:
        named.add(key_of(fields))
    if me in named:
        return True
    if event.name in ("Recalled", "RecallClosed"):
        return fields["recall_id"] in ids
    if thing.lot and (fields.get("lot_id") == thing.lot.id or me[:66] + EMPTY_HASH[2:] in named):
        return True
    named -= {key_of(fields)} if "items" in fields else set()
    if event.name not in TOLD:
        return any(unit in named and since <= place < until for unit, since, until, *_ in around)
    began, ended = (fields[name] for name in TOLD[event.name])
    return any(
        unit in named and (since <= place < until or (ended >= since_time and began < until_time))
        for unit, since, until, since_time, until_time in around
    )


def test_journeys_are_complete_and_in_order(
    db: Connection, things: list[Thing], logs: Logs, spans: Callable[[Thing], list[Span]]
) -> None:
    """Each line once: all that concerns the thing, its lot, and units while it lay in them; in parts of any size."""
    met: Counter[About] = Counter()
    seen: set[str] = set()
    for thing in things:
        lines = walk(db, thing, 1_000)
        assert [(line.time, line.event) for line in walk(db, thing, 20)] == [(line.time, line.event) for line in lines]
        assert [line.time for line in lines] == sorted(line.time for line in lines)
        around = spans(thing)
        ids = {recall.id for recall in warnings.recalls(db, thing) if recall.about in (About.LOT, About.ITEM)}
        wanted, told = set(), set()
        for place, event in sorted(logs.items()):
            once = event.fields.get("event_id", str(place))
            is_line = event.name not in ("LimitsBreached", "ErrorDeclared", "ReporterPermitted") and once not in told
            told |= {once} if event.name in TOLD else set()
            if is_line and concerns(event, place, thing, around, ids):
                wanted.add(place)
        got = [
            line for line in lines if not (line.about == About.UNIT and line.event.name in ("Recalled", "RecallClosed"))
        ]
        assert {event.transaction + str(event.log_index) for event in (logs[place] for place in wanted)} == {
            line.event.transaction + str(line.event.log_index) for line in got
        }
        met.update(line.about for line in lines)
        seen |= {line.event.name for line in lines} | {"late" for line in lines if line.is_back_dated}
    assert set(met) == {About.ITEM, About.LOT, About.UNIT}
    assert seen == NAMES - {"LimitsBreached", "ErrorDeclared", "ReporterPermitted"} | {"late"}


def test_only_the_right_ones_are_believed(db: Connection, subjects: list[Subject], logs: Logs) -> None:
    """Errors that the reporter or the lot's producer declared stand with the event, those of others nowhere."""
    declared = [event for event in logs.values() if event.name == "ErrorDeclared"]
    believed = ignored = 0
    for subject in subjects:
        lot = subject if isinstance(subject, Lot) else subject.lot if isinstance(subject, Thing) else None
        for line in walk(db, subject, 1_000):
            if "event_id" in line.event.fields:
                mine = [one.fields["by"] for one in declared if one.fields["event_id"] == line.event.fields["event_id"]]
                trusted = {line.event.fields["by"]} | ({lot.producer} if lot and line.about != About.UNIT else set())
                assert {one.by for one in line.errors} == trusted & set(mine)
                believed += len(line.errors)
                ignored += len(set(mine) - trusted)
    assert believed > 0
    assert ignored > 0


def test_recalls_concern_whom_they_should(db: Connection, things: list[Thing], logs: Logs) -> None:
    """Ranges by bytes; the owner's of this very thing; open ones of what went into the lot."""
    closed = {event.fields["recall_id"] for event in logs.values() if event.name == "RecallClosed"}
    made = [event for event in logs.values() if event.name == "Recalled"]
    met: Counter[tuple[About, bool]] = Counter()
    for thing in things:
        found = warnings.recalls(db, thing)
        mine = {event.fields["recall_id"] for event in made if _is_of(event, thing)}
        assert {one.id for one in found if one.about in (About.LOT, About.ITEM)} == mine
        above = (
            {one.lot.id: one.lot for one in trace.ingredients(db, thing.lot, limit=1_000).items} if thing.lot else {}
        )
        inherited = {
            event.fields["recall_id"]
            for event in made
            if event.fields["lot"] in above and event.fields["by"] == above[event.fields["lot"]].producer
        }
        assert {one.id for one in found if one.about == About.INGREDIENT} == inherited - closed
        assert all(one.is_open == (one.id not in closed) for one in found)
        met.update((one.about, one.is_open) for one in found)
    assert {about for about, _ in met} >= {About.LOT, About.ITEM, About.INGREDIENT}
    assert {is_open for _, is_open in met} == {True, False}


def _is_of(event: Event, thing: Thing) -> bool:
    fields = event.fields
    is_range = fields["first"] == EMPTY_HASH or fields["first"] <= thing.serial_word <= fields["last"]
    is_producers = thing.lot is not None and fields["by"] == thing.lot.producer
    return fields["lot"] == thing.lot_id and is_range and (is_producers or fields["first"] == thing.serial_word)


def test_breaches_by_either_limit(
    db: Connection, things: list[Thing], logs: Logs, spans: Callable[[Thing], list[Span]]
) -> None:
    """By the report's own limits, and by the strictest that was promised before it; also of units in their time."""
    sensed: dict[str, tuple[int, Event]] = {}
    for place, event in sorted(logs.items()):
        if event.name == "SensorReported":
            sensed.setdefault(event.fields["event_id"], (place, event))
    promised = [(place, one.fields) for place, one in logs.items() if one.name == "LimitsPromised"]
    met: Counter[tuple[About, bool, bool]] = Counter()
    for thing in things:
        around, wanted = spans(thing), set()
        for event_id, (place, event) in sensed.items():
            fields = event.fields
            limits = [p for at, p in promised if at < place and thing.lot and p["lot_id"] == thing.lot.id]
            lows, highs = [p["low"] for p in limits], [p["high"] for p in limits]
            own = fields["minimum"] < fields["low"] or fields["maximum"] > fields["high"]
            broken = bool(limits) and (fields["minimum"] < max(lows) or fields["maximum"] > min(highs))
            if (own or broken) and concerns(event, place, thing, around, set()):
                wanted.add((event_id, own, broken))
        found = warnings.breaches(db, thing)
        assert {(one.event_id, one.exceeds_own, one.exceeds_promised) for one in found} == wanted
        met.update((one.about, one.exceeds_own, one.exceeds_promised) for one in found)
    assert {about for about, *_ in met} == {About.ITEM, About.LOT, About.UNIT}
    assert {limits for _, *limits in map(tuple, met) for limits in [tuple(limits)]} == {
        (True, False),
        (False, True),
        (True, True),
    }
