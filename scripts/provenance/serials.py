"""The serials of a lot's items: counted up from the first one, or listed in a file; always in byte order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.provenance.gs1 import check_text, quoted
from scripts.refusal import Refusal


@dataclass(frozen=True)
class Counted:
    """Serials that end in a number of fixed width: A0001, A0002 ..."""

    head: str
    width: int
    start: int
    count: int

    def __iter__(self) -> Iterator[str]:
        """The serials, as often as one likes."""
        head, width = self.head, self.width
        return (f"{head}{number:0{width}}" for number in range(self.start, self.start + self.count))


@dataclass(frozen=True)
class Listed:
    """Serials that somebody else gave."""

    texts: tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        """The serials, as often as one likes."""
        return iter(self.texts)


Serials = Counted | Listed


def counted(first: str, count: int) -> Counted:
    """So many serials from a first one; without one from 1, as wide as the last. Refused where they get longer."""
    check_text(first, "serial") if first else None
    match = re.fullmatch(r"(.*?)([0-9]+)", first or "1".rjust(len(str(count)), "0"))
    if match is None:
        raise Refusal(f"The first serial {quoted(first)} does not end in a number that can be counted up.")
    head, digits = match.groups()
    found = Counted(head, len(digits), int(digits), count)
    if found.start + count - 1 >= 10**found.width:
        raise Refusal(f"Counted up from {quoted(first)}, {count:,} serials get longer; write more zeros before it.")
    return found


def listed(path: Path, count: int) -> Listed:
    """The serials of a file, one a line; refused with the line of what is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"The file of serials {path} cannot be read as UTF-8 text.") from None
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not (serial := line.strip()):
            continue
        try:
            check_text(serial, "serial")
        except Refusal as refusal:
            raise Refusal(f"{path.name}, line {number}: {refusal}") from None
        if serial in seen:
            raise Refusal(f"{path.name}, line {number}: {serial} is in line {seen[serial]} already.")
        seen[serial] = number
    if len(seen) != count:
        raise Refusal(f"{path.name} has {len(seen):,} serials for {count:,} items.")
    return Listed(tuple(sorted(seen)))
