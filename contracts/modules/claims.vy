# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Claims: showing the code that was hidden on an item, once
@license AGPL-3.0-only
@notice First a commitment, at least a block later the code: who copies the code from a claim that is on its way has
        committed nothing to his own name. Until an item was bound to an order, the code makes its holder the owner;
        afterwards it shows who claims, and orders and handovers decide who owns.
@dev Whoever made the codes knows them.
"""
from ..interfaces import IEscrow
from . import bindings
from . import lots
from . import merkle
from . import things

uses: bindings
uses: lots
uses: things

commitments: public(HashMap[bytes32, uint256])  # the block in which one was made


event ItemClaimed:
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    by: address


# Anyone


@external
def commit(commitment: bytes32):
    """
    @notice Keeps keccak256 of item, code and claimer, for a claim in a later block; repeated, the first one counts.
    """
    if self.commitments[commitment] == 0:
        self.commitments[commitment] = block.number


# Who has the code


@external
def claim(item: things.Item, code: bytes16, path: DynArray[bytes32, merkle.MAX_PATH]):
    """
    @notice Shows an item's code; of one that no order ever got the caller becomes owner and custodian, of any other he
            has to be the owner; logs ItemClaimed.
    """
    self._open(item, code)
    item_id: bytes32 = things._id(item)
    word: uint256 = things._words[item_id]
    if word == 0:
        word = things._touch(item, merkle._code(item.lot, code), path)
        things._words[item_id] = things._given(word, msg.sender) | things.CLAIMED
    else:
        self._check(item, code, path, word)
        self._claim(item, item_id, word)
    log ItemClaimed(lot=item.lot, serial=item.serial, by=msg.sender)


@external
def claim_bought(
    item: things.Item, code: bytes16, path: DynArray[bytes32, merkle.MAX_PATH], order: IEscrow.Order
):
    """
    @notice Shows the code of an item that is bound to an order of the caller's, whose owner he becomes only when it is
            settled; logs ItemClaimed.
    """
    self._open(item, code)
    item_id: bytes32 = things._id(item)
    word: uint256 = things._word(item_id)
    self._check(item, code, path, word)
    assert order.buyer == msg.sender, "claims: not the buyer"
    assert bindings._holds(item_id, word, order), "claims: not in this order"
    things._words[item_id] = (word | things.CLAIMED) + (1 << things.VERSION)
    log ItemClaimed(lot=item.lot, serial=item.serial, by=msg.sender)


# Helpers


@internal
def _claim(item: things.Item, item_id: bytes32, word: uint256):
    """
    @dev Of an item that was individual already.
    """
    if word & things.SOLD == 0:
        things._leave(item_id)
        things._give(item_id, word | things.CLAIMED, msg.sender, msg.sender)
    else:
        bindings._free(item, item_id, word)
        owner: address = things._owner(things._words[things._outermost(item_id)])
        assert owner == msg.sender, "claims: not the owner"
        things._renew(item_id)
        things._words[item_id] = (word | things.CLAIMED) + (1 << things.VERSION)


@internal
def _open(item: things.Item, code: bytes16):
    commitment: bytes32 = keccak256(abi_encode(item, convert(code, bytes32), msg.sender))
    made: uint256 = self.commitments[commitment]
    assert made != 0, "claims: not committed"
    assert made < block.number, "claims: wait for the next block"
    self.commitments[commitment] = 0


@internal
@view
def _check(item: things.Item, code: bytes16, path: DynArray[bytes32, merkle.MAX_PATH], word: uint256):
    assert word & things.CLAIMED == 0, "claims: claimed already"
    lots._check_path(item.lot, item.serial, merkle._code(item.lot, code), path)
