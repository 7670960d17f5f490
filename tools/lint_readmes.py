"""Lint READMEs: a folder's README has a line for each of its files, and none for a file that is not there.

A line names a file or, with a slash behind it, a folder, in the first column of a table whose first heading is `file`.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("bench", "contracts", "contracts/mocks", "scripts", "tests", "tools")
UNNAMED = ("README.md", "__init__.py")  # may be named, and need not
TABLE = re.compile(r"^\| file \|.*\n\|[-| ]+\|\n((?:\|.*\n?)+)", re.MULTILINE)


def main() -> int:
    """Print what is wrong with the READMEs of the project; exit code 0, or 1 when anything is."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        print("The READMEs are not checked: only git knows which files belong to the project, and it is not here.")
        return 0
    files = project_files()
    found = [sentence for folder in folders(files) for sentence in lint(ROOT, folder, files)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


def project_files() -> list[str]:
    """What belongs to the project, as paths from its root: what git has, or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file())


def folders(files: list[str]) -> list[str]:
    """Folders that need a README, and those that have one with such a table."""
    written = [str(PurePosixPath(name).parent) for name in files if PurePosixPath(name).name == "README.md"]
    having = [folder for folder in written if TABLE.search((ROOT / folder / "README.md").read_text())]
    return sorted({*NEEDED, *having} - {"."})


def lint(root: Path, folder: str, files: list[str]) -> Iterator[str]:
    """What is wrong with one folder's README; `files` are paths from the root."""
    readme = root / folder / "README.md"
    if not readme.is_file():
        yield f"{folder}/README.md is missing"
        return
    named = names(readme.read_text())
    inside = [name.removeprefix(f"{folder}/") for name in files if name.startswith(f"{folder}/")]
    for name in named:
        if not any(covers(name, file) for file in inside):
            yield f"{folder}/README.md names {name}, which is not there"
        if named.count(name) > 1:
            yield f"{folder}/README.md names {name} twice"
    for file in inside:
        if PurePosixPath(file).name not in UNNAMED and not any(covers(name, file) for name in named):
            yield f"{folder}/README.md does not name {file}"


def names(readme: str) -> list[str]:
    """What the tables of files name, in their order."""
    rows = [row for table in TABLE.findall(readme) for row in table.splitlines()]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def covers(name: str, file: str) -> bool:
    """Whether a line is about a file."""
    return file.startswith(name) if name.endswith("/") else file == name


if __name__ == "__main__":
    sys.exit(main())
