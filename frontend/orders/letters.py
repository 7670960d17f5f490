"""What the seller of an order has sealed for its buyer: where the parcel is, where goods go back to.

Only the browser that holds the shopper's key opens them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from frontend.index import history
from frontend.index.rows import EMPTY_HASH, Order
from frontend.resources import database, vault
from frontend.vault.waiting import WaitingRoom
from scripts import sealing

SHOWN = 5
BEGINNING = 200  # bytes of a sealed document, which tell its kind


@dataclass(frozen=True)
class Letter:
    """A sealed document by its hash, and when the chain named it (Unix seconds)."""

    document: str
    time: int


def to_buyer(order: Order) -> list[Letter]:
    """The latest sealed documents of the seller that this storefront keeps."""
    named = {event.fields["document"]: event.time for event in reversed(history.letters(database(), order))}
    found = [Letter(document, time) for document, time in named.items() if document in kept(order, [document])]
    return [letter for letter in found[::-1] if _is_letter(letter.document)][:SHOWN]


def _is_letter(document: str) -> bool:
    """Whether it is for one reader: evidence, which several can read, belongs to the order's story instead."""
    return b'"commitment":' not in vault().start(document, BEGINNING)


def is_kept(document: str) -> bool:
    """Whether this storefront has a sealed document, also one that its order has not called in yet."""
    return document != EMPTY_HASH and (vault().has(document) or WaitingRoom(vault()).has(document))


def kept(order: Order, documents: Iterable[str]) -> set[str]:
    """Those of these documents (empty: none) that this storefront has; not what says it is between other people."""
    two = (order.buyer, order.offer.seller)
    found = {document for document in documents if document and is_kept(document)}
    return {document for document in found if sealing.is_between(vault().start(document, BEGINNING), *two)}


def read(document: str) -> bytes:
    """A sealed document that this storefront has; raises Missing."""
    WaitingRoom(vault()).call_in(document)
    return vault().read(document)
