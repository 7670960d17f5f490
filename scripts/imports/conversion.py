"""From another shop's products to a catalogue of ours, and what is to be told about it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from scripts.address_book import Currency
from scripts.imports import plain_text
from scripts.imports.folder import Chosen, Folder
from scripts.imports.goods import Picture, Product, Variant
from scripts.refusal import Refusal

Json = dict[str, Any]
MAX_LINE, MAX_TEXT, MAX_PICTURES, MAX_OPTIONS, MAX_SLUG = 200, 8000, 12, 6, 64  # as offer.json says
HAN = re.compile("[\u3400-\u9fff]")
CENTS, MILLIONTHS = Decimal("0.01"), Decimal("0.000001")
DEFAULT_WORDS = ("return_policy",)


@dataclass(frozen=True)
class Terms:
    """What an export does not say: the currency, how many of it one of theirs is, the terms that hold for all offers.

    `units` are those of what is not counted, None to leave it out. Pictures are looked for in the folder `pictures`,
    and named as seen from the folder `beside`, where the catalogue will stand; or they are what was chosen, by name.
    """

    currency: Currency
    rate: Decimal = Decimal(1)
    units: int | None = None
    defaults: Json = field(default_factory=dict)
    pictures: Path | Mapping[str, str] | None = None
    beside: Path = Path()


@dataclass
class Conversion:
    """A catalogue, and beside it: how many products are in it, which are not and why, which pictures are missing.

    `left_out` and `notes` are labels by reason; `missing` are the pictures' file names by their addresses.
    """

    catalogue: Json
    taken: int = 0
    left_out: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def convert(products: Sequence[Product], terms: Terms) -> Conversion:
    """A catalogue of what can be sold here; refused if that is nothing."""
    return _Converter(products, terms).convert()


class _Converter:
    def __init__(self, products: Sequence[Product], terms: Terms) -> None:
        self.products = products
        self.terms = terms
        chinese = sum(1 for product in products if HAN.search(product.title))
        self.language = "zh" if 2 * chinese > len(products) else "en"
        addresses = [picture.url for product in products for picture in product.pictures]
        addresses += [variant.picture for product in products for variant in product.variants if variant.picture]
        if isinstance(terms.pictures, Mapping):
            self.folder: Folder = Chosen(terms.pictures, addresses)
        else:
            self.folder = Folder(terms.pictures, addresses, terms.beside)
        defaults = {**terms.defaults, "currency": terms.currency.symbol}
        for name in DEFAULT_WORDS:
            if isinstance(defaults.get(name), str):
                defaults[name] = self._words(defaults[name])
        self.result = Conversion({"language": self.language, "defaults": defaults, "offers": []})

    def convert(self) -> Conversion:
        keys: dict[str, str] = {}
        for product in self.products:
            name = slug(product.key, taken=keys.get(slug(product.key), product.key) != product.key)
            if name in keys:
                self._leave_out("twice in the file", name)
                continue
            keys[name] = product.key
            self._take(name, product)
        if not self.result.taken:
            reasons = ", ".join(f"{reason}: {len(labels)}" for reason, labels in self.result.left_out.items())
            raise Refusal(f"Nothing in the file can be sold here ({reasons}).")
        return self.result

    def _take(self, name: str, product: Product) -> None:
        label = name if product.key.isascii() else f"{name} ({plain_text.line(product.title)})"
        reason = product.left_out or ("more than 6 options" if len(product.options) > MAX_OPTIONS else "")
        reason = reason or ("" if product.title else "no title") or ("" if product.variants else "no variants")
        if reason:
            self._leave_out(reason, label)
            return
        variants: dict[tuple[str, ...], Json] = {}
        pictures = self._pictures(product.pictures)
        for variant in product.variants:
            values = tuple(plain_text.shorten(plain_text.line(value), MAX_LINE) for value in variant.values)
            reason = self._unsold(variant) or ("twice in the file" if values in variants else "")
            if reason:
                self._leave_out(reason, "/".join([label, *values]))
            else:
                variants[values] = self._variant(variant, pictures)
        if variants:
            self.result.taken += 1
            self.result.catalogue["offers"].append(self._entry(name, label, product, variants, pictures))

    def _entry(
        self, name: str, label: str, product: Product, variants: dict[tuple[str, ...], Json], pictures: list[Json]
    ) -> Json:
        title = plain_text.shorten(plain_text.line(product.title), MAX_LINE)
        text = plain_text.shorten(product.description or title, MAX_TEXT)
        if product.description != text:
            self._note("description is cut at 8,000 characters" if product.description else "no description", label)
        entry: Json = {"product": name, "title": self._words(title), "description": self._words(text)}
        category = product.category
        if category and category.isascii() and "category" not in self.terms.defaults:
            entry["category"] = slug(category)
        if pictures:
            entry["pictures"] = pictures
        elif not all("pictures" in variant for variant in variants.values()):
            self._note("published without a picture", label)
        if not product.options:
            return {**entry, **variants[()]}
        entry["options"] = [self._words(plain_text.line(option)) for option in product.options]
        entry["variants"] = [
            {"values": [self._words(value) for value in values], **variant} for values, variant in variants.items()
        ]
        return entry

    def _variant(self, variant: Variant, pictures: list[Json]) -> Json:
        fields: Json = {"price": self._price(variant), "units": str(self._stock(variant))}
        own = self._pictures([Picture(variant.picture)]) if variant.picture else []
        if own:
            others = [shown for shown in pictures if shown["file"] != own[0]["file"]]
            fields["pictures"] = [*own, *others][:MAX_PICTURES]
        return fields

    def _unsold(self, variant: Variant) -> str:
        """Why a variant is not sold here; empty if it is."""
        if variant.left_out:
            return variant.left_out
        if variant.price is None:
            return "no price"
        if not Decimal(self._price(variant)):
            return "price of zero"
        stock = self._stock(variant)
        if stock is None:
            return "stock is not counted (units= would say how many)"
        return "" if stock else "sold out"

    def _stock(self, variant: Variant) -> int | None:
        return self.terms.units if variant.stock is None else variant.stock

    def _price(self, variant: Variant) -> str:
        """As it is written; after a rate rounded to cents, or finer where a unit is as much as a coin."""
        price = variant.price or Decimal(0)
        if self.terms.rate != 1:
            step = CENTS if self.terms.currency.decimals <= 6 else MILLIONTHS
            price = (price * self.terms.rate).quantize(step, ROUND_HALF_UP)
        return f"{price:f}"

    def _pictures(self, shown: Sequence[Picture]) -> list[Json]:
        found: dict[str, Json] = {}
        for picture in shown[:MAX_PICTURES]:
            file = self.folder.find(picture.url)
            if file is None:
                self.result.missing[picture.url] = self.folder.name(picture.url)
            elif fault := self.folder.fault(file):
                self._note(f"picture left out: {fault}", file.name)
            else:
                alt = plain_text.shorten(plain_text.line(picture.alt), MAX_LINE)
                path = self.folder.called(file)
                found[path] = {"file": path, **({"alt": self._words(alt)} if alt else {})}
        return list(found.values())

    def _words(self, text: str) -> str | dict[str, str]:
        """A text under the language that it is written in, which is said where it is not the file's."""
        language = "zh" if HAN.search(text) else "en"
        return text if language == self.language else {language: text}

    def _leave_out(self, reason: str, label: str) -> None:
        self.result.left_out.setdefault(reason, []).append(label)

    def _note(self, note: str, label: str) -> None:
        labels = self.result.notes.setdefault(note, [])
        if label not in labels:
            labels.append(label)


def slug(key: str, taken: bool = False) -> str:
    """A name in small letters, digits and hyphens; where that may be another key's too, with a part of its hash."""
    plain = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")
    if plain and len(plain) <= MAX_SLUG and key.isascii() and not taken:
        return plain
    mark = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{plain[: MAX_SLUG - 9].strip('-')}-{mark}".strip("-")
