"""settle: what came back of an order cuts the debt from its end, and beyond that goes to the buyer."""

import brownie
import pytest

from tests.fixtures.credit import ENDED, GRACE, OPEN, WRITE_OFF, WRITTEN_OFF, quarter
from tests.fixtures.terms import MAX_UINT, NO_HASH


@pytest.fixture
def refund(step, bought):
    """`refund(amount)` by the seller, while the order is open."""
    return lambda amount: step(bought.offer.seller, "refund", bought, amount)


@pytest.fixture
def give_back(step, bought, fund):
    """`give_back(amount)` by the seller, once it has ended."""

    def refund_closed(amount):
        fund(bought.offer.seller, bought.offer.currency, amount)
        step(bought.offer.seller, "refund_closed", bought, amount, NO_HASH)

    return refund_closed


@pytest.fixture
def settle(credit, plan, stranger):
    """`settle()` by somebody else."""
    return lambda: credit.settle(plan, {"from": stranger})


def plan_id(credit, plan) -> str:
    return "0x" + bytes(credit.plan_id(plan)).hex()


def test_default_behavior(credit, plan, refund, settle, booked, told, stands):
    """Half of the debt: the two newest instalments are gone, and their fees."""
    half = plan.principal // 2
    refund(half)
    with booked(credit, plan) as change:
        tx = settle()
    assert told(tx) == [("PlanSettled", plan_id(credit, plan), half, half)]
    assert change == {"here": half, "escrow": -half, "cash": half, "lent": -half, "at seller": -half}
    found = stands(plan)
    assert (found["state"], found["refunded"], found["outstanding"]) == (OPEN, half, plan.principal - half)
    assert found["next_due"] == plan.start + plan.interval


def test_fees_of_what_is_cut_go_with_it(credit, plan, bought, refund, settle, repay, stands, booked):
    """One unit is left of the second instalment: two fees, and no more."""
    first = credit.parts(plan.principal, 4)[0]
    refund(plan.principal - first - 1)
    settle()
    fee = plan.principal // 100
    repay(plan, first + fee)
    assert stands(plan)["next_amount"] == 1 + fee
    with booked(credit, plan) as change:
        credit.repay(plan, 1 + fee, {"from": plan.buyer})
    assert stands(plan)["state"] == ENDED
    assert change["at seller"] == -(first + 1)


@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_debt_comes_first(credit, plan, bought, refund, settle, booked, stands, told, beyond):
    amount = plan.principal + beyond
    refund(amount)
    with booked(credit, plan) as change:
        names = [event[0] for event in told(settle())]
    cut = min(amount, plan.principal)
    assert change["cash"] == -change["lent"] == cut
    assert change.get("buyer", 0) == max(beyond, 0)
    assert stands(plan)["state"] == (OPEN if beyond < 0 else ENDED)
    assert ("PlanEnded" in names) == (beyond >= 0)
    assert change["at seller"] == -cut


def test_all_of_it(credit, plan, bought, step, settle, booked, standing):
    """Never shipped: the debt is gone, and the down payment is back. Nobody's limit has grown."""
    step(bought.buyer, "cancel", bought)
    with booked(credit, plan) as change:
        settle()
    assert change["buyer"] == quarter(bought)
    found = standing(plan.buyer)
    assert (found["outstanding"], found["repaid"]) == (0, 0)


