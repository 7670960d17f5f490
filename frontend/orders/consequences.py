"""What a step after the sale brings about, in a sentence: who sees it, what he may do, by when, what if nobody acts.

All of it follows from the state table. Amounts and times are left to the browser, `{amount}` and `{until}`: they depend
on what is typed, and on the reader's own time zone.
"""

from dataclasses import dataclass

from frontend import state_table
from frontend.index.rows import Order
from frontend.state_table import ARBITER, BUYER, SELLER
from frontend.wording.formats import listed
from frontend.wording.texts import Text, gettext, lazy_gettext
from scripts.terms import Kind, Status

FOREVER = 2**40  # a deadline that is not over

# What each may do, as the other side is told; what only gives time is left out
DOINGS: dict[str, Text] = {
    "approve_return": lazy_gettext("take the goods back"),
    "replace": lazy_gettext("send another one"),
    "dispute": lazy_gettext("ask the arbiter"),
    "concede": lazy_gettext("pay everything back"),
    "refund": lazy_gettext("pay part of it back"),
    "send_back": lazy_gettext("send the goods back"),
    "rule": lazy_gettext("decide who gets how much"),
}
SEES: dict[str, Text] = {
    SELLER: lazy_gettext("The seller sees what you write and show, and can until {until}: %(doings)s"),
    BUYER: lazy_gettext("The buyer sees what you write and show, and can until {until}: %(doings)s"),
    ARBITER: lazy_gettext(
        "The other side and the arbiter see what you write and show, the arbiter all that was shown before as well, "
        "and he can until {until}: %(doings)s"
    ),
}
OTHERWISE: dict[str, Text] = {
    BUYER: lazy_gettext("%(sees)s; if nobody does anything by then, {amount} goes back to whoever paid."),
    SELLER: lazy_gettext("%(sees)s; if nobody does anything by then, {amount} goes to the seller."),
}
ON_ITS_WAY = lazy_gettext(
    "The buyer has until {until} to confirm or to ask for money back; if nobody does anything by then, {amount} goes "
    "to the seller."
)
CARRIED = lazy_gettext(
    "The carrier has until {until} to report the delivery; if nobody does anything by then, {amount} goes back to "
    "whoever paid."
)
SENDING = ("ship", "replace")


@dataclass(frozen=True)
class Later:
    """An order as a step leaves it; what of it decides who may do what."""

    status: Status
    kind: Kind
    round: int
    has_arbiter: bool
    buyer_extended: bool = False
    deadline: int = FOREVER


@dataclass(frozen=True)
class Term:
    """Until when the next step is awaited: `seconds` from now, or from `base` (Unix seconds) where that is later."""

    seconds: int
    base: int = 0


def sentence(order: Order, verb: str, kind: Kind | None = None) -> str:
    """What `verb` brings about, `kind` being what is asked for; a template for the browser."""
    if verb in SENDING:
        return str(CARRIED if order.offer.has_carrier else ON_ITS_WAY)
    later = Later(state_table.LEADS_TO[verb], kind or order.kind, order.round, order.has_arbiter)
    role = state_table.awaited(later.status)
    can = [str(DOINGS[one]) for one in state_table.moves(later, role, 0) if one in DOINGS]
    sees = str(SEES[role]) % {"doings": listed(can)}
    return str(OTHERWISE[state_table.default(later.status)]) % {"sees": sees}


def term(order: Order, verb: str) -> Term:
    """How long the next step is awaited after `verb`."""
    offer = order.offer
    if verb == "request":
        early = offer.has_carrier or order.seller_extended
        return Term(state_table.ANSWER_TIME, 0 if early else order.deadline - offer.inspect_within)
    if verb in SENDING:
        return Term(offer.deliver_within + (0 if offer.has_carrier else offer.inspect_within))
    if verb == "send_back":
        return Term(offer.deliver_within + state_table.CHECK_TIME)
    return Term({"approve_return": state_table.RETURN_TIME, "dispute": state_table.RULING_TIME}[verb])


def requests(order: Order) -> list[dict[str, object]]:
    """What a shopper may ask for, in the words of shops, with what each brings about; for the page and its module.

    That it never came is likely only until the carrier has reported the delivery.
    """
    wanted: tuple[tuple[str, Kind, Text, Text], ...] = (
        ("never_came", Kind.REFUND, *NEVER_CAME),
        ("money_back", Kind.REFUND, *MONEY_BACK),
        ("return", Kind.RETURN, *RETURN),
        ("exchange", Kind.EXCHANGE, *EXCHANGE),
        ("part", Kind.REFUND, *PART),
    )
    likely = "money_back" if _has_arrived(order) else "never_came"
    return [
        {
            "code": code,
            "kind": int(kind),
            "title": str(title),
            "hint": str(hint),
            "says": sentence(order, "request", kind),
            "is_likely": code == likely,
        }
        for code, kind, title, hint in wanted
    ]


def _has_arrived(order: Order) -> bool:
    """Whether the carrier has said so."""
    return order.status == Status.AWAITING_CONFIRMATION and order.offer.has_carrier


def for_browser(order: Order, verbs: list[str]) -> dict[str, dict[str, object]]:
    """Sentences and terms of the verbs that can be used now."""
    return {
        verb: {"says": sentence(order, verb), **vars(term(order, verb))}
        for verb in verbs
        if verb in state_table.LEADS_TO or verb in SENDING
    }


def lacks_arbiter(order: Order) -> str:
    """Said where nobody was named who could decide; empty where somebody was."""
    if order.has_arbiter:
        return ""
    return gettext("This offer names no arbiter: the seller cannot have your request refused by anybody.")


NEVER_CAME = lazy_gettext("It never came"), lazy_gettext("All of it back.")
MONEY_BACK = lazy_gettext("Send me my money back"), lazy_gettext("You keep what came, or agree on it with the seller.")
RETURN = lazy_gettext("I send it back"), lazy_gettext("Goods back, then money back.")
EXCHANGE = (
    lazy_gettext("Exchange it"),
    lazy_gettext("Another one in its place; what is held stays held until it is there."),
)
PART = lazy_gettext("Only part of it is wrong"), lazy_gettext("That part back; the seller gets the rest at once.")
