"""How many items of each lot were used up and became individual, kept as sums."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete

from frontend.index.bulk import load, parts, put
from frontend.index.provenance.tables import lot_counts


def count(db: Connection, used: Mapping[int, int], touched: Mapping[int, int]) -> None:
    """Adds to the counts of lots; a row in which nothing is left goes."""
    lots = {*used, *touched}
    rows = {row["lot"]: row for row in load(db, lot_counts, lot_counts.c.lot, lots)}
    for lot in lots:
        row = rows.setdefault(lot, {"lot": lot, "used": 0, "touched": 0})
        row["used"] += used.get(lot, 0)
        row["touched"] += touched.get(lot, 0)
    empty = [lot for lot, row in rows.items() if not row["used"] and not row["touched"]]
    for part in parts(empty):
        db.execute(delete(lot_counts).where(lot_counts.c.lot.in_(part)))
    put(db, lot_counts, [row for lot, row in rows.items() if lot not in empty], ("used", "touched"))
