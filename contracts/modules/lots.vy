# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Lots: what was made, by whom, how many, and from which other lots
@license AGPL-3.0-only
@notice A lot's items stand under one Merkle root, whatever their number. Storage keeps the root and one word:

        bits     field
        224-255  count    items ever
        192-223  used     of them, consumed in the making of other lots
        160-191  touched  of them, individual on chain
          0-159  producer
"""
from . import gs1
from . import merkle
from . import readings
from . import reporters

uses: reporters

MAX_INPUTS: constant(uint256) = 20
MAX_COUNT: constant(uint256) = 2**32 - 1

COUNT: constant(uint256) = 224
USED: constant(uint256) = 192
TOUCHED: constant(uint256) = 160
PRODUCER: constant(uint256) = 2**160 - 1

roots: public(HashMap[bytes32, bytes32])
_lots: HashMap[bytes32, uint256]


struct Input:
    lot: bytes32
    quantity: uint256


struct Lot:
    producer: address
    count: uint256
    used: uint256
    touched: uint256


event LotRegistered:
    lot_id: indexed(bytes32)
    producer: indexed(address)
    gtin: uint256
    batch: bytes32
    count: uint256
    root: bytes32
    document: bytes32


event LotTransformed:
    lot_id: indexed(bytes32)
    by: indexed(address)
    inputs: DynArray[Input, MAX_INPUTS]
    time: uint256


event LimitsPromised:
    lot_id: indexed(bytes32)
    low: int256
    high: int256


# The producer


@external
def register(gtin: uint256, batch: bytes32, count: uint256, root: bytes32, document: bytes32):
    """
    @notice Makes a lot of the caller's known, whatever its size; logs LotRegistered.
    """
    self._register(gtin, batch, count, root, document)


@external
def transform(
    inputs: DynArray[Input, MAX_INPUTS],
    gtin: uint256,
    batch: bytes32,
    count: uint256,
    root: bytes32,
    document: bytes32,
    time: uint256,
):
    """
    @notice Uses up parts of lots for a new lot of the caller's; logs LotRegistered and LotTransformed.
    @dev The new lot is not there yet while its inputs are looked up, so nothing is made of itself.
    """
    assert len(inputs) > 0, "lots: no inputs"
    assert time <= block.timestamp, "lots: in the future"
    for input: Input in inputs:
        self._use(input)
    lot_id: bytes32 = self._register(gtin, batch, count, root, document)
    log LotTransformed(lot_id=lot_id, by=msg.sender, inputs=inputs, time=time)


@external
def promise_limits(lot: bytes32, low: int256, high: int256):
    """
    @notice Says between which values the lot is to be kept; logs LimitsPromised.
    """
    assert self._producer(lot) == msg.sender, "lots: not the producer"
    readings._check(low, high)
    log LimitsPromised(lot_id=lot, low=low, high=high)


# Views


@external
@view
def lot(lot_id: bytes32) -> Lot:
    """
    @notice Who made a lot, how many, and what is individual or used up of it; all zero for one that is not there.
    """
    word: uint256 = self._lots[lot_id]
    return Lot(
        producer=convert(word & PRODUCER, address),
        count=word >> COUNT,
        used=(word >> USED) & MAX_COUNT,
        touched=(word >> TOUCHED) & MAX_COUNT,
    )


# For the importer


@internal
@view
def _producer(lot_id: bytes32) -> address:
    """
    @dev Nobody for a lot that is not there; so a maker's address, which stands for the lot of units, has none.
    """
    return convert(self._lots[lot_id] & PRODUCER, address)


@internal
@view
def _makers(lot_id: bytes32) -> uint256:
    """
    @dev The word of a lot that the caller made, or may make items and other lots of.
    """
    word: uint256 = self._lots[lot_id]
    assert word != 0, "lots: not registered"
    producer: address = convert(word & PRODUCER, address)
    speaks: bool = reporters._speaks_for(producer, lot_id, msg.sender, reporters.COMMISSIONING)
    assert speaks, "lots: not permitted"
    return word


@internal
def _take_item(lot_id: bytes32, serial: bytes32, code_hash: bytes32, path: DynArray[bytes32, merkle.MAX_PATH]) -> address:
    """
    @dev One more of the lot is individual; returns its producer. That it was not before is for the caller to check.
    """
    self._check_path(lot_id, serial, code_hash, path)
    assert gs1._is_text(serial), "lots: no serial"
    word: uint256 = self._lots[lot_id]
    assert self._left(word) > 0, "lots: nothing left"
    self._lots[lot_id] = word + (1 << TOUCHED)
    return convert(word & PRODUCER, address)


@internal
@view
def _check_path(lot_id: bytes32, serial: bytes32, code_hash: bytes32, path: DynArray[bytes32, merkle.MAX_PATH]):
    root: bytes32 = self.roots[lot_id]
    assert root != empty(bytes32), "lots: not registered"
    assert merkle._root(merkle._item(serial, code_hash), path) == root, "lots: not an item of this lot"


# Helpers


@internal
def _register(gtin: uint256, batch: bytes32, count: uint256, root: bytes32, document: bytes32) -> bytes32:
    assert gs1._is_gtin(gtin), "lots: no GTIN"
    assert gs1._is_text(batch), "lots: no batch"
    assert count > 0 and count <= MAX_COUNT, "lots: wrong count"
    assert root != empty(bytes32), "lots: empty root"
    lot_id: bytes32 = keccak256(abi_encode(msg.sender, gtin, batch))
    assert self._lots[lot_id] == 0, "lots: registered already"
    self._lots[lot_id] = count << COUNT | convert(msg.sender, uint256)
    self.roots[lot_id] = root
    log LotRegistered(
        lot_id=lot_id, producer=msg.sender, gtin=gtin, batch=batch, count=count, root=root, document=document
    )
    return lot_id


@internal
def _use(input: Input):
    word: uint256 = self._makers(input.lot)
    assert input.quantity > 0, "lots: nothing used"
    assert input.quantity <= self._left(word), "lots: not so much left"
    self._lots[input.lot] = word + (input.quantity << USED)


@internal
@pure
def _left(word: uint256) -> uint256:
    return (word >> COUNT) - ((word >> USED) & MAX_COUNT) - ((word >> TOUCHED) & MAX_COUNT)
