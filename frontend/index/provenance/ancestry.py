"""Which lots went into which, down and up, however many levels."""

from collections.abc import Collection

from sqlalchemy import CTE, BigInteger, Select, literal, select

from frontend.index.provenance import tables as t


def made_of(lots: Select[tuple[int]]) -> CTE:
    """These lots, and all that went into them; the column `lot`."""
    some = lots.subquery().c
    begin = select(next(iter(some)).label("lot")).cte("made_of", recursive=True)
    return begin.union(select(t.inputs.c.input).where(t.inputs.c.lot == begin.c.lot))


def made_from(lots: Select[tuple[int]]) -> CTE:
    """These lots, and all that was made with them; the column `lot`."""
    some = lots.subquery().c
    begin = select(next(iter(some)).label("lot")).cte("made_from", recursive=True)
    return begin.union(select(t.inputs.c.lot).where(t.inputs.c.input == begin.c.lot))


def one(lot: int) -> Select[tuple[int]]:
    """A lot, as a question."""
    return select(literal(lot, BigInteger).label("lot"))


def each_made_of(lots: Collection[int]) -> CTE:
    """Each of these lots (`root`) with itself and all that went into it (`lot`)."""
    c = t.lots.c
    begin = select(c.position.label("root"), c.position.label("lot")).where(c.position.in_(lots))
    found = begin.cte("each_made_of", recursive=True)
    return found.union(select(found.c.root, t.inputs.c.input).where(t.inputs.c.lot == found.c.lot))
