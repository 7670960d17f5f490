# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Purchases: taking units and money, and opening orders
@license AGPL-3.0-only
@notice Money is taken from the order's payer only, who calls, or signed for exactly these orders and this sum.
        An id is paid once, ever.
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
def pay_with_permit(order: IEscrow.Order, deadline: uint256, v: uint8, r: bytes32, s: bytes32):
    """
    @notice Buys as `pay` does, after the caller's ERC-2612 permit over the total; where that fails, the allowance
            decides.
    """
    total: uint256 = self._open(order)
    payments._receive_permitted(order.payer, order.offer.currency, total, deadline, v, r, s)


@external
def pay_with_authorization(order: IEscrow.Order, valid_before: uint256, v: uint8, r: bytes32, s: bytes32):
    """
    @notice Buys for a payer who signed an ERC-3009 authorization over the total, with the order's id as its nonce;
            anyone may bring it.
    """
    total: uint256 = self._open(order)
    payments._receive_authorized(order.payer, order.offer.currency, total, ids._order_id(order), valid_before, v, r, s)


@external
def pay_many_with_authorization(
    orders: DynArray[IEscrow.Order, MAX_CART], valid_before: uint256, v: uint8, r: bytes32, s: bytes32
):
    """
    @notice Buys a cart of one payer and one currency so, all or nothing; the nonce is the hash of the ids in order.
    """
    payer: address = empty(address)
    currency: address = empty(address)
    total: uint256 = 0
    order_ids: bytes32[MAX_CART] = empty(bytes32[MAX_CART])
    count: uint256 = 0
    for order: IEscrow.Order in orders:
        if count == 0:
            payer = order.payer
            currency = order.offer.currency
        if order.payer != payer or order.offer.currency != currency:
            errors._refuse(errors.SEVERAL_AUTHORIZATIONS)
        total += self._open(order)
        order_ids[count] = ids._order_id(order)
        count += 1
    nonce: bytes32 = keccak256(slice(abi_encode(order_ids), 0, 32 * count))
    payments._receive_authorized(payer, currency, total, nonce, valid_before, v, r, s)


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
    @dev Returns the total, which the caller of this function must then receive; it does not overflow, as a published
         offer's amounts and the units left of it are below 2**96. Checking who takes part stops mistakes and cheap
         bias; a second account passes.
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
        self._check_referrer(order)
    offer_id: bytes32 = ids._offer_id(order.offer)
    order_id: bytes32 = ids._order_id_of(offer_id, order)
    if settlement._words[order_id] != 0:
        errors._refuse(errors.PAID_ALREADY)
    offers._take(offer_id, order.quantity)
    total: uint256 = unsafe_add(unsafe_mul(order.offer.price, order.quantity), order.offer.shipping)
    if total > records.AMOUNT:
        errors._refuse(errors.TOTAL_TOO_LARGE)
    deadline: uint256 = block.timestamp + order.offer.ship_within
    settlement._words[order_id] = records.AWAITING_SHIPMENT << records.STATUS | deadline << records.DEADLINE
    log IEscrow.OrderPaid(
        order_id=order_id, offer_id=offer_id, buyer=order.buyer, payer=order.payer, quantity=order.quantity,
        referrer=order.referrer, delivery=order.delivery, salt=order.salt,
    )
    return total


@internal
@view
def _check_referrer(order: IEscrow.Order):
    buys: bool = order.referrer == order.buyer or order.referrer == order.payer
    sells: bool = order.referrer == order.offer.seller or order.referrer == order.offer.arbiter
    if buys or sells or order.referrer == self:
        errors._refuse(errors.REFERRER_HAS_A_ROLE)
