"""Making typed rows of reviews out of the index's tables."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from frontend.index.reading import checksummed
from frontend.index.reviews.kinds import FOLLOW_UP, REPLY, REPLY_TO_FOLLOW_UP, REVIEW
from frontend.index.reviews.learning import KINDS
from frontend.index.reviews.rows import Ending, Review, Text, Why
from frontend.index.reviews.tables import reviews, texts
from frontend.index.schema import block_of, documents, events, offers, orders
from frontend.state_table import EMPTY_ADDRESS

NTHS = 100  # of a buyer's orders with one seller, no more are counted

OF_ORDER = ("total", "released", "refunded", "goodwill", "shipped_time", "received_time", "attested", "round")


def review_query() -> Select[Any]:
    """Reviews with their orders."""
    o = orders.c
    earlier = orders.alias("earlier")
    same = earlier.c.seller == o.seller, earlier.c.buyer == o.buyer, earlier.c.position <= o.position
    counted = select(earlier.c.position).where(*same).limit(NTHS).correlate(orders).subquery()
    nth = select(func.count()).select_from(counted).scalar_subquery()
    columns = [o.id.label("order_id"), o.time.label("paid_time"), *(o[name] for name in OF_ORDER)]
    query = select(reviews, *columns, offers.c.id.label("offer_id"), nth.label("nth"))
    query = query.join_from(reviews, orders, o.position == reviews.c.order)
    return query.join(offers, offers.c.position == reviews.c.offer)


def reviews_of(db: Connection, rows: Sequence[RowMapping]) -> list[Review]:
    """Rows that a query made of `review_query` finds."""
    said = _texts(db, [row["position"] for row in rows])
    return [_review(row, said[row["position"]]) for row in rows]


def _review(row: RowMapping, said: dict[str, Text]) -> Review:
    return Review(
        order=row["order_id"],
        offer=row["offer_id"],
        seller=checksummed(row["seller"]),
        buyer=checksummed(row["buyer"]),
        stars=row["stars"],
        text=said[REVIEW],
        follow_up=said.get(FOLLOW_UP),
        reply=said.get(REPLY),
        reply_to_follow_up=said.get(REPLY_TO_FOLLOW_UP),
        fulfilled=row["fulfilled"],
        ending=Ending(row["ending"]),
        first=row["first"],
        weight=row["weight"],
        why=Why(row["why"]),
        currency=checksummed(row["currency"]),
        commission=row["commission"],
        referrer=checksummed(row["referrer"] or EMPTY_ADDRESS),
        paid_time=row["paid_time"],
        nth=row["nth"],
        **{name: row[name] for name in OF_ORDER},
    )


def _texts(db: Connection, places: Sequence[int]) -> dict[int, dict[str, Text]]:
    """What was said in these reviews, by part."""
    t = texts.c
    query = select(texts, documents.c.body, documents.c.kind, events.c.transaction)
    query = query.join_from(texts, events, events.c.position == t.position)
    query = query.outerjoin(documents, documents.c.sha256 == t.document).where(t.review.in_(places))
    found: dict[int, dict[str, Text]] = {place: {} for place in places}
    for row in db.execute(query).mappings():
        body = row["body"] if row["kind"] == KINDS[row["part"]] else {}
        place = block_of(row["position"]), row["time"], row["transaction"]
        found[row["review"]][row["part"]] = Text(row["document"] or "", body, *place)
    return found
