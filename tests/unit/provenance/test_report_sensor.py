"""report_sensor: what a logger read, whether it was within limits, and single readings under its root."""

import brownie
import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.fixtures.provenance import NONE, SENSOR_REPORTING, SHIPPING, Item, levels, reading, text

HOUR = 3_600
VALUES = (4_100, 4_900, 8_300, 6_000, 5_200)
NAMES = ("root", "count", "minimum", "maximum", "first", "last", "low", "high", "read_point", "document")
TYPES = ("bytes32", "uint256", "int256", "int256", "uint256", "uint256", "int256", "int256", "bytes32", "bytes32")
SMALLEST, LARGEST = -(2**63), 2**63 - 1


@pytest.fixture
def journey(now) -> dict:
    """Five hours in a lorry, up to now, which was to be kept between two and eight degrees."""
    times = [now - HOUR * hours for hours in reversed(range(len(VALUES)))]
    root = levels([reading(time, value) for time, value in zip(times, VALUES, strict=True)])[-1][0]
    found = (
        root,
        len(VALUES),
        min(VALUES),
        max(VALUES),
        times[0],
        times[-1],
        2_000,
        8_000,
        text("LORRY"),
        b"\xd2" * 32,
    )
    return dict(zip(NAMES, found, strict=True))


def test_default_behavior(provenance, item, producer, journey, said):
    """Once it was too warm."""
    tx = provenance.report_sensor(item, *journey.values(), {"from": producer})

    subject = [item.lot, item.serial]
    types = ["bytes32", "bytes32", "address", *TYPES]
    event_id = keccak(encode(types, [*subject, producer.address, *journey.values()]))
    about = {"event_id": event_id, "lot": item.lot, "serial": item.serial}
    assert said(tx) == [
        ("SensorReported", {**about, "by": producer.address, **journey}),
        ("LimitsBreached", about),
    ]


@pytest.mark.parametrize(
    ("low", "high", "breached"),
    [
        (4_100, 8_300, False),
        (4_101, 8_300, True),
        (4_100, 8_299, True),
        (-1, 10_000, False),
        (SMALLEST, LARGEST, False),
    ],
)
def test_limits(provenance, item, producer, journey, said, low, high, breached):
    """What is exactly at a limit is within it."""
    tx = provenance.report_sensor(item, *(journey | {"low": low, "high": high}).values(), {"from": producer})

    assert [name for name, _ in said(tx)] == ["SensorReported"] + ["LimitsBreached"] * breached


def test_of_what_lies_in_a_unit(provenance, item, case, hand, producer, carrier, journey):
    provenance.aggregate(case, [item], {"from": producer})
    hand(case, carrier)
    for thing in (item, case):
        provenance.report_sensor(thing, *journey.values(), {"from": carrier})


def test_of_a_whole_lot(provenance, lot, producer, journey, stranger):
    provenance.report_sensor(Item(lot.id, NONE), *journey.values(), {"from": producer})
    with brownie.reverts("reports: not permitted"):
        provenance.report_sensor(Item(lot.id, NONE), *journey.values(), {"from": stranger})


def test_permitted(provenance, item, producer, reporter, journey):
    """For this step, and no other."""
    provenance.permit(item.lot, reporter, 1 << SHIPPING, {"from": producer})
    with brownie.reverts("reports: not permitted"):
        provenance.report_sensor(item, *journey.values(), {"from": reporter})
    provenance.permit(item.lot, reporter, 1 << SENSOR_REPORTING, {"from": producer})
    provenance.report_sensor(item, *journey.values(), {"from": reporter})


@pytest.mark.parametrize("change", [{"root": NONE}, {"count": 0}])
def test_no_readings(provenance, item, producer, journey, change):
    with brownie.reverts("reports: no readings"):
        provenance.report_sensor(item, *(journey | change).values(), {"from": producer})


def test_too_many_readings(provenance, item, producer, journey):
    with brownie.reverts("reports: too many readings"):
        provenance.report_sensor(item, *(journey | {"count": 2**32}).values(), {"from": producer})
    provenance.report_sensor(item, *(journey | {"count": 2**32 - 1}).values(), {"from": producer})


@pytest.mark.parametrize("change", [{"minimum": 8_301}, {"maximum": 4_099}, {"low": 8_001}, {"high": 1_999}])
def test_low_above_high(provenance, item, producer, journey, change):
    with brownie.reverts("readings: low above high"):
        provenance.report_sensor(item, *(journey | change).values(), {"from": producer})


@pytest.mark.parametrize(
    "change", [{"minimum": SMALLEST - 1}, {"maximum": LARGEST + 1}, {"low": SMALLEST - 1}, {"high": LARGEST + 1}]
)
def test_not_a_readings_value(provenance, item, producer, journey, change):
    with brownie.reverts("readings: not a reading's value"):
        provenance.report_sensor(item, *(journey | change).values(), {"from": producer})


def test_last_before_first(provenance, item, producer, journey):
    with brownie.reverts("reports: last before first"):
        provenance.report_sensor(item, *(journey | {"last": journey["first"] - 1}).values(), {"from": producer})
    provenance.report_sensor(item, *(journey | {"last": journey["first"]}).values(), {"from": producer})


def test_in_the_future(provenance, item, producer, journey, now, at):
    at(now + 10)
    with brownie.reverts("reports: in the future"):
        provenance.report_sensor(item, *(journey | {"last": now + 11}).values(), {"from": producer})
