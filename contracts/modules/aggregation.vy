# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Aggregation: what is put into units and taken out of them
@license AGPL-3.0-only
@notice Only a unit that lies in no other is opened, by its custodian; so nothing changes inside of what somebody else
        keeps, and whoever is offered a unit sees by its version whether something did.
"""
from . import bindings
from . import things

uses: bindings
uses: things


event ItemsAggregated:
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    items: DynArray[things.Item, things.MAX_BATCH]
    by: address


event ItemsDisaggregated:
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    items: DynArray[things.Item, things.MAX_BATCH]
    by: address


# The custodian of a unit


@external
def aggregate(unit: things.Item, items: DynArray[things.Item, things.MAX_BATCH]):
    """
    @notice Puts things that have the unit's owner and custodian into it; logs ItemsAggregated.
    """
    unit_id: bytes32 = things._id(unit)
    word: uint256 = self._open(unit, unit_id, len(items))
    owner: address = things._owner(word)
    height: uint256 = things._height(word)
    for item: things.Item in items:
        levels: uint256 = self._put(item, unit_id, owner)
        height = max(height, levels + 1)
    assert height <= things.MAX_HEIGHT, "aggregation: too many levels"
    word = (word & ~(things.BYTE << things.HEIGHT)) | height << things.HEIGHT
    things._words[unit_id] = word + (len(items) << things.CONTENTS) + (1 << things.VERSION)
    log ItemsAggregated(lot=unit.lot, serial=unit.serial, items=items, by=msg.sender)


@external
def disaggregate(unit: things.Item, items: DynArray[things.Item, things.MAX_BATCH]):
    """
    @notice Takes things out of a unit, whose owner and custodian they have; logs ItemsDisaggregated.
    """
    unit_id: bytes32 = things._id(unit)
    word: uint256 = self._open(unit, unit_id, len(items))
    owner: address = things._owner(word)
    for item: things.Item in items:
        self._take_out(item, unit_id, owner)
    things._words[unit_id] = things._without(word, len(items)) + (1 << things.VERSION)
    log ItemsDisaggregated(lot=unit.lot, serial=unit.serial, items=items, by=msg.sender)


# Helpers


@internal
@view
def _open(unit: things.Item, unit_id: bytes32, number: uint256) -> uint256:
    """
    @dev The word of a unit whose contents its custodian changes.
    """
    assert things._is_unit(unit), "aggregation: not a unit"
    assert number > 0, "aggregation: no items"
    word: uint256 = things._loose(unit_id)
    assert things._custodian(unit_id, word) == msg.sender, "aggregation: not the custodian"
    return word


@internal
def _put(item: things.Item, unit_id: bytes32, owner: address) -> uint256:
    """
    @dev Returns how many levels lie in the thing. One that is there twice lies in the unit the second time.
    """
    item_id: bytes32 = things._id(item)
    assert item_id != unit_id, "aggregation: a unit in itself"
    word: uint256 = things._loose(item_id)
    bindings._free(item, item_id, word)
    assert things._owner(word) == owner, "aggregation: another owner"
    assert things._custodian(item_id, word) == msg.sender, "aggregation: another custodian"
    things._units[item_id] = unit_id
    return things._height(word)


@internal
def _take_out(item: things.Item, unit_id: bytes32, owner: address):
    item_id: bytes32 = things._id(item)
    assert things._units[item_id] == unit_id, "aggregation: not in this unit"
    things._units[item_id] = empty(bytes32)
    things._give(item_id, things._words[item_id], owner, msg.sender)
