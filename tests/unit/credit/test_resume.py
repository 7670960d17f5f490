"""resume: time runs again, once the order is no longer in question or the 90 days are used up."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.credit import GRACE, MAX_PAUSE, OPEN
from tests.fixtures.terms import EXCHANGE, MAX_UINT, NO_HASH


@pytest.fixture
def question(step, bought):
    """`question()`: the buyer asks for something."""

    def ask():
        step(bought.offer.seller, "ship", bought)
        step(bought.offer.carrier, "attest_delivery", bought)
        step(bought.buyer, "request", bought, MAX_UINT, EXCHANGE, NO_HASH)

    return ask


@pytest.fixture
def began(credit, plan, question, pass_on, stranger, chain, wire) -> int:
    """When the plan was paused."""
    question()
    pass_on(stranger.address, credit.address, credit.pause.encode_input(plan))
    return int(wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)


def test_default_behavior(credit, plan, bought, began, step, at, told, stands, stranger):
    """All dates are as much later as the pause lasted."""
    step(bought.offer.seller, "replace", bought)
    at(began + 5 * DAY)
    tx = credit.resume(plan, {"from": stranger})
    ((name, _, used),) = told(tx)
    assert (name, used) == ("PlanResumed", 5 * DAY)
    found = stands(plan)
    assert (found["state"], found["paused"]) == (OPEN, 5 * DAY)
    assert found["next_due"] == plan.start + plan.interval + 5 * DAY


@pytest.mark.parametrize(("seconds", "late"), [(-1, 0), (0, 1)])
def test_grace_is_as_long_as_ever(credit, plan, bought, began, step, at, wire, stands, stranger, seconds, late):
    step(bought.offer.seller, "replace", bought)
    at(began + 5 * DAY)
    credit.resume(plan, {"from": stranger})
    at(plan.start + plan.interval + 5 * DAY + GRACE + seconds)
    wire.ask("evm_mine")
    assert stands(plan)["late"] == late
    assert (credit.limit(plan.buyer) == 0) == bool(late)


def test_again(credit, plan, bought, began, step, question, at, stands, stranger):
    """Pauses add up, to 90 days."""
    step(bought.offer.seller, "replace", bought)
    at(began + 5 * DAY)
    credit.resume(plan, {"from": stranger})
    step(bought.offer.carrier, "attest_delivery", bought)
    step(bought.buyer, "request", bought, MAX_UINT, EXCHANGE, NO_HASH)
    again = credit.pause(plan, {"from": stranger}).timestamp
    assert stands(plan)["next_due"] == plan.start + plan.interval + MAX_PAUSE
    at(again + 85 * DAY)
    tx = credit.resume(plan, {"from": stranger})
    assert tx.events["PlanResumed"]["paused"] == MAX_PAUSE


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_still_in_question(credit, plan, began, at, wire, stranger, seconds):
    """Only when the 90 days are used up."""
    at(began + MAX_PAUSE + seconds)
    wire.ask("evm_mine")
    if seconds < 0:
        with brownie.reverts("debts: order is in question"):
            credit.resume.call(plan, {"from": stranger})
    else:
        credit.resume.call(plan, {"from": stranger})


def test_longer_than_90_days(credit, plan, began, at, stands, stranger):
    """Nobody came: time ran on by itself after them."""
    at(began + MAX_PAUSE + plan.interval + GRACE)
    tx = credit.resume(plan, {"from": stranger})
    assert tx.events["PlanResumed"]["paused"] == MAX_PAUSE
    found = stands(plan)
    assert (found["late"], found["next_due"]) == (1, plan.start + plan.interval + MAX_PAUSE)


def test_not_paused(credit, plan, stranger):
    with brownie.reverts("debts: plan is not paused"):
        credit.resume.call(plan, {"from": stranger})


def test_twice(credit, plan, bought, began, step, stranger):
    step(bought.offer.seller, "replace", bought)
    credit.resume(plan, {"from": stranger})
    with brownie.reverts("debts: plan is not paused"):
        credit.resume.call(plan, {"from": stranger})


def test_ended_meanwhile(credit, plan, began, repay, stranger):
    repay(plan, 2 * plan.principal)
    with brownie.reverts("debts: plan is not paused"):
        credit.resume.call(plan, {"from": stranger})


def test_other_terms(credit, plan, began, stranger):
    with brownie.reverts("debts: no such plan"):
        credit.resume.call(plan._replace(start=plan.start + 1), {"from": stranger})
