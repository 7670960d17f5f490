"""Lint lengths: no Python file is longer than its reader can keep in mind; tests, which are read one by one, may be."""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST = {"bench": 350, "frontend": 350, "scripts": 350, "tests": 450, "tools": 350}  # lines, by the folder


def main() -> int:
    """Print which files of the project are too long; exit code 0, or 1 when any is."""
    found = list(lint(ROOT))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


def lint(root: Path) -> Iterator[str]:
    """What is too long below a root."""
    for folder, most in MOST.items():
        for file in sorted((root / folder).rglob("*.py")):
            lines = len(file.read_text(encoding="utf-8").splitlines())
            if lines > most:
                yield f"{file.relative_to(root).as_posix()} has {lines} lines; {most} are the most"


if __name__ == "__main__":
    sys.exit(main())
