"""Which names look alike, and which do not."""

import pytest

from frontend.identity.likeness import LONG, is_near, is_short_for, keys, looks, near

ALIKE = [
    ("Kiln & Cup", "kiln  &  cup"),
    ("Kiln & Cup", "KILN&CUP"),
    ("Kiln & Cup", "KiIn & Cup"),  # a capital I
    ("Kiln & Cup", "Ki1n & Cup"),
    ("Kiln & Cup", "Ki|n & Cup"),
    ("Kiln & Cup", "\u041ailn & Cup"),  # a Cyrillic K
    ("Kiln & Cup", "Ｋｉｌｎ ＆ Ｃｕｐ"),
    ("Kiln & Cup", "Kiln\u200b & Cup"),  # a blank that nobody sees
    ("Kiln & Cup", "Kíln & Cüp"),
    ("Kiln & Cup", "Klin & Cup"),
    ("Kiln & Cup", "Kiln & Cups"),
    ("Kiln & Cup", "Kilm & Cup"),
    ("Kiln & Cup Ltd", "Kiln & Cup"),
    ("modern", "rnodern"),
    ("窑与杯", "窯與杯"),
    ("窑与杯有限公司", "窯與杯"),
    ("Kiln & Cup", "Kiln and Cup"),
    ("窑与杯", "窑和杯"),
    ("Kiln & Cup Pte. Ltd.", "Kiln & Cup"),
    ("Kiln & Cup", "Kiln & Cup\u2122"),
    ("Kiln & Cup", "K\u20ddi\u20ddl\u20ddn & Cup"),  # in circles
    ("Kiln & Cup", "K\u0483i\u0483l\u0483n & Cup"),
    ("Kiln & Cup", "\u1d0b\u026a\u029f\u0274 & \u1d04\u1d1c\u1d18"),  # small capitals
    ("康师傅", "康帅傅"),
    ("大白兔", "大白免"),
    ("老干妈", "老千妈"),
    ("王老吉", "王老古"),
    ("同仁堂", "同人堂"),  # sounds the same
    ("农夫山泉", "农夫山全"),
    ("回力鞋业", "囬力鞋业"),
    ("南方黑芝麻", "南方黑芝蔴"),
    ("一品茶", "一品荼"),
    ("Kiln & Cup", "\U0001f17a\U0001f178\U0001f17b\U0001f17d & Cup"),  # white on black
    ("Kiln & Cup", "KilnandCup"),
    ("Kiln & Cup", "@KilnAndCup"),
    ("Kiln & Cup", "kiln_and_cup"),
    ("Kiln & Cup", "K\u00edl\u00f1 \u00e5nd \u00c7\u00fcp"),
    ("Kiln & Cup", "Kiln 'n' Cup"),
    ("Kiln & Cup", "K1ln & Cvp"),
    ("Kiln & Cup", "\U0001f1f0\U0001f1ee\U0001f1f1\U0001f1f3 & \U0001f1e8\U0001f1fa\U0001f1f5"),  # halves of flags
    ("Kiln & Cup", "Kiln & Cup \U0001f1ec\U0001f1e7\U0001f1ea\U0001f1fa"),  # flags
]
PASSES_ITSELF_OFF = [
    "Kiln & Cup Official Store",
    "The Kiln & Cup",
    "Kiln & Cup \u2714 Verified",
    "Kiln & Cup Shop Ltd",
    "www.kilncup.com",
    "Kiln & Cup (UK)",
    "KiIn & Cup Online",
    "Kiln & Cup*official*",
    "kiln_and_cup_official",
    "KilnAndCupOfficial",
    "Kiln & Cup \u041efficial",  # a Cyrillic O
    "Kiln & Cup EU",
    "Kiln & Cup Europe",
    "Kiln & Cup Direct",
    "Kiln & Cup Customer Service",
    "\u2605New\u2605 Kiln & Cup",
]
DIFFERENT = [
    ("Kiln & Cup", "Hillside Pantry"),
    ("Kiln & Cup", "Kiln & Plate"),
    ("Cup", "Cap"),  # too short for one letter not to count
    ("窑与杯", "窑与壶"),
    ("同仁堂", "同济堂"),
    ("同仁堂", "同德堂"),
    ("老王茶", "老李茶"),
    ("中国石油", "中国石化"),
    ("北京大学", "北京医学"),
    ("东来顺", "西来顺"),
    ("金山书店", "银山书店"),
    ("红星酒厂", "黄星酒厂"),
    ("云南白药", "河南白药"),
    ("春花茶", "秋花茶"),
    ("春花与茶", "秋花与茶"),
    ("N. Teal", "Teal"),
    ("第二食堂", "第三食堂"),  # which look alike, and are told apart all the same
    ("窑与杯", "窖与杯"),  # alike to the eye, and not by its corners: not found
    ("大白", "太白"),  # too short for one character not to count
    ("雪碧", "雷碧"),
    ("同仁堂", "同仁堂药"),
    ("窑与杯", "杯与窑"),
    ("Kiln & Cup", "窑与杯"),
    ("&&&", "!!!"),
    ("Ltd", "GmbH"),
]


