"""Documents that the chain names by their hashes, as far as this storefront has them as they were."""

import json
from functools import lru_cache
from typing import Any

from frontend.index.rows import EMPTY_HASH
from frontend.resources import vault
from frontend.vault import Missing
from scripts import documents
from scripts.documents import Kind
from scripts.provenance import items_documents
from scripts.provenance.epcis import event as events
from scripts.provenance.epcis.event import Event
from scripts.provenance.items_file import Proof
from scripts.refusal import Refusal

Json = dict[str, Any]

KEPT = 65_536  # documents whose kinds are remembered
EVENTS = 1_024  # that are remembered


def read(name: str, kind: Kind) -> Json:
    """What a document of a kind says; empty where it is not to be had."""
    if not is_named(name):
        return {}
    try:
        return dict(json.loads(vault().read(name))) if _kind(name) is kind else {}
    except Missing:
        return {}


def event(name: str) -> Event | None:
    """The event that a document is; None where it is none, or not to be had."""
    try:
        return _event(name) if is_named(name) and _kind(name) is Kind.EVENT else None
    except Missing:
        return None


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


@lru_cache(KEPT)
def _kind(name: str) -> Kind | None:
    """What a document is; None for none that this storefront knows. Examined once, also over restarts."""
    if noted := vault().noted(name):
        return Kind(noted)
    try:
        kind, _ = documents.examine(vault().read(name))
    except Refusal:  # which a later version may take
        return None
    vault().note(name, kind.value)
    return kind


@lru_cache(EVENTS)
def _event(name: str) -> Event | None:
    said = json.loads(vault().read(name))
    try:
        return events.read(said["event"], said["context"])
    except Refusal:
        return None


def _raw(word: str) -> bytes:
    return bytes.fromhex(word.removeprefix("0x"))
