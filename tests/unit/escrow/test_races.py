"""Two transactions in one block: whichever is mined first counts, and the other meets the order as it then is."""

from typing import NamedTuple

import pytest

from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_DELIVERY,
    AWAITING_RETURN,
    AWAITING_RETURN_CHECK,
    AWAITING_RULING,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    EMPTY,
    MAX_UINT,
    NEVER_PAID,
    NO_HASH,
    REFUND,
    RETURN,
    salted,
)
from tests.unit.escrow.table_cases import reason

WRONG = "Escrow: not in this status"
LATE = "Escrow: after the deadline"
EARLY = "Escrow: before the deadline"
DONE = ""


class Side(NamedTuple):
    """What somebody sends."""

    role: str
    verb: str
    arguments: tuple = ()


class Race(NamedTuple):
    """Two sides in one block, so many seconds after the deadline (or at once): outcome of each, and status after."""

    status: int
    first: Side
    second: Side
    outcomes: tuple[str, str]
    after: int
    seconds: int | None = None


CANCEL = Side("buyer", "cancel")
CONFIRM = Side("buyer", "confirm")
RELEASE = Side("buyer", "release", (1_000,))
REQUEST = Side("buyer", "request", (MAX_UINT, REFUND, NO_HASH))
SEND_BACK = Side("buyer", "send_back", (NO_HASH,))
EXTEND = Side("buyer", "extend", ("deadline + 1 day",))
SHIP = Side("seller", "ship")
REFUND_ALL = Side("seller", "refund", (MAX_UINT,))
REFUND_ONE = Side("seller", "refund", (1,))
CONCEDE = Side("seller", "concede")
APPROVE = Side("seller", "approve_return", (NO_HASH,))
REPLACE = Side("seller", "replace")
DISPUTE = Side("seller", "dispute", (NO_HASH,))
ATTEST = Side("carrier", "attest_delivery")
RULE = Side("arbiter", "rule", (0, NO_HASH))
ENFORCE = Side("stranger", "enforce")
ENFORCE_TOO = Side("deployer", "enforce")

