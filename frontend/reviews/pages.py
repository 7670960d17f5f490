"""Pages of reviews: all of a seller or of a listing, and writing one's own."""

from flask import Blueprint, abort, render_template, request

from frontend import people
from frontend.index import queries
from frontend.index.reviews.listed import ReviewFilter, reviews_listed
from frontend.index.reviews.rows import Review
from frontend.index.rows import Page
from frontend.resources import book, database
from frontend.reviews import asked, endings, summary, writing
from frontend.reviews.asked import Question
from frontend.reviews.shown import shown
from frontend.reviews.summary import Summary
from frontend.web import limits
from frontend.web.urls import address_in_url, id_in_url
from frontend.wording import evidence_words, review_words, signing_words
from frontend.wording.language import LANGUAGES
from frontend.wording.words import speak
from scripts.parameters import COIN

bp = Blueprint("reviews", __name__)


@bp.before_request
def enter() -> None:
    """Nobody finds anything here without the contract."""
    if book().reviews is None:
        abort(404)


@bp.get("/offers/<offer_id>/reviews")
@limits.limiter.limit(limits.SEARCHES, exempt_when=lambda: not asked.any_searched())
def of_offer(offer_id: str) -> str:
    """What buyers say of an offer's listing."""
    found = queries.offer(database(), id_in_url(offer_id)) or abort(404)
    return _listed(ReviewFilter(listing=found.id), summary.of_offer(found, few=0), offer=found)


@bp.get("/shops/<address>/reviews")
@limits.limiter.limit(limits.SEARCHES, exempt_when=lambda: not asked.any_searched())
def of_shop(address: str) -> str:
    """What buyers say of a seller."""
    seller = people.person(address_in_url(address))
    return _listed(ReviewFilter(seller=seller.address), summary.of_seller(seller.address, few=0), seller=seller)


@bp.get("/orders/<order_id>/review")
def write(order_id: str) -> str:
    """What a buyer says of an order, or adds to it."""
    order = queries.order(database(), id_in_url(order_id)) or abort(404)
    speak(evidence_words.WORDS | signing_words.WORDS | review_words.WORDS | review_words.REASONS)
    people.meet({order.offer.seller, order.buyer})
    reviewing = writing.of_order(order)
    known = {"order": order, "reviewing": reviewing, "languages_of_texts": LANGUAGES, "coin": COIN}
    return render_template("reviews/write.html", **known)


def _listed(about: ReviewFilter, found: Summary | None, **values: object) -> str:
    question = asked.asked(about)
    page = _page(question)
    return render_template(
        "reviews/list.html",
        summary=found,
        question=question,
        sorts=asked.SORTS,
        happenings=endings.titles(),
        page=page,
        reviews=shown(page.items),
        languages_of_texts=LANGUAGES,
        **values,
    )


def _page(question: Question) -> Page[Review]:
    try:
        return reviews_listed(database(), question.wanted, question.sort, request.args.get("after", ""))
    except ValueError:
        abort(404)
