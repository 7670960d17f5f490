"""The dashboard's first page: what is due, how sales go, what can be withdrawn."""

from collections.abc import Mapping
from dataclasses import replace

from frontend import market, people, sign_in
from frontend.index import queries, sales
from frontend.index.queries import OrderFilter
from frontend.index.rows import EMPTY_HASH, Credit, Document
from frontend.index.sales import Sums
from frontend.merchant import period
from frontend.merchant.blueprint import bp, show
from frontend.merchant.period import Period
from frontend.orders import story_to_seller
from frontend.public import plots
from frontend.public.plots import Plot, Series
from frontend.resources import book, database
from frontend.wording.formats import CENTS_UP_TO, currency
from frontend.wording.language import in_words
from frontend.wording.texts import gettext

DUE = 8
BEST = 8  # offers in a plot


@bp.get("/")
def overview() -> str:
    """Everything at a glance."""
    seller = sign_in.account()
    chosen = period.asked() or period.latest(period.USUAL)
    due = sales.due(database(), seller, DUE + 1)
    people.meet({order.buyer for order in due})
    per_currency = sales.days(database(), seller, chosen.first, chosen.last)
    return show(
        "overview",
        seller=people.person(seller),
        due=[(order, story_to_seller.tell(order, market.now())) for order in due[:DUE]],
        more_due=len(due) > DUE,
        statuses=story_to_seller.STATUSES,
        counts=queries.count_orders(database(), OrderFilter(seller=seller)),
        turnover={one.currency: one for one in queries.turnover(database(), seller)},
        credits=withdrawable(seller),
        period=chosen,
        presets=[(days, period.latest(days)) for days in period.PRESETS],
        sums={address: _total(days) for address, days in per_currency.items()},
        average=average,
        plots_drawn=[*_daily(per_currency, chosen), *_per_offer(seller, chosen)],
    )


def average(sums: Sums, address: str) -> int:
    """The value of an order, to cents where the currency has such, else to four digits."""
    decimals = currency(address).decimals
    dropped = decimals - 2 if decimals <= CENTS_UP_TO else len(str(sums.average)) - 4
    least = int(10 ** max(dropped, 0))
    return sums.average // least * least


def withdrawable(seller: str) -> list[Credit]:
    """What waits in Escrow for an account itself."""
    return [credit for credit in queries.credits(database(), seller) if credit.key == EMPTY_HASH]


def _total(days: Mapping[int, Sums]) -> Sums:
    return sum(days.values(), Sums())


def _daily(per_currency: Mapping[str, Mapping[int, Sums]], chosen: Period) -> list[Plot]:
    """Sales per day, a plot for each currency."""
    labels = [period.short_name(day) for day in chosen.days]
    drawn = []
    for number, (address, days) in enumerate(per_currency.items(), 1):
        title = gettext("Sales per day, %(currency)s", currency=currency(address).symbol)
        values = [days.get(day, Sums()).gross for day in chosen.days]
        unit = replace(plots.amounts(address), name="")  # the title has it
        drawn.append(plots.bars(f"days-{number}", title, labels, [Series("", values)], unit))
    return drawn


def _per_offer(seller: str, chosen: Period) -> list[Plot]:
    """The offers that brought the most, by currency."""
    sold = sales.by_offer(database(), seller, chosen.first, chosen.last)
    offers = queries.offers_by_id(database(), list(sold)) if sold else {}
    drawn = []
    for number, address in enumerate(book().currencies, 1):
        its = sorted((i for i, offer in offers.items() if offer.currency == address), key=lambda i: -sold[i].gross)
        parts = [(_title(offers[i].document, i), sold[i].gross) for i in its[:BEST] if sold[i].gross]
        rest = sum(sold[i].gross for i in its[BEST:])
        parts += [(gettext("Others"), rest)] if rest else []
        if parts:
            title = gettext("Sales per offer, %(currency)s", currency=currency(address).symbol)
            drawn.append(plots.share(f"offers-{number}", title, parts, plots.amounts(address)))
    return drawn


def _title(document: Document, offer_id: str) -> str:
    title = in_words(document["title"]) if document else gettext("Offer %(id)s", id=offer_id[:10])
    return " · ".join([title, *(in_words(choice["value"]) for choice in document.get("variant", []))])
