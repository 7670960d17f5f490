"""The setup skips what is done, notices what changed, and refuses in one sentence; tried without any package."""

import http.server
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.tools.brownie_project import ROOT
from tools import bootstrap

NO_PACKAGES = '{"name": "empty", "lockfileVersion": 3, "requires": true, "packages": {"": {"name": "empty"}}}'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that wants no package, so that nothing is downloaded; its Anvil and Chromium are put there by hand."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "node_modules").mkdir()
    shutil.copy(ROOT / "tools" / "bootstrap.py", tmp_path / "tools")
    (tmp_path / "tools" / "unpack_chromium.py").write_text("")
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "package.json").write_text('{"name": "empty"}')
    (tmp_path / "package-lock.json").write_text(NO_PACKAGES)
    return tmp_path


@pytest.fixture
def ready(checkout: Path) -> Path:
    """The checkout after its first setup."""
    assert set_up(checkout).stderr == "setup: npm has no anvil for this platform.\n"
    for name in ("@foundry-rs/anvil-here/bin/anvil", ".chromium/run"):
        command = checkout / "node_modules" / name
        command.parent.mkdir(parents=True)
        command.write_text("#!/bin/sh\necho here\n")
        command.chmod(0o755)
    done = set_up(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return checkout


def set_up(checkout: Path, *python: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the setup there."""
    command = [*(python or [sys.executable]), str(checkout / "tools" / "bootstrap.py")]
    settings = {**os.environ, **environment}
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, env=settings)


def test_default_behavior(ready: Path) -> None:
    for name in ("anvil", "chromium"):
        assert subprocess.run([ready / ".venv" / "bin" / name], capture_output=True, check=True).stdout == b"here\n"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert set_up(ready).stdout == ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1
    (ready / "requirements.txt").write_text("# nothing new\n")
    assert "installing requirements.txt" in set_up(ready).stdout


def test_half_done(ready: Path) -> None:
    (ready / ".venv" / ".stamp").unlink()
    (ready / ".venv" / "bin" / "python").unlink()
    assert "creating .venv" in set_up(ready).stdout


def test_moved(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = ready.rename(tmp_path_factory.mktemp("elsewhere") / "checkout")
    assert "creating .venv" in set_up(moved).stdout


def test_two_at_once(checkout: Path) -> None:
    command = [sys.executable, str(checkout / "tools" / "bootstrap.py")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0] for process in both]
    assert sum("creating .venv" in output for output in outputs) == 1


def test_unknown_package(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("no such name\n")
    done = set_up(checkout)
    assert done.stderr.endswith("\nthe packages could not be installed; is PyPI reachable?\n")
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("version", [(2, 7), (3, 9), (3, 13)])
def test_other_python(
    version: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(bootstrap, "works", lambda command: False)
    assert bootstrap.main() == 1
    found = ".".join(map(str, version))
    sentence = f"Handover needs Python 3.10, 3.11 or 3.12, and found {found}; name one: make setup PYTHON=..."
    assert capsys.readouterr().err == f"setup: {sentence}\n"


@pytest.mark.parametrize("name", [".venv", "node_modules"])
def test_anothers_is_left_alone(checkout: Path, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / name
    other.mkdir()
    (other / "kept").touch()
    shutil.rmtree(checkout / name, ignore_errors=True)
    (checkout / name).symlink_to(other)
    done = set_up(checkout)
    assert done.stderr == f"setup: {name} is a link to {other}; remove it, setup makes one.\n"
    assert (done.returncode, (other / "kept").exists()) == (1, True)


def test_other_python_finds_a_supported_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 13))
    monkeypatch.setattr(bootstrap, "works", lambda command: command[0] == "python3.12")
    monkeypatch.setattr(os, "execvp", lambda file, command: sys.exit(f"{file} as {command[0]}"))
    with pytest.raises(SystemExit, match=r"python3\.12 as python3\.12"):
        bootstrap.use_supported_python()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """A package index on this machine that offers something else as pip."""
    folder = tmp_path / "index"
    (folder / "pip").mkdir(parents=True)
    (folder / "pip" / "index.html").write_text(f'<a href="{bootstrap.PIP_WHEEL}">pip</a>')
    (folder / "pip" / bootstrap.PIP_WHEEL).write_text("not pip")
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_python_without_pip(checkout: Path, index: str) -> None:
    """As on Debian, where ensurepip is a package of its own."""
    (checkout / "ensurepip.py").write_text("raise ImportError")
    for url, words in ((index, "is not the expected one"), (f"{index}/nowhere", "cannot be fetched")):
        done = set_up(checkout, PYTHONPATH=str(checkout), PIP_INDEX_URL=url)
        assert words in done.stderr
        assert done.stderr.count("\n") == 1
        assert done.returncode == 1
