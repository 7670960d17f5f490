"""Cases, as everybody reads them and as the arbiter does; and which rulings a storefront keeps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import unescape

import pytest
from werkzeug.test import TestResponse

from frontend.web import limits
from scripts import evidence, rulings, sealing
from scripts.parameters import NOBODY
from scripts.terms import NO_DOCUMENT, Order, Status
from tests.fixtures.goods import DISPUTE, ETHER, REQUEST, SHIP, Goods, buy, trade_into_every_status
from tests.fixtures.shop import Shop, closed_shop
from tests.frontend.desk import signed_in

CONTRACT = "0x" + "c0" * 20
REASON = {"en": "The cup was <b>cracked</b>.", "zh": "杯子有裂纹。"}


@dataclass
class Court:
    """A shop with a case of each kind; the orders' ids by what became of them."""

    shop: Shop
    cases: dict[str, str]
    undisputed: str
    ruling: bytes

    def get(self, path: str, role: str = "", language: str = "en") -> TestResponse:
        limits.limiter.reset()
        shop = self.shop
        client = signed_in(shop, shop.people[role]) if role else shop.app().test_client()
        return client.get(path, headers={"Accept-Language": language})

    def read(self, path: str, role: str = "", language: str = "en") -> str:
        answer = self.get(path, role, language)
        assert answer.status_code == 200, path
        text = re.sub(r"<script.*?</script>|<style.*?</style>", "", answer.get_data(as_text=True), flags=re.DOTALL)
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    """Open, ruled with and without a reason, conceded, and one before a contract."""
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("court"), goods.furnish) as shop:
        orders = trade_into_every_status(shop, goods)
        shop.node.rpc("anvil_setCode", CONTRACT, "0x5f5ff3")
        contract = shop.web3.to_checksum_address(CONTRACT)
        theirs = goods.offers["teapot"]._replace(arbiter=contract, carrier=NOBODY)
        shop.send("merchant1", shop.market.call("publish", theirs, 5))
        ruled, silent, conceded = (disputed(shop, goods) for _ in range(3))
        before_contract = buy(shop, theirs, "shopper1")
        for role, verb, arguments in (SHIP, REQUEST, DISPUTE):
            shop.send(role, shop.market.call(verb, before_contract, *arguments))
        ruling = rulings.document(shop.market.order_id(ruled), REASON)
        shop.send("shopper1", shop.market.call("submit_evidence", ruled, b"\x07" * 32))
        shop.send("arbiter", shop.market.call("rule", ruled, ETHER // 50, sha256(ruling).digest()))
        shop.send("arbiter", shop.market.call("rule", silent, 0, NO_DOCUMENT))
        shop.send("merchant1", shop.market.call("concede", conceded))
        shop.index_once()
        made = {"ruled": ruled, "silent": silent, "conceded": conceded, "contract": before_contract}
        cases = {name: "0x" + shop.market.order_id(order).hex() for name, order in made.items()}
        yield Court(shop, {"open": orders[Status.AWAITING_RULING], **cases}, orders[Status.CLOSED], ruling)


def disputed(shop: Shop, goods: Goods) -> Order:
    order = buy(shop, goods.offers["teapot"], "shopper1")
    for role, verb, arguments in (SHIP, ("carrier", "attest_delivery", ()), REQUEST, DISPUTE):
        shop.send(role, shop.market.call(verb, order, *arguments))
    return order


def test_a_ruling_is_kept_where_the_arbiter_named_it(court: Court) -> None:
    """A side that names one as its evidence gets nobody's text published."""
    client = court.shop.app().test_client()
    forged = rulings.document(bytes.fromhex(court.cases["open"][2:]), {"en": "The seller is a liar."})
    order = court.shop.market.sale(bytes.fromhex(court.cases["open"][2:])).order
    court.shop.send("shopper1", court.shop.market.call("submit_evidence", order, sha256(forged).digest()))
    court.shop.index_once()

    def put(body: bytes) -> int:
        return client.put(f"/api/v1/documents/{sha256(body).hexdigest()}", data=body).status_code

    assert "this shop does not have the document" in court.read(f"/cases/{court.cases['ruled']}")
    assert (put(court.ruling), put(forged)) == (201, 415)


def test_the_case_of_a_ruling(court: Court) -> None:
    client = court.shop.app().test_client()
    client.put(f"/api/v1/documents/{sha256(court.ruling).hexdigest()}", data=court.ruling)
    text = court.read(f"/cases/{court.cases['ruled']}")
    for fact in (
        "Back to whoever paid 0.02 ETH",
        "To the seller's side 0.03 ETH",
        "The cup was <b>cracked</b>.",
        "The buyer asked to return the goods for 0.05 ETH",
        "The arbiter was asked by: Seller",
        "Returns within 14 days.",
        "Buyer 1 document",
        "The order has ended, and nothing is held any more.",
    ):
        assert fact in text, fact
    assert "杯子有裂纹。" in court.read(f"/cases/{court.cases['ruled']}", language="zh")
    assert "The arbiter gave no reason." in court.read(f"/cases/{court.cases['silent']}")


def test_the_case_that_is_open_says_who_may_do_what(court: Court) -> None:
    text = court.read(f"/cases/{court.cases['open']}")
    assert "In question 0.05 ETH" in text
    assert "The arbiter divides what is held between buyer and seller. Until" in text
    assert (
        "The seller agrees to what was asked: all that is held goes back. Possible as long as the order is open."
        in text
    )
    assert "What was ruled" not in text
    for path in (f"/orders/{court.cases['open']}", f"/orders/{court.cases['ruled']}"):
        assert f"/cases/{path[8:]}" in court.get(path).get_data(as_text=True)
    assert "/cases/0x" not in court.get(f"/orders/{court.undisputed}").get_data(as_text=True)


def test_cases_are_listed_and_nothing_else_is_one(court: Court) -> None:
    text = court.get("/cases/").get_data(as_text=True)
    assert set(re.findall(r"/cases/(0x\w+)", text)) == set(court.cases.values())
    for path in (court.undisputed, "0x" + "00" * 32, "0x12"):
        assert court.get(f"/cases/{path}").status_code == 404
    assert court.get("/cases/?after=x").status_code == 404


def test_the_desk_is_the_arbiters(court: Court) -> None:
    assert court.get("/arbiter/").status_code == 302
    text = court.get("/arbiter/", "arbiter").get_data(as_text=True)
    due = text[text.index("Due first") : text.index("All cases")]
    assert re.findall(r"/arbiter/cases/(0x\w+)", due) == [court.cases["open"]]
    assert set(re.findall(r"/arbiter/cases/(0x\w+)", text)) == {
        court.cases[name] for name in court.cases if name != "contract"
    }
    assert court.get(f"/arbiter/cases/{court.cases['open']}", "stranger").status_code == 404
    assert court.get(f"/arbiter/?of={court.shop.people['arbiter']}", "stranger").status_code == 404
    assert court.get(f"/arbiter/cases/{court.undisputed}", "arbiter").status_code == 404
    assert "Nobody has asked you" in court.read("/arbiter/", "stranger")


def test_a_case_on_the_desk(court: Court) -> None:
    text = court.read(f"/arbiter/cases/{court.cases['open']}", "arbiter")
    assert "0.05 ETH is held." in text
    assert "Give this ruling" in text
    assert "Give this ruling" not in court.read(f"/arbiter/cases/{court.cases['ruled']}", "arbiter")
    assert "This shop does not have the document" in court.read(f"/arbiter/cases/{court.cases['ruled']}", "arbiter")


def test_signers_of_a_contract_see_its_cases(court: Court) -> None:
    listed = court.get(f"/arbiter/?of={CONTRACT}", "stranger").get_data(as_text=True)
    assert court.cases["contract"] in listed
    text = court.read(f"/arbiter/cases/{court.cases['contract']}", "stranger")
    assert "The arbiter here is a contract." in text
    assert "Show the call to propose" in text
    assert "Show the call to propose" in court.read(f"/arbiter/profile?of={CONTRACT}", "stranger")


def test_the_desk_opens_nothing_of_others(court: Court) -> None:
    """What another buyer wrote about his own order, and the seller names on this one: the arbiter has a key to it."""
    shop, case = court.shop, court.cases["open"]
    order = shop.market.sale(bytes.fromhex(case[2:])).order
    theirs = buy(shop, order.offer, "shopper2")
    body, _ = evidence.seal(
        evidence.evidence("I dropped it."),
        [sealing.public_point(sealing.new_key())],
        (theirs.buyer, order.offer.seller),
    )
    name = sha256(body).hexdigest()
    for on, role in ((theirs, "shopper2"), (order, "merchant1")):
        shop.send(role, shop.market.call("submit_evidence", on, bytes.fromhex(name)))
    shop.index_once()
    assert shop.app().test_client().put(f"/api/v1/documents/{name}", data=body).status_code == 201
    page = court.get(f"/arbiter/cases/{case}", "arbiter").get_data(as_text=True)
    assert f'data-paper="0x{name}"' not in page
    assert name in page
