"""A catalogue's file as plain data: YAML, or a CSV of one offer a row; what the data mean is checked elsewhere."""

import csv
import io
import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.refusal import Refusal

Json = dict[str, Any]
MAX_VALUES = 1_000_000  # of a YAML file
LIST_SEPARATOR = ";"  # between the entries of a list in one CSV field


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


def read(path: Path) -> Json:
    """A catalogue as it is written, unchecked; Refusal where it is no file of such."""
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
    origin = entry.get("provenance")
    if isinstance(origin, dict) and "lots" in origin:
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
