"""What is claimed of an account and by it, and what was said of its orders, as parts of its file."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection

from frontend import market, sign_in
from frontend.api import opinions_answers
from frontend.index.queries import MAX_PAGE_SIZE
from frontend.index.reviews.listed import ReviewFilter, reviews_listed
from frontend.index.rows import Page
from frontend.index.vouching import claims
from frontend.index.vouching.rows import Claim
from frontend.orders.writing import listed, walk
from frontend.resources import resources, trusted


def as_json(db: Connection, account: str) -> Iterator[str]:
    """Four lists, behind one that is open: claims about it and by it, reviews by it and of it as a seller.

    Of texts that this storefront hides, the account gets its own if it is signed in.
    """
    hidden, reader = resources().hiding.texts(db), account if sign_in.account() == account else ""

    def reviews(wanted: ReviewFilter) -> Iterator[dict[str, Any]]:
        found = walk(lambda after: reviews_listed(db, wanted, after=after, limit=MAX_PAGE_SIZE))
        return (opinions_answers.review(one, hidden, reader) for one in found)

    yield '],\n "claims_about": ['
    yield from listed(_claims(lambda after: claims.by_others(db, account, (), after, MAX_PAGE_SIZE)))
    yield '],\n "claims_made": ['
    yield from listed(_claims(lambda after: claims.by(db, account, after, MAX_PAGE_SIZE)))
    yield '],\n "reviews_written": ['
    yield from listed(reviews(ReviewFilter(buyer=account)))
    yield '],\n "reviews_received": ['
    yield from listed(reviews(ReviewFilter(seller=account)))


def _claims(part: Callable[[str], Page[Claim]]) -> Iterator[dict[str, Any]]:
    return (opinions_answers.claim(one, trusted(), market.now()) for one in walk(part))
