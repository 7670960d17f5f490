"""Finding goods: the catalogue, a shop's own page, an offer with all its terms in plain words."""

from dataclasses import replace

from flask import Blueprint, abort, render_template, request

from frontend import people
from frontend.credit import offering
from frontend.goods import choices, fees, filters, offer_history, protection, sharing, shelf, trust, wares
from frontend.goods.lines import line_of
from frontend.identity import badges
from frontend.index import queries
from frontend.index.related import also_bought
from frontend.index.rows import Offer
from frontend.index.variants import variants
from frontend.provenance import offered
from frontend.resources import database
from frontend.reviews import rating, summary
from frontend.web import limits
from frontend.web.paging import pager
from frontend.web.urls import address_in_url, id_in_url

bp = Blueprint("catalogue", __name__)

MOST_UNITS = 10**12  # that an address line may ask for


@bp.get("/")
@limits.limiter.limit(limits.SEARCHES, exempt_when=lambda: not filters.any_asked())
def index() -> str:
    """All offers, searched and filtered."""
    return _listing("catalogue.html")


@bp.get("/shops/<address>")
@limits.limiter.limit(limits.SEARCHES, exempt_when=lambda: not filters.any_asked())
def shop(address: str) -> str:
    """One seller's offers, and what is known of him."""
    seller = people.person(address_in_url(address))
    values = {"seller": seller, "trust": trust.panel(seller.address), "card": sharing.card_of_shop(seller)}
    values["reviews"] = summary.of_seller(seller.address)
    return _listing("shop.html", seller.address, **values)


@bp.get("/offers/<offer_id>")
def offer(offer_id: str) -> str:
    """One offer; `quantity` units of it, `to` a country."""
    found = queries.offer(database(), id_in_url(offer_id)) or abort(404)
    also, history = also_bought(database(), found, badges.warned_of), offer_history.part(found)
    offered.meet([found, *(one for one, _ in also)])
    rating.meet([found, *(one for one, _ in also)])
    offering.meet([found, *(one for one, _ in also)])
    people.meet({found.seller, found.carrier, found.arbiter, *(one.seller for one, _ in also)})
    line = line_of(found, _quantity(found))
    return render_template(
        "offer.html",
        offer=found,
        line=line,
        options=choices.options(found, variants(database(), found)),
        promises=protection.promises(found),
        terms=protection.terms(found),
        destination=_destination(found),
        countries=wares.countries(found.document["ships_to"]) if found.document else [],
        comparisons=fees.comparisons(found, line.total),
        in_dollars=fees.in_dollars(found),
        commission=fees.commission(found, line.total),
        network_fee=fees.network_fee(fees.gas(found)),
        trust=trust.panel(found.seller, found),
        reviews=summary.of_offer(found),
        structured=rating.structured(found, rating.rating_of(found)),
        also_bought=also,
        card=sharing.card_of_offer(found),
        history=history.items,
        history_pager=pager(history.next),
        seen={"id": found.id},
    )


def _listing(template: str, of: str = "", **values: object) -> str:
    """A list of goods, on a seller's own page (`of`) of his."""
    question = filters.asked(of)
    try:
        page = shelf.listings(question, request.args.get("after", ""))
    except ValueError:
        abort(404)
    shops = [] if of else queries.sellers(database())
    offered.meet(one.offer for one in page.items)
    rating.meet(one.offer for one in page.items)
    offering.meet(one.offer for one in page.items)
    people.meet({one.offer.seller for one in page.items} | {account.address for account, _ in shops})
    return render_template(
        template,
        page=page,
        pager=pager(page.next),
        question=question,
        searchable=bool(page.items or question.chips or request.args.get("after")) or _has_sold_out(question),
        helpful=[] if page.items else filters.helpful(database(), question, of),
        categories=queries.categories(database(), of),
        shops=shops,
        currencies=filters.currencies(),
        countries=wares.countries("any"),
        **values,
    )


def _has_sold_out(question: filters.Question) -> bool:
    """Whether a seller who has nothing left has sold something: a tick shows it."""
    sold_out = replace(question.wanted, sold_out=True)
    return bool(sold_out.seller and queries.listings(database(), sold_out, limit=1).items)


def _quantity(found: Offer) -> int:
    """The units that are asked for, of those that are left."""
    typed = request.args.get("quantity", "1")
    asked = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len(str(MOST_UNITS)) else 1
    return max(1, min(asked, found.left or 1))


def _destination(found: Offer) -> tuple[str, str, bool] | None:
    """The country that is asked about, its name, and whether these goods go there."""
    code = request.args.get("to", "")
    name = dict(wares.countries("any")).get(code)
    if name is None or not found.document:
        return None
    ships_to = found.document["ships_to"]
    return code, name, ships_to == "any" or code in ships_to
