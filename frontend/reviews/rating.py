"""What reviews come to, as pages say it: in one line, as a histogram, for search engines."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from flask import Flask, g

from frontend.goods.sharing import card_of_offer
from frontend.index.reviews import ratings
from frontend.index.reviews.rows import FULL, Rating
from frontend.index.rows import Offer
from frontend.resources import book, database, trusted
from frontend.reviews import endings
from frontend.wording.formats import money
from frontend.wording.language import gap
from frontend.wording.texts import gettext, locale, ngettext

BEST = 5  # stars


@dataclass(frozen=True)
class Bar:
    """How many gave so many stars, and which share of all they are, in percent."""

    stars: int
    count: int
    share: float


def init_app(app: Flask) -> None:
    """Let templates say what the reviews of an offer's listing come to."""
    app.add_template_global(rating_of)
    app.add_template_filter(of_five)
    app.add_template_filter(in_short, "rating_in_short")
    app.add_template_filter(in_a_line, "rating_in_a_line")
    app.add_template_filter(meaning, "rating_meaning")
    app.add_template_filter(endings.counted, "rating_endings")


def meet(offers: Iterable[Offer]) -> None:
    """Ask the index for the ratings of several offers' listings at once, for `rating_of` to find."""
    known: dict[str, Rating] = g.setdefault("ratings", {})
    wanted = [offer.id for offer in offers if offer.id not in known]
    if wanted:
        known.update(ratings.of_listings(database(), wanted))


def rating_of(offer: Offer) -> Rating:
    """What the reviews of an offer's listing come to, through revisions and variants."""
    meet([offer])
    known: dict[str, Rating] = g.ratings
    return known.get(offer.id, Rating())


def of_five(mean: float) -> str:
    """A mean with one digit behind the point."""
    return str(format_decimal(round(mean, 1), "0.0", locale=locale()))


def weight_in_words(weight: int) -> str:
    """A weight (in millionths) with one digit behind the point, rounded down: never enough where it is too little."""
    return str(format_decimal(weight * 10 // FULL / 10, "0.0", locale=locale()))


def in_short(rating: Rating) -> str:
    """For a tile: a few letters; empty where nobody has said anything of a fulfilled order."""
    if not rating.count:
        return ""
    if rating.mean is not None:
        return f"{of_five(rating.mean)} · {_share_counted(rating)}"
    if rating.counted:
        return ngettext("%(num)d review, too little counted", "%(num)d reviews, too few counted", rating.count)
    return ngettext("%(num)d review, not counted", "%(num)d reviews, none counted", rating.count)


def in_a_line(rating: Rating) -> str:
    """Of how many orders it is, how many of them count and what they weigh, or why there is no mean."""
    if not rating.count:
        return gettext("No reviews of fulfilled orders yet") if rating.unfulfilled else gettext("No reviews yet")
    counted, weight = f"{rating.counted:,}", weight_in_words(rating.weight)
    if rating.mean is not None:
        return ngettext(
            "%(counted)s of %(num)d review counted, weight %(weight)s",
            "%(counted)s of %(num)d reviews counted, weight %(weight)s",
            rating.count,
            counted=counted,
            weight=weight,
        )
    return ngettext(
        "%(counted)s of %(num)d review counted, weight %(weight)s; an average needs 1",
        "%(counted)s of %(num)d reviews counted, weight %(weight)s; an average needs 1",
        rating.count,
        counted=counted,
        weight=weight,
    )


def meaning(rating: Rating) -> str:
    """Which reviews count, in one short sentence; and what all come to alike, where there is no other mean."""
    text = gettext("Only what cannot be had for nothing is counted; the others are no worse.")
    if rating.mean is None and rating.plain_mean is not None:
        plain = gettext(
            "Counted all alike they would come to %(mean)s; invented ones may be among them.",
            mean=of_five(rating.plain_mean),
        )
        return f"{text}{gap()}{plain}"
    return text


def whose_commission() -> str:
    """Whose commission makes reviews weigh here; empty where it is nobody's."""
    if not trusted().referrers:
        return gettext("this shop") if trusted().storefront else ""
    if not trusted().storefront:
        return gettext("a referrer whom this shop names")
    return gettext("this shop or a referrer whom it names")


def full_weight() -> str:
    """The commission from which a review weighs in full, in each currency."""
    full = [money(trusted().full_weight[address], address) for address in book().currencies]
    return gettext(" or ").join(full)


def _share_counted(rating: Rating) -> str:
    return gettext("%(counted)s of %(number)s counted", counted=f"{rating.counted:,}", number=f"{rating.count:,}")


def histogram(rating: Rating) -> list[Bar]:
    """How many gave how many stars, five first."""
    counts = list(enumerate(rating.stars, 1))[::-1]
    return [Bar(stars, count, round(100 * count / max(rating.count, 1), 1)) for stars, count in counts]


def structured(offer: Offer, rating: Rating) -> dict[str, Any] | None:
    """What search engines are told of an offer's reviews, by schema.org; None where there is no weighted average.

    It counts no more reviews than weigh in full together.
    """
    if rating.mean is None:
        return None
    card = card_of_offer(offer)
    product = {"@context": "https://schema.org", "@type": "Product", "name": card.title, "url": card.url}
    average = {"@type": "AggregateRating", "bestRating": BEST, "worstRating": 1}
    average |= {"ratingValue": round(rating.mean, 2), "ratingCount": rating.weight // FULL}
    return product | ({"image": card.picture} if card.picture else {}) | {"aggregateRating": average}
