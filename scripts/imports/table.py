"""A CSV file of another shop as rows that know their line; columns are found whatever their capitals."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from scripts.refusal import Refusal

DELIMITERS = ",;\t"
SEPARATOR = re.compile(r"sep=([,;\t])(?=\r?\n)", re.IGNORECASE)  # Excel's own first line; that line stays, empty
PRICE = re.compile(r"\d+(?:[.,]\d+)?")
GROUPED = re.compile(r"[1-9]\d{0,2},\d{3}")  # 1,234: more than a thousand, or a little over one
COUNT = re.compile(r"(-?\d+)(?:[.,]0+)?")


@dataclass(frozen=True)
class Row:
    """One row; `place` is the file and the line where it begins, keys are in small letters."""

    place: str
    fields: dict[str, str]

    def get(self, *names: str) -> str:
        """What stands in the first of these columns that is not empty; an empty text if none is."""
        return next((value for name in names if (value := self.fields.get(name.lower(), ""))), "")

    def has(self, *names: str) -> bool:
        """Whether the file has one of these columns."""
        return any(name.lower() in self.fields for name in names)

    def price(self, *names: str) -> Decimal | None:
        """A price; None where there is none. The decimals may come after a comma."""
        text = self.get(*names)
        if not text:
            return None
        if GROUPED.fullmatch(text):
            raise Refusal(f"{self.place}: the price {text!r} can be read in two ways; write it like 1234.00 or 1.23.")
        if not PRICE.fullmatch(text):
            raise Refusal(
                f"{self.place}: the price {text[:40]!r} is not written like 1234.50; take out signs and separators."
            )
        return Decimal(text.replace(",", "."))

    def count(self, *names: str) -> int | None:
        """A whole number, perhaps negative; None where there is none."""
        text = self.get(*names)
        match = COUNT.fullmatch(text)
        if text and not match:
            raise Refusal(f"{self.place}: {text[:40]!r} is not a whole number ({names[0]}).")
        return int(match[1]) if match else None

    def map(self, change: Callable[[str], str]) -> "Row":
        """The same row with every field changed."""
        return Row(self.place, {name: change(value) for name, value in self.fields.items()})


def read(data: bytes, name: str, encoding: str = "") -> list[Row]:
    """The rows of a CSV file that are not empty, at least one; the first line shows what separates the fields."""
    text = _decode(data, name, encoding)
    said = SEPARATOR.match(text)
    delimiter = said[1] if said else max(DELIMITERS, key=re.split(r"[\r\n]", text, maxsplit=1)[0].count)
    rows = list(_rows(SEPARATOR.sub("", text), name, delimiter))
    if not rows:
        raise Refusal(f"{name}: the file has no products.")
    return rows


def _decode(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding or "utf-8-sig")
    except LookupError:
        raise Refusal(f"There is no encoding {encoding!r}; usual ones are windows-1252 and gb18030.") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = "say another encoding=" if encoding else "save it as “CSV UTF-8”, or say encoding=windows-1252"
        raise Refusal(f"{name}, line {line}: this is not {encoding or 'UTF-8'} text; {hint}.") from None
    except UnicodeError:
        raise Refusal(f"{name}: this is not {encoding} text.") from None


def _rows(text: str, name: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    line = 1
    try:
        for values in reader:
            fields = [value.strip() for value in values]
            if any(fields):
                place = f"{name}, line {line}"
                if not header:
                    header = [field.lower() for field in fields]
                elif len(fields) != len(header):
                    raise Refusal(f"{place}: the row has {len(fields)} fields, the first line {len(header)}.")
                else:
                    yield Row(place, dict(zip(header, fields, strict=True)))
            line = reader.line_num + 1
    except csv.Error:
        raise Refusal(f"{name}, line {line}: this is not valid CSV (a quote that does not end?).") from None
