"""Documents over the API: only what the chain names, only what it was, and gone when it shall be."""

import io
import os
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from flask.testing import FlaskClient
from PIL import Image

from frontend import config, create_app, limits
from frontend.index import documents as copies
from frontend.index import queries, store
from frontend.index.follower import Follower
from frontend.vault import Vault
from frontend.vault.erasing import DAY, erase_ended, request_text
from frontend.vault.waiting import PATIENCE
from scripts import sealing
from scripts.documents import MAX_PICTURE_BYTES, canonical
from scripts.terms import Offer, Order, offer_id
from tests.frontend.indexing import environment, follower
from tests.frontend.traffic import COIN, NOBODY, Devnet

HOUR = 3_600
BUYER_KEY = "0x" + "11" * 32


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


def sealed() -> bytes:
    key = sealing.new_key()
    text = sealing.delivery("k" * 87, "A. Buyer", {"street": "1 Quiet Lane"})
    return sealing.seal(text, sealing.public_point(key))


@dataclass
class Shop:
    """A market with one seller, and its storefront."""

    devnet: Devnet
    settings: dict[str, str]
    client: FlaskClient
    follow: Follower
    vault: Vault
    buyer: str

    def publish(self, document: bytes) -> Offer:
        """An offer with this document, indexed."""
        offer = Offer(
            seller=self.devnet.people["seller"],
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

    def buy(self, offer: Offer, delivery: bytes, who: str = "", salt: int = 1) -> Order:
        """An order with these delivery details, indexed."""
        buyer = who or self.buyer
        order = Order(offer, buyer, buyer, 1, NOBODY, sha256(delivery).digest(), salt.to_bytes(32, "big"))
        self.devnet.mine((buyer, self.devnet.escrow.call("pay", order, value=order.total)))
        self.follow.catch_up()
        return order

    def put(self, body: bytes, name: str = "") -> Any:
        return self.client.put(f"/api/v1/documents/{name or named(body)}", data=body)

    def get(self, name: str) -> Any:
        return self.client.get(f"/api/v1/documents/{name}")

    def erase(self, delivery: bytes, order: Order, key: str = BUYER_KEY, valid: int = 600, **other: Any) -> Any:
        """Asks for delivery details to be erased, as whoever has the key."""
        order_id = "0x" + self.devnet.market.order_id(order).hex()
        expires = self.devnet.time() + valid
        sha = "0x" + named(delivery)
        text = request_text(31337, self.devnet.escrow.address, order_id, sha, expires)
        signed = Account.sign_message(encode_defunct(text=text), key).signature.hex()
        asked = {"account": Account.from_key(key).address, "expires": expires, "signature": "0x" + signed} | other
        return self.client.delete(f"/api/v1/documents/{named(delivery)}", json=asked)


@pytest.fixture
def shop(devnet: Devnet, tmp_path: Path) -> Shop:
    settings = environment(devnet, tmp_path)
    buyer = Account.from_key(BUYER_KEY).address
    devnet.node.rpc("anvil_setBalance", buyer, hex(10**20))
    devnet.node.rpc("anvil_impersonateAccount", buyer)
    follow = follower(settings)
    follow.catch_up()
    loaded = config.load(settings)
    app = create_app(loaded)
    limits.limiter.reset()
    return Shop(devnet, settings, app.test_client(), follow, Vault(loaded.vault), buyer)


def says(answer: Any, status: int, sentence: str) -> None:
    assert (answer.status_code, answer.get_json()) == (status, {"error": sentence})


def test_offer_and_its_picture(shop: Shop) -> None:
    """Taken after publishing, served byte for byte, searchable at once."""
    document = offer_document()
    shop.publish(document)
    assert shop.put(picture()).status_code == 409
    assert shop.put(document).status_code == 201
    assert shop.put(picture()).status_code == 201
    assert shop.put(document).status_code == 200
    answer = shop.get(named(document))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, document, "application/json")
    shown = shop.get("0x" + named(picture()))
    assert (shown.data, shown.mimetype) == (picture(), "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in shown.headers["Cache-Control"]
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    for text in ("GREEN tea", "绿茶", "large", "green-tea"):
        (found,) = shop.client.get("/api/v1/offers", query_string={"text": text}).get_json()["items"]
        assert found["document"]["title"]["zh"] == "绿茶"
    assert shop.client.get("/api/v1/offers?text=coffee").get_json()["items"] == []


def test_seen_before_is_not_sent_again(shop: Shop) -> None:
    document = offer_document()
    shop.publish(document)
    shop.put(document)
    again = shop.client.get(f"/api/v1/documents/{named(document)}", headers={"If-None-Match": f'"{named(document)}"'})
    assert (again.status_code, again.data) == (304, b"")


def test_profile(shop: Shop) -> None:
    profile = canonical({"type": "handover/profile/1", "name": {"en": "Quiet Tea"}, "contact": "tea@example.org"})
    assert shop.put(profile).status_code == 409
    seller = shop.devnet.people["seller"]
    shop.devnet.mine((seller, shop.devnet.identity.call("describe", sha256(profile).digest())))
    shop.follow.catch_up()
    assert shop.put(profile).status_code == 201
    assert shop.client.get(f"/api/v1/accounts/{seller}").get_json()["document"]["name"] == {"en": "Quiet Tea"}


def test_wrong_name_refused(shop: Shop) -> None:
    document = offer_document()
    shop.publish(document)
    answer = shop.put(offer_document(category="coffee"), named(document))
    says(answer, 400, "The document does not hash to the name it was sent under.")
    says(shop.put(document, "abc"), 400, "A document's name is the sha-256 of its bytes, in 64 lower-case hex digits.")
    assert not shop.vault.has(named(document))


def test_unnamed_refused(shop: Shop) -> None:
    """Nobody may leave what no offer, profile, order or event names."""
    sentence = "No indexed offer, profile, order or event names this document (yet)."
    says(shop.put(picture("blue")), 409, sentence)
    says(shop.put(offer_document()), 409, sentence)
    says(shop.get("ab" * 32), 404, "This storefront does not have the document.")


@pytest.mark.parametrize(
    "body",
    [
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"{}",
        b'{"type": "handover/offer/1"}',
        b"\x89PNG\r\n\x1a\n",
        b"",
    ],
)
def test_unknown_formats_refused(shop: Shop, body: bytes) -> None:
    """Even where an offer names it."""
    shop.publish(body)
    answer = shop.put(body)
    assert answer.status_code == 415
    assert answer.get_json()["error"].endswith(".")
    assert not shop.vault.has(named(body))


def test_other_kind_refused(shop: Shop) -> None:
    """An offer's details cannot be a picture."""
    shop.publish(picture())
    says(shop.put(picture()), 415, "The chain names this as the document of an offer, and it is a picture.")


def test_schema_is_checked(shop: Shop) -> None:
    document = offer_document(title={"en": "<b>\u202e"})
    shop.publish(document)
    answer = shop.put(document)
    assert answer.status_code == 415
    assert "title" in answer.get_json()["error"]


def test_too_large_refused(shop: Shop) -> None:
    body = b"\x89PNG" + os.urandom(MAX_PICTURE_BYTES)
    says(shop.put(body), 413, "A document may have 512 KiB at most.")


def test_tampered_is_not_shown(shop: Shop) -> None:
    document = offer_document()
    shop.publish(document)
    shop.put(document)
    path = shop.vault.folder / named(document)[:2] / named(document)
    path.write_bytes(document.replace(b"Green", b"Black"))
    says(shop.get(named(document)), 410, "The document was changed after it was agreed on, so it is not shown.")


def test_delivery_details_wait_for_their_order(shop: Shop) -> None:
    """Left before paying, not shown to anybody; there once the order is."""
    offer, delivery = shop.publish(offer_document()), sealed()
    waits = shop.put(delivery)
    assert (waits.status_code, waits.get_json()) == (202, {"sha256": named(delivery), "waiting": True})
    assert shop.get(named(delivery)).status_code == 404
    shop.buy(offer, delivery)
    answer = shop.get(named(delivery))
    assert (answer.status_code, answer.data) == (200, delivery)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not list((shop.vault.folder / "waiting").iterdir())


def test_delivery_details_after_paying(shop: Shop) -> None:
    delivery = sealed()
    shop.buy(shop.publish(offer_document()), delivery)
    assert shop.put(delivery).status_code == 201
    assert shop.get(named(delivery)).data == delivery


def test_waiting_ends(shop: Shop) -> None:
    """What no order names in time is dropped when somebody else comes."""
    forgotten, other = sealed(), sealed()
    shop.put(forgotten)
    path = shop.vault.folder / "waiting" / named(forgotten)
    old = time.time() - PATIENCE - 1
    os.utime(path, (old, old))
    shop.put(other)
    assert not path.exists()
    assert (shop.vault.folder / "waiting" / named(other)).exists()


def test_waiting_room_is_not_for_everything(shop: Shop) -> None:
    """The next document from one address is refused in words."""
    allowed = int(limits.WAITING.split("/", maxsplit=1)[0])
    assert {shop.put(sealed()).status_code for _ in range(allowed)} == {202}
    says(shop.put(sealed()), 429, "Too many documents from here wait for their orders; try again later.")


def test_uploads_are_limited(shop: Shop) -> None:
    shop.client.application.extensions["handover"].settings = config.load(
        shop.settings | {"HANDOVER_UPLOADS_PER_MINUTE": "3"}
    )
    codes = [shop.put(picture()).status_code for _ in range(4)]
    assert codes == [409, 409, 409, 429]


def test_buyer_erases(shop: Shop) -> None:
    """Gone, told so, and not taken again."""
    delivery = sealed()
    order = shop.buy(shop.publish(offer_document()), delivery)
    shop.put(delivery)
    assert shop.erase(delivery, order).get_json() == {"sha256": named(delivery), "erased": True}
    gone = "This document was erased, because the order is over or its people wanted it so."
    says(shop.get(named(delivery)), 410, gone)
    says(shop.put(delivery), 410, "This document was erased, and is not taken again.")
    assert not any(delivery == path.read_bytes() for path in shop.vault.folder.rglob("*") if path.is_file())


def test_nobody_else_erases(shop: Shop) -> None:
    delivery = sealed()
    order = shop.buy(shop.publish(offer_document()), delivery)
    shop.put(delivery)
    stranger = "0x" + "22" * 32
    says(
        shop.erase(delivery, order, stranger),
        403,
        "Only the order's buyer or seller may have its delivery details erased.",
    )
    claims = {"account": shop.buyer}
    says(shop.erase(delivery, order, stranger, **claims), 403, "The signature is not this account's.")
    expired = "The request has expired, or is valid for more than an hour."
    says(shop.erase(delivery, order, valid=-1), 403, expired)
    says(shop.erase(delivery, order, valid=3 * HOUR), 403, expired)
    says(shop.erase(delivery, order, signature="0xzz"), 400, "A signature is 0x and hex digits.")
    says(shop.erase(sealed(), order), 403, "No order names this document.")
    assert shop.get(named(delivery)).data == delivery


def test_copied_hash_gives_no_say(shop: Shop) -> None:
    """Whoever names somebody else's delivery details in a later order cannot erase them."""
    delivery, offer = sealed(), shop.publish(offer_document())
    shop.buy(offer, delivery)
    shop.put(delivery)
    key = "0x" + "33" * 32
    thief = Account.from_key(key).address
    shop.devnet.node.rpc("anvil_setBalance", thief, hex(10**20))
    shop.devnet.node.rpc("anvil_impersonateAccount", thief)
    copied = shop.buy(offer, delivery, thief, salt=2)
    assert shop.erase(delivery, copied, key).status_code == 403
    assert shop.get(named(delivery)).data == delivery


def test_contract_wallet_erases(shop: Shop) -> None:
    """A buyer that is a contract: its own ERC-1271 check decides; the owner of this one has a key of the devnet."""
    wallet, delivery = shop.devnet.people["wallet"], sealed()
    order = shop.buy(shop.publish(offer_document()), delivery, wallet)
    shop.put(delivery)
    owner = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6"
    says(shop.erase(delivery, order, "0x" + "44" * 32, account=wallet), 403, "The signature is not this account's.")
    assert shop.erase(delivery, order, owner, account=wallet).status_code == 200


def test_scheduled_erasing(shop: Shop) -> None:
    """Days after the end, not before, and not while another order of the same buyer needs them."""
    delivery, shared, offer = sealed(), sealed(), shop.publish(offer_document())
    over = shop.buy(offer, delivery)
    done, lasting = shop.buy(offer, shared, salt=2), shop.buy(offer, shared, salt=3)
    shop.put(delivery)
    shop.put(shared)
    engine = store.open_engine(shop.settings["DATABASE_URL"])
    for order in (over, done):
        shop.devnet.mine((shop.buyer, shop.devnet.escrow.call("confirm", order)))
    shop.follow.catch_up()
    ended = shop.devnet.time()
    with engine.connect() as db:
        assert erase_ended(db, shop.vault, ended + 14 * DAY, 14) == 0
        assert erase_ended(db, shop.vault, ended + 14 * DAY + 1, 14) == 1
    assert shop.get(named(delivery)).status_code == 410
    assert shop.get(named(shared)).data == shared
    shop.devnet.mine((shop.buyer, shop.devnet.escrow.call("confirm", lasting)))
    shop.follow.catch_up()
    with engine.connect() as db:
        assert erase_ended(db, shop.vault, shop.devnet.time() + 15 * DAY, 14) == 1
    assert shop.get(named(shared)).status_code == 410


def test_documents_beside_the_storefront(shop: Shop) -> None:
    """What a script writes into the vault's folder is found, also after the index was made anew."""
    document = offer_document()
    offer = shop.publish(document)
    engine = store.open_engine(shop.settings["DATABASE_URL"])
    copier = copies.Copier(engine, shop.vault)
    copier.all()
    shop.vault.write(document)
    copier.some()
    with engine.connect() as db:
        assert queries.offer(db, "0x" + offer_id(offer).hex()).document["category"] == "tea"
        assert queries.categories(db) == [("tea", 1)]
    shop.follow.prepare(rebuild=True)
    shop.follow.catch_up()
    copier.all()
    with engine.connect() as db:
        assert queries.offer(db, "0x" + offer_id(offer).hex()).document["category"] == "tea"


def test_forgotten_with_its_offer(shop: Shop) -> None:
    """A re-organisation that takes the offer away takes its text out of the searches."""
    document = offer_document()
    shop.publish(document)
    shop.put(document)
    shop.devnet.node.rpc("anvil_rollback", 1)
    shop.follow.catch_up()
    engine = store.open_engine(shop.settings["DATABASE_URL"])
    copies.Copier(engine, shop.vault).some()
    with engine.connect() as db:
        assert queries.known_document(db, named(document)) == ""
        assert queries.known_document(db, named(picture())) == ""
