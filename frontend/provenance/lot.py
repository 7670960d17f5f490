"""A lot: who made it of what, how many there are, its items that are individual, recalls, and what was measured."""

from flask import abort, request

from frontend import people
from frontend.index.provenance import finding, journey, warnings
from frontend.index.provenance.rows import Line, Lot
from frontend.provenance import banners, route, stages, subjects, temperatures
from frontend.provenance import journey as told
from frontend.provenance.blueprint import show
from frontend.provenance.subjects import Made
from frontend.resources import database
from scripts.provenance.gs1 import Product

SHOWN = 20  # items on the lot's page
ALL = 200  # lines that the map and the plots are drawn of
MADE = "LotTransformed"


def page(product: Product) -> subjects.Page:
    """The page of the lot that a name means; where several producers have registered it, the question which."""
    try:
        found = subjects.lots_named(product)
    except ValueError:
        abort(404)
    if not found.items:
        return show("unregistered", product=product), 404
    if len(found.items) > 1 or subjects.others_asked():
        return subjects.which(product, found.items, found)
    return show("lot", **facts(found.items[0]))


def facts(lot: Lot) -> dict[str, object]:
    """All that the page tells; it is turned over by its items (`items`) and by its journey (`after`)."""
    made, db = subjects.made(lot), database()
    try:
        lines = journey.journey(db, lot, request.args.get("after", ""))
        items = finding.items_of(db, lot.id, request.args.get("items", ""), SHOWN)
    except ValueError:
        abort(404)
    whole = lines if not lines.next and not request.args.get("after") else journey.journey(db, lot, limit=ALL)
    recalls = warnings.recalls(db, lot)
    accounts = {lot.producer, *told.accounts(whole.items), *(recall.by for recall in recalls)}
    people.meet(accounts)
    known = subjects.known_places(accounts, lot.producer, made.document)
    return {
        "lot": lot,
        "made": made,
        "stages": stages.stages(told.tell(told.steps_of(lines.items), known)),
        "page": lines,
        "items": items,
        "inputs": inputs(whole.items),
        "banners": [*banners.of_recalls(recalls), *banners.of_breaches(warnings.breaches(db, lot))],
        "recalls": recalls,
        "range_of": told.range_of,
        "map": route.draw(route.Visit(line.spot) for line in told.tell(told.steps_of(whole.items), known) if line.spot),
        "plots": temperatures.plots(whole.items),
        "place": made.document.get("place"),
        "checked": {"lines": told.checkable(told.steps_of(lines.items))},
    }


def inputs(lines: list[Line]) -> list[tuple[Made, int]]:
    """What a lot was made of, and how many of each, as the event of its making says."""
    used = [one for line in lines if line.event.name == MADE for one in line.event.fields["inputs"]]
    found = [(finding.lot(database(), one["lot"]), int(one["quantity"])) for one in used]
    return [(subjects.made(lot), quantity) for lot, quantity in found if lot]
