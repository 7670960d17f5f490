"""What an offer's and a shop's page say of reviews: what they come to, the newest few, and where the others are."""

from dataclasses import dataclass

from flask import url_for

from frontend.index.reviews import ratings
from frontend.index.reviews.listed import ReviewFilter, reviews_listed
from frontend.index.reviews.rows import Rating
from frontend.index.rows import Offer
from frontend.resources import book, database
from frontend.reviews import rating
from frontend.reviews.rating import Bar
from frontend.reviews.shown import Shown, shown

FEW = 3


@dataclass(frozen=True)
class Summary:
    """What reviews of a seller or of a listing come to, some of them, and the list of all: its page and its subject."""

    rating: Rating
    bars: list[Bar]
    newest: list[Shown]
    endpoint: str
    subject: dict[str, str]

    def path(self, **arguments: str | int) -> str:
        """The list, filtered."""
        return url_for(self.endpoint, **self.subject, **arguments)  # type: ignore[arg-type]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said anything."""
        return not self.rating.count and not self.rating.unfulfilled


def of_offer(offer: Offer, few: int = FEW) -> Summary | None:
    """Of an offer's listing, through revisions and variants; None where there is no Reviews."""
    if book().reviews is None:
        return None
    about = ReviewFilter(listing=offer.id)
    return _summary(about, rating.rating_of(offer), few, "reviews.of_offer", {"offer_id": offer.id})


def of_seller(seller: str, few: int = FEW) -> Summary | None:
    """Of all that a seller sold; None where there is no Reviews."""
    if book().reviews is None:
        return None
    found = ratings.of_seller(database(), seller)
    return _summary(ReviewFilter(seller=seller), found, few, "reviews.of_shop", {"address": seller})


def _summary(about: ReviewFilter, found: Rating, few: int, endpoint: str, subject: dict[str, str]) -> Summary:
    is_any = found.count or found.unfulfilled
    newest = shown(reviews_listed(database(), about, limit=few).items) if is_any and few else []
    return Summary(found, rating.histogram(found), newest, endpoint, subject)
