"""What a batch of events makes of reviews; forgetting what a re-organised chain has forgotten."""

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, delete, select

from frontend.index.bulk import Row, add, change, keys_there, load
from frontend.index.deeds import commission
from frontend.index.events import Decoded
from frontend.index.reviews import learning, weighing
from frontend.index.reviews.kinds import FOLLOW_UP, REPLY, REPLY_TO_FOLLOW_UP, REVIEWED, part_of
from frontend.index.reviews.tables import Ending, Why, review_search, reviews, texts
from frontend.index.rows import EMPTY_HASH
from frontend.index.schema import offers, orders
from frontend.state_table import EMPTY_ADDRESS
from frontend.trusted import Trusted


class Reviews:
    """Gathers the events of reviews, oldest first, and writes what follows once their orders are written."""

    def __init__(self, db: Connection, trusted: Trusted) -> None:
        self._db = db
        self._trusted = trusted
        self._events: list[Decoded] = []

    def fold(self, event: Decoded) -> None:
        """Takes an event of NAMES."""
        self._events.append(event)

    def write(self) -> None:
        """Writes what was gathered."""
        if not self._events:
            return
        db = self._db
        order_at = {row["id"]: row for row in load(db, orders, orders.c.id, {_order(one) for one in self._events})}
        places = {row["position"] for row in order_at.values()}
        rows = {row["order"]: row for row in load(db, reviews, reviews.c.order, places)}
        known = {row["position"] for row in rows.values()}
        for event in self._events:
            if event.name == REVIEWED:
                order = order_at[_order(event)]
                rows[order["position"]] = _row(event, order)
        new = [row for row in rows.values() if row["position"] not in known]
        said = [_text(event, rows[order_at[_order(event)]["position"]]) for event in self._events]
        self._add(new, said)
        before = [row for row in rows.values() if row["position"] in known]
        change(db, reviews, _waiting(db, before), ("waits",))

    def _add(self, new: list[Row], said: list[Row]) -> None:
        db = self._db
        lines = {row["position"]: row["line"] for row in load(db, offers, offers.c.position, {r["offer"] for r in new})}
        for row in new:
            row["line"] = lines[row["offer"]]
        _mark_first(db, new)
        weighing.Weigher(db, self._trusted).weigh(new)
        learning.know(db, new, said)
        add(db, texts, said)
        add(db, reviews, _waiting(db, new))
        weighing.replace(db, [], new)
        learning.add_to_search(db, {text["document"] for text in said if text["learnt"]})


def take_back(db: Connection, gone: int, trusted: Trusted, subjects: set[str]) -> None:
    """Forgets what was said from a position on, and weighs anew by what holds again of these subjects."""
    names = reviews.c.keys()
    lost = [dict(zip(names, row, strict=True)) for row in db.execute(select(reviews).where(reviews.c.position >= gone))]
    weighing.replace(db, lost, [])
    said = select(texts.c.review).where(texts.c.position >= gone, texts.c.review < gone)
    touched = set(db.execute(said).scalars())
    db.execute(delete(reviews).where(reviews.c.position >= gone))
    for table in (texts, review_search):
        db.execute(delete(table).where(table.c.position >= gone))
    change(db, reviews, _waiting(db, load(db, reviews, reviews.c.position, touched)), ("waits",))
    weighing.weigh_of(db, trusted, subjects)


def ending(order: Row) -> Ending:
    """What became of an order that has ended, by what the chain says: nobody attests parcels that have no carrier."""
    if order["released"]:
        return Ending.FULFILLED
    if order["returned"]:
        return Ending.SENT_BACK
    is_unattested = order["shipped_time"] and order["carrier"] is None
    return Ending.REFUNDED if order["received_time"] or is_unattested else Ending.NEVER_ARRIVED


def _order(event: Decoded) -> str:
    return str(event.fields["order_id"])


def _row(event: Decoded, order: Row) -> Row:
    """A review that was just written."""
    return {
        "position": event.position,
        "order": order["position"],
        "time": event.time,
        **{name: order[name] for name in ("offer", "seller", "buyer", "currency")},
        "referrer": None if order["referrer"] == EMPTY_ADDRESS else order["referrer"],
        "commission": commission(order),
        "stars": event.fields["stars"],
        "fulfilled": order["released"] > 0,
        "ending": ending(order).value,
        "first": False,
        "weight": 0,
        "why": Why.NONE.value,
        "language": "",
        "pictured": False,
        "waits": True,
    }


def _text(event: Decoded, review: Row) -> Row:
    document = event.fields["document"]
    return {
        "review": review["position"],
        "part": part_of(event.name, event.fields),
        "position": event.position,
        "time": event.time,
        "document": None if document == EMPTY_HASH else document,
        "learnt": False,
    }


def _mark_first(db: Connection, new: Iterable[Row]) -> None:
    """Finds those that are their buyer's first of a fulfilled order of their seller."""
    fulfilled = [row for row in new if row["fulfilled"]]
    dealings = {(row["seller"], row["buyer"]) for row in fulfilled}
    seen = keys_there(db, reviews, ("seller", "buyer"), dealings, reviews.c.fulfilled)
    for row in sorted(fulfilled, key=itemgetter("position")):
        row["first"] = (row["seller"], row["buyer"]) not in seen
        seen.add((row["seller"], row["buyer"]))


def _waiting(db: Connection, rows: list[Row]) -> list[Row]:
    """Finds those to which their seller has not replied, to all that there is of them."""
    parts: defaultdict[int, set[Any]] = defaultdict(set)
    for text in load(db, texts, texts.c.review, {row["position"] for row in rows}):
        parts[text["review"]].add(text["part"])
    for row in rows:
        mine = parts[row["position"]]
        row["waits"] = REPLY not in mine or (FOLLOW_UP in mine and REPLY_TO_FOLLOW_UP not in mine)
    return rows
