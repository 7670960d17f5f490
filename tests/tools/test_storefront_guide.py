"""docs/storefront.md names every variable that a storefront reads, and none that it does not."""

import re
from pathlib import Path

from frontend import config
from tests.fixtures.node import ROOT

GUIDE = (ROOT / "docs" / "storefront.md").read_text()
VARIABLE = re.compile(r"\b(?:HANDOVER_[A-Z_]+|DATABASE_URL|SMTP_URL)\b")


class Asked(dict[str, str]):
    """An environment without variables that remembers which were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.names.add(name)
        return default


def test_default_behavior() -> None:
    asked = Asked()
    config.load(asked)
    assert set(VARIABLE.findall(GUIDE)) == asked.names


def test_its_commands_are_there() -> None:
    for module in re.findall(r"python -m (frontend\.\w+)", GUIDE):
        assert Path(ROOT, *module.split("."), "__main__.py").is_file()
