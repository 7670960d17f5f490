"""Corrections: events that were declared to be errors, by their reporter or by the producer of the lot that they are
about. Of nobody else it is believed: not of a lot's producer about what was told of a unit that his goods lay in.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from frontend.index.provenance import tables as t
from frontend.index.provenance.rows import About, Error
from frontend.index.provenance.scope import Scope
from frontend.index.reading import checksummed
from frontend.index.schema import block_of


def is_declared(lot: int | ColumnElement[Any] | None, about: About) -> ColumnElement[bool]:
    """Whether a sensor's report was declared an error by one of whom it is believed."""
    e, s = t.errors.c, t.sensors.c
    producer = select(t.lots.c.producer).where(t.lots.c.position == lot).correlate(t.sensors).scalar_subquery()
    whose = [e.by == s.by, *([] if about == About.UNIT else [e.by == producer])]
    return select(e.event_id).where(e.event_id == s.event_id, or_(*whose)).correlate(t.sensors).exists()


class Errors:
    """What was declared of events, which are given by their ids, reporters, and through what they concern the scope."""

    def __init__(self, db: Connection, scope: Scope, told: Iterable[tuple[str, str, About]]) -> None:
        producer = select(t.lots.c.producer).where(t.lots.c.position == scope.lot)
        trusted = {db.execute(producer).scalar()} - {None} if scope.lot else set()
        pairs = [(one, {by.lower(), *(trusted if about != About.UNIT else ())}) for one, by, about in told]
        self._errors: defaultdict[str, list[Error]] = defaultdict(list)
        e = t.errors.c
        for start in range(0, len(pairs), 50):
            either = [and_(e.event_id == event_id, e.by.in_(whose)) for event_id, whose in pairs[start : start + 50]]
            for row in db.execute(select(t.errors).where(or_(*either)).order_by(e.position)):
                error = Error(checksummed(row.by), row.reason, row.document, block_of(row.position), row.time)
                self._errors[row.event_id].append(error)

    def of(self, event_id: str) -> list[Error]:
        """Of one event, the first first."""
        return self._errors.get(event_id, [])
