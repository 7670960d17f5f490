"""repay_with_authorization: whoever pays signs for one plan; what is too much comes back."""

import brownie
import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.fixtures.clock import HOUR
from tests.fixtures.credit import DOLLARS, ENDED
from tests.fixtures.terms import MAX_UINT, NO_HASH

KIND = "ReceiveWithAuthorization"
WRONG = "Dollar: wrong signature"
SALT = b"\x5a" * 32


@pytest.fixture
def authorize(credit, dollar, wallet, plan, soon, give, stranger):
    """`authorize(amount)`: all arguments; the buyer signs, or somebody else who pays."""
    for who in (plan.buyer, stranger.address):
        give(who, dollar.address, 1_000 * DOLLARS, credit.address)

    def sign(amount, payer=plan.buyer, by="", salt=SALT, valid_before=soon, **changed):
        nonce = keccak(encode(["bytes32", "bytes32"], [bytes(credit.plan_id(plan)), salt]))
        values = (payer, credit.address, amount, 0, valid_before, nonce)
        signature = wallet.for_currency(dollar, by or payer, KIND, values, **changed)
        return plan, payer, amount, valid_before, salt, *signature

    return sign


@pytest.fixture
def refused(credit, deployer):
    """`refused(sentence, *arguments)`."""

    def call(sentence, *arguments):
        with brownie.reverts(sentence):
            credit.repay_with_authorization.call(*arguments, {"from": deployer})

    return call


def test_default_behavior(credit, dollar, plan, authorize, booked, told, stands, deployer):
    amount = stands(plan)["next_amount"]
    with booked(credit, plan) as change:
        tx = credit.repay_with_authorization(*authorize(amount), {"from": deployer})
    ((name, _, payer, taken, principal),) = told(tx)
    assert (name, payer, taken, principal) == ("PlanRepaid", plan.buyer, amount, plan.principal // 4)
    assert change == {"here": amount, "buyer": -amount, "cash": amount, "lent": -(plan.principal // 4)}


def test_for_somebody_else(credit, plan, authorize, stands, stranger, deployer):
    credit.repay_with_authorization(*authorize(7, payer=stranger.address), {"from": deployer})
    assert stands(plan)["paid"] == 7


def test_too_much_comes_back(credit, dollar, plan, authorize, booked, stands, deployer):
    payoff = stands(plan)["payoff"]
    with booked(credit, plan) as change:
        credit.repay_with_authorization(*authorize(500 * DOLLARS), {"from": deployer})
    assert (change["buyer"], change["cash"], stands(plan)["state"]) == (-payoff, payoff, ENDED)


def test_several(credit, plan, authorize, stands, deployer):
    """Each has a salt of its own."""
    credit.repay_with_authorization(*authorize(7), {"from": deployer})
    credit.repay_with_authorization(*authorize(8, salt=NO_HASH), {"from": deployer})
    assert stands(plan)["paid"] == 15


def test_brought_twice(credit, authorize, refused, deployer):
    arguments = authorize(7)
    credit.repay_with_authorization(*arguments, {"from": deployer})
    refused("Dollar: nonce used or cancelled", *arguments)


def test_changed_on_the_way(credit, authorize, refused, stranger):
    """As signed, it goes through."""
    plan, payer, amount, end, salt, *signature = authorize(7)
    credit.repay_with_authorization.call(plan, payer, amount, end, salt, *signature, {"from": stranger})
    refused(WRONG, plan, payer, amount + 1, end, salt, *signature)
    refused(WRONG, plan, stranger.address, amount, end, salt, *signature)
    refused(WRONG, plan, payer, amount, end, NO_HASH, *signature)
    refused(WRONG, plan, payer, amount, end + 1, salt, *signature)


def test_for_another_plan(credit, order, authorize, refused, buy_later, stranger):
    """Of the same buyer's."""
    small = order.of(price=1_000_000)
    _, other = buy_later(small, credit)
    plan, *rest = authorize(7)
    refused(WRONG, other, *rest)
    credit.repay_with_authorization.call(plan, *rest, {"from": stranger})


def test_signed_by_somebody_else(authorize, refused, stranger):
    refused(WRONG, *authorize(7, by=stranger.address))


def test_at_most_an_hour(authorize, refused, now, at):
    at(now + 10)
    refused("payments: authorized too long", *authorize(7, valid_before=now + 10 + HOUR + 1))


def test_nothing(authorize, refused):
    refused("debts: zero amount", *authorize(0))


def test_ended(credit, plan, authorize, refused, repay):
    repay(plan, 2 * plan.principal)
    refused("debts: plan has ended", *authorize(7))


def test_other_terms(authorize, refused):
    plan, *rest = authorize(7)
    refused("debts: no such plan", plan._replace(slot=5), *rest)


def test_more_than_there_is(authorize, refused):
    refused("plain_token: balance too low", *authorize(MAX_UINT))
