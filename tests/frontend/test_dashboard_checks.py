"""What the dashboard checks before the browser signs: catalogues, imports of other shops, an export of ours."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from frontend.index import queries, store
from frontend.merchant import publishing
from frontend.web import limits
from tests.frontend.desk import Desk, opened_desk
from tests.scripts.other_shops import Good, shopify_csv

CUP = {
    "product": "cup",
    "title": {"en": "Cup"},
    "description": {"en": "A cup."},
    "price": "12.50",
    "units": "3",
    "currency": "USD",
    "arbiter": "none",
    "return_policy": "None.",
}
GTIN = "9506000200026"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A shop with an order in every status."""
    with opened_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


def test_the_check_is_that_of_the_scripts(desk: Desk) -> None:
    found = desk.post("catalogue/check", json={"catalogue": {"offers": [CUP]}}).json
    (listing,) = found["listings"]
    assert found["problems"] == []
    assert (listing["offer"]["price"], listing["cap"]) == ("12500000", "3")
    assert listing["offer"]["seller"] == desk.shop.people["merchant1"]
    assert json.loads(listing["document"])["title"] == {"en": "Cup"}
    wrong = [CUP | {"product": "a", "price": "x"}, CUP | {"product": "b", "units": "-1"}, CUP | {"product": "c"}]
    found = desk.post("catalogue/check", json={"catalogue": {"offers": wrong}}).json
    assert [one["label"] for one in found["listings"]] == ["c"]
    assert [one["label"] for one in found["problems"]] == ["a", "b"]
    assert found["problems"][0]["problem"] == "“price” is empty, or has characters that are not allowed."


def test_where_goods_come_from_is_checked_alike(desk: Desk) -> None:
    producer = desk.shop.people["dairy"]
    for said, problem in (
        ({}, ""),
        ({"gtin": ""}, "The GTIN of the goods is missing: without it nobody knows which goods are meant."),
        ({"gtin": "950600020002"}, "The GTIN 950600020002 is mistyped: its last digit would be 0."),
        ({"gtin": "12"}, "“12” is no GTIN: it has 8, 12, 13 or 14 digits."),
        ({"producer": ""}, "The account of the goods' producer is missing: anybody can register any GTIN."),
        ({"producer": "0x12"}, "“0x12” is no account: 0x and 40 hex digits."),
        ({"lots": ["M-1"] * 21}, "20 lots at most."),
        ({"lots": ["M-1", "M-1"]}, "A lot is named twice."),
        ({"lots": ["M 1"]}, "The lot “M 1” has ' ' in it, which must not stand on a label."),
        ({"lots": ["M" * 21]}, f"The lot “{'M' * 21}” has 21 characters; 20 are allowed."),
    ):
        origin = {"gtin": GTIN, "producer": producer, "lots": ["M-1", "M-2"]} | said
        found = desk.post("catalogue/check", json={"catalogue": {"offers": [CUP | {"provenance": origin}]}}).json
        assert [one["problem"] for one in found["problems"]] == ([problem] if problem else [])
        for listing in found["listings"]:
            assert json.loads(listing["document"])["provenance"] == origin | {"gtin": f"0{GTIN}"}


def test_what_is_for_sale_already_is_a_revision(desk: Desk) -> None:
    with store.open_engine(f"sqlite:///{desk.shop.database}").connect() as db:
        document = queries.offer(db, desk.goods.id("lamp")).document
    entry = {
        **{
            name: document[name]
            for name in ("title", "description", "product", "category", "ships_to", "return_policy")
        },
        "pictures": [{"file": shown["sha256"], "alt": shown["alt"]} for shown in document["pictures"]],
        **{"price": "1", "units": "1", "currency": "USD", "arbiter": "none"},
    }
    asked = {"catalogue": {"offers": [entry]}}
    assert "revise that offer instead" in desk.post("catalogue/check", json=asked).json["problems"][0]["problem"]
    assert desk.post("catalogue/check", json=asked | {"revised": desk.goods.id("lamp")}).json["problems"] == []


@pytest.mark.parametrize("body", [{}, {"catalogue": {"offers": []}}, {"catalogue": {"offers": [{"product": 1}]}}])
def test_nonsense_is_told_in_words(desk: Desk, body: dict) -> None:
    found = desk.post("catalogue/check", json=body).json
    assert found["listings"] == []
    assert found["problems"]


def test_checks_need_the_token(desk: Desk) -> None:
    for path in ("catalogue/check", "profile/check", "import/check"):
        assert desk.client.post(f"/dashboard/{path}", json={}).status_code == 400


