"""What the rules draw from: terms of offers and orders, mostly sound, with now and then a flaw."""

from collections.abc import Callable

from hypothesis import strategies as st

from tests.fixtures.clock import DAY, HOUR
from tests.fixtures.terms import EMPTY, MAX_AMOUNT, NO_HASH, Offer, Order
from tests.stateful.market import Market

SELLERS = ("seller", "second_seller", "refusing_receiver", "gas_eating_receiver")
BUYERS = ("buyer", "buyer", "second_buyer", "contract_wallet", "refusing_receiver", "gas_eating_receiver")
PAYERS = ("", "", "", "payer", "contract_wallet", "contract_wallet", "refusing_receiver", "seller")  # empty: the buyer
REFERRERS = ("", "", "referrer", "referrer", "referrer", "contract_wallet", "gas_eating_receiver", "carrier")
LOYALTIES = ("loyalty", "contract_wallet")

# Dust shows how shares are rounded, the dearest still fits into a record.
PRICES = (1, 2, 3, 99, 10_007, 10**18 + 1, 2**94)
SHIPPING = (0, 0, 1, 10**6)
SHARES = ((0, 0), (100, 0), (0, 200), (100, 100), (2_500, 2_500), (1, 4_999), (5_000, 0))
SHIP_WITHIN = (HOUR, 30 * DAY, 90 * DAY, 90 * DAY)
DELIVER_WITHIN = (HOUR, 9 * DAY, 90 * DAY, 30 * DAY)
INSPECT_WITHIN = (3 * DAY, 8 * DAY + HOUR, 30 * DAY, 90 * DAY)
CAPS = (1_000, 1_000, 30, 4, 1, 0, 2**96 - 1)
QUANTITIES = (1, 1, 1, 2, 2, 3, 5, 31)

OFFER_FLAWS: dict[str, Callable[[Offer], Offer]] = {
    "inspection too short": lambda offer: offer._replace(inspect_within=3 * DAY - 1),
    "shipping too soon": lambda offer: offer._replace(ship_within=HOUR - 1),
    "delivery too soon": lambda offer: offer._replace(deliver_within=HOUR - 1),
    "window too long": lambda offer: offer._replace(inspect_within=90 * DAY + 1),
    "carrier is the seller": lambda offer: offer._replace(carrier=offer.seller),
    "arbiter is the seller": lambda offer: offer._replace(arbiter=offer.seller),
    "loyalty is the seller": lambda offer: offer._replace(loyalty=offer.seller, points_bps=1),
    "points without loyalty": lambda offer: offer._replace(loyalty=EMPTY, points_bps=1),
    "loyalty without points": lambda offer: offer._replace(loyalty=offer.seller, points_bps=0),
    "shares too large": lambda offer: offer._replace(commission_bps=5_001 - offer.points_bps),
    "zero price": lambda offer: offer._replace(price=0),
    "price too large": lambda offer: offer._replace(price=MAX_AMOUNT + 1),
}
ORDER_FLAWS: dict[str, Callable[[Order], Order]] = {
    "no buyer": lambda order: order._replace(buyer=EMPTY),
    "buyer is the seller": lambda order: order._replace(buyer=order.offer.seller),
    "buyer is the arbiter": lambda order: order._replace(buyer=order.offer.arbiter),
    "payer is the carrier": lambda order: order._replace(payer=order.offer.carrier),
    "referrer is the seller": lambda order: order._replace(referrer=order.offer.seller),
    "referrer is the buyer": lambda order: order._replace(referrer=order.buyer),
    "no units": lambda order: order._replace(quantity=0),
    "another price": lambda order: order.of(price=order.offer.price + 1),
    "too much": lambda order: order._replace(quantity=2**95),
}


def flaws(known: dict[str, Callable]) -> st.SearchStrategy[str]:
    """The name of a flaw, mostly empty."""
    return st.sampled_from([""] * 7 * len(known) + list(known))


OFFERS = st.fixed_dictionaries(
    {
        "seller": st.sampled_from(SELLERS),
        "currency": st.integers(0, 2),
        "price": st.sampled_from(PRICES),
        "shipping": st.sampled_from(SHIPPING),
        "ship_within": st.sampled_from(SHIP_WITHIN),
        "deliver_within": st.sampled_from(DELIVER_WITHIN),
        "inspect_within": st.sampled_from(INSPECT_WITHIN),
        "carrier": st.sampled_from(("carrier", "")),
        "arbiter": st.sampled_from(("arbiter", "arbiter", "")),
        "shares": st.sampled_from(SHARES),
        "loyalty": st.sampled_from(LOYALTIES),
        "flaw": flaws(OFFER_FLAWS),
    }
)
ORDERS = st.fixed_dictionaries(
    {
        "buyer": st.sampled_from(BUYERS),
        "payer": st.sampled_from(PAYERS),
        "quantity": st.sampled_from(QUANTITIES),
        "referrer": st.sampled_from(REFERRERS),
        "flaw": flaws(ORDER_FLAWS),
    }
)


class Drafts:
    """Makes terms out of what was drawn; no two are the same."""

    def __init__(self, market: Market) -> None:
        self._people = {**market.people, "": EMPTY}
        self._currencies = market.currencies
        self._number = 0

    def offer(self, drawn: dict) -> Offer:
        """An offer."""
        commission_bps, points_bps = drawn["shares"]
        offer = Offer(
            seller=self._people[drawn["seller"]],
            currency=self._currencies[drawn["currency"] % len(self._currencies)],
            price=drawn["price"],
            shipping=drawn["shipping"],
            ship_within=drawn["ship_within"],
            deliver_within=drawn["deliver_within"],
            inspect_within=drawn["inspect_within"],
            carrier=self._people[drawn["carrier"]],
            arbiter=self._people[drawn["arbiter"]],
            commission_bps=commission_bps,
            loyalty=self._people[drawn["loyalty"]] if points_bps else EMPTY,
            points_bps=points_bps,
            details=self._next(),
        )
        return OFFER_FLAWS[drawn["flaw"]](offer) if drawn["flaw"] else offer

    def order(self, offer: Offer, drawn: dict) -> Order:
        """An order."""
        buyer = self._people[drawn["buyer"]]
        order = Order(
            offer=offer,
            buyer=buyer,
            payer=self._people[drawn["payer"]] if drawn["payer"] else buyer,
            quantity=drawn["quantity"],
            referrer=self._people[drawn["referrer"]],
            delivery=NO_HASH,
            salt=self._next(),
        )
        return ORDER_FLAWS[drawn["flaw"]](order) if drawn["flaw"] else order

    def _next(self) -> bytes:
        self._number += 1
        return self._number.to_bytes(32, "big")
