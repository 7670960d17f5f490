"""Which brands a title names."""

import pytest

from frontend.identity.titles import Named, brand_keys, named

NAMED = [
    ("Kiln & Cup", "Kiln & Cup teapot, 400 ml"),
    ("Kiln & Cup", "Teapot by KILN AND CUP"),
    ("Kiln & Cup", "Teapot (KilnCup)"),
    ("Kiln & Cup", "Lid for the KiIn & Cup pot"),  # a capital I
    ("Kiln & Cup", "Kíln\u200b & Cüp pot"),
    ("Kiln & Cup", "Ｋｉｌｎ ＆ Ｃｕｐ 茶壶"),
    ("Kiln & Cup", "KilnandCup teapot"),
    ("Kiln & Cup", "kiln_and_cup teapot"),
    ("Kiln & Cup", "Kiln & Cups teapot"),
    ("Kiln & Cup", "Kiln \u2019n\u2019 Cup teapot"),
    (
        "Kiln & Cup",
        "\U0001f1f0\U0001f1ee\U0001f1f1\U0001f1f3 & \U0001f1e8\U0001f1fa\U0001f1f5 teapot",
    ),  # halves of flags
    ("HP", "\U0001f1ec\U0001f1e7 HP 14 notebook"),  # behind a flag
    ("窑与杯", "窯與杯茶壶"),
    ("窑与杯", "手工窑和杯茶壶"),
    ("窑与杯", "正品 窑与杯 400 毫升"),
    ("Meridian", "Meridian watch"),
    ("HP", "HP 14 notebook"),
    ("山水", "山水音响"),
    ("3M", "3M tape"),
]
NOT_NAMED = [
    ("Kiln & Cup", "Teapot"),
    ("Kiln & Cup", "Kiln for a cup"),
    ("Kiln & Cup", "Kiln & Cupboard"),
    ("Lantern", "Lanterns, a set of three"),
    ("窑与杯", "窑杯茶壶"),
    ("窑与杯", "窑与壶"),
    ("HP", "Notebook like an HP"),  # short, and not at the beginning: it may be any word
    ("山水", "国画山水"),
    ("灯", "灯"),  # a single character
    ("Kiln & Cup", ""),
    ("!!!", "!!!"),
]


@pytest.mark.parametrize(("brand", "title"), NAMED)
def test_named(brand: str, title: str) -> None:
    assert named(title, brand_keys(brand))


@pytest.mark.parametrize(("brand", "title"), NOT_NAMED)
def test_not_named(brand: str, title: str) -> None:
    assert not named(title, brand_keys(brand))


def test_a_brand_within_another() -> None:
    """Whoever sells the longer one names the shorter one only as a part of it."""
    shorter, longer = (
        named("Kiln & Cup Gold pot", brand_keys(brand))[0] for brand in ("Kiln & Cup", "Kiln & Cup Gold")
    )
    assert shorter.is_within(longer)
    assert not longer.is_within(shorter)
    assert not Named(shorter.key, shorter.reading + 1, shorter.start, shorter.end).is_within(longer)


def test_a_very_long_title() -> None:
    """A hundred characters are looked up in no time, whatever is in them."""
    assert not named("窑" * 100, brand_keys("窑与杯"))
    assert len(named("窑与杯" * 33, brand_keys("窑与杯"))) == 33
