"""A market's events as Escrow, Identity and Reviews would log them, folded into an index without a chain."""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from frontend.index.documents import learn_all
from frontend.index.events import Decoded
from frontend.index.schema import position
from frontend.index.writer import Batch
from frontend.trusted import Issuer, Referrer, Trusted
from scripts.claims import word_of
from scripts.documents import canonical
from scripts.parameters import COIN, NOBODY

AT_ONCE = 8_000  # events of a batch, as the index takes them
PER_BLOCK = 500
START = 1_700_000_000
DAY = 86_400
EMPTY = "0x" + "00" * 32
FULL_WEIGHT = 1_000  # of commission, in the coin's smallest unit
PRICE = 100_000
BPS = 100  # of commission: of one order FULL_WEIGHT


def account(number: int) -> str:
    return f"0x{number + 1:040x}"


STOREFRONT, CHAMBER, NOTARY, SELLER = (account(10**9 + number) for number in range(4))


def trusting(*referrers: str, **issuers: tuple[str, ...]) -> Trusted:
    """An operator who believes CHAMBER or NOTARY (in small letters) these claims, and names these referrers."""
    accounts = {"chamber": CHAMBER, "notary": NOTARY}
    known = {accounts[name]: Issuer(accounts[name], {}, frozenset(kinds), {}, "") for name, kinds in issuers.items()}
    named_ones = {one: Referrer(one, {}, {}, "") for one in referrers}
    return Trusted(STOREFRONT, known, {COIN: FULL_WEIGHT}, referrers=named_ones)


def named(body: bytes) -> str:
    return "0x" + sha256(body).hexdigest()


