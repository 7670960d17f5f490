"""The public ledger: every movement of money once, found by kind, account, currency and day."""

import re
from collections import Counter

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend.index import flows, points, queries, schema, store
from frontend.index.flows import Flow, FlowFilter
from frontend.index.money import TAKEN
from frontend.index.rows import Entry
from frontend.wording.formats import money
from scripts.claims import KINDS, kind_of
from tests.frontend.index.conftest import Traded


def walk(db: Connection, wanted: FlowFilter, limit: int = 7) -> list[Flow]:
    """Part after part."""
    found: list[Flow] = []
    after = ""
    while True:
        part = flows.flows(db, wanted, after, limit)
        found += part.items
        if not part.next:
            return found
        after = part.next


@pytest.fixture(scope="module")
def every(traded: Traded) -> list[Flow]:
    """The whole ledger, newest first."""
    engine = store.open_engine(traded.settings["DATABASE_URL"])
    with engine.connect() as db:
        found = walk(db, FlowFilter())
    engine.dispose()
    return found


def entries(found: list[Flow]) -> Counter[Entry]:
    return Counter(entry for flow in found for entry in flow.entries)


def test_it_is_the_sum_of_all_orders_ledgers(db: Connection, every: list[Flow]) -> None:
    """And of what was withdrawn or collected; each entry once."""
    ids = db.execute(select(schema.orders.c.id)).scalars().all()
    expected = Counter(entry for order_id in ids for entry in queries.ledger(db, order_id))
    found = entries(every)
    assert {part for entry in found for part in [entry.part]} >= {
        "paid",
        "proceeds",
        "refund",
        "commission",
        "withdrawn",
    }
    in_loyalty = Counter({entry: many for entry, many in found.items() if _is_in_loyalty(entry)})
    taken = Counter({entry: many for entry, many in found.items() if entry.part in TAKEN and entry not in in_loyalty})
    of_lenders = Counter({entry: many for entry, many in found.items() if entry.part in ("deposited", "taken_out")})
    assert found - taken - in_loyalty - of_lenders == expected
    rows = db.execute(select(schema.ledger).where(schema.ledger.c.part.in_(TAKEN))).all()
    assert taken.total() == len(rows)
    kinds = (points.COLLECTED, points.UNSENT, points.WITHDRAWN)
    rows = db.execute(select(points.entries).where(points.entries.c.kind.in_(kinds))).all()
    assert in_loyalty.total() == len(rows) > 0


def _is_in_loyalty(entry: Entry) -> bool:
    """Whether it was collected, kept or withdrawn in a Loyalty or a Credit: all such entries of Escrow's have a key."""
    return entry.part in ("collected", "unsent", "withdrawn") and entry.key is None


def test_newest_come_first(every: list[Flow]) -> None:
    places = [(flow.event.block, flow.event.log_index) for flow in every]
    assert places == sorted(places, reverse=True)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    "part", ["paid", "spent", "refund", "commission", "points", "goodwill", "points_back", "withdrawn"]
)
def test_by_kind(db: Connection, every: list[Flow], part: str) -> None:
    found = walk(db, FlowFilter(part=part))
    assert found == [flow for flow in every if any(entry.part == part for entry in flow.entries)]
    assert found


def test_by_currency(db: Connection, traded: Traded, every: list[Flow]) -> None:
    dollar = traded.devnet.dollar.address
    found = walk(db, FlowFilter(currency=dollar))
    assert found == [flow for flow in every if flow.entries[0].currency == dollar]
    assert found


@pytest.mark.parametrize("role", ["buyer", "seller", "referrer"])
def test_by_account(db: Connection, traded: Traded, every: list[Flow], role: str) -> None:
    """All flows of the orders that somebody bought, paid or sold, and what he got or took from elsewhere."""
    who = traded.devnet.people[role]
    found = walk(db, FlowFilter(account=who))
    for flow in found:
        order = flow.order
        mine = bool(order) and who in (order.buyer, order.payer, order.offer.seller)
        assert mine or any(entry.account == who for entry in flow.entries)
    touched = [flow for flow in every if any(entry.account == who for entry in flow.entries)]
    assert touched
    assert all(flow in found for flow in touched)


