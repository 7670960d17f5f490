"""Brands that a text names: words as they look, a Chinese character for a word."""

from collections.abc import Container
from dataclasses import dataclass

from frontend.identity.likeness import AND_SIGN, AND_WORD, words

MOST = 12  # words of a brand
SHORT, SHORT_IN_CHINESE = 4, 3  # a shorter brand counts only where a text begins with it: it may be any word
LEAST = 2  # characters of a brand


@dataclass(frozen=True)
class Named:
    """A brand by its key, and where a text names it: from a word up to another; `reading` is which of the text's."""

    key: str
    reading: int
    start: int
    end: int

    def is_within(self, other: "Named") -> bool:
        """Whether it is but a part of another brand, or that one."""
        return self.reading == other.reading and other.start <= self.start and self.end <= other.end


def brand_keys(brand: str) -> frozenset[str]:
    """How texts may write a brand: with its `and`, and in letters also without it, and one of several words also in the
    plural; empty for one that is too short.
    """
    made = {key for reading in words(brand) if len(reading) <= MOST for key in _numbers(reading)}
    return frozenset(key for key in made if len(key.replace(AND_SIGN, "")) >= LEAST)


def named(text: str, brands: Container[str]) -> list[Named]:
    """Which of these brands (their keys) a text names."""
    found = []
    for number, reading in enumerate(words(text)):
        for start in range(len(reading)):
            for end in range(start + 1, min(start + MOST, len(reading)) + 1):
                for key in _joined(reading[start:end]):
                    if key in brands and (start == 0 or not _is_short(key)):
                        found.append(Named(key, number, start, end))
    return found


def _joined(part: list[str]) -> set[str]:
    """Words as one key, with the signs for `and` between them, and in letters also without them and with the word."""
    whole = "".join(part).strip(AND_SIGN)
    return {whole, *(whole.replace(AND_SIGN, one) for one in ("", AND_WORD))} if whole.isascii() else {whole}


def _numbers(part: list[str]) -> set[str]:
    """The same, and the plural: of one word it may be any word, as lanterns are of Lantern."""
    several = len(part) > 1 and part[-1].isascii()
    return {key + ending for key in _joined(part) for ending in ("", "s")[: 1 + several]}


def _is_short(key: str) -> bool:
    return len(key.replace(AND_SIGN, "")) < SHORT if key.isascii() else len(key) < SHORT_IN_CHINESE
