"""What somebody would try in order to owe nothing, to owe for another, or to be lent more."""

import brownie
import pytest

from scripts.credit.terms import Plan
from tests.fixtures.clock import DAY
from tests.fixtures.credit import BUSINESS, DOLLARS, ENDED, LENT, MAX_PAUSE, OPEN, PAUSED, PERSON, quarter
from tests.fixtures.terms import MAX_UINT, NO_HASH, REFUND, salted

WORD = b"\x01" * 32


@pytest.fixture
def settle(credit, pass_on, stranger):
    """`settle(plan)` by somebody else."""
    return lambda plan: pass_on(stranger.address, credit.address, credit.settle.encode_input(plan))


@pytest.fixture
def plan_of_nobody(buyer, seller):
    """Terms that were never agreed."""
    return Plan(WORD, buyer.address, seller.address, 100, 1, 4, 14 * DAY, 0)


def test_ended_plan_frees_no_other(credit, order, buy_later, repay, step, settle, stands, standing, due_at, wire, fund):
    """A refund of an order whose plan has ended leaves the date of the plan that took its place."""
    first_order, first = buy_later(order, credit)
    repay(first, MAX_UINT // 2**160)
    step(first_order.buyer, "confirm", first_order)
    _, second = buy_later(salted(order, 1), credit)
    assert first.slot == second.slot
    fund(first.seller, first_order.offer.currency, 5)
    step(first.seller, "refund_closed", first_order, 5, NO_HASH)
    settle(first)
    due_at(second, 2)
    wire.ask("evm_mine")
    assert standing(second.buyer)["overdue"]
    assert credit.limit(second.buyer) == 0


def test_payer_that_lies(credit, ready, buyer, stranger, escrow, step):
    """An order in this contract's name, but paid by nobody here: it cannot be, neither by its buyer nor by others."""
    for somebody in (buyer, stranger):
        with brownie.reverts("payments: not the payer"):
            escrow.pay.call(ready, {"from": somebody})


def test_buyer_that_lies(credit, ready, stranger, give, dollar):
    """Nobody opens a plan in another's name, whatever he pays of it."""
    give(stranger.address, dollar.address, ready.total, credit.address)
    with brownie.reverts("Credit: not the buyer"):
        credit.buy.call(ready, quarter(ready), 4, 14, {"from": stranger})
    with brownie.reverts("Credit: buyer has no claim"):
        credit.buy.call(ready._replace(buyer=stranger.address), quarter(ready), 4, 14, {"from": stranger})


def test_settled_twice(credit, plan, bought, step, settle, booked, stranger):
    step(bought.buyer, "cancel", bought)
    settle(plan)
    with brownie.reverts("payments: nothing credited"):
        credit.settle.call(plan, {"from": stranger})


def test_another_plan(credit, plan, bought, order, buy_later, step, settle, stranger, stands):
    """What came back of one order never pays for another, nor leaves by a forged plan of it."""
    other_order, other = buy_later(salted(order, 1).of(price=1_000_000), credit)
    step(other_order.offer.seller, "refund", other_order, 1_000)
    with brownie.reverts("payments: nothing credited"):
        credit.settle.call(plan, {"from": stranger})
    for forged in (
        other._replace(buyer=stranger.address),
        other._replace(principal=1),
        plan._replace(order_id=other[0]),
    ):
        with brownie.reverts("debts: no such plan"):
            credit.settle.call(forged, {"from": stranger})
    settle(other)
    assert stands(plan)["refunded"] == 0


def test_limit_from_the_vaults_own_money(credit, order, buyer, seller, buy_later, step, repay, standing, dollar):
    """A ring with its own shop buys from itself, pays at once with what its seller got, and has gained nothing."""
    for number in range(3):
        bought, plan = buy_later(salted(order, number), credit)
        step(bought.buyer, "confirm", bought)
        repay(plan, MAX_UINT // 2**160, who=seller.address)
    found = standing(buyer)
    assert (found["repaid"], found["limit"]) == (0, 100 * DOLLARS)
    assert credit.totalAssets() == LENT + 3 * (plan.principal // 100)


def test_limit_costs_time_and_a_fee(credit, order, buyer, buy_later, step, repay, standing, due_at, stands):
    """In the second half of each period it grows by a share of what is repaid, for its fee."""
    bought, plan = buy_later(order, credit)
    step(bought.buyer, "confirm", bought)
    for number in range(1, 5):
        due_at(plan, number, -plan.interval // 2)
        repay(plan, stands(plan)["next_amount"])
    assert standing(buyer)["repaid"] == plan.principal
    assert standing(buyer)["limit"] == 100 * DOLLARS + plan.principal * 2_500 // 10_000
    assert credit.totalAssets() == LENT + 4 * (plan.principal // 100)


def test_goodwill_raises_no_limit(credit, plan, bought, step, fund, settle, stands, standing, due_at, wire):
    """A seller of the ring gives the money back instead: the debt is gone, the limit stays as it was."""
    step(bought.buyer, "confirm", bought)
    due_at(plan, 1)
    wire.ask("evm_mine")
    fund(bought.offer.seller, bought.offer.currency, plan.principal)
    step(bought.offer.seller, "refund_closed", bought, plan.principal, NO_HASH)
    settle(plan)
    assert stands(plan)["state"] == ENDED
    assert standing(plan.buyer)["repaid"] == 0


def test_goodwill_by_drops(credit, plan, bought, step, fund, settle, stands, standing):
    """Unit by unit it is the same as at once."""
    step(bought.buyer, "confirm", bought)
    fund(bought.offer.seller, bought.offer.currency, 10)
    for _ in range(3):
        step(bought.offer.seller, "refund_closed", bought, 1, NO_HASH)
        settle(plan)
    found = stands(plan)
    assert (found["refunded"], found["outstanding"], found["state"]) == (3, plan.principal - 3, OPEN)


def test_goods_money_and_no_debt(credit, plan, bought, step, booked, settle, stands, dollar):
    """Half is refunded, half is kept and confirmed: what was borrowed of the half that was kept is still owed."""
    half = bought.total // 2
    with booked(credit, plan) as change:
        step(bought.offer.seller, "refund", bought, half)
        settle(plan)
        step(bought.buyer, "confirm", bought)
    assert "buyer" not in change
    assert stands(plan)["outstanding"] == plan.principal - half


def test_extended_to_stretch_the_pause(credit, plan, bought, step, pass_on, wire, at, stranger, stands):
    """A seller of the ring keeps the order in question for a year: the plan waits 90 days, and then is missed."""
    step(bought.offer.seller, "ship", bought)
    step(bought.offer.carrier, "attest_delivery", bought)
    step(bought.buyer, "request", bought, MAX_UINT, REFUND, NO_HASH)
    pass_on(stranger.address, credit.address, credit.pause.encode_input(plan))
    paused_at = int(wire.ask("eth_getBlockByNumber", "latest", False)["timestamp"], 16)
    for days in range(5, 366, 30):
        at(paused_at + days * DAY)
        step(bought.buyer, "extend", bought, paused_at + (days + 30) * DAY)
    found = stands(plan)
    assert (found["state"], found["paused"], found["late"]) == (PAUSED, MAX_PAUSE, 0b1111)
    assert credit.limit(plan.buyer) == 0
    pass_on(stranger.address, credit.address, credit.resume.encode_input(plan))
    with brownie.reverts("debts: no pause is left"):
        credit.pause.call(plan, {"from": stranger})
    pass_on(stranger.address, credit.address, credit.write_off.encode_input(plan))


def test_pause_lifts_nothing(credit, plan, bought, step, due_at, pass_on, stranger, standing):
    """Who is overdue stays so, also if he asks for a refund then."""
    step(bought.offer.seller, "ship", bought)
    step(bought.offer.carrier, "attest_delivery", bought)
    step(bought.buyer, "request", bought, MAX_UINT, REFUND, NO_HASH)
    due_at(plan, 1, 3 * DAY)
    pass_on(stranger.address, credit.address, credit.pause.encode_input(plan))
    assert (standing(plan.buyer)["overdue"], standing(plan.buyer)["limit"]) == (True, 0)


def test_claims_revoked_in_between(credit, plan, bought, identity, issuer, step, settle, repay, stands, order, buyer):
    """Running plans go on; new ones there are none."""
    for who, kind in ((plan.buyer, PERSON), (plan.seller, BUSINESS)):
        identity.revoke(who, kind, WORD, {"from": issuer})
    repay(plan, stands(plan)["next_amount"])
    step(bought.offer.seller, "refund", bought, 1_000)
    settle(plan)
    assert (stands(plan)["next"], stands(plan)["refunded"]) == (2, 1_000)
    repay(plan, MAX_UINT // 2**160)
    assert stands(plan)["state"] == ENDED
    with brownie.reverts("Credit: buyer has no claim"):
        again = salted(bought, 3)
        credit.buy.call(again, quarter(again), 4, 14, {"from": buyer})


def test_another_escrow(credit, ready, Escrow, deployer, buyer, plan_of_nobody):
    """It says what it likes about orders; this contract does not ask it."""
    other = Escrow.deploy({"from": deployer})
    with brownie.reverts("payments: nothing credited"):
        credit.settle.call(plan_of_nobody._replace(order_id=bytes(other.order_id(ready))), {"from": buyer})


def test_currency_that_lies(credit, escrow, token, order, publish, now, stranger, buyer, booked, plan):
    """An order in this contract's name in a currency that lets anybody open it: nothing of ours moves."""
    lying = order.of(currency=token("credulous").address)._replace(payer=credit.address)
    publish(lying.offer)
    escrow.pay_with_authorization(lying, now + 600, 27, NO_HASH, NO_HASH, {"from": stranger})
    escrow.cancel(lying, {"from": buyer})
    forged = plan._replace(order_id=bytes(escrow.order_id(lying)))
    with brownie.reverts("payments: nothing credited"):
        credit.settle.call(forged, {"from": stranger})


def test_allowance_is_for_its_own_calls(credit, escrow, ready, people):
    """Escrow may take all of the cash, but only when this contract itself calls it, and so pays."""
    for role in ("buyer", "seller", "stranger", "deployer"):
        with brownie.reverts("payments: not the payer"):
            escrow.pay_with_permit.call(ready, MAX_UINT, 27, NO_HASH, NO_HASH, {"from": people[role]})


def test_inflated_share(credit_in, dollar, give, lender, stranger, pass_on):
    """The first lender sends money in order to round the second's shares away: it is counted for nobody."""
    credit = credit_in(dollar.address)
    give(stranger.address, dollar.address, LENT, credit.address)
    give(lender.address, dollar.address, LENT, credit.address)
    credit.deposit(1, stranger, {"from": stranger})
    dollar.transfer(credit, LENT - 1, {"from": stranger})
    credit.deposit(LENT // 2, lender, {"from": lender})
    assert credit.maxWithdraw(lender) == LENT // 2
    assert credit.maxWithdraw(stranger) == 1


def test_shares_of_borrowed_assets(
    credit_in, dollar, lend, order, prepare_credit, vouch, deployer, pass_on, stranger, ReenteringReceiver
):
    """Lent to it in the same transaction, money makes nobody's share larger."""
    credit = credit_in(dollar.address, buyer_bps=10_000, seller_bps=50)
    lend(credit)
    double = ReenteringReceiver.deploy({"from": deployer})
    theirs = prepare_credit(order._replace(buyer=double.address), credit)
    dollar.mint(double, 10 * LENT, {"from": deployer})
    most = LENT * 50 // 10_000

    def attack(principal):
        """Lends and buys, and takes out later what it lent; how much is lent then."""
        for data in (
            credit.deposit.encode_input(10 * LENT, double),
            credit.buy.encode_input(theirs, theirs.total - principal, 4, 14),
        ):
            double.plan(credit, data, 0, {"from": deployer})
        double.arm(1, {"from": deployer})
        deployer.transfer(double, 1)
        double.forget({"from": deployer})
        double.execute(credit, credit.withdraw.encode_input(10 * LENT, double, double), {"from": deployer})
        return credit.lent()

    assert attack(most + 1) == 0
    assert attack(most) == most
    assert credit.cash() == LENT - most


def test_coin(credit, buyer, wire):
    """None is ever taken."""
    sent = {"from": buyer.address, "to": credit.address, "value": "0x1"}
    (answer,) = wire.answers([("eth_call", [sent, "latest"])])
    assert "error" in answer
