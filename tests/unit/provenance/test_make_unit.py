"""make_unit: a case or a pallet of the caller's."""

import brownie
import pytest

from tests.fixtures.provenance import NONE, text, unit_of


def test_default_behavior(provenance, producer, hands, holding, said):
    tx = provenance.make_unit(text("106141412345678908"), {"from": producer})

    assert said(tx) == [("UnitMade", {"maker": producer.address, "serial": text("106141412345678908")})]
    unit = unit_of(producer, "106141412345678908")
    assert hands(unit) == (producer, producer)
    assert holding(unit)["contents"] == 0


def test_same_serial_of_another_maker(provenance, case, stranger, hands, producer):
    provenance.make_unit(case.serial, {"from": stranger})

    assert hands(unit_of(stranger, "CASE-1")) == (stranger, stranger)
    assert hands(case) == (producer, producer)


def test_made_already(provenance, case, producer, hand, seller):
    """Also after it went elsewhere: its maker cannot take it back so."""
    hand(case, seller)
    with brownie.reverts("things: made already"):
        provenance.make_unit(case.serial, {"from": producer})


@pytest.mark.parametrize("serial", [NONE, text("A B"), b"A\x00B".ljust(32, b"\x00"), b"A" * 21 + bytes(11)])
def test_no_serial(provenance, producer, serial):
    with brownie.reverts("things: no serial"):
        provenance.make_unit(serial, {"from": producer})
