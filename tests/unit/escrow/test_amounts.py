"""Amounts around what is held, in every status: capped where the verb is possible, refused where it is not."""

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
    NEVER_PAID,
    NO_HASH,
    REFUND,
    salted,
)
from tests.unit.escrow.table_cases import reason

STATUSES = range(NEVER_PAID, CANCELLED + 1)


class Verb(NamedTuple):
    """Whose it is, and the statuses it is possible in: as a claim until the deadline, as a concession at any time."""

    role: str
    statuses: tuple[int, ...]
    claim: bool


QUESTIONED = (AWAITING_ANSWER, AWAITING_RETURN, AWAITING_RETURN_CHECK, AWAITING_RULING)
VERBS = {
    "refund": Verb(
        "seller",
        (
            AWAITING_SHIPMENT,
            AWAITING_DELIVERY,
            AWAITING_CONFIRMATION,
            AWAITING_ANSWER,
            AWAITING_RETURN,
            AWAITING_RETURN_CHECK,
        ),
        False,
    ),
    "request": Verb("buyer", (AWAITING_CONFIRMATION,), True),
    "release": Verb("buyer", QUESTIONED, False),
    "rule": Verb("arbiter", (AWAITING_RULING,), True),
}

# verb: of x and held, what is released and what is refunded
PARTS = {
    "refund": lambda x, held: (0, min(x, held)),
    "request": lambda x, held: (held - min(x, held), 0),
    "release": lambda x, held: (held - min(x, held), 0),
    "rule": lambda x, held: (held - min(x, held), min(x, held)),
}
STATUS_AFTER = {("request", ""): AWAITING_ANSWER}  # others stay where they are while anything is held
HELD = 303_000_000_000_000_032  # the usual order's total


@pytest.fixture(scope="module", params=STATUSES)
def placed(request, order, publish, reach, escrow, seller):
    """An order in each status; where it is open, something was given back before, so that not all is held."""
    publish(order.offer)
    order = salted(order, request.param)
    if request.param == NEVER_PAID:
        return NEVER_PAID, order, HELD
    if request.param == AWAITING_RULING:
        reach(order, AWAITING_ANSWER)
        escrow.refund(order, 5, {"from": seller})
        escrow.dispute(order, NO_HASH, {"from": seller})
    else:
        reach(order, request.param)
        if request.param not in (CLOSED, CANCELLED):
            escrow.refund(order, 5, {"from": seller})
    return request.param, order, HELD - 5


@pytest.mark.parametrize("verb", VERBS)
def test_default_behavior(escrow, placed, people, record, wire, verb):
    """0, 1, and around what is held, in the last second and at the deadline."""
    status, order, held = placed
    assert order.total == HELD
    role, statuses, claim = VERBS[verb]
    before = record(order)
    for late in (False, True):
        moment = before["deadline"] - 1 + late if before["deadline"] else None
        for amount in (0, 1, held - 1, held, held + 1):
            arguments = {"request": (amount, REFUND, NO_HASH), "rule": (amount, NO_HASH)}.get(verb, (amount,))
            data = getattr(escrow, verb).encode_input(order, *arguments)
            call = {"from": people[role].address, "to": escrow.address, "data": data, "gas": hex(3_000_000)}
            snapshot = wire.ask("evm_snapshot")
            refusal = outcome(wire, call, moment)
            after = record(order)
            wire.ask("evm_revert", snapshot)
            zero = amount == 0 and verb != "rule"
            assert refusal == expected_refusal(status, statuses, claim and late, zero), (late, amount)
            parts = PARTS[verb](amount, held) if not refusal else (0, 0)
            assert (after["released"] - before["released"], after["refunded"] - before["refunded"]) == parts
            ended = CANCELLED if status == AWAITING_SHIPMENT and not late else CLOSED
            assert after["status"] == (ended if sum(parts) == held else STATUS_AFTER.get((verb, refusal), status))


def expected_refusal(status: int, statuses: tuple[int, ...], too_late: bool, zero: bool) -> str:
    """The reason, in the order in which Escrow looks: the status, the time, the amount."""
    if status == NEVER_PAID:
        return "Escrow: never paid"
    if status not in statuses:
        return "Escrow: not in this status"
    if too_late:
        return "Escrow: after the deadline"
    return "Escrow: zero amount" if zero else ""


def outcome(wire, call: dict, moment: int | None) -> str:
    """Sends a transaction in a block of that time; the reason of its refusal, or nothing."""
    txid = wire.ask("eth_sendTransaction", {**call, "gasPrice": "0x0"})
    wire.ask("evm_mine", *([moment] if moment else []))
    if wire.ask("eth_getTransactionReceipt", txid)["status"] == "0x1":
        return ""
    (answer,) = wire.answers([("eth_call", [call, "latest"])])
    return reason(answer["error"])
