"""The mutants of a contract that a seed draws, tried one by one, and what became of each; goes on where it was left.

What does not compile, or compiles to the code of the contract or of a mutant drawn before, is not in the sample.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from tools.mutation.copies import ROOT
from tools.mutation.engine import Crew, EngineError, Verdict, always
from tools.mutation.sample import Mutant, shuffled

TESTS = {"Loyalty": "unit/loyalty", "Escrow": "unit/escrow"}
TIME = "time"  # what killed a mutant that never ended
LIVES = ""
AGAIN = 40  # of the tests that killed so far these many, the best ones, are tried first


@dataclass
class Entry:
    """A mutant of the sample, a digest of its code, and who killed it; None until it was tried."""

    mutant: Mutant
    code: str
    killer: str | None = None
    by: str = ""  # a digest of the tests that it survived


class Record:
    """What is known of a sample, in a file; all of it is forgotten once the contract is another."""

    def __init__(self, path: Path, code: str) -> None:
        self._path = path
        self.code = code  # of the contract without a mutant
        kept = json.loads(path.read_text()) if path.exists() else {}
        kept = kept if kept.get("code") == code else {}
        self.looked_at = int(kept.get("looked_at", 0))  # of the shuffled mutants
        self.entries = [Entry(Mutant(*entry.pop("mutant")), **entry) for entry in kept.get("entries", [])]
        self.seconds: dict[str, float] = kept.get("seconds", {})

    def write(self) -> None:
        """Keep it; at no moment is there half of it."""
        content = {"code": self.code, "looked_at": self.looked_at, "seconds": self.seconds}
        entries = [asdict(entry) | {"mutant": list(entry.mutant)} for entry in self.entries]
        half = self._path.with_suffix(".half")
        half.write_text(json.dumps(content | {"entries": entries}, indent=1))
        half.replace(self._path)


class Campaign:
    """So many mutants of a contract, and all of its tests in a crew of their own; `seed` decides which mutants."""

    def __init__(self, contract: str, seed: int, count: int, folder: Path) -> None:
        self.contract = contract
        self._seed, self._count, self._folder = seed, count, folder / contract.lower()
        files = sorted((ROOT / "tests" / TESTS[contract]).glob("test_*.py"))
        self._files = [file.relative_to(ROOT / "tests").as_posix() for file in files]
        self._by = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]

    def run(self) -> Iterator[Entry]:
        """Each mutant that was tried, from now on; raises EngineError where a contract without a mutant fails."""
        with Crew(self._folder / "copy", self._files) as crew:
            record = self._begun(crew)
            self.entries = record.entries
            yield from self._again(crew, record)
            for mutant in islice(shuffled(self.contract, self._seed), record.looked_at, None):
                if len(record.entries) >= self._count:
                    break
                record.looked_at += 1
                if entry := self._draw(crew, record, mutant):
                    yield entry
        shutil.rmtree(self._folder / "copy")

    def _begun(self, crew: Crew) -> Record:
        """The record, with how long each test takes."""
        path = self._folder / f"{self._seed}.json"
        record = Record(path, crew.tried(self.contract, (), (), wanted=lambda _code: False).code)
        if set(record.seconds) != set(crew.tests):
            healthy = crew.tried(self.contract, (), crew.tests)
            if healthy.failures or not healthy.ended:
                raise EngineError(f"{self.contract} without any mutant: {healthy.failures or 'its tests do not end'}")
            record.seconds = healthy.seconds
            record.write()
        return record

    def _again(self, crew: Crew, record: Record) -> Iterator[Entry]:
        """Those that were drawn and not tried, or lived and were tried by other tests than there are now."""
        for entry in record.entries:
            if entry.killer is None or (entry.killer == LIVES and entry.by != self._by):
                yield self._conclude(record, entry, self._tried(crew, record, entry.mutant))

    def _draw(self, crew: Crew, record: Record, mutant: Mutant) -> Entry | None:
        """A mutant that was tried, if its code is new."""
        known = {record.code, *(entry.code for entry in record.entries)}

        def is_new(code: str) -> bool:
            if code not in known:
                record.entries.append(Entry(mutant, code))
            record.write()
            return code not in known

        verdict = self._tried(crew, record, mutant, is_new)
        return self._conclude(record, record.entries[-1], verdict) if verdict.tried else None

    def _tried(self, crew: Crew, record: Record, mutant: Mutant, wanted: Callable[[str], bool] = always) -> Verdict:
        return crew.tried(self.contract, [mutant.change()], order(crew.tests, record), wanted=wanted)

    def _conclude(self, record: Record, entry: Entry, verdict: Verdict) -> Entry:
        failed = [failure.test for failure in verdict.failures]
        entry.killer = failed[0] if failed else LIVES if verdict.ended else TIME
        entry.by = self._by
        record.write()
        return entry


def order(tests: Sequence[str], record: Record) -> list[str]:
    """All tests: first those that killed most in their time, then file by file, what takes least time first."""
    kills = Counter(entry.killer for entry in record.entries if entry.killer not in (None, LIVES, TIME))
    first = sorted(
        (test for test in tests if kills[test]), key=lambda test: (-kills[test], record.seconds.get(test, 0.0))
    )[:AGAIN]
    whole: Counter[str] = Counter()
    for test in tests:
        whole[_file(test)] += record.seconds.get(test, 0.0)  # type: ignore[assignment]
    chosen = set(first)
    return first + sorted((test for test in tests if test not in chosen), key=lambda test: whole[_file(test)])


def _file(test: str) -> str:
    return test.partition("::")[0]
