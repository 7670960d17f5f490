"""Whose reviews, and of which goods: a listing is every line of offers that its variants are of."""

from sqlalchemy import Connection, select

from frontend.index.reading import hash_of
from frontend.index.reviews.rows import MOST_LINES
from frontend.index.reviews.tables import rated_lines
from frontend.index.schema import offers


def lines_of(db: Connection, offer_id: str) -> list[int]:
    """The lines of an offer's listing that were reviewed, the worst first; its own where its text is not there.

    None of an offer that was never published. Of more than MOST_LINES those are left out that lost the fewest stars.
    """
    o, worst = offers.c, rated_lines.c
    row = db.execute(select(o.line, o.seller, o.product).where(o.id == hash_of(offer_id))).first()
    if row is None:
        return []
    if not row.product:
        return [row.line]
    query = select(worst.line).where(worst.seller == row.seller, worst.product == row.product)
    return list(db.execute(query.order_by(worst.lost.desc(), worst.line.desc()).limit(MOST_LINES)).scalars())
