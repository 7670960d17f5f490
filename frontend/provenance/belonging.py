"""Whose an item is, in the words that each reader needs: its owner, its buyer, who passed it on, and everybody else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from markupsafe import Markup, escape

from frontend import people
from frontend.index.provenance.rows import Claim, Holding
from frontend.provenance.banners import GOOD, PLAIN, WARN, Banner
from frontend.wording import language
from frontend.wording.formats import moment
from frontend.wording.texts import gettext

MADE = ("ItemTouched", "UnitMade")  # how its producer came by it


@dataclass(frozen=True)
class Belonging:
    """Whose an item is. `buyer` is that of an order which has it and is not settled, or empty; `was_sold` whether any
    order ever had it; `former` are those whose it once was.
    """

    holding: Holding | None
    claim: Claim | None
    buyer: str
    was_sold: bool
    former: tuple[str, ...]

    @property
    def owner(self) -> str:
        """Who owns it; empty while the chain does not know it by itself."""
        return self.holding.owner if self.holding else ""

    @property
    def claimants(self) -> tuple[str, ...]:
        """Who alone can claim it; nobody where it is whoever has the code."""
        return (self.buyer or self.owner,) if self.was_sold else ()

    @property
    def passed_on(self) -> tuple[str, ...]:
        """Whose it was, and is no longer."""
        return tuple(one for one in self.former if one not in (self.owner, self.buyer))

    @property
    def named(self) -> set[str]:
        """Whom the sentences name."""
        return {one for one in (self.owner, self.buyer, self.claim.by if self.claim else "") if one}


def banners(whose: Belonging) -> Iterator[Banner]:
    """Whether somebody was here before, and what to do to be sure: to everybody in the words that are for him."""
    own = list(chain(_to_owner(whose), _to_buyer(whose), _to_former(whose)))
    addressed = tuple(account for banner in own for account in banner.only_for)
    yield _claimed(whose, addressed) if whose.claim else _unclaimed(whose, addressed)
    yield from own


def _claimed(whose: Belonging, addressed: tuple[str, ...]) -> Banner:
    if whose.buyer:
        text = _said(
            gettext(
                "It was sold with an order to %(buyer)s. Is that your seller? If so, have them offer it to you here "
                "once it is theirs, which nobody else can, or sell it by an order, before you pay. If not, what you "
                "hold may be a copy. Either way the thing in your hand is only as sure as its label: a printed code "
                "can be copied, a hidden one is claimed only once."
            ),
            whose,
        )
    else:
        text = _said(
            gettext(
                "It has belonged to %(owner)s since %(since)s. Is that your seller? If so, have them offer it to you "
                "here, which only its owner can, or sell it by an order, before you pay. If not, what you hold may be "
                "a copy. Either way the thing in your hand is only as sure as its label: a printed code can be copied, "
                "a hidden one is claimed only once."
            ),
            whose,
        )
    text = Markup(language.gap()).join([_said(gettext("%(claimer)s claimed it on %(claimed)s."), whose), text])
    title = gettext("Its hidden code was claimed already")
    return Banner("claimed", WARN, title, text, account=whose.buyer or whose.owner, not_for=addressed)


def _unclaimed(whose: Belonging, addressed: tuple[str, ...]) -> Banner:
    title, plain = gettext("Nobody has claimed it yet"), PLAIN
    if whose.was_sold:
        text = gettext(
            "It was sold with an order. Unless you bought it, or got it from its buyer, you may hold a copy: a printed "
            "code can be copied."
        )
        return Banner("unclaimed", plain, title, text, not_for=addressed)
    text = gettext(
        "A printed code can be copied, so this page alone does not show that you hold the item itself. Scratch the "
        "label and claim the hidden code to be sure."
    )
    return _to_be_claimed(Banner("unclaimed", plain, title, text, not_for=addressed))


def _to_owner(whose: Belonging) -> Iterator[Banner]:
    if not whose.holding or (whose.holding.how in MADE and not whose.claim and not whose.buyer):
        return  # its producer, who keeps what he made
    mine = (whose.owner,)
    if whose.buyer:
        text = gettext("It is in an order of %(buyer)s, whose it is once the order has ended and is settled.")
        yield Banner("sold", PLAIN, gettext("You have sold it"), _said(text, whose), only_for=mine)
    elif whose.claim:
        yield Banner("yours", GOOD, *_yours(whose, whose.claim), only_for=mine)
    else:
        text = gettext(
            "You bought it with an order, and it has been yours since %(since)s. If you keep it, scratch the "
            "label and claim the hidden code: then you know that you hold the item itself, and whoever else "
            "scans its label is warned."
        )
        if whose.holding.how != "ItemSold":
            text = gettext(
                "It was handed on to you on %(since)s. If you keep it, scratch the label and claim the "
                "hidden code: then you know that you hold the item itself, and whoever else scans its label "
                "is warned."
            )
        title = gettext("It is yours, and nobody has claimed it yet")
        yield _to_be_claimed(Banner("yours", PLAIN, title, _said(text, whose), only_for=mine))


def _yours(whose: Belonging, claim: Claim) -> tuple[str, Markup]:
    """Title and text for an owner of what was claimed."""
    if claim.by != whose.owner:
        text = gettext(
            "It has been yours since %(since)s. Its hidden code was claimed on %(claimed)s by %(claimer)s: whoever "
            "else scans its label is warned."
        )
        return gettext("It is yours"), _said(text, whose)
    if whose.holding and whose.holding.owner_since > claim.time:
        text = gettext(
            "You claimed it on %(claimed)s, and it has been yours since %(since)s. Whoever else scans its label is "
            "warned."
        )
        return gettext("It is yours"), _said(text, whose)
    text = gettext("You claimed it on %(claimed)s, it is yours. Whoever else scans its label is warned.")
    return gettext("It is yours"), _said(text, whose)


def _to_buyer(whose: Belonging) -> Iterator[Banner]:
    if not whose.buyer:
        return
    mine = (whose.buyer,)
    if not whose.claim:
        text = gettext(
            "You bought it with an order. Once you hold it, scratch the label and claim the hidden code: then you know "
            "that you hold the item itself."
        )
        yield _to_be_claimed(Banner("bought", PLAIN, gettext("Nobody has claimed it yet"), text, only_for=mine))
    elif whose.claim.by == whose.buyer:
        text = gettext("You claimed it on %(claimed)s. It is yours once its order has ended and is settled.")
        yield Banner("bought", GOOD, gettext("You have claimed it"), _said(text, whose), only_for=mine)
    else:
        text = gettext(
            "It is in your order, and %(claimer)s claimed it on %(claimed)s. Ask your seller about it before you say "
            "that all is well."
        )
        title = gettext("Somebody else has claimed it")
        yield Banner("bought", WARN, title, _said(text, whose), only_for=mine)


def _to_former(whose: Belonging) -> Iterator[Banner]:
    if whose.passed_on:
        text = _said(gettext("It has belonged to %(owner)s since %(since)s."), whose)
        yield Banner("passed-on", PLAIN, gettext("You passed it on"), text, only_for=whose.passed_on)


def _to_be_claimed(banner: Banner) -> Banner:
    """With the way to where it is claimed."""
    return replace(banner, link="#claim", leads_to=gettext("Claim it"))


def _said(text: str, whose: Belonging) -> Markup:
    """A sentence with names and times in it."""
    names = {"owner": whose.owner, "buyer": whose.buyer, "claimer": whose.claim.by if whose.claim else ""}
    values = {name: Markup("<bdi>{}</bdi>").format(people.person(one).name) for name, one in names.items() if one}
    values |= {"since": moment(whose.holding.owner_since)} if whose.holding else {}
    values |= {"claimed": moment(whose.claim.time)} if whose.claim else {}
    return Markup(escape(text)) % values
