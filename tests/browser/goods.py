"""What the browser tests' shop sells: a few offers, each for one story, and merchants whose keys the tests hold."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image, ImageDraw

from frontend.vault import Vault
from scripts import documents, sealing
from scripts.parameters import COIN, DAY, NOBODY
from scripts.terms import Offer, offer_id
from scripts.wallet import Call
from tests.browser.stack import Shop

ETHER = 10**18
DOLLAR = 10**6


@dataclass
class Goods:
    """Offers by what they are for, and the merchant's key for delivery details."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=sealing.new_key)
    offers: dict[str, Offer] = field(default_factory=dict)

    def id(self, name: str) -> str:
        """An offer's id, as addresses of pages have it."""
        return "0x" + offer_id(self.offers[name]).hex()

    def furnish(self, shop: Shop) -> None:
        """Put it all up for sale, and give the shopper Dollars."""
        vault = Vault(shop.vault)
        self._describe(shop, vault)
        dollar = shop.book.contracts["Dollar"].address
        carrier, arbiter = shop.people["carrier"], shop.people["arbiter"]
        self._publish(shop, vault, ("teapot", "Teapot", "茶壶"), price=ETHER // 20, carrier=carrier, arbiter=arbiter)
        self._publish(shop, vault, ("lamp", "Lamp", "台灯"), currency=dollar, price=45 * DOLLAR, shipping=5 * DOLLAR)
        self._publish(shop, vault, ("bowl", "Bowl", "碗"), price=ETHER // 100, cap=1)
        self._publish(shop, vault, ("withdrawn", "Vase", "花瓶"), price=ETHER // 50)
        self._publish(shop, vault, ("markup", "<img src=x onerror=alert(1)>", "<b>碗</b>"), price=ETHER // 10, cap=3)
        shop.send("deployer", shop.token("mint", shop.people["shopper1"], 10_000 * DOLLAR))

    def _describe(self, shop: Shop, vault: Vault) -> None:
        profile = {
            "type": "handover/profile/1",
            "name": {"en": "Harbour Goods", "zh": "港湾好物"},
            "contact": "harbour@example.org",
            "encryption_key": sealing.encode(sealing.public_point(self.key)),
        }
        digest = bytes.fromhex(vault.write(documents.canonical(profile)))
        identity = shop.book.contract(shop.web3, "Identity")
        data = identity.encode_abi("describe", args=[digest])
        shop.send("merchant1", Call(identity.address, bytes.fromhex(data[2:])))

    def _publish(self, shop: Shop, vault: Vault, names: tuple[str, str, str], cap: int = 50, **terms: Any) -> None:
        details = bytes.fromhex(vault.write(documents.canonical(_document(vault, *names))))
        standard: dict[str, Any] = {
            "seller": shop.people["merchant1"],
            "currency": COIN,
            "shipping": 0,
            "ship_within": 3 * DAY,
            "deliver_within": 7 * DAY,
            "inspect_within": 7 * DAY,
            "carrier": NOBODY,
            "arbiter": NOBODY,
            "details": details,
        }
        offer = Offer(**(standard | terms))
        self.offers[names[0]] = offer
        shop.send("merchant1", shop.market.call("publish", offer, cap))


def _document(vault: Vault, name: str, en: str, zh: str) -> dict[str, Any]:
    picture = vault.write(_picture(name))
    return {
        "type": "handover/offer/1",
        "title": {"en": en, "zh": zh},
        "description": {"en": f"{en}, made by hand.", "zh": f"{zh}，手工制作。"},
        "pictures": [{"sha256": picture, "alt": {"en": en, "zh": zh}}],
        "product": name,
        "variant": [],
        "category": "home",
        "ships_to": ["DE", "GB", "CN"],
        "return_policy": {"en": "Returns within 14 days.", "zh": "14 天内可退货。"},
    }


def _picture(name: str) -> bytes:
    """A picture that belongs to a name."""
    shade = sum(name.encode()) % 120
    image = Image.new("RGB", (320, 320), (200 - shade, 190, 150 + shade // 2))
    ImageDraw.Draw(image).ellipse((80, 80, 240, 240), fill=(60 + shade, 90, 110))
    output = BytesIO()
    image.save(output, "PNG")
    return documents.encode_picture(output.getvalue())
