"""carrier and arbiter: what they are asked for, and what they say."""

import pytest

from scripts import arbiter, carrier, documents
from scripts.terms import Status
from tests.scripts.conftest import ETHER

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


def test_cases(terminal, in_status, name):
    disputed, answered = in_status(Status.AWAITING_RULING), in_status(Status.AWAITING_ANSWER)

    output = terminal.run(arbiter.cases)

    assert name(disputed) in output
    assert name(answered) not in output
    assert "the arbiter rules, else the payer gets back 0.11 ETH" in output


def test_evidence(terminal, in_status, name, move):
    order = in_status(Status.AWAITING_RULING)
    move("shopper1", "submit_evidence", order, b"\x05" * 32)
    move("merchant1", "submit_evidence", order, b"\x06" * 32)

    lines = terminal.run(arbiter.evidence, name(order)).splitlines()

    assert "OrderRequested by buyer: no document" in lines[1]
    assert "OrderDisputed by merchant1: no document" in lines[2]
    assert f"EvidenceSubmitted by shopper1: {'05' * 32}, kept by whoever submitted it" in lines[3]
    assert "EvidenceSubmitted by merchant1" in lines[4]


def test_rule(terminal, in_status, name, market, tmp_path):
    order = in_status(Status.AWAITING_RULING)
    (tmp_path / "reasons.txt").write_bytes(b"both are a little right")

    output = terminal.run(arbiter.rule, name(order), "0.04", f"file={tmp_path / 'reasons.txt'}")

    record = market.sale(market.order_id(order)).record
    assert (record.status, record.refunded, record.released) == (Status.CLOSED, ETHER // 25, order.total - ETHER // 25)
    (event,) = market.events("OrderRuled", [market.order_id(order)])
    assert event["document"].hex() == documents.sha256(b"both are a little right")
    assert "Now closed: 0.07 ETH released to the seller, 0.04 ETH refunded." in output


def test_rule_all_and_nothing(terminal, in_status, name, market):
    everything, nothing = in_status(Status.AWAITING_RULING), in_status(Status.AWAITING_RULING)

    terminal.run(arbiter.rule, name(everything), "all")
    terminal.run(arbiter.rule, name(nothing), "0")

    assert market.sale(market.order_id(everything)).record.refunded == everything.total
    assert market.sale(market.order_id(nothing)).record.released == nothing.total


def test_rule_refuses(terminal, in_status, name):
    order = in_status(Status.AWAITING_ANSWER)
    disputed = in_status(Status.AWAITING_RULING)

    assert terminal.refused(arbiter.rule, name(order), "all") == "Refused by the contract: Escrow: not in this status."
    assert terminal.refused(arbiter.rule, name(disputed), "half") == "'half' is not an amount; write it like 12.50."
    assert (
        terminal.refused(arbiter.rule, name(disputed), "all", "as=stranger") == "The arbiter is arbiter, not stranger."
    )
    assert terminal.refused(arbiter.rule, name(disputed)) == "Usage: rule ORDER REFUNDED [file=FILE] [as=NAME]"
