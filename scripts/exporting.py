"""A merchant's offers as a CSV file that `publish` reads back to the same offers, with their pictures beside it."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts import catalogue, catalogue_file, documents, units
from scripts.address_book import AddressBook
from scripts.catalogue import Context
from scripts.catalogue_file import LIST_SEPARATOR
from scripts.documents import Kind
from scripts.market import Published
from scripts.parameters import NOBODY
from scripts.refusal import Refusal
from scripts.terms import Offer, Stock

PICTURES = "pictures"  # the folder beside the file
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
FIRST = ("product", "title", "description", "category", "pictures", "alt", "option", "value", "price", "units")


Find = Callable[[str], bytes | None]


@dataclass
class Export:
    """A row for each offer, and by reason the ids of those that are left out."""

    rows: list[dict[str, str]] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)


def collect(offers: Sequence[tuple[Published, Stock]], context: Context, find: Find, folder: Path) -> Export:
    """Rows of a seller's offers, given as they were published; `find` gives a document by its sha-256.

    Of two with the same label it is the later one, as a catalogue has one of it. Pictures are written below `folder`;
    a row is only taken if a catalogue in that folder would say the very same offer.
    """
    export = Export()
    labels: set[str] = set()
    for published, stock in reversed(offers):
        try:
            row = _row(published, stock, context.book, find, folder)
            label = _refuse_changed(row, published, context, folder)
            if label in labels:
                raise Refusal("a later offer has the same product and values")
        except Refusal as refusal:
            export.left_out.setdefault(str(refusal).rstrip("."), []).append("0x" + published.id.hex())
        else:
            labels.add(label)
            export.rows.insert(0, row)
    return export


def write(rows: Iterable[dict[str, str]], path: Path) -> None:
    """Write a file with a byte order mark, without which spreadsheets misread it."""
    part = path.with_suffix(".part")
    part.write_text(to_csv(rows), encoding="utf-8-sig", newline="")
    part.replace(path)


def to_csv(rows: Iterable[dict[str, str]]) -> str:
    """Rows with different columns as one table."""
    all_rows = list(rows)
    names = sorted({name for row in all_rows for name in row}, key=_position)
    output = io.StringIO()
    writer = csv.DictWriter(output, names, restval="")
    writer.writeheader()
    writer.writerows(all_rows)
    return output.getvalue()


def _position(name: str) -> tuple[int, str]:
    head = name.partition(".")[0].rstrip("0123456789")
    return (FIRST.index(head) if head in FIRST else len(FIRST), name)


def _row(published: Published, stock: Stock, book: AddressBook, find: Find, folder: Path) -> dict[str, str]:
    if not stock.cap:
        raise Refusal("taken down")
    data = find(published.offer.details.hex())
    if data is None:
        raise Refusal("its document is neither here nor at the storefront")
    if documents.examine(data)[0] is not Kind.OFFER:
        raise Refusal("its document is none of an offer")
    document = json.loads(data)
    files = [_picture(name, find, folder) for name in documents.pictures_of(document)]
    return {**_words(document, files), **_terms(published.offer, stock.left, book)}


def _picture(name: str, find: Find, folder: Path) -> str:
    """Write a picture under its sha-256, by which a catalogue knows that it is to stay as it is."""
    data = find(name)
    if data is None:
        raise Refusal("a picture of it is neither here nor at the storefront")
    file = f"{PICTURES}/{name}.{SUFFIXES.get(documents.examine(data)[1], 'json')}"
    (folder / PICTURES).mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(data)
    return file


def _words(document: dict[str, Any], files: list[str]) -> dict[str, str]:
    places = document["ships_to"]
    row = {
        "product": document["product"],
        "category": document["category"],
        "ships_to": places if isinstance(places, str) else f"{LIST_SEPARATOR} ".join(places),
        "pictures": f"{LIST_SEPARATOR} ".join(files),
        **_per_language("title", document["title"]),
        **_per_language("description", document["description"]),
        **_per_language("return_policy", document["return_policy"]),
    }
    for number, picture in enumerate(document["pictures"], 1):
        row |= _per_language(_numbered("alt", number), picture["alt"])
    for number, part in enumerate(document["variant"], 1):
        row |= _per_language(_numbered("option", number), part["name"])
        row |= _per_language(_numbered("value", number), part["value"])
    return row


def _terms(offer: Offer, left: int, book: AddressBook) -> dict[str, str]:
    currency = book.currency(offer.currency)
    return {
        "price": units.plain_amount(offer.price, currency),
        "units": str(left),
        "currency": currency.symbol,
        "shipping": units.plain_amount(offer.shipping, currency),
        "ship_within": units.plain_duration(offer.ship_within),
        "deliver_within": units.plain_duration(offer.deliver_within),
        "inspect_within": units.plain_duration(offer.inspect_within),
        "carrier": _account(offer.carrier),
        "arbiter": _account(offer.arbiter),
        "commission": units.format_share(offer.commission_bps),
        "loyalty": _account(offer.loyalty),
        "points": units.format_share(offer.points_bps),
    }


def _refuse_changed(row: dict[str, str], published: Published, context: Context, folder: Path) -> str:
    """The label of what `publish` would make of a row; refused where that is another offer."""
    raw = {"offers": list(catalogue_file.read_csv(to_csv([row]), "the row"))}
    (listing,) = catalogue.listings_of(raw, "the row", catalogue.in_folder(folder), context)
    if listing.id != published.id:
        raise Refusal("a row of text cannot say it exactly")
    return listing.label


def _per_language(name: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{name}.{language}": text for language, text in words.items()}


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}{number}"


def _account(address: str) -> str:
    return "none" if address == NOBODY else address
