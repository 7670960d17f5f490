"""A merchant's catalogue: from a YAML or CSV file to offers and documents, entirely checked before anything is sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import documents, parameters, points, units
from scripts.address_book import AddressBook
from scripts.catalogue_file import read
from scripts.parameters import NOBODY
from scripts.provenance.gs1 import check_text, read_gtin
from scripts.refusal import Refusal
from scripts.terms import Offer, offer_id

Json = dict[str, Any]

Pictures = Callable[
    [str], tuple[str, bytes]
]  # a catalogue's `file`: the sha-256 and the bytes; Refusal where it is none


@dataclass(frozen=True)
class Listing:
    """One offer to publish: its terms, units, document and the pictures that the document names, by sha-256."""

    label: str
    offer: Offer
    cap: int
    document: bytes
    pictures: dict[str, bytes]

    @property
    def id(self) -> bytes:
        """The offer's id."""
        return offer_id(self.offer)


@dataclass(frozen=True)
class Context:
    """What a catalogue means depends on: the seller, the currencies, and who names like "arbiter" stand for."""

    seller: str
    book: AddressBook
    resolve: Callable[[str], str]


def load(path: Path, context: Context, folder: Path | None = None) -> list[Listing]:
    """All offers of a catalogue file; refused as a whole, with the place, if anything in it is wrong.

    `folder` is where pictures are looked for, if not beside the file.
    """
    return listings_of(read(path), path.name, in_folder(folder or path.parent), context)


def entry(listings: list[Listing], label: str) -> Listing:
    """The offer of a catalogue with a label; refused where it has none."""
    for listing in listings:
        if listing.label == label:
            return listing
    known = ", ".join(listing.label for listing in listings[:20])
    raise Refusal(f"The catalogue has no entry {label!r}; label= is one of {known}.")


def listings_of(raw: Json, name: str, pictures: Pictures, context: Context) -> list[Listing]:
    """All offers of a catalogue that is read already, `name` is its file's; refused as a whole if anything is wrong."""
    documents.check(raw, "catalogue")
    listings: list[Listing] = []
    for label, found in examined(raw, pictures, context):
        if isinstance(found, Refusal):
            raise Refusal(f"{name}, {label}: {found}")
        listings.append(found)
    return listings


def examined(raw: Json, pictures: Pictures, context: Context) -> Iterator[tuple[str, Listing | Refusal]]:
    """Each offer of a catalogue by its label, or what is wrong with it; refused as a whole where it has no offers."""
    if not isinstance(raw, dict) or not isinstance(raw.get("offers"), list) or not raw["offers"]:
        documents.check(raw, "catalogue")
    language = str(raw.get("language", "en"))
    known = raw.get("defaults", {})
    defaults = {**parameters.CATALOGUE_DEFAULTS, **(known if isinstance(known, dict) else {})}
    labels: set[str] = set()
    for number, entry in enumerate(raw["offers"], 1):
        try:
            documents.check({**raw, "offers": [entry]}, "catalogue")
        except Refusal as refusal:
            yield _named(entry, number), refusal
            continue
        for variant in entry.get("variants", [{}]):
            merged = {**defaults, **entry, **variant}
            label = _label(merged, language)
            try:
                listing = _listing(label, merged, language, pictures, context)
                if label in labels:
                    raise Refusal("it has the label of another entry; name product or values apart.")
            except Refusal as refusal:
                yield label, refusal
            else:
                yield label, listing
            labels.add(label)


def _named(entry: Any, number: int) -> str:
    """What to call an entry that has not the form of one."""
    product = entry.get("product") if isinstance(entry, dict) else None
    return product[:80] if isinstance(product, str) and product else f"{number}"


def _label(entry: Json, language: str) -> str:
    values = [words_of(value, language) for value in entry.get("values", [])]
    return "/".join([entry["product"], *(next(iter(words.values())) for words in values)])


