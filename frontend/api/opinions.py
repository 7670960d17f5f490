"""/api/v1: what issuers claim of accounts, what buyers say of orders, and whom this storefront believes."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, request

from frontend import market
from frontend.api import answers, failures, opinions_answers
from frontend.api.market import part
from frontend.index import queries
from frontend.index.reviews import listed, ratings
from frontend.index.reviews.listed import MOST_STARS, ReviewFilter, Sort
from frontend.index.reviews.rows import Ending
from frontend.index.rows import Page
from frontend.index.search import LONGEST
from frontend.index.vouching import claims
from frontend.index.vouching.rows import Claim
from frontend.resources import database, hidden_texts, trusted
from frontend.web import limits
from frontend.web.urls import number_in_url
from frontend.wording.language import LANGUAGES
from scripts.parameters import DAY

bp = Blueprint("opinions", __name__, url_prefix="/api/v1")

failures.answer_in_words(bp)

SOON = 30 * DAY
FLAGS = {"": None, "true": True, "false": False}
ENDINGS = {"": None} | {ending.name.lower(): ending for ending in Ending}
LAST_TIME = 2**40  # Unix seconds

Json = dict[str, Any]


@bp.get("/accounts/<address>/claims")
@limits.limiter.limit(limits.READS)
def about(address: str) -> Json:
    """What issuers whom this storefront knows say of an account."""
    (found,) = claims.about(database(), [address], trusted().issuers).values()
    factors = sorted(trusted().factors(found, market.now()))
    return {"items": _claims(found), "factors": factors, "level": len(factors)}


@bp.get("/accounts/<address>/claims/others")
@limits.limiter.limit(limits.READS)
def by_others(address: str) -> Json:
    """What everybody else says of it."""
    return _page(claims.by_others(database(), address, trusted().issuers, *part()))


@bp.get("/accounts/<address>/issued")
@limits.limiter.limit(limits.READS)
def issued(address: str) -> Json:
    """What an account says of others."""
    return _page(claims.by(database(), address, *part()))


@bp.get("/accounts/<address>/issued/expiring")
@limits.limiter.limit(limits.READS)
def expiring(address: str) -> Json:
    """What of that ends soon."""
    until = _number("until", LAST_TIME) or market.now() + SOON
    return {"items": _claims(claims.expiring(database(), address, market.now(), until)), "next": None}


@bp.get("/claims/<issuer>/<subject>/<kind>")
@limits.limiter.limit(limits.READS)
def claim(issuer: str, subject: str, kind: str) -> Json:
    """One claim, also one that holds no more."""
    found = claims.claim(database(), issuer, subject, kind) or abort(404, "No such claim was ever made.")
    return opinions_answers.claim(found, trusted(), market.now())


@bp.get("/claims/<issuer>/<subject>/<kind>/history")
@limits.limiter.limit(limits.READS)
def history(issuer: str, subject: str, kind: str) -> Json:
    """What became of it."""
    found = claims.history(database(), issuer, subject, kind, *part())
    return answers.page(found, [opinions_answers.step(one) for one in found.items])


@bp.get("/reviews")
@limits.limiter.limit(limits.READS)
@limits.limiter.limit(limits.SEARCHES, exempt_when=lambda: "words" not in request.args)
def reviews() -> Json:
    """Reviews of a seller, of a listing, by a buyer, or of the whole market."""
    wanted = ReviewFilter(
        **{name: request.args.get(name, "") for name in ("seller", "buyer")},
        listing=request.args.get("offer", ""),
        stars=_number("stars", MOST_STARS),
        fulfilled=_one_of("fulfilled", FLAGS.get, FLAGS),
        ending=_one_of("ending", ENDINGS.get, ENDINGS),
        pictures=bool(_one_of("pictures", FLAGS.get, FLAGS)),
        language=_one_of("language", str, ("", *LANGUAGES)),
        words=request.args.get("words", "")[:LONGEST],
        hidden=hidden_texts().by_document,
    )
    sorts = [sort.value for sort in Sort]
    found = listed.reviews_listed(database(), wanted, _one_of("sort", Sort, sorts, sorts[0]), *part())
    return answers.page(found, [opinions_answers.review(one, hidden_texts()) for one in found.items])


@bp.get("/orders/<order_id>/review")
@limits.limiter.limit(limits.READS)
def review(order_id: str) -> Json:
    """What was said of an order."""
    found = listed.review_of(database(), order_id) or abort(404, "No such order was reviewed.")
    return opinions_answers.review(found, hidden_texts())


@bp.get("/offers/<offer_id>/rating")
@limits.limiter.limit(limits.READS)
def rating_of_listing(offer_id: str) -> Json:
    """What reviews of an offer's listing come to."""
    queries.offer(database(), offer_id) or abort(404, "No such offer was published here.")
    return opinions_answers.rating(ratings.of_listing(database(), offer_id))


@bp.get("/accounts/<address>/rating")
@limits.limiter.limit(limits.READS)
def rating_of_seller(address: str) -> Json:
    """What reviews of a seller come to."""
    return opinions_answers.rating(ratings.of_seller(database(), address))


@bp.get("/trust")
@limits.limiter.limit(limits.READS)
def trust() -> Json:
    """The operator's file."""
    return opinions_answers.trust(trusted())


def _claims(found: list[Claim]) -> list[Json]:
    return [opinions_answers.claim(one, trusted(), market.now()) for one in found]


def _page(found: Page[Claim]) -> Json:
    return answers.page(found, _claims(found.items))


def _number(name: str, most: int) -> int:
    """A whole number of the address line; 0 where there is none."""
    text = request.args.get(name, "")
    number = number_in_url(text, 1, most) if text else 0
    if number is None:
        raise ValueError(f"{name} is a whole number from 1 to {most}.")
    return number


def _one_of(name: str, read: Callable[[str], Any], known: Any, otherwise: str = "") -> Any:
    """A word of the address line that is one of those known."""
    text = request.args.get(name, otherwise)
    if text not in known:
        raise ValueError(f"{name} is one of {', '.join(filter(None, known))}.")
    return read(text)
