"""write_off: 60 days after a missed date what is open is no asset any more, and still owed."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.credit import DOLLARS, ENDED, HALVED, MAX_PAUSE, WRITE_OFF, WRITTEN_OFF
from tests.fixtures.terms import EXCHANGE, MAX_UINT, NO_HASH


@pytest.fixture
def write_off(credit, plan, stranger):
    """`write_off()` by somebody else."""
    return lambda: credit.write_off(plan, {"from": stranger})


@pytest.fixture
def lost(credit, plan, due_at, pass_on, stranger):
    """The plan, written off as early as can be."""
    due_at(plan, 1, WRITE_OFF)
    pass_on(stranger.address, credit.address, credit.write_off.encode_input(plan))
    return plan


@pytest.fixture
def in_question(step, bought):
    """The buyer asks for something."""
    step(bought.offer.seller, "ship", bought)
    step(bought.offer.carrier, "attest_delivery", bought)
    step(bought.buyer, "request", bought, MAX_UINT, EXCHANGE, NO_HASH)


def test_default_behavior(credit, plan, write_off, due_at, booked, told, stands, standing):
    moment = due_at(plan, 1, WRITE_OFF)
    with booked(credit, plan) as change:
        tx = write_off()
    assert change == {"lent": -plan.principal}
    names = [event[0] for event in told(tx)]
    assert names == ["InstalmentsMissed", "PlanWrittenOff"]
    assert tx.events["PlanWrittenOff"]["principal"] == plan.principal
    assert (stands(plan)["state"], stands(plan)["outstanding"]) == (WRITTEN_OFF, plan.principal)
    found = standing(plan.buyer)
    assert (found["outstanding"], found["limit"], found["overdue"]) == (plan.principal, 0, True)
    assert found["halved_until"] == moment + HALVED


@pytest.mark.parametrize("seconds", [-1, 0])
def test_to_the_second(credit, plan, due_at, wire, stranger, seconds):
    due_at(plan, 1, WRITE_OFF + seconds)
    wire.ask("evm_mine")
    if seconds < 0:
        with brownie.reverts("debts: not 60 days overdue"):
            credit.write_off.call(plan, {"from": stranger})
    else:
        credit.write_off.call(plan, {"from": stranger})


def test_a_payment_counts(credit, plan, repay, stands, due_at, wire, stranger):
    """The first that is not covered is the one that counts."""
    repay(plan, stands(plan)["next_amount"])
    due_at(plan, 1, WRITE_OFF)
    wire.ask("evm_mine")
    with brownie.reverts("debts: not 60 days overdue"):
        credit.write_off.call(plan, {"from": stranger})


def test_only_what_is_open(credit, plan, repay, stands, due_at, write_off, booked):
    first = credit.parts(plan.principal, 4)[0]
    repay(plan, stands(plan)["next_amount"])
    due_at(plan, 2, WRITE_OFF)
    with booked(credit, plan) as change:
        write_off()
    assert change == {"lent": first - plan.principal}


def test_paid_later(credit, lost, repay, booked, stands, standing, told, give, dollar):
    """It is the lenders': all of it cash, nothing of it raises the limit; the plan ends like any other."""
    before = credit.totalAssets()
    found = stands(lost)
    with booked(credit, lost) as change:
        repay(lost, found["next_amount"])
    assert change["cash"] == found["next_amount"]
    assert "lent" not in change
    assert standing(lost.buyer)["outstanding"] == lost.principal - credit.parts(lost.principal, 4)[0]
    repay(lost, 2 * lost.principal)
    assert stands(lost)["state"] == ENDED
    assert credit.totalAssets() == before + found["payoff"]
    assert (standing(lost.buyer)["repaid"], standing(lost.buyer)["outstanding"]) == (0, 0)


def test_no_more_late_fees(credit, lost, at, wire, stands):
    late = stands(lost)["late"]
    at(lost.start + 10 * 365 * DAY)
    wire.ask("evm_mine")
    assert stands(lost)["late"] == late