class ReviewsMadeUp:
    """A row of events; each method logs what one step does, and returns what it began."""

    def __init__(self) -> None:
        self.events: list[Decoded] = []
        self.documents: list[bytes] = []
        self.passed = 0  # seconds, beside the blocks'
        self._written = 0
        self._sellers: dict[str, str] = {}
        self._details: dict[str, str] = {}
        self._sales: dict[str, tuple[str, str, int]] = {}  # seller, buyer and total, by order

    def write(self, db: Connection, trusted: Trusted | None = None) -> None:
        """Folds what was logged since the last time, and learns the documents."""
        for start in range(self._written, len(self.events), AT_ONCE):
            Batch(db, self.events[start : start + AT_ONCE], trusted).write()
        self._written = len(self.events)
        learn_all(db, [(named(body), body) for body in self.documents])
        self.documents.clear()

    @property
    def now(self) -> int:
        """The latest event's time."""
        return self.events[-1].time

    @property
    def block(self) -> int:
        return self.events[-1].block

    # Offers and orders

    def publish(
        self,
        seller: str = SELLER,
        price: int = PRICE,
        currency: str = COIN,
        product: str = "",
        bps: int = BPS,
        carrier: str = COIN,
        details: str = "",
    ) -> str:
        """An offer, with a text where it is of a product."""
        details = self._offer_text(product) if product else details or self._id()
        offer = {
            **{"seller": seller, "currency": currency, "price": price, "shipping": 0},
            **{
                "ship_within": DAY,
                "deliver_within": DAY,
                "inspect_within": 3 * DAY,
                "carrier": carrier,
                "arbiter": COIN,
            },
            **{"commission_bps": bps, "loyalty": COIN, "points_bps": 0, "details": details},
        }
        offer_id = self._id()
        self._sellers[offer_id], self._details[offer_id] = seller, details
        self._log("OfferPublished", offer_id=offer_id, offer=offer, cap=10**6)
        return offer_id

    def revise(self, old: str, **other: Any) -> str:
        """Another offer in place of an old one, in one transaction; of the same document unless it has a product."""
        if len(self.events) % PER_BLOCK == PER_BLOCK - 1:
            self._log("CapSet", offer_id=old, cap=10**6)
        new = self.publish(self._sellers[old], details=self._details[old], **other)
        self._log("OfferRevised", old_id=old, new_id=new, cap=10**6)
        return new

    def pay(self, offer: str, buyer: str, referrer: str = NOBODY, total: int = PRICE) -> str:
        order = self._id()
        self._sales[order] = self._sellers[offer], buyer, total
        people = {"buyer": buyer, "payer": buyer, "referrer": referrer}
        self._log("OrderPaid", order_id=order, offer_id=offer, **people, quantity=1, delivery=order, salt=EMPTY)
        return order

    def confirm(self, order: str) -> None:
        self._log("OrderConfirmed", order_id=order, released=self._sales[order][2])

    def concede(self, order: str) -> None:
        """All goes back: nothing was released."""
        self._log("OrderConceded", order_id=order, refunded=self._sales[order][2])

    def tell(self, order: str, *names: str) -> None:
        """What becomes of a parcel, by events that move no money."""
        for name in names:
            self._log(name, order_id=order)

    # Claims

    def issue(self, issuer: str, subject: str, kind: str, days: int = 365) -> None:
        self._claim("ClaimIssued", issuer, subject, kind, expires=self._time() + days * DAY, document=self._id())

    def renew(self, issuer: str, subject: str, kind: str, days: int = 365) -> None:
        self._claim("ClaimRenewed", issuer, subject, kind, expires=self._time() + days * DAY, document=self._id())

    def revoke(self, issuer: str, subject: str, kind: str) -> None:
        self._claim("ClaimRevoked", issuer, subject, kind, document=EMPTY)

    def decline(self, issuer: str, subject: str, kind: str, declined: bool = True) -> None:
        self._claim("ClaimDeclined", issuer, subject, kind, declined=declined)

    # Reviews

    def review(self, order: str, stars: int, text: str = "", language: str = "en", pictures: int = 0) -> None:
        seller, buyer, _ = self._sales[order]
        document = self._text("review", text, language, pictures)
        self._log("OrderReviewed", order_id=order, seller=seller, buyer=buyer, stars=stars, document=document)

    def reviewed(self, offer: str, buyer: str, stars: int, referrer: str = NOBODY, total: int = PRICE) -> str:
        """An order from its payment to its review."""
        order = self.pay(offer, buyer, referrer, total)
        self.confirm(order)
        self.review(order, stars)
        return order

    def follow_up(self, order: str, text: str) -> None:
        self._log("ReviewFollowedUp", order_id=order, document=self._text("review", text, "en", 0))

    def reply(self, order: str, text: str, part: int = 1) -> None:
        self._log("ReviewReplied", order_id=order, part=part, document=self._text("reply", text, "en", 0))

    # Helpers

    def _log(self, name: str, **fields: Any) -> None:
        block, index = divmod(len(self.events), PER_BLOCK)
        self.events.append(Decoded(name, fields, position(block, index), EMPTY, self._time(), json.dumps(fields)))

    def _time(self) -> int:
        return START + 12 * (len(self.events) // PER_BLOCK) + self.passed

    def _claim(self, name: str, issuer: str, subject: str, kind: str, **fields: Any) -> None:
        self._log(name, issuer=issuer, subject=subject, kind=word_of(kind), **fields)

    def _id(self) -> str:
        return named(f"{len(self.events)} {len(self.documents)}".encode())

    def _text(self, kind: str, text: str, language: str, pictures: int) -> str:
        """A review's or a reply's document, kept to be learnt."""
        if not text and not pictures:
            return EMPTY
        said: dict[str, Any] = {"type": f"handover/{kind}/1", "language": language}
        said |= {"text": text} if text else {}
        shown = [{"sha256": named(bytes([number]))[2:]} for number in range(pictures)]
        return self._keep(said | ({"pictures": shown} if shown else {}))

    def _offer_text(self, product: str) -> str:
        texts = {name: {"en": product} for name in ("title", "description", "return_policy")}
        names = {"product": product, "category": "other", "ships_to": "any", "pictures": [], "variant": []}
        return self._keep({"type": "handover/offer/1"} | texts | names)

    def _keep(self, document: dict[str, Any]) -> str:
        self.documents.append(canonical(document))
        return named(self.documents[-1])
