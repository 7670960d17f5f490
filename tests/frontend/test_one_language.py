"""No page mixes languages: but for what people wrote, Chinese pages have no English words, and English ones no Chinese.

The pages are found by the application's own routes; a new one that needs an id is filled in here before it passes.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from frontend.web import limits
from scripts.terms import Status
from tests.fixtures.pedigree import BOTTLES, SSCC, Pedigree
from tests.fixtures.provenance import text
from tests.frontend.desk import Desk, opened_desk
from tests.frontend.test_without_scripts import vouch

NO_PAGES = ("/api/", "/assets/", "/static/", "/devnet/", "/vendor/", "/settings/", "/pictures/", "/did/")
NOT_HERE = ("/notices/<account>/<token>",)  # nobody has such a token
LEAST = 30  # pages
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’.-]*[A-Za-z]")
ATTRIBUTES = ("alt", "title", "placeholder", "aria-label")
QUOTED = {"bdi", "code", "pre", "style", "svg", "textarea"}  # what people and programs wrote, and plots
EMPTY = {"img", "input", "br", "hr", "link", "meta", "source", "use", "path", "line", "rect", "circle", "area", "col"}
WORDS = "words"  # the id of what the browser's modules may say

# What is written in Latin letters in Chinese too: names, currencies, formats, units; addresses and placeholders.
LATIN = (
    *("Handover", "Shopify", "WooCommerce", "Amazon", "AliExpress", "Etsy", "eBay", "Cookie", "build/profiles"),
    *("SHA-256", "EIP-712", "UTF-8", "GB 18030", "windows-1252", "gb18030", "USD", "ETH", "UTC", "QR", "CSV", "JSON"),
    *("MetaMask", "Rabby", "GTIN", "SSCC", "Digital Link", "did:pkh", "DID", "dairy", r"X{4}(?:-X{4})*"),
    *("MB", "gas", "devnet", r"0x[\da-fA-F…]*", r"https?://\S*", r"[\w.]+@[\w.]+", r"%\(\w+\)s", r"\{\w+\}"),
)
NO_WORD = re.compile(rf"(?<![A-Za-z])({'|'.join(LATIN)})(?![A-Za-z])")


class Said(HTMLParser):
    """What a page says to its reader, piece by piece; what is marked as in a language of its own is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.words = ""
        self._open: list[tuple[str, bool]] = []  # elements, and whether what is in them is said
        self._holds_words = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        is_said = self._is_said() and tag not in QUOTED | {"script"} and (tag == "html" or "lang" not in known)
        if is_said:
            self.pieces += [known[name] or "" for name in ATTRIBUTES if name in known]
        self._holds_words = tag == "script" and known.get("id") == WORDS
        if tag not in EMPTY:
            self._open.append((tag, is_said))

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in EMPTY and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._holds_words:
            self.pieces += map(str, json.loads(data).values())
            self._holds_words = False
        elif self._is_said():
            self.pieces.append(data)

    def _is_said(self) -> bool:
        return not self._open or self._open[-1][1]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One shop for all pages, its merchant signed in."""
    with opened_desk(tmp_path_factory.mktemp("language")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pedigree(desk: Desk) -> Pedigree:
    """Goods whose journey is told, in that shop."""
    made = Pedigree()
    made.furnish(desk.shop)
    made.recall("milk", "B5", "B5")
    vouch(desk.shop)
    desk.shop.index_once()
    return made


def paths(desk: Desk, pedigree: Pedigree) -> Iterator[str]:
    """Every page's address, an order's and an offer's in each of their states."""
    account = desk.shop.people["shopper1"]
    offers = [desk.goods.id(name) for name in desk.goods.offers if name != "markup"]
    offers += [pedigree.goods.id(name) for name in pedigree.goods.offers]
    values: dict[str, list[Any]] = {
        "<offer_id>": offers,
        "<order_id>": list(desk.orders.values()),
        "<case_id>": [desk.orders[Status.AWAITING_RULING]],
        "<address>/claims/<issuer>/<kind>": [
            f"{desk.shop.people['merchant1']}/claims/{desk.shop.people['issuer']}/business"
        ],
        "<address>": [desk.shop.people["merchant1"], account],
        "<int:number>": [desk.shop.web3.eth.block_number],
        "<path:goods_named>": [pedigree.path(one).removeprefix("/01/") for one in ("", *BOTTLES, "0")],
        "<path:unit_named>": [SSCC],
        "<lot_id>/<serial>": [f"0x{pedigree.lots['milk'].id.hex()}/0x{text('B1').hex()}"],
        "<lot_id>": [f"0x{lot.id.hex()}" for lot in pedigree.lots.values()],
    }
    for rule in desk.client.application.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(NO_PAGES) or rule.rule in NOT_HERE:
            continue
        part = next((part for part in values if part in rule.rule), None)
        for value in values[part] if part else [""]:
            path = rule.rule.replace(part, str(value)) if part else rule.rule
            assert "<" not in path, f"{rule.rule}: say what stands for its parts"
            yield f"{path}?account={account}&offer={offers[1]}"
    yield from ("/?q=nothing-like-it", "/orders/", "/earnings", "/points", "/items", "/record", "/cart", "/nothing")


def said(client: FlaskClient, path: str, language: str) -> list[str]:
    """The pieces of a page; none of what is no page."""
    limits.limiter.reset()
    with client.get(path, headers={"Accept-Language": language}, follow_redirects=True) as answer:
        assert answer.status_code in (200, 404), path
        if answer.mimetype != "text/html":
            return []
        page = Said()
        page.feed(answer.get_data(as_text=True))
        return page.pieces


def foreign(piece: str, language: str) -> list[str]:
    """What a piece says in the other language."""
    if language == "en":
        return CHINESE.findall(piece)
    return ENGLISH.findall(NO_WORD.sub(" ", piece))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_page_mixes_languages(desk: Desk, pedigree: Pedigree, language: str) -> None:
    mixed: dict[str, str] = {}
    pages = 0
    for path in paths(desk, pedigree):
        pieces = said(desk.client, path, language)
        pages += bool(pieces)
        mixed |= {piece.strip(): path for piece in pieces if foreign(piece, language)}
    assert mixed == {}
    assert pages >= LEAST