@pytest.mark.parametrize(("seconds", "limit"), [(-1, 50), (0, 100)])
def test_limit_afterwards(credit, lost, repay, at, wire, standing, seconds, limit):
    """Zero until all is paid, then half of it for two years."""
    halved_until = standing(lost.buyer)["halved_until"]
    repay(lost, 100)
    assert credit.limit(lost.buyer) == 0
    repay(lost, 2 * lost.principal)
    assert credit.limit(lost.buyer) == 50 * DOLLARS
    at(halved_until + seconds)
    wire.ask("evm_mine")
    assert credit.limit(lost.buyer) == limit * DOLLARS


def test_in_question(credit, plan, in_question, due_at, wire, stranger):
    """A dispute that nobody has paused yet protects as well."""
    due_at(plan, 1, WRITE_OFF)
    wire.ask("evm_mine")
    with brownie.reverts("debts: order is in question"):
        credit.write_off.call(plan, {"from": stranger})


def test_paused(credit, plan, in_question, pass_on, wire, at, stranger):
    """The 60 days wait too; after 90 days of pause they run, whatever becomes of the order."""
    pass_on(stranger.address, credit.address, credit.pause.encode_input(plan))
    paused_at = int(wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
    assert paused_at < plan.start + plan.interval
    at(plan.start + plan.interval + MAX_PAUSE + WRITE_OFF - 1)
    wire.ask("evm_mine")
    with brownie.reverts("debts: not 60 days overdue"):
        credit.write_off.call(plan, {"from": stranger})
    at(plan.start + plan.interval + MAX_PAUSE + WRITE_OFF)
    credit.write_off(plan, {"from": stranger})
    assert credit.record(plan)["paused"] == MAX_PAUSE


def test_paused_when_it_was_lost_already(credit, plan, in_question, due_at, pass_on, stranger):
    due_at(plan, 1, WRITE_OFF)
    pass_on(stranger.address, credit.address, credit.pause.encode_input(plan))
    with brownie.reverts("debts: order is in question"):
        credit.write_off.call(plan, {"from": stranger})


def test_all_came_back(credit, plan, bought, step, due_at, wire, stranger):
    """The buyer owes nothing but that somebody settles it: nobody can have him pay for that with half of his limit."""
    step(bought.buyer, "cancel", bought)
    due_at(plan, 1, WRITE_OFF)
    wire.ask("evm_mine")
    with brownie.reverts("debts: plan is not running"):
        credit.write_off.call(plan, {"from": stranger})


def test_some_came_back(credit, plan, bought, step, due_at, write_off, booked, told, stands):
    """It cuts the debt before the lenders lose the rest."""
    step(bought.offer.seller, "refund", bought, 1_000)
    due_at(plan, 1, WRITE_OFF)
    with booked(credit, plan) as change:
        tx = write_off()
    assert change == {"lent": -plan.principal, "cash": 1_000, "here": 1_000, "escrow": -1_000, "at seller": -1_000}
    assert [event[0] for event in told(tx)] == ["InstalmentsMissed", "PlanSettled", "PlanWrittenOff"]
    assert tx.events["PlanWrittenOff"]["principal"] == stands(plan)["outstanding"] == plan.principal - 1_000


def test_twice(credit, lost, stranger):
    with brownie.reverts("debts: plan is not running"):
        credit.write_off.call(lost, {"from": stranger})


def test_ended(credit, plan, repay, due_at, wire, stranger):
    repay(plan, 2 * plan.principal)
    due_at(plan, 4, WRITE_OFF)
    wire.ask("evm_mine")
    with brownie.reverts("debts: plan is not running"):
        credit.write_off.call(plan, {"from": stranger})


def test_other_terms(credit, plan, due_at, wire, stranger):
    due_at(plan, 1, WRITE_OFF)
    wire.ask("evm_mine")
    with brownie.reverts("debts: no such plan"):
        credit.write_off.call(plan._replace(interval=1), {"from": stranger})
