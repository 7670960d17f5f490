# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Actions: what a buyer may do, by a call or by a signature that anybody brings
@license AGPL-3.0-only
@notice A verb has one function, told who acts; a call and a signature share it. Some are the seller's too.
        A signature covers the order, what is to be done, the order's status and round, and until when.
"""
from ..interfaces import IEscrow
from . import deadlines
from . import errors
from . import ids
from . import records
from . import settlement
from . import signatures

uses: ids
uses: settlement

MAX_SIGNATURE: constant(uint256) = signatures.MAX_LENGTH


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


@external
def submit_evidence(order: IEscrow.Order, document: bytes32):
    """
    @notice Puts a document's hash on the order's record of events; for its people; logs EvidenceSubmitted.
    """
    self._submit_evidence(order, document, msg.sender)


@external
def act_signed(order: IEscrow.Order, action: IEscrow.Action, signature: Bytes[MAX_SIGNATURE]):
    """
    @notice Does what the order's buyer signed; worth nothing once the order's status or round has changed.
    """
    if block.timestamp >= action.expires:
        errors._refuse(errors.SIGNATURE_EXPIRED)
    order_id: bytes32 = ids._order_id(order)
    word: uint256 = settlement._case(order_id, records.OPEN)
    digest: bytes32 = ids._action_digest(order_id, action, word >> records.STATUS, records._round(word))
    if not signatures._agrees(order.buyer, digest, signature):
        errors._refuse(errors.NOT_SIGNED_BY_THE_BUYER)
    self._act(order, action)


# The verbs, whoever acts


@internal
def _confirm(order: IEscrow.Order, actor: address):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._case(order_id, records.OPEN)
    held: uint256 = settlement._held(order, word)
    log IEscrow.OrderConfirmed(order_id=order_id, released=held)
    settlement._settle(order, order_id, word, held, held, 0)


@internal
def _cancel(order: IEscrow.Order, actor: address):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._case(order_id, records.SHIPMENT)
    held: uint256 = settlement._held(order, word)
    log IEscrow.OrderCancelled(order_id=order_id, status=settlement._end(word), refunded=held)
    settlement._settle(order, order_id, word, held, 0, held)


@internal
def _request(
    order: IEscrow.Order, amount: uint256, kind: uint256, document: bytes32, actor: address
):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._claim(order_id, records.CONFIRMATION)
    settlement._check_amount(amount)
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
    settlement._settle(order, order_id, word, held, held - asked, 0)


@internal
def _release(order: IEscrow.Order, keep: uint256, actor: address):
    order_id: bytes32 = ids._order_id(order)
    self._check_buyer(actor, order.buyer)
    word: uint256 = settlement._case(order_id, records.QUESTIONED)
    settlement._check_amount(keep)
    held: uint256 = settlement._held(order, word)
    amount: uint256 = held - min(keep, held)
    log IEscrow.OrderReleased(order_id=order_id, released=amount)
    settlement._settle(order, order_id, word, held, amount, 0)


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
        if until <= deadline or until > unsafe_add(deadline, deadlines.BUYER_EXTENSION):
            errors._refuse(errors.NOT_WITHIN_3_DAYS_MORE)
        word |= records.BUYER_EXTENDED
    else:
        favoured: address = order.offer.seller if records._in(word, records.FAVOURS_SELLER) else order.buyer
        if actor != favoured:
            errors._refuse(errors.NOT_YOURS_TO_EXTEND)
        latest: uint256 = min(unsafe_add(deadline, deadlines.MAX_EXTENSION), deadlines.MAX_DEADLINE)
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


# Helpers


@internal
def _act(order: IEscrow.Order, action: IEscrow.Action):
    if action.verb == keccak256("confirm"):
        self._confirm(order, order.buyer)
    elif action.verb == keccak256("cancel"):
        self._cancel(order, order.buyer)
    elif action.verb == keccak256("request"):
        self._request(order, action.amount, action.kind, action.document, order.buyer)
    elif action.verb == keccak256("release"):
        self._release(order, action.amount, order.buyer)
    elif action.verb == keccak256("send_back"):
        self._send_back(order, action.document, order.buyer)
    elif action.verb == keccak256("dispute"):
        self._dispute(order, action.document, order.buyer)
    elif action.verb == keccak256("extend"):
        self._extend(order, action.until, order.buyer)
    elif action.verb == keccak256("submit_evidence"):
        self._submit_evidence(order, action.document, order.buyer)
    else:
        errors._refuse(errors.UNKNOWN_VERB)


@internal
@pure
def _check_buyer(actor: address, buyer: address):
    if actor != buyer:
        errors._refuse(errors.NOT_THE_BUYER)
