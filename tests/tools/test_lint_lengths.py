"""The lint of lengths bites: on a line too many, in code and in tests."""

from pathlib import Path

import pytest

from tools.lint_lengths import MOST, lint, main


@pytest.mark.parametrize("folder", MOST)
def test_a_line_too_many(tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "deep" / "one.py"
    file.parent.mkdir(parents=True)
    file.write_text("pass\n" * MOST[folder])
    assert list(lint(tmp_path)) == []
    file.write_text("pass\n" * (MOST[folder] + 1))
    assert list(lint(tmp_path)) == [f"{folder}/deep/one.py has {MOST[folder] + 1} lines; {MOST[folder]} are the most"]


def test_project_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(), capsys.readouterr().out) == (0, "")
