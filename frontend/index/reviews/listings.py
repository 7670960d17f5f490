"""What listings come to, kept with their lines' ratings: sums that no page has to add up, and each offer's rank.

A listing is a seller's product, and has every line that its offers are of; a line's offers have one text, so it is of
one listing. However many variants a seller makes, only lines that were reviewed are kept here, and all of them count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from frontend.index import sums
from frontend.index.bulk import Row, drop_keys, load, load_keys, parts, put
from frontend.index.reviews.tables import STARS, SUMS, UNFULFILLED, line_ratings, listing_ratings, rated_lines
from frontend.index.schema import offers
from frontend.trusted import FULL

Listing = tuple[str, str]  # seller and product

BEST = len(STARS)
OTHERS, OF_STARS = 5, 3  # as if so many reviews in full, of so many stars, stood beside a listing's own


def renew(db: Connection, lines: Iterable[int]) -> None:
    """Computes anew what follows from these lines' ratings."""
    lines = set(lines)
    rated = {row["line"]: row for row in load(db, line_ratings, line_ratings.c.line, lines)}
    before = {(row["seller"], row["product"], row["line"]) for row in load(db, rated_lines, rated_lines.c.line, lines)}
    now = _of_lines(db, rated)
    drop_keys(db, rated_lines, sorted(before - now))
    rows = [{"seller": one[0], "product": one[1], "line": one[2], "lost": lost(rated[one[2]])} for one in sorted(now)]
    put(db, rated_lines, rows, ("lost",))
    _sum_up(db, {(seller, product) for seller, product, _ in before | now})
    alone = [{"its_line": line, "its_rank": rank(rated.get(line))} for line in sorted(lines)]
    _set_ranks(db, alone, offers.c.line == bindparam("its_line"), offers.c.product.is_(None))


def take_in(db: Connection, new: Sequence[Mapping[str, Any]]) -> None:
    """Gives offers that were just published, or whose text has just come, the rank of their listings."""
    lines = {row["line"] for row in new}
    counted = {row["line"] for row in load(db, rated_lines, rated_lines.c.line, lines)}
    renew(db, {row["line"] for row in load(db, line_ratings, line_ratings.c.line, lines - counted)})
    mine = {(row["seller"], row["product"]) for row in new if row["product"]}
    rated = load_keys(db, listing_ratings, ("seller", "product"), mine)
    rank_of = {(row["seller"], row["product"]): rank(row) for row in rated}
    places = [(row["position"], rank_of.get((row["seller"], row["product"]))) for row in new]
    ranks = [{"its_position": place, "its_rank": its_rank} for place, its_rank in places if its_rank is not None]
    _set_ranks(db, ranks, offers.c.position == bindparam("its_position"))


def lost(row: Mapping[str, Any]) -> int:
    """Stars that a line's reviews fall short of five by, in millionths: by weight, and a millionth each whoever gave
    them, all five of an order that was not fulfilled. So what weighs stands before what anybody can make up."""
    short = sum((BEST - stars) * row[name] for stars, name in enumerate(STARS, 1))
    unfulfilled = sum(row[name] for name in UNFULFILLED)
    return int(BEST * row["weight"] - row["weighted"] + short + BEST * unfulfilled)


def rank(row: Mapping[str, Any] | None) -> int:
    """Where goods stand among others, in millionths of a star: 0 without a mean; else their mean by weight, drawn
    towards three stars the more the less they weigh, so that one review in full does not lead the market."""
    if row is None or row["weight"] < FULL:
        return 0
    return int((row["weighted"] + OTHERS * OF_STARS * FULL) * FULL // (row["weight"] + OTHERS * FULL))


def _of_lines(db: Connection, lines: Iterable[int]) -> set[tuple[str, str, int]]:
    """The listings that these lines are in: seller, product and line, as the first offer of each has them."""
    o = offers.c
    query = select(o.seller, o.product, o.position).where(o.product.is_not(None))
    return {tuple(row) for part in parts(lines) for row in db.execute(query.where(o.position.in_(part)))}


def _sum_up(db: Connection, listings: set[Listing]) -> None:
    """Adds up listings' lines."""
    pairs = load_keys(db, rated_lines, ("seller", "product"), listings)
    rated = {row["line"]: row for row in load(db, line_ratings, line_ratings.c.line, {row["line"] for row in pairs})}
    totals: defaultdict[Listing, sums.Sums] = defaultdict(lambda: (0,) * (len(SUMS) + 1))
    for row in pairs:
        key = row["seller"], row["product"]
        totals[key] = sums.total(totals[key], (*(rated[row["line"]][name] for name in SUMS), 1))
    names = ("seller", "product", *SUMS, "lines")
    rows = [dict(zip(names, (*key, *total), strict=True)) for key, total in sorted(totals.items())]
    drop_keys(db, listing_ratings, sorted(listings - totals.keys()))
    put(db, listing_ratings, rows, (*SUMS, "lines"))
    gone = [{"seller": seller, "product": product} for seller, product in sorted(listings - totals.keys())]
    _rank_listings(db, rows + [row | {"weight": 0} for row in gone])


def _rank_listings(db: Connection, rows: Sequence[Row]) -> None:
    o = offers.c
    same = o.seller == bindparam("its_seller"), o.product == bindparam("its_product")
    ranks = [{"its_seller": row["seller"], "its_product": row["product"], "its_rank": rank(row)} for row in rows]
    _set_ranks(db, ranks, *same)


def _set_ranks(db: Connection, ranks: Sequence[Row], *same: ColumnElement[bool]) -> None:
    """Ranks offers where that changes anything."""
    if ranks:
        its: ColumnElement[int] = bindparam("its_rank")
        db.execute(update(offers).where(*same, offers.c.rated != its).values(rated=its), ranks)
