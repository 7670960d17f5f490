"""A merchant's offers: what is left of each, for how long that lasts, and the form to publish or revise one."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request

from frontend import sign_in
from frontend.buying.checkout import words
from frontend.goods import wares
from frontend.index import queries, sales
from frontend.index.listing import OfferFilter, Sort
from frontend.index.rows import Offer
from frontend.index.sales import OfferSums
from frontend.merchant import period
from frontend.merchant.blueprint import bp, show
from frontend.resources import book, database
from frontend.state_table import EMPTY_ADDRESS
from frontend.web.urls import id_in_url
from frontend.wording import formats
from scripts import parameters, points, units
from scripts.refusal import Refusal

PACE_OVER = 30  # days
SOON = 7  # days that what is left will last, below which it is marked


@dataclass(frozen=True)
class Shelf:
    """An offer with what was sold of it lately; `days_left` at that pace, None where nothing was sold or is left."""

    offer: Offer
    sold: OfferSums

    @property
    def days_left(self) -> int | None:
        if not self.sold.units or not self.offer.left:
            return None
        return self.offer.left * PACE_OVER // self.sold.units

    @property
    def is_short(self) -> bool:
        return self.days_left is not None and self.days_left < SOON


@bp.get("/offers")
def offers() -> str:
    """What is for sale, or everything that ever was."""
    everything = request.args.get("show") == "all"
    text = request.args.get("q", "").strip()[:100]
    seller = sign_in.account()
    wanted = OfferFilter(seller=seller, text=text, in_stock=not everything, strict=True)
    try:
        page = queries.offers(database(), wanted, request.args.get("after", ""), sort=Sort.BEST)
    except ValueError:
        abort(404)
    lately = period.latest(PACE_OVER)
    sold = sales.by_offer(database(), seller, lately.first, lately.last)
    return show(
        "offers",
        page=page,
        shelves=[Shelf(offer, sold.get(offer.id, OfferSums(0, 0, 0))) for offer in page.items],
        everything=everything,
        text=text,
        pace_over=PACE_OVER,
        data={"offers": {offer.id: words(offer) for offer in page.items}},
    )


@bp.get("/offers/new")
def new_offer() -> str:
    """An empty form, with terms that most shops have."""
    return _form("new", {}, {})


@bp.get("/offers/<offer_id>/revise")
def revise(offer_id: str) -> str:
    """The same form with an offer in it: what is left of it moves to the new terms."""
    found = queries.offer(database(), id_in_url(offer_id))
    if found is None or found.seller != sign_in.account():
        abort(404)
    if found.revised_to or not found.document:
        abort(404)
    return _form("revise", entry_of(found), {"revised": words(found), "revised_id": found.id, "left": str(found.left)})


def _form(purpose: str, entry: dict[str, Any], data: dict[str, Any]) -> str:
    seller_key = queries.account(database(), sign_in.account()).document.get("encryption_key", "")
    return show(
        "offer_form",
        purpose=purpose,
        entry={**parameters.CATALOGUE_DEFAULTS, "currency": _first_currency(), **entry},
        currencies=list(book().currencies.values()),
        categories=wares.CATEGORIES,
        countries=wares.countries("any"),
        carriers=sorted(book().carriers),
        arbiters=sorted(book().arbiters),
        has_key=bool(seller_key),
        data={"purpose": purpose, "entry": entry, **data},
    )


def _first_currency() -> str:
    return next(iter(book().currencies.values())).symbol


def entry_of(offer: Offer) -> dict[str, Any]:
    """An offer as a catalogue of ours says it; durations that are not whole hours stay empty."""
    currency, document = book().currencies.get(offer.currency), offer.document
    return {
        "title": document["title"],
        "description": document["description"],
        "product": document["product"],
        "category": document["category"],
        "ships_to": document["ships_to"],
        "return_policy": document["return_policy"],
        "pictures": [{"file": shown["sha256"], "alt": shown["alt"]} for shown in document["pictures"]],
        "options": [choice["name"] for choice in document["variant"]],
        "values": [choice["value"] for choice in document["variant"]],
        "currency": currency.symbol if currency else "",
        "price": formats.typed(offer.price, currency) if currency else "",
        "shipping": formats.typed(offer.shipping, currency) if currency else "",
        "units": str(offer.left),
        **{name: _hours(getattr(offer, name)) for name in ("ship_within", "deliver_within", "inspect_within")},
        "carrier": _account(offer.carrier),
        "arbiter": _account(offer.arbiter),
        "commission": units.format_share(offer.commission_bps),
        "loyalty": _loyalty(offer),
        "points": units.format_share(offer.points_bps),
        **({"provenance": document["provenance"]} if "provenance" in document else {}),
    }


def _hours(seconds: int) -> str:
    try:
        return units.plain_duration(seconds)
    except Refusal:
        return ""


def _loyalty(offer: Offer) -> str:
    """The market's own in whichever currency the offer will be, or another one as it is."""
    known = book().loyalties.get(offer.loyalty)
    is_own = offer.loyalty == EMPTY_ADDRESS or (known and known.address == offer.currency)
    return points.OF_THE_MARKET if is_own else offer.loyalty


def _account(address: str) -> str:
    return "none" if address == EMPTY_ADDRESS else address
