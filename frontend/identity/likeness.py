"""Whether two names look alike: by Unicode's skeletons (TR39), case, width, blanks, simplified and traditional
characters and, where they are longer, one slip of the pen."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import icu  # type: ignore[import-untyped]

LONG = 6  # characters of a name from which another one that differs in a single one looks like it
KNOWN = 4_096  # names whose keys are kept
ACCENTS = re.compile("[\u0300-\u036f]")
# What registers append: who leaves it out means the same
FORMS = re.compile(
    r"(?:\b(?:ltd|limited|llc|llp|inc|incorporated|corp|co|company|plc|gmbh|ag|kg|sarl|sas|sa|srl|spa|bv|nv|oy|ab|aps|as)\b\.?"
    r"|有限责任公司|股份有限公司|有限公司|公司)\s*$",
    re.IGNORECASE,
)

_spoof = icu.SpoofChecker()
_simplified = icu.Transliterator.createInstance("Hant-Hans")


@lru_cache(KNOWN)
def keys(name: str) -> frozenset[str]:
    """What names that look the same have in common, at least one of them; empty for a name of signs only.

    A capital I looks like a small l only as long as it is one, so that letters are made small before and after.
    """
    text = _simplified.transliterate(unicodedata.normalize("NFKC", name)).strip()
    bare = FORMS.sub("", text).strip(" .,")
    made = {_bare(_skeleton(one.casefold() if small else one)) for one in (text, bare) for small in (False, True)}
    return frozenset(made - {""})


def near(key: str) -> set[str]:
    """What a key has in common with each that is one slip away: itself, and itself without one character."""
    return {key} | {key[:place] + key[place + 1 :] for place in range(len(key)) if len(key) >= LONG}


def is_near(one: str, other: str) -> bool:
    """Whether two keys are the same, or long and one character apart: another, one more, or two that changed places."""
    if one == other:
        return True
    if min(len(one), len(other)) < LONG or abs(len(one) - len(other)) > 1:
        return False
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return shorter in set(_without_one(longer))
    differing = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    first, last = differing[0], differing[-1]
    return first == last or (last == first + 1 and one[first : last + 1] == other[first : last + 1][::-1])


def _without_one(text: str) -> Iterator[str]:
    return (text[:place] + text[place + 1 :] for place in range(len(text)))


def _skeleton(text: str) -> str:
    """A text's skeleton, without what is not seen and without accents, in small letters."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    skeleton = str(_spoof.getSkeleton(0, seen))
    return ACCENTS.sub("", unicodedata.normalize("NFD", skeleton)).casefold()


def _bare(skeleton: str) -> str:
    """Its letters, digits and marks."""
    return "".join(sign for sign in skeleton if unicodedata.category(sign)[0] in "LMN")
