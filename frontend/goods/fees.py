"""What an order costs beside its price: the chain's fee here, and what large platforms would take for the same sale.

Platforms' figures are those that the named source gives for a professional seller in most categories.
"""

import time
from dataclasses import dataclass
from threading import Lock

from flask import Flask, current_app

from frontend.chain import NodeDown
from frontend.index.rows import Offer
from frontend.resources import chain
from frontend.state_table import EMPTY_ADDRESS
from frontend.wording.formats import currency, money
from frontend.wording.texts import Text, gettext, lazy_gettext
from scripts.units import MAX_BASIS_POINTS, format_share

KEY = "handover.gas_price"
FRESH_FOR = 60.0  # seconds between two questions to the node
GAS_OF_COIN = 104_500  # to pay and to confirm: what `make bench-gas` holds the contract to
GAS_OF_TOKEN = 136_000
GAS_OF_POINTS = 98_700  # more where points pay: with them, and to collect them within the same transaction
GAS_OF_SETTLING = 97_500
GAS_OF_LENDING = 90_000  # more where lenders pay a part
GAS_OF_STEP = 60_000  # what an order's step burns, about
DOLLARS = frozenset({"USD", "USDC", "USDT"})
CENT = 100  # to a dollar


@dataclass(frozen=True)
class Platform:
    """What a platform takes of a sale: a share of the total, and cents on top; `as_of` is when the source was written.

    Up to `small_total` cents the fixed part is `small_fixed`; `least` is the least that is taken, in cents.
    """

    name: str
    share_bps: int
    fixed: int
    source: str
    as_of: str
    remark: Text
    small_total: int = 0
    small_fixed: int = 0
    least: int = 0

    def fee(self, total: int) -> int:
        """The fee in cents for a total in cents, rounded to a cent."""
        share = (2 * total * self.share_bps + MAX_BASIS_POINTS) // (2 * MAX_BASIS_POINTS)
        return max(share + self._fixed(total), self.least)

    def formula(self, total: int) -> str:
        """How the fee comes about, in dollars."""
        fixed = f" + {_dollars(self._fixed(total))}" if self._fixed(total) else ""
        least = f", ≥ {_dollars(self.least)}" if self.least else ""
        return f"{format_share(self.share_bps)} × {_dollars(total)}{fixed}{least}"

    def _fixed(self, total: int) -> int:
        return self.small_fixed if total <= self.small_total else self.fixed


PLATFORMS = (
    Platform(
        "eBay",
        1_325,
        40,
        "https://pages.ebay.com/sellerinformation/ebay-fee-structure/Index.html",
        "2024",
        lazy_gettext("Up to this share, by category; payment included."),
        small_total=10 * CENT,
        small_fixed=30,
    ),
    Platform(
        "Etsy",
        650 + 300,
        25 + 20,
        "https://wise.com/us/blog/how-much-does-etsy-take-per-sale",
        "2023",
        lazy_gettext("6.5% for the sale, 3% and $0.25 for the payment, $0.20 for the listing."),
    ),
    Platform(
        "Amazon",
        1_500,
        0,
        "https://sellervault.io/glossary/referral-fee",
        "2026",
        lazy_gettext("Most categories; a monthly fee comes on top."),
        least=30,
    ),
    Platform(
        "AliExpress",
        500,
        0,
        "https://en.xiaoniucw.com/article/37938",
        "2026",
        lazy_gettext("5% to 15%, by category; the lowest is counted here."),
    ),
)


@dataclass(frozen=True)
class Comparison:
    """A platform beside this sale: its rate, its fee, how much less is taken here, in the offer's smallest units.

    `formula` says how the fee came about; it is empty where the fixed part is left out, for it is in another currency.
    """

    platform: Platform
    rate: str
    fee: int
    saved: int
    formula: str


def comparisons(offer: Offer, total: int) -> list[Comparison]:
    """What platforms would take of a total in the offer's currency; in dollars with the fixed parts."""
    return [_comparison(offer, total, platform) for platform in PLATFORMS]


def _comparison(offer: Offer, total: int, platform: Platform) -> Comparison:
    unit = currency(offer.currency)
    if in_dollars(offer):
        cents = total * CENT // 10**unit.decimals
        fee, formula = platform.fee(cents) * 10**unit.decimals // CENT, platform.formula(cents)
    else:
        fee, formula = total * platform.share_bps // MAX_BASIS_POINTS, ""
    return Comparison(platform, _rate(platform), fee, fee - commission(offer, total), formula)


def in_dollars(offer: Offer) -> bool:
    """Whether an offer's amounts can be compared with fixed fees in dollars."""
    return currency(offer.currency).symbol in DOLLARS


def commission(offer: Offer, total: int) -> int:
    """What a referrer would get of the seller's money, in the offer's currency."""
    return total * offer.commission_bps // MAX_BASIS_POINTS


def gas(offer: Offer) -> int:
    """Gas at most to pay and to confirm."""
    return GAS_OF_COIN if offer.currency == EMPTY_ADDRESS else GAS_OF_TOKEN


def network_fee(gas: int) -> str:
    """What the chain takes for so much gas at the price of the moment, in words."""
    price = current_app.extensions[KEY].read()
    if not price:
        return gettext("about %(gas)s units of gas", gas=f"{gas:,}")
    return gettext("about %(amount)s", amount=money(_rough(gas * price), EMPTY_ADDRESS))


def init_app(app: Flask) -> None:
    """Remember the price of gas for a while."""
    app.extensions[KEY] = GasPrice()


class GasPrice:
    """What a unit of gas costs in the coin's smallest units, asked of the node once a minute; 0 while it is down.

    Only one request at a time waits for the node.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._good_until = 0.0
        self._price = 0

    def read(self) -> int:
        """The price."""
        if time.monotonic() >= self._good_until and self._lock.acquire(blocking=False):
            try:
                self._price = chain().gas_price()
            except NodeDown:
                self._price = 0
            finally:
                self._good_until = time.monotonic() + FRESH_FOR
                self._lock.release()
        return self._price


def _rate(platform: Platform) -> str:
    if not platform.fixed:
        return format_share(platform.share_bps)
    return f"{format_share(platform.share_bps)} + {_dollars(platform.fixed)}"


def _dollars(cents: int) -> str:
    return f"${cents / CENT:,.2f}"


def _rough(amount: int) -> int:
    """An amount by its two leading digits: it is an estimate."""
    unit: int = 10 ** max(0, len(str(amount)) - 2)
    return amount - amount % unit
