"""Proofs of single items as a file to give away: with it anyone makes them individual, and a shopper claims his own.

There is nothing secret in it; the hidden code is not.
"""

from collections.abc import Sequence
from typing import Any

from scripts import documents
from scripts.provenance import identity, tree
from scripts.provenance.gs1 import Product
from scripts.provenance.identity import Item
from scripts.provenance.items_file import Proof
from scripts.refusal import Refusal

TYPE = "handover/proof/1"
SCHEMA = "proof"


def write(producer: str, lot: Product, proofs: Sequence[Proof]) -> bytes:
    """The file of items of one lot."""
    items = [
        {
            "serial": identity.text_of(proof.item.serial),
            "code_hash": proof.code_hash.hex(),
            "path": [sibling.hex() for sibling in proof.path],
        }
        for proof in proofs
    ]
    said = {"type": TYPE, "producer": producer, "gtin": lot.gtin, "lot": lot.lot, "items": items}
    documents.check(said, SCHEMA)
    return documents.canonical(said)


def read(data: bytes, name: str) -> tuple[str, Product, list[Proof]]:
    """Producer, lot and proofs of a file; refused where it is none, or its paths lead to several roots."""
    try:
        said: dict[str, Any] = documents.parse(data)
        documents.check(said, SCHEMA)
    except Refusal as refusal:
        raise Refusal(f"{name} is no file of proofs: {refusal}") from None
    lot = Product(said["gtin"], lot=said["lot"])
    lot_id = identity.lot_id(said["producer"], lot.gtin, lot.lot)
    found = [_proof(lot_id, entry) for entry in said["items"]]
    if len({root_of(proof) for proof in found}) != 1:
        raise Refusal(f"{name} is damaged: its proofs are of several trees.")
    return said["producer"], lot, found


def root_of(proof: Proof) -> bytes:
    """Where a proof leads."""
    return tree.root_of(tree.item_leaf(proof.item.serial, proof.code_hash), proof.path)


def _proof(lot_id: bytes, entry: dict[str, Any]) -> Proof:
    item = Item(lot_id, identity.word(entry["serial"], "serial"))
    return Proof(item, bytes.fromhex(entry["code_hash"]), [bytes.fromhex(sibling) for sibling in entry["path"]])
