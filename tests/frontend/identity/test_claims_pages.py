"""Pages of claims: who vouches and how that is checked, one's own claims, whom this shop believes."""

import json
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from frontend.web import limits
from scripts.claims import word_of
from scripts.reading import call_of
from tests.fixtures.shop import ROOT
from tests.frontend.vouched import GONE, HOUR, Market, badges, get


def test_who_vouches(market: Market, client: FlaskClient) -> None:
    """Who, since when until when, as what, and where it can be checked."""
    account = market.shop.people["merchant1"]
    page = get(client, f"/accounts/{account}/claims")
    for said in (
        "Plain Sight",
        "Chamber of Craft and Trade",
        "Kiln & Cup Ltd",
        "Companies House · 00987654 · United Kingdom",
    ):
        assert said in page
    assert f'href="/issuers/{market.shop.people["issuer"]}"' in page
    assert f'href="/did/{account}"' in page
    assert "Reached and checked in 2 of 4 ways" in page  # the chamber's address is small print
    others = page[page.index('id="others"') :]
    assert market.claim("merchant1", "chamber", "address") in others
    assert "It never says that an item is genuine" in page
    empty = get(client, f"/accounts/{market.shop.people['newcomer']}/claims")
    assert "Nobody whom this shop knows vouches for it" in empty


def test_one_claim(market: Market, client: FlaskClient) -> None:
    """Its history with links to the ledger, its credential as published, and a check that asks the node."""
    path = market.claim("merchant1", "issuer", "business")
    page = get(client, path)
    assert "<strong>Issued</strong>" in page
    (block,) = re.findall(r'href="(/ledger/blocks/\d+)"', page)
    assert client.get(block).status_code == 200
    (file,) = re.findall(r'href="(/api/v1/credentials/[0-9a-f]{64})"', page)
    assert client.get(file).json["credentialSubject"]["name"] == {"en": "Kiln & Cup Ltd", "zh": "窑与杯有限公司"}
    assert "It holds: form, signature" not in page
    assert "It holds: form, signature" in get(client, path + "?check=1")
    revoked = get(client, market.claim("merchant4", "issuer", "business") + "?check=1")
    assert "The issuer has revoked this claim." in revoked
    assert GONE["en"] in revoked
    assert "This credential has expired." in get(client, market.claim("merchant3", "issuer", "business") + "?check=1")
    assert GONE["zh"] in get(client, f"/accounts/{market.shop.people['merchant4']}/claims", "zh")
    bare = get(client, market.claim("merchant1", "issuer", "email"))
    assert "Its subject does not publish it here" in bare
    assert client.get(market.claim("newcomer", "issuer", "business")).status_code == 404
    assert client.get(market.claim("newcomer", "issuer", "no%20word")).status_code == 404


def test_a_kind_without_a_meaning(market: Market, client: FlaskClient) -> None:
    account, identity = market.shop.people["keeper"], market.shop.book.contract(market.shop.web3, "Identity")
    for kind in ("<i>royal</i>", "a/b", "0xfoo"):
        word, until = bytes.fromhex(word_of(kind)[2:]), market.vouching.now() + HOUR
        market.shop.send("stranger", call_of(identity, "issue", account, word, until, b"\xab" * 32))
        market.shop.index_once()
        assert word_of(kind) in get(client, f"/accounts/{account}/claims")
        raw = client.get(market.claim("keeper", "stranger", word_of(kind)))
        assert raw.status_code == 200
        assert b"<i>royal" not in raw.data
        data = json.loads(re.findall(r'id="claim">(.*?)</script>', raw.get_data(as_text=True))[0])
        assert data["word"] == word_of(kind)  # what the browser asks the contract for


def test_my_claims(market: Market, client: FlaskClient) -> None:
    assert "Whose claims?" in get(client, "/claims")
    page = get(client, f"/claims?account={market.shop.people['merchant1']}")
    assert page.count('data-deed="take_back"') == 2
    assert page.count('data-deed="decline"') == 5
    assert 'id="publish-form"' in page
    assert "Nobody claims anything of this account" in get(client, f"/claims?account={market.shop.people['producer']}")
    assert client.get("/claims?account=nobody").status_code == 404


def test_whom_this_shop_believes(market: Market, client: FlaskClient) -> None:
    page = get(client, "/believed")
    for said in (
        "Plain Sight",
        "Chamber of Craft",
        "https://plain-sight.example/how",
        "0.25 USD",
        "0.0001 ETH",
    ):
        assert said in page
    assert "None: every text that was written is shown." in page
    assert 'href="/believed"' in get(client, "/about")
    issuer = get(client, f"/issuers/{market.shop.people['issuer']}")
    assert "Believed by this shop" in issuer
    assert market.claim("merchant4", "issuer", "business") in issuer
    stranger = get(client, f"/issuers/{market.shop.people['stranger']}")
    assert "Not known to this shop as an issuer" in stranger


@pytest.fixture
def alone(market: Market, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A storefront whose operator believes nobody, names a referrer, and hides a text."""
    file = tmp_path_factory.mktemp("alone") / "trust.yaml"
    order = "0x" + "ab" * 32
    file.write_text(
        f'hidden: [{{order: "{order}", part: review, reason: {{en: It names a person.}}, since: 2026-11-23}}]\n'
        f'referrers: [{{account: "{market.shop.people["stranger"]}", name: {{en: Tea Guide, zh: 茶指南}}}}]\n',
        "utf-8",
    )
    market.shop.settings["HANDOVER_TRUST"] = str(file)
    limits.limiter.reset()
    yield market.shop.app().test_client()
    del market.shop.settings["HANDOVER_TRUST"]


def test_where_nobody_is_believed(market: Market, alone: FlaskClient) -> None:
    """Then nobody is more or less verified than others, and all claims are small print."""
    page = get(alone, "/")
    assert not badges(page)
    page = get(alone, f"/accounts/{market.shop.people['merchant1']}/claims")
    assert not badges(page)
    assert page.count(market.claim("merchant1", "issuer", "business")) == 1
    believed = get(alone, "/believed")
    assert "The operator of this shop has named no issuers" in believed
    assert "It names a person." in believed
    counting = believed.split("Whose commission counts")[1].split("</section>")[0]
    for said in ("This shop", market.shop.people["storefront"], "Tea Guide", market.shop.people["stranger"]):
        assert said in counting
    assert "/orders/0x" + "ab" * 32 in believed


def test_the_operators_file_is_the_demos() -> None:
    """These tests speak of its issuers by name."""
    assert "Plain Sight" in (ROOT / "scripts" / "demo_market" / "trust.yaml").read_text()
