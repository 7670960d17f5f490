"""submit_evidence: an order's people put a document's hash on its record of events."""

import brownie
import pytest

from tests.fixtures.terms import AWAITING_SHIPMENT, CANCELLED, CLOSED, EMPTY, NO_HASH, WAITING

DOCUMENT = b"\xd6" * 32
PEOPLE = ["buyer", "seller", "carrier", "arbiter"]


@pytest.mark.parametrize("status", WAITING)
@pytest.mark.parametrize("role", PEOPLE)
def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, people, status, role):
    before = record(reach(order, status))
    with moved(order) as change:
        tx = escrow.submit_evidence(order, DOCUMENT, {"from": people[role]})
    assert change == {}
    assert record(order) == before
    fields = {"order_id": order_id(order), "by": people[role].address, "document": DOCUMENT}
    assert logged(tx) == [("EvidenceSubmitted", fields)]


def test_after_the_deadline(escrow, order, reach, logged, next_at, buyer):
    reach(order, AWAITING_SHIPMENT)
    next_at(order, 10_000_000)
    assert len(logged(escrow.submit_evidence(order, NO_HASH, {"from": buyer}))) == 1


@pytest.mark.parametrize("role", ["payer", "referrer", "loyalty", "stranger", "deployer"])
def test_not_part_of_this_order(escrow, order, reach, people, role):
    order = reach(order._replace(payer=people["payer"].address), AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: not part of this order"):
        escrow.submit_evidence(order, DOCUMENT, {"from": people[role]})


@pytest.mark.parametrize("role", ["carrier", "arbiter"])
def test_role_was_not_named(escrow, order, reach, people, role):
    order = reach(order.of(**{role: EMPTY}), AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: not part of this order"):
        escrow.submit_evidence(order, DOCUMENT, {"from": people[role]})


def test_never_paid(escrow, order, buyer):
    with brownie.reverts("Escrow: never paid"):
        escrow.submit_evidence(order, DOCUMENT, {"from": buyer})


@pytest.mark.parametrize("status", [CLOSED, CANCELLED])
def test_not_in_this_status(escrow, order, reach, buyer, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.submit_evidence(order, DOCUMENT, {"from": buyer})