RACES = [
    Race(AWAITING_SHIPMENT, CANCEL, SHIP, (DONE, WRONG), CANCELLED),
    Race(AWAITING_SHIPMENT, SHIP, CANCEL, (DONE, WRONG), AWAITING_DELIVERY),
    Race(AWAITING_SHIPMENT, CONFIRM, REFUND_ALL, (DONE, WRONG), CLOSED),
    Race(AWAITING_SHIPMENT, REFUND_ALL, CONFIRM, (DONE, WRONG), CANCELLED),
    Race(AWAITING_SHIPMENT, REFUND_ONE, CONFIRM, (DONE, DONE), CLOSED),
    Race(AWAITING_SHIPMENT, SHIP, ENFORCE, (DONE, EARLY), AWAITING_DELIVERY, -1),
    Race(AWAITING_SHIPMENT, SHIP, ENFORCE, (LATE, DONE), CLOSED, 0),
    Race(AWAITING_SHIPMENT, EXTEND, ENFORCE, (DONE, EARLY), AWAITING_SHIPMENT, 0),
    Race(AWAITING_SHIPMENT, ENFORCE, EXTEND, (DONE, WRONG), CLOSED, 0),
    Race(AWAITING_SHIPMENT, ENFORCE, ENFORCE_TOO, (DONE, WRONG), CLOSED, 0),
    Race(AWAITING_DELIVERY, ATTEST, CONFIRM, (DONE, DONE), CLOSED),
    Race(AWAITING_DELIVERY, CONFIRM, ATTEST, (DONE, WRONG), CLOSED),
    Race(AWAITING_DELIVERY, ATTEST, ENFORCE, (LATE, DONE), CLOSED, 0),
    Race(AWAITING_CONFIRMATION, REFUND_ONE, REQUEST, (DONE, DONE), AWAITING_ANSWER),
    Race(AWAITING_CONFIRMATION, REQUEST, REFUND_ONE, (DONE, DONE), AWAITING_ANSWER),
    Race(AWAITING_CONFIRMATION, REQUEST, REFUND_ALL, (DONE, DONE), CLOSED),
    Race(AWAITING_CONFIRMATION, REFUND_ALL, REQUEST, (DONE, WRONG), CLOSED),
    Race(AWAITING_CONFIRMATION, REQUEST, ENFORCE, (DONE, EARLY), AWAITING_ANSWER, -1),
    Race(AWAITING_CONFIRMATION, ENFORCE, REQUEST, (EARLY, DONE), AWAITING_ANSWER, -1),
    Race(AWAITING_CONFIRMATION, REQUEST, ENFORCE, (LATE, DONE), CLOSED, 0),
    Race(AWAITING_CONFIRMATION, ENFORCE, REQUEST, (DONE, WRONG), CLOSED, 0),
    Race(AWAITING_ANSWER, RELEASE, CONCEDE, (DONE, DONE), CLOSED),
    Race(AWAITING_ANSWER, CONCEDE, RELEASE, (DONE, WRONG), CLOSED),
    Race(AWAITING_ANSWER, APPROVE, RELEASE, (DONE, DONE), AWAITING_RETURN),
    Race(AWAITING_ANSWER, RELEASE, DISPUTE, (DONE, DONE), AWAITING_RULING),
    Race(AWAITING_ANSWER, CONFIRM, REPLACE, (DONE, WRONG), CLOSED),
    Race(AWAITING_ANSWER, REPLACE, CONFIRM, (DONE, DONE), CLOSED),
    Race(AWAITING_ANSWER, CONFIRM, ENFORCE, (DONE, WRONG), CLOSED, 0),
    Race(AWAITING_ANSWER, ENFORCE, CONFIRM, (DONE, WRONG), CLOSED, 0),
    Race(AWAITING_RETURN, SEND_BACK, CONCEDE, (DONE, DONE), CLOSED),
    Race(AWAITING_RETURN, CONCEDE, SEND_BACK, (DONE, WRONG), CLOSED),
    Race(AWAITING_RETURN, SEND_BACK, ENFORCE, (DONE, EARLY), AWAITING_RETURN_CHECK, -1),
    Race(AWAITING_RETURN, SEND_BACK, ENFORCE, (LATE, DONE), CLOSED, 0),
    Race(AWAITING_RETURN, ENFORCE, SEND_BACK, (DONE, WRONG), CLOSED, 0),
    Race(AWAITING_RULING, RULE, CONCEDE, (DONE, WRONG), CLOSED),
    Race(AWAITING_RULING, CONCEDE, RULE, (DONE, WRONG), CLOSED),
    Race(AWAITING_RULING, CONFIRM, RULE, (DONE, WRONG), CLOSED),
    Race(AWAITING_RULING, RELEASE, RULE, (DONE, DONE), CLOSED),
    Race(AWAITING_RULING, RULE, ENFORCE, (LATE, DONE), CLOSED, 0),
]


@pytest.fixture
def block(escrow, people, wire):
    """`block(calls, moment=None)`: mines (role, verb, arguments, coin) in this order; the reason of each refusal."""

    def mine(calls, moment: int | None = None) -> list[str]:
        txids = []
        for place, (role, verb, arguments, coin) in enumerate(calls):
            call = {
                "from": people[role].address,
                "to": escrow.address,
                "data": getattr(escrow, verb).encode_input(*arguments),
                "value": hex(coin),
                "gas": hex(3_000_000),
                "gasPrice": hex(len(calls) - place),  # the node takes the dearest first
            }
            txids.append(wire.ask("eth_sendTransaction", call))
        wire.ask("evm_mine", *([moment] if moment else []))
        receipts = [wire.ask("eth_getTransactionReceipt", txid) for txid in txids]
        assert len({receipt["blockHash"] for receipt in receipts}) == 1
        assert [int(receipt["transactionIndex"], 16) for receipt in receipts] == list(range(len(calls)))
        return [refusal(wire, receipt) for receipt in receipts]

    return mine


def refusal(wire, receipt) -> str:
    """Why a transaction failed, or nothing."""
    if receipt["status"] == "0x1":
        return DONE
    trace = wire.ask("debug_traceTransaction", receipt["transactionHash"], {"tracer": "callTracer"})
    return reason({"data": trace["output"]})


def name(race: Race) -> str:
    when = "" if race.seconds is None else f" at {race.seconds:+}"
    return f"{race.status}: {race.first.verb}, {race.second.verb}{when}"


