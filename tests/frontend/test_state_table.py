"""The storefront's state table against the one that Escrow is tested with: the same moves, defaults and conditions."""

from dataclasses import dataclass

import pytest

from frontend import state_table
from frontend.state_table import BUYER, ROLES, SELLER
from scripts.terms import Kind, Status
from tests.unit.escrow.state_table import TABLE, VARIANTS
from tests.unit.escrow.table_rules import STATUSES, deciding, moments, read

DEADLINE = 1_000
TIMES = {"before": DEADLINE - 1, "at": DEADLINE, "after": DEADLINE + 1, "now": DEADLINE + 1}
ELSEWHERE = {"pay", "pay_many", "ship_many", "enforce_many"}  # not a move of a role in an order
CELLS, _, _ = read(TABLE)


@dataclass(frozen=True)
class Order:
    """What of an order decides who may do what."""

    status: Status
    kind: Kind = Kind.EXCHANGE
    round: int = 0
    buyer_extended: bool = False
    deadline: int = DEADLINE
    has_arbiter: bool = True


KINDS = {"a refund was asked": Kind.REFUND, "a return was asked": Kind.RETURN}


@pytest.mark.parametrize("variant", ["", *VARIANTS])
def test_moves_agree(variant: str) -> None:
    """For every status, action, role and moment: what Escrow lets through is what the storefront offers."""
    others, _, impossible = read(VARIANTS[variant]) if variant else ({}, {}, set())
    checked = 0
    for (status, action), cell in {**CELLS, **others}.items():
        if status in impossible or status == "NEVER_PAID" or action in ELSEWHERE:
            continue
        order = Order(Status[status], kind=KINDS.get(variant, Kind.EXCHANGE), has_arbiter=variant != "no arbiter")
        for moment in moments(status):
            for role in ROLES:
                if variant == f"no {role}":
                    continue
                outcome = deciding(cell, role, moment).outcome
                accepted = outcome.split(", ")[0] in STATUSES
                assert accepted == _offered(order, action, role, TIMES[moment]), (status, action, role, moment)
                checked += 1
    assert checked > 500


def test_defaults_agree() -> None:
    """Who gets what is held if nobody acts."""
    for status in state_table.OPEN:
        outcome = deciding(CELLS[status.name, "enforce"], "stranger", "after").outcome
        assert state_table.default(status) == (SELLER if "all to the seller" in outcome else BUYER)


@pytest.mark.parametrize("status", [Status.AWAITING_ANSWER, Status.AWAITING_RETURN_CHECK])
def test_replaced_three_times_at_most(status: Status) -> None:
    assert "replace" in state_table.moves(Order(status, round=2), SELLER, 0)
    assert "replace" not in state_table.moves(Order(status, round=3), SELLER, 0)


def test_own_extension_once_a_round() -> None:
    """The three days that the buyer takes himself; those that he gives are not counted."""
    assert "extend" not in state_table.moves(Order(Status.AWAITING_CONFIRMATION, buyer_extended=True), BUYER, 0)
    assert "extend" in state_table.moves(Order(Status.AWAITING_ANSWER, buyer_extended=True), BUYER, 0)


def test_somebody_is_awaited() -> None:
    """The awaited role has a claim to make in its status; after the end nobody is awaited."""
    for status, row in state_table.STATE_TABLE.items():
        assert any(move.role == row.awaited and move.claim for move in row.moves), status
    assert [state_table.awaited(status) for status in state_table.ENDED] == ["", ""]


def _offered(order: Order, action: str, role: str, now: int) -> bool:
    if action == "enforce":
        return state_table.enforceable(order, now)
    return action in state_table.moves(order, role, now)
