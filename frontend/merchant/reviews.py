"""What buyers say of a merchant's orders, and the forms in which he replies; who waits for a reply comes first."""

from flask import abort, request

from frontend import sign_in
from frontend.index import queries
from frontend.index.reviews.listed import ReviewFilter, reviews_listed
from frontend.index.reviews.rows import Review
from frontend.index.reviews.waiting import unanswered
from frontend.index.rows import Page
from frontend.merchant.blueprint import bp, show
from frontend.orders.terms import words
from frontend.resources import book, database
from frontend.reviews import summary
from frontend.reviews.shown import shown
from frontend.reviews.writing import to_reply
from frontend.wording import review_words
from frontend.wording.language import LANGUAGES
from frontend.wording.words import speak

ALL = "all"


@bp.get("/reviews")
def reviews() -> str:
    """Reviews without a reply, or all of them."""
    if book().reviews is None:
        abort(404)
    speak(review_words.WORDS | review_words.REASONS)
    page = _page(sign_in.account())
    orders = {one.order: queries.order(database(), one.order) for one in page.items if to_reply(one)}
    return show(
        "reviews",
        summary=summary.of_seller(sign_in.account(), few=0),
        page=page,
        reviews=shown(page.items),
        to_reply={one.order: to_reply(one) for one in page.items},
        which=_which(),
        languages_of_texts=LANGUAGES,
        data={"orders": {id_: words(order) for id_, order in orders.items() if order}},
    )


def _page(seller: str) -> Page[Review]:
    after = request.args.get("after", "")
    try:
        if _which() == ALL:
            return reviews_listed(database(), ReviewFilter(seller=seller), after=after)
        return unanswered(database(), seller, after)
    except ValueError:
        abort(404)


def _which() -> str:
    return ALL if request.args.get("which") == ALL else ""
