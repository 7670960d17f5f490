"""What is shown of an order's events. Whoever floods its record hides nothing that counts of the other side."""

from flask import abort, request
from sqlalchemy import Connection

from frontend.index import evidence, history
from frontend.index.rows import Event, Page
from frontend.resources import database


def part(order_id: str) -> Page[Event]:
    """A part of what happened to an order, the latest first; the first with all documents that count of both sides."""
    after = request.args.get("after", "")
    try:
        found = history.timeline(database(), order_id, after)
    except ValueError:
        abort(404)
    return found if after else Page(_merged(found.items, papers(database(), order_id))[::-1], found.next)


def whole(db: Connection, order_id: str) -> list[Event]:
    """What moved an order, and of each account what it said and showed; oldest first."""
    return _merged(history.steps(db, order_id), papers(db, order_id))


def everything(db: Connection, order_id: str) -> list[Event]:
    """The same, with the items in its parcels and its plan."""
    return _merged(whole(db, order_id), history.of_items(db, order_id), history.of_plan(db, order_id))


def papers(db: Connection, order_id: str) -> list[Event]:
    """The events by which both sides' documents came onto an order's record."""
    return history.at(db, [paper.position for paper in evidence.papers(db, order_id)])


def _merged(*several: list[Event]) -> list[Event]:
    found = {(event.block, event.log_index): event for events in several for event in events}
    return [found[place] for place in sorted(found)]
