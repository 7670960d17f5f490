"""The trace: from a lot to all that went into it, and from a bad lot to every lot, item, order and owner behind it.

Lots follow from lots by what producers say that they used. An item stands for its lot; which of its lot's ingredients
is in it, nobody knows. Whoever owns a unit owns what lies in it; what was sold is its buyer's, also while nobody has
settled that on the chain.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Connection, FromClause, Select, and_, func, select

from frontend.index.provenance import tables as t
from frontend.index.provenance.ancestry import made_from, made_of, one
from frontend.index.provenance.finding import PART, lots_at, things_at
from frontend.index.provenance.knowing import LEVELS
from frontend.index.provenance.rows import Lot, Thing
from frontend.index.provenance.tables import FOREVER, OWNER
from frontend.index.reading import address, checksummed, hash_of, next_cursor, place
from frontend.index.rows import Page
from frontend.index.schema import orders as orders_table
from frontend.index.types import Hash
from scripts.terms import Status

MOST = 100_000  # uses of one lot in another that are followed


@dataclass(frozen=True)
class Used:
    """So many items of one lot went into another."""

    source: Lot
    product: Lot
    quantity: int


@dataclass(frozen=True)
class Traced:
    """A lot that is `level` steps away by the shortest way, and what was used of which between it and nearer lots."""

    lot: Lot
    level: int
    used: list[Used]


@dataclass(frozen=True)
class Reached:
    """An item, who owns it, and the latest order that it is or was bound to (empty where to none).

    `unsettled` where that was sold to its owner, and the chain still calls it the seller's.
    """

    thing: Thing
    owner: str
    order: str
    unsettled: bool


@dataclass(frozen=True)
class Counts:
    """How much is behind a lot, itself included; `untouched` items are individual nowhere, and with their producers."""

    lots: int
    items: int
    untouched: int
    orders: int
    owners: int


class _Edge(NamedTuple):
    """The same, by the lots' places."""

    source: int
    product: int
    quantity: int


# Lots


def ingredients(db: Connection, lot: Lot, after: str = "", limit: int = PART) -> Page[Traced]:
    """What went into a lot, and into that, and so on; the nearest first."""
    return _traced(db, lot, True, after, limit)


def products(db: Connection, lot: Lot, after: str = "", limit: int = PART) -> Page[Traced]:
    """What was made with a lot, and with that, and so on; the nearest first."""
    return _traced(db, lot, False, after, limit)


# Items, orders and owners downstream


def counts(db: Connection, lot: Lot) -> Counts:
    """How many of each there are."""
    below = made_from(one(lot.place))
    c, n = t.lots.c, t.lot_counts.c
    left = func.sum(c.count - func.coalesce(n.used, 0) - func.coalesce(n.touched, 0))
    items = func.coalesce(func.sum(n.touched), 0)
    sums = select(func.count(), items, left).join_from(below, t.lots, c.position == below.c.lot)
    number, touched, untouched = db.execute(sums.outerjoin(t.lot_counts, n.lot == c.position)).one()
    owned = db.execute(select(func.count(_items(below).subquery().c.owner.distinct()))).scalar_one()
    sold = db.execute(select(func.count(_orders(below).subquery().c.order_id.distinct()))).scalar_one()
    return Counts(number, int(touched), int(untouched), sold, owned)


def items(db: Connection, lot: Lot, after: str = "", limit: int = PART) -> Page[Reached]:
    """Items of a lot and of all that was made with it, the first that became individual first."""
    x, since, below = t.things.c, place(after), made_from(one(lot.place))
    chosen = select(x.position).join(below, below.c.lot == x.lot).where(*[] if since is None else [x.position > since])
    some = chosen.order_by(x.position).limit(limit + 1).subquery()
    query = _with_owners(some.join(t.things, x.position == some.c.position)).order_by(x.position)
    query = query.add_columns(_buyer().is_not(None).label("unsettled"))
    rows = db.execute(query).mappings().all()
    things = things_at(db, [row["position"] for row in rows[:limit]])
    found = [
        Reached(thing, checksummed(row["owner"]), row["order_id"] or "", row["unsettled"])
        for thing, row in zip(things, rows, strict=False)
    ]
    return Page(found, next_cursor(rows, limit))


def owners(db: Connection, lot: Lot, after: str = "", limit: int = PART) -> Page[tuple[str, int]]:
    """Who owns these items, and how many of them, by address."""
    found = _items(made_from(one(lot.place))).subquery().c
    part = _grouped(db, found.owner, address(after) if after else "", limit)
    return Page([(checksummed(owner), many) for owner, many in part.items], part.next)


