"""The way back: what a re-organised chain has forgotten of provenance."""

from collections import Counter

from sqlalchemy import Connection, delete, func, select, update

from frontend.index.provenance import tables as t
from frontend.index.provenance.counting import count
from frontend.index.provenance.tables import FOREVER

BEGAN = (t.lots, t.things, t.inputs, t.lines, t.reports, t.sensors, t.promises, t.errors, t.permissions, t.claims)
HELD = (t.holders, t.contents, t.handovers, t.bindings)


def take_back(db: Connection, gone: int) -> None:
    """Forgets everything from a position on; what ended there goes on."""
    i, x = t.inputs.c, t.things.c
    used = select(i.input, func.sum(i.quantity)).where(i.position >= gone).group_by(i.input)
    touched = select(x.lot, func.count()).where(x.position >= gone, x.lot.is_not(None)).group_by(x.lot)
    lost = [Counter({lot: -int(number) for lot, number in db.execute(query).tuples()}) for query in (used, touched)]
    for table in (*BEGAN, t.recalls):
        db.execute(delete(table).where(table.c.position >= gone))
    for table in HELD:
        db.execute(delete(table).where(table.c.since >= gone))
        more = {"sold": None} if table is t.bindings else {}
        db.execute(
            update(table)
            .where(table.c.until >= gone, table.c.until < FOREVER)
            .values(until=FOREVER, until_time=FOREVER, **more)
        )
    reopened = update(t.recalls).where(t.recalls.c.closed >= gone)
    db.execute(reopened.values(closed=None, closed_time=None, closed_document=None))
    count(db, *lost)