@pytest.mark.parametrize("race", RACES, ids=name)
def test_default_behavior(order, reach, record, block, race):
    reach(order, race.status, RETURN if race.first.verb == "approve_return" else 3)
    before = record(order)
    calls = [(side.role, side.verb, (order, *filled(side.arguments, before)), 0) for side in (race.first, race.second)]
    moment = None if race.seconds is None else before["deadline"] + race.seconds
    assert tuple(block(calls, moment)) == race.outcomes
    after = record(order)
    assert after["status"] == race.after
    held = order.total - after["released"] - after["refunded"]
    assert (held == 0) == (after["status"] in (CLOSED, CANCELLED))


def filled(arguments, before):
    return [before["deadline"] + 86_400 if value == "deadline + 1 day" else value for value in arguments]


def pays(role, order):
    return (role, "pay", (order,), order.total)


@pytest.fixture
def last_units(order, publish):
    """As many units as one order takes."""
    publish(order.offer, order.quantity)
    return order


def test_two_buyers_of_the_last_unit(last_units, record, stock, block, stranger):
    other = last_units._replace(buyer=stranger.address, payer=stranger.address)
    outcomes = block([pays("buyer", last_units), pays("stranger", other)])
    assert outcomes == [DONE, "offers: not enough units left"]
    assert [record(order)["status"] for order in (last_units, other)] == [AWAITING_SHIPMENT, NEVER_PAID]
    assert stock(last_units.offer)["sold"] == last_units.quantity


def test_cancelled_in_front_of_a_buyer(last_units, pay, record, block, stranger):
    """Units that came back in this block are there for the next in it."""
    pay(last_units)
    other = last_units._replace(buyer=stranger.address, payer=stranger.address)
    assert block([("buyer", "cancel", (last_units,), 0), pays("stranger", other)]) == [DONE, DONE]
    assert record(other)["status"] == AWAITING_SHIPMENT


@pytest.mark.parametrize("how", ["delisted", "revised", "cap lowered"])
def test_in_front_of_a_buyer(last_units, record, moved, block, how):
    """Whatever the seller does first, the buyer pays the price she saw, or nothing."""
    calls = {
        "delisted": ("seller", "set_cap", (last_units.offer, 0), 0),
        "cap lowered": ("seller", "set_cap", (last_units.offer, last_units.quantity - 1), 0),
        "revised": ("seller", "revise", (last_units.offer, last_units.of(price=10**18).offer), 0),
    }
    with moved(last_units) as change:
        assert block([calls[how], pays("buyer", last_units)]) == [DONE, "offers: not enough units left"]
    assert record(last_units)["status"] == NEVER_PAID
    assert "escrow" not in change


@pytest.mark.parametrize("how", ["set_cap", "revise"])
def test_behind_a_buyer(last_units, record, stock, block, how):
    """What she has bought stays bought."""
    dearer = last_units.of(price=10**18).offer
    call = ("seller", how, (last_units.offer, 0 if how == "set_cap" else dearer), 0)
    assert block([pays("buyer", last_units), call]) == [DONE, DONE]
    assert record(last_units)["status"] == AWAITING_SHIPMENT
    assert stock(last_units.offer) == {"published": 1, "cap": 0, "sold": last_units.quantity}


def test_two_withdrawals(escrow, order, reach, block):
    reach(order, CLOSED)
    reach(salted(order, 1), CLOSED)
    calls = [("stranger", "withdraw", (order.referrer, EMPTY), 0), ("referrer", "withdraw_to", (EMPTY, order.buyer), 0)]
    assert block(calls) == [DONE, "payments: nothing credited"]
    assert escrow.credits(order.referrer, NO_HASH, EMPTY) == 0


def test_own_days_in_front_of_enforce(order, reach, record, block):
    """The buyer's 3 days, taken in the last second, hold enforcement off; a second later they are too late."""
    reach(order, AWAITING_CONFIRMATION)
    deadline = record(order)["deadline"]
    extend = ("buyer", "extend", (order, deadline + 3 * 86_400), 0)
    assert block([extend, ("stranger", "enforce", (order,), 0)], deadline - 1) == [DONE, EARLY]
    assert record(order)["deadline"] == deadline + 3 * 86_400
