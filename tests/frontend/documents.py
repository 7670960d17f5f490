"""Documents of every kind, and a shop that takes them."""

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from eth_account import Account
from eth_account.messages import encode_defunct
from flask.testing import FlaskClient
from PIL import Image

from frontend.index import store
from frontend.index.follower import Follower
from frontend.vault import Vault
from frontend.vault.erasing import DAY, erase_ended, request_text
from scripts import sealing
from scripts.documents import canonical
from scripts.terms import Offer, Order
from tests.frontend.devnet import Devnet
from tests.frontend.traffic import COIN, NOBODY

HOUR = 3_600
BUYER_KEY = "0x" + "11" * 32
COPIER_KEY = "0x" + "33" * 32


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


def named(body: bytes) -> str:
    return sha256(body).hexdigest()


def offer_document(**other: Any) -> bytes:
    fields = {
        "type": "handover/offer/1",
        "title": {"en": "Green tea", "zh": "绿茶"},
        "description": {"en": "From the first spring picking."},
        "pictures": [{"sha256": named(picture()), "alt": {"en": "A tin of tea"}}],
        "product": "green-tea",
        "variant": [{"name": {"en": "Size"}, "value": {"en": "Large"}}],
        "category": "tea",
        "ships_to": "any",
        "return_policy": {"en": "Unopened within 14 days."},
    }
    return canonical(fields | other)


@dataclass
class Shop:
    """A market and its storefront; buyer and copier sign with keys of their own."""

    devnet: Devnet
    settings: dict[str, str]
    client: FlaskClient
    follow: Follower
    vault: Vault
    buyer: str
    copier: str

    @property
    def seller(self) -> str:
        return self.devnet.people["seller"]

    def sealed(self, buyer: str = "") -> bytes:
        """Delivery details of a buyer for the seller."""
        text = sealing.delivery("k" * 87, "A. Buyer", {"street": "1 Quiet Lane"})
        return sealing.seal(text, sealing.public_point(sealing.new_key()), (buyer or self.buyer, self.seller))

    def publish(self, document: bytes, seller: str = "") -> Offer:
        """An offer with this document, indexed."""
        offer = Offer(
            seller=seller or self.seller,
            currency=COIN,
            price=1_000,
            shipping=0,
            ship_within=HOUR,
            deliver_within=HOUR,
            inspect_within=3 * DAY,
            details=sha256(document).digest(),
        )
        self.devnet.mine((offer.seller, self.devnet.escrow.call("publish", offer, 100)))
        self.follow.catch_up()
        return offer

    def buy(self, offer: Offer, delivery: bytes, who: str = "", payer: str = "", salt: int = 1) -> Order:
        """An order with these delivery details, indexed."""
        buyer = who or self.buyer
        payer = payer or buyer
        order = Order(offer, buyer, payer, 1, NOBODY, sha256(delivery).digest(), salt.to_bytes(32, "big"))
        self.devnet.mine((payer, self.devnet.escrow.call("pay", order, value=order.total)))
        self.follow.catch_up()
        return order

    def confirm(self, order: Order) -> None:
        """The buyer has the goods; indexed."""
        self.devnet.mine((order.buyer, self.devnet.escrow.call("confirm", order)))
        self.follow.catch_up()

    def erase_ended(self, days_later: int) -> int:
        """What the storefront erases so many days from now."""
        with store.open_engine(self.settings["DATABASE_URL"]).connect() as db:
            return erase_ended(db, self.vault, self.devnet.time() + days_later * DAY + 1, 14)

    def put(self, body: bytes, name: str = "") -> Any:
        return self.client.put(f"/api/v1/documents/{name or named(body)}", data=body)

    def get(self, name: str) -> Any:
        return self.client.get(f"/api/v1/documents/{name}")

    def erase(self, *deliveries: bytes, key: str = BUYER_KEY, valid: int = 600, **other: Any) -> Any:
        """Asks for delivery details to be erased, as whoever has the key."""
        expires, documents = self.devnet.time() + valid, ["0x" + named(delivery) for delivery in deliveries]
        text = request_text(31337, self.devnet.escrow.address, documents, expires)
        signature = "0x" + Account.sign_message(encode_defunct(text=text), key).signature.hex()
        asked = {"account": Account.from_key(key).address, "documents": documents, "expires": expires}
        return self.client.delete("/api/v1/documents", json=asked | {"signature": signature} | other)


def says(answer: Any, status: int, sentence: str) -> None:
    assert (answer.status_code, answer.get_json()) == (status, {"error": sentence})
