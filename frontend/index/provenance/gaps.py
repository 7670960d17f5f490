"""Gaps in custody: times of which nobody knows.

The contract lets nobody report who neither owned nor kept a thing nor was permitted to. So a gap is one of two things.
Custody went over, and neither did anybody tell of sending (shipping, departing) since it had gone over before, nor of
getting (arriving, receiving, accepting) until it went over again; three days are given for that. Or the chain heard
nothing of a thing for over 30 days, after it had left its producer's hands and before it was sold or claimed: by the
record's time, which nobody can date back.
"""

from sqlalchemy import CTE, BigInteger, ColumnElement, Connection, and_, func, literal, or_, select

from frontend.index.provenance import tables as t
from frontend.index.provenance.kinds import ACCEPTED, CLAIMED, SOLD
from frontend.index.provenance.rows import Gap, Thing
from frontend.index.provenance.scope import Scope, around
from frontend.index.provenance.tables import CUSTODIAN, FOREVER
from frontend.index.reading import checksummed
from frontend.index.schema import events
from scripts.provenance.vocabulary import STEPS

SENT = tuple(STEPS.numbers[word] for word in ("shipping", "departing"))
GOT = tuple(STEPS.numbers[word] for word in ("arriving", "receiving", "accepting"))
GRACE = 3 * 86_400  # seconds
SILENCE = 30 * 86_400  # seconds
MOST = 20


def gaps(db: Connection, thing: Thing, now: int) -> list[Gap]:
    """Gaps in the custody of an item or a unit, the latest first, as of `now` (Unix seconds)."""
    scope = Scope.of(thing)
    return sorted([*_handed(db, scope, now), *_silent(db, thing, scope, now)], key=lambda gap: -gap.since)


def _handed(db: Connection, scope: Scope, now: int) -> list[Gap]:
    """Where custody went over and nobody told of it."""
    span, h = around(scope.thing or 0), t.holders.c
    kept = and_(h.role == CUSTODIAN, h.event == ACCEPTED)
    own = select(h.since, h.since_time).where(h.thing == scope.thing, kept)
    units = select(h.since, h.since_time).join(span, span.c.unit == h.thing)
    units = units.where(kept, h.since >= span.c.since, h.since < span.c.until)
    c = own.union(units).subquery().c
    before = func.lag(c.since, 1, 0).over(order_by=c.since).label("before")
    after = func.lead(c.since, 1, FOREVER).over(order_by=c.since).label("after")
    change = select(c.since, c.since_time, before, after).subquery().c
    is_late = or_(change.after < FOREVER, change.since_time < now - GRACE)
    untold = (
        ~_told(scope, span, SENT, change.before, change.since),
        ~_told(scope, span, GOT, change.since, change.after),
    )
    query = select(change.since_time, events.c.fields).join(events, events.c.position == change.since)
    rows = db.execute(query.where(is_late, *untold).order_by(change.since.desc()).limit(MOST))
    return [
        Gap(True, row.since_time, row.since_time, checksummed(row.fields["from_"]), checksummed(row.fields["to"]))
        for row in rows
    ]


def _told(
    scope: Scope, span: CTE, steps: tuple[int, ...], after: ColumnElement[int], before: ColumnElement[int]
) -> ColumnElement[bool]:
    """Whether one of these steps was recorded between two places, of the thing, its lot or a unit around it."""
    r = t.reports.c
    between = and_(r.step.in_(steps), r.position > after, r.position < before)
    subjects = [one for one in (scope.thing, scope.lot) if one is not None]
    own = select(r.position).where(r.subject.in_(subjects), between).exists()
    inside = and_(r.position >= span.c.since, r.position < span.c.until)
    units = select(r.position).join(span, span.c.unit == r.subject).where(between, inside).exists()
    return or_(own, units)


def _silent(db: Connection, thing: Thing, scope: Scope, now: int) -> list[Gap]:
    """Where nothing was heard for long."""
    span, li = around(thing.place), t.lines.c
    begin, end = _left(db, thing), _ended(db, thing) or now
    if begin is None or end - begin <= SILENCE:
        return []
    own = select(li.recorded).where(li.subject.in_([one for one in (scope.thing, scope.lot) if one is not None]))
    units = select(li.recorded).join(span, span.c.unit == li.subject)
    units = units.where(li.position >= span.c.since, li.position < span.c.until)
    heard = own.union(units, select(literal(begin, BigInteger))).subquery().c
    next_one = func.lead(heard.recorded, 1, end).over(order_by=heard.recorded).label("next_one")
    pairs = select(heard.recorded, next_one).where(heard.recorded >= begin, heard.recorded < end).subquery().c
    query = select(pairs.recorded, pairs.next_one).where(pairs.next_one - pairs.recorded > SILENCE)
    rows = db.execute(query.order_by(pairs.recorded.desc()).limit(MOST))
    return [Gap(False, row.recorded, row.next_one, "", "") for row in rows]


def _left(db: Connection, thing: Thing) -> int | None:
    """When a thing, by itself or in a unit, first came into the hands of another than its producer."""
    h, span = t.holders.c, around(thing.place)
    foreign = and_(h.role == CUSTODIAN, h.account != thing.maker.lower())
    own = select(func.min(h.since_time)).where(h.thing == thing.place, foreign)
    units = select(func.min(h.since_time)).join(span, span.c.unit == h.thing)
    units = units.where(foreign, h.since < span.c.until, h.until > span.c.since)
    return min((when for query in (own, units) if (when := db.execute(query).scalar()) is not None), default=None)


def _ended(db: Connection, thing: Thing) -> int | None:
    """When it was first sold or claimed."""
    li = t.lines.c
    query = select(func.min(li.recorded)).where(li.subject == thing.place, li.name.in_((SOLD, CLAIMED)))
    return db.execute(query).scalar()
