"""Every page can be read without scripts: what it is about stands in the answer itself.

The pages are found by the application's own routes, so a new one has to be filled in here before it passes.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from frontend.notices.subscriptions import Subscriptions
from frontend.vault import Vault
from frontend.web import limits
from scripts.terms import Status
from tests.fixtures import lending
from tests.fixtures.goods import Goods, trade_into_every_status
from tests.fixtures.pedigree import JOURNEYED, SSCC, Pedigree
from tests.fixtures.provenance import text
from tests.fixtures.shop import Shop, closed_shop
from tests.fixtures.vouching import Vouching

NO_PAGES = ("/api/", "/assets/", "/static/", "/devnet/", "/vendor/", "/settings/", "/pictures/", "/did/")
LEAST = 120  # letters that a page says beside its frame
VOID = {"img", "input", "br", "hr", "link", "meta", "source", "use", "path", "line", "rect", "circle", "area", "col"}
UNREAD = {"script", "noscript", "template", "style", "dialog", "title"}


class Visible(HTMLParser):
    """The words of a page's main part that a browser without scripts shows, and its visible first headings."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.headings = 0
        self.ids: list[str] = []
        self._open: list[tuple[str, bool]] = []  # elements, and whether their words count

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        counts = self._counts() if self._open else False
        counts = (counts or tag == "main") and tag not in UNREAD and "hidden" not in dict(attrs)
        self.headings += counts and tag == "h1"
        if tag not in VOID:
            self._open.append((tag, counts))

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in VOID and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._counts():
            self.words += data

    def _counts(self) -> bool:
        return self._open[-1][1]


@dataclass
class Place:
    """A shop in which something happened, and what stands for the parts of its addresses."""

    client: FlaskClient
    values: dict[str, str]
    questions: dict[str, str]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One shop for all pages."""
    goods, pedigree = Goods(), Pedigree()
    with closed_shop(tmp_path_factory.mktemp("bare"), goods.furnish) as shop:
        orders = trade_into_every_status(shop, goods)
        pedigree.furnish(shop)
        vouch(shop)
        shop.index_once()
        of_goods = values_of_goods(pedigree)
        yield Place(shop.app().test_client(), values(shop, goods, orders) | of_goods, questions(shop, goods))


def vouch(shop: Shop) -> None:
    """Somebody says who the seller is."""
    Vouching(shop).business("issuer", "merchant1", "Harbour Goods Ltd", "港湾好物有限公司")


def values(shop: Shop, goods: Goods, orders: dict[Status, str]) -> dict[str, str]:
    return {
        "/lend/<address>": f"/lend/{lending.vault(shop).address}",
        "<offer_id>": goods.id("teapot"),
        "<order_id>": orders[Status.AWAITING_CONFIRMATION],
        "<case_id>": orders[Status.AWAITING_RULING],
        "<address>": shop.people["merchant1"],
        "<issuer>": shop.people["issuer"],
        "<kind>": "business",
        "<int:number>": str(shop.web3.eth.block_number),
        "<account>/<token>": wish_for_mail(shop),
    }


def values_of_goods(pedigree: Pedigree) -> dict[str, str]:
    lot = f"0x{pedigree.lots['milk'].id.hex()}"
    return {
        "<path:goods_named>": pedigree.path(JOURNEYED).removeprefix("/01/"),
        "<path:unit_named>": SSCC,
        "<lot_id>": lot,
        "<serial>": f"0x{text(JOURNEYED).hex()}",
    }


def wish_for_mail(shop: Shop) -> str:
    """The account and the token of somebody who asked for mail."""
    wishes = Subscriptions(Vault(shop.vault))
    account = shop.people["shopper1"]
    wishes.ask(account, "shopper@example.org", "en")
    wish = wishes.get(account)
    assert wish
    return f"{account}/{wish.token}"


def questions(shop: Shop, goods: Goods) -> dict[str, str]:
    shopper = shop.people["shopper1"]
    return {
        "/checkout": f"?offer={goods.id('lamp')}",
        "/instalments": f"?offer={goods.id('lamp')}",
        "/credit": f"?account={shopper}",
        "/cart": f"?offer={goods.id('lamp')}",
        "/orders/": f"?account={shopper}",
        "/orders/calendar.ics": f"?account={shopper}",
        "/record": f"?account={shopper}",
        "/record.csv": f"?account={shopper}",
        "/record.json": f"?account={shopper}",
        "/earnings": f"?account={shopper}",
        "/points": f"?account={shopper}",
        "/items": f"?account={shopper}",
        "/claims": f"?account={shop.people['merchant1']}",
    }


def paths(place: Place) -> list[str]:
    """Every page's address."""
    found = []
    for rule in place.client.application.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(NO_PAGES):
            continue
        path = rule.rule
        for part, value in place.values.items():
            path = path.replace(part, value)
        assert "<" not in path, f"{rule.rule}: say what stands for its parts"
        found.append(path + place.questions.get(rule.rule, ""))
    return found


def test_every_page_says_what_it_is_about(place: Place) -> None:
    """In one first heading and some words; and no two of its parts share a name, by which scripts would find either."""
    pages = 0
    for path in paths(place):
        limits.limiter.reset()
        with place.client.get(path, headers={"Accept-Language": "en"}) as answer:
            if answer.status_code == 302:
                assert "/sign-in" in answer.headers["Location"], path
                continue
            assert answer.status_code == 200, path
            if answer.mimetype != "text/html":
                continue
            seen = Visible()
            seen.feed(answer.get_data(as_text=True))
            twice = [name for name, many in Counter(seen.ids).items() if many > 1]
        assert twice == [], path
        pages += 1
        assert seen.headings == 1, path
        assert len(re.sub(r"\s+", " ", seen.words)) >= LEAST, path
    assert pages >= 20


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ["Teapot", "0.05", "Lamp", "45.00"]),
        ("/offers/<offer_id>", ["Teapot", "0.05", "Harbour Goods", "7 days"]),
        ("/orders/<order_id>", ["Teapot", "To be received", "0.05", "Until"]),
        ("/orders/", ["Teapot", "To be shipped", "Completed"]),
        ("/sign-in", ["Sign in with your wallet"]),
        ("/scan", ["By typing", "Not that you hold the item itself"]),
        ("/01/<path:goods_named>", ["Fresh milk", "Departed", "It got too warm on the way"]),
        ("/00/<path:unit_named>", ["Case or pallet", "Nothing now."]),
        ("/accounts/<address>/claims", ["Harbour Goods Ltd", "Verified business", "Plain Sight"]),
        ("/believed", ["Plain Sight", "How it checks", "Which reviews count in the stars"]),
        ("/ledger", ["Paid", "0.05", "Harbour Goods"]),
        ("/statistics", ["Payments", "0.46", "Orders"]),
        ("/guide/what-if", ["What if the parcel never arrives?", "goes back to whoever paid"]),
    ],
)
def test_facts_stand_in_the_page(place: Place, path: str, words: list[str]) -> None:
    filled = path + place.questions.get(path, "")
    for part, value in place.values.items():
        filled = filled.replace(part, value)
    seen = Visible()
    seen.feed(place.client.get(filled, headers={"Accept-Language": "en"}).get_data(as_text=True))
    for word in words:
        assert word in seen.words, word


def test_what_scripts_would_show_does_not_count() -> None:
    seen = Visible()
    seen.feed(
        "<main><h1>A</h1><p hidden>B</p><noscript>C</noscript><dialog>D</dialog><script>E</script></main><p>F</p>"
    )
    assert (seen.words, seen.headings) == ("A", 1)
