"""What can be known of those who take part in a sale, line by line; each line leads to what proves it.

A line is made by a provider, which gives none where there is nothing to say; what other contracts know has its
providers beside these.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import url_for

from frontend import people
from frontend.goods.protection import NO_ARBITER
from frontend.identity import badges
from frontend.identity.badges import WRONG, Badge, Look
from frontend.index.deeds import Deed
from frontend.index.reviews import ratings
from frontend.index.rows import Offer
from frontend.index.standing import Standing, standing
from frontend.index.vouching import claims
from frontend.provenance import banners, offered
from frontend.resources import book, database, settings, trusted
from frontend.reviews import rating
from frontend.wording import claims as words
from frontend.wording.formats import MINUTE, duration, listed, moment, money
from frontend.wording.texts import Text, gettext, lazy_gettext, ngettext
from scripts.claims import FACTORS

NEW_SELLER = 3  # orders paid out, below which a seller is said to be new
MANY = 20  # orders paid out, from which it speaks against a seller that none of them cost him anything

DEEDS: dict[Deed, Text] = {
    Deed.COMPLETED: lazy_gettext("Completed"),
    Deed.PARTLY_REFUNDED: lazy_gettext("Partly refunded"),
    Deed.REFUNDED: lazy_gettext("Refunded in full"),
    Deed.NOT_SENT: lazy_gettext("Not sent, refunded"),
    Deed.CANCELLED: lazy_gettext("Cancelled before shipping"),
    Deed.OPEN: lazy_gettext("Open"),
    Deed.DISPUTED: lazy_gettext("Went to the arbiter"),
    Deed.WEIGHTED: lazy_gettext("Came through this shop"),
    Deed.SENT: lazy_gettext("Sent"),
}


@dataclass(frozen=True)
class Subject:
    """Whom it is about: a seller, with the offer that is looked at, if any."""

    seller: str
    standing: Standing
    offer: Offer | None = None


@dataclass(frozen=True)
class Line:
    """A fact, and where it is proved; `weak` where it speaks against the sale, `account` where it names somebody.

    What `is_bad` warns of it. What `is_brief` can be said in passing, too; what `is_small` counts for nothing. `role`
    is what `account` is here; `badges` are said instead of the text, each with a sentence.
    """

    name: str
    text: str
    proof: str
    weak: bool = False
    account: str = ""
    is_brief: bool = False
    is_small: bool = False
    role: str = ""
    is_bad: bool = False
    badges: tuple[tuple[Badge, str], ...] = ()


Provider = Callable[[Subject], Iterator[Line]]


def panel(seller: str, offer: Offer | None = None) -> list[Line]:
    """All that is known."""
    subject = Subject(seller, standing(database(), seller, settings().account), offer)
    return [line for provider in PROVIDERS for line in provider(subject)]


def identity(subject: Subject) -> Iterator[Line]:
    """Who vouches for the seller, in how many ways he was reached, and that others say something, too."""
    path = url_for("identity.claims", address=subject.seller)
    said = badges.badges(subject.seller)
    if said:
        told = tuple((one, badges.since(one)) for one in said)
        look = said[0].look
        yield Line(gettext("Who it is"), "", path, look is Look.EXPIRED, is_bad=look in WRONG, badges=told)
    held = badges.level(people.person(subject.seller).claims)
    if held:
        ways = listed([words.kind_name(kind) for kind in held])
        text = gettext("In %(number)s of %(all)s ways: %(ways)s", number=len(held), all=len(FACTORS), ways=ways)
        yield Line(gettext("Reached and checked"), text, path)
    if claims.by_others(database(), subject.seller, trusted().issuers, limit=1).items:
        text = gettext("Issuers whom this shop does not know claim something of this account; that counts for nothing.")
        yield Line(gettext("Small print"), text, path + "#others", is_small=True)


def age(subject: Subject) -> Iterator[Line]:
    """Since when the seller is here."""
    first = subject.standing.first
    text = moment(first.time) if first else gettext("Not seen before")
    yield Line(gettext("Here since"), text, _record(subject), weak=not first, is_brief=bool(first))


def orders(subject: Subject) -> Iterator[Line]:
    """How many orders the seller was paid for, and how many of these cost a commission."""
    many = subject.standing.paid_out
    text = ngettext("%(num)d order paid out", "%(num)d orders paid out", many) if many else gettext("None yet")
    yield Line(gettext("Orders"), text, _record(subject, Deed.COMPLETED), many < NEW_SELLER, is_brief=many > 0)
    weighted = subject.standing.weighted
    if weighted:
        text = ngettext(
            "%(num)d order, for which the seller paid this shop a commission of %(sums)s: had he bought from himself, "
            "that would be lost.",
            "%(num)d orders, for which the seller paid this shop commissions of %(sums)s in all: had he bought from "
            "himself, that would be lost.",
            weighted,
            sums=_amounts(subject.standing.commission),
        )
        yield Line(gettext("Costly to invent"), text, _record(subject, Deed.WEIGHTED))
    elif many >= MANY:
        text = gettext(
            "None of these orders: none brought this shop a commission. A seller can place such orders himself for the "
            "network fee, so their number proves nothing."
        )
        yield Line(gettext("Costly to invent"), text, _record(subject, Deed.COMPLETED), weak=True)
    elif many:
        text = gettext(
            "No order so far, as is usual for a new shop: none brought this shop a commission. A seller can place such "
            "orders himself for the network fee, so their number says little."
        )
        yield Line(gettext("Costly to invent"), text, _record(subject, Deed.COMPLETED))


def refunds(subject: Subject) -> Iterator[Line]:
    """Of which orders money went back."""
    record = subject.standing
    back = {
        Deed.PARTLY_REFUNDED: gettext("%(num)s in part", num=record.count(Deed.PARTLY_REFUNDED)),
        Deed.REFUNDED: gettext("%(num)s in full", num=record.count(Deed.REFUNDED)),
        Deed.NOT_SENT: ngettext(
            "%(num)d because it was not sent in time",
            "%(num)d because they were not sent in time",
            record.count(Deed.NOT_SENT),
        ),
    }
    there = [(deed, text) for deed, text in back.items() if record.count(deed)]
    if there:
        text = listed([text for _, text in there])
        yield Line(gettext("Refunds"), text, _record(subject, there[0][0]), weak=bool(record.count(Deed.NOT_SENT)))
    elif record.paid_out:
        yield Line(gettext("Refunds"), gettext("None"), _record(subject, Deed.COMPLETED))


def reviews(subject: Subject) -> Iterator[Line]:
    """What buyers say, where anybody has said anything."""
    found = ratings.of_seller(database(), subject.seller)
    if found.count or found.unfulfilled:
        text = rating.in_a_line(found)
        if found.mean is not None:
            mean = gettext("%(mean)s of 5 stars by weight", mean=rating.of_five(found.mean))
            text = listed([mean, text])
        proof = url_for("reviews.of_shop", address=subject.seller)
        yield Line(gettext("Reviews"), text, proof, is_brief=found.mean is not None)


def disputes(subject: Subject) -> Iterator[Line]:
    """How many orders an arbiter had to decide."""
    many = subject.standing.count(Deed.DISPUTED)
    if many or subject.standing.paid_out:
        text = ngettext("%(num)d order", "%(num)d orders", many) if many else gettext("None")
        yield Line(gettext("Went to the arbiter"), text, _record(subject, Deed.DISPUTED))


def shipping(subject: Subject) -> Iterator[Line]:
    """How long it takes until a parcel is sent."""
    if not subject.standing.shipped:
        return
    time = subject.standing.time_to_ship
    text = ngettext(
        "%(span)s, with %(num)d parcel so far",
        "%(span)s, median of the last %(num)d parcels",
        subject.standing.shipped,
        span=duration(time) if time >= MINUTE else gettext("under a minute"),
    )
    yield Line(gettext("Sent after"), text, _record(subject, Deed.SENT), is_brief=True)


def carrier(subject: Subject) -> Iterator[Line]:
    """Whether this market knows who reports the delivery."""
    if subject.offer:
        missing = gettext("None: nobody independent reports the delivery.")
        yield _third(gettext("Carrier"), "carrier", subject.offer.carrier if subject.offer.has_carrier else "", missing)


def arbiter(subject: Subject) -> Iterator[Line]:
    """Whether this market knows who decides."""
    if subject.offer:
        account = subject.offer.arbiter if subject.offer.has_arbiter else ""
        yield _third(gettext("Arbiter"), "arbiter", account, str(NO_ARBITER))


def provenance(subject: Subject) -> Iterator[Line]:
    """Whether the goods' journey is on the chain, and whether the lots that the offer names were recalled."""
    if not subject.offer or book().provenance is None:
        return
    name, found = gettext("Where it comes from"), offered.origin(subject.offer)
    if found is None:
        yield Line(name, gettext("The seller names no lots: their journey is not on the chain."), "")
    elif found.recalls:
        text = gettext("Recalled: look at it before you buy.")
        if banners.only_of_ingredients(found.recalls):
            text = gettext("Contains a recalled ingredient: look at it before you buy.")
        elif found.is_recalled_in_part:
            text = gettext("Recalled in part: look at it before you buy.")
        yield Line(name, text, found.evidence, weak=True)
    elif found.missing or not found.lots:
        yield Line(name, gettext("The seller names lots that nobody has registered."), found.path, weak=True)
    else:
        text = gettext("Each step of these goods is on the chain, told by whoever made and kept them.")
        yield Line(name, text, found.evidence, account=found.producer)


PROVIDERS: tuple[Provider, ...] = (
    *(identity, age, orders, refunds, reviews, disputes, shipping, carrier, arbiter, provenance),
)


def _third(name: str, role: str, account: str, missing: str) -> Line:
    """A line about somebody whom the seller named."""
    if not account:
        return Line(name, missing, "", weak=role == "carrier")
    known, said = people.person(account).known_as(role), badges.badges(account, role)
    text = gettext("Known to this shop.") if known else gettext("Chosen by the seller; not known to this shop.")
    proof = url_for("evidence.page", address=account, role=role)
    return Line(name, said[0].sentence if said else text, proof, weak=not known, account=account, role=role)


def _record(subject: Subject, deed: Deed | None = None) -> str:
    return url_for("evidence.page", address=subject.seller, deed=deed.name.lower() if deed is not None else None)


def _amounts(sums: dict[str, int]) -> str:
    """Amounts of currencies that this market knows."""
    return " + ".join(money(amount, address) for address, amount in sums.items() if address in book().currencies)
