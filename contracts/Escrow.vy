# pragma version 0.4.3
# pragma optimize codesize
# pragma nonreentrancy on
"""
@title Escrow: holds each order's payment until the goods are received, or the state table says who gets it
@license AGPL-3.0-only
@notice No owner, no pause, no upgrade, no setting. Terms are hashed into ids and passed back by every call;
        storage keeps one word per order. Every awaited step has a deadline and a default that anyone enforces.
        Money leaves only to an order's payer, seller, referrer and loyalty contract.
        It trusts: an order's currency for that currency's orders, the arbiter for what is in question, nobody else.
"""
from .interfaces import IEscrow
from .modules import actions
from .modules import deadlines
from .modules import errors
from .modules import ids
from .modules import offers
from .modules import payments
from .modules import purchases
from .modules import records
from .modules import settlement

implements: IEscrow

initializes: ids
initializes: offers
initializes: payments
initializes: settlement[offers := offers, payments := payments]
initializes: purchases[ids := ids, offers := offers, settlement := settlement]
initializes: actions[ids := ids, settlement := settlement]

exports: (
    offers.publish,
    offers.publish_many,
    offers.revise,
    offers.set_cap,
    offers.stock,
    offers.offer_id,
    purchases.pay,
    purchases.pay_many,
    purchases.pay_with_permit,
    purchases.pay_with_authorization,
    purchases.pay_many_with_authorization,
    purchases.order_id,
    actions.confirm,
    actions.cancel,
    actions.request,
    actions.release,
    actions.send_back,
    actions.dispute,
    actions.extend,
    actions.submit_evidence,
    actions.act_signed,
    settlement.record,
    payments.withdraw,
    payments.withdraw_to,
    payments.collect,
    payments.credits,
)

MAX_BATCH: constant(uint256) = 50
MAX_ROUNDS: constant(uint256) = 3


@deploy
def __init__():
    ids.__init__()


# The seller


@external
def ship(order: IEscrow.Order):
    """
    @notice Packed, no more cancelling; logs OrderShipped.
    """
    order_id: bytes32 = self._as_seller(order)
    self._ship(order, order_id, settlement._claim(order_id, records.SHIPMENT))


@external
def ship_many(orders: DynArray[IEscrow.Order, MAX_BATCH]):
    """
    @notice Ships each of these orders that the caller may ship now, and skips the others.
    """
    for order: IEscrow.Order in orders:
        order_id: bytes32 = ids._order_id(order)
        word: uint256 = settlement._words[order_id]
        due: bool = records._in(word, records.SHIPMENT) and block.timestamp < records._deadline(word)
        if due and msg.sender == order.offer.seller:
            self._ship(order, order_id, word)


@external
def refund(order: IEscrow.Order, amount: uint256):
    """
    @notice Gives back up to all that is held; logs OrderRefunded with what was given back.
    """
    order_id: bytes32 = self._as_seller(order)
    word: uint256 = settlement._case(order_id, records.UNRULED)
    settlement._check_amount(amount)
    held: uint256 = settlement._held(order, word)
    moved: uint256 = min(amount, held)
    status: uint256 = settlement._settled(word, held, 0, moved) >> records.STATUS
    log IEscrow.OrderRefunded(order_id=order_id, status=status, refunded=moved)
    settlement._settle(order, order_id, word, held, 0, moved)


@external
def concede(order: IEscrow.Order):
    """
    @notice Gives in to a request: all that is held goes back; logs OrderConceded.
    """
    order_id: bytes32 = self._as_seller(order)
    word: uint256 = settlement._case(order_id, records.QUESTIONED)
    held: uint256 = settlement._held(order, word)
    log IEscrow.OrderConceded(order_id=order_id, refunded=held)
    settlement._settle(order, order_id, word, held, 0, held)


@external
def approve_return(order: IEscrow.Order, document: bytes32):
    """
    @notice Agrees that the goods come back before money or another parcel leaves; logs ReturnApproved.
    """
    order_id: bytes32 = self._as_seller(order)
    word: uint256 = settlement._claim(order_id, records.ANSWER)
    if records._kind(word) == records.KIND_REFUND:
        errors._refuse(errors.NO_RETURN_WAS_ASKED)
    deadline: uint256 = block.timestamp + deadlines.RETURN_WITHIN
    settlement._words[order_id] = records._awaiting(word, records.AWAITING_RETURN, deadline)
    log IEscrow.ReturnApproved(order_id=order_id, deadline=deadline, document=document)


