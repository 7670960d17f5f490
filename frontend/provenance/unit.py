"""A case or a pallet, by its SSCC: who has it, what lies in it, its journey."""

from flask import abort, request

from frontend import people
from frontend.index.provenance import finding, having, journey, marks, warnings
from frontend.index.provenance.rows import Thing
from frontend.provenance import banners, naming, route, stages, subjects, temperatures
from frontend.provenance import journey as told
from frontend.provenance.banners import Banner
from frontend.provenance.blueprint import show, with_camera
from frontend.resources import database
from frontend.web.urls import address_in_url
from scripts.provenance.gs1 import Unit

SHOWN = 50  # things in it


def page(named: Unit) -> subjects.Page:
    """The page of the unit; where several people made one of that number, the question which."""
    maker, others = request.args.get("maker", ""), subjects.others_asked()
    if maker:
        one = finding.unit(database(), address_in_url(maker), named.sscc)
        return with_camera(show("unit", **facts(one))) if one else (show("unregistered", product=named), 404)
    try:
        found = finding.units(database(), named.sscc, others)
    except ValueError:
        abort(404)
    if not found.items:
        return show("unregistered", product=named), 404
    if len(found.items) > 1 or others:
        people.meet({one.maker for one in found.items})
        return show(
            "which_unit", named=named, page=found, here=naming.path_of(named), path_of_thing=subjects.path_of_thing
        )
    return with_camera(show("unit", **facts(found.items[0])))


def facts(unit: Thing) -> dict[str, object]:
    """All that the page tells."""
    db = database()
    try:
        lines = journey.journey(db, unit, request.args.get("after", ""))
        contents = finding.contents_of(db, unit, request.args.get("items", ""), SHOWN)
    except ValueError:
        abort(404)
    holding = having.holding(db, unit)
    accounts = {unit.maker, holding.owner, holding.custodian, *told.accounts(lines.items)}
    people.meet(accounts)
    known = subjects.known_places(accounts, unit.maker, {})
    spoken = told.tell(told.steps_of(lines.items), known)
    offers = having.offers_of(db, unit)
    seen_first = [*_banners(unit), *banners.of_offers(offers)]
    warned = banners.warned(seen_first)
    return {
        "unit": unit,
        "holding": holding,
        "offers": offers,
        "contents": contents,
        "stages": stages.stages(spoken),
        "page": lines,
        "banners": seen_first,
        "warned": warned,
        "map": route.draw(route.Visit(line.spot) for line in spoken if line.spot),
        "plots": temperatures.plots(lines.items),
        "path_of_thing": subjects.path_of_thing,
        "checked": {"lines": told.checkable(told.steps_of(lines.items))},
        "data": {"lot": unit.lot_id, "serial": unit.serial_word, "order": None, "warned": warned},
    }


def _banners(unit: Thing) -> list[Banner]:
    """Recalls of it and of what lies in it, and breaches of limits."""
    db = database()
    return [
        *banners.of_recalls(warnings.recalls(db, unit)),
        *banners.of_contents(marks.recalled(db, [unit])[unit.place]),
        *banners.of_breaches(warnings.breaches(db, unit)),
    ]
