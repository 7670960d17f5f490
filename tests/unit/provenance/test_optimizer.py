"""The optimizer changes what provenance costs, never what it does."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.provenance import SHIPPING, Item, Lot, commitment
from tests.stateful.compiling import DEPLOYED, SETTINGS

ROOT = Path(__file__).parents[3]
SOURCE = Path("contracts/Provenance.vy")


@pytest.fixture(scope="module")
def runtimes() -> list[str]:
    """The code that a deployment leaves, but for its immutables: as it is, and without the optimizer."""
    made = [compile_files([SOURCE], ["bytecode_runtime"], [ROOT], settings=one) for one in (DEPLOYED, SETTINGS)]
    return [next(iter(files.values()))["bytecode_runtime"] for files in made]


@pytest.fixture(scope="module")
def provenance(provenance, runtimes, wire):
    """The same with other code in its place."""
    optimized, plain = runtimes
    deployed = wire.ask("eth_getCode", provenance.address, "latest")
    assert deployed.startswith(optimized)
    assert len(plain) > len(optimized)
    wire.ask("anvil_setCode", provenance.address, plain + deployed[len(optimized) :])
    return provenance


@pytest.fixture
def sold(provenance, escrow, item, bound, buyer) -> Item:
    """By an order, to its buyer."""
    escrow.confirm(bound, {"from": buyer})
    provenance.settle(item, bound, {"from": buyer})
    return item


def test_default_behavior(
    provenance, lot, sold, others, case, pallet, hand, hands, holding, show, state, producer, seller, buyer
):
    """An item is bound and sold, another claimed out of a pallet, the rest used up."""
    assert hands(sold) == (buyer, buyer)

    provenance.aggregate(case, others, {"from": producer})
    provenance.aggregate(pallet, [case], {"from": producer})
    hand(pallet, seller)
    provenance.report(others[0], SHIPPING, 0, bytes(32), 0, bytes(32), {"from": seller})
    show(buyer, others[0], lot.path(others[0]))
    assert hands(others[0]) == (buyer, buyer)
    assert hands(others[1]) == (seller, seller)
    assert holding(pallet)["version"] == 3

    more = Lot(producer.address, "MORE")
    provenance.register(*more.terms(), {"from": producer})
    provenance.transform([(more.id, 5)], *Lot(producer.address, "MADE").terms(), 0, {"from": producer})
    assert state(more) == (producer.address, 5, 5, 0)
    assert provenance.commitments(commitment(others[0], bytes(16), buyer.address)) == 0
