"""Choosing a variant: every value leads to the offer that has it and is most like the one that is shown."""

from dataclasses import dataclass, field
from typing import Any

from frontend.goods import choices


@dataclass(frozen=True)
class Shown:
    """What of an offer decides."""

    id: str
    left: int
    document: dict[str, Any] = field(hash=False)


def shirt(colour: str, size: str, left: int = 5, number: str = "") -> Any:
    names = ({"en": "Colour"}, {"en": "Size"})
    variant = [{"name": name, "value": {"en": value}} for name, value in zip(names, (colour, size), strict=True)]
    return Shown(number or f"{colour}-{size}", left, {"title": {"en": "Shirt"}, "variant": variant})


def led_to(option: choices.Option) -> dict[str, str]:
    return {value.text["en"]: value.offer.id for value in option.values}


def test_default_behavior() -> None:
    """The other options stay as they are, where there is such a variant."""
    shown = shirt("red", "M")
    offered = [shirt("red", "S"), shown, shirt("blue", "S"), shirt("blue", "M"), shirt("green", "S")]
    colour, size = choices.options(shown, offered)
    assert led_to(colour) == {"red": "red-M", "blue": "blue-M", "green": "green-S"}
    assert led_to(size) == {"S": "red-S", "M": "red-M"}
    assert [value.current for value in colour.values] == [True, False, False]


def test_sold_out_is_marked_and_comes_after_what_is_there() -> None:
    shown = shirt("red", "M")
    colour, _ = choices.options(shown, [shown, shirt("blue", "S", left=0), shirt("blue", "L")])
    assert led_to(colour)["blue"] == "blue-L"
    colour, _ = choices.options(shown, [shown, shirt("blue", "M", left=0)])
    assert [value.sold_out for value in colour.values] == [False, True]


def test_the_same_variant_twice_is_one() -> None:
    """Of two offers of a variant the one in stock; the one that is shown stands for itself."""
    shown = shirt("red", "M", number="new")
    offered = [shirt("red", "M", number="old"), shirt("blue", "M", left=0, number="gone"), shirt("blue", "M")]
    colour, _ = choices.options(shown, offered)
    assert led_to(colour) == {"red": "new", "blue": "blue-M"}


def test_nothing_to_choose() -> None:
    shown = shirt("red", "M")
    assert choices.options(shown, [shown]) == []
    assert choices.options(shown, []) == []


def test_offers_that_name_their_options_differently_are_one_list() -> None:
    shown = shirt("red", "M")
    plain = Shown("plain", 1, {"title": {"en": "Shirt, undyed"}, "variant": []})
    (only,) = choices.options(shown, [shown, plain])  # type: ignore[list-item]
    assert only.name == {}
    assert led_to(only) == {"red · M": "red-M", "Shirt, undyed": "plain"}
