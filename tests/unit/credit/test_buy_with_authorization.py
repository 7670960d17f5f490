"""buy_with_authorization: a buyer without coin signs once, for one order in these instalments; anybody brings it."""

import brownie
import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.fixtures.clock import HOUR
from tests.fixtures.credit import LENT, opened, quarter
from tests.fixtures.terms import EMPTY, salted

KIND = "ReceiveWithAuthorization"
WRONG = "Dollar: wrong signature"


@pytest.fixture
def authorize(credit, dollar, wallet, order_id, ready, soon):
    """`authorize(...)`: all arguments; the buyer signs for the quarter, four instalments and 14 days, until soon."""

    def sign(order=ready, by="", down=None, instalments=4, days=14, valid_before=soon, **changed):
        down = quarter(order) if down is None else down
        nonce = keccak(encode(["bytes32", "uint256", "uint256"], [order_id(order), instalments, days]))
        values = (order.buyer, credit.address, down, 0, valid_before, nonce)
        signature = wallet.for_currency(dollar, by or order.buyer, KIND, values, **changed)
        return order, down, instalments, days, valid_before, *signature

    return sign


@pytest.fixture
def refused(credit, stranger):
    """`refused(sentence, *arguments)`."""

    def call(sentence, *arguments):
        with brownie.reverts(sentence):
            credit.buy_with_authorization.call(*arguments, {"from": stranger})

    return call


def test_default_behavior(credit, dollar, escrow, ready, authorize, told, wire, stranger):
    """No allowance is needed, and none is used."""
    dollar.approve(credit, 0, {"from": ready.buyer})
    before = dollar.balanceOf(ready.buyer)
    tx = credit.buy_with_authorization(*authorize(), {"from": stranger})
    plan = opened(wire, credit)
    assert [event[0] for event in told(tx)] == ["PlanOpened"]
    assert (plan.buyer, plan.principal, plan.instalments) == (ready.buyer, ready.total - quarter(ready), 4)
    assert dollar.balanceOf(ready.buyer) == before - quarter(ready)
    assert dollar.balanceOf(escrow) == ready.total
    assert credit.cash() == LENT - plan.principal


def test_changed_on_the_way(credit, authorize, refused, ready, stranger):
    """The nonce binds the order and how it is paid back, the sum what is paid at once; as signed, it goes through."""
    order, down, instalments, days, *rest = authorize()
    credit.buy_with_authorization.call(order, down, instalments, days, *rest, {"from": stranger})
    refused(WRONG, order, down + 1, instalments, days, *rest)
    refused(WRONG, order, down, 5, days, *rest)
    refused(WRONG, order, down, instalments, 30, *rest)
    refused(WRONG, order._replace(delivery=b"\x01" * 32), down, instalments, days, *rest)
    refused(WRONG, order._replace(referrer=stranger.address), down, instalments, days, *rest)
    refused(WRONG, salted(order, 1), down, instalments, days, *rest)
    refused(WRONG, order._replace(buyer=stranger.address), down, instalments, days, *rest)


def test_signed_by_somebody_else(authorize, refused, stranger):
    refused(WRONG, *authorize(by=stranger.address))


def test_for_another_chain(authorize, refused):
    refused(WRONG, *authorize(chainId=1))


def test_at_most_an_hour(authorize, refused, now, at):
    at(now + 10)
    refused("payments: authorized too long", *authorize(valid_before=now + 10 + HOUR + 1))


def test_taken_to_another_credit(credit_in, dollar, lend, authorize, prepare_credit, order, stranger):
    """The receiver is signed too."""
    other = credit_in(dollar.address)
    lend(other)
    arguments = authorize()
    forged = prepare_credit(order, other)
    with brownie.reverts(WRONG):
        other.buy_with_authorization.call(forged, *arguments[1:], {"from": stranger})


def test_taken_to_the_currency(credit, dollar, authorize, order_id, ready, stranger):
    """Nobody but Credit can use it."""
    _, down, instalments, days, end, v, r, s = authorize()
    nonce = keccak(encode(["bytes32", "uint256", "uint256"], [order_id(ready), instalments, days]))
    with brownie.reverts("Dollar: not the receiver"):
        arguments = (ready.buyer, credit, down, 0, end, nonce, r + s + bytes([v]))
        dollar.receiveWithAuthorization.call(*arguments, {"from": stranger})


def test_brought_twice(credit, authorize, refused, stranger):
    arguments = authorize()
    credit.buy_with_authorization(*arguments, {"from": stranger})
    refused("Dollar: nonce used or cancelled", *arguments)


def test_conditions_are_the_same(authorize, refused, ready):
    """The down payment, the number, the days, the currency."""
    refused("Credit: down payment too small", *authorize(down=quarter(ready) - 1))
    refused("plans: not 2 to 6 instalments", *authorize(instalments=7))
    refused("Credit: not 14 or 30 days apart", *authorize(days=15))
    refused("Credit: another currency", *authorize(ready.of(currency=EMPTY)))
    refused("payments: not the payer", *authorize(ready._replace(payer=ready.buyer)))
