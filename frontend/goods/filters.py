"""What a shopper asks of a list of goods: read from the address line, and said back as chips that can be taken away."""

from dataclasses import dataclass, field, replace

from flask import request
from sqlalchemy import Connection

from frontend import people
from frontend.goods import wares
from frontend.index import queries
from frontend.index.listing import BY_PRICE, OfferFilter, Sort
from frontend.resources import book
from frontend.web.urls import address_in_url
from frontend.wording.formats import currency, money, ungrouped
from frontend.wording.texts import Text, gettext, lazy_gettext
from scripts.refusal import Refusal
from scripts.units import parse_amount

LONGEST = 100  # characters of a search
NAMES = ("q", "shop", "category", "currency", "from", "to", "ships_to", "origin", "sold_out", "sort")

SORTS: dict[Sort, Text] = {
    Sort.BEST: lazy_gettext("Best match"),
    Sort.NEWEST: lazy_gettext("Newest first"),
    Sort.RATED: lazy_gettext("Best rated"),
    Sort.MOST_SOLD: lazy_gettext("Most sold"),
    Sort.CHEAPEST: lazy_gettext("Price, low to high"),
    Sort.DEAREST: lazy_gettext("Price, high to low"),
}


@dataclass(frozen=True)
class Chip:
    """A filter that is on; `without` are the address line's arguments once it is taken away."""

    text: str
    without: dict[str, str]


@dataclass(frozen=True)
class Question:
    """A filter, an order, and as what they stand in the address line.

    `problem` is a sentence about prices that could not be read, `wrong` the fields that it is about; then none are
    asked for.
    """

    wanted: OfferFilter
    sort: Sort
    arguments: dict[str, str]
    problem: str = ""
    wrong: frozenset[str] = frozenset()
    country: str = ""
    chips: list[Chip] = field(default_factory=list)

    @property
    def sorts(self) -> dict[Sort, Text]:
        """The orders there are: by price only within one currency, by match only where words are looked for."""
        prices = BY_PRICE if not self.wanted.currency else ()
        matching = (Sort.BEST,) if not self.wanted.text else ()
        return {sort: text for sort, text in SORTS.items() if sort not in (*prices, *matching)}

    @property
    def filters(self) -> int:
        """How many filters are on beside the words."""
        return len(self.chips) - bool(self.wanted.text)

    @property
    def may_show_sold_out(self) -> bool:
        """Only where an index narrows the list down."""
        return bool(self.wanted.seller or self.wanted.text)


def text() -> str:
    """The words that are looked for."""
    return request.args.get("q", "").strip()[:LONGEST]


def any_asked() -> bool:
    """Whether anything narrows the list down."""
    return any(request.args.get(name) for name in NAMES)


def asked(seller: str = "") -> Question:
    """The question of this request, on a seller's own page about his goods; 404 for accounts that are none."""
    shop, unit = request.args.get("shop", ""), request.args.get("currency", "")
    wanted = OfferFilter(
        seller=seller or (address_in_url(shop) if shop else ""),
        currency=address_in_url(unit) if unit else "",
        text=text(),
        category=request.args.get("category", "")[:64],
        ships_to=_country(),
        with_origin=request.args.get("origin") == "1" and book().provenance is not None,
    )
    wanted = replace(wanted, sold_out=request.args.get("sold_out") == "1" and bool(wanted.seller or wanted.text))
    wanted, problem, wrong = _with_prices(wanted)
    given = {name: value for name, value in request.args.items() if name in NAMES and value}
    question = Question(wanted, _sort(wanted), given, problem, wrong, _country())
    return replace(question, chips=_chips(question, is_shop=bool(seller)))


def helpful(db: Connection, question: Question, seller: str) -> list[Chip]:
    """The filters without which something is found, where nothing is."""
    found = []
    for chip in question.chips:
        with_fewer = _without(question, chip)
        if queries.listings(db, replace(with_fewer, seller=seller or with_fewer.seller), limit=1).items:
            found.append(chip)
    return found


def _without(question: Question, chip: Chip) -> OfferFilter:
    """The filter that is left when a chip is taken away."""
    gone = {name for name in question.arguments if name not in chip.without}
    wanted = question.wanted
    fields = {"q": "text", "shop": "seller", "category": "category", "ships_to": "ships_to", "currency": "currency"}
    wanted = replace(wanted, **{fields[name]: "" for name in gone if name in fields})  # type: ignore[arg-type]
    if "origin" in gone:
        wanted = replace(wanted, with_origin=False)
    if gone & {"from", "to", "currency"}:
        wanted = replace(wanted, price_from=None, price_to=None)
    return wanted


def _country() -> str:
    code = request.args.get("ships_to", "")
    return code if code in dict(wares.countries("any")) else ""


def _sort(wanted: OfferFilter) -> Sort:
    chosen = next((sort for sort in SORTS if sort.value == request.args.get("sort")), Sort.BEST)
    return Sort.BEST if chosen in BY_PRICE and not wanted.currency else chosen


def _with_prices(wanted: OfferFilter) -> tuple[OfferFilter, str, frozenset[str]]:
    """The filter with the prices that were typed, in units of its currency, or what is wrong with which fields."""
    typed = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("from", "to")}
    if not any(typed.values()):
        return wanted, "", frozenset()
    if not wanted.currency:
        problem = gettext("Choose a currency as well: prices are compared within one.")
        return wanted, problem, frozenset({"currency"})
    prices, wrong = {}, set()
    for name, written in typed.items():
        try:
            prices[name] = parse_amount(ungrouped(written), currency(wanted.currency)) if written else None
        except Refusal:
            wrong.add(name)
    if wrong:
        return wanted, gettext("A price is a number such as 12.50."), frozenset(wrong)
    return replace(wanted, price_from=prices["from"], price_to=prices["to"]), "", frozenset()


def _chips(question: Question, is_shop: bool) -> list[Chip]:
    wanted = question.wanted
    chips = {
        ("q",): f"“{wanted.text}”" if wanted.text else "",
        ("shop",): people.person(wanted.seller).name if wanted.seller and not is_shop else "",
        ("category",): wares.category_name(wanted.category) if wanted.category else "",
        ("currency", "from", "to"): _symbol(wanted.currency),
        ("from", "to"): _prices(wanted),
        ("ships_to",): _destination(wanted.ships_to),
        ("origin",): gettext("With provenance") if wanted.with_origin else "",
        ("sold_out",): gettext("Sold-out goods too") if wanted.sold_out else "",
    }
    given = question.arguments
    return [
        Chip(told, {name: value for name, value in given.items() if name not in names})
        for names, told in chips.items()
        if told
    ]


def _symbol(address: str) -> str:
    return currency(address).symbol if address else ""


def _destination(code: str) -> str:
    return gettext("Ships to %(country)s", country=dict(wares.countries("any"))[code]) if code else ""


def _prices(wanted: OfferFilter) -> str:
    least, most = (
        None if price is None else money(price, wanted.currency) for price in (wanted.price_from, wanted.price_to)
    )
    if least and most:
        return gettext("%(least)s to %(most)s", least=least, most=most)
    if least:
        return gettext("from %(amount)s", amount=least)
    return gettext("up to %(amount)s", amount=most) if most else ""


def currencies() -> list[tuple[str, str]]:
    """Currencies to choose from: address and symbol."""
    return [(unit.address, unit.symbol) for unit in book().currencies.values()]
