"""build/bench.json: the figures of the last run, part by part."""

import json
from typing import Any

from scripts.parameters import ROOT

PATH = ROOT / "build" / "bench.json"


def record(part: str, figures: dict[str, Any]) -> None:
    """Replaces the figures of one part and keeps those of the others."""
    known = json.loads(PATH.read_text()) if PATH.exists() else {}
    known[part] = figures
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(json.dumps(known, indent=2) + "\n")
