"""A producer's lots: from a YAML or CSV file to what is registered, entirely checked before anything is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scripts import catalogue, catalogue_file, documents, units
from scripts.catalogue import words_of
from scripts.catalogue_file import LIST_SEPARATOR, by_language
from scripts.imports import table
from scripts.provenance import sensors, serials, tree, typed
from scripts.provenance.gs1 import Product, check_text, read_gln, read_gtin
from scripts.provenance.serials import Serials
from scripts.provenance.typed import Typed
from scripts.refusal import Refusal

Json = dict[str, Any]
TYPE = "handover/lot/1"
PLACE_COLUMNS = ("gln", "latitude", "longitude")
LIMIT_COLUMNS = ("low", "high", "unit")
DEFAULT_UNIT = "°C"


@dataclass(frozen=True)
class Input:
    """How many of a lot went into another one."""

    lot: Typed
    quantity: int


@dataclass(frozen=True)
class Planned:
    """One lot to register. `limits` are thousandths (low, high), or None; `made` is Unix seconds, 0 where not said."""

    place: str
    product: Product
    count: int
    serials: Serials
    document: bytes
    pictures: dict[str, bytes]
    limits: tuple[int, int] | None
    inputs: tuple[Input, ...]
    made: int

    @property
    def name(self) -> str:
        """As it is typed."""
        return typed.write(self.product)


def load(path: Path) -> list[Planned]:
    """All lots of a file; refused as a whole, with the line, if anything in it is wrong."""
    language, entries = _read(path)
    pictures = catalogue.in_folder(path.parent)
    found: dict[Product, Planned] = {}
    for place, entry in entries:
        try:
            documents.check({"lots": [entry]}, "lots")
            planned = _planned(place, entry, language, pictures, path.parent)
            if planned.product in found:
                raise Refusal(f"the lot {planned.name} is there already ({found[planned.product].place}).")
        except Refusal as refusal:
            raise Refusal(f"{place}: {_fault(refusal)}") from None
        found[planned.product] = planned
    return list(found.values())


def _fault(refusal: Refusal) -> str:
    """What is wrong with an entry, without the place that the schema has for it."""
    return str(refusal).removeprefix("lots, lots[0]").removeprefix(".").removeprefix(": ")


def _read(path: Path) -> tuple[str, list[tuple[str, Json]]]:
    """The file's language, and its lots with the line where each begins."""
    match path.suffix.lower():
        case ".yaml" | ".yml":
            return _from_yaml(path)
        case ".csv":
            return "en", list(_from_csv(path))
    raise Refusal(f"{path.name} is neither a .yaml nor a .csv file.")


def _from_yaml(path: Path) -> tuple[str, list[tuple[str, Json]]]:
    raw = catalogue_file.read_yaml(path)
    lots = raw.get("lots")
    rest = {name: value for name, value in raw.items() if name != "lots"}
    try:
        documents.check({**rest, "lots": [{}]} if isinstance(lots, list) and lots else raw, "lots")
    except Refusal as refusal:
        raise Refusal(f"{path.name}: {refusal}") from None
    lines = _lines(path.read_text(encoding="utf-8-sig"))
    defaults = raw.get("defaults", {})
    places = [f"{path.name}, line {line}" for line in lines]
    merged = [{**defaults, **lot} if isinstance(lot, dict) else lot for lot in raw["lots"]]
    return str(raw.get("language", "en")), list(zip(places, merged, strict=True))


def _lines(text: str) -> list[int]:
    """The line where each entry of `lots` begins."""
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    assert isinstance(root, yaml.MappingNode)
    (lots,) = [value for key, value in root.value if key.value == "lots"]
    return [entry.start_mark.line + 1 for entry in lots.value]


