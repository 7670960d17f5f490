"""The design tokens meet WCAG 2.2 AA in light and in dark: 4.5 to 1 for text, 3 to 1 for what marks a control."""

import re

import pytest

from scripts.parameters import ROOT

TOKENS = (ROOT / "frontend" / "styles" / "tokens.css").read_text()
COLOURS = {
    name: shades for name, *shades in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS)
}
TEXT = [
    *[(text, ground) for text in ("ink", "ink-soft", "accent", "danger") for ground in ("ground", "surface")],
    ("ink", "sunken"),
    ("ink-soft", "sunken"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent-strong", "accent-wash"),
    ("warm", "warm-wash"),
    ("warm", "surface"),
    ("ink", "warm-wash"),
    ("ink", "danger-wash"),
    ("danger", "danger-wash"),
    ("on-danger", "danger"),
    ("ink", "accent-wash"),
    ("surface", "ink"),
]
CONTROLS = [
    *[(mark, ground) for mark in ("line-strong", "accent") for ground in ("ground", "surface")],
    *[(f"plot-{number}", ground) for number in range(1, 7) for ground in ("ground", "surface")],
]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" as WCAG has it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str, scheme: int) -> float:
    """The contrast ratio of two tokens; scheme 0 is light, 1 is dark."""
    darker, lighter = sorted(luminance(COLOURS[name][scheme]) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text: str, ground: str, scheme: int) -> None:
    assert contrast(text, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), CONTROLS)
def test_controls_can_be_seen(mark: str, ground: str, scheme: int) -> None:
    assert contrast(mark, ground, scheme) >= 3
