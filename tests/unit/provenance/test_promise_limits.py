"""promise_limits: between which values a lot is to be kept, by its producer."""

import brownie
import pytest

from tests.fixtures.provenance import Lot

LARGEST = 2**63 - 1


def test_default_behavior(provenance, lot, producer, said):
    tx = provenance.promise_limits(lot.id, 2_000, 8_000, {"from": producer})

    assert said(tx) == [("LimitsPromised", {"lot_id": lot.id, "low": 2_000, "high": 8_000})]


@pytest.mark.parametrize("limits", [(-18_000, -18_000), (-(2**63), LARGEST)])
def test_any_limits(provenance, lot, producer, limits):
    provenance.promise_limits(lot.id, *limits, {"from": producer})


def test_not_the_producer(provenance, lot, item, hand, seller):
    """Not even who owns all that was touched."""
    hand(item, seller)
    with brownie.reverts("lots: not the producer"):
        provenance.promise_limits(lot.id, 2_000, 8_000, {"from": seller})


def test_lot_that_is_not_there(provenance, producer, case):
    for lot_id in (Lot(producer.address, "NEVER").id, case.lot):
        with brownie.reverts("lots: not the producer"):
            provenance.promise_limits(lot_id, 2_000, 8_000, {"from": producer})


def test_low_above_high(provenance, lot, producer):
    with brownie.reverts("readings: low above high"):
        provenance.promise_limits(lot.id, 8_001, 8_000, {"from": producer})


@pytest.mark.parametrize("limits", [(-(2**63) - 1, 0), (0, LARGEST + 1)])
def test_not_a_readings_value(provenance, lot, producer, limits):
    with brownie.reverts("readings: not a reading's value"):
        provenance.promise_limits(lot.id, *limits, {"from": producer})
