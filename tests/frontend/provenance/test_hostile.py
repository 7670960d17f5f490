"""Pages of goods when others do their worst: strange names, made-up documents, floods of reports and of namesakes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from frontend.index import store
from frontend.index.provenance import finding, having, journey
from frontend.index.provenance.rows import About
from frontend.index.schema import metadata
from frontend.provenance import journey as told
from frontend.provenance import measured, papers
from frontend.resources import database
from scripts import documents
from scripts.provenance.sensors import Readings
from tests.fixtures.pedigree import COLD, JOURNEYED, MILK_GTIN, NONE, WARM, Pedigree
from tests.fixtures.provenance import CUSTODY, OTHER_GTIN, Item, Lot, text
from tests.fixtures.shop import Shop, closed_shop
from tests.frontend.goods_made_up import EMPTY, GoodsMadeUp, account

UNGIVEN = "A#[~]"  # the chain takes it, GS1 does not
SSCC = "095060000000007779"
NAMESAKES = 51  # more than a part of a list


@dataclass
class Market:
    """A shop with somebody's honest goods, and what strangers did to them."""

    shop: Shop
    pedigree: Pedigree
    client: FlaskClient

    def get(self, path: str, status: int = 200) -> str:
        """A page's text."""
        answer = self.client.get(path)
        assert answer.status_code == status, path
        return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    pedigree = Pedigree()
    with closed_shop(tmp_path_factory.mktemp("goods"), pedigree.furnish) as shop:
        _strange_names(pedigree)
        _strange_documents(pedigree)
        _namesakes(pedigree)
        _flood(pedigree)
        shop.index_once()
        yield Market(shop, pedigree, shop.app().test_client())


def _strange_names(pedigree: Pedigree) -> None:
    """A stranger's lot of the dairy's goods, an item and a unit of it, offered to a shopper."""
    lot = Lot(pedigree.shop.people["stranger"], UNGIVEN, MILK_GTIN, ("#1", "?2"), NONE)
    pedigree.lots["strange"] = lot
    pedigree.send("stranger", "register", *lot.terms())
    item = Item(lot.id, text("#1"))
    pedigree.send("stranger", "touch", *lot.proof(item))
    pedigree.send("stranger", "offer", item, pedigree.shop.people["shopper2"], 3)
    unit = _unit(pedigree, "stranger", "../?x#")
    pedigree.send("stranger", "offer", unit, pedigree.shop.people["shopper2"], 3)


def _unit(pedigree: Pedigree, role: str, serial: str) -> Item:
    maker = pedigree.shop.people[role]
    pedigree.send(role, "make_unit", text(serial))
    return Item(bytes.fromhex(maker[2:]).rjust(32, b"\0"), text(serial))


def _strange_documents(pedigree: Pedigree) -> None:
    """Whoever keeps a bottle names readings of before all time; a lot was made on no day."""
    bottle = pedigree.item(WARM)
    pedigree.hand("dairy", "carrier", bottle, CUSTODY)
    document = {"type": "handover/readings/1", "unit": "CEL", "readings": [[1, 5_000], [-1, 5_000], [2, 5_000]]}
    data = json.dumps(document, separators=(",", ":"), sort_keys=True).encode()
    name = bytes.fromhex(pedigree.vault.write(data))
    pedigree.send("carrier", "report_sensor", bottle, b"\1" * 32, 3, 5_000, 5_000, 1, 2, *COLD, NONE, name)
    for number, made in enumerate(("0001-01-01T00:00:00+14:00", "2026-02-31T25:61:00Z", "9999-12-31T23:59:59-14:00")):
        said = {"type": "handover/lot/1", "gtin": f"{OTHER_GTIN:014d}", "lot": f"D{number}", "name": {"en": "Day"}}
        lot = Lot(
            pedigree.shop.people["stranger"], f"D{number}", OTHER_GTIN, ("1",), pedigree.keep(said | {"made": made})
        )
        pedigree.send("stranger", "register", *lot.terms())


def _namesakes(pedigree: Pedigree) -> None:
    """So many have registered a lot and packed a unit of the same name before its maker did."""
    shop = pedigree.shop
    lot = Lot(shop.people["dairy"], "N-1", MILK_GTIN, ("1",), NONE)
    calls = [("register", lot.terms()), ("make_unit", (text(SSCC),))]
    for number in range(NAMESAKES):
        other = account(10**6 + number)
        shop.node.rpc("anvil_setBalance", other, hex(10**20))
        shop.node.rpc("anvil_impersonateAccount", other)
        for name, values in calls:
            data = pedigree.contract.encode_abi(name, values)
            shop.node.rpc("eth_sendTransaction", {"from": other, "to": pedigree.contract.address, "data": data})
    for name, values in calls:
        pedigree.send("dairy", name, *values)


