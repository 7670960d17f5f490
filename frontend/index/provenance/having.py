"""Who has what: owner and custodian of a thing, what an account owns, what is offered to it, what an order got."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, RowMapping, Select, and_, func, or_, select, true

from frontend.index.bulk import parts
from frontend.index.provenance import tables as t
from frontend.index.provenance.ancestry import made_from, made_of
from frontend.index.provenance.finding import PART, things_at
from frontend.index.provenance.kinds import key_of
from frontend.index.provenance.rows import (
    About,
    Affected,
    Binding,
    Claim,
    Holding,
    Offered,
    Outcome,
    Permission,
    Sold,
    Thing,
)
from frontend.index.provenance.tables import CUSTODIAN, FOREVER, OWNER
from frontend.index.provenance.warnings import _recalls_of, covers, recalls
from frontend.index.reading import address, checksummed, hash_of, next_cursor, place
from frontend.index.rows import Page
from frontend.index.schema import block_of, orders, position
from scripts.terms import Status

SOME = 10  # things named of those that are recalled


def holding(db: Connection, thing: Thing) -> Holding:
    """Who owns and keeps a thing now, and the units around it; what lies in a unit has the outermost one's."""
    c, h = t.contents.c, t.holders.c
    places = [thing.place]
    while unit := db.execute(select(c.unit).where(c.thing == places[-1], c.until == FOREVER)).scalar():
        places.append(unit)
    columns = (h.role, h.account, h.since_time, h.event)
    rows = db.execute(select(*columns).where(h.thing == places[-1], h.until == FOREVER)).all()
    who = {row.role: (checksummed(row.account), row.since_time) for row in rows}
    how = next(row.event for row in rows if row.role == OWNER)
    return Holding(*who[OWNER], *who[CUSTODIAN], things_at(db, places[1:]), how)


def former_owners(db: Connection, thing: Thing) -> list[str]:
    """Whose a thing once was, the last one first; whoever has it back may be among them."""
    h = t.holders.c
    conditions = (h.thing == thing.place, h.role == OWNER, h.until != FOREVER)
    query = select(h.account).where(*conditions).group_by(h.account).order_by(func.max(h.until).desc()).limit(PART)
    return [checksummed(account) for account in db.execute(query).scalars()]


def claim(db: Connection, thing: Thing) -> Claim | None:
    """Who showed an item's hidden code; None while nobody has."""
    return _claims(db, [thing]).get(thing.place)


def bindings(db: Connection, thing: Thing) -> list[Binding]:
    """The orders that an item was bound to, the latest first."""
    query = _bound().where(t.bindings.c.thing == thing.place).order_by(t.bindings.c.since.desc()).limit(PART)
    return [_binding(row) for row in db.execute(query).mappings()]


def was_bound(db: Connection, item: dict[str, Any], block: int, log_index: int) -> bool:
    """Whether an item, by the fields of a log, was ever bound to an order before that log."""
    b = t.bindings.c
    of_it = select(b.since).join(t.things, t.things.c.position == b.thing).where(t.things.c.key == key_of(item))
    return db.execute(of_it.where(b.since < position(block, log_index)).limit(1)).first() is not None


def items_of_order(db: Connection, order_id: str) -> list[Sold]:
    """Items that are or were bound to an order, the latest first, each with its recalls."""
    query = _bound().where(t.bindings.c.order_id == hash_of(order_id)).order_by(t.bindings.c.since.desc()).limit(PART)
    rows = db.execute(query).mappings().all()
    things = things_at(db, [row["thing"] for row in rows])
    claims = _claims(db, things)
    return [
        Sold(thing, _binding(row), recalls(db, thing), claims.get(thing.place))
        for thing, row in zip(things, rows, strict=True)
    ]


def owned(db: Connection, account: str, after: str = "", limit: int = PART, role: int = OWNER) -> Page[Thing]:
    """Items and units that an account owns (or keeps), the latest made first, without what lies in units."""
    h, before = t.holders.c, place(after)
    conditions = [h.account == address(account), h.role == role, h.until == FOREVER]
    conditions += [] if before is None else [h.thing < before]
    query = select(h.thing.label("position")).where(*conditions).order_by(h.thing.desc()).limit(limit + 1)
    rows = db.execute(query).mappings().all()
    return Page(things_at(db, [row["position"] for row in rows[:limit]]), next_cursor(rows, limit))


def affected(db: Connection, account: str) -> list[Affected]:
    """Open recalls of what an account owns, also in units, and of what went into it; producers' worst first.

    Of so many at most, however many lots an account has things of.
    """
    mine = _all_of(address(account))
    return [one for recall in open_recalls(db, mine) for one in _affected(db, mine, recall)]


def open_recalls(db: Connection, mine: CTE) -> Sequence[RowMapping]:
    """Open recalls of things (the column `thing`), and of what went into them; producers' worst first, and not all."""
    i, r = t.inputs.c, t.recalls.c
    lots = _things_in(mine, t.things.c.lot).where(t.things.c.lot.is_not(None)).distinct()
    made = made_of(lots)
    direct = _things_in(mine, mine.c.thing).where(t.things.c.lot == r.subject, covers(t.things.c.serial))
    inherited = and_(r.by_producer.is_(true()), r.subject.in_(select(i.input).join(made, made.c.lot == i.lot)))
    open_ones = select(t.recalls).join(made, made.c.lot == r.subject)
    open_ones = open_ones.where(r.closed.is_(None), or_(direct.correlate(t.recalls).exists(), inherited))
    worst = open_ones.order_by(r.by_producer.desc(), r["class"], r.position.desc()).limit(PART)
    return db.execute(worst).mappings().all()


