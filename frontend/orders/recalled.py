"""What helps whoever bought recalled goods, or sold them: one step, the one that is open at an order's status."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from frontend import devnet
from frontend.index.rows import Order
from frontend.orders import goods
from frontend.orders.goods import Put
from frontend.provenance import covered
from frontend.provenance.banners import Banner, only_of_ingredients
from frontend.provenance.offered import Origin
from frontend.state_table import BUYER, default
from frontend.wording.formats import money
from frontend.wording.texts import Text, gettext, lazy_gettext
from scripts.terms import Status

# What is said to anybody, and to the buyer
Said = tuple[Text | str, Text | str]

BY_VERB: dict[str, Said] = {
    "cancel": (
        lazy_gettext(
            "It has not been sent yet. The buyer can cancel the order, and all the money goes back. He can also ask "
            "the shop for goods of another lot, and cancel as long as they are not sent."
        ),
        lazy_gettext(
            "It has not been sent yet. If you do not want it, press “Cancel the order”, and all the money goes back. "
            "You can also ask the shop for goods of another lot, and cancel as long as they are not sent."
        ),
    ),
    "request": (
        lazy_gettext(
            "The buyer can ask for the money back as long as the receipt is not confirmed and the time is not over."
        ),
        lazy_gettext(
            "If you want your money back, do not confirm the receipt: press “Something is wrong” before the time is "
            "over."
        ),
    ),
    "enforce": (
        lazy_gettext("The time is over: anyone can have the money sent back now."),
        lazy_gettext("The time is over: press “Send the money back now”, and all that is held goes back."),
    ),
}
BY_STATUS: dict[Status, Said] = {
    Status.AWAITING_DELIVERY: (
        lazy_gettext(
            "It is on its way. Once the carrier has reported the delivery the buyer can ask for the money back."
        ),
        lazy_gettext(
            "It is on its way and cannot be cancelled any more. If you want your money back, do not confirm the "
            "receipt: once the carrier has reported the delivery, press “Something is wrong”."
        ),
    ),
    Status.AWAITING_ANSWER: (
        lazy_gettext("The seller has the buyer's request. Without an answer in time, what is held goes back."),
        lazy_gettext("The seller has your request. Without an answer in time, what is held goes back."),
    ),
    Status.AWAITING_RETURN: (
        lazy_gettext("The seller takes the goods back. Once the buyer has sent them, the seller pays the money back."),
        lazy_gettext("The seller takes the goods back. Send them as agreed; then the seller pays the money back."),
    ),
    Status.AWAITING_RETURN_CHECK: (
        lazy_gettext("The goods are on their way back. Without an answer in time, what is held goes back."),
        lazy_gettext("The goods are on their way back. Without an answer in time, what is held goes back."),
    ),
    Status.AWAITING_RULING: (
        lazy_gettext("The arbiter decides. The recall is on the chain for him to read."),
        lazy_gettext("The arbiter decides. Name the recall to him: press “Add to the case”."),
    ),
}
TOO_LATE: Said = (
    lazy_gettext("The time to ask for the money back is over: only the shop can give it back."),
    lazy_gettext("The time to ask for your money back is over: only the shop can give it back. Ask it."),
)
ASK_THE_SHOP: Said = (
    lazy_gettext(
        "The order is complete, so the contract holds nothing any more: only the shop can give the money back. If it "
        "does so through this order, “The seller paid … back afterwards” stands on the order's page, with amount and "
        "time, and the money goes to whoever paid."
    ),
    lazy_gettext(
        "Your order is complete, so the contract holds nothing any more: only the shop can give your money back. Ask "
        "it, and tell it the order's number. If it pays through this order, “The seller paid … back afterwards” stands "
        "on the order's page, with amount and time, and the money goes to whoever paid."
    ),
)
BACK: Said = (lazy_gettext("All that was paid went back."),) * 2

# What helps a seller, by what he can do; the first that he can. Of what was only made with something recalled, the last
TO_SELLER: dict[str, Text] = {
    "ship": lazy_gettext(
        "Send nothing of it. Send goods of another lot; if you have none, give the money back: “Refund a part”, and "
        "all of it as the amount."
    ),
    "concede": lazy_gettext("The buyer must not use it. Give the money back: “Refund in full”."),
    "refund": lazy_gettext(
        "The buyer must not use it. Give the money back: “Refund a part”, and all of it as the amount."
    ),
    "refund_closed": lazy_gettext(
        "The order is complete, and its page tells the buyer that only you can give the money back. “Pay something "
        "back afterwards” does so from your account, and the order's page shows it to everybody."
    ),
}
OF_INGREDIENTS = lazy_gettext(
    "Whether these goods may be used the producer says; the buyer reads the same. If they may not, send none of them, "
    "and give the money back."
)


@dataclass(frozen=True)
class Recalled:
    """Recalls, one notice each; what helps now, and how the buyer is told it; whether the shop is to be asked.

    `origin` has the lots that goods may be of of which it is not known yet; `verb` is the step that helps, or empty.
    """

    notices: list[Banner]
    helps: str
    to_buyer: str
    asks_shop: bool
    origin: Origin | None
    verb: str


@dataclass(frozen=True)
class ToSeller:
    """The same for the seller: `verb` is the step that helps, `command` does it in a terminal; empty where none is."""

    notices: list[Banner]
    helps: str
    verb: str
    command: str


def to_buyer(order: Order, put: Sequence[Put], possible: Collection[str]) -> Recalled | None:
    """What the page of an order says of recalls, `possible` being what it lets the buyer do; None where nothing is
    recalled.
    """
    concerned = goods.concerned(order, put)
    if not concerned:
        return None
    helps, helps_buyer = map(str, _helps(order, possible))
    origin = goods.undecided(order, put)
    verb = next((one for one in BY_VERB if one in possible), "")
    if order.all_went_back or (verb == "enforce" and default(order.status) != BUYER):
        verb = ""  # no step brings the money
    return Recalled(covered.notices(concerned), helps, helps_buyer, not order.all_went_back, origin, verb)


def to_seller(order: Order, put: Sequence[Put], possible: Collection[str]) -> ToSeller | None:
    """What the dashboard says of them; None where nothing is recalled, or all of the money went back."""
    concerned = goods.concerned(order, put)
    if not concerned or order.all_went_back:
        return None
    verb = next((one for one in TO_SELLER if one in possible), "")
    giving = "refund" if verb == "ship" else verb
    command = devnet.command("merchant", giving, order.id, *(() if giving == "concede" else ("all",))) if verb else ""
    is_itself = not only_of_ingredients(recall for _, recalls in concerned for recall in recalls)
    if order.goodwill:
        helps, giving = _paid_back(order), ""
    elif verb:
        helps = str(TO_SELLER[verb] if is_itself else OF_INGREDIENTS)
    else:
        helps = ""
    return ToSeller(covered.notices(concerned), helps, giving if is_itself else "", command)


def _helps(order: Order, possible: Collection[str]) -> Said:
    if order.all_went_back:
        return BACK
    for verb, said in BY_VERB.items():
        if verb in possible:
            return said if verb != "enforce" or default(order.status) == BUYER else TOO_LATE
    if order.goodwill:
        return (_paid_back(order),) * 2
    return BY_STATUS.get(order.status, ASK_THE_SHOP)


def _paid_back(order: Order) -> str:
    return gettext(
        "The order is complete, and the shop has paid %(amount)s back afterwards.",
        amount=money(order.goodwill, order.offer.currency),
    )
