"""An offer's terms in plain words: what protects the shopper, and what happens when something goes wrong."""

from dataclasses import dataclass

from frontend.index.rows import Offer
from frontend.loyalty import gives_other_points
from frontend.provenance import banners, offered
from frontend.wording.formats import duration
from frontend.wording.language import gap
from frontend.wording.signing_words import CHECKOUT
from frontend.wording.texts import gettext, lazy_gettext
from scripts.units import format_share

# What holds where an offer names none, as every page says it
NO_ARBITER = lazy_gettext(
    "No arbiter, so nobody rules: what you ask for decides. Where you ask for a return or an exchange, the seller may "
    "have the goods sent back first."
)
ANSWER_DAYS = 7  # what Escrow gives a seller to answer a request


@dataclass(frozen=True)
class Promise:
    """A sentence with the icon that stands beside it; `weak` where the shopper is less protected than usual."""

    icon: str
    text: str
    weak: bool = False


@dataclass(frozen=True)
class Term:
    """A line of the terms; `account` where the term names somebody."""

    name: str
    text: str
    account: str = ""


def promises(offer: Offer) -> list[Promise]:
    """What protects a shopper who buys this."""
    return [
        _while_it_waits(offer),
        Promise(
            "box",
            gettext(
                "Not sent within %(time)s: you can have everything back. Until it is sent you can cancel at any time.",
                time=duration(offer.ship_within),
            ),
        ),
        _if_nothing_arrives(offer),
        _if_it_is_wrong(offer),
    ]


def _while_it_waits(offer: Offer) -> Promise:
    if offer.has_arbiter:
        text = gettext(
            "Your money is held by a contract without an owner. It moves only when you or the seller give way, when a "
            "deadline has passed, or as the arbiter rules."
        )
    else:
        text = gettext(
            "Your money is held by a contract without an owner. It moves only when you or the seller give way, or when "
            "a deadline has passed."
        )
    return Promise("shield", text)


def _if_nothing_arrives(offer: Offer) -> Promise:
    if offer.has_carrier:
        text = gettext(
            "If nothing arrives: the carrier has %(deliver)s to report the delivery. Without that report you can "
            "have everything back. After the report you have %(inspect)s to look at the goods.",
            deliver=duration(offer.deliver_within),
            inspect=duration(offer.inspect_within),
        )
        return Promise("truck", text)
    text = gettext(
        "If nothing arrives: no carrier watches this parcel. Ask for your money back within %(time)s after it was "
        "sent. If you do nothing until then, anyone may have the money paid to the seller.",
        time=duration(offer.deliver_within + offer.inspect_within),
    )
    return Promise("truck", text, weak=True)


def _if_it_is_wrong(offer: Offer) -> Promise:
    if offer.has_arbiter and offer.has_carrier:
        text = gettext(
            "If it is not as described: ask for money back, a return or an exchange. The seller has %(days)s days to "
            "answer; without an answer you can have what you asked for. If you do not agree, an arbiter decides.",
            days=ANSWER_DAYS,
        )
        return Promise("scales", text)
    if offer.has_arbiter:
        text = gettext(
            "If it is not as described: ask for money back, a return or an exchange. The seller has %(days)s days to "
            "answer, and at least until %(days)s days after the promised delivery; without an answer you can have what "
            "you asked for. If you do not agree, an arbiter decides.",
            days=ANSWER_DAYS,
        )
        return Promise("scales", text)
    text = gettext("If it is not as described: ask for money back, a return or an exchange.")
    return Promise("scales", text + gap() + str(NO_ARBITER))


def cautions(offer: Offer) -> list[str]:
    """What a shopper has to know before he pays: nobody watches the parcel, nobody rules, points are unknown."""
    found = []
    if not offer.has_carrier:
        text = gettext(
            "No carrier watches this parcel: if it does not come, ask for your money back within %(time)s after it was "
            "sent, or the seller is paid.",
            time=duration(offer.deliver_within + offer.inspect_within),
        )
        found.append(text)
    if not offer.has_arbiter:
        found.append(str(NO_ARBITER))
    found += _of_recalls(offer)
    if gives_other_points(offer):
        found.append(str(CHECKOUT["sign_other_points"]))
    return found


def _of_recalls(offer: Offer) -> list[str]:
    origin = offered.origin(offer)
    if not origin or not origin.recalls:
        return []
    if banners.only_of_ingredients(origin.recalls):
        return [
            gettext(
                "Goods of the lots that the seller names contain a recalled ingredient: look at the offer before you "
                "buy."
            )
        ]
    if origin.is_recalled_in_part:
        return [gettext("Some of the lots that the seller names were recalled: look at the offer before you buy.")]
    return [gettext("Goods of the lots that the seller names were recalled: look at the offer before you buy.")]


def terms(offer: Offer) -> list[Term]:
    """Every term that the shopper agrees to, besides the price."""
    return [
        Term(gettext("Sent within"), duration(offer.ship_within)),
        Term(gettext("Delivered within"), duration(offer.deliver_within)),
        Term(gettext("Time to look at it"), duration(offer.inspect_within)),
        Term(
            gettext("Carrier"),
            "" if offer.has_carrier else gettext("None: nobody independent reports the delivery."),
            offer.carrier if offer.has_carrier else "",
        ),
        Term(
            gettext("Arbiter"),
            "" if offer.has_arbiter else str(NO_ARBITER),
            offer.arbiter if offer.has_arbiter else "",
        ),
        *_shares(offer),
    ]


def _shares(offer: Offer) -> list[Term]:
    shares = []
    if offer.commission_bps:
        text = gettext(
            "The seller pays %(percent)s to whoever brought the sale, which may be this shop; it is in the price.",
            percent=format_share(offer.commission_bps),
        )
        shares.append(Term(gettext("Commission"), text))
    if gives_other_points(offer):
        text = gettext(
            "The offer gives points of a contract that this shop does not know as one whose points are store credit in "
            "this currency. They may be worth nothing."
        )
        shares.append(Term(gettext("Points"), text, offer.loyalty))
    elif offer.points_bps:
        text = gettext(
            "%(percent)s of what the seller gets, shipping too, comes back to you as points.",
            percent=format_share(offer.points_bps),
        )
        shares.append(Term(gettext("Points"), text, offer.loyalty))
    return shares
