"""The sample as it was tried last: a line for each mutant, with the test that killed it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tools.mutation.campaign import Entry
from tools.mutation.sample import Mutant

PATH = Path(__file__).with_name("record.jsonl")
SEED = 20261123
COUNT = 200
LEAST = 0.95  # of a contract's mutants have to be killed


class Line(NamedTuple):
    """A mutant of a contract, and what killed it: a test, `time`, or "" if it lives."""

    contract: str
    mutant: Mutant
    killer: str


def write(entries: Mapping[str, Sequence[Entry]]) -> None:
    """Keep what became of some contracts' mutants, and what was there of others."""
    kept = [line for line in read() if line.contract not in entries] if PATH.exists() else []
    lines: list[dict[str, Any]] = [
        {"contract": line.contract} | line.mutant._asdict() | {"killer": line.killer} for line in kept
    ]
    lines += [
        {"contract": contract} | entry.mutant._asdict() | {"killer": entry.killer}
        for contract, of_it in entries.items()
        for entry in of_it
    ]
    PATH.write_text("".join(json.dumps(line) + "\n" for line in lines))


def read() -> list[Line]:
    """All lines."""
    found = [json.loads(line) for line in PATH.read_text().splitlines()]
    return [Line(one.pop("contract"), killer=one.pop("killer"), mutant=Mutant(**one)) for one in found]
