"""Who somebody is, as pages say it: a word, a sentence, who vouches; look-alikes; what unknown issuers change."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from frontend import people
from frontend.identity import names
from frontend.identity.register import register
from frontend.resources import database
from frontend.vault import Vault
from frontend.web import limits
from scripts import documents, parameters
from tests.fixtures.credentials import person
from tests.frontend.vouched import (
    GONE,
    SHOPS,
    SHORT,
    SHORT_OF,
    UNNAMED,
    Market,
    badges,
    get,
)


@pytest.mark.parametrize("role", SHOPS)
def test_a_word_and_a_sentence(market: Market, client: FlaskClient, role: str) -> None:
    """On the shop's page, on its offer, at the checkout; each badge leads to who says it."""
    _, _, look, text, sentence = SHOPS[role]
    account, offer = market.shop.people[role], market.goods[role].id("cup")
    for path in (f"/shops/{account}", f"/offers/{offer}", f"/checkout?offer={offer}", f"/shops/{account}/record"):
        page = get(client, path)
        assert badges(page)[0] == (look, text), path
        assert sentence in page, path
        assert f'class="standing-link" href="/accounts/{account}/claims"' in page


@pytest.mark.parametrize("role", SHOPS)
def test_a_word_where_it_is_bought(market: Market, client: FlaskClient, role: str) -> None:
    """In the cart, on the order and its receipt."""
    account, offer, order = market.shop.people[role], market.goods[role].id("cup"), market.orders[role]
    for path in (f"/cart?offer={offer}&quantity=1", f"/orders/{order}", f"/orders/{order}/receipt"):
        page = get(client, path)
        assert SHOPS[role][2:4] in badges(page), path
        assert f'class="standing-link" href="/accounts/{account}/claims"' in page


@pytest.mark.parametrize("role", SHOPS)
def test_a_tile(market: Market, client: FlaskClient, role: str) -> None:
    look, text = SHOPS[role][2], SHORT_OF.get(role, SHORT[SHOPS[role][2]])
    (tile,) = (one for one in get(client, "/").split("<article")[1:] if market.goods[role].id("cup") in one)
    assert badges(tile) == [(look, text)]


def test_tiles_of_more_sellers_ask_no_more(market: Market, app: Flask) -> None:
    def asked(path: str) -> int:
        told: list[str] = []
        with app.test_request_context(path):
            event.listen(database(), "before_cursor_execute", lambda *said: told.append(said[2]))
            assert app.full_dispatch_request().status_code == 200
        return len(told)

    few = asked(f"/shops/{market.shop.people['merchant1']}?sort=newest")
    behind = 4  # who looks like somebody else, and a list of what they sell
    assert asked("/?sort=newest") <= few + behind + 1  # the sellers that one can choose


def test_the_page_of_a_person(market: Market, client: FlaskClient) -> None:
    """Who neither sells nor carries, rules or makes is no unverified business."""
    account = market.shop.people["shopper1"]
    head = get(client, f"/accounts/{account}/claims").split('class="page-head"')[1].split("</div>")[0]
    assert badges(head) == []
    market.vouching.issue("issuer", "shopper1", "email", publish=False)
    market.vouching.issue("issuer", "shopper1", "person", publish=False)
    market.shop.index_once()
    for path in (f"/accounts/{account}/claims", f"/claims?account={account}"):
        head = get(client, path).split('class="page-head"')[1].split("</div>")[0]
        assert badges(head) == [("good", "Verified person"), ("good", "E-mail checked")]
    assert ("none", "Unverified") in badges(get(client, f"/accounts/{market.shop.people['arbiter']}/claims"))


def test_the_claims_of_a_look_alike(market: Market, client: FlaskClient) -> None:
    """Nothing there excuses it."""
    page = get(client, f"/accounts/{market.shop.people['lookalike']}/claims")
    assert "<h1>KiIn & Cup: not the verified Kiln & Cup</h1>" in page
    assert "<title>KiIn & Cup: not the verified Kiln & Cup" in page
    assert "do not buy here because of the name" in page
    warning = page.split('role="alert"')[1].split("</div>")[0]
    verified = [market.shop.people[role] for role in ("merchant1", "merchant2")]
    assert any(f'href="/accounts/{account}/claims"' in warning for account in verified)
    assert "no bad sign" not in page


