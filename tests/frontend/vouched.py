"""A market of shops that issuers say different things of, and its pages as text."""

import html
import re
from dataclasses import dataclass, field

from flask.testing import FlaskClient

from tests.fixtures.goods import ETHER, Goods, buy
from tests.fixtures.shop import Shop
from tests.fixtures.vouching import Vouching

HOUR = 3_600
GONE = {"en": "It was struck off the register.", "zh": "该企业已从登记册注销。"}

UNNAMED, NO_BRAND = "its registered name is not published", "of which brand is not published"

# Each shop by its role: its name, the look of its badge, what the badge says, what the sentence has
SHOPS = {
    "newcomer": ("First Light", "晨光", "none", "Unverified", "Nobody whom this shop knows vouches"),
    "merchant1": ("Kiln & Cup", "窑与杯", "good", "Verified business", "Plain Sight vouches until"),
    "merchant4": ("Lantern", "灯", "revoked", "Verification revoked", "Plain Sight took back on"),
    "merchant3": ("Pantry", "食铺", "expired", "Verification expired", "and has not renewed it"),
    "lookalike": ("KiIn & Cup", "窯與杯", "fake", "Not the verified Kiln & Cup", "that is another account"),
    "merchant2": ("Resale", "转售", "good", "Authorised seller of Kiln & Cup", "it may sell goods of Kiln & Cup"),
    "farm": ("Teahouse Leith", "利斯茶馆", "good", "Verified business: Moor & Glen Ltd", "this is Moor & Glen Ltd, a"),
    "dairy": (
        "Hill Dairy",
        "山坡奶坊",
        "good",
        f"Verified business ({UNNAMED})",
        "that a registered business is behind",
    ),
    "watchmaker": ("Chimes", "钟声", "good", f"Authorised seller ({NO_BRAND})", "it may sell the goods of a brand"),
}
SHORT = {"none": "Unverified", "good": "Verified", "revoked": "Revoked", "expired": "Expired", "fake": "Not Kiln & Cup"}
SHORT_OF = {
    "merchant2": "Authorised seller of Kiln & Cup",
    "farm": "Verified: Moor & Glen Ltd",
    "dairy": "Verified, name not published",
    "watchmaker": "Verified, name not published",
}


@dataclass
class Market:
    """Shops with an offer each, of which one was bought."""

    vouching: Vouching
    goods: dict[str, Goods] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)

    @property
    def shop(self) -> Shop:
        return self.vouching.shop

    def furnish(self) -> None:
        """Sell, vouch, let time pass, take back."""
        for role, (name, zh, *_) in SHOPS.items():
            self.goods[role] = Goods(seller=role, shop_name=(name, zh))
            self.goods[role].describe(self.shop)
            third = {who: self.shop.people[who] for who in ("carrier", "arbiter")}
            self.goods[role].publish(self.shop, ("cup", "Cup", "杯"), price=ETHER, **third)
            bought = buy(self.shop, self.goods[role].offers["cup"], "shopper1")
            self.orders[role] = "0x" + self.shop.market.order_id(bought).hex()
        for role in ("newcomer", "merchant1", "merchant2"):
            self.goods[role].publish(self.shop, ("pot", "Kiln & Cup teapot", "窑与杯茶壶"), price=ETHER)
        business, issue = self.vouching.business, self.vouching.issue
        business("issuer", "merchant3", "Pantry Ltd", "食铺有限公司", lasts=HOUR)
        self.vouching.pass_time(2 * HOUR)
        business("issuer", "merchant1", "Kiln & Cup Ltd", "窑与杯有限公司")
        issue("chamber", "merchant1", "brand", brands=["Kiln & Cup", "窑与杯"])
        issue("chamber", "merchant2", "brand", brands=["Kiln & Cup", "窑与杯"])
        business("issuer", "merchant4", "Lantern Ltd", "灯有限公司")
        self.vouching.revoke("issuer", "merchant4", "business", GONE)
        business("issuer", "farm", "Moor & Glen Ltd", "荒原与幽谷有限公司")
        business("issuer", "dairy", "Hill Dairy Ltd", "山坡奶坊有限公司", publish=False)
        issue("chamber", "watchmaker", "brand", brands=["Meridian"], publish=False)
        business("stranger", "lookalike", "Kiln & Cup Ltd", "窑与杯有限公司")
        issue("issuer", "merchant1", "email", publish=False)
        issue("issuer", "merchant1", "phone", publish=False)
        issue("chamber", "merchant1", "address", publish=False)  # for which nobody believes the chamber
        issue("chamber", "carrier", "carrier", name={"en": "Meridian"}, publish=False)
        self.shop.index_once()

    def claim(self, role: str, issuer: str, kind: str) -> str:
        """Where a claim's page is."""
        return f"/accounts/{self.shop.people[role]}/claims/{self.shop.people[issuer]}/{kind}"


def get(client: FlaskClient, path: str, language: str = "en") -> str:
    """A page's text on one line."""
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, path
    return " ".join(html.unescape(answer.get_data(as_text=True)).replace("\N{NO-BREAK SPACE}", " ").split())


def badges(page: str) -> list[tuple[str, str]]:
    """Each badge's look and words."""
    return re.findall(r'<span class="standing (\w+)"><svg .*?</svg> <bdi>(.*?)</bdi></span>', page)
