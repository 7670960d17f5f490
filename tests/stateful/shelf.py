"""What may be sold, and how much of it: offers and their stock as the model has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.fixtures.clock import DAY, HOUR
from tests.fixtures.terms import EMPTY, MAX_AMOUNT, Offer
from tests.stateful.reasons import Reasons

MAX_UNITS = 2**96 - 1
HALF = 5_000  # basis points


@dataclass
class Stock:
    """Units ever for sale, and units of orders that were not cancelled."""

    cap: int
    sold: int = 0

    @property
    def left(self) -> int:
        """What can be bought now."""
        return max(self.cap - self.sold, 0)


class Shelf:
    """Offers of all sellers. `by`, `coin` and `now` are those of the call that is looked at."""

    def __init__(self, escrow: str) -> None:
        self.escrow = escrow
        self.stock: dict[Offer, Stock] = {}
        self.by = EMPTY
        self.coin = 0
        self.now = 0

    def publish(self, offer: Offer, cap: int) -> None:
        self.publish_many([offer], [cap])

    def publish_many(self, offers: Sequence[Offer], caps: Sequence[int]) -> None:
        reasons = Reasons()
        reasons.when(len(offers) != len(caps), "offers: one cap per offer")
        for place, offer in enumerate(offers):
            reasons |= self._unfit(offer)
            reasons.when(offer in offers[:place], "offers: already published")
        reasons.when(any(cap > MAX_UNITS for cap in caps), "offers: cap too large")
        reasons.check()
        for offer, cap in zip(offers, caps, strict=True):
            self.stock[offer] = Stock(cap)

    def revise(self, old: Offer, new: Offer) -> None:
        reasons = Reasons()
        stock, target = self.stock.get(old), self.stock.get(new)
        reasons.when(self.by not in (old.seller, new.seller) or old.seller != new.seller, "offers: not the seller")
        reasons.when(old == new, "offers: nothing revised")
        reasons.when(stock is None, "offers: not published")
        if target is None:
            reasons |= self._unfit(new)
        elif stock is not None:
            reasons.when(target.sold + stock.left > MAX_UNITS, "offers: cap too large")
        reasons.check()
        target = self.stock.setdefault(new, Stock(0))
        target.cap = target.sold + stock.left
        stock.cap = 0

    def set_cap(self, offer: Offer, cap: int) -> None:
        reasons, stock = Reasons(), self.stock.get(offer)
        reasons.when(self.by != offer.seller, "offers: not the seller")
        reasons.when(stock is None, "offers: not published")
        reasons.when(cap > MAX_UNITS, "offers: cap too large")
        reasons.check()
        stock.cap = cap

    def _unfit(self, offer: Offer) -> Reasons:
        """Why an offer cannot be published."""
        reasons = Reasons()
        windows = (offer.ship_within, offer.deliver_within, offer.inspect_within)
        reasons.when(self.by != offer.seller, "offers: not the seller")
        reasons.when(offer in self.stock, "offers: already published")
        reasons.when(offer.inspect_within < 3 * DAY, "offers: inspection under 3 days")
        reasons.when(min(windows[:2]) < HOUR, "offers: window under 1 hour")
        reasons.when(max(windows) > 90 * DAY, "offers: window over 90 days")
        reasons.when(offer.carrier == offer.seller, "offers: carrier is the seller")
        reasons.when(offer.arbiter == offer.seller, "offers: arbiter is the seller")
        reasons.when(offer.arbiter == offer.carrier != EMPTY, "offers: arbiter is the carrier")
        others = (offer.seller, offer.arbiter, self.escrow)
        reasons.when(offer.loyalty != EMPTY and offer.loyalty in others, "offers: loyalty has a role")
        reasons.when((offer.loyalty == EMPTY) != (offer.points_bps == 0), "offers: points without loyalty")
        reasons.when(offer.commission_bps + offer.points_bps > HALF, "offers: shares above a half")
        reasons.when(offer.price == 0, "offers: zero price")
        reasons.when(max(offer.price, offer.shipping) > MAX_AMOUNT, "offers: amount too large")
        return reasons
