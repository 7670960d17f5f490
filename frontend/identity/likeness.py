"""Whether two names look alike: by Unicode's skeletons (TR39), case, width, blanks, simplified and traditional
characters and, where they are longer, one slip of the pen; in Chinese ones one character that is taken for another."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import icu  # type: ignore[import-untyped]

from frontend.identity.han import is_taken_for

LONG = 6  # characters of a name from which another one that differs in a single one looks like it
TAKEN_FOR = str.maketrans("iv345789", "lueastbg")  # in long names for each other, any number of them
HAN = re.compile("[\u3400-\u9fff]")
CHINESE = re.compile("[\u4e00-\u9fff\u30fc]{3,}")  # a skeleton's one is a dash: names where a look-alike counts
KNOWN = 4_096  # names whose keys are kept
ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
MARKS = re.compile("[\u00a9\u00ae\u2117\u2120\u2122]")  # of who owns a name, which are no part of it
AND_SIGN = "&"
AND_WORD = "and"  # as it is where it is written in one with the words around it
AND = re.compile(r"&|\band\b|[和与及]|(?<=[^\W_])(?:\s*'n'\s*|\s+'?n'?\s+)(?=[^\W_])", re.IGNORECASE)
APOSTROPHES = re.compile("[\u2018\u2019`\u00b4]")
WORD = re.compile("[\u3400-\u9fff\u30fc]|&|[^\\W_\u3400-\u9fff\u30fc]+")
# Letters in a dress that Unicode takes for other ones
DRESSED = re.compile(
    r"(?:LATIN LETTER SMALL CAPITAL|(?:CROSSED )?NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER"
    r"|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)
FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+")  # or letters: which of both depends on the reader's machine
# What registers append: who leaves it out means the same
FORMS = re.compile(
    r"(?:(?:\b(?:ltd|limited|llc|llp|inc|incorporated|corp|co|company|plc|gmbh|ag|kg|sarl|sas|sa|srl|spa|bv|nv|oy|ab|aps|as"
    r"|pte|pty)\b|有限责任公司|股份有限公司|有限公司|公司)[\s.,()]*)+$",
    re.IGNORECASE,
)
# What a shop puts before and behind the name of what it passes itself off as
BEFORE = re.compile(
    r"^(?:[\W_]*(?:\b(?:the|new|verified|official|original|genuine|real)\b|www\.|官方|正品))+", re.IGNORECASE
)
BEHIND = re.compile(
    r"(?:(?:\b(?:verified|authorised|authorized|trusted|official|original|authentic|genuine|store|shop|outlet|flagship"
    r"|online|direct|sales?|deals|team|group|(?:customer\s+)?(?:services?|support|care|help)"
    r"|europe|asia|america|china|japan|germany|france|international|global|worldwide"
    r"|uk|usa|us|eu|de|fr|jp|hk|sg|au|ca|com|net|org|cn)\b"
    r"|认证|授权|官方|正品|旗舰店|专卖店|专营店|直营|直销|官网|客服|售后|中国|欧洲|国际|海外|商店|店)[\W_]*)+$",
    re.IGNORECASE,
)
HUMP = re.compile("(?<=[a-z])(?=[A-Z])")  # where words in one begin

_spoof = icu.SpoofChecker()
_simplified = icu.Transliterator.createInstance("Hant-Hans")


@lru_cache(KNOWN)
def keys(name: str) -> frozenset[str]:
    """What names that look the same have in common, at least one of them; empty for a name of signs only.

    A capital I looks like a small l only as long as it is one, so that letters are made small before and after.
    """
    return frozenset(key for text in _texts(name) for key in _keys(text, *_bare_of_form(text)))


def is_short_for(name: str, whole: str) -> bool:
    """Whether a name is all of another one, or all but what registers append; it appends nothing else itself."""
    text = _text(name)
    return bool(_keys(text, AND.sub(" ", text)) & keys(whole))


def looks(name: str) -> frozenset[str]:
    """The keys of a name, and of what it passes itself off as: Kiln & Cup, where it is Kiln & Cup Official Store."""
    texts = _texts(name)
    worn = {*texts, *(HUMP.sub(" ", one) for one in texts), *(_skeleton(one) for one in texts if not one.isascii())}
    return keys(name).union(*(keys(BEHIND.sub("", BEFORE.sub("", FORMS.sub("", one)))) for one in worn))


def words(text: str) -> list[list[str]]:
    """A text's words as they look, a Chinese character for a word and a sign for `and`; in one or a few readings."""
    joined = [AND.sub(f" {AND_SIGN} ", one) for one in _texts(text)]
    readings = [WORD.findall(_skeleton(one)) for whole in joined for one in (whole, whole.casefold())]
    return [one for number, one in enumerate(readings) if one not in readings[:number]]


