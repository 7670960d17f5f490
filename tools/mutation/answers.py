"""Whether a test fails for its own reason on a mutant that names it: each mutant by itself, against one test.

Contracts are not optimized, which takes half the time, unless the test passes of optimized code only.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Protocol

from tools.mutation.copies import Change, Copy
from tools.mutation.engine import Crew, EngineError, fresh, with_brownie

PATIENCE = 300.0  # seconds


class Mutant(Protocol):
    """Changes that make a contract wrong, or files that are none; and a test, with or without one of its cases."""

    @property
    def contract(self) -> str: ...

    @property
    def changes(self) -> Sequence[Change]: ...

    @property
    def test(self) -> str: ...


class Trials:
    """Tries some mutants, one after the other, in copies of the project below a folder."""

    def __init__(self, mutants: Iterable[Mutant], folder: Path) -> None:
        self._mutants = list(mutants)
        self._folder = folder
        self._stack = ExitStack()
        self._healthy: dict[str, set[str]] = {}

    def __enter__(self) -> "Trials":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def complaint(self, mutant: Mutant) -> str:
        """Why a mutant shows nothing of its test, as a sentence; empty where the test fails in its own call.

        Raises EngineError if there was no trial, and Stale if a change no longer fits its file.
        """
        if not mutant.contract:
            return "" if fresh(self._copy, mutant.changes, [mutant.test]) else f"{mutant.test} passes."
        optimized = not with_brownie(mutant.test) or mutant.test not in self._passing(mutant.contract)
        verdict = self._crew(mutant.test).tried(mutant.contract, mutant.changes, [mutant.test], optimized, PATIENCE)
        if not verdict.tried:
            raise EngineError(f"{mutant.contract} does not compile: {verdict.words}")
        if not verdict.ended:
            return f"{mutant.test} does not end in {PATIENCE} s."
        if not verdict.failures:
            return f"{mutant.test} passes."
        failure = verdict.failures[0]
        return "" if failure.phase == "call" else f"{failure.test} fails in its {failure.phase}: {failure.words}"

    def _passing(self, contract: str) -> set[str]:
        """Of the tests that are named for a contract those that pass as it is, not optimized."""
        if contract not in self._healthy:
            of_it = (one.test for one in self._mutants if one.contract == contract)
            tests = sorted({test for test in of_it if with_brownie(test)})
            verdict = self._brownies.tried(contract, (), tests, optimized=False, to_the_end=True)
            failed = [failure.test for failure in verdict.failures]
            self._healthy[contract] = {test for test in tests if not any(_is_case(one, test) for one in failed)}
        return self._healthy[contract]

    def _crew(self, test: str) -> Crew:
        return self._brownies if with_brownie(test) else self._others

    @cached_property
    def _brownies(self) -> Crew:
        return self._start("brownies", [test for test in self._tests() if with_brownie(test)])

    @cached_property
    def _others(self) -> Crew:
        return self._start("others", [test for test in self._tests() if not with_brownie(test)])

    @cached_property
    def _copy(self) -> Copy:
        return Copy(self._folder / "copy")

    def _tests(self) -> list[str]:
        return [mutant.test for mutant in self._mutants if mutant.contract]

    def _start(self, name: str, tests: list[str]) -> Crew:
        files = sorted({test.split("::")[0] for test in tests})
        return self._stack.enter_context(Crew(self._folder / name, files))


def _is_case(test: str, of: str) -> bool:
    return of in (test, test.split("[", maxsplit=1)[0])
