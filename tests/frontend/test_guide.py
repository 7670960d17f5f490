"""The guide: an answer for every line of the state table, a word for every term, links that lead somewhere."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from frontend.public import what_if
from frontend.public.glossary import GLOSSARY
from frontend.state_table import ENDED, STATE_TABLE
from scripts.terms import Status
from tests.fixtures.goods import Goods
from tests.fixtures.shop import closed_shop

PAGES = ["/guide/", "/guide/first-purchase", "/guide/what-if", "/guide/paying-later", "/guide/glossary"]
PAGES += ["/guide/proof", "/terms", "/privacy"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A storefront."""
    with closed_shop(tmp_path_factory.mktemp("guide"), Goods().furnish) as shop:
        shop.index_once()
        yield shop.app().test_client()


def text(client: FlaskClient, path: str, language: str = "en") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_every_line_of_the_table_has_its_words() -> None:
    assert what_if.WORDS.keys() == STATE_TABLE.keys() | ENDED
    moves = {(move.verb, move.role, move.claim) for row in STATE_TABLE.values() for move in row.moves}
    assert what_if.MOVES.keys() == moves


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_stands_on_the_page(client: FlaskClient, language: str) -> None:
    page = text(client, "/guide/what-if", language)
    sections = dict(re.findall(r'<section class="card stack" id="([a-z-]+)">(.*?)</section>', page, re.DOTALL))
    assert len(sections) == len(what_if.WORDS) + 3
    assert "#word-points" in sections["points"]
    looked = STATE_TABLE[Status.AWAITING_CONFIRMATION]
    asked = {status.name.lower().replace("_", "-"): row for status, row in STATE_TABLE.items()}
    for anchor, row in (asked | dict.fromkeys(("never-arrives", "said-delivered"), looked)).items():
        section = sections[anchor]
        assert section.count("<li>") == len(row.moves)
        assert section.count("<strong>") == 1


def test_a_parcel_that_never_arrives_is_told_without_a_carrier_first(client: FlaskClient) -> None:
    first, second = text(client, "/guide/what-if").split("<h2>What if the parcel never arrives")[1:]
    assert first.index("names no carrier") < first.index("names a carrier")
    assert "All that is held goes to the seller." in first
    assert "All that is held goes back to whoever paid." in second.split("</section>")[0]


def test_defaults_are_those_of_the_table(client: FlaskClient) -> None:
    page = text(client, "/guide/what-if")
    said = {
        "buyer": "All that is held goes back to whoever paid.",
        "seller": "All that is held goes to the seller.",
    }
    for status, row in STATE_TABLE.items():
        section = page.split(f'id="{status.name.lower().replace("_", "-")}"')[1].split("</section>")[0]
        assert re.findall(r"<strong>(.*?)</strong>", section) == [said[row.default]]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(client: FlaskClient, path: str) -> None:
    """Also to its anchor."""
    page = text(client, path)
    main = page.split("<main")[1].split("</main>")[0]
    links = re.findall(r'href="([^"]+)"', main)
    for link in links:
        place, _, anchor = link.partition("#")
        with client.get(place or path) as answer:
            assert answer.status_code == 200, link
            assert not anchor or f'id="{anchor}"' in answer.get_data(as_text=True), link


def test_glossary_has_an_anchor_for_every_word(client: FlaskClient) -> None:
    page = text(client, "/guide/glossary", "zh")
    assert sorted(re.findall(r'<div id="word-([a-z-]+)"><dt>', page)) == sorted(GLOSSARY)


def names(client: FlaskClient, language: str) -> list[str]:
    return re.findall(r'<div id="word-[a-z-]+"><dt>([^<]+)', text(client, "/guide/glossary", language))


def test_glossary_goes_by_the_alphabet(client: FlaskClient) -> None:
    assert names(client, "en") == sorted(names(client, "en"), key=str.casefold)


def test_glossary_goes_by_pinyin(client: FlaskClient) -> None:
    known = ["币种", "订单", "付款人", "合约", "交易", "买家", "签名", "区块", "商品", "网络费", "仲裁人"]
    assert [name for name in names(client, "zh") if name in known] == known
