"""The cart: offers and how many of each. The browser alone keeps it; the page is made from what its address names."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, zip_longest

from flask import Blueprint, render_template, request

from frontend import people
from frontend.goods import protection
from frontend.goods.lines import Line, line_of
from frontend.index import queries
from frontend.loyalty import loyalty_of, points_back
from frontend.people import Person
from frontend.provenance import offered
from frontend.resources import database
from frontend.state_table import EMPTY_ADDRESS
from frontend.web.urls import id_in_url
from frontend.wording.buying_words import CART
from frontend.wording.words import speak
from scripts.parameters import MAX_CART

bp = Blueprint("cart", __name__, url_prefix="/cart")
bp.add_app_template_global(protection.cautions)

BPS = 10_000
MOST_UNITS = 10**12


@dataclass(frozen=True)
class Sum:
    """What lines of one currency come to, in its smallest unit; the commission is a part of it; `back` are points."""

    currency: str
    goods: int
    shipping: int
    commission: int
    back: int

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def is_coin(self) -> bool:
        return self.currency == EMPTY_ADDRESS

    @property
    def takes_points(self) -> bool:
        """Whether points can pay in this currency."""
        return bool(loyalty_of(self.currency))


@dataclass(frozen=True)
class Cart:
    """Lines in the order of their shops; `missing` are ids that no offer has."""

    lines: list[Line]
    missing: list[str]

    @property
    def buyable(self) -> list[Line]:
        return [line for line in self.lines if not line.obstacle]

    def shops(self) -> list[tuple[Person, list[Line]]]:
        """The lines by seller."""
        groups = groupby(self.lines, key=lambda line: line.offer.seller)
        return [(people.person(seller), list(lines)) for seller, lines in groups]

    def sums(self) -> list[Sum]:
        """What can be bought, per currency: these are never added up."""
        currencies = dict.fromkeys(line.offer.currency for line in self.buyable)
        return [_sum(currency, self.buyable) for currency in currencies]


@bp.get("")
def page() -> str:
    """The cart, as the address line has it."""
    speak(CART)
    return render_template("cart.html", cart=asked())


def asked() -> Cart:
    """The cart that the address line names: `offer` and `quantity`, pair by pair; 404 for what is no id."""
    offers = [id_in_url(text) for text in request.args.getlist("offer")]
    wanted: dict[str, int] = {}
    for offer_id, quantity in zip_longest(offers, request.args.getlist("quantity")[: len(offers)], fillvalue="1"):
        wanted[offer_id] = min(wanted.get(offer_id, 0) + _units(quantity), MOST_UNITS)
    chosen = dict(list(wanted.items())[:MAX_CART])
    known = queries.offers_by_id(database(), list(chosen))
    people.meet({offer.seller for offer in known.values()})
    offered.meet(known.values())
    lines = [line_of(known[offer_id], quantity) for offer_id, quantity in chosen.items() if offer_id in known]
    sellers = list(dict.fromkeys(line.offer.seller for line in lines))
    lines.sort(key=lambda line: sellers.index(line.offer.seller))
    return Cart(lines, [offer_id for offer_id in chosen if offer_id not in known])


def _sum(currency: str, lines: Iterable[Line]) -> Sum:
    mine = [line for line in lines if line.offer.currency == currency]
    return Sum(
        currency,
        goods=sum(line.goods for line in mine),
        shipping=sum(line.offer.shipping for line in mine),
        commission=sum(line.total * line.offer.commission_bps // BPS for line in mine),
        back=sum(points_back(line.offer, line.quantity) for line in mine),
    )


def _units(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 13
    return max(int(text), 1) if is_number else 1
