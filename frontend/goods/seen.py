"""Offers that a browser remembers: it says which, and gets them as they are now."""

from flask import Blueprint, Response, make_response, render_template, request

from frontend import people
from frontend.index import queries
from frontend.index.rows import Offer
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import ID

bp = Blueprint("seen", __name__)

MOST = 12  # offers, as the module has it


@bp.get("/seen")
@limits.limiter.limit(limits.READS)
def page() -> Response:
    """The offers of the address line, in its order: other pages have the list at their foot."""
    return make_response(render_template("seen.html", offers=_offers()), {"Cache-Control": "no-store"})


def _offers() -> list[Offer]:
    """Those that are there; ids that are none are left out."""
    asked = list(dict.fromkeys(request.args.getlist("offer")))[:MOST]
    wanted = [one.lower() for one in asked if ID.fullmatch(one)]
    found = queries.offers_by_id(database(), wanted)
    people.meet({offer.seller for offer in found.values()})
    return [found[one] for one in wanted if one in found]
