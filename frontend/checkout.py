"""The checkout page: everything that the browser needs to compose, check and pay an order."""

from flask import Blueprint, abort, render_template, request

from frontend import people, wares
from frontend.index import queries
from frontend.index.rows import Offer
from frontend.resources import database
from frontend.urls import id_in_url

bp = Blueprint("checkout", __name__, url_prefix="/checkout")


@bp.get("/<offer_id>")
def page(offer_id: str) -> str:
    """Quantity, delivery details, all costs, then the wallet."""
    offer = queries.offer(database(), id_in_url(offer_id)) or abort(404)
    seller = people.person(offer.seller)
    key = seller.profile.document.get("encryption_key", "")
    return render_template(
        "checkout.html",
        offer=offer,
        seller=seller,
        quantity=_quantity(offer),
        countries=wares.countries(offer.document.get("ships_to", "any")),
        obstacle=obstacle(offer, key),
        checkout={"offer": words(offer), "offer_id": offer.id, "seller_key": key},
    )


def obstacle(offer: Offer, key: str) -> str:
    """Why this cannot be bought now: revised, sold_out, no_text, no_key; empty where it can."""
    if offer.revised_to:
        return "revised"
    if not offer.left:
        return "sold_out"
    if not offer.document:
        return "no_text"
    return "" if key else "no_key"


def words(offer: Offer) -> dict[str, str]:
    """The terms as texts: whole numbers of a browser are too small for amounts."""
    return {name: str(value) for name, value in offer.terms().items()}


def _quantity(offer: Offer) -> int:
    text = request.args.get("quantity", "1")
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 1
    return max(1, min(wanted, offer.left))
