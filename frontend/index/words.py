"""Words of a text as the search knows them, the same for what is offered and for what is asked.

Latin words are lower-cased, without accents, in the singular; Chinese has no blanks, so its characters and its pairs of
neighbours stand for words.
"""

import re
import unicodedata

HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PARTS = re.compile(rf"[{HAN}]+|[0-9]+|[^\W\d_{HAN}][^\W_{HAN}]*")
IS_HAN = re.compile(f"[{HAN}]")
LONGEST = 40  # letters of a word that count
TRIGRAM = 3

# Said in a question, but nothing that goods are known by
EMPTY = frozenset(["a", "an", "and", "by", "for", "from", "in", "is", "of", "on", "or", "some", "the", "to", "with"])
EMPTY_HAN = re.compile("[的和与或]|一[个只件双条把]")

SUFFIX = "子"  # that makes a noun of a character and adds nothing: 杯子 is 杯
NO_SUFFIX = frozenset(["亲子", "儿子", "公子", "分子", "原子", "女子", "孩子", "王子", "电子", "男子", "种子", "量子"])

PLURALS = (("ies", "y"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("zzes", "zz"))
NO_PLURALS = ("ss", "us", "is")


def parts_of(text: str) -> list[str]:
    """A text cut into words, numbers and unbroken runs of Chinese, in their order."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    without_accents = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [part if is_han(part) else singular(part[:LONGEST]) for part in PARTS.findall(without_accents)]


def words_of(text: str) -> list[str]:
    """All words by which a text is found, as often as they stand in it."""
    found: list[str] = []
    for part in parts_of(text):
        found += [*part, *pairs(part)] if is_han(part) else [part]
    return found


def asked_for(text: str) -> list[str]:
    """The parts of a question that say something; all of them where none does."""
    said = [part for part in parts_of(text) if part not in EMPTY]
    said = [part for run in said for part in (EMPTY_HAN.split(run) if is_han(run) else [run]) if part]
    return list(dict.fromkeys(said or parts_of(text)))


def is_han(part: str) -> bool:
    """Whether a part is Chinese."""
    return bool(IS_HAN.match(part))


def pairs(run: str) -> list[str]:
    """The neighbours of a run of Chinese, two by two."""
    return [run[place : place + 2] for place in range(len(run) - 1)]


def without_suffix(run: str) -> str:
    """A run of Chinese without the suffix of its last word."""
    is_suffixed = len(run) > 1 and run.endswith(SUFFIX) and run[-2:] not in NO_SUFFIX
    return run.removesuffix(SUFFIX) if is_suffixed else run


def singular(word: str) -> str:
    """An English word without the ending of its plural; where that is a guess, it is the same guess everywhere."""
    if len(word) <= 3 or word.endswith(NO_PLURALS) or not word.endswith("s"):
        return word
    ending = next(((old, new) for old, new in PLURALS if word.endswith(old)), ("s", ""))
    return word.removesuffix(ending[0]) + ending[1]


def trigrams(word: str) -> set[str]:
    """What a word and those that are written nearly like it have in common: three letters in a row, with its ends."""
    marked = f"^{word}$"
    return {marked[place : place + TRIGRAM] for place in range(len(marked) - TRIGRAM + 1)}


def inner_trigrams(word: str) -> set[str]:
    """The trigrams of whatever contains a word."""
    return {word[place : place + TRIGRAM] for place in range(len(word) - TRIGRAM + 1)}


def mistakes(one: str, other: str, most: int) -> int:
    """Letters to add, drop, replace or swap with their neighbour; above `most` it stops counting."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
