"""Copies of the project, in which a file may be wrong for a while."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LINKED = (".venv", "node_modules")
KEPT = ("build/contracts", "build/interfaces")
LISTED = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]


class Change(NamedTuple):
    """In a file, by its path from the root, `old`, which is there once, becomes `new`."""

    file: str
    old: str
    new: str


class Stale(Exception):
    """A change that no longer fits its file."""


def changed(source: str, change: Change) -> str:
    """What a file says after a change; raises Stale."""
    if source.count(change.old) != 1:
        raise Stale(
            f"{change.file} has {change.old!r} {source.count(change.old)} times and not once; adapt the mutant."
        )
    return source.replace(change.old, change.new)


class Copy:
    """The project's files with its packages and what was compiled, in a folder whose name begins with a letter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        files = subprocess.run(LISTED, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout.split("\0")
        for name in filter(None, files):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
        for name in LINKED:
            (folder / name).symlink_to(ROOT / name)
        for name in KEPT:
            shutil.copytree(ROOT / name, folder / name)

    @contextmanager
    def wrong(self, changes: Sequence[Change]) -> Iterator[None]:
        """Is so while the block runs; raises Stale."""
        said = {change.file: (self.folder / change.file).read_text() for change in changes}
        try:
            for change in changes:
                path = self.folder / change.file
                path.write_text(changed(path.read_text(), change))
            yield
        finally:
            for name, source in said.items():
                (self.folder / name).write_text(source)

    def restore(self, name: str) -> None:
        """Make a file what it is in the project, if it is there."""
        if (ROOT / name).is_file():
            shutil.copyfile(ROOT / name, self.folder / name)
