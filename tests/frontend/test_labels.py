"""What is typed off a label is understood however it is written, and what is wrong about it is told."""

import pytest

from frontend.provenance import labels
from frontend.provenance.labels import Typed

WATCH = Typed("09506000200040", "W-3", "01")


@pytest.mark.parametrize(
    "text",
    [
        "GTIN 09506000200040, lot W-3, serial 01",
        "gtin: 09506000200040; Lot: W-3; S/N: 01",
        "lot no. W-3, serial number 01, GTIN-14 09506000200040",
        "09506000200040 W-3 01",
        "09506000200040, W-3, 01",
        "09506000200040,W-3,01",
        "09506000200040/W-3/01",
        "09506000200040 / W-3 / 01",
        "09506000200040 lot W-3 serial 01",
        "0950 6000 2000 40 W–3 01",
        "(01)09506000200040(10)W-3(21)01",
        "(01) 09506000200040 (17) 261231 (10) W-3 (21) 01",
        "（01）０９５０６０００２０００４０（10）Ｗ－３（21）０１",
        "ＧＴＩＮ：０９５０６０００２０００４０，批号：Ｗ－３，序列号：０１",
        "商品条码09506000200040、生产批号W-3、序列号01",
        "GTIN 09506000200040\u200b W-3\u00a001",
    ],
)
def test_default_behavior(text: str) -> None:
    assert labels.apart(labels.plain(text)) == WATCH


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("9 506000 200040 W-3 01", Typed("9506000200040", "W-3", "01")),
        ("EAN 9506000200040 lot W-3", Typed("9506000200040", "W-3")),
        ("UPC 6 14141 00036 4", Typed("614141000364")),
        ("614141000364 LOT-5 SN-1", Typed("614141000364", "LOT-5", "SN-1")),
        ("9506000200040/L%2F1/2/3", Typed("9506000200040", "L/1", "2/3")),
        ("9506000200040 W(12)3", Typed("9506000200040", "W(12)3")),
        ("0 9506000 000000011 5", Typed(sscc="095060000000000115")),
        ("SSCC 095060000000000115", Typed(sscc="095060000000000115")),
        ("(00)095060000000000115", Typed(sscc="095060000000000115")),
    ],
)
def test_other_numbers(text: str, typed: Typed) -> None:
    assert labels.apart(labels.plain(text)) == typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("0950600020004O W-3 01", Typed("0950600020004O", "W-3", "01")),
        ("9 506000 200041 W-3 01", Typed("9506000200041", "W-3", "01")),
        ("09506000200040 W 3 01", Typed("09506000200040", "W", "3 01")),
        ("lot W-3 01", Typed(lot="W-3", serial="01")),
        ("milk", Typed("milk")),
        ("", Typed()),
        ("/", Typed()),
    ],
)
def test_what_is_wrong_is_kept(text: str, typed: Typed) -> None:
    assert labels.apart(labels.plain(text)) == typed


def test_no_text_takes_long() -> None:
    for text in ("(01)" * 500, "1 " * 1_000, "lot " * 500, "/" * 2_000, " ," * 1_000, "GTIN" * 500):
        labels.apart(labels.plain(text))
