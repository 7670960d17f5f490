"""Passing an offer on: addresses come from the configuration, and nothing of a merchant's text becomes markup."""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop, closed_shop

Market = tuple[Shop, Goods, FlaskClient]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("sharing"), goods.furnish) as shop:
        shop.index_once()
        yield shop, goods, shop.app().test_client()


def metas(page: str) -> dict[str, str]:
    """A page's meta data by name."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    return {name: unescape(content) for name, content in found}


def test_preview_of_an_offer(market: Market) -> None:
    """With absolute addresses of the configured origin, whatever Host is sent."""
    shop, goods, client = market
    path = f"/offers/{goods.id('teapot')}"
    page = client.get(path, headers={"Host": "evil.example", "Accept-Language": "en"}).get_data(as_text=True)
    found = metas(page)
    assert found["og:title"] == found["twitter:title"] == "Teapot"
    assert found["og:url"] == shop.url + path
    assert f'<link rel="canonical" href="{shop.url}{path}">' in page
    assert found["og:image"].startswith(f"{shop.url}/api/v1/documents/0x")
    assert client.get(found["og:image"].removeprefix(shop.url)).status_code == 200
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:description"].startswith("0.05\u00a0ETH from Harbour Goods.")
    assert "evil.example" not in page


def test_preview_of_a_shop(market: Market) -> None:
    shop, _, client = market
    path = f"/shops/{shop.people['merchant1']}"
    found = metas(client.get(path).get_data(as_text=True))
    assert (found["og:title"], found["og:url"]) == ("Harbour Goods", shop.url + path)
    assert found["twitter:card"] == "summary"


def test_link_and_button(market: Market) -> None:
    """To be copied, with the account of whoever shares it."""
    shop, goods, client = market
    referrer = shop.people["shopper2"]
    path = f"/offers/{goods.id('teapot')}/share"
    page = unescape(client.get(path, query_string={"account": referrer.lower()}).get_data(as_text=True))
    link = f"{shop.url}/offers/{goods.id('teapot')}?ref={referrer}"
    assert f'<code class="filled">{link}</code>' in page
    assert f'<a href="{link}"><img src="{shop.url}/offers/{goods.id("teapot")}/button.svg?lang=en"' in page
    assert "<script" not in re.search(r"<code[^>]*><a href.*?</code>", page)[0]  # type: ignore[index]


def test_a_title_cannot_break_out_of_the_button(market: Market) -> None:
    """What is copied into another site is one link with one picture."""
    _, goods, client = market
    page = client.get(f"/offers/{goods.id('markup')}/share").get_data(as_text=True)
    copied = unescape(re.search(r'data-copy="(&lt;a[^"]*)"', page)[1])  # type: ignore[index]
    link = ElementTree.fromstring(copied.replace("></a>", "/></a>"))
    assert [part.tag for part in link.iter()] == ["a", "img"]
    assert link[0].get("alt") == "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("typed", ["0x12", "nobody", "0x" + "zz" * 20, "<b>"])
def test_an_account_that_is_none(market: Market, typed: str) -> None:
    """One sentence, what was typed stays, and the link is there without it."""
    shop, goods, client = market
    path = f"/offers/{goods.id('teapot')}"
    page = client.get(f"{path}/share", query_string={"account": typed}).get_data(as_text=True)
    assert "This is not an account." in page
    assert f'<code class="filled">{shop.url}{path}</code>' in page
    assert "<b>" not in page


def test_a_mistyped_account(market: Market) -> None:
    """Whose checksum is wrong is nobody: no link pays him, and the page says what is wrong."""
    shop, goods, client = market
    right = shop.people["shopper2"]
    wrong, path = "0x" + right[2:].swapcase(), f"/offers/{goods.id('teapot')}"
    page = client.get(f"{path}/share", query_string={"account": wrong}, headers={"Accept-Language": "en"})
    text = unescape(page.get_data(as_text=True))
    assert f"The account {wrong} is mistyped: its capital letters do not fit." in text
    assert f'<code class="filled">{shop.url}{path}</code>' in text
    qr = [client.get(f"{path}/qr.svg", query_string={"ref": ref}).data for ref in (wrong, "", right)]
    assert qr[0] == qr[1] != qr[2]
    facts = [client.get(path, query_string={"ref": ref}).get_data(as_text=True) for ref in (wrong, right)]
    assert [f'"referrer": "{right}"' in page.replace('":"', '": "') for page in facts] == [False, True]


@pytest.mark.parametrize("path", ["/shops/{}", "/accounts/{}/claims", "/points?account={}", "/did/{}", "/accounts/{}"])
def test_a_mistyped_account_in_an_address_line(market: Market, path: str) -> None:
    """Never another account's page; as a program asks in one case only, so does whoever copies it."""
    shop, _, client = market
    right = shop.people["merchant1"]
    wrong = "0x" + right[2:].swapcase()
    answer = client.get(path.format(wrong), headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert f"The account {wrong} is mistyped" in unescape(answer.get_data(as_text=True))
    for account in (right, right.lower(), "0x" + right[2:].upper()):
        assert client.get(path.format(account)).status_code == 200
    assert client.get(path.format("0x" + "g" * 40)).status_code == 404


def test_the_api_says_so_too(market: Market) -> None:
    shop, _, client = market
    wrong = "0x" + shop.people["merchant1"][2:].swapcase()
    answer = client.get(f"/api/v1/accounts/{wrong}")
    said = f"The account {wrong} is mistyped: its capital letters do not fit."
    assert (answer.status_code, answer.json) == (400, {"error": said})


@pytest.mark.parametrize("role", ["merchant1", "arbiter"])
def test_who_takes_part_cannot_earn(market: Market, role: str) -> None:
    """Escrow would refuse such an order."""
    shop, goods, client = market
    page = client.get(f"/offers/{goods.id('teapot')}/share?account={shop.people[role]}").get_data(as_text=True)
    assert "takes part in the sale itself" in page
    assert "?ref=" not in page.split("<code")[1]


@pytest.mark.parametrize(("language", "words"), [("en", "Buy safely"), ("zh", "放心购买")])
def test_button(market: Market, language: str, words: str) -> None:
    """A drawing that other sites may show, in the language that its address names."""
    _, goods, client = market
    answer = client.get(f"/offers/{goods.id('lamp')}/button.svg?lang={language}")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    drawing = ElementTree.fromstring(answer.get_data(as_text=True))
    text = " ".join("".join(part.itertext()) for part in drawing.iter("{http://www.w3.org/2000/svg}text"))
    assert words in text
    assert "45.00\u00a0USD" in text


def test_button_of_goods_named_like_markup(market: Market) -> None:
    """It is text, and nothing else."""
    _, goods, client = market
    drawing = ElementTree.fromstring(client.get(f"/offers/{goods.id('markup')}/button.svg?lang=en").get_data())
    names = {part.tag.rpartition("}")[2] for part in drawing.iter()}
    assert names == {"svg", "title", "rect", "g", "path", "text"}
    assert "<img src=x onerror" in "".join(drawing.itertext())


@pytest.mark.parametrize("part", ["share", "qr.svg", "button.svg"])
def test_of_an_offer_that_is_not_there(market: Market, part: str) -> None:
    assert market[2].get(f"/offers/0x{'ab' * 32}/{part}").status_code == 404
