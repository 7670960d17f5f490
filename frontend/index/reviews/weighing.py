"""What reviews weigh, and sums over them.

A review weighs by the commission that its order brought to this storefront or to a referrer whom its operator names,
or in full where it is the first of a buyer who is known to be one person. No claim makes a referrer: whoever held one
could pay commissions to himself. Who was known to be a person is asked of the moment of writing; what was revoked or
declined since counts no more, what has expired since does. So a weight only ever falls, but where an operator changes
his file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from frontend.index import sums
from frontend.index.bulk import Row, change, load, parts
from frontend.index.daily import DAY
from frontend.index.figures import EVERYBODY
from frontend.index.reviews import listings
from frontend.index.reviews.tables import (
    STARS,
    SUMS,
    UNFULFILLED,
    Ending,
    Why,
    day_ratings,
    line_ratings,
    reviews,
    seller_ratings,
)
from frontend.index.schema import market
from frontend.index.vouching.tables import vouchings
from frontend.trusted import FULL, Trusted
from scripts.claims import PERSON, word_of

RATINGS = {"seller": seller_ratings, "line": line_ratings, "day": day_ratings}
AT_ONCE = 5_000  # reviews that are weighed anew


class Weigher:
    """Weighs reviews as an operator's file says."""

    def __init__(self, db: Connection, trusted: Trusted) -> None:
        self._db = db
        self._referrers = trusted.weighing_referrers
        self._full = {currency.lower(): amount for currency, amount in trusted.full_weight.items()}
        self._believed = [one.lower() for one in trusted.issuers_of(PERSON)]

    def weigh(self, rows: Iterable[Row]) -> None:
        """Sets what reviews weigh, and why."""
        fulfilled = [row for row in rows if row["fulfilled"]]
        persons = _Persons(self._db, self._believed, {row["buyer"] for row in fulfilled if row["first"]})
        for row in fulfilled:
            by_referrer = self._share(row) if row["referrer"] in self._referrers else 0
            by_person = FULL if row["first"] and persons.counts(row["buyer"], row) else 0
            row["weight"] = max(by_referrer, by_person)
            row["why"] = int(Why.PERSON if by_person > by_referrer else Why.REFERRER if by_referrer else Why.NONE)

    def _share(self, row: Row) -> int:
        """What an order's commission weighs."""
        full = self._full.get(row["currency"], 0)
        return min(FULL, row["commission"] * FULL // full) if full else 0


class _Persons:
    """Of whom issuers that are believed said that he is one person, from when to when."""

    def __init__(self, db: Connection, believed: list[str], subjects: set[str]) -> None:
        self._spans: defaultdict[str, list[Row]] = defaultdict(list)
        self._taken_back: dict[str, int] = {}  # by claim, where last
        v, word = vouchings.c, word_of(PERSON)[2:]
        keys = [issuer + subject[2:] + word for issuer in believed for subject in subjects]
        columns = (v.key, v.subject, v.position, v.until, v.expires, v.revoked, v.declined)
        for part in parts(keys):
            query = select(*columns).where(v.key.in_(part), v.issued).order_by(v.position)
            for row in db.execute(query).mappings():
                if row["revoked"] or row["declined"]:
                    self._taken_back[row["key"]] = row["position"]
                else:
                    self._spans[row["subject"]].append(dict(row))

    def counts(self, subject: str, review: Row) -> bool:
        """Whether anything was said of a subject when a review was written, and not taken back since."""
        return any(
            span["position"] < review["position"] < span["until"]
            and review["time"] < span["expires"]
            and self._taken_back.get(span["key"], 0) < review["position"]
            for span in self._spans.get(subject, ())
        )


def replace(db: Connection, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Takes reviews as they were out of the ratings, and puts them in as they are."""
    changes: defaultdict[tuple[str, Any], sums.Sums] = defaultdict(lambda: (0,) * len(SUMS))
    for rows, sign in ((before, -1), (after, 1)):
        for row in rows:
            counted = tuple(sign * one for one in _counted(row))
            keys = ("seller", row["seller"]), ("seller", EVERYBODY), ("line", row["line"]), ("day", row["time"] // DAY)
            for key in keys:
                changes[key] = sums.total(changes[key], counted)
    for name, table in RATINGS.items():
        mine = {(key,): change for (of, key), change in changes.items() if of == name and any(change)}
        sums.add(db, table, mine)
    listings.renew(db, {key for (of, key), change in changes.items() if of == "line" and any(change)})


def weigh_anew(db: Connection, trusted: Trusted, rows: list[Row]) -> None:
    """Weighs reviews that were weighed before, and what they come to."""
    before = [dict(row) for row in rows]
    Weigher(db, trusted).weigh(rows)
    pairs = [(old, new) for old, new in zip(before, rows, strict=True) if old != new]
    change(db, reviews, [new for _, new in pairs], ("weight", "why"))
    replace(db, [old for old, _ in pairs], [new for _, new in pairs])


def weigh_of(db: Connection, trusted: Trusted, buyers: set[str]) -> None:
    """Weighs all anew that may weigh by what is said of these accounts."""
    weigh_anew(db, trusted, _of(db, buyers))


def renew(db: Connection, trusted: Trusted) -> None:
    """Weighs all reviews anew where an operator has changed whom he believes."""
    mark = trusted.fingerprint
    if db.execute(select(market.c.trust)).scalar() == mark:
        return
    for rows in _all(db):
        weigh_anew(db, trusted, rows)
    db.execute(update(market).values(trust=mark))


def weigh_less(db: Connection, trusted: Trusted, buyers: set[str]) -> None:
    """Weighs anew what weighs by claims about these accounts, of which some were taken back."""
    weigh_anew(db, trusted, _of(db, buyers, reviews.c.why == Why.PERSON.value))


def _of(db: Connection, buyers: set[str], *which: ColumnElement[bool]) -> list[Row]:
    names = reviews.c.keys()
    queries = (select(reviews).where(reviews.c.buyer.in_(part), *which) for part in parts(buyers))
    return [dict(zip(names, row, strict=True)) for query in queries for row in db.execute(query)]


def _all(db: Connection) -> Iterator[list[Row]]:
    """All reviews, so many at a time."""
    after = -1
    while True:
        query = select(reviews.c.position).where(reviews.c.position > after).order_by(reviews.c.position)
        places = db.execute(query.limit(AT_ONCE)).scalars().all()
        if not places:
            return
        yield sorted(load(db, reviews, reviews.c.position, places), key=itemgetter("position"))
        after = places[-1]


def _counted(row: Row) -> sums.Sums:
    """What a review adds to a rating."""
    if not row["fulfilled"]:
        name = Ending(row["ending"]).name.lower()
        return tuple(int(one == name) for one in SUMS)
    stars = tuple(int(row["stars"] == number) for number in range(1, len(STARS) + 1))
    weight = row["weight"]
    return (*stars, int(weight > 0), weight, weight * row["stars"], *(0 for _ in UNFULFILLED))
