"""What a scan, or what is typed, leads to."""

import re
from urllib.parse import quote

import pytest

from tests.fixtures.pedigree import JOURNEYED, MILK_GTIN, TWISTED
from tests.frontend.provenance.conftest import SLASHED, Market


def test_scanning_leads_to_the_thing(market: Market) -> None:
    path = market.pedigree.path(JOURNEYED)
    for typed in (
        f"https://evil.example{path}?linkType=gs1:pip",
        f"http://id.gs1.org{path}",
        f"(01)0{MILK_GTIN}(10)M-1(21){JOURNEYED}",
        f"0{MILK_GTIN}/M-1/{JOURNEYED}",
    ):
        answer = market.client.get("/scan", query_string={"text": typed})
        assert (answer.status_code, answer.headers["Location"]) == (303, path), typed
    answer = market.client.get("/scan", query_string={"gtin": str(MILK_GTIN), "lot": "M-1", "serial": JOURNEYED})
    assert answer.headers["Location"] == path


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"text": "javascript:alert(1)"}, "The GTIN is missing: the 8, 12, 13 or 14 digits below the bar code."),
        (
            {"text": "https://evil.example/pay"},
            "This code names no goods, so it is not followed: https://evil.example/pay",
        ),
        ({"text": "https://id.gs1.org/01/09506000200027/10/M-1"}, "its last digit would be 6, not 7"),
        ({"text": "https://id.gs1.org/414/9506000300023"}, "This code names a place"),
        ({"text": "https://x/01/9506000200026/21/B1/10/M-1"}, "This code names no goods"),
        ({"text": "095060000000000115"}, "This SSCC is mistyped: its last digit would be 4, not 5"),
        ({"gtin": "123"}, "A GTIN has 8, 12, 13 or 14 digits; this one has 3."),
        ({"gtin": "950600020002O"}, "A GTIN has only digits; here “O” stands among them."),
        ({"gtin": "9506000200026", "serial": "B1"}, "The lot is missing"),
        ({"gtin": "9506000200026", "lot": "x" * 21}, "The lot has 21 characters; 20 are the most."),
        ({"gtin": "9506000200026", "lot": "a b"}, "The lot has a blank in it"),
        ({"gtin": "9506000200026", "lot": ".."}, "The lot cannot be “..”: no link can name it."),
        ({"gtin": "9506000200026", "lot": "a", "serial": "é"}, "The serial number has “é” in it"),
    ],
)
def test_what_names_nothing_is_said_so(market: Market, asked: dict[str, str], said: str) -> None:
    answer = market.client.get("/scan", query_string=asked)
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert said in answer.get_data(as_text=True).replace("&#39;", "'")


def test_what_is_wrong_stands_where_it_was_typed(market: Market) -> None:
    typed = "GTIN 09506000200027, lot M-1, serial B1"
    page = market.get(f"/scan?text={quote(typed)}")
    for box, value, told in (("text", typed, ' autofocus aria-describedby="text-error text-hint"'), *_parts_of_it()):
        found = re.search(rf'<input id="{box}" [^>]*value="([^"]*)"[^>]*?( aria-invalid[^>]*)?( required)?>', page)
        assert found, box
        assert found[1] == value
        assert (found[2] or "").removesuffix(" required") == (f' aria-invalid="true"{told}' if told else "")
    assert '<span class="error" id="text-error">This GTIN is mistyped: its last digit would be 6, not 7' in page
    assert "<details open>" in page
    assert "缺少批号" in market.get("/scan?gtin=9506000200026&serial=B1", language="zh")


def _parts_of_it() -> tuple[tuple[str, str, str], ...]:
    """What was understood; the wrong part is told by the same sentence."""
    return (
        ("gtin", "09506000200027", ' aria-describedby="text-error gtin-hint"'),
        ("lot", "M-1", ""),
        ("serial", "B1", ""),
    )


def test_what_nobody_registered_can_be_corrected(market: Market) -> None:
    missing = market.get("/01/09506000200026/10/M-11/21/B1", 404)
    again = "/scan?" + re.findall(r'href="/scan\?([^"]*)"', missing)[0].replace("&amp;", "&")
    page = market.get(again)
    assert 'value="M-11"' in page
    assert ' aria-invalid="true"' not in page


def test_what_a_code_says_is_never_markup(market: Market) -> None:
    page = market.get("/scan?text=" + quote(f"https://x/{TWISTED}"))
    assert TWISTED not in page
    assert "&lt;img src=x" in page


def test_the_camera_is_allowed_where_something_is_scanned(market: Market) -> None:
    """The code of goods, or of an account that they are given to."""
    item, lot = market.pedigree.path(JOURNEYED), market.pedigree.path()
    allowed = {"/scan": "self", item: "self", lot: "", "/items": ""}
    for path, whom in allowed.items():
        assert f"camera=({whom})" in market.client.get(path).headers["Permissions-Policy"], path


def test_shorter_numbers_lead_to_the_same_page(market: Market) -> None:
    answer = market.client.get(f"/01/{MILK_GTIN}/10/M-1/21/{JOURNEYED}?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{market.pedigree.path(JOURNEYED)}?a=b")


def test_a_name_may_have_signs_in_it(market: Market) -> None:
    path = f"/01/0{MILK_GTIN}/10/{quote(SLASHED, safe='')}"
    answer = market.client.get(path)
    assert answer.status_code == 200
    assert "The lot" in answer.get_data(as_text=True)
    item = market.client.get(f"{path}/21/{quote('2/3', safe='')}").get_data(as_text=True)
    assert "What is known of it" in item
    assert quote(SLASHED, safe="") in item


def test_what_nobody_registered_is_said_so(market: Market) -> None:
    assert "Nobody has registered this" in market.get("/01/04006381333931/10/none", 404)
    assert "Nobody has registered this" in market.get("/00/095060000000000121", 404)
    assert "its last digit would be" in market.get("/01/04006381333932/10/none", 404)


def test_parts_of_lists_that_make_no_sense_are_not_there(market: Market) -> None:
    item, lot = market.pedigree.path(JOURNEYED), market.pedigree.path()
    for path in (
        f"{item}?after=x",
        f"{lot}?after=1.x",
        f"{lot}?items=x",
        f"/items?account={market.shop.people['dairy']}&after=x",
    ):
        assert market.client.get(path).status_code == 404, path


def test_without_the_contract_there_are_no_pages(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    app = market.shop.app()
    book = app.extensions["handover"].book
    monkeypatch.delitem(book.contracts, "Provenance")
    client = app.test_client()
    for path in ("/scan", "/items", market.pedigree.path(JOURNEYED), f"/trace/0x{'ab' * 32}"):
        assert client.get(path).status_code == 404, path
    offer = client.get(f"/offers/{market.pedigree.goods.id('milk')}").get_data(as_text=True)
    assert "Where it comes from" not in offer
    assert "With provenance" not in client.get("/").get_data(as_text=True)
