"""What a reader asks of a list of reviews: read from the address line, said back as chips that can be taken away."""

from dataclasses import dataclass, field, replace

from flask import request

from frontend.goods.filters import Chip
from frontend.index.reviews.listed import MOST_STARS, ReviewFilter, Sort
from frontend.resources import hidden_texts
from frontend.reviews import endings
from frontend.wording.language import LANGUAGES
from frontend.wording.texts import Text, gettext, lazy_gettext, ngettext

LONGEST = 100  # characters of a search
NAMES = ("q", "stars", "pictures", "language", "happened", "sort")

SORTS: dict[Sort, Text] = {
    Sort.NEWEST: lazy_gettext("Latest first"),
    Sort.CRITICAL: lazy_gettext("Most critical first"),
    Sort.WEIGHTIEST: lazy_gettext("Weightiest first"),
}


@dataclass(frozen=True)
class Question:
    """A filter, an order, and as what they stand in the address line."""

    wanted: ReviewFilter
    sort: Sort
    arguments: dict[str, str]
    chips: list[Chip] = field(default_factory=list)


def any_searched() -> bool:
    """Whether words are looked for, which costs more than a list."""
    return bool(request.args.get("q"))


def asked(about: ReviewFilter) -> Question:
    """The question of this request about a seller's or a listing's reviews; what makes no sense is not asked."""
    language = request.args.get("language", "")
    wanted = replace(
        about,
        words=request.args.get("q", "").strip()[:LONGEST],
        hidden=hidden_texts().by_document,
        stars=_stars(),
        pictures=request.args.get("pictures") == "1",
        language=language if language in LANGUAGES else "",
        ending=endings.WORDS.get(request.args.get("happened", "")),
    )
    given = {name: value for name, value in request.args.items() if name in NAMES and value}
    question = Question(wanted, _sort(), given)
    return replace(question, chips=_chips(question))


def _chips(question: Question) -> list[Chip]:
    wanted = question.wanted
    found = {
        "q": wanted.words,
        "stars": ngettext("%(num)d star", "%(num)d stars", wanted.stars) if wanted.stars else "",
        "pictures": gettext("With pictures") if wanted.pictures else "",
        "language": LANGUAGES[wanted.language] if wanted.language else "",
        "happened": "" if wanted.ending is None else endings.title(wanted.ending),
    }
    others = {name: {key: value for key, value in question.arguments.items() if key != name} for name in found}
    return [Chip(text, others[name]) for name, text in found.items() if text]


def _stars() -> int:
    text = request.args.get("stars", "")
    return int(text) if text in map(str, range(1, MOST_STARS + 1)) else 0


def _sort() -> Sort:
    text = request.args.get("sort", "")
    return Sort(text) if text in [sort.value for sort in Sort] else Sort.NEWEST
