"""A lot's items as documents, so that any storefront can prove an item and whoever has its code can claim it.

Blocks of 4,096 items are documents of their own; the lot's document names each with its first serial and its node in
the tree. So a proof takes the lot's document and one block, and both are checked by their hashes.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from scripts import documents
from scripts.provenance import identity, tree
from scripts.provenance.gs1 import quoted
from scripts.provenance.identity import Item
from scripts.provenance.items_file import ItemsFile, Proof
from scripts.refusal import Refusal

Json = dict[str, Any]
TYPE = "handover/items/1"
HEIGHT = 12  # of a block's tree
BLOCK = 2**HEIGHT
MAX_BLOCKS = 300  # that a lot's document has room for: 1,228,800 items


def blocks(file: ItemsFile) -> Iterator[tuple[Json, bytes]]:
    """Each block's entry in the lot's document, and its own document; none for a lot that is too large."""
    if file.count > MAX_BLOCKS * BLOCK:
        return
    for start in range(0, file.count, BLOCK):
        items = file.items(start, start + BLOCK)
        data = documents.canonical({"type": TYPE, "items": [[serial, hash_.hex()] for serial, hash_ in items]})
        root = file.node(HEIGHT, start // BLOCK)
        yield {"first": items[0][0], "root": root.hex(), "sha256": documents.sha256(data)}, data


def with_items(document: bytes, entries: list[Json]) -> bytes:
    """A lot's document that names the blocks of its items."""
    said = json.loads(document)
    data = documents.canonical({**said, "items": entries} if entries else said)
    documents.examine(data)
    return data


def block_of(document: Json, serial: str) -> str:
    """The sha-256 of the block where an item stands, if there is one of this serial; empty where none can have it."""
    firsts = [entry["first"].encode() for entry in document.get("items", [])]
    place = bisect_right(firsts, serial.encode())
    return str(document["items"][place - 1]["sha256"]) if place else ""


def proof(lot_id: bytes, root: bytes, document: Json, block: bytes, serial: str) -> Proof:
    """The proof of an item from its lot's document and its block; `root` is the lot's on the chain.

    Refused where the block has no such item, or its path does not lead to the root.
    """
    entries = document.get("items", [])
    names = [entry["sha256"] for entry in entries]
    if documents.sha256(block) not in names:
        raise Refusal("This is no block of the lot's items.")
    number = names.index(documents.sha256(block))
    items, leaves = _read(block)
    place = next((place for place, (text, _) in enumerate(items) if text == serial), None)
    if place is None:
        raise Refusal(f"The lot {document['lot']} has no item {quoted(serial)}.")
    upper = b"".join(bytes.fromhex(entry["root"]) for entry in entries)
    path = [*tree.path(place, list(tree.levels(leaves))), *tree.path(number, list(tree.levels(upper)))]
    if tree.root_of(leaves[place * tree.HASH : (place + 1) * tree.HASH], path) != root:
        raise Refusal(f"The documents of the lot {document['lot']} do not lead to its root on the chain.")
    return Proof(Item(lot_id, identity.word(serial, "serial")), items[place][1], path)


def _read(block: bytes) -> tuple[list[tuple[str, bytes]], bytes]:
    """The items of a block, and their leaves; what its schema asks beyond that, the path to the root shows."""
    try:
        items = [(text, bytes.fromhex(hash_)) for text, hash_ in json.loads(block)["items"]]
        return items, _leaves(items)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal("The block of the lot's items is malformed.") from None


def _leaves(items: list[tuple[str, bytes]]) -> bytes:
    return b"".join(tree.item_leaf(identity.word(serial, "serial"), hash_) for serial, hash_ in items)
