"""The whole market: everything that scripts/deploy deploys, for coin and for a token whose issuer stops people."""

from tests.fixtures.terms import EMPTY, Offer
from tests.stateful.credit.market import CreditMarket
from tests.stateful.points.market import PointsMarket
from tests.stateful.provenance.market import ProvenanceMarket

CONTRACTS = ("Escrow", "Identity", "Reviews", "Provenance", "Loyalty", "Credit")
TERMS = ((500, 1_000), (0, 200), (2_500, 2_500))  # commission and points of what is sold in instalments


class WholeMarket(PointsMarket, ProvenanceMarket, CreditMarket):
    """Escrow, Identity, Reviews, Provenance, two Loyalties, and a Credit: there is none for coin."""

    @property
    def currencies(self) -> tuple[str, ...]:
        return EMPTY, self.deny_list

    @property
    def keeping(self) -> list[str]:
        """Contracts that hold money."""
        return [self.escrow, *self.loyalties, self.credit]

    @property
    def plans_offers(self) -> dict[str, list[Offer]]:
        """With points, some of them coin's, a commission and a carrier: of the same offers as for cash and points."""
        coin, token = (self.points[currency] for currency in self.currencies)
        return {
            seller: [
                offer._replace(
                    carrier=self.people["carrier"] if place == 1 else EMPTY,
                    commission_bps=commission_bps,
                    loyalty=coin if place == 1 else token,
                    points_bps=points_bps,
                )
                for place, (offer, (commission_bps, points_bps)) in enumerate(zip(offers, TERMS, strict=True))
            ]
            for seller, offers in super().plans_offers.items()
        }
