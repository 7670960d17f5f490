"""A dairy's file of lots, and goods of it that are registered, touched, and in the hands of others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import parameters, producer
from scripts.goods.ledger import Goods, Holding
from scripts.provenance import identity
from scripts.provenance.gs1 import Unit
from scripts.provenance.identity import Item

GTIN = "09506000134352"
LOT = f"{GTIN}/M-1"
SSCC, OTHER_SSCC = "106141412345678908", "106141412345678915"
LOTS = f"""
defaults: {{gtin: "{GTIN}", name: {{en: Whole milk, zh: 全脂牛奶}}}}
lots:
  - {{lot: M-1, count: 60, first_serial: A001, limits: {{low: 2, high: 8}}, made: "2026-01-02T06:00:00+01:00"}}
"""


@pytest.fixture(scope="module")
def goods(web3, book) -> Goods:
    """Provenance, with nothing in it."""
    return Goods(web3, book)


@pytest.fixture
def isolation(isolation, folders) -> None:
    """Whatever a test did is undone, also the files of lots: their codes belong to what was registered."""
    yield
    for path in parameters.LOTS.glob("*"):
        path.unlink()


@pytest.fixture
def lots_file(tmp_path) -> Path:
    """Sixty cartons of milk."""
    path = tmp_path / "lots.yaml"
    path.write_text(LOTS)
    return path


@pytest.fixture
def registered(isolation, terminal, lots_file, goods, account) -> bytes:
    """The lot's id; the producer has registered it."""
    terminal.run(producer.register, str(lots_file))
    return identity.lot_id(account("producer"), GTIN, "M-1")


@pytest.fixture
def item(registered) -> Callable[[str], Item]:
    """`item(serial)` of the lot."""
    return lambda serial: Item(registered, identity.word(serial, "serial"))


@pytest.fixture
def unit(account) -> Callable[..., Item]:
    """`unit(sscc, maker="producer")`: what it is called on the chain."""
    return lambda sscc, maker="producer": identity.unit(account(maker), Unit(sscc).sscc)


@pytest.fixture
def holding(goods) -> Callable[[Item], Holding]:
    """`holding(item)`: who has it now."""
    return goods.holding
