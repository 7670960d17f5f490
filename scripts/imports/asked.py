"""What an export does not say, as people type it: the terms for all offers, the currency and its rate."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from scripts import catalogue_file, units
from scripts.address_book import AddressBook
from scripts.imports.conversion import Terms
from scripts.refusal import Refusal

NEEDED = {
    "currency": "what the prices shall be in, currency=",
    "arbiter": "who rules on disputes, arbiter= (`none` if the buyer's word shall decide every one)",
    "return_policy": "what may be sent back, return_policy=",
}


def defaults_of(file: Path | None, given: Mapping[str, str]) -> dict[str, Any]:
    """The terms for all offers: those of another catalogue of ours, and over them those that are given."""
    known = catalogue_file.read_yaml(file).get("defaults", {}) if file else {}
    if not isinstance(known, dict):
        raise Refusal(f"{file}: its defaults must be a mapping.")
    found = {**known, **{name: value for name, value in given.items() if value}}
    lacking = [words for name, words in NEEDED.items() if not found.get(name)]
    if lacking:
        raise Refusal(f"Say {'; '.join(lacking)}.")
    return found


def terms_of(
    book: AddressBook, defaults: dict[str, Any], rate: str, stock: str, pictures: Path | None, to: Path
) -> Terms:
    """The terms as they are typed; a rate of 1.08 makes 10.80 of a price of 10."""
    if pictures and not pictures.is_dir():
        raise Refusal(f"There is no folder {pictures}.")
    try:
        factor = Decimal(rate)
    except InvalidOperation:
        factor = Decimal(0)
    if not (factor.is_finite() and factor > 0):
        raise Refusal(f"{rate!r} is no rate; write it like 1.08.")
    currency = book.currency(str(defaults["currency"]))
    number = units.parse_count(stock) if stock else None
    return Terms(currency, factor, number, defaults, pictures, to.parent)
