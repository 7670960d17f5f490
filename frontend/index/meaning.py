"""What a typed word may stand for: known words that contain it or are written nearly like it, shops that it names."""

from sqlalchemy import Connection, func, select

from frontend.index.schema import profiles
from frontend.index.search_tables import trigrams, vocabulary
from frontend.index.searchable import shop_word
from frontend.index.words import inner_trigrams, is_han, mistakes
from frontend.index.words import trigrams as trigrams_of
from scripts.documents import Kind

MEANT = 8  # known words that an unknown one may stand for
SHOPS = 20  # that one word may name
CANDIDATES = 60  # known words that are compared with an unknown one
SHORTEST_PART = 3  # letters by which a word is found that contains them
FORGIVEN = ((8, 2), (4, 1))  # from so many letters on, so many mistakes


def meant_by(db: Connection, word: str) -> list[str]:
    """A word and, where the vocabulary does not have it, what it may stand for."""
    if is_han(word) or _is_known(db, word):
        return [word]
    return [word, *(_containing(db, word) or _near(db, word))]


def shops_named(db: Connection, words: list[str]) -> list[str]:
    """The words of shops that have one of these words in their present names, those first that had it first."""
    own, later = profiles.alias("own"), profiles.alias("later")
    latest = select(func.max(later.c.position)).where(later.c.account == own.c.account).scalar_subquery()
    query = select(own.c.account).join_from(vocabulary, own, own.c.document == vocabulary.c.document)
    query = query.where(vocabulary.c.word.in_(words), vocabulary.c.kind == Kind.PROFILE.value)
    query = query.where(own.c.position == latest).order_by(own.c.position).limit(SHOPS)
    return [shop_word(seller) for seller in dict.fromkeys(db.execute(query).scalars())]


def _is_known(db: Connection, word: str) -> bool:
    return db.execute(select(vocabulary.c.word).where(vocabulary.c.word == word).limit(1)).first() is not None


def _containing(db: Connection, word: str) -> list[str]:
    """Known words of which it is a part; those that begin with it before the others, short ones first."""
    if len(word) < SHORTEST_PART:
        return []
    found = [known for known in _sharing(db, inner_trigrams(word), all_of=True) if word in known]
    return sorted(found, key=lambda known: (not known.startswith(word), len(known), known))[:MEANT]


def _near(db: Connection, word: str) -> list[str]:
    """Known words that are written nearly like it, with as few mistakes as possible."""
    most = next((many for length, many in FORGIVEN if len(word) >= length), 0)
    if not most:
        return []
    found = {known: mistakes(word, known, most) for known in _sharing(db, trigrams_of(word))}
    least = min(found.values(), default=most + 1)
    return sorted(known for known, made in found.items() if made == least <= most)[:MEANT]


def _sharing(db: Connection, wanted: set[str], all_of: bool = False) -> list[str]:
    """Known words that have these trigrams, or the most of them."""
    shared = func.count()
    query = select(trigrams.c.word).where(trigrams.c.trigram.in_(sorted(wanted))).group_by(trigrams.c.word)
    query = query.having(shared == len(wanted)) if all_of else query
    query = query.order_by(shared.desc(), func.length(trigrams.c.word), trigrams.c.word)
    return list(db.execute(query.limit(CANDIDATES)).scalars())
