"""What a shopper has to see first: recalls and breaches of limits.

Each is looked for by itself, so that nobody's flood of other reports hides one. Producers' recalls come before an
owner's, open ones before closed ones.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, false, func, or_, select, true

from frontend.index.bulk import parts
from frontend.index.provenance import tables as t
from frontend.index.provenance.ancestry import each_made_of, made_of, one
from frontend.index.provenance.errors import Errors, is_declared
from frontend.index.provenance.finding import lots_at, things_at
from frontend.index.provenance.kinds import is_empty, text_of
from frontend.index.provenance.rows import About, Breach, Lot, Recall, Subject, Thing
from frontend.index.provenance.scope import Scope, around, within
from frontend.index.reading import address, checksummed, next_cursor, place
from frontend.index.rows import EMPTY_HASH, Page
from frontend.index.schema import block_of

MOST = 50  # recalls, or breaches, through the same


# Recalls


def recalls(db: Connection, subject: Subject) -> list[Recall]:
    """Recalls of an item's lot that it is in, its owner's own, those of units while it lay in them, and open ones of
    what went into its lot; of a whole lot, also those of a part of it.
    """
    return [recall for about, query in _recalled(Scope.of(subject)) for recall in _recalls(db, query, about)]


def recalls_of_lots(db: Connection, lots: Collection[Lot]) -> dict[int, list[Recall]]:
    """The same of each of these lots as a whole, by their places; of however many with two questions."""
    r, found = t.recalls.c, dict[int, list[Recall]]()
    for part in parts({lot.place for lot in lots}):
        made = each_made_of(part)
        still = (r.by_producer.is_(true()), r.closed.is_(None), r.subject != made.c.root)
        queries = {
            About.LOT: select(t.recalls, r.subject.label("root")).where(r.subject.in_(part), r.by_producer.is_(true())),
            About.INGREDIENT: select(t.recalls, made.c.root).join(made, made.c.lot == r.subject).where(*still),
        }
        for about, query in queries.items():
            rows = db.execute(_first_of_each_root(query)).mappings().all()
            for row, recall in zip(rows, _recalls_of(db, rows, about), strict=True):
                found.setdefault(row["root"], []).append(recall)
    return found


def recalls_by(db: Connection, account: str, after: str = "", limit: int = MOST) -> Page[Recall]:
    """What somebody recalled, the latest first."""
    r, before = t.recalls.c, place(after)
    conditions = [r.by == address(account), *([] if before is None else [r.position < before])]
    query = select(t.recalls).where(*conditions).order_by(r.position.desc()).limit(limit + 1)
    rows = db.execute(query).mappings().all()
    return Page(_recalls_of(db, rows[:limit], About.LOT), next_cursor(rows, limit))


def covers(serial: ColumnElement[Any] | str) -> ColumnElement[bool]:
    """Whether a recall is of this serial."""
    r = t.recalls.c
    return or_(r.first == EMPTY_HASH, and_(r.first <= serial, r.last >= serial))


def _recalled(scope: Scope) -> list[tuple[About, Select[Any]]]:
    r = t.recalls.c
    queries: list[tuple[About, Select[Any]]] = []
    if scope.lot is not None:
        of_lot = [covers(scope.serial)] if scope.serial else []
        producers = select(t.recalls).where(r.subject == scope.lot, r.by_producer.is_(true()), *of_lot)
        queries.append((About.LOT, producers))
        made = made_of(one(scope.lot))
        inherited = select(t.recalls).join(made, made.c.lot == r.subject)
        still = (r.by_producer.is_(true()), r.closed.is_(None), r.subject != scope.lot)
        queries.append((About.INGREDIENT, inherited.where(*still)))
        own = select(t.recalls).where(r.subject == scope.lot, r.by_producer.is_(false()), r.first == scope.serial)
        queries += [(About.ITEM, own)] if scope.serial else []
    elif scope.thing is not None:
        queries.append((About.ITEM, select(t.recalls).where(r.subject == scope.thing)))
    if scope.thing is not None:
        span = around(scope.thing)
        ends = func.coalesce(r.closed, t.FOREVER)
        units = select(t.recalls).join(span, span.c.unit == r.subject)
        queries.append((About.UNIT, units.where(r.position < span.c.until, ends >= span.c.since).distinct()))
    return queries


def _recalls(db: Connection, query: Select[Any], about: About) -> list[Recall]:
    r = t.recalls.c
    ordered = query.order_by(r.closed.asc().nulls_first(), r["class"], r.position.desc()).limit(MOST)
    return _recalls_of(db, db.execute(ordered).mappings().all(), about)


def _first_of_each_root(query: Select[Any]) -> Select[Any]:
    """Of each lot no more than of one alone, and in the same order: no flood of one hides another's."""
    c = query.subquery().c
    urgency = (c.closed.asc().nulls_first(), c["class"], c.position.desc())
    place = func.row_number().over(partition_by=c.root, order_by=urgency).label("place")
    ranked = select(*c, place).subquery().c
    return select(*ranked).where(ranked.place <= MOST).order_by(ranked.root, ranked.place)


