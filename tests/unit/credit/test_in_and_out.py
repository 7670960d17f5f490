"""Whoever lends for one transaction only gets nothing of what is paid in it, and is told so by `maxWithdraw`."""

import pytest

from tests.fixtures.credit import LENT, WRITE_OFF
from tests.fixtures.planned_calls import outcomes
from tests.fixtures.terms import MAX_UINT
from tests.fixtures.trade import APPROVE, call_data

BORROWED = 9 * LENT
REFUSED = "vault: in and out at once"


@pytest.fixture
def passer_by(ReenteringReceiver, credit, dollar, deployer):
    """A contract with nine times what lenders have."""
    double = ReenteringReceiver.deploy({"from": deployer})
    dollar.mint(double, BORROWED, {"from": deployer})
    double.execute(dollar, call_data(APPROVE, credit.address, MAX_UINT), {"from": deployer})
    return double


@pytest.fixture
def pass_by(passer_by, credit, deployer):
    """`pass_by(*calls)`: it lends all that it has, and makes these calls in the same transaction; what came of them."""

    def run(*calls):
        for data in (credit.deposit.encode_input(BORROWED, passer_by), *calls):
            passer_by.plan(credit, data, 0, {"from": deployer})
        passer_by.arm(1, {"from": deployer})
        lent, *made = outcomes(deployer.transfer(passer_by, 1))
        assert lent.success
        return made

    return run


def ways_out(credit, who) -> list[str]:
    """Of one unit."""
    return [credit.withdraw.encode_input(1, who, who), credit.redeem.encode_input(1_000, who, who)]


def test_own_fee(credit, plan, pass_by, passer_by, dollar, deployer):
    """A buyer who is nearly the only lender while he pays would have his fee back, and a limit for nothing."""
    dollar.mint(passer_by, 2 * plan.principal, {"from": deployer})
    paid, *left = pass_by(credit.repay.encode_input(plan, 2 * plan.principal), *ways_out(credit, passer_by))
    assert paid.success
    assert [one.reason for one in left] == [REFUSED] * 2


def test_recovered(credit, plan, bought, pass_by, passer_by, due_at, step, pass_on, stranger):
    """What comes back of a plan that was written off is worth most, and anybody can choose when."""
    due_at(plan, 1, WRITE_OFF)
    pass_on(stranger.address, credit.address, credit.write_off.encode_input(plan))
    step(bought.offer.seller, "refund", bought, bought.total)
    settled, *left = pass_by(credit.settle.encode_input(plan), *ways_out(credit, passer_by))
    assert settled.success
    assert [one.reason for one in left] == [REFUSED] * 2


def test_shares_that_were_there(credit, lender, pass_by, passer_by):
    """Nor by older shares, or else the new ones would only change hands."""
    credit.transfer(passer_by, 1_000, {"from": lender})
    assert [one.reason for one in pass_by(*ways_out(credit, passer_by))] == [REFUSED] * 2


def test_what_is_told(credit, passer_by, deployer):
    for data in (
        credit.deposit.encode_input(BORROWED, passer_by),
        credit.maxWithdraw.encode_input(passer_by),
        credit.maxRedeem.encode_input(passer_by),
    ):
        passer_by.plan(credit, data, 0, {"from": deployer})
    passer_by.arm(1, {"from": deployer})
    _, *most = deployer.transfer(passer_by, 1).events["CallTried"]
    assert [int(str(one["response"]), 16) for one in most] == [0, 0]
    assert credit.maxWithdraw(passer_by) == BORROWED


def test_next_transaction(credit, pass_by, passer_by, deployer, dollar):
    pass_by()
    for data in ways_out(credit, passer_by):
        passer_by.execute(credit, data, {"from": deployer})
    assert dollar.balanceOf(passer_by) == 2


def test_out_and_in(credit, lender, passer_by, deployer):
    """Whoever leaves before he comes waits for nothing."""
    credit.transfer(passer_by, 1_000, {"from": lender})
    for data in (credit.withdraw.encode_input(1, passer_by, passer_by), credit.deposit.encode_input(1, passer_by)):
        passer_by.plan(credit, data, 0, {"from": deployer})
    passer_by.arm(1, {"from": deployer})
    assert all(one.success for one in outcomes(deployer.transfer(passer_by, 1)))
