# pragma version 0.4.3
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

exports: (
    offers.publish,
    offers.publish_many,
    offers.revise,
    offers.set_cap,
    offers.stock,
    offers.offer_id,
    purchases.pay,
    purchases.pay_many,
    purchases.order_id,
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


# The buyer


@external
def confirm(order: IEscrow.Order):
    """
    @notice The goods are received: all that is held goes to the seller; logs OrderConfirmed.
    """
    self._confirm(order, msg.sender)


@external
def cancel(order: IEscrow.Order):
    """
    @notice Not shipped and no longer wanted: all that is held goes back; logs OrderCancelled.
    """
    self._cancel(order, msg.sender)


@external
def request(order: IEscrow.Order, amount: uint256, kind: uint256, document: bytes32):
    """
    @notice Asks for a refund (1), a return (2) or an exchange (3); what is not in question goes to the seller
            at once; logs OrderRequested.
    """
    self._request(order, amount, kind, document, msg.sender)


@external
def release(order: IEscrow.Order, keep: uint256):
    """
    @notice Lets go of all that is in question but `keep`; logs OrderReleased.
    """
    self._release(order, keep, msg.sender)


@external
def send_back(order: IEscrow.Order, document: bytes32):
    """
    @notice The goods are on their way back; logs ReturnSent.
    """
    self._send_back(order, document, msg.sender)


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
    self._check_amount(amount)
    held: uint256 = settlement._held(order, word)
    moved: uint256 = min(amount, held)
    settled: uint256 = settlement._settled(word, held, 0, moved)
    log IEscrow.OrderRefunded(order_id=order_id, status=settled >> records.STATUS, refunded=moved)
    settlement._settle(order, order_id, word, settled)


@external
def concede(order: IEscrow.Order):
    """
    @notice Gives in to a request: all that is held goes back; logs OrderConceded.
    """
    order_id: bytes32 = self._as_seller(order)
    word: uint256 = settlement._case(order_id, records.QUESTIONED)
    held: uint256 = settlement._held(order, word)
    log IEscrow.OrderConceded(order_id=order_id, refunded=held)
    settlement._settle(order, order_id, word, settlement._settled(word, held, 0, held))


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
    self._check_amount(amount)
    if amount > records.AMOUNT:  # a currency that lies must not overflow the payer's credit
        errors._refuse(errors.AMOUNT_TOO_LARGE)
    log IEscrow.ClosedOrderRefunded(order_id=order_id, amount=amount, document=document)
    if msg.value != payments._receive(order.offer.seller, order.offer.currency, amount):
        errors._refuse(errors.WRONG_COIN_AMOUNT)
    settlement._pay_back(order.payer, order.buyer, order.offer.currency, order_id, amount)


# Buyer or seller, whose turn it is


@external
def dispute(order: IEscrow.Order, document: bytes32):
    """
    @notice Asks the arbiter to rule: the seller on a request or a returned parcel, the buyer on an approved
            return; logs OrderDisputed.
    """
    self._dispute(order, document, msg.sender)


@external
def extend(order: IEscrow.Order, until: uint256):
    """
    @notice Gives the other side until `until`; the buyer who awaits a parcel's inspection may once a round take
            3 days more; logs OrderExtended.
    """
    self._extend(order, until, msg.sender)


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
    settlement._settle(order, order_id, word, settlement._settled(word, held, held - back, back))


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


@external
def submit_evidence(order: IEscrow.Order, document: bytes32):
    """
    @notice Puts a document's hash on the order's record of events; for its people; logs EvidenceSubmitted.
    """
    self._submit_evidence(order, document, msg.sender)


# The buyer's verbs, whoever brought them


@internal
def _confirm(order: IEscrow.Order, actor: address):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._case(order_id, records.OPEN)
    held: uint256 = settlement._held(order, word)
    log IEscrow.OrderConfirmed(order_id=order_id, released=held)
    settlement._settle(order, order_id, word, settlement._settled(word, held, held, 0))


@internal
def _cancel(order: IEscrow.Order, actor: address):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._case(order_id, records.SHIPMENT)
    held: uint256 = settlement._held(order, word)
    settled: uint256 = settlement._settled(word, held, 0, held)
    log IEscrow.OrderCancelled(order_id=order_id, status=settled >> records.STATUS, refunded=held)
    settlement._settle(order, order_id, word, settled)


@internal
def _request(
    order: IEscrow.Order, amount: uint256, kind: uint256, document: bytes32, actor: address
):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._claim(order_id, records.CONFIRMATION)
    self._check_amount(amount)
    if kind not in [records.KIND_REFUND, records.KIND_RETURN, records.KIND_EXCHANGE]:
        errors._refuse(errors.UNKNOWN_KIND)
    held: uint256 = settlement._held(order, word)
    asked: uint256 = min(amount, held)
    word = deadlines._await_answer(order.offer, records._requested(word, kind))
    log IEscrow.OrderRequested(
        order_id=order_id,
        kind=kind,
        amount=asked,
        released=held - asked,
        deadline=records._deadline(word),
        document=document,
    )
    settlement._settle(order, order_id, word, settlement._settled(word, held, held - asked, 0))


@internal
def _release(order: IEscrow.Order, keep: uint256, actor: address):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._case(order_id, records.QUESTIONED)
    self._check_amount(keep)
    held: uint256 = settlement._held(order, word)
    amount: uint256 = held - min(keep, held)
    log IEscrow.OrderReleased(order_id=order_id, released=amount)
    settlement._settle(order, order_id, word, settlement._settled(word, held, amount, 0))


@internal
def _send_back(order: IEscrow.Order, document: bytes32, actor: address):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._claim(order_id, records.RETURNING) | records.RETURNED
    deadline: uint256 = block.timestamp + order.offer.deliver_within + deadlines.RETURN_WITHIN
    settlement._words[order_id] = records._awaiting(word, records.AWAITING_RETURN_CHECK, deadline)
    log IEscrow.ReturnSent(order_id=order_id, deadline=deadline, document=document)


@internal
def _dispute(order: IEscrow.Order, document: bytes32, actor: address):
    order_id: bytes32 = ids._order_id(order)
    word: uint256 = settlement._claim(order_id, records.ANSWER | records.RETURNING | records.RETURN_CHECK)
    if records._in(word, records.RETURNING):
        self._check_buyer(actor, order.buyer)
    else:
        if actor != order.offer.seller:
            errors._refuse(errors.NOT_THE_SELLER)
    if order.offer.arbiter == empty(address):
        errors._refuse(errors.NO_ARBITER_WAS_NAMED)
    deadline: uint256 = block.timestamp + deadlines.RULE_WITHIN
    settlement._words[order_id] = records._awaiting(word, records.AWAITING_RULING, deadline)
    log IEscrow.OrderDisputed(order_id=order_id, by=actor, deadline=deadline, document=document)


@internal
def _extend(order: IEscrow.Order, until: uint256, actor: address):
    order_id: bytes32 = ids._order_id(order)
    word: uint256 = settlement._case(order_id, records.OPEN)
    deadline: uint256 = records._deadline(word)
    if records._in(word, records.CONFIRMATION) and actor == order.buyer:
        settlement._claim(order_id, records.CONFIRMATION)
        if word & records.BUYER_EXTENDED != 0:
            errors._refuse(errors.EXTENDED_ALREADY)
        if until <= deadline or until > deadline + deadlines.BUYER_EXTENSION:
            errors._refuse(errors.NOT_WITHIN_3_DAYS_MORE)
        word |= records.BUYER_EXTENDED
    else:
        favoured: address = order.offer.seller if records._in(word, records.FAVOURS_SELLER) else order.buyer
        if actor != favoured:
            errors._refuse(errors.NOT_YOURS_TO_EXTEND)
        latest: uint256 = min(deadline + deadlines.MAX_EXTENSION, deadlines.MAX_DEADLINE)
        if until <= max(deadline, block.timestamp) or until > latest:
            errors._refuse(errors.NOT_WITHIN_30_DAYS_MORE)
        if records._in(word, records.CONFIRMATION):
            word |= records.SELLER_EXTENDED
    settlement._words[order_id] = records._awaiting(word, word >> records.STATUS, until)
    log IEscrow.OrderExtended(order_id=order_id, by=actor, deadline=until)


@internal
def _submit_evidence(order: IEscrow.Order, document: bytes32, actor: address):
    order_id: bytes32 = ids._order_id(order)
    settlement._case(order_id, records.OPEN)
    people: address[4] = [order.buyer, order.offer.seller, order.offer.carrier, order.offer.arbiter]
    if actor not in people:
        errors._refuse(errors.NOT_PART_OF_THIS_ORDER)
    log IEscrow.EvidenceSubmitted(order_id=order_id, by=actor, document=document)


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
    settlement._settle(order, order_id, word, settlement._settled(word, held, released, held - released))


# Helpers: the caller


@internal
@pure
def _check_buyer(actor: address, buyer: address):
    if actor != buyer:
        errors._refuse(errors.NOT_THE_BUYER)


@internal
@view
def _as_seller(order: IEscrow.Order) -> bytes32:
    """
    @dev The order's id, for its seller only.
    """
    if msg.sender != order.offer.seller:
        errors._refuse(errors.NOT_THE_SELLER)
    return ids._order_id(order)


@internal
@pure
def _check_amount(amount: uint256):
    if amount == 0:
        errors._refuse(errors.ZERO_AMOUNT)
