"""The journey of an item, of a unit, or of a lot as a whole: what happened to it, by whoever told it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, not_, or_, select

from frontend.index.bulk import parts
from frontend.index.provenance import tables as t
from frontend.index.provenance.errors import Errors
from frontend.index.provenance.finding import PART, things_at
from frontend.index.provenance.kinds import REPORTED, SENSED
from frontend.index.provenance.rows import About, Line, Subject
from frontend.index.provenance.scope import Scope, around, within
from frontend.index.reading import event_of_row
from frontend.index.rows import Page
from frontend.index.schema import events

ORDER = (About.ITEM, About.LOT, About.UNIT)
COLUMNS = (t.lines.c.position, t.lines.c.time, t.lines.c.subject)
LAST = 2**63 - 1

Place = tuple[int, int]


def journey(db: Connection, subject: Subject, after: str = "", limit: int = PART) -> Page[Line]:
    """What happened, in the order in which it did by whoever told it; `after` is the `next` of the part before.

    Recalls of a range stand there only where the item is in it. What happened to ingredients is the trace's.
    """
    scope, since = Scope.of(subject), _place(after)
    found: dict[int, tuple[int, About, int]] = {}
    for about, query in _queries(scope).items():
        behind = [] if since is None else [_behind(since)]
        ordered = query.where(*behind).order_by(t.lines.c.time, t.lines.c.position).limit(limit + 1)
        for row in db.execute(ordered):
            found.setdefault(row.position, (row.time, about, row.subject))
    ordered_places = sorted(found, key=lambda position: (found[position][0], position))
    some = ordered_places[:limit]
    lines = _lines(db, [(position, *found[position]) for position in some], scope)
    more = len(ordered_places) > limit
    return Page(lines, f"{found[some[-1]][0]}.{some[-1]}" if more else "")


def _queries(scope: Scope) -> dict[About, Select[Any]]:
    """Lines of the thing, of its lot, of the units around it; each in the order of an index."""
    li = t.lines.c
    queries: dict[About, Select[Any]] = {}
    if scope.thing is not None:
        queries[About.ITEM] = select(*COLUMNS).where(li.subject == scope.thing)
    if scope.lot is not None:
        ranged = (
            [or_(li.first.is_(None), and_(li.first <= scope.serial, li.last >= scope.serial))] if scope.serial else []
        )
        queries[About.LOT] = select(*COLUMNS).where(li.subject == scope.lot, *ranged)
    if scope.thing is not None:
        span = around(scope.thing)
        told = and_(li.name.in_((REPORTED, SENSED)), within(span, li.position, li.began, li.time))
        done = and_(li.position >= span.c.since, li.position < span.c.until)
        units = select(*COLUMNS).join(span, span.c.unit == li.subject)
        queries[About.UNIT] = units.where(not_(li.of_others), or_(told, done)).distinct()
    return queries


def _lines(db: Connection, places: Sequence[tuple[int, int, About, int]], scope: Scope) -> list[Line]:
    rows = {
        row["position"]: row
        for part in parts(position for position, *_ in places)
        for row in db.execute(select(events).where(events.c.position.in_(part))).mappings()
    }
    units = {unit.place: unit for unit in things_at(db, [one for *_, about, one in places if about == About.UNIT])}
    told = [event_of_row(rows[position]) for position, *_ in places]
    reported = [
        (event.fields["event_id"], event.fields["by"], about)
        for event, (_, _, about, _) in zip(told, places, strict=True)
        if "event_id" in event.fields
    ]
    errors = Errors(db, scope, reported)
    return [
        Line(event, time, about, units.get(subject), errors.of(event.fields.get("event_id", "")))
        for event, (_, time, about, subject) in zip(told, places, strict=True)
    ]


def _behind(place: Place) -> Any:
    li, (time, position) = t.lines.c, place
    return or_(li.time > time, and_(li.time == time, li.position > position))


def _place(cursor: str) -> Place | None:
    """The time and the position that a cursor stands for; ValueError (one sentence)."""
    if not cursor:
        return None
    time, _, position = cursor.partition(".")
    if not all(one.isascii() and one.isdecimal() and len(one) <= 18 for one in (time, position)):
        raise ValueError("That is no place in this journey; begin again at its start.")
    return int(time), int(position)
