"""Texts that an operator hides: nowhere on his storefront, whoever names them; their author finds his own."""

import json
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from frontend import config
from frontend.app import create_app
from frontend.index.reviews.kinds import PARTS
from frontend.web import limits
from scripts.documents import canonical
from scripts.terms import Order
from tests.frontend.desk import as_account
from tests.frontend.documents import Shop, named, offer_document, picture
from tests.frontend.index.test_api import get
from tests.frontend.index.test_opinions_api import replied, say, words

CALL = words("Call me at 5550199.", picture("green"), picture("blue"))
FINE = words("Fine kettle.", picture("blue"))
SORRY = replied("Sorry, call us at 5550200.")
REASON = "It tells a number"
WHY = {"reason": {"en": REASON, "zh": "泄露了号码"}, "since": "2026-11-23"}


@dataclass
class Told:
    """Two orders of one buyer and one of somebody else; the first one's text and its reply are hidden."""

    shop: Shop
    orders: list[Order]
    client: FlaskClient

    def order_id(self, number: int) -> str:
        return "0x" + self.shop.devnet.market.order_id(self.orders[number]).hex()

    def texts(self, number: int) -> Any:
        return get(self.client, f"/orders/{self.order_id(number)}/review")["texts"]

    def all_that_is_sent(self, client: FlaskClient, *paths: str) -> str:
        limits.limiter.reset()
        return "".join(unescape(client.get(path).get_data(as_text=True)) for path in paths)


@pytest.fixture
def told(shop: Shop) -> Told:
    """The first order's review says CALL, somebody else's says it again; a third said FINE before. The first is
    replied to, and names the offer's text and picture as words of its own."""
    offer = shop.publish(offer_document())
    people = shop.devnet.people
    orders = [shop.buy(offer, shop.sealed(), who, salt=n) for n, who in enumerate((shop.buyer, people["friend"], ""))]
    for order, text in zip(orders[::-1], (FINE, CALL, CALL), strict=True):
        shop.confirm(order)
        say(shop, order.buyer, "review", order, 1, sha256(text).digest())
    say(shop, shop.seller, "reply", orders[0], 1, sha256(SORRY).digest())
    say(shop, orders[0].buyer, "follow_up", orders[0], sha256(offer_document()).digest())
    say(shop, shop.seller, "reply", orders[0], 2, sha256(picture()).digest())
    for body in (CALL, FINE, SORRY, offer_document(), picture("green"), picture("blue"), picture()):
        assert shop.put(body).status_code == 201
    told = Told(shop, orders, shop.client)
    path = Path(shop.settings["HANDOVER_TRUST"])
    order, reason = told.order_id(0), json.dumps(WHY["reason"])
    hidden = "".join(f'  - {{order: "{order}", part: {part}, reason: {reason}, since: 2026-11-23}}\n' for part in PARTS)
    path.write_text(path.read_text() + "hidden:\n" + hidden)
    told.client = create_app(config.load(shop.settings)).test_client()
    return told


def test_its_mark_and_its_stars_stay(told: Told) -> None:
    review = get(told.client, f"/orders/{told.order_id(0)}/review")
    assert review["stars"] == 1
    for part, document in (("review", CALL), ("reply", SORRY)):
        assert (review["texts"][part]["body"], review["texts"][part]["hidden"]) == (None, WHY)
        assert review["texts"][part]["document"] == "0x" + named(document)
    assert {one["order"] for one in get(told.client, "/trust")["hidden"]} == {told.order_id(0)}


def test_whoever_says_it_again_is_not_shown_either(told: Told) -> None:
    assert (told.texts(1)["review"]["body"], told.texts(1)["review"]["hidden"]) == (None, WHY)
    assert told.texts(2)["review"]["hidden"] is None
    assert told.texts(2)["review"]["body"]["text"] == "Fine kettle."


