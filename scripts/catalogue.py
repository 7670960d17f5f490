"""A merchant's catalogue: from a YAML or CSV file to offers and documents, entirely checked before anything is sent."""

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts import documents, parameters, points, units
from scripts.address_book import AddressBook
from scripts.parameters import NOBODY
from scripts.provenance.gs1 import check_text, read_gtin
from scripts.refusal import Refusal
from scripts.terms import Offer, offer_id

Json = dict[str, Any]
MAX_VALUES = 1_000_000  # of a YAML file
LIST_SEPARATOR = ";"  # between the entries of a list in one CSV field

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
    return listings_of(_read(path), path.name, in_folder(folder or path.parent), context)


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


class _Loader(yaml.BaseLoader):
    """Texts, lists and mappings; a field that is there twice is refused, for only one of its values can be meant."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """See BaseConstructor."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise Refusal(f"line {key.start_mark.line + 1}: {key.value[:40]} is there twice.")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def _size(value: Any, sizes: dict[int, int]) -> int:
    """How many values there are when every reference is followed; `sizes` are those that were counted before."""
    if not isinstance(value, dict | list):
        return 1
    if id(value) not in sizes:
        parts = value.values() if isinstance(value, dict) else value
        sizes[id(value)] = 1 + sum(_size(part, sizes) for part in parts)
    return sizes[id(value)]


def read_yaml(path: Path) -> Json:
    """A YAML file that is a mapping; every scalar stays a text: 1.10 is a price, no fraction, and NO is a country."""
    text = _text(path)
    try:
        raw = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise Refusal(f"{path.name}{place}: this is not valid YAML.") from None
    except Refusal as refusal:
        raise Refusal(f"{path.name}, {refusal}") from None
    except RecursionError:
        raise Refusal(f"{path.name}: it is nested too deeply.") from None
    if _size(raw, {}) > MAX_VALUES:
        raise Refusal(f"{path.name}: its references (&, *) stand for more than {MAX_VALUES:,} values.")
    if not isinstance(raw, dict):
        raise Refusal(f"{path.name}: the file must be a mapping.")
    return raw


def _read(path: Path) -> Json:
    match path.suffix.lower():
        case ".yaml" | ".yml":
            return read_yaml(path)
        case ".csv":
            return {"offers": list(read_csv(_text(path), path.name))}
        case _:
            raise Refusal(f"{path.name} is neither a .yaml nor a .csv file.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Refusal(f"There is no file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"The file {path} cannot be read as UTF-8 text ({type(error).__name__}).") from None


def read_csv(text: str, name: str) -> Iterator[Json]:
    """One offer a row; `title.zh` is a column of its own, lists are separated by semicolons.

    The second option is in `option2` and `value2`, the words of the second picture in `alt2`.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [column.strip() for column in reader.fieldnames or [] if column.strip()]
        if len(columns) == 1 and re.search("[;\\t]", columns[0]):
            raise Refusal(
                f"{name}: semicolons or tabs stand between its fields; save it as “CSV UTF-8 (comma delimited)”."
            )
        if twice := sorted({column for column in columns if columns.count(column) > 1}):
            raise Refusal(f"{name}: the column {twice[0]} is there twice.")
        for row in reader:
            if not any(map(_filled, row.values())):
                continue  # spreadsheets write rows of empty fields below the last one
            if None in row or None in row.values():
                raise Refusal(f"{name}, line {reader.line_num}: the row does not have as many fields as the header.")
            try:
                yield _from_row({column.strip(): value.strip() for column, value in row.items() if value.strip()})
            except Refusal as refusal:
                raise Refusal(f"{name}, line {reader.line_num}: {refusal}") from None
    except csv.Error:
        raise Refusal(f"{name}, line {reader.line_num + 1}: this is not valid CSV.") from None


def _filled(field: str | list[str] | None) -> bool:
    return bool("".join(field or ()).strip())


def by_language(row: dict[str, str]) -> Json:
    """A row's fields, those of `title.en` and `title.zh` together as `title`."""
    entry: Json = {}
    for name, value in row.items():
        head, _, language = name.partition(".")
        if head in entry and not (language and isinstance(entry[head], dict)):
            raise Refusal(f"{head} is there without a language and with one.")
        if language:
            entry.setdefault(head, {})[language] = value
        else:
            entry[name] = value
    for name in ("pictures", "ships_to"):
        if isinstance(entry.get(name), dict):
            raise Refusal(f"{name} is in no language.")
    return entry


def _from_row(row: dict[str, str]) -> Json:
    entry = by_language(row)
    if "pictures" in entry:
        entry["pictures"] = [{"file": file.strip()} for file in entry["pictures"].split(LIST_SEPARATOR)]
    if entry.get("ships_to", "any") != "any":
        entry["ships_to"] = [place.strip() for place in entry["ships_to"].split(LIST_SEPARATOR)]
    if "lots" in (origin := entry.get("provenance", {})):
        origin["lots"] = [lot.strip() for lot in origin["lots"].split(LIST_SEPARATOR)]
    for number, alt in _numbered(entry, "alt").items():
        if number > len(entry.get("pictures", [])):
            raise Refusal(f"alt{number if number > 1 else ''} is of a picture that the offer does not have.")
        entry["pictures"][number - 1]["alt"] = alt
    options, values = _numbered(entry, "option"), _numbered(entry, "value")
    if options or values:
        entry["options"] = list(options.values())
        entry["variants"] = [{"values": list(values.values())}]
    return entry


def _numbered(entry: Json, name: str) -> dict[int, Any]:
    """What an entry has of `name`, `name2`, `name3` ..., taken out of it, by number."""
    found = {key: re.fullmatch(rf"{name}([1-9]\d?)?", key) for key in entry}
    numbers = {int(match[1] or 1): key for key, match in found.items() if match}
    return {number: entry.pop(numbers[number]) for number in sorted(numbers)}


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
