"""All mutants of a contract and its modules that universalmutator's rules for Vyper make, in the order of a seed.

Nothing is chosen by hand. A line that says the same to the compiler as before is no mutant.
"""

import io
import json
import random
import subprocess
import sys
import tokenize
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

from tools.mutation.copies import ROOT, Change

TOOL = ROOT / "build" / "mutation" / "universalmutator"
PACKAGE = "universalmutator==1.14.1"  # what is used of it needs nothing else
RULES = ["universal.rules", "python.rules", "vyper.rules"]  # those it has for .vy
BEFORE = (tokenize.NEWLINE, tokenize.INDENT, tokenize.NL)  # what stands before a docstring


class Mutant(NamedTuple):
    """A line of a file, by its path from the root, that says something else; both without the line's end."""

    file: str
    line: int
    old: str
    new: str

    def fits(self) -> bool:
        """Whether the line is still what it was."""
        lines = (ROOT / self.file).read_text().splitlines()
        return self.line <= len(lines) and lines[self.line - 1] == self.old

    def change(self) -> Change:
        """Of the whole file, for a line may be there twice."""
        source = (ROOT / self.file).read_text()
        lines = source.splitlines()
        lines[self.line - 1] = self.new
        return Change(self.file, source, "\n".join([*lines, ""]))


def shuffled(contract: str, seed: int) -> list[Mutant]:
    """Every mutant of a contract's files."""
    mutants = [mutant for file in files(contract) for mutant in _all_of_file(file)]
    random.Random(seed).shuffle(mutants)
    return mutants


def files(contract: str) -> list[str]:
    """A contract's own files, by what was read when it was compiled: no interfaces and nothing installed."""
    built = json.loads((ROOT / "build" / "contracts" / f"{contract}.json").read_text())
    imported = [name for name in built["ast"]["imports"] if name.startswith("contracts/") and name.endswith(".vy")]
    return sorted([built["sourcePath"], *imported])


def _all_of_file(file: str) -> list[Mutant]:
    source = (ROOT / file).read_text()
    lines = source.splitlines(keepends=True)
    with redirect_stdout(io.StringIO()):
        found = _tool()(lines, ruleFiles=RULES, ignorePatterns=[])
    silent = _silent(source)
    pairs = [(line, lines[line - 1].rstrip("\n"), new.rstrip("\n")) for line, new, *_ in found if line not in silent]
    return [Mutant(file, *pair) for pair in pairs if _said(pair[1]) != _said(pair[2])]


def _tool() -> Callable[..., list[tuple[int, str, Any, Any]]]:
    """The function of universalmutator that makes all mutants of a file's lines; brings it at first."""
    if not TOOL.exists():
        bring = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", f"--target={TOOL}", PACKAGE]
        subprocess.run(bring, check=True)
    if str(TOOL) not in sys.path:
        sys.path.append(str(TOOL))
    tool: Callable[..., list[tuple[int, str, Any, Any]]] = import_module("universalmutator.mutator").mutants_regexp
    return tool


def _silent(source: str) -> set[int]:
    """The numbers of the lines that docstrings stand on."""
    tokens = pairwise(tokenize.generate_tokens(io.StringIO(source).readline))
    docstrings = [token for before, token in tokens if token.type == tokenize.STRING and before.type in BEFORE]
    return {line for token in docstrings for line in range(token.start[0], token.end[0] + 1)}


def _said(line: str) -> str:
    """What a line says to a compiler."""
    return line.split("#", maxsplit=1)[0].rstrip()
