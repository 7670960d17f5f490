# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Recalls: what must not be used any more
@license AGPL-3.0-only
@notice A producer recalls a lot of his, or a range of its serials in the order of their bytes; an item's owner recalls
        that item. Closing is another event: that there was a recall stays.
"""
from . import gs1
from . import lots
from . import things

uses: lots
uses: things

LAST_CLASS: constant(uint256) = 3

recalled_by: public(HashMap[bytes32, address])  # who made a recall
recall_closed: public(HashMap[bytes32, bool])


event Recalled:
    recall_id: indexed(bytes32)
    lot: indexed(bytes32)
    by: address
    first: bytes32
    last: bytes32
    class_: uint256
    document: bytes32


event RecallClosed:
    recall_id: indexed(bytes32)
    document: bytes32


# The producer of a lot, or an item's owner


@external
def recall(lot: bytes32, first: bytes32, last: bytes32, class_: uint256, document: bytes32):
    """
    @notice Recalls the items from the first serial to the last, or all of the lot with both empty; logs Recalled.
    """
    assert class_ > 0 and class_ <= LAST_CLASS, "recalls: unknown class"
    if lots._producer(lot) == msg.sender:
        self._check_range(first, last)
    else:
        assert first == last and self._owner(lot, first) == msg.sender, "recalls: not yours to recall"
    recall_id: bytes32 = keccak256(abi_encode(msg.sender, lot, first, last, class_, document))
    assert self.recalled_by[recall_id] == empty(address), "recalls: recalled already"
    self.recalled_by[recall_id] = msg.sender
    log Recalled(recall_id=recall_id, lot=lot, by=msg.sender, first=first, last=last, class_=class_, document=document)


@external
def close_recall(recall_id: bytes32, document: bytes32):
    """
    @notice Ends a recall of the caller's; logs RecallClosed.
    """
    assert self.recalled_by[recall_id] == msg.sender, "recalls: not yours to close"
    assert not self.recall_closed[recall_id], "recalls: closed already"
    self.recall_closed[recall_id] = True
    log RecallClosed(recall_id=recall_id, document=document)


# Helpers


@internal
@pure
def _check_range(first: bytes32, last: bytes32):
    if first == empty(bytes32) and last == empty(bytes32):
        return
    assert gs1._is_text(first) and gs1._is_text(last), "recalls: no serial"
    assert convert(first, uint256) <= convert(last, uint256), "recalls: first after last"


@internal
@view
def _owner(lot: bytes32, serial: bytes32) -> address:
    """
    @dev Nobody for what was never touched.
    """
    top: bytes32 = things._outermost(things._id(things.Item(lot=lot, serial=serial)))
    return things._owner(things._words[top])
