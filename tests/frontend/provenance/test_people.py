"""Whose goods are: what each reader is told, what he is let do, and what he has to know before he takes them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from frontend.index.provenance.rows import Claim, Holding
from frontend.provenance import belonging
from frontend.provenance.belonging import Belonging
from frontend.wording.formats import short
from tests.fixtures.pedigree import BOTTLES, CLAIMABLE, COLD, JOURNEYED, SOLD, SPARE, SSCC, WARM, Pedigree
from tests.fixtures.provenance import BOTH, Item, text
from tests.fixtures.shop import Shop, closed_shop

MAKER, SELLER, ANNA, BEN, CLEO, STRANGER = (f"0x{number:040d}" for number in range(1, 7))
EARLY, LATER = 1_767_225_600, 1_769_904_000
STOCK = BOTTLES[2]


@dataclass
class Market:
    """A shop with goods, some of which were recalled, got warm, and are offered to somebody."""

    shop: Shop
    pedigree: Pedigree
    app: Flask
    client: FlaskClient

    def get(self, path: str) -> str:
        """A page's text, with ordinary spaces."""
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return " ".join(answer.get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    pedigree = Pedigree()
    with closed_shop(tmp_path_factory.mktemp("people"), pedigree.furnish) as shop:
        people = shop.people
        for serial in (WARM, CLAIMABLE, SPARE):
            pedigree.send("dairy", "offer", pedigree.item(serial), people["shopper2"], BOTH)
        pallet = Item(bytes(12) + bytes.fromhex(people["dairy"][2:]), text(SSCC))
        pedigree.send("dairy", "aggregate", pallet, [pedigree.item(STOCK)])
        pedigree.send("dairy", "offer", pallet, people["shopper3"], BOTH)
        pedigree.recall("milk", STOCK, STOCK)
        pedigree.recall("milk", WARM, WARM)
        now = pedigree.now()
        bounds = 1, 12_000, 12_000, now, now
        pedigree.send(
            "dairy", "report_sensor", pedigree.item(CLAIMABLE), text("root"), *bounds, *COLD, bytes(32), bytes(32)
        )
        shop.index_once()
        app = shop.app()
        yield Market(shop, pedigree, app, app.test_client())


def held(owner: str, how: str, since: int = LATER) -> Holding:
    return Holding(owner, since, owner, since, [], how)


CLAIMED, HANDED, BOUGHT, MADE = "ItemClaimed", "HandoverAccepted", "ItemSold", "ItemTouched"
BY_ANNA = Claim(ANNA, 1, EARLY)

# Whose it is, and to each reader the kinds of notices that he sees, with words of the last one
TOLD: dict[str, tuple[Belonging, dict[str, tuple[str, str]]]] = {
    "nobody has touched it": (
        Belonging(None, None, "", False, ()),
        {STRANGER: ("unclaimed", "Scratch the label and claim")},
    ),
    "its producer has it": (
        Belonging(held(MAKER, MADE), None, "", False, ()),
        {MAKER: ("unclaimed", "Scratch the label"), STRANGER: ("unclaimed", "Scratch the label")},
    ),
    "given": (
        Belonging(held(ANNA, HANDED), None, "", False, (MAKER,)),
        {
            ANNA: ("yours", "It was handed on to you on"),
            MAKER: ("passed-on", f"It has belonged to {short(ANNA)} since"),
            STRANGER: ("unclaimed", "Scratch the label"),
        },
    ),
    "claimed": (
        Belonging(held(ANNA, CLAIMED, EARLY), BY_ANNA, "", False, (MAKER,)),
        {
            ANNA: ("yours", "You claimed it on"),
            STRANGER: ("claimed", f"It has belonged to {short(ANNA)} since"),
        },
    ),
    "resold": (
        Belonging(held(BEN, HANDED), BY_ANNA, "", False, (ANNA, MAKER)),
        {
            BEN: ("yours", f"Its hidden code was claimed on Jan 1, 2026, 12:00:00 AM UTC by {short(ANNA)}"),
            ANNA: ("passed-on", f"It has belonged to {short(BEN)}"),
            STRANGER: ("claimed", f"It has belonged to {short(BEN)} since Feb 1, 2026"),
        },
    ),
    "resold again": (
        Belonging(held(CLEO, HANDED), BY_ANNA, "", False, (BEN, ANNA, MAKER)),
        {
            CLEO: ("yours", "It has been yours since Feb 1, 2026"),
            BEN: ("passed-on", f"It has belonged to {short(CLEO)}"),
            ANNA: ("passed-on", f"It has belonged to {short(CLEO)}"),
            STRANGER: ("claimed", f"It has belonged to {short(CLEO)} since"),
        },
    ),
    "back with who claimed it": (
        Belonging(held(ANNA, HANDED), BY_ANNA, "", False, (BEN, ANNA, MAKER)),
        {
            ANNA: ("yours", "You claimed it on Jan 1, 2026, 12:00:00 AM UTC, and it has been yours since Feb 1, 2026"),
            BEN: ("passed-on", f"It has belonged to {short(ANNA)}"),
        },
    ),
    "in an order": (
        Belonging(held(SELLER, HANDED), None, ANNA, True, (MAKER,)),
        {
            ANNA: ("bought", "You bought it with an order."),
            SELLER: ("sold", f"It is in an order of {short(ANNA)}"),
            STRANGER: ("unclaimed", "Unless you bought it, or got it from its buyer"),
        },
    ),
    "claimed by its buyer": (
        Belonging(held(SELLER, HANDED), BY_ANNA, ANNA, True, (MAKER,)),
        {
            ANNA: ("bought", "It is yours once its order has ended and is settled."),
            SELLER: ("sold", f"It is in an order of {short(ANNA)}"),
            STRANGER: ("claimed", f"It was sold with an order to {short(ANNA)}. Is that your seller?"),
        },
    ),
    "claimed before it was sold": (
        Belonging(held(SELLER, HANDED), Claim(SELLER, 1, EARLY), ANNA, True, (MAKER,)),
        {ANNA: ("bought", f"It is in your order, and {short(SELLER)} claimed it on")},
    ),
    "sold": (
        Belonging(held(ANNA, BOUGHT), None, "", True, (SELLER, MAKER)),
        {
            ANNA: ("yours", "You bought it with an order, and it has been yours since"),
            SELLER: ("passed-on", f"It has belonged to {short(ANNA)}"),
            STRANGER: ("unclaimed", "Unless you bought it, or got it from its buyer"),
        },
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_each_reader_is_told_one_thing(market: Market, name: str) -> None:
    """In his words; whoever has not connected reads what a stranger does."""
    whose, told = TOLD[name]
    with market.app.test_request_context():
        found = list(belonging.banners(whose))
    for reader in ("", MAKER, SELLER, ANNA, BEN, CLEO, STRANGER):
        (seen,) = [one for one in found if reader not in one.not_for and (not one.only_for or reader in one.only_for)]
        kind, words = told.get(reader or STRANGER, (seen.kind, ""))
        said = " ".join(re.sub("<[^>]*>", "", seen.text).split())
        assert seen.kind == kind, reader
        assert words in said, reader
        if kind == "claimed":
            assert "before you pay" in said
            assert "what you hold may be a copy" in said


@pytest.mark.parametrize(
    ("whose", "claimants"),
    [("nobody has touched it", ()), ("given", ()), ("in an order", (ANNA,)), ("sold", (ANNA,))],
)
def test_who_can_claim(whose: str, claimants: tuple[str, ...]) -> None:
    """Whoever has the code, until an order had it: then its buyer, and afterwards its owner."""
    assert TOLD[whose][0].claimants == claimants


def test_a_stranger_reads_who_can_and_sees_no_forms(market: Market) -> None:
    page = market.get(market.pedigree.path(SOLD))
    people = market.shop.people
    assert "Only its buyer can claim it now:" in page
    assert f'<div class="stack" data-only-for="{people["shopper1"]}" hidden>' in page
    other = market.get(market.pedigree.path(JOURNEYED))
    assert "Only its owner and its keeper can hand it on:" in other
    offering = re.findall(r'<form [^>]*data-deed="offer"[^>]*>', other)
    shown = [re.search(r'data-only-for="(0x\w+)" hidden', form) for form in offering]
    assert [one and one[1] for one in shown] == [people["dairy"], people["merchant3"]]


def test_what_speaks_against_it_stands_where_it_is_accepted(market: Market) -> None:
    """In the list of what is offered, beside the button, and in what the page's module asks."""
    people, path = market.shop.people, market.pedigree.path
    listed = market.get(f"/items?account={people['shopper2']}")
    cards = dict(
        zip((SPARE, CLAIMABLE, WARM), re.findall(r'<li class="card thing-line">.*?</li>', listed), strict=True)
    )
    assert 'badge bad attention">Recalled: do not use it<' in cards[WARM]
    assert "It was not kept within its limits" in cards[CLAIMABLE]
    assert "badge" not in cards[SPARE]
    assert all(f'href="{path(serial)}' in card and '#hand-on">Accept it' in card for serial, card in cards.items())
    for serial, marks in (
        (WARM, ["Recalled: do not use it"]),
        (CLAIMABLE, ["It was not kept within its limits"]),
        (SPARE, []),
    ):
        page = market.get(path(serial))
        (box,) = re.findall(r'<div [^>]*data-banner="offered"[^>]*>', page)
        assert f'data-only-for="{people["shopper2"]}" hidden' in box
        assert json.loads(re.findall(r'id="thing">(.*?)</script>', page)[0])["warned"] == marks
        assert re.findall(r"data-warned[^>]*>([^<]*)<", page) == marks


def test_a_pallet_is_marked_by_what_lies_in_it(market: Market) -> None:
    people = market.shop.people
    assert "Something in it was recalled" in market.get(f"/items?account={people['shopper3']}")
    page = market.get(f"/00/{SSCC}")
    assert "Something in it was recalled" in page
    assert "Fresh milk, lot M-1" in page
    assert json.loads(re.findall(r'id="thing">(.*?)</script>', page)[0])["warned"] == ["Something in it was recalled"]


def test_ones_own_are_below_what_is_recalled_and_marked(market: Market) -> None:
    page = market.get(f"/items?account={market.shop.people['dairy']}")
    cards = re.findall(r'<li class="card thing-line">.*?</li>', page)
    assert page.index("of your items") < page.index('id="things"') < page.index(cards[0])
    marks = {
        re.findall(r'visually-hidden"> · (\w+)<', card)[0]: re.findall(r"attention\">([^<]*)", card) for card in cards
    }
    recalled = {serial: marks for serial, marks in marks.items() if marks}
    assert recalled == {WARM: ["Recalled: do not use it"], SSCC: ["Something in it was recalled"]}


def test_an_account_is_shown_as_a_code(market: Market) -> None:
    buyer = market.shop.people["shopper1"]
    answer = market.client.get(f"/items/{buyer}/account.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert f"/items/{buyer}/account.svg" in market.get(f"/items?account={buyer}")
    assert market.client.get("/items/0x12/account.svg").status_code == 404
