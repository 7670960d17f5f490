"""A review as pages show it: what was said, who answered, and beside it what the chain says of its order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from frontend import people
from frontend.index import queries
from frontend.index.reviews.kinds import FOLLOW_UP, REPLY, REPLY_TO_FOLLOW_UP, REVIEW
from frontend.index.reviews.rows import FULL, Review, Why
from frontend.index.rows import EMPTY_HASH, Document, Offer
from frontend.resources import database, hidden_picture, hidden_texts, settings, trusted, vault
from frontend.reviews import endings
from frontend.state_table import EMPTY_ADDRESS
from frontend.trusted import Hidden
from frontend.wording.formats import DAY, HOUR, MINUTE, day, duration, money
from frontend.wording.language import gap, in_words
from frontend.wording.moments import utc
from frontend.wording.texts import Text, gettext, lazy_gettext

ORDER = (REVIEW, REPLY, FOLLOW_UP, REPLY_TO_FOLLOW_UP)  # in which the parts are read
TITLES: dict[str, Text] = {
    REPLY: lazy_gettext("Reply of the seller"),
    REPLY_TO_FOLLOW_UP: lazy_gettext("Reply of the seller to what was added"),
}
PERCENT = 100


@dataclass(frozen=True)
class Said:
    """A part of a review; `title` is empty of the review itself.

    `text` and `pictures` (sha-256 of those that are here) are empty also where the part is `hidden`, and `is_missing`
    where the chain names a document that this shop does not have.
    """

    part: str
    title: str
    time: int
    language: str
    text: str = ""
    pictures: list[str] = field(default_factory=list)
    hidden: Hidden | None = None
    is_missing: bool = False


@dataclass(frozen=True)
class Shown:
    """A review with what stands beside it; `offer` is what was bought."""

    review: Review
    offer: Offer | None
    said: list[Said]
    facts: list[Markup]
    weighs: str

    @property
    def ending(self) -> str:
        """What became of an order of which the seller was paid nothing, in a word; empty of any other."""
        return "" if self.review.fulfilled else endings.title(self.review.ending)

    @property
    def is_bad(self) -> bool:
        """Whether that speaks against the seller."""
        return endings.is_bad(self.review.ending)


def shown(reviews: Sequence[Review]) -> list[Shown]:
    """Reviews as pages show them; names and offers are asked for at once."""
    people.meet({one.buyer for one in reviews} | {one.seller for one in reviews} | _referrers(reviews))
    offers = queries.offers_by_id(database(), [one.offer for one in reviews]) if reviews else {}
    return [_shown(one, offers.get(one.offer)) for one in reviews]


def variant(document: Document) -> str:
    """Which variant of the goods was bought, in the reader's language."""
    return " · ".join(in_words(choice["value"]) for choice in document.get("variant", []))


def weighs(review: Review) -> str:
    """Whether and why its stars count, in one sentence or two."""
    if not review.fulfilled:
        return endings.sentence(review) + gap() + gettext("Its stars are in no average.")
    if review.why is Why.PERSON:
        return gettext(
            "Counted in full: an issuer that this shop knows vouches that the buyer is one person, and this is that "
            "person's first review of this seller."
        )
    if review.why is Why.REFERRER:
        paid, whom = money(review.commission, review.currency), _referrer(review.referrer)
        if review.weight >= FULL:
            return gettext("Counted in full: a commission of %(paid)s went to %(whom)s.", paid=paid, whom=whom)
        share = f"{max(review.weight * PERCENT // FULL, 1)}%"
        text = gettext("Counted at %(share)s: a commission of %(paid)s went to %(whom)s.")
        return text % {"share": share, "paid": paid, "whom": whom}
    return _not_counted(review)


def _not_counted(review: Review) -> str:
    if review.commission and review.referrer.lower() not in {EMPTY_ADDRESS, *trusted().weighing_referrers}:
        return gettext("Not counted in the stars: its commission went to somebody whose commissions do not count here.")
    if not review.first:
        return gettext(
            "Not counted in the stars: no commission that counts here, and not the buyer's first review of this seller."
        )
    return gettext(
        "Not counted in the stars: no commission that counts here, and no issuer known here vouched for the buyer."
    )


def _shown(review: Review, offer: Offer | None) -> Shown:
    parts = [_said(review, name) for name in ORDER if name in review.parts]
    return Shown(review, offer, parts, _facts(review), weighs(review))


def _said(review: Review, part: str) -> Said:
    text = review.parts[part]
    title, body = _title(review, part), text.body
    hidden = hidden_texts().of_text(review.order, part, text.document)
    if hidden:
        return Said(part, title, text.time, body.get("language", ""), hidden=hidden)
    is_missing = text.document not in ("", EMPTY_HASH) and not body
    named = [picture["sha256"] for picture in body.get("pictures", [])]
    pictures = [sha256 for sha256 in named if vault().has(sha256) and not hidden_picture(sha256)]
    return Said(part, title, text.time, body.get("language", ""), body.get("text", ""), pictures, is_missing=is_missing)


def _title(review: Review, part: str) -> str:
    """What stands above a part; what was added says how much later that was."""
    if part == FOLLOW_UP:
        return gettext("Added %(span)s later", span=_span(review.parts[part].time - review.time))
    return str(TITLES.get(part, ""))


def _facts(review: Review) -> list[Markup]:
    """When it was bought, when it came, who got the money, and whether they had dealt before."""
    return [*map(escape, (_bought(review), _arrived(review), *_money(review), _nth(review)))]


def _bought(review: Review) -> Markup:
    when = utc(review.paid_time).date()
    shown_day = Markup('<time datetime="{}" data-day>{}</time>').format(when.isoformat(), day(when))
    return escape(gettext("Bought on %(day)s")) % {"day": shown_day}


def _arrived(review: Review) -> str:
    if not review.received_time:
        return gettext("no arrival on record")
    span = _span(review.received_time - review.paid_time)
    if review.attested:
        return gettext("there after %(span)s, says the carrier", span=span)
    return gettext("confirmed by the buyer after %(span)s", span=span)


def _span(seconds: int) -> str:
    """A time span by its largest unit alone."""
    unit = next((unit for unit in (DAY, HOUR) if seconds >= unit), MINUTE)
    return duration(max(seconds // unit, 1) * unit)


def _money(review: Review) -> Iterable[str]:
    inside = {"back": money(review.refunded, review.currency), "total": money(review.total, review.currency)}
    if not review.refunded:
        yield gettext("kept, the seller was paid in full")
    elif review.released:
        yield gettext("%(back)s of %(total)s went back", **inside)
    else:
        yield gettext("all the money went back")
    if review.goodwill:
        yield gettext("%(amount)s paid back afterwards", amount=money(review.goodwill, review.currency))


def _nth(review: Review) -> str:
    if review.nth == 1:
        return gettext("first order with this seller")
    return gettext("order no. %(number)s with this seller", number=review.nth)


def _referrers(reviews: Sequence[Review]) -> set[str]:
    return {one.referrer for one in reviews if one.why is Why.REFERRER and one.referrer != settings().account}


def _referrer(account: str) -> str:
    """As the operator calls him: nobody gives himself a name that could be mistaken for another's."""
    if account == settings().account:
        return gettext("this shop")
    named = trusted().referrers.get(account)
    return in_words(named.name) if named else people.person(account).name