def orders(db: Connection, lot: Lot, after: str = "", limit: int = PART) -> Page[tuple[str, int]]:
    """The orders that these items are or were bound to, and how many of them, by id."""
    return _grouped(
        db, _orders(made_from(one(lot.place))).subquery().c.order_id, hash_of(after) if after else "", limit
    )


def everything(db: Connection, lot: Lot) -> Iterator[tuple[int, int, str, str]]:
    """All of it at once: place of an item, place of its lot, its owner, its latest order (or empty)."""
    for position, its_lot, owner, order_id in db.execute(_items(made_from(one(lot.place)))).tuples():
        yield position, its_lot, owner, order_id or ""


# Helpers


def _items(lots: CTE) -> Select[Any]:
    return _with_owners(lots.join(t.things, t.things.c.lot == lots.c.lot))


def _with_owners(joined: FromClause) -> Select[Any]:
    """Items with their owners, those of the outermost units where they lie in one, and their latest orders."""
    x, h, b = t.things.c, t.holders.c, t.bindings.c
    top: ColumnElement[int] = x.position
    units: list[ColumnElement[int]] = []
    for level in range(LEVELS):
        c = t.contents.alias(f"around{level}")
        joined = joined.outerjoin(c, and_(c.c.thing == top, c.c.until == FOREVER))
        top = c.c.unit
        units.insert(0, top)
    outermost = func.coalesce(*units, x.position)
    joined = joined.join(t.holders, and_(h.thing == outermost, h.role == OWNER, h.until == FOREVER))
    latest = select(b.order_id).where(b.thing == x.position).order_by(b.since.desc()).limit(1).scalar_subquery()
    owner = func.coalesce(_buyer(), h.account, type_=Hash)
    columns = (x.position, x.lot, owner.label("owner"), latest.label("order_id"))
    return select(*columns).select_from(joined)


def _buyer() -> ColumnElement[str]:
    """Whose an item is by an order that has ended, while nobody has settled it; as the contract would."""
    b, o = t.bindings.c, orders_table.c
    kept = (o.status == Status.CLOSED, o.released > 0, o.round == b.round, o.returned.is_(False))
    sold = select(o.buyer).join_from(t.bindings, orders_table, o.id == b.order_id)
    return sold.where(b.thing == t.things.c.position, b.sold.is_(None), *kept).limit(1).scalar_subquery()


def _orders(lots: CTE) -> Select[Any]:
    """Orders of lots' items, each with each item."""
    x, b = t.things.c, t.bindings.c
    bound = select(b.order_id, b.thing).select_from(lots.join(t.things, x.lot == lots.c.lot))
    return bound.join(t.bindings, b.thing == x.position).distinct()


def _grouped(db: Connection, column: ColumnElement[str], after: str, limit: int) -> Page[tuple[str, int]]:
    """Each value once, in their order, and how often it stands there."""
    behind = [column > after] if after else []
    query = select(column, func.count()).where(*behind).group_by(column).order_by(column).limit(limit + 1)
    rows = [(str(value), int(many)) for value, many in db.execute(query).tuples()]
    return Page(rows[:limit], rows[limit - 1][0] if len(rows) > limit else "")


def _traced(db: Connection, lot: Lot, is_up: bool, after: str, limit: int) -> Page[Traced]:
    """A part of what is above or below a lot."""
    start = place(after) or 0
    edges, near = _edges(db, lot, is_up), defaultdict(list)
    for edge in edges:
        near[edge.product if is_up else edge.source].append(edge)
    levels = {lot.place: 0}
    queue, used = [lot.place], defaultdict(list)
    for nearer in queue:  # which grows meanwhile
        for edge in near[nearer]:
            further = edge.source if is_up else edge.product
            used[further].append(edge)
            if further not in levels:
                levels[further] = levels[nearer] + 1
                queue.append(further)
    some = queue[1 + start : 1 + start + limit]
    known = lots_at(db, {one for each in some for edge in used[each] for one in (edge.source, edge.product)})
    found = [
        Traced(known[each], levels[each], [Used(known[e.source], known[e.product], e.quantity) for e in used[each]])
        for each in some
    ]
    return Page(found, str(start + limit) if len(queue) > 1 + start + limit else "")


def _edges(db: Connection, lot: Lot, is_up: bool) -> list[_Edge]:
    """What was used of which lot in which, above or below a lot; of too many the first."""
    i = t.inputs.c
    reached = made_of(one(lot.place)) if is_up else made_from(one(lot.place))
    nearer = i.lot if is_up else i.input
    query = select(i.input, i.lot, func.sum(i.quantity)).join(reached, reached.c.lot == nearer)
    query = query.group_by(i.input, i.lot).order_by(i.lot, i.input).limit(MOST)
    return [_Edge(source, product, int(quantity)) for source, product, quantity in db.execute(query).tuples()]
