"""pay_with_authorization: a payer without coin signs once, for one order; whoever brings it changes nothing."""

import brownie
import pytest

from tests.fixtures.clock import HOUR
from tests.fixtures.consent import cart_nonce
from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import AWAITING_SHIPMENT, EMPTY, NEVER_PAID

WRONG = "Dollar: wrong signature"


@pytest.fixture
def order(order, in_dollars, publish):
    order = in_dollars(order)
    publish(order.offer)
    return order


@pytest.fixture
def authorize(dollar, order, order_id, wallet, soon):
    """`authorize(...)`: what follows the order in the call; the payer signs for its id, until soon."""

    def sign_for(bought=order, nonce=b"", valid_before=soon, by="", **changed):
        return wallet.authorize(dollar, [bought], nonce or order_id(bought), valid_before, by, **changed)

    return sign_for


def test_default_behavior(escrow, dollar, order, order_id, authorize, record, moved, logged, buyer, stranger):
    coin = buyer.balance()
    with moved(order) as change:
        tx = escrow.pay_with_authorization(order, *authorize(), {"from": stranger})
    assert change == {"escrow": order.total, "buyer": -order.total}
    assert (buyer.balance(), dollar.authorizationState(buyer, order_id(order))) == (coin, True)
    assert record(order)["status"] == AWAITING_SHIPMENT
    assert record(order)["deadline"] == tx.timestamp + order.offer.ship_within
    assert [name for name, _ in logged(tx)] == ["OrderPaid"]


def test_paid_for_somebody_else(escrow, dollar, order, in_dollars, authorize, record, payer, stranger):
    """The payer signs, whoever shall decide."""
    order = in_dollars(order._replace(payer=payer.address))
    escrow.pay_with_authorization(order, *authorize(order), {"from": stranger})
    assert record(order)["status"] == AWAITING_SHIPMENT


@pytest.mark.parametrize("field", ["buyer", "referrer", "delivery", "salt"])
def test_changed_on_the_way(escrow, order, authorize, people, record, stranger, field):
    """What an authorization does not show is bound by its nonce."""
    other = stranger.address if field in ("buyer", "referrer") else b"\x66" * 32
    forged = order._replace(**{field: other})
    with brownie.reverts(WRONG):
        escrow.pay_with_authorization.call(forged, *authorize(), {"from": stranger})
    escrow.pay_with_authorization.call(order, *authorize(), {"from": stranger})


def test_other_goods_for_the_same_sum(escrow, order, authorize, publish, stranger):
    forged = order.of(details=b"\x66" * 32)
    publish(forged.offer)
    with brownie.reverts(WRONG):
        escrow.pay_with_authorization.call(forged, *authorize(), {"from": stranger})


def test_other_people_or_sums(escrow, order, authorize, people, stranger):
    for forged in (order._replace(payer=people["payer"].address), order._replace(quantity=order.quantity + 1)):
        with brownie.reverts(WRONG):
            escrow.pay_with_authorization.call(forged, *authorize(), {"from": stranger})


def test_signed_by_somebody_else(escrow, order, authorize, stranger):
    with brownie.reverts(WRONG):
        escrow.pay_with_authorization.call(order, *authorize(by=stranger), {"from": stranger})


def test_for_another_order(escrow, order, order_id, authorize, stranger):
    """Also the nonce of a cart of one is another one."""
    for nonce in (order_id(order._replace(salt=bytes(32))), cart_nonce([order_id(order)])):
        with brownie.reverts(WRONG):
            escrow.pay_with_authorization.call(order, *authorize(nonce=nonce), {"from": stranger})


def test_in_another_escrow(Escrow, escrow, order, authorize, stranger, seller):
    """The receiver is signed too, and the id knows its contract."""
    other = Escrow.deploy({"from": stranger})
    other.publish(order.offer, 10, {"from": seller})
    with brownie.reverts(WRONG):
        other.pay_with_authorization.call(order, *authorize(), {"from": stranger})