def test_after_some_was_paid(credit, plan, bought, step, settle, repay, booked, due_at, standing):
    """What is owed is cut; what was paid of the principal comes back."""
    due_at(plan, 1)
    first = credit.parts(plan.principal, 4)[0]
    repay(plan, first + plan.principal // 100)
    step(bought.buyer, "cancel", bought)
    with booked(credit, plan) as change:
        settle()
    assert change["cash"] == plan.principal - first
    assert change["buyer"] == quarter(bought) + first
    assert change["at seller"] == -plan.principal
    assert standing(plan.buyer)["repaid"] == first


def test_in_the_middle_of_an_instalment(credit, plan, bought, step, settle, repay, booked, stands):
    """A part of its fee, or of its principal."""
    fee = plan.principal // 100
    repay(plan, fee + 10)
    step(bought.offer.seller, "refund", bought, plan.principal - 10)
    with booked(credit, plan) as change:
        settle()
    assert (stands(plan)["state"], change["cash"]) == (ENDED, plan.principal - 10)


def test_late_fee_goes_with_the_last_of_the_debt(credit, plan, bought, step, settle, repay, due_at, booked, stands):
    due_at(plan, 1, GRACE)
    repay(plan, plan.principal // 100 + 5)
    assert stands(plan)["late"] == 1
    step(bought.offer.seller, "refund", bought, plan.principal - 5)
    with booked(credit, plan) as change:
        settle()
    assert (stands(plan)["state"], change.get("buyer", 0)) == (ENDED, 0)


def test_missed_is_marked(credit, plan, bought, refund, due_at, settle, told):
    due_at(plan, 2, GRACE)
    refund(5)
    tx = settle()
    assert told(tx)[0] == ("InstalmentsMissed", plan_id(credit, plan), 0b11)


def test_twice(credit, plan, refund, settle, stranger):
    refund(7)
    settle()
    with brownie.reverts("payments: nothing credited"):
        credit.settle.call(plan, {"from": stranger})
    refund(7)
    settle()
    assert credit.record(plan)["refunded"] == 14


def test_goodwill_after_the_end(credit, plan, bought, repay, step, give_back, settle, booked, told):
    """Nothing is owed: all of it is the buyer's."""
    repay(plan, MAX_UINT // 2**160)
    step(bought.buyer, "confirm", bought)
    give_back(11)
    with booked(credit, plan) as change:
        tx = settle()
    assert change == {"escrow": -11, "buyer": 11}
    assert told(tx) == [("PlanSettled", plan_id(credit, plan), 11, 0)]


def test_goodwill_while_it_runs(credit, plan, bought, step, give_back, settle, stands):
    """Whatever the seller gives back cuts the debt first."""
    step(bought.buyer, "confirm", bought)
    give_back(11)
    settle()
    assert stands(plan)["refunded"] == 11


def test_written_off(credit, plan, bought, step, due_at, settle, booked, stands, standing, pass_on, stranger):
    """It is cash: what was given up comes back to the lenders."""
    due_at(plan, 1, WRITE_OFF)
    pass_on(stranger.address, credit.address, credit.write_off.encode_input(plan))
    step(bought.offer.seller, "refund", bought, 100)
    with booked(credit, plan) as change:
        settle()
    assert change == {"here": 100, "escrow": -100, "cash": 100, "at seller": -100}
    assert (stands(plan)["state"], standing(plan.buyer)["outstanding"]) == (WRITTEN_OFF, plan.principal - 100)
    step(bought.offer.seller, "refund", bought, MAX_UINT)
    with booked(credit, plan) as change:
        settle()
    assert change["cash"] == plan.principal - 100
    assert stands(plan)["state"] == ENDED


def test_nothing_came_back(credit, plan, stranger):
    with brownie.reverts("payments: nothing credited"):
        credit.settle.call(plan, {"from": stranger})


def test_other_terms(credit, plan, refund, stranger):
    """Nobody gets an order's money by another plan's terms."""
    refund(7)
    for forged in (
        plan._replace(buyer=stranger.address),
        plan._replace(principal=0),
        plan._replace(start=0),
        plan._replace(slot=1),
    ):
        with brownie.reverts("debts: no such plan"):
            credit.settle.call(forged, {"from": stranger})


@pytest.mark.parametrize("share", [0.5, 0.7, 0.8, 0.9, 0.95])
def test_push_cannot_be_starved(credit, plan, bought, step, wire, stranger, share):
    """With too little gas for the buyer, settling fails as a whole: nobody makes his money wait."""
    step(bought.buyer, "cancel", bought)
    call = {"from": stranger.address, "to": credit.address, "data": credit.settle.encode_input(plan)}
    needed = int(wire.ask("eth_estimateGas", call), 16)
    wire.ask("eth_sendTransaction", {**call, "gas": hex(int(needed * share)), "gasPrice": "0x0"})
    wire.ask("evm_mine")
    assert credit.credits(plan.buyer, NO_HASH, bought.offer.currency) == 0