def test_an_import_names_every_problem_by_its_row(desk: Desk) -> None:
    goods = [
        Good("fine", "Fine"),
        Good("dear", "Dear", variants=[((), "1,234", "5")]),
        Good("odd", "Odd", variants=[((), "12.00 EUR", "5")]),
        Good("gone", "Gone", variants=[((), "12.00", "0")]),
        Good("draft", "Draft", columns={"Status": "draft"}),
        Good("shown", "Shown", pictures=["https://cdn.example.com/shown.png?v=1"]),
    ]
    found = desk.imported(shopify_csv(goods))
    assert [one["label"] for one in found["listings"]] == ["fine", "shown"]
    problems = {one["label"]: one["problem"] for one in found["problems"]}
    told = [one["problem"] for one in found["problems"] if not one["label"]]
    assert problems["gone"] == "sold out"
    assert problems["draft"] == "a draft"
    assert [text.split(":")[0] for text in told] == ["products.csv, line 3", "products.csv, line 4"]
    assert found["missing"] == ["shown.png"]


def test_pictures_are_those_that_were_chosen(desk: Desk) -> None:
    good = Good("shown", "Shown", pictures=["https://cdn.example.com/a/shown.png?v=1"])
    found = desk.imported(shopify_csv([good]), pictures={"shown.png": "ab" * 32, "other.png": "cd" * 32})
    (listing,) = found["listings"]
    assert listing["pictures"] == ["ab" * 32]
    assert found["missing"] == []


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Handle,Title\nx,y\n", "\x00\xff", '"'])
def test_what_is_no_export_is_told(desk: Desk, text: str) -> None:
    found = desk.imported(text)
    assert found["listings"] == []
    assert found["problems"]


@pytest.mark.parametrize("terms", ["[]", "nonsense", '{"pictures": []}', '{"defaults": "x"}', '{"rate": {}}'])
def test_terms_that_make_no_sense_are_refused(desk: Desk, terms: str) -> None:
    form = {"file": (io.BytesIO(shopify_csv([Good("a", "A")]).encode()), "p.csv"), "terms": terms}
    answer = desk.post("import/check", data=form)
    assert answer.status_code in (200, 400)
    assert answer.status_code == 400 or answer.json["problems"] or answer.json["listings"]


def test_what_is_exported_comes_back_the_same(desk: Desk) -> None:
    archive = zipfile.ZipFile(io.BytesIO(desk.client.get("/dashboard/export.zip").data))
    assert "catalogue.csv" in archive.namelist()
    found = desk.imported(archive.read("catalogue.csv").decode("utf-8-sig"))
    assert found["problems"] == []
    assert {one["id"] for one in found["listings"]} >= {desk.goods.id("teapot"), desk.goods.id("lamp")}


def test_an_encoding_that_takes_minutes_is_not_taken(desk: Desk) -> None:
    for encoding in ("punycode", "undefined", "idna", "\0"):
        assert desk.imported("x", encoding=encoding) is None


def test_more_than_many_offers_have_to_be_divided(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "MOST_CHECKED", 3)
    goods = [Good(f"good-{number}", "Good") for number in range(4)]
    assert len(desk.imported(shopify_csv(goods[1:]))["listings"]) == 3
    found = desk.imported(shopify_csv(goods))
    assert (found["listings"], found["problems"][0]["problem"]) == (
        [],
        "These are more than 3 offers. Divide them.",
    )


def test_half_a_character_is_told_in_words(desk: Desk) -> None:
    offer = {"product": "cup", "title": {"en": "\ud800"}, "price": "1", "units": "3", "currency": "USD"}
    asked = {"offers": [offer | {"description": {"en": "A cup."}, "arbiter": "none", "return_policy": "None."}]}
    (problem,) = desk.post("catalogue/check", json={"catalogue": asked}).json["problems"]
    assert "half a character" in problem["problem"]


def test_a_file_that_is_too_large_is_not_read(desk: Desk) -> None:
    form = {"file": (io.BytesIO(bytes(9_000_000)), "products.csv"), "terms": "{}"}
    answer = desk.post("import/check", data=form)
    assert (answer.status_code, answer.json["error"]) == (413, "The file is too large: 8 MB at most. Divide it in two.")


def test_exports_are_limited(desk: Desk) -> None:
    limits.limiter.reset()
    codes = []
    for _ in range(13):
        with desk.client.get("/dashboard/export.zip") as answer:
            codes.append(answer.status_code)
    limits.limiter.reset()
    assert codes == [200] * 12 + [429]
