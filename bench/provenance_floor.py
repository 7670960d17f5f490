"""The least that provenance can cost, in the same way as `floor`: a thing has a word, and lies in a unit or in none."""

from bench.floor import (
    CHANGED_SLOT,
    CLEARED_SLOT,
    COLD_ACCOUNT,
    COLD_SLOT,
    NEW_SLOT,
    SLOT_KEY,
    WARM,
    Operations,
    hashing,
    ids,
    log,
    transaction,
)


def register(calldata: bytes) -> Operations:
    """A lot's word and its root are new; its id is a hash of three words."""
    return [
        *transaction(calldata),
        ("lot's id", hashing(3)),
        ("lot", SLOT_KEY + NEW_SLOT),
        ("root", SLOT_KEY + NEW_SLOT),
        *log("LotRegistered", 5, topics=3),
    ]


def commit(calldata: bytes) -> Operations:
    """A commitment's word is new."""
    return [*transaction(calldata), ("commitment", SLOT_KEY + NEW_SLOT)]


def claim(calldata: bytes, path: int) -> Operations:
    """The commitment goes, the item comes; so many hashes lie on its path. A leaf or a node is of 65 bytes."""
    return [
        *transaction(calldata),
        ("commitment's hash", hashing(4)),
        ("commitment", SLOT_KEY + CLEARED_SLOT),
        ("code's hash", hashing(2)),
        ("leaf and nodes", (1 + path) * hashing(3)),
        ("root", SLOT_KEY + COLD_SLOT),
        ("lot", SLOT_KEY + CHANGED_SLOT),
        ("item's id", hashing(2)),
        ("item", SLOT_KEY + NEW_SLOT),
        *log("ItemTouched", 1, topics=3),
        *log("ItemClaimed", 1, topics=3),
    ]


def bind(calldata: bytes) -> Operations:
    """Escrow proves the terms and says where the order stands; the order's items are counted."""
    return [
        *transaction(calldata),
        *_order(),
        *_loose(),
        ("item", CHANGED_SLOT - COLD_SLOT),
        ("item's order", SLOT_KEY + NEW_SLOT),
        ("order's items", 2 * SLOT_KEY + NEW_SLOT),
        *log("ItemBound", 1, topics=4),
    ]


def settle(calldata: bytes) -> Operations:
    """The binding goes; owner and custodian are the buyer."""
    return [
        *transaction(calldata),
        *_order(),
        ("item's id", hashing(2)),
        ("item's order", SLOT_KEY + CLEARED_SLOT),
        ("item", SLOT_KEY + CHANGED_SLOT),
        ("custodian", SLOT_KEY + COLD_SLOT),
        *log("ItemSold", 1, topics=4),
    ]


def offer(calldata: bytes) -> Operations:
    """The offer is new."""
    return [
        *transaction(calldata),
        *_loose(),
        ("custodian", SLOT_KEY + COLD_SLOT),
        ("offer", 2 * SLOT_KEY + NEW_SLOT),
        *log("HandoverOffered", 4, topics=3),
    ]


def accept(calldata: bytes) -> Operations:
    """The item's word changes; with it the offer is dead, and may stay where it is."""
    return [
        *transaction(calldata),
        *_loose(),
        ("item", CHANGED_SLOT - COLD_SLOT),
        ("custodian", SLOT_KEY + COLD_SLOT),
        ("offer", 2 * SLOT_KEY + COLD_SLOT),
        *log("HandoverAccepted", 3, topics=3),
    ]


def report(calldata: bytes) -> Operations:
    """Who has the thing is read; the event's id is a hash of eight words."""
    return [*transaction(calldata), *_loose(), ("event's id", hashing(8)), *log("EventReported", 6, topics=4)]


def _loose() -> Operations:
    """A thing's word is read, and that it lies in no unit."""
    return [("item's id", hashing(2)), ("item", SLOT_KEY + COLD_SLOT), ("unit around it", SLOT_KEY + COLD_SLOT)]


def _order() -> Operations:
    """Escrow is asked for the id of an order and for its record."""
    return [("Escrow", COLD_ACCOUNT + WARM), *ids(), ("order's record", SLOT_KEY + COLD_SLOT)]
