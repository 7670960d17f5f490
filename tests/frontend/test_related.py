"""What buyers of an offer bought as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from frontend.index import queries, related, store
from frontend.index.events import Decoded
from frontend.index.rows import Offer
from frontend.index.schema import metadata, offers, orders
from frontend.index.writer import Batch
from scripts.terms import Status
from tests.fixtures.catalogue import COIN, event, fill, made_up_wares

BUYERS = ["0x" + f"{number:02x}" * 20 for number in range(1, 4)]


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Connection]:
    engine = store.open_engine(f"sqlite:///{tmp_path / 'index.sqlite3'}")
    metadata.create_all(engine)
    fill(engine, made_up_wares()[:5])
    with store.writing(engine) as db:
        yield db
    engine.dispose()


def goods(db: Connection) -> list[Offer]:
    ids = db.execute(select(offers.c.id).order_by(offers.c.position)).scalars()
    return [offer for one in ids if (offer := queries.offer(db, one))]


def bought(number: int, offer: Offer, buyer: str) -> Decoded:
    order_id = "0x" + f"{number:064x}"
    fields = {"order_id": order_id, "offer_id": offer.id, "buyer": buyer, "payer": buyer, "quantity": 1}
    return event(number, "OrderPaid", fields | {"referrer": COIN, "delivery": order_id, "salt": order_id})


def pay(db: Connection, *sales: tuple[Offer, str]) -> None:
    Batch(db, [bought(1_000 + place, *sale) for place, sale in enumerate(sales)]).write()


def test_default_behavior(market: Connection) -> None:
    """Most buyers first; who buys twice counts once."""
    tea, cup, pot, tin, _box = goods(market)
    one, two, three = BUYERS
    pay(market, (tea, one), (cup, one), (cup, one), (tea, two), (cup, two), (pot, two), (tin, three), (pot, three))
    assert [(offer.id, count) for offer, count in related.also_bought(market, tea)] == [(cup.id, 2), (pot.id, 1)]
    assert [(offer.id, count) for offer, count in related.also_bought(market, tin)] == [(pot.id, 1)]


def test_nobody_bought(market: Connection) -> None:
    assert related.also_bought(market, goods(market)[4]) == []


def test_sold_out_is_not_shown(market: Connection) -> None:
    tea, cup, *_ = goods(market)
    pay(market, (tea, BUYERS[0]), (cup, BUYERS[0]))
    market.execute(update(offers).where(offers.c.id == cup.id).values(in_stock=False))
    assert related.also_bought(market, tea) == []


@pytest.mark.parametrize("cancelled", [0, 1])
def test_cancelled_orders_do_not_count(market: Connection, cancelled: int) -> None:
    sold = goods(market)[:2]
    pay(market, *((offer, BUYERS[0]) for offer in sold))
    gone = select(offers.c.position).where(offers.c.id == sold[cancelled].id).scalar_subquery()
    market.execute(update(orders).where(orders.c.offer == gone).values(status=Status.CANCELLED))
    assert related.also_bought(market, sold[0]) == []
