"""carrier: what it is asked for, and what it says."""

import pytest

from scripts import carrier
from scripts.terms import Status

pytestmark = pytest.mark.usefixtures("isolation")


def test_parcels(terminal, in_status, name):
    on_its_way, shipped_not_yet = in_status(Status.AWAITING_DELIVERY), in_status(Status.AWAITING_SHIPMENT)

    output = terminal.run(carrier.parcels)

    assert name(on_its_way) in output
    assert name(shipped_not_yet) not in output
    assert "There are no such orders." in terminal.run(carrier.parcels, "as=stranger")


def test_attest_delivery(terminal, in_status, name, status):
    first, second = in_status(Status.AWAITING_DELIVERY), in_status(Status.AWAITING_DELIVERY)

    output = terminal.run(carrier.attest_delivery, name(first), name(second))

    assert status(first) == status(second) == Status.AWAITING_CONFIRMATION
    assert output.count("✓ attest_delivery") == 2


def test_attest_delivery_refuses(terminal, in_status, name, later):
    order = in_status(Status.AWAITING_SHIPMENT)
    late = in_status(Status.AWAITING_DELIVERY)

    assert (
        terminal.refused(carrier.attest_delivery, name(order)) == "Refused by the contract: Escrow: not in this status."
    )
    assert (
        terminal.refused(carrier.attest_delivery, name(late), "as=stranger") == "The carrier is carrier, not stranger."
    )
    later(7)
    assert (
        terminal.refused(carrier.attest_delivery, name(late)) == "Refused by the contract: Escrow: after the deadline."
    )
