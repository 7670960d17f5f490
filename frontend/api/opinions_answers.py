"""How the API says claims, reviews and ratings. Of a text that this storefront hides it says only that, and why."""

from typing import Any

from frontend.api.answers import account_or_none, moment, money
from frontend.index.reviews.hidden import HiddenTexts
from frontend.index.reviews.kinds import REPLIES
from frontend.index.reviews.rows import Rating, Review
from frontend.index.reviews.tables import UNFULFILLED
from frontend.index.vouching.rows import Claim, Place, Step
from frontend.trusted import Hidden, Issuer, Referrer, Trusted

Json = dict[str, Any]

MONEY = ("commission", "total", "released", "refunded", "goodwill")


def claim(found: Claim, trusted: Trusted, now: int) -> Json:
    """A claim as of `now` (Unix seconds), and whether this storefront believes it."""
    return {
        "issuer": found.issuer,
        "subject": found.subject,
        "kind": found.kind,
        "believed": trusted.believes(found.issuer, found.kind),
        "state": found.state(now).value,
        "since": moment(found.since),
        "expires": moment(found.expires),
        "document": found.document,
        "notice": found.notice or None,
        "last": _place(found.last),
    }


def step(found: Step) -> Json:
    return {
        "name": found.name,
        "expires": moment(found.expires),
        "document": found.document or None,
        "declined": found.declined,
        **_place(found.place),
    }


def review(found: Review, hidden: HiddenTexts, reader: str = "") -> Json:
    """A review with its texts, and what the chain says of its order; `reader` gets his own words, also hidden ones."""
    return {
        "order": found.order,
        "offer": found.offer,
        "seller": found.seller,
        "buyer": found.buyer,
        "stars": found.stars,
        "fulfilled": found.fulfilled,
        "ending": found.ending.name.lower(),
        "weight": found.weight,
        "why": found.why.name.lower(),
        "referrer": account_or_none(found.referrer),
        **{name: money(getattr(found, name), found.currency) for name in MONEY},
        "paid": moment(found.paid_time),
        "shipped": moment(found.shipped_time),
        "received": moment(found.received_time),
        "nth": found.nth,
        "texts": {part: _text(found, part, hidden, reader) for part in found.parts},
    }


def rating(found: Rating) -> Json:
    """What reviews come to; the mean is None where they weigh too little for one."""
    return {
        "stars": list(found.stars),
        "reviews": found.count,
        "counted": found.counted,
        "unfulfilled": found.unfulfilled,
        "left_out": found.left_out,
        **{name: getattr(found, name) for name in UNFULFILLED},
        "weight": found.weight,
        "mean": _rounded(found.mean),
        "plain_mean": _rounded(found.plain_mean),
    }


def trust(found: Trusted) -> Json:
    """Whom this storefront believes, whose commission and how much of it makes a review weigh, and what it hides."""
    return {
        "issuers": [_issuer(one) for one in found.issuers.values()],
        "storefront": found.storefront or None,
        "referrers": [{"account": one.account, **_described(one)} for one in found.referrers.values()],
        "full_weight": [money(amount, currency) for currency, amount in found.full_weight.items()],
        "hidden": [{"order": one.order, "part": one.part, **why_hidden(one)} for one in found.hidden.values()],
    }


def _issuer(one: Issuer) -> Json:
    return {"account": one.account, "kinds": sorted(one.kinds), **_described(one)}


def _described(one: Issuer | Referrer) -> Json:
    return {"name": one.name, "about": one.about or None, "website": one.website or None}


def _text(its: Review, part: str, hidden: HiddenTexts, reader: str) -> Json:
    found, is_own = its.parts[part], reader == (its.seller if part in REPLIES else its.buyer)
    why = hidden.of_text(its.order, part, found.document)
    return {
        "document": found.document or None,
        "body": None if why and not is_own else found.body or None,
        "hidden": why_hidden(why) if why else None,
        "block": found.block,
        "time": moment(found.time),
        "transaction": found.transaction,
    }


def why_hidden(one: Hidden) -> Json:
    """Why and since when a text is not shown here."""
    return {"reason": one.reason, "since": one.since.isoformat()}


def _place(found: Place) -> Json:
    return {"block": found.block, "time": moment(found.time), "transaction": found.transaction}


def _rounded(mean: float | None) -> float | None:
    return None if mean is None else round(mean, 3)