SHORT_FOR = [
    ("Kiln & Cup", "Kiln & Cup Ltd"),
    ("KILN AND CUP LTD", "Kiln & Cup Ltd"),
    ("窯與杯", "窑与杯有限公司"),
]
NOT_SHORT_FOR = [
    ("Teahouse Leith", "Moor & Glen Ltd"),
    ("Kiln & Cup", "Kiln & Cup Trading Ltd"),
    ("Kiln & Cups", "Kiln & Cup Ltd"),
    ("Kiln & Cup Inc", "Kiln & Cup Ltd"),  # another company
    ("Kiln & Cup Ltd", "Kiln & Cup"),
    ("窑与杯公司", "窑与杯有限公司"),
    ("!!!", "Kiln & Cup"),
]


def look_alike(one: str, other: str) -> bool:
    return any(is_near(key, another) for key in keys(one) for another in keys(other))


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike(one: str, other: str) -> None:
    assert look_alike(one, other)
    assert look_alike(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: str, other: str) -> None:
    assert not look_alike(one, other)


@pytest.mark.parametrize(("name", "whole"), SHORT_FOR)
def test_without_what_registers_append(name: str, whole: str) -> None:
    assert is_short_for(name, whole)


@pytest.mark.parametrize(("name", "whole"), NOT_SHORT_FOR)
def test_another_than_the_registered_name(name: str, whole: str) -> None:
    assert not is_short_for(name, whole)


@pytest.mark.parametrize("name", PASSES_ITSELF_OFF)
def test_a_name_with_what_shops_put_around_it(name: str) -> None:
    """It looks like the name inside; the name of who is vouched for does not look like what is inside of it."""
    assert any(is_near(key, another) for key in looks(name) for another in keys("Kiln & Cup"))
    assert looks("窑与杯官方旗舰店") & keys("窯與杯")
    assert not look_alike("Green Store", "Green Shop")
    assert looks("The Official Store") >= keys("The Official Store") != frozenset()


@pytest.mark.parametrize("changed", ["abcdxfg", "abcefg", "abcdeefg", "abdcefg", "xabcdefg", "abcdef", "bcdefg"])
def test_whatever_is_near_is_found(changed: str) -> None:
    """By what both have in common, without comparing with all names that there are."""
    assert is_near("abcdefg", changed)
    assert near("abcdefg") & near(changed)


@pytest.mark.parametrize("changed", ["abxxefg", "abcde", "gfedcba", "badcefg"])
def test_two_slips_are_another_name(changed: str) -> None:
    assert not is_near("abcdefg", changed)


def test_short_names_have_to_be_equal() -> None:
    name = "abcdef"[: LONG - 1]
    assert near(name) == {name}
    assert not is_near(name, name[:-1] + "x")
