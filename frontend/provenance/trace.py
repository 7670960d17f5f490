"""Up to what goods were made of, and down to everything that was made with them: lots, items, orders, owners."""

from dataclasses import dataclass

from flask import abort, request, url_for

from frontend import people
from frontend.index.provenance import finding, trace, warnings
from frontend.index.provenance.rows import Lot
from frontend.index.provenance.trace import Reached, Traced, Used
from frontend.index.rows import Page
from frontend.provenance import banners, marks, subjects
from frontend.provenance.blueprint import bp, show
from frontend.provenance.marks import Mark
from frontend.provenance.subjects import Made
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import id_in_url

READS = "120/minute"  # each walks the whole tree
PARTS = ("up", "down", "items", "owners", "orders")  # lists of the page, as the address line turns them over
SHOWN = 20  # of each


@dataclass(frozen=True)
class Step:
    """A lot so many steps away, what is to be known of it, and how many of what went into it, or of it into what.

    Each use by itself, with the lot on the other side: churns and bottles have no sum.
    """

    made: Made
    level: int
    used: list[tuple[str, str]]
    marks: list[Mark]


@dataclass(frozen=True)
class Item:
    """An item, who owns it, and what is to be known of it."""

    name: str
    path: str
    reached: Reached
    marks: list[Mark]


@bp.get("/trace/<lot_id>")
@limits.limiter.limit(READS)
def traced(lot_id: str) -> str:
    """The trace of a lot."""
    lot = finding.lot(database(), id_in_url(lot_id)) or abort(404)
    try:
        facts = _facts(lot)
    except ValueError:
        abort(404)
    return show("trace", made=subjects.made(lot), **facts)


def _facts(lot: Lot) -> dict[str, object]:
    """All that the page tells, a part of each list; ValueError for a part that is none."""
    db, after = database(), {name: request.args.get(name, "") for name in PARTS}
    up, down = trace.ingredients(db, lot, after["up"], SHOWN), trace.products(db, lot, after["down"], SHOWN)
    items, owners = trace.items(db, lot, after["items"], SHOWN), trace.owners(db, lot, after["owners"], SHOWN)
    producers = {step.lot.producer for step in (*up.items, *down.items)}
    people.meet({lot.producer, *producers, *(owner for owner, _ in owners.items), *(one.owner for one in items.items)})
    return {
        "counts": trace.counts(db, lot),
        "banners": list(banners.of_recalls(warnings.recalls(db, lot))),
        "up": _steps(up, is_up=True),
        "up_page": up,
        "down": _steps(down, is_up=False),
        "down_page": down,
        "items": _items(items),
        "items_page": items,
        "owners": owners,
        "orders": trace.orders(db, lot, after["orders"], SHOWN),
        "path": url_for("provenance.traced", lot_id=lot.id),
    }


def _steps(page: Page[Traced], is_up: bool) -> list[Step]:
    """Lots of a part of the list."""
    marked = marks.of_lots([one.lot for one in page.items])

    def used(one: Used) -> tuple[str, str]:
        return subjects.made(one.source).counted(one.quantity), (one.product if is_up else one.source).batch

    return [
        Step(subjects.made(one.lot), one.level, [used(use) for use in one.used], marked.get(one.lot.place, []))
        for one in page.items
    ]


def _items(page: Page[Reached]) -> list[Item]:
    """Items of a part of the list, each by the name of its lot's goods."""
    marked = marks.of_items([one.thing for one in page.items])
    goods = {lot.id: subjects.made(lot) for one in page.items if (lot := one.thing.lot)}

    def item(one: Reached) -> Item:
        made = goods[one.thing.lot_id]
        name = f"{made.name} {made.lot.batch}/{one.thing.serial}"
        return Item(name, made.item(one.thing.serial), one, marked.get(one.thing.place, []))

    return [item(one) for one in page.items]
