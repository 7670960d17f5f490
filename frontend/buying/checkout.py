"""The checkout: everything that the browser needs to compose, check and pay one order or a cart of them."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from frontend import people
from frontend.buying import cart
from frontend.buying.cart import Cart
from frontend.credit import choice, instalments, offering
from frontend.credit.choice import Choice
from frontend.goods import fees, wares
from frontend.goods.lines import Line
from frontend.index.rows import Offer
from frontend.provenance import offered
from frontend.wording import credit_words, signing_words
from frontend.wording.buying_words import CHECKOUT
from frontend.wording.formats import money
from frontend.wording.language import in_words
from frontend.wording.words import speak
from scripts.units import format_share

bp = Blueprint("checkout", __name__, url_prefix="/checkout")

ANY = "any"
CHOICE = ("offer", "quantity", "instalments", "days", "down")  # what the address line of a choice is made of


@bp.get("")
def page() -> str | Response:
    """Delivery details, all costs, then the wallet; the address line names offers and quantities as the cart's does.

    With `instalments`, `days` and `down` a single line is paid later.
    """
    asked = cart.asked()
    if not asked.lines:
        return redirect(url_for("cart.page"))
    is_later = "instalments" in request.args
    later = _later(asked) if is_later else None
    if is_later and later is None:
        kept: dict[str, Any] = {name: request.args.get(name) for name in CHOICE}
        return redirect(url_for("instalments.page", **kept))
    return _shown(asked, later)


def _shown(asked: Cart, later: Choice | None) -> str:
    speak(CHECKOUT | signing_words.WORDS | signing_words.CHECKOUT)
    if any(offering.vault_in(line.offer.currency) for line in asked.lines):  # also what was begun to be paid later
        speak(credit_words.BUYING | credit_words.REASONS)
    from_cart = request.args.get("from") == "cart"
    obstacles = [line for line in asked.lines if line.obstacle]
    return render_template(
        "checkout.html",
        cart=asked,
        later=later,
        obstacles=obstacles,
        settling_fee=fees.network_fee(fees.GAS_OF_SETTLING),
        countries=[] if obstacles else wares.countries(_destinations(asked)),
        from_cart=from_cart,
        recalled=[(line.offer, told) for line in asked.lines if (told := offered.banners_of(line.offer))],
        checkout=_for_browser(asked, later, from_cart),
    )


def _later(asked: Cart) -> Choice | None:
    """How the only line is paid later; None where the address line does not say so in full, or it cannot be."""
    wanted = instalments.wanted_of(asked.lines[0]) if len(asked.lines) == 1 else None
    return wanted if wanted and choice.is_whole(wanted, request.args) else None


def _for_browser(asked: Cart, later: Choice | None, from_cart: bool) -> dict[str, Any]:
    return {
        "lines": [_facts(line, later) for line in asked.lines],
        "from_cart": from_cart,
        "names": _names(asked),
        "points_gas": str(fees.GAS_OF_POINTS),
    }


def words(offer: Offer) -> dict[str, str]:
    """The terms as texts: whole numbers of a browser are too small for amounts."""
    return {name: str(value) for name, value in offer.terms().items()}


def _facts(line: Line, later: Choice | None) -> dict[str, Any]:
    """What the browser needs of a line."""
    offer, gas = line.offer, fees.gas(line.offer)
    plan = {"plan": {name: str(value) for name, value in later.plan.items()}, "costs": _costs(later)} if later else {}
    return {
        "id": offer.id,
        "offer": words(offer),
        "quantity": str(line.quantity),
        "title": in_words(offer.document.get("title", {})),
        "seller_name": people.person(offer.seller).name,
        "ships_to": _ships_to(line),
        "gas": str(gas + fees.GAS_OF_LENDING if later else gas),
        **plan,
    }


def _costs(later: Choice) -> dict[str, str]:
    """What a plan costs beside its fees, in words."""
    rate = later.schedule.yearly_rate
    assert rate is not None
    return {"late_fee": money(later.terms.late_fee, later.line.offer.currency), "rate": format_share(rate)}


def _names(asked: Cart) -> dict[str, str]:
    """Carriers and arbiters by the names of those that this market knows: anybody can call himself anything."""
    taking_part = {account for line in asked.lines for account in (line.offer.carrier, line.offer.arbiter)}
    return {account: found.name for account in sorted(taking_part) if (found := people.person(account)).known}


def _ships_to(line: Line) -> str | list[str]:
    found: str | list[str] = line.offer.document.get("ships_to", ANY)
    return found


def _destinations(asked: Cart) -> str | list[str]:
    """Where anything of it is sent to; which line does not go there is told once a country is chosen."""
    given = [_ships_to(line) for line in asked.lines]
    if ANY in given:
        return ANY
    return sorted({code for codes in given for code in codes})