def _from_csv(path: Path) -> Iterator[tuple[str, Json]]:
    """One lot a row; `name.zh` is a column of its own, pictures and inputs are separated by semicolons.

    An input is the lot as it is typed, a blank, and how many of it.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise Refusal(f"The file {path} cannot be read.") from None
    for row in table.read(data, path.name):
        try:
            yield row.place, _from_row({name: value for name, value in row.fields.items() if value})
        except Refusal as refusal:
            raise Refusal(f"{row.place}: {refusal}") from None


def _from_row(fields: dict[str, str]) -> Json:
    entry = by_language(fields)
    place = {name: entry.pop(name) for name in PLACE_COLUMNS if name in entry}
    if place or "place" in entry:
        entry["place"] = {**({"name": entry["place"]} if "place" in entry else {}), **place}
    if limits := {name: entry.pop(name) for name in LIMIT_COLUMNS if name in entry}:
        entry["limits"] = limits
    if "pictures" in entry:
        entry["pictures"] = [{"file": file.strip()} for file in entry["pictures"].split(LIST_SEPARATOR)]
    if "inputs" in entry:
        pairs = [text.split() for text in entry["inputs"].split(LIST_SEPARATOR)]
        if any(len(pair) != 2 for pair in pairs):
            raise Refusal("inputs are written like 09506000134352/L-1 100, with semicolons between them.")
        entry["inputs"] = [{"lot": lot, "quantity": quantity} for lot, quantity in pairs]
    return entry


def _planned(place: str, entry: Json, language: str, pictures: catalogue.Pictures, folder: Path) -> Planned:
    for name in ("gtin", "lot", "count", "name"):
        if name not in entry:
            raise Refusal(f"'{name}' is missing.")
    product = Product(read_gtin(entry["gtin"]), lot=check_text(entry["lot"], "lot"))
    count = units.parse_count(entry["count"])
    tree.sizes(count)
    found = [pictures(shown["file"]) for shown in entry.get("pictures", [])]
    limits = _limits(entry)
    document = documents.canonical(_document(entry, product, language, [name for name, _ in found], limits))
    documents.examine(document)
    return Planned(
        place=place,
        product=product,
        count=count,
        serials=_serials(entry, count, folder),
        document=document,
        pictures=dict(found),
        limits=(limits["low"], limits["high"]) if limits else None,
        inputs=tuple(_inputs(entry)),
        made=units.parse_moment(entry["made"]) if "made" in entry else 0,
    )


def _serials(entry: Json, count: int, folder: Path) -> Serials:
    if "serials" not in entry:
        return serials.counted(entry.get("first_serial", ""), count)
    if "first_serial" in entry:
        raise Refusal("it has first_serial and serials; one of them is meant.")
    return serials.listed(folder / entry["serials"], count)


def _inputs(entry: Json) -> Iterator[Input]:
    seen: set[Typed] = set()
    for said in entry.get("inputs", []):
        lot = typed.read_lot(said["lot"])
        if lot in seen:
            raise Refusal(f"the input {said['lot']} is there twice.")
        seen.add(lot)
        quantity = units.parse_count(said["quantity"])
        if not 1 <= quantity <= tree.MAX_COUNT:
            raise Refusal(f"{quantity:,} of {said['lot']} cannot be an input.")
        yield Input(lot, quantity)


def _limits(entry: Json) -> Json:
    """Thousandths, or nothing."""
    if "limits" not in entry:
        return {}
    said = entry["limits"]
    low, high = sensors.thousandths(said["low"]), sensors.thousandths(said["high"])
    if low > high:
        raise Refusal(f"the limits' low {said['low']} is above their high {said['high']}.")
    return {"low": low, "high": high, "unit": sensors.unit_code(said.get("unit", DEFAULT_UNIT))}


def _document(entry: Json, product: Product, language: str, pictures: list[str], limits: Json) -> Json:
    name = words_of(entry["name"], language)
    document: Json = {"type": TYPE, "gtin": product.gtin, "lot": product.lot, "name": name}
    for told in ("description", "item"):
        if told in entry:
            document[told] = words_of(entry[told], language)
    if pictures:
        alts = [words_of(shown.get("alt", name), language) for shown in entry["pictures"]]
        document["pictures"] = [{"sha256": sha, "alt": alt} for sha, alt in zip(pictures, alts, strict=True)]
    if "made" in entry:
        document["made"] = units.moment_of(entry["made"]).isoformat()
    if "best_before" in entry:
        document["best_before"] = _date(entry["best_before"])
    if "place" in entry:
        document["place"] = _place(entry["place"], language)
    if limits:
        document["limits"] = limits
    return document


def _place(said: Json, language: str) -> Json:
    if "gln" in said:
        read_gln(said["gln"])
    if ("latitude" in said) != ("longitude" in said):
        raise Refusal("the place has one of latitude and longitude; both are needed.")
    return {**said, "name": words_of(said["name"], language)}


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise Refusal(f"{text[:40]!r} is not a date; write it like 2026-12-31.") from None
