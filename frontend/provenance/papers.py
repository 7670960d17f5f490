"""Documents that the chain names by their hashes, as far as this storefront has them as they were."""

from typing import Any

from frontend.index.rows import EMPTY_HASH
from frontend.resources import vault
from frontend.vault import Missing
from scripts import documents
from scripts.documents import Kind
from scripts.provenance import items_documents
from scripts.provenance.items_file import Proof
from scripts.refusal import Refusal

Json = dict[str, Any]


def read(name: str, kind: Kind) -> Json:
    """What a document of a kind says; empty where it is not to be had."""
    if not is_named(name):
        return {}
    try:
        return documents.read(vault().read(name), kind)
    except Missing:
        return {}


def is_named(name: str) -> bool:
    """Whether the chain names a document at all."""
    return name not in ("", EMPTY_HASH)


def proof(lot_id: str, root: str, document: Json, serial: str) -> Proof | None:
    """Where an item stands in its lot's tree; None where this storefront has not the documents to say it.

    Refused where they show that the lot has no such item.
    """
    block = items_documents.block_of(document, serial)
    if not block:
        if document.get("items"):
            raise Refusal("The lot has no such item.")
        return None
    try:
        body = vault().read(block)
    except Missing:
        return None
    return items_documents.proof(_raw(lot_id), _raw(root), document, body, serial)


def _raw(word: str) -> bytes:
    return bytes.fromhex(word.removeprefix("0x"))
