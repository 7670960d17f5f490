"""What `brownie run` lacks: a sentence where a script does not exist, and importing from folders with a dot in them."""

import ast
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

from brownie._config import CONFIG
from brownie.project import scripts as brownie_scripts


def install(project: Path) -> None:
    """Prepare for the script that `brownie run` names, or end the command if there is none."""
    if CONFIG.argv.get("cli") == "run":
        make_importable(refuse_unknown(project))


def make_importable(path: Path) -> None:
    """Let Brownie find a script among those that it imported before, to be loaded again.

    It would import it by its path from the root, with dots for slashes: nothing comes of that in /tmp/tmp.x.
    """
    name = f"{path.parent.name}.{path.stem}"
    sys.path.insert(0, str(path.parent.parent))
    importlib.import_module(path.parent.name)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    brownie_scripts._import_cache[".".join([*path.parts[1:-1], path.stem])] = sys.modules[name]


def refuse_unknown(project: Path) -> Path:
    """The script that the command names; it ends if the project does not have it, or not the function."""
    name, function = CONFIG.argv["<filename>"], CONFIG.argv["<function>"] or "main"
    scripts = project / "scripts"
    path = _find(name, scripts)
    if path is None:
        known = sorted(path.stem for path in scripts.glob("*.py") if "main" in _functions(path))
        sys.exit(f"There is no script {name!r}; those that there are: {', '.join(known)}.")
    if function not in _functions(path) and not _has_own_words(path, function):
        sys.exit(f"{path.name} has no function {function!r} to run.")
    return path


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
