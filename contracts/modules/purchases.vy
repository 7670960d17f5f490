# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Purchases: taking units and money, and opening orders
@license AGPL-3.0-only
@notice Money is taken from the caller only, who is the order's payer. An id is paid once, ever.
"""
from ..interfaces import IEscrow
from . import errors
from . import ids
from . import offers
from . import payments
from . import records
from . import settlement

uses: ids
uses: offers
uses: settlement

MAX_CART: constant(uint256) = 20


@external
@payable
def pay(order: IEscrow.Order):
    """
    @notice Buys: takes the order's total from the caller and holds it; logs OrderPaid.
    """
    total: uint256 = self._open(order)
    if msg.value != payments._receive(order.payer, order.offer.currency, total):
        errors._refuse(errors.WRONG_COIN_AMOUNT)


@external
@payable
def pay_many(orders: DynArray[IEscrow.Order, MAX_CART]):
    """
    @notice Buys a cart, all or nothing; the coin sent is the sum of the orders in coin.
    """
    coin: uint256 = 0
    for order: IEscrow.Order in orders:
        total: uint256 = self._open(order)
        coin += payments._receive(order.payer, order.offer.currency, total)
    if msg.value != coin:
        errors._refuse(errors.WRONG_COIN_AMOUNT)


@external
@view
def order_id(order: IEscrow.Order) -> bytes32:
    """
    @notice The EIP-712 digest of the order's terms.
    """
    return ids._order_id(order)


# Helpers


@internal
def _open(order: IEscrow.Order) -> uint256:
    """
    @dev Returns the total, which the caller of this function must then receive.
    """
    self._check_people(order)
    offer_id: bytes32 = ids._offer_id(order.offer)
    order_id: bytes32 = ids._order_id(order)
    if settlement._words[order_id] != 0:
        errors._refuse(errors.PAID_ALREADY)
    offers._take(offer_id, order.quantity)
    total: uint256 = order.offer.price * order.quantity + order.offer.shipping
    if total > records.AMOUNT:
        errors._refuse(errors.TOTAL_TOO_LARGE)
    deadline: uint256 = block.timestamp + order.offer.ship_within
    settlement._words[order_id] = records.AWAITING_SHIPMENT << records.STATUS | deadline << records.DEADLINE
    log IEscrow.OrderPaid(
        order_id=order_id,
        offer_id=offer_id,
        buyer=order.buyer,
        payer=order.payer,
        quantity=order.quantity,
        referrer=order.referrer,
        delivery=order.delivery,
        salt=order.salt,
    )
    return total


@internal
@view
def _check_people(order: IEscrow.Order):
    """
    @dev Stops mistakes and cheap bias; a second account passes.
    """
    if order.buyer == empty(address):
        errors._refuse(errors.EMPTY_BUYER)
    if order.buyer == order.offer.seller:
        errors._refuse(errors.BUYER_IS_THE_SELLER)
    if order.buyer == order.offer.carrier or order.buyer == order.offer.arbiter:
        errors._refuse(errors.BUYER_HAS_ANOTHER_ROLE)
    if order.payer == order.offer.carrier or order.payer == order.offer.arbiter:
        errors._refuse(errors.PAYER_HAS_ANOTHER_ROLE)
    if order.referrer != empty(address):
        buys: bool = order.referrer == order.buyer or order.referrer == order.payer
        sells: bool = order.referrer == order.offer.seller or order.referrer == order.offer.arbiter
        if buys or sells or order.referrer == self:
            errors._refuse(errors.REFERRER_HAS_A_ROLE)