def test_its_document_is_not_served(told: Told) -> None:
    """Nor a picture that a hidden text was the first to name, whoever names it later. What another review or an offer
    named before is, and what is no review's."""
    later = canonical(
        {"type": "handover/profile/1", "name": {"en": "A copier"}, "contact": "a@b.example"}
        | {"logo": named(picture("green"))}
    )
    copier, identity = told.shop.devnet.people["stranger"], told.shop.devnet.identity
    told.shop.devnet.mine((copier, identity.call("describe", sha256(later).digest())))
    told.shop.follow.catch_up()
    assert told.shop.put(later).status_code == 201
    for name in map(named, (CALL, SORRY, picture("green"))):
        answer = told.client.get(f"/api/v1/documents/{name}", headers={"If-None-Match": f'"{name}"'})
        assert answer.status_code == 451
        assert answer.get_json() == {"error": f"This shop does not show this: {REASON}.", **WHY}
        assert answer.headers["Cache-Control"] == "no-store"
    for body in (FINE, picture("blue"), picture(), offer_document()):
        assert told.client.get(f"/api/v1/documents/{named(body)}").data == body
    limits.limiter.reset()
    asked = [told.client.get(f"/pictures/{named(picture(one))}-320.webp").status_code for one in ("green", "blue")]
    assert asked == [451, 200]
    chinese = told.client.get(f"/api/v1/documents/{named(CALL)}", headers={"Accept-Language": "zh"}).get_json()
    assert "泄露了号码" in chinese["error"]


def test_nothing_finds_or_tells_it(told: Told) -> None:
    """Neither search nor pages nor the dump nor what is public of an account, also where somebody names it as his
    offer's or his own; what is not hidden is found."""
    copier = told.shop.devnet.people["stranger"]
    told.shop.devnet.mine((copier, told.shop.devnet.identity.call("describe", sha256(CALL).digest())))
    copied = told.shop.publish(CALL, copier)
    bought = "0x" + told.shop.devnet.market.order_id(told.shop.buy(copied, told.shop.sealed(), salt=9)).hex()
    seller, offer = told.shop.seller, get(told.client, f"/orders/{told.order_id(0)}/review")["offer"]
    for word, found in (("5550199", []), ("call", []), ("kettle", [told.order_id(2)])):
        items = get(told.client, f"/reviews?seller={seller}&words={word}")["items"]
        assert [one["order"] for one in items] == found
        page = told.all_that_is_sent(told.client, f"/shops/{seller}/reviews?q={word}")
        assert page.count("<article") == len(found)
    orders = [f"/orders/{told.order_id(number)}" for number in (0, 1)]
    buyers = [f"/record.json?account={order.buyer}" for order in told.orders[:2]]
    paths = (f"/offers/{offer}/reviews", f"/shops/{seller}/reviews", "/api/v1/reviews", "/api/v1/dump.jsonl")
    copies = [f"/shops/{copier}", f"/api/v1/accounts/{copier}", f"/api/v1/offers?seller={copier}"]
    copies += [f"/orders/{bought}", f"/orders/{bought}/verify.html", f"/record.json?account={copier}"]
    said = told.all_that_is_sent(told.client, *orders, *buyers, *paths, *copies, f"/record.json?account={seller}")
    assert "Fine kettle." in said
    assert REASON in said
    assert "at 555" not in said
    assert named(picture("green")) not in said


def test_its_author_finds_his_own_words(told: Told) -> None:
    """Signed in; nobody else's, and not on pages."""
    told.shop.settings["HANDOVER_SECRET_KEY"] = "hidden texts"
    app = create_app(config.load(told.shop.settings))
    sale = told.orders[0]
    for account, own, others in ((sale.buyer, "5550199", "5550200"), (sale.offer.seller, "5550200", "5550199")):
        signed = as_account(app, account)
        mine = told.all_that_is_sent(signed, f"/record.json?account={account}")
        assert own in mine
        assert others not in mine
        assert "This shop hides words that this account wrote." in told.all_that_is_sent(
            signed, f"/record?account={account}"
        )
        assert "at 555" not in told.all_that_is_sent(signed, f"/orders/{told.order_id(0)}")
        other = sale.offer.seller if account == sale.buyer else sale.buyer
        assert own not in told.all_that_is_sent(signed, f"/record.json?account={other}")


def test_what_is_not_hidden_any_more_is_there_again(told: Told) -> None:
    path = Path(told.shop.settings["HANDOVER_TRUST"])
    path.write_text(path.read_text().split("hidden:")[0])
    client = create_app(config.load(told.shop.settings)).test_client()
    assert client.get(f"/api/v1/documents/{named(CALL)}").data == CALL
    assert len(get(client, f"/reviews?seller={told.shop.seller}&words=5550199")["items"]) == 2
