"""Writing lists while they are read: part after part, member after member."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from frontend.index.rows import Item, Page


def walk(part: Callable[[str], Page[Item]]) -> Iterator[Item]:
    """A list's items, part after part; `part` is told the cursor of each."""
    after = ""
    while True:
        found = part(after)
        yield from found.items
        after = found.next
        if not after:
            return


def listed(values: Iterator[Any]) -> Iterator[str]:
    """Members of a JSON list."""
    for place, value in enumerate(values):
        yield (",\n  " if place else "\n  ") + json.dumps(value, ensure_ascii=False)
