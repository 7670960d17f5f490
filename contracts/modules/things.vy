# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Things: items and units, who owns each, who keeps it, and what lies in what
@license AGPL-3.0-only
@notice An item is of a lot. A unit (case, pallet) holds items and units; its lot is its maker's address. What lies in a
        unit has the owner and the custodian of the outermost one; its own are as they were when it was put there.
        Storage keeps a word of each, and beside it the custodian, where that is not the owner, and the unit around it.

        bits     field
             255  claimed   the hidden code was shown
             254  sold      it was once bound to an order, and the code alone makes nobody its owner any more
        240-247  round     of the order that it is bound to
        232-239  height    how many levels ever lay in the unit since it was empty
        200-231  contents  how many things lie in the unit, without what lies in those
        160-199  version   changes of owner, custodian or contents, bindings, the code's showing
          0-159  owner
"""
from . import gs1
from . import lots
from . import merkle

uses: lots

MAX_BATCH: constant(uint256) = 50
MAX_HEIGHT: constant(uint256) = 4

CLAIMED: constant(uint256) = 1 << 255
SOLD: constant(uint256) = 1 << 254
ROUND: constant(uint256) = 240
HEIGHT: constant(uint256) = 232
CONTENTS: constant(uint256) = 200
VERSION: constant(uint256) = 160
BYTE: constant(uint256) = 2**8 - 1
COUNT: constant(uint256) = 2**32 - 1
VERSIONS: constant(uint256) = 2**40 - 1
OWNER: constant(uint256) = 2**160 - 1

_words: HashMap[bytes32, uint256]
_custodians: HashMap[bytes32, address]
_units: HashMap[bytes32, bytes32]  # the unit around a thing


struct Item:
    lot: bytes32
    serial: bytes32


# What shows that an item belongs to its lot.
struct Proof:
    item: Item
    code_hash: bytes32
    path: DynArray[bytes32, merkle.MAX_PATH]


event ItemTouched:
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    owner: address


event UnitMade:
    maker: indexed(address)
    serial: indexed(bytes32)


# The producer of a lot, or whom he permitted commissioning


@external
def touch(item: Item, code_hash: bytes32, path: DynArray[bytes32, merkle.MAX_PATH]):
    """
    @notice Makes an item of a lot individual, owned and kept by its producer; logs ItemTouched.
    @dev What is individual cannot be used up any more: a stranger must not decide that.
    """
    lots._makers(item.lot)
    item_id: bytes32 = self._id(item)
    assert self._words[item_id] == 0, "things: touched already"
    self._words[item_id] = self._touch(item, code_hash, path)


@external
def touch_many(proofs: DynArray[Proof, MAX_BATCH]):
    """
    @notice Touches each of these items, and skips those that are individual already.
    """
    for proof: Proof in proofs:
        lots._makers(proof.item.lot)
        item_id: bytes32 = self._id(proof.item)
        if self._words[item_id] == 0:
            self._words[item_id] = self._touch(proof.item, proof.code_hash, proof.path)


# Anyone


@external
def make_unit(serial: bytes32):
    """
    @notice Makes an empty unit, owned and kept by the caller; logs UnitMade.
    """
    assert gs1._is_text(serial), "things: no serial"
    unit_id: bytes32 = self._id(Item(lot=convert(msg.sender, bytes32), serial=serial))
    assert self._words[unit_id] == 0, "things: made already"
    self._words[unit_id] = convert(msg.sender, uint256)
    log UnitMade(maker=msg.sender, serial=serial)


# For the importer: reading


@internal
@pure
def _id(item: Item) -> bytes32:
    return keccak256(concat(item.lot, item.serial))


@internal
@pure
def _is_unit(item: Item) -> bool:
    """
    @dev No hash that anybody could find looks like an address.
    """
    return convert(item.lot, uint256) <= OWNER


@internal
@view
def _word(item_id: bytes32) -> uint256:
    word: uint256 = self._words[item_id]
    assert word != 0, "things: never touched"
    return word


@internal
@view
def _loose(item_id: bytes32) -> uint256:
    """
    @dev The word of a thing that lies in no unit; for what moves or changes the thing itself.
    """
    word: uint256 = self._word(item_id)
    assert self._units[item_id] == empty(bytes32), "things: in a unit"
    return word


@internal
@view
def _outermost(item_id: bytes32) -> bytes32:
    top: bytes32 = item_id
    for _: uint256 in range(MAX_HEIGHT):
        unit: bytes32 = self._units[top]
        if unit == empty(bytes32):
            break
        top = unit
    return top


@internal
@pure
def _owner(word: uint256) -> address:
    return convert(convert(word & OWNER, uint160), address)


@internal
@view
def _custodian(item_id: bytes32, word: uint256) -> address:
    custodian: address = self._custodians[item_id]
    return custodian if custodian != empty(address) else self._owner(word)


@internal
@pure
def _version(word: uint256) -> uint256:
    return (word >> VERSION) & VERSIONS


@internal
@pure
def _contents(word: uint256) -> uint256:
    return (word >> CONTENTS) & COUNT


@internal
@pure
def _height(word: uint256) -> uint256:
    return (word >> HEIGHT) & BYTE


@internal
@pure
def _round(word: uint256) -> uint256:
    return (word >> ROUND) & BYTE


# For the importer: changing


@internal
def _touch(item: Item, code_hash: bytes32, path: DynArray[bytes32, merkle.MAX_PATH]) -> uint256:
    """
    @dev The first word of an item, for the caller to keep.
    """
    owner: address = lots._take_item(item.lot, item.serial, code_hash, path)
    log ItemTouched(lot=item.lot, serial=item.serial, owner=owner)
    return convert(owner, uint256)


@internal
def _give(item_id: bytes32, word: uint256, owner: address, custodian: address):
    """
    @dev Of a loose thing; what was offered of it before can be accepted no more.
    """
    self._words[item_id] = self._given(word, owner)
    self._custodians[item_id] = custodian if custodian != owner else empty(address)


@internal
@pure
def _given(word: uint256, owner: address) -> uint256:
    """
    @dev A thing's word when its owner or its custodian has changed.
    """
    return ((word & ~OWNER) | convert(owner, uint256)) + (1 << VERSION)


@internal
def _renew(item_id: bytes32):
    """
    @dev All units around a thing are something else than they were.
    """
    unit: bytes32 = self._units[item_id]
    for _: uint256 in range(MAX_HEIGHT):
        if unit == empty(bytes32):
            break
        self._words[unit] += 1 << VERSION
        unit = self._units[unit]


@internal
def _leave(item_id: bytes32):
    """
    @dev Takes a thing out of the unit around it, if there is one.
    """
    unit: bytes32 = self._units[item_id]
    if unit != empty(bytes32):
        self._renew(item_id)
        self._units[item_id] = empty(bytes32)
        self._words[unit] = self._without(self._words[unit], 1)


@internal
@pure
def _without(word: uint256, number: uint256) -> uint256:
    """
    @dev The word of a unit when so many things were taken out of it.
    """
    less: uint256 = word - (number << CONTENTS)
    if self._contents(less) == 0:
        less &= ~(BYTE << HEIGHT)
    return less
