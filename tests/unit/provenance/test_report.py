"""report: what happened, told by who may speak about a thing, at the time he says and at the block's."""

import brownie
import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.fixtures.clock import DAY
from tests.fixtures.provenance import (
    BOTH,
    CUSTODY,
    INSPECTING,
    LAST_DISPOSITION,
    LAST_STEP,
    NONE,
    OWNERSHIP,
    SHIPPING,
    Item,
    Lot,
    text,
)

PLACE = text("9506000134376")
DOCUMENT = b"\xd1" * 32
IN_TRANSIT = 15


@pytest.fixture
def tell(provenance):
    """`tell(who, item, step=SHIPPING)`."""
    return lambda who, item, step=SHIPPING: provenance.report(item, step, IN_TRANSIT, PLACE, 0, DOCUMENT, {"from": who})


def test_default_behavior(provenance, item, producer, said, now):
    tx = provenance.report(item, SHIPPING, IN_TRANSIT, PLACE, now, DOCUMENT, {"from": producer})

    values = [item.lot, item.serial, producer.address, SHIPPING, IN_TRANSIT, PLACE, now, DOCUMENT]
    types = ["bytes32", "bytes32", "address", "uint256", "uint256", "bytes32", "uint256", "bytes32"]
    names = ("lot", "serial", "by", "step", "disposition", "read_point", "time", "document")
    event_id = keccak(encode(types, values))
    assert said(tx) == [("EventReported", {"event_id": event_id, **dict(zip(names, values, strict=True))})]


def test_owner_and_custodian(item, hand, seller, carrier, tell):
    hand(item, seller, OWNERSHIP)
    hand(item, carrier, CUSTODY)
    for who in (seller, carrier):
        tell(who, item)


def test_in_a_unit(provenance, item, case, hand, producer, seller, carrier, tell):
    """Who has the outermost unit speaks about what lies in it, and who had the thing before does not."""
    provenance.aggregate(case, [item], {"from": producer})
    hand(case, seller, OWNERSHIP)
    hand(case, carrier, CUSTODY)
    for who in (seller, carrier):
        tell(who, item)
        tell(who, case)
    with brownie.reverts("reports: not permitted"):
        tell(producer, item)


@pytest.mark.parametrize("role", [OWNERSHIP, CUSTODY, BOTH])
def test_former_owner(item, hand, producer, seller, carrier, tell, role):
    hand(item, seller, BOTH)
    hand(item, carrier, role)
    with brownie.reverts("reports: not permitted"):
        tell(producer, item)


def test_stranger(item, case, stranger, tell):
    for thing in (item, case):
        with brownie.reverts("reports: not permitted"):
            tell(stranger, thing)


@pytest.mark.parametrize("steps", [0, 1 << INSPECTING, ~(1 << SHIPPING) & (2**42 - 1)])
def test_foreign_reporter(provenance, item, producer, reporter, tell, steps):
    """Neither without a word, nor for another step."""
    provenance.permit(item.lot, reporter, steps, {"from": producer})
    with brownie.reverts("reports: not permitted"):
        tell(reporter, item)


def test_permitted_for_another_lot(provenance, register, item, producer, reporter, tell):
    other = register(Lot(producer.address, "L-2"))
    provenance.permit(other.id, reporter, 1 << SHIPPING, {"from": producer})
    with brownie.reverts("reports: not permitted"):
        tell(reporter, item)


@pytest.mark.parametrize("by", ["owner", "custodian"])
def test_permitted(provenance, item, hand, seller, carrier, reporter, tell, by):
    hand(item, seller, OWNERSHIP)
    hand(item, carrier, CUSTODY)
    provenance.permit(item.lot, reporter, 1 << SHIPPING, {"from": seller if by == "owner" else carrier})
    tell(reporter, item)


def test_permitted_by_a_stranger(provenance, item, stranger, reporter, tell):
    provenance.permit(item.lot, reporter, 1 << SHIPPING, {"from": stranger})
    with brownie.reverts("reports: not permitted"):
        tell(reporter, item)


def test_revoked(provenance, item, producer, reporter, tell):
    provenance.permit(item.lot, reporter, 1 << SHIPPING, {"from": producer})
    tell(reporter, item)
    provenance.permit(item.lot, reporter, 0, {"from": producer})
    with brownie.reverts("reports: not permitted"):
        tell(reporter, item)


def test_permission_of_a_former_owner(provenance, item, hand, producer, seller, reporter, tell):
    """It ends with what it stands on."""
    provenance.permit(item.lot, reporter, 1 << SHIPPING, {"from": producer})
    hand(item, seller)
    with brownie.reverts("reports: not permitted"):
        tell(reporter, item)


def test_permitted_for_units(provenance, case, producer, reporter, tell):
    provenance.permit(case.lot, reporter, 1 << SHIPPING, {"from": producer})
    tell(reporter, case)


def test_a_whole_lot(provenance, lot, item, hand, producer, seller, reporter, stranger, tell):
    """Its producer, and whom he permitted; nobody else, whatever of it they own."""
    hand(item, seller)
    whole = Item(lot.id, NONE)
    tell(producer, whole)
    provenance.permit(lot.id, reporter, 1 << SHIPPING, {"from": producer})
    tell(reporter, whole)
    for who in (seller, stranger):
        with brownie.reverts("reports: not permitted"):
            tell(who, whole)


def test_no_such_lot(producer, case, tell):
    """Nor are all units of a maker a lot."""
    for lot_id in (Lot(producer.address, "NEVER").id, case.lot, NONE):
        with brownie.reverts("reports: no such lot"):
            tell(producer, Item(lot_id, NONE))


def test_never_touched(lot, producer, tell):
    with brownie.reverts("things: never touched"):
        tell(producer, lot.items[3])


def test_in_the_future(provenance, item, producer, now, at):
    at(now + 10)
    with brownie.reverts("reports: in the future"):
        provenance.report(item, SHIPPING, 0, NONE, now + 11, NONE, {"from": producer})


def test_back_dated(provenance, item, producer, said, now, at):
    """It is told as it is said; the block's time stands beside it, and cannot be chosen."""
    at(now + 10)
    tx = provenance.report(item, SHIPPING, 0, NONE, now - 90 * DAY, NONE, {"from": producer})

    assert said(tx)[0][1]["time"] == now - 90 * DAY
    assert tx.timestamp == now + 10


def test_known_words(provenance, item, producer):
    for step, disposition in ((0, 0), (LAST_STEP, LAST_DISPOSITION)):
        provenance.report(item, step, disposition, NONE, 0, NONE, {"from": producer})


@pytest.mark.parametrize("step", [LAST_STEP + 1, 256, 2**256 - 1])
def test_unknown_step(provenance, item, producer, step):
    with brownie.reverts("reports: unknown step"):
        provenance.report(item, step, 0, NONE, 0, NONE, {"from": producer})


def test_unknown_disposition(provenance, item, producer):
    with brownie.reverts("reports: unknown disposition"):
        provenance.report(item, SHIPPING, LAST_DISPOSITION + 1, NONE, 0, NONE, {"from": producer})
