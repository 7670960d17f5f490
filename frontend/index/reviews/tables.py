"""The tables of reviews, and what they come to.

A review is known by the position of its event, its order and offer by theirs. It belongs to the `line` of its offer
(what its seller published, with all that he put in its place under the same description), so that a new price leaves no
review behind, and other goods take none along.
"""

from enum import IntEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, SmallInteger, String, Table, Text, text

from frontend.index.full_text import add_full_text
from frontend.index.schema import metadata
from frontend.index.types import Amount, Hash, position_key, required


class Why(IntEnum):
    """Why a review weighs what it does: a commission that was paid, a person vouched for, or nothing."""

    NONE = 0
    REFERRER = 1
    PERSON = 2


class Ending(IntEnum):
    """What became of a reviewed order: something was released, or else by what the chain says of the parcel."""

    FULFILLED = 0
    NEVER_ARRIVED = 1
    SENT_BACK = 2
    REFUNDED = 3  # it arrived and was not sent back, or nobody was to say whether it arrived


def _where(condition: str, in_postgresql: str = "") -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(in_postgresql or condition)}


# `fulfilled` where something of its order was released, `ending` what became of it otherwise; `first` where it is this
# buyer's first such review of this seller. `commission` is what the order's referrer got (in its currency's smallest
# unit), `weight` is in millionths.
# `language` and `pictured` are the text's, once it is there. `waits` while the seller has not replied to all of it.
reviews = Table(
    "reviews",
    metadata,
    position_key(),
    Column("order", BigInteger, nullable=False, unique=True),
    required("time", BigInteger),
    required("offer", BigInteger),
    required("line", BigInteger),
    required("seller", Hash),
    required("buyer", Hash),
    Column("referrer", Hash),
    required("currency", Hash),
    required("commission", Amount),
    required("stars", SmallInteger),
    required("fulfilled", Boolean),
    required("ending", SmallInteger),
    required("first", Boolean),
    required("weight", Integer),
    required("why", SmallInteger),
    required("language", String(8)),
    required("pictured", Boolean),
    required("waits", Boolean),
    *(
        Index(f"reviews_{scope}_{order}", *(name for name in (scope, "fulfilled", column, "position") if name))
        for scope in ("seller", "line")
        for order, column in (("newest", ""), ("stars", "stars"), ("weight", "weight"))
    ),
    Index("reviews_buyer", "buyer", "position"),
    Index("reviews_dealings", "seller", "buyer", "fulfilled"),
    Index("reviews_waiting", "seller", "position", **_where("waits = 1", "waits")),
)

# What was said: each part of a review (a position), and when. `learnt` once the document's text is there.
texts = Table(
    "review_texts",
    metadata,
    Column("review", BigInteger, primary_key=True, autoincrement=False),
    Column("part", String(24), primary_key=True),
    required("position", BigInteger),
    required("time", BigInteger),
    Column("document", Hash),
    required("learnt", Boolean),
    Index("review_texts_position", "position"),
    Index("review_texts_document", "document", **_where("document IS NOT NULL")),
    Index("review_texts_missing", "learnt", "document", **_where("document IS NOT NULL AND learnt = 0", "NOT learnt")),
    sqlite_with_rowid=False,
)

# What reviews are searched by, for each text that is there: its words, and marks of whose reviews they stand in
review_search = Table(
    "review_search",
    metadata,
    position_key(),
    required("review", BigInteger),
    required("marks", Text),
    required("text", Text),
)
add_full_text(
    review_search,
    ("marks", "text"),
    (
        """
ALTER TABLE review_search ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', marks), 'A') || to_tsvector('simple', text)) STORED""",
        "CREATE INDEX review_search_words ON review_search USING gin (words)",
    ),
)

# What fulfilled reviews come to: how many of each number of stars, how many of them weigh anything, their weights (in
# millionths), and these times their stars; and how many reviews there are of orders of which nothing was released, by
# what became of them. A day is one of UTC, counted from 1970.
STARS = ("one", "two", "three", "four", "five")
UNFULFILLED = ("never_arrived", "sent_back", "refunded")  # as Ending has them
SUMS = (*STARS, "counted", "weight", "weighted", *UNFULFILLED)
seller_ratings = Table(
    "seller_ratings",
    metadata,
    Column("seller", Hash, primary_key=True),
    *(required(name, BigInteger) for name in SUMS),
    sqlite_with_rowid=False,
)
day_ratings = Table(
    "day_ratings",
    metadata,
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    *(required(name, BigInteger) for name in SUMS),
    sqlite_with_rowid=False,
)
line_ratings = Table(
    "line_ratings",
    metadata,
    Column("line", BigInteger, primary_key=True, autoincrement=False),
    *(required(name, BigInteger) for name in SUMS),
    sqlite_with_rowid=False,
)

# The lines of each listing (a seller's product) that were reviewed: what they come to together, of how many `lines`.
# `lost` says which are the worst: the stars that their reviews fall short of five.
listing_ratings = Table(
    "listing_ratings",
    metadata,
    Column("seller", Hash, primary_key=True),
    Column("product", String(64), primary_key=True),
    *(required(name, BigInteger) for name in SUMS),
    required("lines", Integer),
    sqlite_with_rowid=False,
)
rated_lines = Table(
    "rated_lines",
    metadata,
    Column("seller", Hash, primary_key=True),
    Column("product", String(64), primary_key=True),
    Column("line", BigInteger, primary_key=True, autoincrement=False),
    required("lost", BigInteger),
    Index("rated_lines_worst", "seller", "product", "lost", "line"),
    Index("rated_lines_line", "line"),
    sqlite_with_rowid=False,
)
