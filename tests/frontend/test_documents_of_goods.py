"""Documents of lots, reports, loggers, recalls and errors over the API: each where the chain names one of its kind."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from frontend.index import queries, store
from frontend.index.documents import Copier
from scripts import sealing
from scripts.documents import canonical, sha256
from scripts.provenance import identity, items_documents, notices, tree
from scripts.provenance.epcis import event as events
from scripts.provenance.gs1 import Product
from scripts.provenance.identity import ALL, Item
from scripts.provenance.sensors import Readings
from tests.frontend.documents import Shop, named, picture, says

GTIN = "09506000134352"
SERIALS = ["A1", "A2", "A3"]
NOTICE = notices.document("Splinters of glass.", "有玻璃碎片。")
READINGS = Readings("CEL", ((1_767_420_000, 3_500), (1_767_420_600, 9_250)))


@pytest.fixture
def block() -> bytes:
    """The only block of the lot's items."""
    items = [[serial, tree.hash_of_code(ALL, serial.encode().ljust(16)).hex()] for serial in SERIALS]
    return canonical({"type": items_documents.TYPE, "items": items})


@pytest.fixture
def document(block: bytes) -> bytes:
    """The lot's document, which names a picture and the block."""
    return canonical(
        {
            "type": "handover/lot/1",
            "gtin": GTIN,
            "lot": "M-1",
            "name": {"en": "Whole milk"},
            "pictures": [{"sha256": named(picture()), "alt": {"en": "A carton"}}],
            "items": [{"first": "A1", "root": "11" * 32, "sha256": named(block)}],
        }
    )


@pytest.fixture
def send(shop: Shop) -> Callable[..., None]:
    """`send(function, *arguments, by=...)`: mined, and indexed."""

    def mine(function: str, *arguments: object, by: str = "seller") -> None:
        shop.devnet.mine((shop.devnet.people[by], shop.devnet.provenance.call(function, *arguments)))
        shop.follow.catch_up()

    return mine


@pytest.fixture
def lot(shop: Shop, send: Callable[..., None], document: bytes) -> bytes:
    """The lot's id; it is registered."""
    product = Product(GTIN, lot="M-1")
    terms = (int(GTIN), identity.word(product.lot, "lot"), len(SERIALS), b"\x11" * 32, bytes.fromhex(named(document)))
    send("register", *terms)
    return identity.lot_id(shop.seller, GTIN, "M-1")


def test_lot_with_its_picture_and_block(shop: Shop, lot: bytes, document: bytes, block: bytes) -> None:
    assert shop.put(block).status_code == 409
    assert shop.put(document).status_code == 201
    assert shop.vault.noted(sha256(document)) == "lot"
    assert shop.put(block).status_code == 201
    assert shop.put(picture()).status_code == 201
    assert shop.get(named(block)).data == block


def test_before_it_is_registered(shop: Shop, document: bytes) -> None:
    says(shop.put(document), 409, "No indexed offer, profile, order, lot, review or event names this document (yet).")


@pytest.mark.parametrize("body", [NOTICE, READINGS.document, picture()], ids=["notice", "readings", "picture"])
def test_lot_of_another_kind(shop: Shop, send: Callable[..., None], body: bytes) -> None:
    send("register", int(GTIN), identity.word("M-2", "lot"), 5, b"\x22" * 32, bytes.fromhex(named(body)))
    answer = shop.put(body)
    assert answer.status_code == 415
    assert answer.get_json()["error"].startswith("The chain names this as the document of a lot, and it is ")