def near(key: str) -> set[str]:
    """What a key has in common with each that is one slip away: itself, and itself without one character."""
    if len(key) < LONG:
        return {key, *_without_one(key)} if CHINESE.fullmatch(key) else {key}
    plain = key.translate(TAKEN_FOR)
    return {plain, *_without_one(plain)}


def is_near(one: str, other: str) -> bool:
    """Whether two keys are the same, or long and one character apart: another, one more, or two that changed places.

    Those that are taken for each other do not count in long ones, however many. Short Chinese ones, too, but only where
    the two characters are taken for each other: else it is another name.
    """
    if one == other:
        return True
    if min(len(one), len(other)) < LONG:
        return _is_near_in_chinese(one, other)
    one, other = one.translate(TAKEN_FOR), other.translate(TAKEN_FOR)
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return shorter in set(_without_one(longer))
    differing = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    first, last = differing[0], differing[-1]
    return first == last or (last == first + 1 and one[first : last + 1] == other[first : last + 1][::-1])


def _is_near_in_chinese(one: str, other: str) -> bool:
    if len(one) != len(other) or not (CHINESE.fullmatch(one) and CHINESE.fullmatch(other)):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and is_taken_for(*differing[0])


def _keys(*texts: str) -> frozenset[str]:
    made = {_bare(_skeleton(one.casefold() if small else one)) for one in texts for small in (False, True)}
    return frozenset(made - {""})


def _bare_of_form(text: str) -> Iterator[str]:
    """A name without what registers append: with and without its `and`, in letters also with that as a word."""
    bare = FORMS.sub("", text).strip(" .,(")
    yield from (bare, AND.sub(" ", bare))
    if not HAN.search(bare):
        yield AND.sub(AND_WORD, bare)


def _texts(name: str) -> list[str]:
    """A name as it reads where flags are shown as letters, and where they are flags."""
    return [_text(name), *([_text(FLAGS.sub(" ", name))] if FLAGS.search(name) else [])]


def _text(name: str) -> str:
    """A name in simplified characters and plain letters, without accents and what is not seen."""
    plain = unicodedata.normalize("NFKC", MARKS.sub("", name))
    bare = unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFD", _seen(plain))))
    spaced = APOSTROPHES.sub("'", bare).replace("_", " ")
    return str(_simplified.transliterate("".join(map(_undressed, spaced)))).strip()


def _undressed(sign: str) -> str:
    found = None if sign.isascii() else DRESSED.fullmatch(unicodedata.name(sign, ""))
    return found[1] if found else sign


def _without_one(text: str) -> Iterator[str]:
    return (text[:place] + text[place + 1 :] for place in range(len(text)))


def _skeleton(text: str) -> str:
    """A text's skeleton, without what is not seen and without accents, in small letters."""
    skeleton = str(_spoof.getSkeleton(0, _seen(text)))
    return ACCENTS.sub("", unicodedata.normalize("NFD", skeleton)).casefold()


def _seen(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _bare(skeleton: str) -> str:
    """Its letters, digits and marks."""
    return "".join(sign for sign in skeleton if unicodedata.category(sign)[0] in "LMN")
