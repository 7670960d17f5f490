"""Up to what goods were made of, and down to everything that was made with them: lots, items, orders, owners."""

from dataclasses import dataclass

from flask import abort, request, url_for

from frontend import people
from frontend.index.provenance import finding, trace, warnings
from frontend.index.provenance.rows import Lot
from frontend.index.provenance.trace import Traced
from frontend.index.rows import Page
from frontend.provenance import banners, subjects
from frontend.provenance.blueprint import bp, show
from frontend.provenance.subjects import Made
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import id_in_url

READS = "120/minute"  # each walks the whole tree
PARTS = ("up", "down", "items", "owners", "orders")  # lists of the page, as the address line turns them over
SHOWN = 20  # of each


@dataclass(frozen=True)
class Step:
    """A lot so many steps away, and how many of what went into what."""

    made: Made
    level: int
    quantity: int


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
    owners = trace.owners(db, lot, after["owners"], SHOWN)
    producers = {step.lot.producer for step in (*up.items, *down.items)}
    people.meet({lot.producer, *producers, *(owner for owner, _ in owners.items)})
    return {
        "counts": trace.counts(db, lot),
        "banners": list(banners.of_recalls(warnings.recalls(db, lot))),
        "up": _steps(up),
        "up_page": up,
        "down": _steps(down),
        "down_page": down,
        "reached": trace.items(db, lot, after["items"], SHOWN),
        "owners": owners,
        "orders": trace.orders(db, lot, after["orders"], SHOWN),
        "path": url_for("provenance.traced", lot_id=lot.id),
        "path_of_thing": subjects.path_of_thing,
    }


def _steps(page: Page[Traced]) -> list[Step]:
    return [Step(subjects.made(one.lot), one.level, sum(used.quantity for used in one.used)) for one in page.items]
