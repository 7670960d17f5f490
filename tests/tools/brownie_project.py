"""A Brownie project of its own, in an empty directory and for a user who never ran Brownie."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BROWNIE = Path(sys.executable).with_name("brownie")


@dataclass(frozen=True)
class BrownieProject:
    """A directory with the project's hooks and configuration, and what a test writes into it."""

    path: Path

    def write(self, name: str, text: str) -> None:
        """Create or replace a file."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def brownie(self, *arguments: str, words: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `brownie` there, as a user would type it, and type `words` into it."""
        return subprocess.run(
            [str(BROWNIE), *arguments],
            check=False,
            cwd=self.path,
            env=self.environment(**environment),
            input=words,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def environment(self, **more: str) -> dict[str, str]:
        """Where such a user's Brownie runs; `more` comes on top."""
        home = self.path / "home"
        home.mkdir(exist_ok=True)
        return {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT), **more}

    def compile(self) -> str:
        """What `brownie compile` says; fails unless it succeeds."""
        done = self.brownie("compile")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def artifact(self, name: str) -> dict[str, Any]:
        """What Brownie keeps of a compiled file."""
        artifact: dict[str, Any] = json.loads((self.path / "build" / "contracts" / f"{name}.json").read_text())
        return artifact


def create(path: Path) -> BrownieProject:
    """An empty project at `path`, whose scripts are a package as the project's own are."""
    for name in ("brownie_hooks.py", "brownie-config.yaml"):
        copy(ROOT / name, path)
    (path / "contracts").mkdir()
    (path / "scripts").mkdir()
    (path / "scripts" / "__init__.py").touch()
    return BrownieProject(path)
