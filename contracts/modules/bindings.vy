# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Bindings: which item was sold in which order
@license AGPL-3.0-only
@notice A binding belongs to an order and its round. It holds while that order is open in this round and the goods were
        not sent back; it ends as a sale if the order then closes with something released, otherwise as nothing.
        While it holds, and after a sale, only `settle` changes the item's owner.
@dev Escrow is asked by views only; while it is locked it does not answer, so that nobody acts on half of a change.
"""
from ..interfaces import IEscrow
from . import records
from . import reporters
from . import things

uses: reporters
uses: things

OPEN: constant(uint256) = 1
SALE: constant(uint256) = 2
NOTHING: constant(uint256) = 3

ESCROW: immutable(address)

_orders: HashMap[bytes32, bytes32]  # that a thing is bound to
_numbers: HashMap[bytes32, HashMap[uint256, uint256]]  # of items, by order and round


event ItemBound:
    order_id: indexed(bytes32)
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    round: uint256


event ItemSold:
    order_id: indexed(bytes32)
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    buyer: address


event ItemReleased:
    order_id: indexed(bytes32)
    lot: indexed(bytes32)
    serial: indexed(bytes32)


@deploy
def __init__(escrow: address):
    ESCROW = escrow


# The seller


@external
def bind(item: things.Item, order: IEscrow.Order):
    """
    @notice Says that this very item is what an order of the caller's gets; logs ItemBound.
    """
    order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
    self._bind(item, order_id, self._open_round(order, order_id), order.quantity)


@external
def bind_many(items: DynArray[things.Item, things.MAX_BATCH], order: IEscrow.Order):
    """
    @notice Binds several items to one order, all or none.
    """
    order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
    round: uint256 = self._open_round(order, order_id)
    for item: things.Item in items:
        self._bind(item, order_id, round, order.quantity)


# Anyone


@external
def settle(item: things.Item, order: IEscrow.Order):
    """
    @notice Gives what was sold to the buyer, or frees what was not; logs ItemSold or ItemReleased.
    """
    order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
    item_id: bytes32 = things._id(item)
    assert self._is_bound(item_id, order_id), "bindings: not to this order"
    word: uint256 = things._words[item_id]
    state: uint256 = self._state(order_id, things._round(word))
    assert state != OPEN, "bindings: order still open"
    self._settle(item, item_id, word, order_id, state, order.buyer)


@external
def settle_many(items: DynArray[things.Item, things.MAX_BATCH], order: IEscrow.Order):
    """
    @notice Settles each of these items that is bound to the order and ready, and skips the others.
    """
    order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
    for item: things.Item in items:
        item_id: bytes32 = things._id(item)
        if self._is_bound(item_id, order_id):
            word: uint256 = things._words[item_id]
            state: uint256 = self._state(order_id, things._round(word))
            if state != OPEN:
                self._settle(item, item_id, word, order_id, state, order.buyer)


# Views


@external
@view
def escrow() -> address:
    """
    @notice Where orders are looked up.
    """
    return ESCROW


@external
@view
def bound(order_id: bytes32, round: uint256) -> uint256:
    """
    @notice How many items were bound to an order in a round.
    """
    return self._numbers[order_id][round]


# For the importer


@internal
@view
def _is_bound(item_id: bytes32, order_id: bytes32) -> bool:
    return self._orders[item_id] == order_id and order_id != empty(bytes32)


@internal
@view
def _holds(item_id: bytes32, word: uint256, order: IEscrow.Order) -> bool:
    """
    @dev Whether an item is bound to this order, which is open or has ended as its sale.
    """
    order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
    return self._is_bound(item_id, order_id) and self._state(order_id, things._round(word)) != NOTHING


@internal
@view
def _state(order_id: bytes32, round: uint256) -> uint256:
    """
    @dev What has become of a binding; from SALE and NOTHING no way leads back.
    """
    record: IEscrow.Record = staticcall IEscrow(ESCROW).record(order_id)
    if record.round != round or record.returned:
        return NOTHING
    if record.status < records.CLOSED:
        return OPEN
    return SALE if record.released > 0 else NOTHING


@internal
def _free(item: things.Item, item_id: bytes32, word: uint256):
    """
    @dev Whoever changes a thing's owner or puts it somewhere frees it first: a binding of which nothing has become
         ends here, any other forbids it.
    """
    if word & things.SOLD == 0:
        return
    order_id: bytes32 = self._orders[item_id]
    if order_id == empty(bytes32):
        return
    assert self._state(order_id, things._round(word)) == NOTHING, "bindings: bound to an order"
    self._orders[item_id] = empty(bytes32)
    log ItemReleased(order_id=order_id, lot=item.lot, serial=item.serial)


# Helpers


@internal
@view
def _open_round(order: IEscrow.Order, order_id: bytes32) -> uint256:
    """
    @dev The round of an open order of the caller's; where the goods were sent back, it gets no others in this round.
    """
    assert msg.sender == order.offer.seller, "bindings: not the seller"
    record: IEscrow.Record = staticcall IEscrow(ESCROW).record(order_id)
    assert record.status != 0, "bindings: never paid"
    assert record.status < records.CLOSED, "bindings: order has ended"
    assert not record.returned, "bindings: goods sent back"
    return record.round


@internal
def _bind(item: things.Item, order_id: bytes32, round: uint256, quantity: uint256):
    assert not things._is_unit(item), "bindings: a unit is not sold"
    item_id: bytes32 = things._id(item)
    word: uint256 = things._loose(item_id)
    self._free(item, item_id, word)
    self._check_seller(item, item_id, word)
    number: uint256 = self._numbers[order_id][round]
    assert number < quantity, "bindings: more than were ordered"
    self._numbers[order_id][round] = number + 1
    self._orders[item_id] = order_id
    word = (word & ~(things.BYTE << things.ROUND)) | round << things.ROUND | things.SOLD
    things._words[item_id] = word + (1 << things.VERSION)
    log ItemBound(order_id=order_id, lot=item.lot, serial=item.serial, round=round)


@internal
@view
def _check_seller(item: things.Item, item_id: bytes32, word: uint256):
    """
    @dev Who sells what he keeps for somebody needs that owner's word.
    """
    owner: address = things._owner(word)
    if owner != msg.sender:
        keeps: bool = things._custodian(item_id, word) == msg.sender
        assert keeps, "bindings: not the seller's item"
        permitted: bool = reporters._speaks_for(owner, item.lot, msg.sender, reporters.RETAIL_SELLING)
        assert permitted, "bindings: not permitted to sell"


@internal
def _settle(item: things.Item, item_id: bytes32, word: uint256, order_id: bytes32, state: uint256, buyer: address):
    self._orders[item_id] = empty(bytes32)
    if state == SALE:
        things._give(item_id, word, buyer, buyer)
        log ItemSold(order_id=order_id, lot=item.lot, serial=item.serial, buyer=buyer)
    else:
        log ItemReleased(order_id=order_id, lot=item.lot, serial=item.serial)
