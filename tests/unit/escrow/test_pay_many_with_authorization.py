"""pay_many_with_authorization: a payer without coin signs once for a cart of several sellers."""

import brownie
import pytest

from tests.fixtures.consent import cart_nonce
from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import AWAITING_SHIPMENT, EMPTY, NEVER_PAID, salted

WRONG = "Dollar: wrong signature"
MAX_CART = 20


@pytest.fixture
def cart(order, in_dollars, publish, people):
    """Of two sellers."""
    first = in_dollars(order)
    second = first.of(seller=people["deployer"].address, price=7_000_000)._replace(salt=b"\x02" * 32)
    for one in (first, second):
        publish(one.offer)
    return [first, second]


@pytest.fixture
def authorize(dollar, order_id, wallet, soon):
    """`authorize(cart)`: what follows the orders in the call."""
    return lambda cart: wallet.authorize(dollar, cart, cart_nonce([order_id(order) for order in cart]), soon)


def test_default_behavior(escrow, cart, authorize, record, moved, logged, order_id, buyer, stranger):
    coin = buyer.balance()
    with moved(cart[0]) as change:
        tx = escrow.pay_many_with_authorization(cart, *authorize(cart), {"from": stranger})
    total = sum(order.total for order in cart)
    assert change == {"escrow": total, "buyer": -total}
    assert buyer.balance() == coin
    assert [record(order)["status"] for order in cart] == [AWAITING_SHIPMENT] * 2
    assert [(name, fields["order_id"]) for name, fields in logged(tx)] == [
        ("OrderPaid", order_id(order)) for order in cart
    ]


def test_cart_of_one(escrow, cart, authorize, record, stranger):
    escrow.pay_many_with_authorization(cart[:1], *authorize(cart[:1]), {"from": stranger})
    assert record(cart[0])["status"] == AWAITING_SHIPMENT


def test_changed_on_the_way(escrow, cart, authorize, order_id, wallet, dollar, soon, stranger):
    """Another order, another place, one more, one less; or an authorization for one of them."""
    first, second = cart
    authorized = authorize(cart)
    for forged in (
        [first, second._replace(delivery=b"\x66" * 32)],
        [first._replace(referrer=stranger.address), second],
        [second, first],
        [first],
        [*cart, salted(second, 3)],
    ):
        with brownie.reverts(WRONG):
            escrow.pay_many_with_authorization.call(forged, *authorized, {"from": stranger})
    escrow.pay_many_with_authorization.call(cart, *authorized, {"from": stranger})
    single = wallet.authorize(dollar, [first], order_id(first), soon)
    with brownie.reverts(WRONG):
        escrow.pay_many_with_authorization.call([first], *single, {"from": stranger})


def test_several_payers_or_currencies(escrow, cart, authorize, publish, people, stranger):
    """Each would have to sign, in each currency."""
    first, second = cart
    for other in (second._replace(payer=people["payer"].address), second.of(currency=EMPTY)):
        publish(other.offer)
        with brownie.reverts("Escrow: several authorizations"):
            escrow.pay_many_with_authorization.call([first, other], *authorize(cart), {"from": stranger})


def test_all_or_nothing(escrow, cart, authorize, record, stranger):
    first, second = cart
    for wrong, reason in (
        (second._replace(quantity=2_000), "offers: not enough units left"),
        (second._replace(buyer=second.offer.seller), "Escrow: buyer is the seller"),
        (second.of(price=1), "offers: not published"),
        (first, "Escrow: paid already"),
    ):
        with brownie.reverts(reason):
            escrow.pay_many_with_authorization.call([first, wrong], *authorize([first, wrong]), {"from": stranger})
    assert record(first)["status"] == NEVER_PAID


def test_empty_cart(escrow, soon, stranger):
    with brownie.reverts("payments: currency has no code"):
        escrow.pay_many_with_authorization.call([], soon, 27, bytes(32), bytes(32), {"from": stranger})


def test_authorized_too_long(escrow, cart, now, stranger):
    with brownie.reverts("payments: authorized too long"):
        escrow.pay_many_with_authorization.call(cart, now + 10_000, 27, bytes(32), bytes(32), {"from": stranger})


def test_as_many_as_fit(escrow, cart, authorize, record, stranger):
    many = [salted(cart[number % 2], number)._replace(quantity=1) for number in range(MAX_CART + 1)]
    with no_reason():
        escrow.pay_many_with_authorization(many, *authorize(many), {"from": stranger})
    escrow.pay_many_with_authorization(many[:-1], *authorize(many[:-1]), {"from": stranger})
    assert [record(order)["status"] for order in many] == [AWAITING_SHIPMENT] * MAX_CART + [NEVER_PAID]


def test_last_unit_is_sold_once(escrow, cart, authorize, act, stranger):
    first, _ = cart
    act(first.offer.seller, "set_cap", first.offer, first.quantity)
    both = [first, salted(first, 9)]
    with brownie.reverts("offers: not enough units left"):
        escrow.pay_many_with_authorization.call(both, *authorize(both), {"from": stranger})
