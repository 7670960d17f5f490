"""Keeps what offers are searched by: a row of words for each, and the vocabulary that mistyped words are found in.

An offer's row names its seller by a word of its own, so that a shop may change its name without any row being written.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, select

from frontend.goods.categories import names_of
from frontend.index.bulk import Row, load, parts, put
from frontend.index.search_tables import search, trigrams, vocabulary
from frontend.index.texts import texts_of
from frontend.index.words import is_han, words_of
from frontend.index.words import trigrams as trigrams_of
from scripts.documents import Kind

Json = dict[str, Any]


def shop_word(seller: str) -> str:
    """The word by which a seller's offers are found."""
    return "s" + seller.removeprefix("0x")


def add_offers(db: Connection, new: Iterable[Row]) -> None:
    """Makes offers searchable whose texts are there; the others become so with their text."""
    wanted = list(new)
    texts = texts_of(db, {offer["details"] for offer in wanted}, Kind.OFFER)
    known = [offer for offer in wanted if offer["details"] in texts]
    put(db, search, [_row(offer, texts[offer["details"]]["body"]) for offer in known])


def add_documents(db: Connection, texts: list[Row]) -> None:
    """Learns the words of texts (rows of their table)."""
    words_in = {text["sha256"]: (text["kind"], _vocabulary(text["kind"], text["body"])) for text in texts}
    words = {word for _, its in words_in.values() for word in its}
    new = words - _known(db, words)
    rows = [
        {"word": word, "kind": kind, "document": sha256} for sha256, (kind, its) in words_in.items() for word in its
    ]
    put(db, vocabulary, rows)
    put(db, trigrams, [{"trigram": part, "word": word} for word in new for part in _trigrams(word)])


def forget_documents(db: Connection, hashes: list[str]) -> None:
    """Unlearns the words of texts; their offers are gone already."""
    of_these = load(db, vocabulary, vocabulary.c.document, hashes)
    for part in parts(hashes):
        db.execute(delete(vocabulary).where(vocabulary.c.document.in_(part)))
    words = {row["word"] for row in of_these}
    for word in sorted(words - _known(db, words)):
        db.execute(delete(trigrams).where(trigrams.c.trigram.in_(_trigrams(word)), trigrams.c.word == word))


def _known(db: Connection, words: set[str]) -> set[str]:
    """Those of these words that the vocabulary has."""
    found: set[str] = set()
    for part in parts(words):
        found |= set(db.execute(select(vocabulary.c.word).where(vocabulary.c.word.in_(part)).distinct()).scalars())
    return found


def _row(offer: Row, document: Json) -> Row:
    values = [value for variant in document["variant"] for value in variant["value"].values()]
    return {
        "position": offer["position"],
        "title": _text(document["title"].values()),
        "facets": _text([*values, document["category"], *names_of(document["category"]), document["product"]]),
        "shop": shop_word(offer["seller"]),
        "description": _text(document["description"].values()),
    }


def _text(texts: Iterable[str]) -> str:
    return " ".join(words_of(" ".join(texts)))


def _vocabulary(kind: str, document: Json) -> set[str]:
    """Of an offer its Latin words, of a profile all that its name is found by; of other documents none."""
    if kind == Kind.PROFILE.value:
        return set(words_of(" ".join(document["name"].values())))
    if kind != Kind.OFFER.value:
        return set()
    values = [value for variant in document["variant"] for value in variant["value"].values()]
    texts = [*document["title"].values(), *values, document["category"], document["product"]]
    return {word for word in words_of(" ".join(texts)) if not is_han(word)}


def _trigrams(word: str) -> set[str]:
    return set() if is_han(word) else trigrams_of(word)
