"""The shape of a mutant: a source from which the answer to one threat is gone, and the test that misses it."""

from typing import NamedTuple


class Change(NamedTuple):
    """In a file of the project, by its path from the root, `old` becomes `new`; `old` stands there once."""

    file: str
    old: str
    new: str


class Mutant(NamedTuple):
    """Takes away what answers a threat, and nothing else; `test` is one that the threat's row names, and fails then.

    `threat` is the row's first cell, word for word. `contract` is the one to compile, by its name; it is empty where
    what changes is no contract. `test` may be a single case: `unit/escrow/test_races.py::test_default_behavior[x]`.
    """

    threat: str
    contract: str
    changes: tuple[Change, ...]
    test: str
