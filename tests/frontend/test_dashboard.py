"""The dashboard as it comes from the server: whose it is, what is due, what its figures and files say."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontend.index.sales import DAY, Sums
from frontend.merchant.overview import average
from frontend.wording.formats import money, reached_at
from scripts import parameters, profiles, sealing
from scripts.parameters import COIN
from scripts.profiles import Secrets
from scripts.terms import Status
from tests.fixtures.goods import ETHER, UNITS
from tests.frontend.desk import Desk, opened_desk, signed_in

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PAGES = ("", "orders", "reviews", "offers", "offers/new", "statement", "import", "profile")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A shop with an order in every status."""
    with opened_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.mark.parametrize("path", PAGES)
def test_only_for_who_is_signed_in(desk: Desk, path: str) -> None:
    answer = desk.shop.app().test_client().get(f"/dashboard/{path}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in?next=/dashboard/{path}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert desk.shop.app().test_client().post("/dashboard/catalogue/check", json={}).status_code == 401


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_one_language(desk: Desk, path: str, language: str) -> None:
    text = desk.get(path, language)
    visible = re.sub(r"<script.*?</script>|<[^>]*(hreflang|lang=\"zh\")[^>]*>[^<]*<", "", text, flags=re.DOTALL)
    assert bool(CHINESE.search(visible)) == (language == "zh")
    assert not re.search(r"<[^>]*\s(on\w+|style)=", re.sub(r'"[^"]*"', '""', text))
    assert desk.client.get(f"/dashboard/{path}").headers["Cache-Control"] == "no-store"


def test_a_newcomer_has_empty_pages_that_say_what_to_do(desk: Desk) -> None:
    client = signed_in(desk.shop, desk.shop.people["stranger"])
    for path, words in (
        ("", "Nothing waits for you."),
        ("orders", "As soon as somebody buys"),
        ("offers", "Sell one thing by a form"),
        ("reviews", "Nobody has reviewed an order yet."),
        ("statement", "No orders in this period"),
        ("profile", "Your shop has no key yet."),
    ):
        answer = client.get(f"/dashboard/{path}", headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        assert words in answer.get_data(as_text=True), path


def test_what_is_due_comes_first_and_says_what_happens_otherwise(desk: Desk) -> None:
    text = desk.get()
    due = text[text.index("Due first") : text.index("Money now")]
    waiting = (Status.AWAITING_SHIPMENT, Status.AWAITING_ANSWER, Status.AWAITING_RETURN_CHECK)
    assert set(re.findall(r"/dashboard/orders/(0x\w+)", due)) == {desk.orders[status] for status in waiting}
    deadlines = [int(found) for found in re.findall(r'data-countdown="(\d+)"', due)]
    assert deadlines == sorted(deadlines)
    assert "What if you do nothing? The 0.05 ETH held goes back to whoever paid." in re.sub(r"\s+", " ", due)


def test_figures_are_the_orders(desk: Desk) -> None:
    text = re.sub(r"<[^>]+>|\s+", " ", desk.get())
    figures = re.sub(r"\s+", " ", text[text.index("Gross") : text.index("Sales per day")])
    with desk.shop.app().app_context():
        gross, returned = (money(amount * ETHER // 20, COIN) for amount in (9, 1))
        average = money(ETHER // 20, COIN)
    for fact in (f"Gross {gross}", f"Refunded {returned}", "Orders 9 (1 cancelled)", f"Average order {average}"):
        assert fact.replace("\u00a0", " ") in figures.replace("\u00a0", " ")


def test_an_average_has_no_more_digits_than_it_is_worth(desk: Desk) -> None:
    with desk.shop.app().app_context():
        for orders, gross, shown in ((3, 58 * ETHER // 1000, "0.01933"), (3, 1, "0"), (1, ETHER // 20, "0.05")):
            assert money(average(Sums(orders=orders, gross=gross), COIN), COIN) == f"{shown}\N{NO-BREAK SPACE}ETH"


def test_sales_are_drawn_per_day_and_per_offer(desk: Desk) -> None:
    text = desk.get()
    assert "Sales per day, ETH" in text
    assert "Sales per offer, ETH" in text
    assert "<rect" in text


def test_a_period_without_sales_says_so(desk: Desk) -> None:
    assert "No sales in this period." in desk.get("?from=2001-01-01&to=2001-01-31")


@pytest.mark.parametrize(
    "period", ["from=x&to=y", "from=2026-13-01&to=2026-13-02", "from=0001-01-01&to=9999-12-31", "from="]
)
def test_a_period_that_makes_no_sense_is_not_one(desk: Desk, period: str) -> None:
    for path in ("", "orders", "statement"):
        assert desk.get(f"{path}?{period}")


def test_orders_are_filtered(desk: Desk) -> None:
    def listed(query: str) -> set[str]:
        return set(re.findall(r"/dashboard/orders/(0x\w+)", desk.get(f"orders?{query}")))

    assert listed("") == set(desk.orders.values())
    assert listed("status=cancelled") == {desk.orders[Status.CANCELLED]}
    assert listed(f"q={desk.orders[Status.CLOSED]}") == {desk.orders[Status.CLOSED]}
    assert listed("q=teapot") == set(desk.orders.values())
    assert listed("q=lamp") == set()
    assert listed("q=teapot-like-nothing") == set()
    assert listed("from=2001-01-01&to=2001-01-02") == set()
    assert "Nothing fits these filters." in desk.get("orders?q=lamp")


def test_orders_to_take_along(desk: Desk) -> None:
    rows = desk.rows("orders.csv?status=cancelled")
    assert [row["Order"] for row in rows] == [desk.orders[Status.CANCELLED]]
    assert (rows[0]["Total"], rows[0]["Refunded"], rows[0]["Currency"], rows[0]["What"]) == (
        "0.05",
        "0.05",
        "ETH",
        "Teapot",
    )
    assert len(desk.rows("orders.csv")) == len(desk.orders)


def test_no_spreadsheet_takes_a_title_for_a_formula(desk: Desk) -> None:
    from frontend.merchant import table  # noqa: PLC0415

    with desk.shop.app().app_context():
        text = table.answer("x.csv", [["=1+1", "@x", "-5.2", "-x"]]).get_data(as_text=True)
    assert text == "\ufeff'=1+1,'@x,-5.2,'-x\r\n"


def test_another_merchants_order_is_not_there(desk: Desk) -> None:
    client = signed_in(desk.shop, desk.shop.people["merchant2"])
    order_id = desk.orders[Status.CLOSED]
    assert client.get(f"/dashboard/orders/{order_id}").status_code == 404
    assert order_id not in client.get("/dashboard/orders").get_data(as_text=True)
    assert order_id not in client.get("/dashboard/statement.csv").get_data(as_text=True)
    assert client.get(f"/dashboard/offers/{desk.goods.id('lamp')}/revise").status_code == 404


VERBS = {
    Status.AWAITING_SHIPMENT: ["ship", "refund"],
    Status.AWAITING_DELIVERY: ["refund"],
    Status.AWAITING_CONFIRMATION: ["refund", "extend"],
    Status.AWAITING_ANSWER: ["approve_return", "concede", "refund", "dispute"],
    Status.AWAITING_RETURN: ["concede", "refund", "extend"],
    Status.AWAITING_RETURN_CHECK: ["concede", "refund", "dispute"],
    Status.AWAITING_RULING: ["concede"],
    Status.CLOSED: ["refund_closed"],
    Status.CANCELLED: ["refund_closed"],
}


@pytest.mark.parametrize("status", VERBS)
def test_an_order_offers_what_the_seller_may_do(desk: Desk, status: Status) -> None:
    text = desk.get(f"orders/{desk.orders[status]}")
    assert re.findall(r'data-verb="(\w+)"', text) == VERBS[status]  # no details here: no letter to the buyer either


def test_the_seller_is_spoken_to(desk: Desk) -> None:
    """Who has to act, and what happens with the money, is said to him as "you"; a public page speaks of the seller."""
    for status, words in (
        (Status.AWAITING_SHIPMENT, ("Pack the parcel and send it.", "<strong>You</strong>", "If you do nothing")),
        (Status.AWAITING_CONFIRMATION, ("<strong>Buyer</strong>", "If nobody does", "held goes to you.")),
        (Status.AWAITING_ANSWER, ("For you to answer", "Please answer.")),
        (Status.CLOSED, ("went to your side", "To you")),
    ):
        text = desk.get(f"orders/{desk.orders[status]}")
        assert [part for part in words if part not in text] == [], status


def test_the_statement_adds_up(desk: Desk) -> None:
    rows = desk.rows("statement.csv")
    assert {row["Order"] for row in rows} == set(desk.orders.values())
    for row in rows:
        gross, *parts = (float(row[name]) for name in ("Gross", "Refunded", "Commission", "Points", "Net", "Held"))
        assert gross == pytest.approx(sum(parts))
        assert re.fullmatch(r"0x[0-9a-f]{64}", row["Transaction"])
        assert desk.shop.web3.eth.get_transaction_receipt(row["Transaction"])["status"] == 1
        assert row["Paid (UTC)"].startswith("20")
    by_id = {row["Order"]: row for row in rows}
    assert by_id[desk.orders[Status.CLOSED]]["Net"] == "0.05"
    assert by_id[desk.orders[Status.CANCELLED]]["Net"] == "0"
    text = desk.get("statement")
    assert "0.45\u00a0ETH" in text
    assert "Days and times are in UTC." in text


def test_stock_says_how_long_it_lasts(desk: Desk) -> None:
    text = desk.get("offers?q=teapot")
    shelf = re.sub(r"<[^>]+>|\s+", " ", text[text.index("shelf") :])
    shelf = re.sub(r"\s+", " ", shelf)
    left, sold = UNITS - 8, 8  # the cancelled one came back
    assert f"Left {left} Sold in 30 days {sold} Lasts, at this pace {left * 30 // sold} days" in shelf


def test_the_practice_markets_key_files_are_at_hand(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the scripts made for its merchants, locked; anything else is not there."""
    monkeypatch.setattr(parameters, "PROFILES", tmp_path)
    account = desk.shop.people["merchant1"]
    path = profiles.path_of(parameters.DEVNET, account)
    profiles.write_secrets(path, Secrets(sealing.new_key(), {}), parameters.DEVNET_PASSPHRASE)
    assert desk.client.get(f"/devnet/keys/{account}").data == path.read_bytes()
    for other in (desk.shop.people["merchant2"], "..%2F..%2Fx", "0x12"):
        assert desk.client.get(f"/devnet/keys/{other}").status_code == 404


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("hello@kiln-and-cup.example", "mailto:hello@kiln-and-cup.example"),
        ("https://kiln.example/write", "https://kiln.example/write"),
        ("+44 1632 960001", "tel:+441632960001"),
        ("javascript:alert(1)", ""),
        ("javascript:x@kiln.example", ""),
        ("a@kiln.example?bcc=all@kiln.example", ""),
        ("ask at the kiln", ""),
    ],
)
def test_a_contact_is_a_link_where_it_leads_somewhere(contact: str, link: str) -> None:
    assert reached_at(contact) == link


def test_days_are_those_of_the_chain(desk: Desk) -> None:
    today = desk.shop.web3.eth.get_block("latest")["timestamp"] // DAY
    assert time.strftime("%Y-%m-%d", time.gmtime(today * DAY)) in desk.get()
    assert parameters.PUBLISH_BATCH == 25
