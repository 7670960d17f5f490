"""A producer's lot with an item that was touched, and hands it goes through; each fixture stands on the one before."""

from collections.abc import Callable

import pytest

from tests.fixtures.people import ROLES
from tests.fixtures.provenance import BOTH, CUSTODY, Item, Lot, code_of, commitment, text, unit_of
from tests.fixtures.terms import AWAITING_SHIPMENT, Order
from tests.fixtures.trade import plain


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a test did is undone."""


@pytest.fixture(scope="module")
def producer(accounts):
    """Makes what is sold."""
    return accounts[len(ROLES)]


@pytest.fixture(scope="module")
def reporter(accounts):
    """Reports for others, where they let him."""
    return accounts[len(ROLES) + 1]


@pytest.fixture(scope="module")
def provenance(escrow, Provenance, deployer):
    return Provenance.deploy(escrow, {"from": deployer})


@pytest.fixture(scope="module")
def register(provenance, accounts) -> Callable:
    """`register(lot, count=None)` by its producer; gives it back."""

    def make(lot: Lot, count: int | None = None) -> Lot:
        provenance.register(*lot.terms(count), {"from": lot.producer})
        return lot

    return make


@pytest.fixture(scope="module")
def lot(register, producer) -> Lot:
    """Five items, registered."""
    return register(Lot(producer.address, "L-1"))


@pytest.fixture(scope="module")
def state(provenance) -> Callable:
    """`state(lot)`: its producer, its count, and what of it is used and touched."""
    return lambda lot: plain(tuple(provenance.lot(lot.id)))


@pytest.fixture
def item(provenance, lot, producer) -> Item:
    """The first of them, touched: its producer owns and keeps it."""
    provenance.touch(*lot.proof(lot.items[0]), {"from": producer})
    return lot.items[0]


@pytest.fixture
def others(provenance, lot, producer) -> list[Item]:
    """The other four, touched too."""
    provenance.touch_many([lot.proof(one) for one in lot.items[1:]], {"from": producer})
    return lot.items[1:]


@pytest.fixture(scope="module")
def make_unit(provenance) -> Callable:
    """`make_unit(maker, serial)`: an empty unit."""

    def make(maker, serial: str) -> Item:
        provenance.make_unit(text(serial), {"from": maker})
        return unit_of(maker, serial)

    return make


@pytest.fixture
def case(make_unit, producer) -> Item:
    """An empty unit of the producer's."""
    return make_unit(producer, "CASE-1")


@pytest.fixture
def pallet(make_unit, producer) -> Item:
    """Another."""
    return make_unit(producer, "PALLET-1")


@pytest.fixture(scope="module")
def holding(provenance) -> Callable:
    """`holding(item)`, by field name."""
    return lambda item: {name: plain(value) for name, value in provenance.holding(item).dict().items()}


@pytest.fixture(scope="module")
def hands(holding) -> Callable:
    """`hands(item)`: its owner and its custodian."""
    return lambda item: (holding(item)["owner"], holding(item)["custodian"])


@pytest.fixture(scope="module")
def hand(provenance, holding) -> Callable:
    """`hand(item, to, role=BOTH)`: offered by who has it, and accepted."""

    def pass_to(item: Item, to, role: int = BOTH):
        found = holding(item)
        by = found["custodian"] if role == CUSTODY else found["owner"]
        provenance.offer(item, to, role, {"from": by})
        return provenance.accept(item, role, found["version"], {"from": to})

    return pass_to


@pytest.fixture
def sellers(item, hand, seller) -> Item:
    """The item in the shop: the seller has bought it, and keeps it."""
    hand(item, seller)
    return item


@pytest.fixture
def in_consignment(item, hand, seller) -> Item:
    """The item in the shop, where the seller only keeps it."""
    hand(item, seller, CUSTODY)
    return item


@pytest.fixture
def bound(provenance, sellers, reach, order, seller) -> Order:
    """An order that was paid, and gets this item."""
    reach(order, AWAITING_SHIPMENT)
    provenance.bind(sellers, order, {"from": seller})
    return order


@pytest.fixture(scope="module")
def show(provenance) -> Callable:
    """`show(who, item, path)`: commits, and claims in the next block."""

    def claim(who, item: Item, path: list[bytes]):
        provenance.commit(commitment(item, code_of(item), who.address), {"from": who})
        return provenance.claim(item, code_of(item), path, {"from": who})

    return claim


@pytest.fixture(scope="module")
def said(provenance) -> Callable:
    """`said(tx)`: the events of Provenance in a transaction, as pairs of name and fields."""

    def read(tx) -> list[tuple[str, dict]]:
        return [
            (event.name, {field: simple(value) for field, value in event.items()})
            for event in tx.events
            if event.address == provenance.address
        ]

    return read


def simple(value):
    """What Brownie decoded; hashes as bytes, also those that can be searched for."""
    if isinstance(value, str) and len(value) == len("0x") + 64:
        return bytes.fromhex(value[2:])
    if type(value).__name__ == "HexString":
        return bytes.fromhex(str(value)[2:])
    return tuple(simple(part) for part in value) if isinstance(value, (list, tuple)) else plain(value)