def test_report(shop: Shop, send: Callable[..., None], lot: bytes) -> None:
    body = {
        "type": "ObjectEvent",
        "eventTime": "2026-01-03T05:00:00.000Z",
        "eventTimeZoneOffset": "+01:00",
        "action": "OBSERVE",
        "quantityList": [{"epcClass": f"https://id.gs1.org/01/{GTIN}/10/M-1", "quantity": 2.5, "uom": "KGM"}],
    }
    event = events.read(body, ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"])
    send("report", Item(lot, ALL), 33, 0, bytes(32), 0, bytes.fromhex(event.hash))
    assert shop.put(event.document).status_code == 201
    assert shop.get(event.hash).data == event.document


def test_readings(shop: Shop, send: Callable[..., None], lot: bytes) -> None:
    body = READINGS.document
    bounds = (READINGS.minimum, READINGS.maximum, 0, 0, 2_000, 8_000)
    send("report_sensor", Item(lot, ALL), READINGS.root, 2, *bounds, bytes(32), bytes.fromhex(named(body)))
    assert shop.put(body).status_code == 201


def test_notice_of_a_recall_and_of_its_end(shop: Shop, send: Callable[..., None], lot: bytes) -> None:
    over = notices.document("All of it came back.")
    send("recall", lot, ALL, ALL, 1, bytes.fromhex(named(NOTICE)))
    recall_id = _recall_id(shop)
    send("close_recall", recall_id, bytes.fromhex(named(over)))
    assert shop.put(NOTICE).status_code == 201
    assert shop.put(over).status_code == 201


def test_notice_of_an_error(shop: Shop, send: Callable[..., None]) -> None:
    send("declare_error", b"\x05" * 32, 1, bytes.fromhex(named(NOTICE)), by="rival")
    assert shop.put(NOTICE).status_code == 201


def test_goods_make_no_room_for_what_is_sealed(shop: Shop, send: Callable[..., None]) -> None:
    """Anybody may declare an error that names any hash: neither is sealed text taken by it, nor kept from erasure."""
    sealed = shop.sealed()
    send("declare_error", b"\x05" * 32, 1, bytes.fromhex(named(sealed)), by="rival")
    answer = shop.put(sealed)
    says(answer, 415, "The chain names this as the document of a notice, and it is a sealed.")
    plain = sealing.seal(sealing.delivery("k" * 87, "A. Buyer", {"street": "1 Lane"}), _key())
    order = shop.buy(shop.publish(b"x"), plain)
    send("declare_error", b"\x06" * 32, 1, bytes.fromhex(named(plain)), by="rival")
    assert shop.put(plain).status_code == 201
    shop.confirm(order)
    assert shop.erase_ended(15) == 1
    assert shop.put(plain).status_code == 410


def test_text_of_a_lot_comes_back_after_a_rebuild(shop: Shop, lot: bytes, document: bytes, block: bytes) -> None:
    shop.put(document)
    engine = store.open_engine(shop.settings["DATABASE_URL"])
    with store.writing(engine) as db:
        for name in ("documents", "item_blocks", "pictures"):
            db.execute(text(f"DELETE FROM {name}"))
    assert shop.put(block).status_code == 409

    Copier(engine, shop.vault).all()

    assert shop.put(block).status_code == 201
    with engine.connect() as db:
        assert queries.places_of_document(db, named(picture())) == ["picture"]


def test_text_that_no_lot_names_any_more_is_forgotten(shop: Shop, document: bytes, block: bytes, lot: bytes) -> None:
    shop.put(document)
    engine = store.open_engine(shop.settings["DATABASE_URL"])
    with store.writing(engine) as db:
        db.execute(text("DELETE FROM lots"))
        db.execute(text("DELETE FROM events WHERE name = 'LotRegistered'"))

    Copier(engine, shop.vault).all()

    with engine.connect() as db:
        assert queries.places_of_document(db, named(block)) == []
        assert db.execute(text("SELECT count(*) FROM documents")).scalar_one() == 0


def _key() -> bytes:
    return sealing.public_point(sealing.new_key())


def _recall_id(shop: Shop) -> bytes:
    with store.open_engine(shop.settings["DATABASE_URL"]).connect() as db:
        return bytes(db.execute(text("SELECT id FROM recalls")).scalar_one())
