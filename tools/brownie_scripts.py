"""Refuse scripts and functions that do not exist by one sentence, where `brownie run` would show a traceback."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from brownie._config import CONFIG


def refuse_unknown(project: Path) -> None:
    """End the command if it is `brownie run` of something that the project does not have."""
    if CONFIG.argv.get("cli") != "run":
        return
    name, function = CONFIG.argv["<filename>"], CONFIG.argv["<function>"] or "main"
    scripts = project / "scripts"
    path = _find(name, scripts)
    if path is None:
        known = sorted(path.stem for path in scripts.glob("*.py") if "main" in _functions(path))
        sys.exit(f"There is no script {name!r}; those that there are: {', '.join(known)}.")
    if function not in _functions(path) and not _has_own_words(path, function):
        sys.exit(f"{path.name} has no function {function!r} to run.")


def _find(name: str, scripts: Path) -> Path | None:
    """The file that Brownie would run."""
    if not Path(name).name:
        return None
    path = Path(name).with_suffix(".py")
    places = [scripts / path, *([scripts.parent / path] if path.parts[0] == scripts.name else [])]
    return next((place for place in places if place.is_file()), None)


def _functions(path: Path) -> set[str]:
    """What a file has to run."""
    defined = (node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))
    return {name for name in defined if not name.startswith("_")}


def _has_own_words(path: Path, name: str) -> bool:
    """Whether a file answers for names that it does not know, by `__getattr__`, and does not know this one."""
    names = set(_names(path))
    return "__getattr__" in names and name not in names


def _names(path: Path) -> Iterator[str]:
    """What a file defines, assigns or imports."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