def _flood(pedigree: Pedigree) -> None:
    """A later keeper of a bottle that got warm tells of more breaches than a page has room for, and takes all back."""
    bottle = pedigree.item(JOURNEYED)
    for number in range(NAMESAKES):
        told = number.to_bytes(31, "big") + b"\1", 1, 90_000, 90_000, 1, 1, *COLD, NONE, NONE
        block = pedigree.send("merchant3", "report_sensor", bottle, *told)
        (log,) = pedigree.contract.events.SensorReported().get_logs(from_block=block, to_block=block)
        pedigree.send("merchant3", "declare_error", log["args"]["event_id"], 1, NONE)
    now = pedigree.now()
    for number in range(21):
        log = Readings("CEL", ((now - number, 5_000),))
        bounds = 1, 5_000, 5_000, log.first, log.last
        pedigree.send("merchant3", "report_sensor", bottle, log.root, *bounds, *COLD, NONE, pedigree.keep(log.document))


def test_a_strangers_names_spoil_nobodys_page(market: Market) -> None:
    people, lot = market.shop.people, market.pedigree.lots["strange"]
    trace = f"/trace/0x{lot.id.hex()}"
    for path in (
        f"/01/{MILK_GTIN:014d}",
        f"/producers/{people['stranger']}",
        f"/items?account={people['shopper2']}",
        f"/items?account={people['stranger']}",
        trace,
    ):
        assert trace in market.get(path), path
    assert "/00/..%2F%3Fx%23?maker=" in market.get(f"/items?account={people['shopper2']}")


def test_a_keepers_document_spoils_nobodys_page(market: Market) -> None:
    page = market.get(market.pedigree.path(WARM))
    assert "Measured 3 times" in page
    assert 'class="plot-' not in page


@pytest.mark.parametrize("lot", ["D0", "D1", "D2"])
def test_a_day_that_no_calendar_has(market: Market, lot: str) -> None:
    assert "Made on" in market.get(f"/01/{OTHER_GTIN:014d}/10/{lot}")
    assert "Made on" in market.get(f"/01/{OTHER_GTIN:014d}/10/{lot}/21/1")


def test_among_many_of_a_name_everybody_is_found(market: Market) -> None:
    dairy = market.shop.people["dairy"]
    for path, argument in ((f"/01/{MILK_GTIN:014d}/10/N-1", "producer"), (f"/00/{SSCC}", "maker")):
        first = market.get(path)
        assert "Next page" in first
        link = f"{path}?{argument}={dairy}"
        assert link not in first
        onwards = first.split(f'href="{path}?others=')[1].split('"')[0]
        assert link in market.get(f"{path}?others={onwards}")
        assert dairy in market.get(link)
    assert market.client.get(f"/00/{SSCC}?others=x").status_code == 404


def test_who_takes_back_much_hides_no_breach(market: Market) -> None:
    assert "Measured from 4 °C to 11.4 °C; it had to stay within 2 °C and 8 °C." in " ".join(
        market.get(market.pedigree.path(JOURNEYED)).replace("\N{NO-BREAK SPACE}", " ").split()
    )


def test_however_much_was_cold_what_got_warm_is_drawn(market: Market) -> None:
    page = market.get(market.pedigree.path(JOURNEYED))
    assert "It was outside of the limits." in page
    assert "within the limits all the time" not in page


def test_documents_are_examined_once(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many somebody names, of whatever kind: only the first reader waits."""
    path = market.pedigree.path(JOURNEYED)
    papers._kind.cache_clear()  # of other shops' documents
    first = market.get(path)
    seen: list[bytes] = []
    examine = documents.examine
    monkeypatch.setattr(documents, "examine", lambda data: seen.append(data) or examine(data))
    assert len(market.get(path)) == len(first)
    papers._kind.cache_clear()  # as by a restart
    assert len(market.get(path)) == len(first)
    assert seen == []


def test_what_is_not_shown_is_not_read(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """A map of hundreds of lines needs their places, which the chain tells; what documents say is read line by line."""
    read: list[str] = []
    monkeypatch.setattr(papers, "event", read.append)
    monkeypatch.setattr(measured, "log", read.append)
    with market.shop.app().test_request_context():
        thing = finding.item(database(), "0x" + market.pedigree.lots["milk"].id.hex(), JOURNEYED)
        assert thing
        lines = told.tell(journey.journey(database(), thing, limit=200).items, {})
        assert [line.spot.name for line in lines if line.spot]
        assert read == []
        assert all(line.title for line in lines)
        assert len(read) > 20


def test_who_owns_of_many_lots_asks_no_more_questions(tmp_path: Path) -> None:
    """Of ever so many lots that were made with one that is recalled, all items are counted, at the same cost."""
    asked = {}
    for many in (2, 200):
        made = GoodsMadeUp()
        farm, owner = account(0), account(1)
        raw = made.lot(farm, 10_000)
        for number in range(many):
            made.item(made.lot(owner, 5, [(raw, 1)]), f"S{number}", owner)
        recall = {"recall_id": raw, "lot": raw, "by": farm, "first": EMPTY, "last": EMPTY}
        made.log("Recalled", **recall, class_=1, document=EMPTY)
        engine = store.open_engine(f"sqlite:///{tmp_path}/{many}.sqlite3")
        metadata.create_all(engine)
        with engine.begin() as db:
            made.write(db)
        with engine.connect() as db:
            told: list[object] = []
            event.listen(db, "before_cursor_execute", lambda *_, told=told: told.append(1))
            (found,) = having.affected(db, owner)
        assert (found.count, found.recall.about) == (many, About.INGREDIENT)
        asked[many] = len(told)
    assert asked[2] == asked[200]
