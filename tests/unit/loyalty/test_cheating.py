"""What somebody would try in order to get points for nothing, or another's."""

import brownie
import pytest

from tests.fixtures.funds import account_key, share
from tests.fixtures.points import coin_of, split, with_points
from tests.fixtures.terms import AWAITING_SHIPMENT, CLOSED, EMPTY, MAX_UINT, NO_HASH, salted

ROUNDS = 4


@pytest.fixture
def rich(escrow, loyalty, order, dollar, pass_on):
    """The buyer has enough for everything, also in Dollars, and has allowed it."""
    for data in (
        dollar.mint.encode_input(order.buyer, 100 * order.total),
        dollar.approve.encode_input(escrow, MAX_UINT),
        dollar.approve.encode_input(loyalty, MAX_UINT),
    ):
        pass_on(order.buyer, dollar.address, data)


@pytest.fixture
def credulous(token, points_in, order, publish, saved):
    """A currency that takes any authorization, its points, and an order in their name that says a half is points."""
    currency = token("credulous")
    points = points_in(currency.address)
    priced = order.of(currency=currency.address, loyalty=points.address)
    publish(priced.offer)
    return currency, points, with_points(priced, points.address, priced.total // 2)


def test_wash_trading(escrow, loyalty, order, rich, turned, publish, step, spend, stranger):
    """Who sells to himself round after round, half of it for points, has at the end what he had: they were his own."""
    order = order._replace(referrer=EMPTY).of(commission_bps=0, points_bps=5_000)
    publish(order.offer)
    with turned(order, loyalty) as change:
        step(order.buyer, "pay", order, coin=order.coin)
        step(order.buyer, "confirm", order)
        for number in range(ROUNDS):
            again = with_points(salted(order, number), loyalty.address, order.total // 2)
            spend(again)
            step(order.buyer, "confirm", again)
        loyalty.collect(order.buyer, {"from": stranger})

    assert change["points"] == order.total // 2
    assert change["cash"] + change["seller"] + change["points"] == 0


def test_cancelled_order_earns_nothing(loyalty, escrow, order, reach, buyer):
    """Buy, collect, give back, keep: there is nothing to collect before the seller has been paid."""
    order = reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect(buyer, {"from": buyer})
    escrow.cancel(order, {"from": buyer})
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect(buyer, {"from": buyer})


def test_another_escrow(loyalty, order, saved, rich, Escrow, deployer, buyer, ledger, currency, dollar):
    """It says what it likes about whose money comes; the points of this one do not ask it."""
    other = Escrow.deploy({"from": deployer})
    other.publish(order.offer, 10, {"from": order.offer.seller})
    dollar.approve(other, MAX_UINT, {"from": buyer})
    other.pay(order, {"from": buyer, "value": order.coin})
    other.confirm(order, {"from": buyer})
    before = ledger(order, loyalty)

    assert other.credits(loyalty, account_key(buyer.address), currency) > 0
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect(buyer, {"from": buyer})
    with brownie.reverts("payments: nothing credited"):
        loyalty.settle(order, {"from": buyer})
    assert ledger(order, loyalty) == before


def test_coin_from_another_escrow(loyalty, order, Escrow, deployer, buyer):
    """Nor does it take coin from it."""
    other = Escrow.deploy({"from": deployer})
    order = order._replace(referrer=loyalty.address).of(currency=EMPTY)
    other.publish(order.offer, 10, {"from": order.offer.seller})
    other.pay(order, {"from": buyer, "value": order.coin})
    other.confirm(order, {"from": buyer})

    with brownie.reverts("payments: receiver refused"):
        other.withdraw(loyalty, EMPTY, {"from": buyer})


def test_points_of_another_escrow(order, saved, Loyalty, Escrow, currency, deployer, buyer, prepare):
    """A contract made for another Escrow pays there, and so not here."""
    false = Loyalty.deploy(Escrow.deploy({"from": deployer}), currency, "Points", "P", 6, {"from": deployer})
    order = prepare(order, false, 0)
    with brownie.reverts("offers: not published"):
        false.pay(order, {"from": buyer, "value": coin_of(order)})


@pytest.mark.parametrize("role", ["buyer", "seller", "stranger", "deployer"])
def test_allowance_is_for_its_own_calls(escrow, loyalty, order, saved, publish, people, role):
    """Escrow may take all of the reserve: but only when this contract itself calls it, and so pays."""
    order = with_points(order.of(price=saved // order.quantity, shipping=0), loyalty.address, 0)
    publish(order.offer)
    with brownie.reverts("payments: not the payer"):
        escrow.pay(order, {"from": people[role], "value": order.coin})
    with brownie.reverts("payments: not the payer"):
        escrow.pay_with_permit(order, MAX_UINT, 27, NO_HASH, NO_HASH, {"from": people[role]})


def test_authorization_in_its_name(escrow, loyalty, order, saved, currency, publish, now, stranger):
    """It signs nothing, so no currency that looks at signatures takes one."""
    order = with_points(order, loyalty.address, 0)
    publish(order.offer)
    with brownie.reverts("payments: currency has no code" if currency == EMPTY else "Dollar: wrong signature"):
        escrow.pay_with_authorization(order, now + 600, 27, b"\x01" * 32, b"\x01" * 32, {"from": stranger})


def test_payer_that_lies(escrow, loyalty, order, credulous, ledger, now, buyer, stranger):
    """An order in this contract's name, in a currency that lets anybody open it: nothing of ours moves."""
    _, _, lying = credulous
    lying = lying._replace(payer=loyalty.address)
    escrow.pay_with_authorization(lying, now + 600, 27, NO_HASH, NO_HASH, {"from": stranger})
    escrow.cancel(lying, {"from": buyer})
    before = ledger(order, loyalty)
    with brownie.reverts("payments: nothing credited"):
        loyalty.settle(lying, {"from": stranger})
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect_cash(buyer, lying.offer.currency, {"from": stranger})
    assert ledger(order, loyalty) == before


def test_credulous_currencys_own_points(escrow, credulous, turned, now, stranger):
    """Where nobody spent points and the order says so, what comes back covers what comes of it: no more, no less."""
    _, points, lying = credulous
    escrow.pay_with_authorization(lying, now + 600, 27, NO_HASH, NO_HASH, {"from": stranger})
    escrow.cancel(lying, {"from": lying.buyer})
    with turned(lying, points) as change:
        points.settle(lying, {"from": stranger})

    assert (change["cash"], change["points"]) == split(lying, 0, lying.total)
    assert points.totalSupply() == points.reserve() == change["points"]


def test_offer_that_names_the_wrong_currencys_points(
    loyalty, order, saved, dollar, currency, earn, buyer, ledger, stranger
):
    """Its own buyer gets his money as cash; no point comes of it, and nobody else's money moves."""
    wrong = order.of(currency=dollar.address if currency == EMPTY else EMPTY)
    amount = earn(wrong)
    before, cash = ledger(order, loyalty), ledger(wrong, loyalty)["cash"]

    assert loyalty.ready(buyer) == 0
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect(buyer, {"from": stranger})
    loyalty.collect_cash(buyer, wrong.offer.currency, {"from": stranger})
    assert ledger(order, loyalty) == before
    assert ledger(wrong, loyalty)["cash"] - cash == amount == share(wrong.total, wrong.offer.points_bps)


def test_points_for_the_contract_itself(loyalty, order, saved, rich, publish, step, next_at, stranger):
    """Somebody buys in its name: those points are covered like all others, and nobody can spend them."""
    gift = order._replace(buyer=loyalty.address)
    publish(gift.offer)
    step(gift.payer, "pay", gift, coin=gift.coin)
    step(gift.offer.seller, "ship", gift)
    step(gift.offer.carrier, "attest_delivery", gift)
    next_at(gift)
    step(stranger.address, "enforce", gift)
    loyalty.collect(loyalty, {"from": stranger})

    assert loyalty.balanceOf(loyalty) == share(gift.total, gift.offer.points_bps)
    assert loyalty.reserve() == loyalty.totalSupply() == saved + loyalty.balanceOf(loyalty)


def test_order_paid_without_points_contract(loyalty, order, reach, buyer):
    """Nothing of it comes back here."""
    paid = reach(order, CLOSED)
    with brownie.reverts("payments: nothing credited"):
        loyalty.settle(paid, {"from": buyer})
