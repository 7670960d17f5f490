"""pay: an order is bought with points and cash, as its salt says."""

import brownie
import pytest

from tests.fixtures.points import cash_of, coin_of, with_points
from tests.fixtures.terms import AWAITING_SHIPMENT, EMPTY, MAX_UINT, NEVER_PAID


@pytest.fixture
def ordered(order, loyalty, saved, prepare):
    """Every point of the buyer's and the rest in cash; not yet paid."""
    return prepare(order, loyalty, saved)


def test_default_behavior(loyalty, escrow, ordered, saved, spend, turned, told, logged, record):
    with turned(ordered, loyalty) as change:
        tx = spend(ordered)

    assert change == {
        **{"points": -saved, "supply": -saved, "reserve": -saved},
        **{"cash": -cash_of(ordered), "escrow": ordered.total},
    }
    assert told(tx, loyalty) == [("Transfer", ordered.buyer, EMPTY, saved)]
    ((name, fields),) = logged(tx)
    assert (name, fields["payer"], fields["salt"]) == ("OrderPaid", loyalty.address, ordered.salt)
    assert record(ordered)["status"] == AWAITING_SHIPMENT


def test_points_alone(loyalty, order, saved, spend, prepare, turned):
    order = prepare(order.of(price=saved, shipping=0)._replace(quantity=1), loyalty, saved)
    with turned(order, loyalty) as change:
        spend(order)

    assert change == {"points": -saved, "supply": -saved, "reserve": -saved, "escrow": saved}


def test_no_points(loyalty, order, saved, spend, prepare, turned, told):
    order = prepare(order, loyalty, 0)
    with turned(order, loyalty) as change:
        tx = spend(order)

    assert change == {"cash": -order.total, "escrow": order.total}
    assert told(tx, loyalty) == []


def test_ready_points_are_collected_first(loyalty, order, points, spend, prepare, turned, told):
    order = prepare(order, loyalty, points - 1)
    with turned(order, loyalty) as change:
        tx = spend(order)

    assert change == {
        **{"ready": -points, "lifetime": points, "points": 1, "supply": 1, "reserve": 1},
        **{"cash": -cash_of(order), "escrow": order.total - points},
    }
    assert told(tx, loyalty) == [
        ("Transfer", EMPTY, order.buyer, points),
        ("Transfer", order.buyer, EMPTY, points - 1),
    ]


@pytest.mark.parametrize("left", [0, 1])
def test_what_is_ready_stays_where_it_is_not_needed(loyalty, order, saved, earn, spend, prepare, turned, left):
    more = earn(order)
    order = prepare(order, loyalty, saved - left)
    with turned(order, loyalty) as change:
        spend(order)

    assert change["points"] == left - saved
    assert loyalty.ready(order.buyer) == more


def test_allowance_does_not_wear_out(dollar, loyalty, escrow, ordered, currency, spend):
    spend(ordered)

    assert dollar.allowance(loyalty, escrow) == (0 if currency == EMPTY else MAX_UINT)
    assert dollar.allowance(ordered.buyer, loyalty) == 0


@pytest.mark.parametrize("role", ["seller", "stranger", "deployer", "payer"])
def test_not_the_buyer(loyalty, ordered, people, role):
    """Nobody pays with another's points, whatever cash he brings."""
    with brownie.reverts("Loyalty: not the buyer"):
        loyalty.pay(ordered, {"from": people[role], "value": coin_of(ordered)})


def test_payer_lies(loyalty, ordered, buyer):
    with brownie.reverts("payments: not the payer"):
        loyalty.pay(ordered._replace(payer=buyer.address), {"from": buyer, "value": coin_of(ordered)})


def test_another_contracts_points(loyalty, order, saved, points_in, currency, prepare, buyer):
    """Neither does the other contract know his points, nor does this one pay in the other's name."""
    other = points_in(currency)
    order = prepare(order, other, saved)

    with brownie.reverts("Loyalty: not enough points"):
        other.pay(order, {"from": buyer, "value": coin_of(order)})
    with brownie.reverts("payments: not the payer" if currency == EMPTY else "plain_token: allowance too low"):
        loyalty.pay(order, {"from": buyer, "value": coin_of(order)})
    assert loyalty.balanceOf(buyer) == saved


def test_straight_at_escrow(escrow, ordered, buyer):
    with brownie.reverts("payments: not the payer"):
        escrow.pay(ordered, {"from": buyer, "value": ordered.coin})


@pytest.mark.parametrize("brought", [0, 1])
def test_another_currency(loyalty, dollar, ordered, currency, buyer, brought):
    other = ordered.of(currency=dollar.address if currency == EMPTY else EMPTY)
    with brownie.reverts("Loyalty: another currency"):
        loyalty.pay(other, {"from": buyer, "value": brought * cash_of(ordered)})


def test_points_above_the_total(loyalty, order, buyer):
    order = with_points(order, loyalty.address, order.total + 1)
    with brownie.reverts("Loyalty: points above the total"):
        loyalty.pay(order, {"from": buyer})


@pytest.mark.parametrize("quantity", [2**95, 2**255])
def test_total_too_large(loyalty, ordered, currency, buyer, quantity):
    """Escrow would refuse it too; before that, nobody has so much."""
    absurd = ordered._replace(quantity=quantity)
    with brownie.reverts("Loyalty: wrong coin amount" if currency == EMPTY else "plain_token: allowance too low"):
        loyalty.pay(absurd, {"from": buyer})


def test_not_enough_points(loyalty, order, saved, earn, prepare, spend, stranger):
    """Others have enough, and what covers theirs is here."""
    earn(order._replace(buyer=stranger.address))
    loyalty.collect(stranger, {"from": stranger})
    order = prepare(order, loyalty, saved + 1)
    with brownie.reverts("Loyalty: not enough points"):
        spend(order)


def test_not_enough_with_what_is_ready(loyalty, order, saved, earn, prepare, spend):
    order = prepare(order, loyalty, saved + earn(order) + 1)
    with brownie.reverts("Loyalty: not enough points"):
        spend(order)


@pytest.mark.parametrize("more", [-1, 1])
def test_wrong_coin_amount(loyalty, ordered, currency, buyer, more):
    with brownie.reverts("Loyalty: wrong coin amount"):
        loyalty.pay(ordered, {"from": buyer, "value": abs(coin_of(ordered) + more)})


def test_paid_already(loyalty, escrow, ordered, earn, saved, spend, prepare):
    spend(ordered)
    earn(ordered)
    earn(ordered)
    earn(ordered)
    prepare(ordered, loyalty, saved)
    with brownie.reverts("Escrow: paid already"):
        spend(ordered)


def test_what_escrow_refuses(loyalty, ordered, spend, record, ledger):
    """Its reasons come through, and nothing is lost."""
    unknown = ordered.of(details=b"\x01" * 32)
    before = ledger(ordered, loyalty)
    with brownie.reverts("offers: not published"):
        spend(unknown)
    assert ledger(ordered, loyalty) == before
    assert record(unknown)["status"] == NEVER_PAID