def test_for_another_chain(escrow, authorize, order, stranger):
    """The currency knows its chain; so does the id."""
    with brownie.reverts(WRONG):
        escrow.pay_with_authorization.call(order, *authorize(chainId=1), {"from": stranger})


def test_taken_to_the_currency(escrow, dollar, order, order_id, authorize, record, stranger, buyer):
    """Nobody but Escrow can use it, and Escrow only for the order."""
    end, v, r, s = authorize()
    signature = r + s + bytes([v])
    arguments = (buyer, escrow, order.total, 0, end, order_id(order), signature)
    with brownie.reverts("Dollar: not the receiver"):
        dollar.receiveWithAuthorization.call(*arguments, {"from": stranger})
    with brownie.reverts(WRONG):
        dollar.transferWithAuthorization.call(*arguments, {"from": stranger})
    assert record(order)["status"] == NEVER_PAID
    escrow.pay_with_authorization.call(order, end, v, r, s, {"from": stranger})


def test_brought_twice(escrow, order, authorize, stranger):
    authorized = authorize()
    escrow.pay_with_authorization(order, *authorized, {"from": stranger})
    with brownie.reverts("Escrow: paid already"):
        escrow.pay_with_authorization.call(order, *authorized, {"from": stranger})


def test_taken_back(escrow, dollar, order, order_id, authorize, wallet, stranger):
    authorized = authorize()
    cancelled = (order.payer, order_id(order))
    v, r, s = wallet.for_currency(dollar, order.payer, "CancelAuthorization", cancelled)
    dollar.cancelAuthorization(*cancelled, r + s + bytes([v]), {"from": stranger})
    with brownie.reverts("Dollar: nonce used or cancelled"):
        escrow.pay_with_authorization.call(order, *authorized, {"from": stranger})


def test_an_hour_at_most(escrow, order, authorize, at, now, record, stranger):
    moment = now + 100
    too_long = authorize(valid_before=moment + HOUR + 1)
    at(moment)
    with brownie.reverts("payments: authorized too long"):
        escrow.pay_with_authorization(order, *too_long, {"from": stranger})
    at(moment + 1)
    escrow.pay_with_authorization(order, *too_long, {"from": stranger})
    assert record(order)["status"] == AWAITING_SHIPMENT


def test_expired(escrow, order, authorize, at, now, record, stranger):
    end = now + 100
    authorized = authorize(valid_before=end)
    at(end)
    with brownie.reverts("Dollar: authorization expired"):
        escrow.pay_with_authorization(order, *authorized, {"from": stranger})


def test_coin(escrow, order, publish, soon, stranger):
    order = order.of(currency=EMPTY)
    publish(order.offer)
    with brownie.reverts("payments: currency has no code"):
        escrow.pay_with_authorization.call(order, soon, 27, bytes(32), bytes(32), {"from": stranger})


def test_currency_without_authorizations(escrow, order, token, fund, publish, buyer, soon, stranger):
    """An allowance does not stand in: nobody has agreed to this order."""
    plain = token("six_decimals")
    order = order.of(currency=plain.address)
    publish(order.offer)
    fund(buyer.address, plain.address, order.total)
    with no_reason():
        escrow.pay_with_authorization(order, soon, 27, bytes(32), bytes(32), {"from": stranger})


def test_currency_that_agrees_to_anything(escrow, order, publish, wire, soon, stranger):
    """Every call succeeds and answers zero: nothing arrived."""
    currency = "0x" + "c0de" * 10
    wire.ask("anvil_setCode", currency, "0x5f5f5260205ff3")
    order = order.of(currency=brownie.web3.to_checksum_address(currency))
    publish(order.offer)
    with brownie.reverts("payments: wrong amount arrived"):
        escrow.pay_with_authorization.call(order, soon, 27, bytes(32), bytes(32), {"from": stranger})
