"""The lint of READMEs bites: on a file without a line, and on a line without a file."""

from pathlib import Path

import pytest

from tools.lint_readmes import NEEDED, folders, lint, main, project_files

README = """# Things

| file | what |
|---|---|
| `one.py` | one |
| `more/` | others |

| role | file |
|---|---|
| `nobody.py` | no line of a table of files |
"""
FILES = ["things/README.md", "things/__init__.py", "things/one.py", "things/more/two.py", "elsewhere/three.py"]


@pytest.fixture
def things(tmp_path: Path) -> Path:
    """A folder whose README is right; its root."""
    (tmp_path / "things").mkdir()
    (tmp_path / "things" / "README.md").write_text(README)
    return tmp_path


def test_default_behavior(things: Path) -> None:
    assert list(lint(things, "things", FILES)) == []


@pytest.mark.parametrize("file", ["things/four.py", "things/other/five.py", "things/more.py"])
def test_file_without_a_line(things: Path, file: str) -> None:
    wanted = f"things/README.md does not name {file.removeprefix('things/')}"
    assert list(lint(things, "things", [*FILES, file])) == [wanted]


@pytest.mark.parametrize("gone", ["one.py", "more/two.py"])
def test_line_without_a_file(things: Path, gone: str) -> None:
    name = gone.replace("two.py", "")
    left = [file for file in FILES if file != f"things/{gone}"]
    assert list(lint(things, "things", left)) == [f"things/README.md names {name}, which is not there"]


def test_line_twice(things: Path) -> None:
    readme = things / "things" / "README.md"
    readme.write_text(README.replace("| `more/`", "| `one.py` | again |\n| `more/`"))
    assert set(lint(things, "things", FILES)) == {"things/README.md names one.py twice"}


def test_no_readme(things: Path) -> None:
    assert list(lint(things, "elsewhere", FILES)) == ["elsewhere/README.md is missing"]


def test_no_table(things: Path) -> None:
    (things / "things" / "README.md").write_text("# Things\n")
    assert len(list(lint(things, "things", FILES))) == 2


def test_project_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0, capsys.readouterr().out
    assert set(NEEDED) <= set(folders(project_files()))