@external
def replace(order: IEscrow.Order):
    """
    @notice Ships another parcel where an exchange was asked, and starts the next round; logs OrderReplaced.
    """
    order_id: bytes32 = self._as_seller(order)
    word: uint256 = settlement._claim(order_id, records.ANSWER | records.RETURN_CHECK)
    if records._kind(word) != records.KIND_EXCHANGE:
        errors._refuse(errors.NO_EXCHANGE_WAS_ASKED)
    if records._round(word) >= MAX_ROUNDS:
        errors._refuse(errors.REPLACED_THREE_TIMES)
    word = deadlines._await_arrival(order.offer, records._next_round(word))
    settlement._words[order_id] = word
    log IEscrow.OrderReplaced(order_id=order_id, round=records._round(word), deadline=records._deadline(word))


@external
@payable
def refund_closed(order: IEscrow.Order, amount: uint256, document: bytes32):
    """
    @notice Pays the payer of an ended order from the seller's own pocket; logs ClosedOrderRefunded.
    """
    order_id: bytes32 = self._as_seller(order)
    settlement._case(order_id, records.ENDED)
    settlement._check_amount(amount)
    if amount > records.AMOUNT:  # a currency that lies must not overflow the payer's credit
        errors._refuse(errors.AMOUNT_TOO_LARGE)
    log IEscrow.ClosedOrderRefunded(order_id=order_id, amount=amount, document=document)
    if msg.value != payments._receive(order.offer.seller, order.offer.currency, amount):
        errors._refuse(errors.WRONG_COIN_AMOUNT)
    settlement._pay_back(order.payer, order.buyer, order.offer.currency, order_id, amount)


# Carrier and arbiter


@external
def attest_delivery(order: IEscrow.Order):
    """
    @notice The carrier says that the parcel arrived; logs DeliveryAttested.
    """
    order_id: bytes32 = ids._order_id(order)
    if msg.sender != order.offer.carrier:
        errors._refuse(errors.NOT_THE_CARRIER)
    word: uint256 = settlement._claim(order_id, records.DELIVERY)
    deadline: uint256 = block.timestamp + order.offer.inspect_within
    settlement._words[order_id] = records._awaiting(word, records.AWAITING_CONFIRMATION, deadline)
    log IEscrow.DeliveryAttested(order_id=order_id, deadline=deadline)


@external
def rule(order: IEscrow.Order, refunded: uint256, document: bytes32):
    """
    @notice Gives back up to `refunded` of what is held and the rest to the seller; logs OrderRuled.
    """
    order_id: bytes32 = ids._order_id(order)
    if msg.sender != order.offer.arbiter:
        errors._refuse(errors.NOT_THE_ARBITER)
    word: uint256 = settlement._claim(order_id, records.RULING)
    held: uint256 = settlement._held(order, word)
    back: uint256 = min(refunded, held)
    log IEscrow.OrderRuled(order_id=order_id, released=held - back, refunded=back, document=document)
    settlement._settle(order, order_id, word, held, held - back, back)


# Anyone


@external
def enforce(order: IEscrow.Order):
    """
    @notice After the deadline: what is held goes where the state table says; logs OrderEnforced.
    """
    order_id: bytes32 = ids._order_id(order)
    word: uint256 = settlement._case(order_id, records.OPEN)
    if block.timestamp < records._deadline(word):
        errors._refuse(errors.BEFORE_THE_DEADLINE)
    self._enforce(order, order_id, word)


@external
def enforce_many(orders: DynArray[IEscrow.Order, MAX_BATCH]):
    """
    @notice Enforces each of these orders that is overdue, and skips the others.
    """
    for order: IEscrow.Order in orders:
        order_id: bytes32 = ids._order_id(order)
        word: uint256 = settlement._words[order_id]
        if records._in(word, records.OPEN) and block.timestamp >= records._deadline(word):
            self._enforce(order, order_id, word)


# Helpers: the state table


@internal
def _ship(order: IEscrow.Order, order_id: bytes32, word: uint256):
    shipped: uint256 = deadlines._await_arrival(order.offer, word)
    settlement._words[order_id] = shipped
    log IEscrow.OrderShipped(order_id=order_id, deadline=records._deadline(shipped))


@internal
def _enforce(order: IEscrow.Order, order_id: bytes32, word: uint256):
    held: uint256 = settlement._held(order, word)
    released: uint256 = held if records._in(word, records.FAVOURS_SELLER) else 0
    log IEscrow.OrderEnforced(order_id=order_id, released=released, refunded=held - released)
    settlement._settle(order, order_id, word, held, released, held - released)


# Helpers: the caller


@internal
@view
def _as_seller(order: IEscrow.Order) -> bytes32:
    """
    @dev The order's id, for its seller only.
    """
    if msg.sender != order.offer.seller:
        errors._refuse(errors.NOT_THE_SELLER)
    return ids._order_id(order)