@pytest.mark.parametrize(("language", "since"), [("en", "Since – revoked"), ("zh", "起止（撤销日）")])
def test_why_it_was_revoked(market: Market, client: FlaskClient, language: str, since: str) -> None:
    """Wherever the badge is explained; the claim's end is the day of it."""
    account, offer = market.shop.people["merchant4"], market.goods["merchant4"].id("cup")
    claims = f"/accounts/{account}/claims"
    for path in (f"/shops/{account}", f"/offers/{offer}", f"/checkout?offer={offer}", claims):
        assert GONE[language] in get(client, path, language), path
    for path in (claims, market.claim("merchant4", "issuer", "business")):
        assert since in get(client, path, language)
    panel = get(client, f"/offers/{offer}", language).split('id="trust"')[1].split("</section>")[0]
    assert '<div class="bad">' in panel
    assert badges(panel)[0][0] == "revoked"


def test_the_closed_panel_begins_with_who_it_is(market: Market, client: FlaskClient) -> None:
    for role, (_, _, look, text, _) in SHOPS.items():
        page = get(client, f"/shops/{market.shop.people[role]}")
        summary = page.split('<details class="card trust">')[1].split("</summary>")[0]
        assert badges(summary) == [(look, text)]


def test_a_brand_in_a_title(market: Market, client: FlaskClient) -> None:
    """Whoever is not vouched for as its seller is marked, on the offer's page and its tile; the others are not."""
    mark, small = (
        "Names the brand <bdi>Kiln & Cup</bdi>; this seller is not",
        "Names <bdi>Kiln & Cup</bdi>, not vouched",
    )
    for role, is_marked in {"newcomer": True, "merchant1": False, "merchant2": False}.items():
        offer = market.goods[role].id("pot")
        assert (mark in get(client, f"/offers/{offer}")) == is_marked
        (tile,) = (one for one in get(client, "/").split("<article")[1:] if offer in one)
        assert (small in tile) == is_marked
        assert mark not in get(client, f"/offers/{market.goods[role].id('cup')}")
    page = get(client, f"/offers/{market.goods['newcomer'].id('pot')}", "zh")
    assert "提到品牌“<bdi>窑与杯</bdi>”，但该商家未获认证为其授权商家。" in page
    holders = [
        f'href="/accounts/{market.shop.people[role]}/claims">已获认证的商家' in page
        for role in ("merchant1", "merchant2")
    ]
    assert any(holders)


def test_in_chinese(market: Market, client: FlaskClient) -> None:
    page = get(client, f"/shops/{market.shop.people['lookalike']}", "zh")
    assert badges(page)[0] == ("fake", "并非已认证的 窑与杯")
    page = get(client, f"/shops/{market.shop.people['merchant1']}", "zh")
    assert badges(page)[:2] == [("good", "已认证企业"), ("good", "窑与杯 授权商家")]
    assert "这是“窑与杯有限公司”，一家已登记的企业" in page
    page = get(client, f"/shops/{market.shop.people['farm']}", "zh")
    assert badges(page)[0] == ("good", "已认证企业：荒原与幽谷有限公司")
    page = get(client, f"/shops/{market.shop.people['dairy']}", "zh")
    assert badges(page)[0] == ("good", "已认证企业（未公布登记名称）")


def test_nobody_who_is_vouched_for_is_a_look_alike(market: Market, client: FlaskClient) -> None:
    """Neither whose name it is nor who may sell the brand; and a name is protected as long as it is published."""
    for role in ("merchant1", "merchant2"):
        assert "Not the verified" not in get(client, f"/shops/{market.shop.people[role]}")
    fake = f"/shops/{market.shop.people['lookalike']}"
    assert badges(get(client, fake))[0][0] == "fake"
    vault = Vault(market.shop.vault)
    bodies = [path.read_bytes() for path in vault.folder.glob("??/*")]
    credentials = [body for body in bodies if body.startswith(documents.CREDENTIAL_STARTS)]
    for body in credentials:
        vault.drop(documents.sha256(body))
    with client.application.app_context():
        register().forget()
    said = badges(get(client, fake))
    for body in credentials:
        vault.write(body)
    assert said[0] == ("none", "Unverified")