def _listing(label: str, entry: Json, language: str, pictures: Pictures, context: Context) -> Listing:
    found = [pictures(shown["file"]) for shown in entry.get("pictures", [])]
    said = _document(entry, language, [name for name, _ in found])
    if "provenance" in entry:
        said["provenance"] = _provenance(entry["provenance"], context)
    document = documents.canonical(said)
    documents.examine(document)
    offer = _offer(entry, context, bytes.fromhex(documents.sha256(document)))
    if "units" not in entry:
        raise Refusal("it has no units.")
    return Listing(label, offer, units.parse_count(entry["units"]), document, dict(found))


def _document(entry: Json, language: str, pictures: list[str]) -> Json:
    if "return_policy" not in entry:
        raise Refusal("it has no return policy.")
    title = words_of(entry["title"], language)
    alts = [words_of(shown.get("alt", title), language) for shown in entry.get("pictures", [])]
    return {
        "type": "handover/offer/1",
        "title": title,
        "description": words_of(entry["description"], language),
        "pictures": [{"sha256": name, "alt": alt} for name, alt in zip(pictures, alts, strict=True)],
        "product": entry["product"],
        "variant": _variant(entry, language),
        "category": entry["category"],
        "ships_to": entry["ships_to"],
        "return_policy": words_of(entry["return_policy"], language),
    }


def _provenance(said: Json, context: Context) -> Json:
    """Whose goods they are, and of which lots, where their journey is on the chain."""
    found: Json = {"gtin": read_gtin(said["gtin"]), "producer": _account(said["producer"], context)}
    return found | ({"lots": [check_text(lot, "lot") for lot in said["lots"]]} if "lots" in said else {})


def _variant(entry: Json, language: str) -> list[Json]:
    names, values = entry.get("options", []), entry.get("values", [])
    if len(names) != len(values):
        raise Refusal(f"it has {len(names)} options but {len(values)} values.")
    return [
        {"name": words_of(name, language), "value": words_of(value, language)}
        for name, value in zip(names, values, strict=True)
    ]


def _offer(entry: Json, context: Context, details: bytes) -> Offer:
    if "price" not in entry:
        raise Refusal("it has no price.")
    if "arbiter" not in entry:
        raise Refusal("it names no arbiter; write `arbiter: none` if the buyer's word shall decide every dispute.")
    currency = context.book.currency(entry["currency"])
    points_bps = units.parse_share(entry["points"])
    return Offer(
        seller=context.seller,
        currency=currency.address,
        price=units.parse_amount(entry["price"], currency),
        shipping=units.parse_amount(entry["shipping"], currency),
        ship_within=units.parse_duration(entry["ship_within"]),
        deliver_within=units.parse_duration(entry["deliver_within"]),
        inspect_within=units.parse_duration(entry["inspect_within"]),
        carrier=_account(entry["carrier"], context),
        arbiter=_account(entry["arbiter"], context),
        commission_bps=units.parse_share(entry["commission"]),
        loyalty=points.loyalty(entry["loyalty"], points_bps, currency, context.book, context.resolve),
        points_bps=points_bps,
        details=details,
    )


def _account(name: str, context: Context) -> str:
    return NOBODY if name == "none" else context.resolve(name)


def words_of(value: str | dict[str, str], language: str) -> dict[str, str]:
    words = {language: value} if isinstance(value, str) else value
    return {key: text.strip() for key, text in words.items()}


def in_folder(folder: Path) -> Pictures:
    """The pictures of a folder, as they are published."""

    def find(file: str) -> tuple[str, bytes]:
        data = picture(folder, file)
        return documents.sha256(data), data

    return find


def picture(folder: Path, file: str) -> bytes:
    """A picture as it is published, re-encoded once for each source: other versions of Pillow may write other bytes.

    A file that is named by its own sha-256 was published so before, and stays as it is.
    """
    try:
        source = (folder / file).read_bytes()
    except OSError:
        raise Refusal(f"the picture {folder / file} cannot be read.") from None
    name = documents.sha256(source)
    if Path(file).stem == name and documents.examine(source)[0] is documents.Kind.PICTURE:
        return source
    kept = parameters.PICTURES / f"{name}.webp"
    if kept.exists():
        return kept.read_bytes()
    try:
        data = documents.encode_picture(source)
    except Refusal as refusal:
        raise Refusal(f"{file}: {refusal}") from None
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_bytes(data)
    part.replace(kept)
    return data
