# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Handovers: an owner or a custodian changes by offer and acceptance
@license AGPL-3.0-only
@notice An offer names the version of the thing, and so does its acceptance: with any change of owner, custodian or
        contents, a binding or the showing of its code an offer is dead, and nobody accepts another thing than he saw.
"""
from . import bindings
from . import things

uses: bindings
uses: things

# Roles, as a set.
OWNERSHIP: constant(uint256) = 1
CUSTODY: constant(uint256) = 2

_offers: HashMap[bytes32, HashMap[uint256, uint256]]  # version and receiver, by thing and role


event HandoverOffered:
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    by: address
    to: address
    role: uint256
    version: uint256


event HandoverAccepted:
    lot: indexed(bytes32)
    serial: indexed(bytes32)
    from_: address
    to: address
    role: uint256


# The owner or the custodian


@external
def offer(item: things.Item, to: address, role: uint256):
    """
    @notice Offers ownership (1), custody (2) or both (3) to somebody, or to nobody any more; logs HandoverOffered.
    """
    item_id: bytes32 = things._id(item)
    word: uint256 = things._loose(item_id)
    assert self._holder(item_id, word, role) == msg.sender, "handovers: not yours to offer"
    version: uint256 = things._version(word)
    self._offers[item_id][role] = version << things.VERSION | convert(to, uint256)
    log HandoverOffered(lot=item.lot, serial=item.serial, by=msg.sender, to=to, role=role, version=version)


# Whom it was offered to


@external
def accept(item: things.Item, role: uint256, version: uint256):
    """
    @notice Takes what was offered of a thing in this version; logs HandoverAccepted.
    """
    item_id: bytes32 = things._id(item)
    word: uint256 = things._loose(item_id)
    assert version == things._version(word), "handovers: changed since"
    wanted: uint256 = version << things.VERSION | convert(msg.sender, uint256)
    assert self._offers[item_id][role] == wanted, "handovers: not offered to you"
    before: address = self._holder(item_id, word, role)
    owner: address = things._owner(word)
    custodian: address = things._custodian(item_id, word)
    if role & OWNERSHIP != 0:
        bindings._free(item, item_id, word)
        owner = msg.sender
    if role & CUSTODY != 0:
        custodian = msg.sender
    things._give(item_id, word, owner, custodian)
    log HandoverAccepted(lot=item.lot, serial=item.serial, from_=before, to=msg.sender, role=role)


# Views


@external
@view
def offered(item: things.Item, role: uint256) -> address:
    """
    @notice To whom a role is offered now; nobody where the thing has changed since, or lies in a unit.
    """
    item_id: bytes32 = things._id(item)
    if things._units[item_id] != empty(bytes32):
        return empty(address)
    found: uint256 = self._offers[item_id][role]
    is_current: bool = found >> things.VERSION == things._version(things._words[item_id])
    return things._owner(found) if is_current else empty(address)


# Helpers


@internal
@view
def _holder(item_id: bytes32, word: uint256, role: uint256) -> address:
    """
    @dev Who can give a role away; nobody has both where owner and custodian are two.
    """
    assert role > 0 and role <= OWNERSHIP | CUSTODY, "handovers: unknown role"
    owner: address = things._owner(word)
    custodian: address = things._custodian(item_id, word)
    if role == OWNERSHIP:
        return owner
    if role == CUSTODY or owner == custodian:
        return custodian
    return empty(address)
