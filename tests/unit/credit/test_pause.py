"""pause: due dates wait from the call on while the order is in question, 90 days in all."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.credit import GRACE, MAX_PAUSE, PAUSED, WRITE_OFF
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_RETURN,
    AWAITING_RETURN_CHECK,
    AWAITING_RULING,
    CANCELLED,
    CLOSED,
    EXCHANGE,
    MAX_UINT,
    NO_HASH,
    salted,
)
from tests.fixtures.trade import ROUTES


@pytest.fixture
def walk(step, bought):
    """`walk(status)` leads the order there from AWAITING_SHIPMENT."""

    def lead(status):
        arguments = {"request": (MAX_UINT, EXCHANGE, NO_HASH), "approve_return": (NO_HASH,)}
        arguments |= {"send_back": (NO_HASH,), "dispute": (NO_HASH,)}
        who = dict.fromkeys(("ship", "approve_return", "dispute"), bought.offer.seller)
        who |= {"attest_delivery": bought.offer.carrier}
        for verb in ROUTES[status][1:]:
            step(who.get(verb, bought.buyer), verb, bought, *arguments.get(verb, ()))

    return lead


@pytest.fixture
def pause(credit, plan, stranger):
    """`pause()` by somebody else."""
    return lambda: credit.pause(plan, {"from": stranger})


@pytest.mark.parametrize("status", [AWAITING_ANSWER, AWAITING_RETURN, AWAITING_RETURN_CHECK, AWAITING_RULING])
def test_default_behavior(credit, plan, walk, pause, told, stands, status):
    walk(status)
    tx = pause()
    assert [event[0] for event in told(tx)] == ["PlanPaused"]
    found = stands(plan)
    assert (found["state"], found["paused"]) == (PAUSED, 0)
    assert found["next_due"] == plan.start + plan.interval + MAX_PAUSE


@pytest.mark.parametrize("status", [0, AWAITING_CONFIRMATION, CLOSED, CANCELLED])
def test_not_in_question(credit, plan, walk, stranger, status):
    if status:
        walk(status)
    with brownie.reverts("debts: order is not in question"):
        credit.pause.call(plan, {"from": stranger})


def test_time_stands_still(credit, plan, walk, pause, stands, wire, at):
    """No fee falls due meanwhile, and nothing is missed, until the 90 days are used up."""
    walk(AWAITING_RULING)
    began = pause().timestamp
    owed = stands(plan)["payoff"]
    for passed, elapsed_more in ((30 * DAY, 0), (MAX_PAUSE - 1, 0), (MAX_PAUSE + plan.interval, plan.interval)):
        at(began + passed)
        wire.ask("evm_mine")
        found = stands(plan)
        assert found["paused"] == min(passed, MAX_PAUSE)
        assert found["late"] == 0
        assert found["payoff"] == owed + (plan.principal // 100 if elapsed_more else 0)
        assert found["next_due"] == plan.start + plan.interval + MAX_PAUSE


def test_never_before_the_call(credit, plan, walk, pause, due_at, stands, told):
    """What was missed before it costs its late fee, and is as overdue as it was."""
    walk(AWAITING_RULING)
    due_at(plan, 1, GRACE)
    tx = pause()
    assert [event[0] for event in told(tx)] == ["InstalmentsMissed", "PlanPaused"]
    assert stands(plan)["late"] == 1
    assert stands(plan)["next_due"] == plan.start + plan.interval
    assert credit.limit(plan.buyer) == 0


def test_one_second_before_it_is_late(credit, plan, walk, pause, due_at, stands):
    walk(AWAITING_RULING)
    due_at(plan, 1, GRACE - 1)
    pause()
    assert stands(plan)["late"] == 0
    assert credit.limit(plan.buyer) > 0


def test_paid_meanwhile(credit, plan, walk, pause, repay, stands):
    """The next date waits too."""
    walk(AWAITING_RULING)
    pause()
    repay(plan, stands(plan)["next_amount"])
    found = stands(plan)
    assert (found["state"], found["next"]) == (PAUSED, 2)
    assert found["next_due"] == plan.start + 2 * plan.interval + MAX_PAUSE


def test_twice(credit, plan, walk, pause, stranger):
    walk(AWAITING_RULING)
    pause()
    with brownie.reverts("debts: plan is not running"):
        credit.pause.call(plan, {"from": stranger})


def test_no_pause_is_left(credit, plan, walk, pause, at, stranger, pass_on):
    walk(AWAITING_RULING)
    at(pause().timestamp + MAX_PAUSE)
    pass_on(stranger.address, credit.address, credit.resume.encode_input(plan))
    with brownie.reverts("debts: no pause is left"):
        credit.pause.call(plan, {"from": stranger})


def test_ended(credit, plan, repay, stranger):
    repay(plan, 2 * plan.principal)
    with brownie.reverts("debts: plan is not running"):
        credit.pause.call(plan, {"from": stranger})


def test_written_off(credit, plan, due_at, pass_on, stranger):
    due_at(plan, 1, WRITE_OFF)
    pass_on(stranger.address, credit.address, credit.write_off.encode_input(plan))
    with brownie.reverts("debts: plan is not running"):
        credit.pause.call(plan, {"from": stranger})


def test_another_order_in_question(credit, plan, bought, reach, stranger):
    """Each plan looks at its own order."""
    reach(salted(bought._replace(payer=bought.buyer), 9), AWAITING_RULING)
    with brownie.reverts("debts: order is not in question"):
        credit.pause.call(plan, {"from": stranger})


def test_other_terms(credit, plan, walk, stranger):
    walk(AWAITING_RULING)
    with brownie.reverts("debts: no such plan"):
        credit.pause.call(plan._replace(order_id=b"\x01" * 32), {"from": stranger})
