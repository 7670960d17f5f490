"""Claims and reviews as plainly as they can be told: event by event, in memory, nothing looked up, nothing summed."""

from dataclasses import dataclass, field
from typing import Any

from frontend.index.events import Decoded
from frontend.index.reviews.rows import Ending
from frontend.index.rows import Order
from frontend.state_table import EMPTY_ADDRESS
from frontend.trusted import FULL, Trusted
from scripts.claims import word_of

Key = tuple[str, str, str]  # issuer, subject, kind


@dataclass
class Said:
    """A claim as it stands."""

    issued: bool = False
    revoked: bool = False
    declined: bool = False
    since: int = 0
    expires: int = 0
    document: str = ""


@dataclass
class Told:
    """A review, with the claims that it weighs by as long as none of them is taken back."""

    place: int
    order: str
    seller: str
    buyer: str
    stars: int
    ending: Ending
    line: str
    by_commission: int
    person_claims: set[Key]
    parts: set[str] = field(default_factory=lambda: {"review"})

    @property
    def fulfilled(self) -> bool:
        return self.ending is Ending.FULFILLED

    @property
    def weight(self) -> int:
        return max(self.by_commission, FULL if self.person_claims else 0)


class Model:
    """What some events, oldest first, come to; `orders` are as they stand at the end, in the order of payment."""

    def __init__(self, trusted: Trusted, orders: dict[str, Order]) -> None:
        self.trusted = trusted
        self.orders = orders
        self.claims: dict[Key, Said] = {}
        self.reviews: dict[str, Told] = {}
        self._lines: dict[str, str] = {}  # by offer, the offer that its line began with
        self._details: dict[str, str] = {}  # by offer
        self._published = ""  # by the event before
        self._arrived: set[str] = set()  # orders
        self._went_back: set[str] = set()

    def tell(self, event: Decoded) -> None:
        fields, name = event.fields, event.name
        if name.startswith("Claim"):
            self._claim(event, (fields["issuer"], fields["subject"], fields["kind"]))
        elif name == "DeliveryAttested":
            self._arrived.add(fields["order_id"])
        elif name == "ReturnSent":
            self._went_back.add(fields["order_id"])
        elif name == "OrderReplaced":
            self._went_back.discard(fields["order_id"])
        elif name == "OfferPublished":
            self._lines[fields["offer_id"]] = fields["offer_id"]
            self._details[fields["offer_id"]] = fields["offer"]["details"]
        elif name == "OfferRevised" and self._continues(fields["old_id"], fields["new_id"]):
            self._lines[fields["new_id"]] = self._lines[fields["old_id"]]
        elif name == "OrderReviewed":
            self._review(event, self.orders[fields["order_id"]])
        elif name == "ReviewFollowedUp":
            self.reviews[fields["order_id"]].parts.add("follow_up")
        elif name == "ReviewReplied":
            part = "reply" if fields["part"] == 1 else "reply_to_follow_up"
            self.reviews[fields["order_id"]].parts.add(part)
        self._published = fields["offer_id"] if name == "OfferPublished" else ""

    def _continues(self, old: str, new: str) -> bool:
        """Whether a revision has just published an offer that is described as the one before."""
        return self._published == new and self._details[new] == self._details[old]

    def waits(self, order: str) -> bool:
        parts = self.reviews[order].parts
        return "reply" not in parts or ("follow_up" in parts and "reply_to_follow_up" not in parts)

    def sums(self, told: list[Told]) -> tuple[Any, ...]:
        """Counts by stars, how many weigh, weight, weight times stars, how many unfulfilled of each ending."""
        counted = [one for one in told if one.fulfilled]
        stars = tuple(sum(one.stars == number for one in counted) for number in range(1, 6))
        weighted = sum(one.weight * one.stars for one in counted)
        weighing = sum(one.weight > 0 for one in counted)
        ended = tuple(sum(one.ending is ending for one in told) for ending in list(Ending)[1:])
        return stars, weighing, sum(one.weight for one in counted), weighted, *ended

    def _claim(self, event: Decoded, key: Key) -> None:
        said = self.claims.setdefault(key, Said())
        if event.name == "ClaimDeclined":
            said.declined = event.fields["declined"]
        elif event.name == "ClaimRevoked":
            said.revoked = True
        else:
            if event.name == "ClaimIssued" or event.time >= said.expires:
                said.since = event.time
            said.issued, said.revoked = True, False
            said.expires, said.document = event.fields["expires"], event.fields["document"]
        if said.revoked or said.declined:
            for told in self.reviews.values():
                told.person_claims.discard(key)

    def _review(self, event: Decoded, order: Order) -> None:
        fields = event.fields
        seller, buyer = fields["seller"], fields["buyer"]
        before = [one for one in self.reviews.values() if one.fulfilled and (one.seller, one.buyer) == (seller, buyer)]
        fulfilled = order.released > 0
        commission = order.released * order.offer.commission_bps // 10_000
        full = self.trusted.full_weight.get(order.offer.currency, 0)
        referrer = order.referrer.lower()
        counts = fulfilled and referrer in {self.trusted.storefront.lower(), *map(str.lower, self.trusted.referrers)}
        self.reviews[order.id] = Told(
            place=event.position,
            order=order.id,
            seller=seller,
            buyer=buyer,
            stars=fields["stars"],
            ending=self._ending(order),
            line=self._lines[order.offer.id],
            by_commission=min(FULL, commission * FULL // full) if full and counts else 0,
            person_claims=self._holding(buyer, "person", event.time) if fulfilled and not before else set(),
        )

    def _ending(self, order: Order) -> Ending:
        """What became of an order, by what was told of its parcel."""
        if order.released:
            return Ending.FULFILLED
        if order.id in self._went_back:
            return Ending.SENT_BACK
        is_told = order.id in self._arrived or (order.shipped_time and order.offer.carrier == EMPTY_ADDRESS)
        return Ending.REFUNDED if is_told else Ending.NEVER_ARRIVED

    def _holding(self, subject: str, kind: str, now: int) -> set[Key]:
        believed = {issuer.lower() for issuer in self.trusted.issuers_of(kind)}
        return {
            key
            for key, said in self.claims.items()
            if key[0] in believed and key[1:] == (subject, word_of(kind))
            if said.issued and not said.revoked and not said.declined and now < said.expires
        }
