"""What concerns an item: itself, its lot, and the units that it lay in while it lay in them.

What was told of a unit may be about a time in which the item lay in it, or may have been recorded in such a time: both
concern the item, so that who tells late or dates back hides nothing.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, or_, select

from frontend.index.provenance import tables as t
from frontend.index.provenance.rows import Label, Lot, Subject


@dataclass(frozen=True)
class Scope:
    """Of whom is asked: the places of a thing and of its lot, where there are such, and an item's serial (or empty)."""

    thing: int | None
    lot: int | None
    serial: str

    @classmethod
    def of(cls, subject: Subject) -> "Scope":
        """A whole lot's, an item's or a unit's."""
        if isinstance(subject, Lot):
            return cls(None, subject.place, "")
        if isinstance(subject, Label):
            return cls(None, subject.lot.place, subject.serial_word)
        if subject.lot is None:
            return cls(subject.place, None, "")
        return cls(subject.place, subject.lot.place, subject.serial_word)


def around(thing: int) -> CTE:
    """The units around a thing, with the span in which it lay in each."""
    c = t.contents.c
    columns = (c.unit, c.since, c.since_time, c.until, c.until_time)
    inner = select(*columns).where(c.thing == thing).cte("around", recursive=True)
    outer = t.contents.alias("outer_contents").c
    later, sooner = outer.since > inner.c.since, outer.until < inner.c.until
    next_one = select(
        outer.unit,
        case((later, outer.since), else_=inner.c.since),
        case((later, outer.since_time), else_=inner.c.since_time),
        case((sooner, outer.until), else_=inner.c.until),
        case((sooner, outer.until_time), else_=inner.c.until_time),
    ).where(outer.thing == inner.c.unit, outer.since < inner.c.until, outer.until > inner.c.since)
    return inner.union(next_one)


def within(
    span: CTE, position: ColumnElement[Any], began: ColumnElement[Any], ended: ColumnElement[Any]
) -> ColumnElement[bool]:
    """Whether something was recorded in a span, or happened in it."""
    recorded = and_(position >= span.c.since, position < span.c.until)
    return or_(recorded, and_(ended >= span.c.since_time, began < span.c.until_time))
