"""Whether a Chinese character is taken for another one: by its sound, or by its shape (four-corner numbers)."""

from functools import lru_cache

import icu  # type: ignore[import-untyped]
from four_corner_method import FourCornerMethod  # type: ignore[import-untyped]

KNOWN = 4_096  # pairs whose likeness is kept
APART = 1  # corners in which look-alikes differ at most, of five numbers

NUMBERS = frozenset("一二三四五六七八九十百千万")  # second and third are told apart

_sound = icu.Transliterator.createInstance("Han-Latin")
_shape = FourCornerMethod()


@lru_cache(KNOWN)
def is_taken_for(one: str, other: str) -> bool:
    """Whether two characters sound the same, tone and all, or have the same corners, or nearly."""
    if {one, other} <= NUMBERS:
        return False
    if _sound.transliterate(one) == _sound.transliterate(other):
        return True
    corners = [_shape.query(character) for character in (one, other)]
    if None in corners:
        return False
    apart = sum(first != second for first, second in zip(*corners, strict=True))
    return bool(apart <= APART)