def test_unknown_issuers_change_nothing_but_small_print(market: Market, client: FlaskClient) -> None:
    """Not even with the very credential that the real one has."""
    page = get(client, f"/shops/{market.shop.people['lookalike']}")
    assert "Verified business" not in page
    small = "Issuers whom this shop does not know claim something of this account; that counts for nothing."
    assert page.count(small) == 1
    assert small not in get(client, f"/shops/{market.shop.people['newcomer']}")
    claims = get(client, f"/accounts/{market.shop.people['lookalike']}/claims")
    others = claims[claims.index('id="others"') :]
    assert "What stands here changes nothing." in others
    assert market.claim("lookalike", "stranger", "business") in others
    own = get(client, market.claim("lookalike", "stranger", "business"))
    assert "by an issuer whom this shop does not believe for it" in own
    assert not [said for said in badges(own) if said[0] == "good"]


def test_the_people_of_an_offer(market: Market, app: Flask, client: FlaskClient) -> None:
    """The panel tells of the seller, the carrier and the arbiter, each in that role."""
    page = get(client, f"/offers/{market.goods['merchant1'].id('cup')}")
    panel = page[page.index('id="trust"') :]
    panel = panel[: panel.index("</section>")]
    assert "<dt>Who it is</dt>" in panel
    assert "In 2 of 4 ways: E-mail, Phone" in panel
    assert ("good", f"Verified carrier ({UNNAMED})") in badges(panel)
    assert ("none", "Unverified") in badges(panel)  # the arbiter
    with app.test_request_context("/"):
        vouched, fake = (people.person(market.shop.people[role]) for role in ("carrier", "lookalike"))
        vouched = replace(vouched, is_named=False)
        assert [vouched.known_as(role) for role in ("carrier", "arbiter")] == [True, False]
        assert vouched.known
        assert [fake.known, fake.known_as("seller")] == [False, False]


@pytest.fixture
def listing(market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A storefront whose address book names the arbiter."""
    (book,) = (market.shop.folder / "deployments").glob("*.json")
    said = json.loads(book.read_text()) | {"arbiters": [market.shop.people["arbiter"]]}
    (tmp_path / book.name).write_text(json.dumps(said))
    monkeypatch.setattr(parameters, "DEPLOYMENTS", tmp_path)
    app = market.shop.app()
    limits.limiter.reset()
    return app.test_client()


def test_known_to_the_operator(market: Market, listing: FlaskClient) -> None:
    """In the role in which he names an account, and in no other: nobody is a verified seller by being an arbiter."""
    page = get(listing, f"/offers/{market.goods['merchant1'].id('cup')}")
    panel = page[page.index('id="trust"') :]
    assert ("good", "Known to this shop") in badges(panel[: panel.index("</section>")])
    assert "The operator of this shop names this account; no issuer vouches for it." in panel
    page = get(listing, f"/shops/{market.shop.people['arbiter']}")
    assert badges(page)[0] == ("none", "Unverified")


def test_who_is_vouched_for_under_a_near_name(market: Market, app: Flask) -> None:
    """He may bear his own, also with a shop's ornaments, and not the other's."""
    near = person(31).address
    market.vouching.business("issuer", near, "Kiln & Cap Ltd", "窑与帽有限公司")
    market.shop.index_once()
    with app.test_request_context("/"):
        register().forget()
        own = people.person(near).vouched
        assert [names.taken(near, [name], own) for name in ("Kiln & Cap", "The Kiln & Cap Shop")] == [None, None]
        for name in ("Kiln & Cup", "Kiln & Cup Official Store", "窯與杯"):
            found = names.taken(near, [name], own)
            assert found is not None
            assert found.name in ("Kiln & Cup", "窑与杯")
