"""Which of several things are recalled: for lists of them, in as many questions as there are recalls."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import CTE, Connection, select

from frontend.index.provenance import tables as t
from frontend.index.provenance.having import open_recalls, recalled_of
from frontend.index.provenance.rows import Recall, Thing
from frontend.index.provenance.warnings import _recalls_of


def recalled(db: Connection, things: Collection[Thing]) -> dict[int, list[Recall]]:
    """Open recalls by the place of a thing: of itself, of what lies in it, and of what went into these."""
    found: dict[int, list[Recall]] = defaultdict(list)
    if not things:
        return found
    mine = _with_contents({thing.place for thing in things})
    for recall in open_recalls(db, mine):
        for about, query in recalled_of(mine, mine.c.root, recall).items():
            roots = db.execute(query.distinct()).scalars().all()
            (known,) = _recalls_of(db, [recall], about)
            for root in roots:
                found[root].append(known)
    return found


def _with_contents(places: set[int]) -> CTE:
    """Things and all that lies in them, as the column `thing`; in which of these things, as the column `root`."""
    x, c = t.things.c, t.contents.c
    loose = select(x.position.label("root"), x.position.label("thing")).where(x.position.in_(places))
    mine = loose.cte("mine", recursive=True)
    return mine.union_all(select(mine.c.root, c.thing).where(c.unit == mine.c.thing, c.until == t.FOREVER))
