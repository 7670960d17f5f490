"""A buyer that takes no coin gets its points as ever, and its cash later; nobody else is held up."""

import brownie
import pytest

from tests.fixtures.points import cash_of, points_of
from tests.fixtures.terms import EMPTY, NO_HASH, salted

ENOUGH = 200_000  # gas for settling with a receiver that burns all of its 50,000
DOUBLES = ("RefusingReceiver", "GasEatingReceiver", "ReturnBombReceiver")


@pytest.fixture(scope="module")
def currency() -> str:
    """A token asks no receiver."""
    return EMPTY


@pytest.fixture
def cancelled(request, order, loyalty, earn, buy, step, deployer):
    """`cancelled(kind)`: a double of this kind has bought with points and cash, and cancelled."""

    def make(kind: str):
        double = request.getfixturevalue(kind).deploy({"from": deployer})
        mine = order._replace(buyer=double.address, payer=double.address)
        points = earn(mine)
        mine = buy(mine, loyalty, points)
        step(mine.buyer, "cancel", mine)
        return double, mine

    return make


@pytest.mark.parametrize("kind", DOUBLES)
def test_default_behavior(loyalty, cancelled, turned, send, deployer, stranger, kind):
    double, order = cancelled(kind)
    cash, points = cash_of(order), points_of(order)
    with turned(order, loyalty) as change:
        tx = loyalty.settle(order, {"from": stranger})

    assert tx.gas_used < ENOUGH
    assert change == {
        **{"come back": -order.total, "escrow": -order.total, "reserve": order.total},
        **{"credited": cash, "points": points, "supply": points},
    }
    assert dict(tx.events["PayoutCredited"]) == {"account": double.address, "currency": EMPTY, "amount": cash}

    before = deployer.balance()
    send(double.address, loyalty.address, loyalty.withdraw_to.encode_input(EMPTY, deployer))
    assert deployer.balance() - before == cash
    assert loyalty.reserve() == loyalty.totalSupply() == points


def test_batch_goes_on(loyalty, order, cancelled, earn, buy, step, turned, stranger):
    points = earn(order)
    mine = buy(salted(order, 1), loyalty, points)
    step(mine.buyer, "cancel", mine)
    _, refused = cancelled("RefusingReceiver")
    with turned(refused, loyalty):
        tx = loyalty.settle_many([refused, mine], {"from": stranger})

    assert len(tx.events["OrderSettled"]) == 2
    assert loyalty.balanceOf(mine.buyer) == points


def test_withdraw(loyalty, cancelled, deployer, stranger):
    double, order = cancelled("RefusingReceiver")
    loyalty.settle(order, {"from": stranger})

    with brownie.reverts("payments: receiver refused"):
        loyalty.withdraw(double, EMPTY, {"from": stranger})
    double.set_refusing(False, {"from": deployer})
    loyalty.withdraw(double, EMPTY, {"from": stranger})

    assert double.balance() == cash_of(order)
    assert loyalty.credits(double, NO_HASH, EMPTY) == 0
    with brownie.reverts("payments: nothing credited"):
        loyalty.withdraw(double, EMPTY, {"from": stranger})


def test_withdraw_to_is_for_the_account_itself(loyalty, cancelled, deployer, stranger):
    _, order = cancelled("RefusingReceiver")
    loyalty.settle(order, {"from": stranger})
    for somebody in (deployer, stranger):
        with brownie.reverts("payments: nothing credited"):
            loyalty.withdraw_to(EMPTY, somebody, {"from": somebody})


def test_withdraw_to_nobody(loyalty, stranger):
    with brownie.reverts("payments: empty receiver"):
        loyalty.withdraw_to(EMPTY, EMPTY, {"from": stranger})


def test_cash_in_another_currency(loyalty, order, points_in, dollar, earn, stranger, deployer, RefusingReceiver):
    """Collected for a receiver that refuses: it waits here."""
    others = points_in(dollar.address)
    double = RefusingReceiver.deploy({"from": deployer})
    cash = earn(order._replace(buyer=double.address).of(loyalty=others.address))
    others.collect_cash(double, EMPTY, {"from": stranger})

    assert others.credits(double, NO_HASH, EMPTY) == others.balance() == cash
    double.set_refusing(False, {"from": deployer})
    others.withdraw(double, EMPTY, {"from": stranger})
    assert (double.balance(), others.balance()) == (cash, 0)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.8, 0.9, 0.95])
def test_push_cannot_be_starved(loyalty, order, earn, buy, step, wire, stranger, share):
    """With too little gas for the buyer, settling fails as a whole: nobody makes his cash wait."""
    mine = buy(order, loyalty, earn(order))
    step(mine.buyer, "cancel", mine)
    call = {"from": stranger.address, "to": loyalty.address, "data": loyalty.settle.encode_input(mine)}
    needed = int(wire.ask("eth_estimateGas", call), 16)
    wire.ask("eth_sendTransaction", {**call, "gas": hex(int(needed * share)), "gasPrice": "0x0"})
    wire.ask("evm_mine")

    assert loyalty.credits(mine.buyer, NO_HASH, EMPTY) == 0
