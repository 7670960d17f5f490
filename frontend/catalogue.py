"""Finding goods: the catalogue, a shop's own page, an offer with all its terms in plain words."""

from flask import Blueprint, abort, render_template, request

from frontend import limits, people, protection
from frontend.index import queries
from frontend.index.listing import OfferFilter
from frontend.resources import book, database
from frontend.urls import address_in_url, id_in_url

bp = Blueprint("catalogue", __name__)


@bp.get("/")
@limits.limiter.limit(limits.SEARCHES, exempt_when=lambda: not _text())
def index() -> str:
    """All offers, searched and filtered."""
    return _listing("catalogue.html", OfferFilter(text=_text(), currency=_currency(), category=_category()))


@bp.get("/shops/<address>")
@limits.limiter.limit(limits.SEARCHES, exempt_when=lambda: not _text())
def shop(address: str) -> str:
    """One seller's offers."""
    seller = address_in_url(address)
    wanted = OfferFilter(seller=seller, text=_text(), currency=_currency(), category=_category())
    return _listing("shop.html", wanted, seller=people.person(seller))


@bp.get("/offers/<offer_id>")
def offer(offer_id: str) -> str:
    """One offer."""
    found = queries.offer(database(), id_in_url(offer_id)) or abort(404)
    variants = queries.variants(database(), found)
    people.meet({found.seller, found.carrier, found.arbiter})
    return render_template(
        "offer.html",
        offer=found,
        variants=variants if len(variants) > 1 else [],
        promises=protection.promises(found),
        terms=protection.terms(found),
    )


def _listing(template: str, wanted: OfferFilter, **values: object) -> str:
    try:
        page = queries.offers(database(), wanted, request.args.get("after", ""))
    except ValueError:
        abort(404)
    people.meet({offer.seller for offer in page.items})
    return render_template(
        template,
        page=page,
        wanted=wanted,
        categories=queries.categories(database()),
        currencies=book().currencies.values(),
        **values,
    )


def _text() -> str:
    return request.args.get("q", "").strip()[:100]


def _category() -> str:
    return request.args.get("category", "")[:64]


def _currency() -> str:
    wanted = request.args.get("currency", "")
    return address_in_url(wanted) if wanted else ""
