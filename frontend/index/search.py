"""What a shopper types, as a question to the full-text index: read strictly first, and then more and more leniently.

1. every word as it was typed, Chinese as it stands;
2. unknown words as the known ones that contain them or are written nearly so, Chinese by its characters;
3. all of these but one;
4. any of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ARRAY, REAL, ColumnElement, Connection, cast, column, func, literal_column, table
from sqlalchemy.dialects.postgresql import TSQUERY

from frontend.index.meaning import meant_by, shops_named
from frontend.index.words import asked_for, is_han, pairs, without_suffix

LONGEST = 200  # characters of a question that are read
MOST_WORDS = 12  # of a question

# How much it counts where a word stands: title; variant, category and product; shop; description
WEIGHTS = (5.0, 2.0, 0.3, 0.5)
WEIGHTS_POSTGRESQL = literal_column("'{0.06,0.1,0.4,1.0}'::real[]", ARRAY(REAL))  # of D, C, B and A

Words = list[str]


@dataclass(frozen=True)
class Match:
    """Which of `rows` a question finds, each of the offer at `position`, and how well it fits: less is better.

    What is found `nearly` has not all that was asked for.
    """

    rows: Any
    position: ColumnElement[int]
    condition: ColumnElement[bool]
    rank: ColumnElement[Any]
    nearly: bool = False


def matches(db: Connection, asked: str) -> Iterator[Match]:
    """A question's readings, the strictest first; none where it has no words."""
    language = POSTGRESQL if db.dialect.name == "postgresql" else SQLITE
    expressions = _expressions(db, language, asked_for(asked[:LONGEST])[:MOST_WORDS])
    return (replace(language.match(expression), nearly=nearly) for expression, nearly in expressions)


def _expressions(db: Connection, language: "Language", parts: Words) -> Iterator[tuple[str, bool]]:
    """Each reading, and whether it leaves out something that was asked for."""
    if not parts:
        return
    literally = [word for part in parts for word in (is_han(part) and pairs(part)) or [part]][:MOST_WORDS]
    alike = [[word, without_suffix(word)] if word in parts and is_han(word) else [word] for word in literally]
    yield language.all([language.any([*words, *shops_named(db, words)]) for words in alike]), False
    words = [word for part in parts for word in (_characters(part) if is_han(part) else [part])][:MOST_WORDS]
    meant = [meant_by(db, word) for word in words]
    groups = [language.any([*group, *shops_named(db, group)]) for group in meant]
    neighbours = [pair for part in parts if is_han(part) for pair in pairs(part)][:MOST_WORDS]
    yield language.all_liking(groups, neighbours), False
    if len(groups) > 2:
        but_one = (groups[:place] + groups[place + 1 :] for place in range(len(groups)))
        yield language.either(language.all_liking(left, neighbours) for left in but_one), True
    if len(groups) > 1:
        single = [word for group in meant for word in group if not (neighbours and is_han(word))]
        yield language.any([*single, *neighbours]), True


def _characters(run: str) -> Words:
    return list(dict.fromkeys(without_suffix(run)))


@dataclass(frozen=True)
class Language:
    """How a database writes a question. Words are letters and digits alone, so nothing in them has to be escaped."""

    quote: str
    both: str
    one: str
    match: Callable[[str], Match]

    def any(self, words: Words) -> str:
        """One of these words."""
        return self.either(f"{self.quote}{word}{self.quote}" for word in dict.fromkeys(words))

    def either(self, expressions: Iterable[str]) -> str:
        return f"({self.one.join(expressions)})"

    def all(self, expressions: Iterable[str]) -> str:
        return f"({self.both.join(expressions)})"

    def all_liking(self, groups: list[str], liked: Words) -> str:
        """All of these; what also has some of the liked words is ranked higher."""
        return self.all([*groups, self.either([groups[0], self.any(liked)])] if liked else groups)


def _match_sqlite(expression: str) -> Match:
    rows = table("search_words", column("rowid"))
    whole: ColumnElement[Any] = literal_column("search_words")
    return Match(rows, rows.c.rowid, whole.op("MATCH")(expression), func.bm25(whole, *WEIGHTS))


def _match_postgresql(expression: str) -> Match:
    rows = table("search", column("position"), column("words"))
    query = cast(expression, TSQUERY)
    return Match(
        rows, rows.c.position, rows.c.words.op("@@")(query), -func.ts_rank(WEIGHTS_POSTGRESQL, rows.c.words, query)
    )


SQLITE = Language('"', " AND ", " OR ", _match_sqlite)
POSTGRESQL = Language("'", " & ", " | ", _match_postgresql)