def _recalls_of(db: Connection, rows: Sequence[RowMapping], about: About) -> list[Recall]:
    subjects = [row["subject"] for row in rows]
    known = lots_at(db, subjects)
    units = {unit.place: unit for unit in things_at(db, [one for one in subjects if one not in known])}
    return [
        Recall(
            id=row["id"],
            lot=known.get(row["subject"]),
            unit=units.get(row["subject"]),
            by=checksummed(row["by"]),
            by_producer=row["by_producer"],
            first="" if is_empty(row["first"]) else text_of(row["first"]),
            last="" if is_empty(row["last"]) else text_of(row["last"]),
            class_=row["class"],
            document=row["document"],
            block=block_of(row["position"]),
            time=row["time"],
            closed_time=row["closed_time"] or 0,
            closed_document=row["closed_document"] or EMPTY_HASH,
            about=about,
        )
        for row in rows
    ]


# Breaches


def breaches(db: Connection, subject: Subject) -> list[Breach]:
    """What sensors read outside of limits, the latest record first: of an item, its lot as a whole, and units while it
    lay in them; of a lot, also of all its items. Those that were declared errors stand there, with that, as far as the
    others leave room: who reports and takes back ever so much hides nothing.
    """
    scope = Scope.of(subject)
    found = [(about, row) for about, query in _breached(scope) for row in db.execute(query).mappings()]
    units = {unit.place: unit for unit in things_at(db, [row["subject"] for _, row in found])}
    errors = Errors(db, scope, ((row["event_id"], row["by"], about) for about, row in found))
    ordered = sorted(found, key=lambda one: -int(one[1]["position"]))
    return [_breach(row, about, units.get(row["subject"]), errors) for about, row in ordered]


def breached_lots(db: Connection, lots: Collection[Lot]) -> set[int]:
    """Those of these lots, by their places, of which or of whose items a sensor read something outside of limits."""
    s = t.sensors.c
    is_breach = and_(or_(s.exceeds_own.is_(true()), s.exceeds_promised.is_(true())), ~is_declared(s.lot, About.LOT))
    queries = (
        select(s.lot.distinct()).where(s.lot.in_(part), is_breach) for part in parts({lot.place for lot in lots})
    )
    return {int(lot) for query in queries for lot in db.execute(query).scalars()}


def owners_recalls(db: Connection, things: Collection[Thing]) -> set[int]:
    """Those of these items, by their places, that somebody who owned them has recalled."""
    r, x = t.recalls.c, t.things.c
    of_it = and_(r.subject == x.lot, r.first == x.serial, r.by_producer.is_(false()), r.closed.is_(None))
    one = select(x.position.distinct()).join(t.recalls, of_it)
    queries = (one.where(x.position.in_(part)) for part in parts({thing.place for thing in things}))
    return {int(thing) for query in queries for thing in db.execute(query).scalars()}


def _breached(scope: Scope) -> list[tuple[About, Select[Any]]]:
    s, queries = t.sensors.c, []
    promised = [_promised(scope.lot, name) for name in ("strictest_low", "strictest_high")]
    columns = (t.sensors, promised[0].label("promised_low"), promised[1].label("promised_high"))
    is_breach = or_(s.exceeds_own.is_(true()), s.exceeds_promised.is_(true()))

    def latest(about: About) -> Select[Any]:
        is_error = is_declared(scope.lot, about).label("is_error")
        return select(*columns, is_error).order_by(is_error, s.position.desc()).limit(MOST)

    if scope.thing is not None:
        queries.append((About.ITEM, latest(About.ITEM).where(s.subject == scope.thing, is_breach)))
        span = around(scope.thing)
        outside = or_(s.exceeds_own.is_(true()), s.minimum < promised[0], s.maximum > promised[1])
        meanwhile = within(span, s.position, s.first, s.last)
        units = latest(About.UNIT).join(span, span.c.unit == s.subject)
        queries.append((About.UNIT, units.where(meanwhile, outside).distinct()))
    if scope.lot is not None:
        of_all = [s.subject == scope.lot] if scope.serial else []
        queries.append((About.LOT, latest(About.LOT).where(s.lot == scope.lot, is_breach, *of_all)))
    return queries


def _promised(lot: int | None, name: str) -> ColumnElement[Any]:
    """The strictest limit that was promised of a lot before a sensor's report."""
    p = t.promises.c
    before = select(p[name]).where(p.lot == lot, p.position < t.sensors.c.position)
    return before.order_by(p.position.desc()).limit(1).scalar_subquery()


def _breach(row: RowMapping, about: About, thing: Thing | None, errors: Errors) -> Breach:
    names = ("event_id", "count", "minimum", "maximum", "first", "last", "low", "high", "root", "document")
    low, high = row["promised_low"], row["promised_high"]
    return Breach(
        **{name: row[name] for name in names},
        by=checksummed(row["by"]),
        promised_low=low,
        promised_high=high,
        exceeds_own=row["exceeds_own"],
        exceeds_promised=low is not None and (row["minimum"] < low or row["maximum"] > high),
        read_point=text_of(row["read_point"]),
        block=block_of(row["position"]),
        time=row["recorded"],
        about=about,
        thing=thing,
        errors=errors.of(row["event_id"]),
    )
