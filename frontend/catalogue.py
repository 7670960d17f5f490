"""Finding goods: the catalogue, a shop's own page, an offer with all its terms in plain words."""

from flask import Blueprint, abort, render_template, request

from frontend import limits, people, protection
from frontend.index import queries
from frontend.index.listing import OfferFilter, Sort
from frontend.index.related import also_bought
from frontend.resources import book, database
from frontend.urls import address_in_url, id_in_url
from frontend.wording import Text, lazy_gettext

bp = Blueprint("catalogue", __name__)

SORTS: dict[Sort, Text] = {
    Sort.BEST: lazy_gettext("Best match"),
    Sort.NEWEST: lazy_gettext("Newest first"),
    Sort.MOST_SOLD: lazy_gettext("Most sold"),
    Sort.CHEAPEST: lazy_gettext("Price, low to high"),
    Sort.DEAREST: lazy_gettext("Price, high to low"),
}
BY_PRICE = (Sort.CHEAPEST, Sort.DEAREST)  # of one currency


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
    also = also_bought(database(), found)
    people.meet({found.seller, found.carrier, found.arbiter, *(one.seller for one, _ in also)})
    return render_template(
        "offer.html",
        offer=found,
        variants=variants if len(variants) > 1 else [],
        promises=protection.promises(found),
        terms=protection.terms(found),
        also_bought=also,
    )


def _listing(template: str, wanted: OfferFilter, **values: object) -> str:
    sorts = {sort: text for sort, text in SORTS.items() if wanted.currency or sort not in BY_PRICE}
    sort = next((sort for sort in sorts if sort.value == request.args.get("sort")), Sort.BEST)
    try:
        page = queries.offers(database(), wanted, request.args.get("after", ""), sort=sort)
    except ValueError:
        abort(404)
    people.meet({offer.seller for offer in page.items})
    return render_template(
        template,
        page=page,
        wanted=wanted,
        sort=sort,
        sorts=sorts,
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