def recalled_of(mine: CTE, column: ColumnElement[Any], recall: RowMapping) -> dict[About, Select[Any]]:
    """A column of things that a recall is of, by how: items of its lot, and everything that was made with it."""
    x, i, subject = t.things.c, t.inputs.c, recall["subject"]
    of_it = _things_in(mine, column).join(t.recalls, t.recalls.c.position == recall["position"])
    direct = About.LOT if recall["by_producer"] else About.ITEM
    found = {direct: of_it.where(x.lot == subject, covers(x.serial))}
    if recall["by_producer"]:
        below = made_from(select(i.lot).where(i.input == subject))
        found[About.INGREDIENT] = _things_in(mine, column).join(below, below.c.lot == x.lot)
    return found


def offered(db: Connection, account: str, after: str = "", limit: int = PART) -> Page[Offered]:
    """What was offered to an account and can be accepted, the latest first."""
    o, before = t.handovers.c, place(after)
    conditions = [o.to == address(account), o.until == FOREVER, *([] if before is None else [o.since < before])]
    query = select(t.handovers, o.since.label("position")).where(*conditions).order_by(o.since.desc())
    rows = db.execute(query.limit(limit + 1)).mappings().all()
    return Page(_offers(db, rows[:limit]), next_cursor(rows, limit))


def offers_of(db: Connection, thing: Thing) -> list[Offered]:
    """What of a thing is offered to somebody now."""
    o = t.handovers.c
    rows = db.execute(select(t.handovers).where(o.thing == thing.place, o.until == FOREVER)).mappings().all()
    return _offers(db, rows)


def permitted(db: Connection, lot_id: str, account: str, limit: int = PART) -> list[Permission]:
    """Whom an account lets report of a lot now, and what."""
    p = t.permissions.c
    mine = (p.lot == hash_of(lot_id), p.account == address(account))
    latest = select(func.max(p.position)).where(*mine).group_by(p.reporter)
    query = select(t.permissions).where(p.position.in_(latest), p.steps > 0).order_by(p.position.desc()).limit(limit)
    return [
        Permission(checksummed(row["account"]), checksummed(row["reporter"]), row["steps"], block_of(row["position"]))
        for row in db.execute(query).mappings()
    ]


def _all_of(account: str) -> CTE:
    """What an account owns, also what lies in its units; the column `thing`."""
    h, c = t.holders.c, t.contents.c
    conditions = (h.account == account, h.role == OWNER, h.until == FOREVER)
    loose = select(h.thing).where(*conditions).cte("mine", recursive=True)
    return loose.union_all(select(c.thing).where(c.unit == loose.c.thing, c.until == FOREVER))


def _things_in(mine: CTE, column: ColumnElement[Any]) -> Select[Any]:
    """A column of the things that an account owns."""
    return select(column).join_from(mine, t.things, mine.c.thing == t.things.c.position)


def _affected(db: Connection, mine: CTE, recall: RowMapping) -> Iterator[Affected]:
    """What a recall is of, by how it is."""
    for about, query in recalled_of(mine, mine.c.thing, recall).items():
        number = db.execute(select(func.count()).select_from(query.subquery())).scalar_one()
        some = db.execute(query.order_by(mine.c.thing.desc()).limit(SOME)).scalars().all()
        (known,) = _recalls_of(db, [recall], about)
        if number:
            yield Affected(known, number, things_at(db, some))


def _claims(db: Connection, things: Iterable[Thing]) -> dict[int, Claim]:
    c = t.claims.c
    queries = (select(t.claims).where(c.thing.in_(part)) for part in parts({thing.place for thing in things}))
    rows = [row for query in queries for row in db.execute(query)]
    return {row.thing: Claim(checksummed(row.by), block_of(row.position), row.time) for row in rows}


def _bound() -> Select[Any]:
    """Bindings with how their orders stand."""
    o = orders.c
    columns = (o.status, o.round.label("order_round"), o.returned, o.released)
    return select(t.bindings, *columns).join_from(t.bindings, orders, o.id == t.bindings.c.order_id)


def _binding(row: RowMapping) -> Binding:
    """As the contract would settle it now, where nobody has."""
    if row["sold"] is not None:
        outcome = Outcome.SOLD if row["sold"] else Outcome.NOTHING
    elif row["round"] != row["order_round"] or row["returned"]:
        outcome = Outcome.NOTHING
    elif row["status"] not in (Status.CLOSED, Status.CANCELLED):
        outcome = Outcome.OPEN
    else:
        outcome = Outcome.SOLD if row["released"] else Outcome.NOTHING
    return Binding(row["order_id"], row["round"], outcome, row["sold"] is not None, row["since_time"])


def _offers(db: Connection, rows: Iterable[RowMapping]) -> list[Offered]:
    listed = list(rows)
    things = things_at(db, [row["thing"] for row in listed])
    return [
        Offered(thing, row["role"], checksummed(row["by"]), checksummed(row["to"]), row["version"], row["since_time"])
        for thing, row in zip(things, listed, strict=True)
    ]