def test_by_days(db: Connection, every: list[Flow]) -> None:
    since, until = every[-len(every) // 3].event.time, every[len(every) // 3].event.time
    found = walk(db, FlowFilter(since=since, until=until))
    assert found == [flow for flow in every if since <= flow.event.time < until]


def test_a_question_looks_through_so_much_at_most(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says how far it came; the next one goes on."""
    every = walk(db, FlowFilter(part="goodwill"))
    monkeypatch.setattr(flows, "AT_MOST", 10)
    first = flows.flows(db, FlowFilter(part="goodwill"))
    assert first.next
    assert first.seen
    assert walk(db, FlowFilter(part="goodwill")) == every


def test_positions_by_time(db: Connection) -> None:
    rows = db.execute(select(schema.events.c.position, schema.events.c.time)).all()
    for time in {row.time + shift for row in rows[::25] for shift in (-1, 0, 1)}:
        found = flows.position_at(db, time)
        assert all((row.position >= found) == (row.time >= time) for row in rows)


def test_pages_link_to_order_account_and_block(client: FlaskClient, traded: Traded, db: Connection) -> None:
    flow = next(flow for flow in flows.flows(db, FlowFilter()).items if flow.order)
    text = client.get("/ledger").get_data(as_text=True)
    assert flow.order
    assert f'href="/orders/{flow.order.id}"' in text
    assert f'href="/accounts/{flow.entries[0].account}"' in text
    assert f'href="/ledger/blocks/{flow.event.block}#{flow.event.transaction}"' in text
    block = client.get(f"/ledger/blocks/{flow.event.block}").get_data(as_text=True)
    assert f'id="{flow.event.transaction}"' in block
    assert flow.event.name in block


def test_a_block_says_who_got_how_much(client: FlaskClient, db: Connection) -> None:
    """Beside what the chain has, in the currency's unit."""
    flow = flows.flows(db, FlowFilter(part="commission")).items[0]
    text = client.get(f"/ledger/blocks/{flow.event.block}").get_data(as_text=True)
    assert {entry.part for entry in flow.entries} >= {"proceeds", "commission"}
    released, currency = flow.event.fields["released"], flow.entries[0].currency
    with client.application.test_request_context():
        told = [money(entry.amount, currency) for entry in flow.entries]
        whole = money(released, currency)
    assert all(f'<span class="amount">{amount}</span>' in text for amount in told)
    assert f'<code>{released}</code> = <span class="amount">{whole}</span>' in text


SAID = {
    "ClaimIssued": ("An issuer vouched for an account", "签发方为一个账户作出声明"),
    "ClaimRenewed": ("An issuer vouched for an account again", "签发方续签了一个声明"),
    "ClaimRevoked": ("An issuer took a claim back", "签发方撤销了一个声明"),
    "ClaimDeclined": ("about itself", "账户"),
    "OrderReviewed": ("A buyer reviewed an order", "买家评价了一个订单"),
    "ReviewFollowedUp": ("A buyer added to a review", "买家追加了评价"),
    "ReviewReplied": ("A seller replied to", "商家回复了"),
}


@pytest.mark.parametrize("name", SAID)
def test_claims_and_reviews_are_told_in_words(client: FlaskClient, db: Connection, name: str) -> None:
    """In both languages; a claim's kind as people write it, a review with its order."""
    found = db.execute(select(schema.events).where(schema.events.c.name == name)).mappings().first()
    assert found
    for language, words in zip(("en", "zh"), SAID[name], strict=True):
        block = f"/ledger/blocks/{schema.block_of(found['position'])}"
        text = client.get(block, headers={"Accept-Language": language}).get_data(as_text=True)
        line = next(part for part in text.split("<summary>") if f">{name}<" in part)
        assert words in line
        if "kind" in found["fields"]:
            kind = kind_of(found["fields"]["kind"])
            told = re.search(rf'{found["fields"]["kind"]}</code> = (.*?)<span lang="en">{kind}<', text)
            assert told
            assert (told[1] == "") == (kind not in KINDS)
            assert told[1].isascii() == (language == "en" or kind not in KINDS)
        else:
            assert f'href="/orders/{found["fields"]["order_id"]}"' in text


def test_every_block_is_there(client: FlaskClient, db: Connection) -> None:
    """Whatever kinds of events it has."""
    events = db.execute(select(schema.events.c.name, schema.events.c.position))
    for number in {name: schema.block_of(position) for name, position in events}.values():
        assert client.get(f"/ledger/blocks/{number}").status_code == 200, number


def test_account_page_tells_roles(client: FlaskClient, traded: Traded) -> None:
    seller = client.get(f"/accounts/{traded.devnet.people['seller']}").get_data(as_text=True)
    assert '<li class="badge">Seller</li>' in seller
    stranger = client.get(f"/accounts/{traded.devnet.people['stranger']}").get_data(as_text=True)
    assert '<li class="badge">Buyer</li>' not in stranger


@pytest.mark.parametrize(
    "question",
    [
        "?kind=nothing",
        "?from=yesterday&to=9999-12-31",
        "?from=0001-01-01",
        "?to=0001-01-01",
        "?kind=paid&from=2999-01-01",
    ],
)
def test_odd_questions_are_harmless(client: FlaskClient, question: str) -> None:
    assert client.get(f"/ledger{question}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/ledger?account=me", "/ledger?currency=0x12", "/ledger?after=x", "/ledger/blocks/0", "/accounts/me"]
)
def test_what_is_none_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_block_far_away_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"/ledger/blocks/{10**30}").status_code == 404
