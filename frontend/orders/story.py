"""An order in words: where it stands, what happens next, who must act, until when, and what happens if nobody does."""

from dataclasses import dataclass

from frontend import state_table
from frontend.index.rows import Order
from frontend.loyalty import back_in_words
from frontend.state_table import EMPTY_ADDRESS
from frontend.wording.formats import money
from frontend.wording.language import gap
from frontend.wording.texts import Text, gettext, lazy_gettext
from scripts.terms import Kind, Status

STATUSES: dict[Status, Text] = {
    Status.AWAITING_SHIPMENT: lazy_gettext("To be shipped"),
    Status.AWAITING_DELIVERY: lazy_gettext("On its way"),
    Status.AWAITING_CONFIRMATION: lazy_gettext("To be received"),
    Status.AWAITING_ANSWER: lazy_gettext("Seller to answer"),
    Status.AWAITING_RETURN: lazy_gettext("To be sent back"),
    Status.AWAITING_RETURN_CHECK: lazy_gettext("Return being checked"),
    Status.AWAITING_RULING: lazy_gettext("Arbiter deciding"),
    Status.CLOSED: lazy_gettext("Completed"),
    Status.CANCELLED: lazy_gettext("Cancelled"),
}

# What is counted together by a status: among the orders that ended are those of which money went back
COUNTED = STATUSES | {Status.CLOSED: lazy_gettext("Completed or refunded")}

ROLES: dict[str, Text] = {
    state_table.BUYER: lazy_gettext("Buyer"),
    state_table.SELLER: lazy_gettext("Seller"),
    state_table.CARRIER: lazy_gettext("Carrier"),
    state_table.ARBITER: lazy_gettext("Arbiter"),
}

# What an entry of the ledger is; "paid" is told by the order itself.
SHARES: dict[str, Text] = {
    "proceeds": lazy_gettext("To the seller"),
    "commission": lazy_gettext("Commission"),
    "points": lazy_gettext("Points"),
    "refund": lazy_gettext("Back to the payer"),
    "goodwill": lazy_gettext("Paid back afterwards"),
    "spent": lazy_gettext("Paid with points"),
    "cash_back": lazy_gettext("Back to the buyer in cash"),
    "points_back": lazy_gettext("Back to the buyer as points"),
    "lent": lazy_gettext("Paid by lenders"),
    "repaid": lazy_gettext("Paid back to lenders"),
    "fee": lazy_gettext("Fees for paying later"),
    "late_fee": lazy_gettext("Late fees"),
    "debt_back": lazy_gettext("Taken off the debt"),
    "unsent": lazy_gettext("Waiting to be withdrawn"),
    "withdrawn": lazy_gettext("Withdrawn"),
    "collected": lazy_gettext("Collected"),
}
# The same of an order that a Loyalty or a Credit paid: what comes back is set aside there, then passed on
SHARES_SET_ASIDE: dict[str, Text] = {
    "refund": lazy_gettext("Set aside for the buyer"),
    "goodwill": lazy_gettext("Paid back afterwards, set aside for the buyer"),
    "cash_back": lazy_gettext("of it passed on in cash"),
    "points_back": lazy_gettext("of it passed on as points"),
    "debt_back": lazy_gettext("of it taken off the debt"),
}

NEXT: dict[Status, Text] = {
    Status.AWAITING_SHIPMENT: lazy_gettext(
        "The seller packs the parcel and sends it. Until then the buyer can cancel and has everything back at once."
    ),
    Status.AWAITING_DELIVERY: lazy_gettext("The parcel is on its way. The carrier reports when it has been delivered."),
    Status.AWAITING_RETURN: lazy_gettext("The seller takes the goods back. The buyer sends them."),
    Status.AWAITING_RETURN_CHECK: lazy_gettext(
        "The goods are on their way back. The seller checks them and pays the money back."
    ),
    Status.AWAITING_RULING: lazy_gettext(
        "Buyer and seller do not agree. The arbiter decides who gets how much of what is held."
    ),
}

# Of an order that a Loyalty paid, before it is sent
NEXT_SET_ASIDE = lazy_gettext(
    "The seller packs the parcel and sends it. Until then the buyer can cancel: all of it is set aside for him at "
    "once, and one transaction more, which costs a network fee of its own, brings it to him."
)
NEXT_LENT = lazy_gettext(
    "The seller packs the parcel and sends it. Until then the buyer can cancel: then he owes nothing of the "
    "instalments, and his down payment is passed on to him with one transaction more."
)
NEXT_LENT_TO_BUYER = lazy_gettext(
    "The seller packs the parcel and sends it. Until then you can cancel: then you owe nothing of the instalments, and "
    "your down payment comes back to you with one transaction more, which costs a network fee of its own."
)
NEXT_SET_ASIDE_TO_BUYER = lazy_gettext(
    "The seller packs the parcel and sends it. Until then you can cancel: all of it is set aside for you at once, and "
    "one transaction more, which costs a network fee of its own, brings it to you."
)

# Of one that somebody else paid for its buyer
NEXT_GIVEN = lazy_gettext(
    "The seller packs the parcel and sends it. Until then the buyer can cancel: everything goes back to whoever paid."
)
NEXT_GIVEN_TO_BUYER = lazy_gettext(
    "The payment has arrived. The seller packs the parcel and sends it. Until then you can cancel: everything goes "
    "back to whoever paid."
)

DELIVERED = lazy_gettext(
    "The carrier has reported the delivery. The buyer looks at the goods, then confirms or asks for money back."
)
UNTRACKED = lazy_gettext(
    "The parcel is on its way. Once it has arrived the buyer confirms; if it does not come, or is not as described, "
    "the buyer asks for money back before the time is over."
)

EXCHANGE_CHECKED = lazy_gettext(
    "The goods are on their way back. The seller checks them and sends others, or pays the money back."
)

ASKED: dict[Kind, Text] = {
    Kind.REFUND: lazy_gettext("The buyer asks for %(amount)s back. The seller answers."),
    Kind.RETURN: lazy_gettext("The buyer wants to return the goods for %(amount)s. The seller answers."),
    Kind.EXCHANGE: lazy_gettext("The buyer asks for an exchange; %(amount)s stays held. The seller answers."),
}


# The same to the buyer himself, where it speaks of him.
NEXT_TO_BUYER: dict[Status, Text] = {
    Status.AWAITING_SHIPMENT: lazy_gettext(
        "The payment has arrived. The seller packs the parcel and sends it. Until then you can cancel and have "
        "everything back at once."
    ),
    Status.AWAITING_RETURN: lazy_gettext("The seller takes the goods back. Send them, then say so here."),
    Status.AWAITING_RULING: lazy_gettext(
        "You and the seller do not agree. The arbiter decides who gets how much of what is held."
    ),
}
DELIVERED_TO_BUYER = lazy_gettext(
    "The carrier has reported the delivery. Look at the goods, then confirm or ask for money back."
)
UNTRACKED_TO_BUYER = lazy_gettext(
    "The parcel is on its way. Once it has arrived, confirm; if it does not come, or is not as described, ask for "
    "money back before the time is over."
)
ASKED_BY_YOU: dict[Kind, Text] = {
    Kind.REFUND: lazy_gettext("You ask for %(amount)s back. The seller answers."),
    Kind.RETURN: lazy_gettext("You want to return the goods for %(amount)s. The seller answers."),
    Kind.EXCHANGE: lazy_gettext("You ask for an exchange; %(amount)s stays held. The seller answers."),
}


# What became of a parcel whose order was paid back in full
BACK: dict[str, Text] = {
    "returned": lazy_gettext("The goods were sent back."),
    "not_sent": lazy_gettext("It was never sent."),
    "arrived": lazy_gettext("The parcel had arrived."),
    "never_arrived": lazy_gettext("The parcel never arrived: the carrier reported no delivery."),
    "unattested": lazy_gettext("No carrier was to report whether the parcel arrived, and the buyer did not say so."),
}


@dataclass(frozen=True)
class Story:
    """What an order page says first; `until` in Unix seconds, 0 and empty texts once the order has ended.

    `otherwise` is empty once the time is over: then it is what happens next. `to_buyer` and `otherwise_to_buyer` say
    both as the buyer is told.
    """

    next: str
    to_buyer: str
    role: str
    account: str
    until: int
    otherwise: str
    overdue: bool
    otherwise_to_buyer: str = ""


def status_name(order: Order) -> str:
    """The status in the words of shops."""
    return gettext("Refunded") if order.all_went_back else str(STATUSES[order.status])


def shares(order: Order) -> dict[str, Text]:
    """What each entry of an order's ledger is."""
    return SHARES | SHARES_SET_ASIDE if order.payer != order.paid_by else SHARES


def set_aside(order: Order, reader: str = "") -> str:
    """What waits in Escrow until it is passed on to the buyer, as an account is told; empty where nothing does."""
    if not order.waiting:
        return ""
    if order.is_through_credit:
        return _set_aside_for_the_debt(order, reader)
    before = order.refunded + order.goodwill - order.waiting
    amount = back_in_words(order, before, order.waiting)
    if reader == order.paid_by:
        return gettext(
            "%(amount)s is set aside for you: fetch it. Anyone may do so, and you alone get it.", amount=amount
        )
    return gettext(
        "%(amount)s is set aside for the buyer. Anyone can have it passed on, and the buyer alone gets it.",
        amount=amount,
    )


def _set_aside_for_the_debt(order: Order, reader: str) -> str:
    amount = money(order.waiting, order.offer.currency)
    if reader == order.paid_by:
        return gettext(
            "%(amount)s is set aside for you. Anyone can have it passed on: it cuts what you owe of the instalments, "
            "the last ones first, and what is beyond that comes to you.",
            amount=amount,
        )
    return gettext(
        "%(amount)s is set aside for the buyer. Anyone can have it passed on: it cuts what he owes of the instalments, "
        "and what is beyond that goes to him.",
        amount=amount,
    )


def tell(order: Order, now: int) -> Story:
    """The story of an order at `now` (Unix seconds by the chain's clock)."""
    if order.status in state_table.ENDED:
        return Story(_ending(order), _ending(order, order.buyer), "", "", 0, "", False)
    is_over = state_table.enforceable(order, now)
    return Story(
        next=overdue(order) if is_over else str(_next(order)),
        to_buyer=overdue(order, order.buyer) if is_over else str(_next_to_buyer(order)),
        role=str(ROLES[order.awaited]),
        account=order.awaited_account,
        until=order.deadline,
        otherwise="" if is_over else _otherwise(order),
        overdue=is_over,
        otherwise_to_buyer="" if is_over else _otherwise(order, order.buyer),
    )


def _next(order: Order) -> Text | str:
    if order.status == Status.AWAITING_CONFIRMATION:
        return DELIVERED if order.offer.has_carrier else UNTRACKED
    if order.status == Status.AWAITING_ANSWER:
        return str(ASKED[order.kind]) % {"amount": money(order.held, order.offer.currency)}
    if order.status == Status.AWAITING_RETURN_CHECK and order.kind == Kind.EXCHANGE:
        return EXCHANGE_CHECKED
    if order.status == Status.AWAITING_SHIPMENT and order.payer != order.buyer:
        return NEXT_LENT if order.lent else NEXT_GIVEN if order.given else NEXT_SET_ASIDE
    return NEXT[order.status]


def _next_to_buyer(order: Order) -> Text | str:
    if order.status == Status.AWAITING_CONFIRMATION:
        return DELIVERED_TO_BUYER if order.offer.has_carrier else UNTRACKED_TO_BUYER
    if order.status == Status.AWAITING_ANSWER:
        return str(ASKED_BY_YOU[order.kind]) % {"amount": money(order.held, order.offer.currency)}
    if order.status == Status.AWAITING_SHIPMENT and order.payer != order.buyer:
        return NEXT_LENT_TO_BUYER if order.lent else NEXT_GIVEN_TO_BUYER if order.given else NEXT_SET_ASIDE_TO_BUYER
    return NEXT_TO_BUYER.get(order.status) or _next(order)


def _otherwise(order: Order, reader: str = "") -> str:
    held = money(order.held, order.offer.currency)
    if state_table.default(order.status) == state_table.BUYER:
        if reader == order.paid_by and order.lent:
            return gettext(
                "The %(amount)s held comes back: first it cuts what you owe, beyond that it is yours.",
                amount=held,
            )
        if reader == order.paid_by:
            return gettext("The %(amount)s held goes back to you.", amount=_held_to_you(order))
        return gettext("The %(amount)s held goes back to whoever paid.", amount=held)
    return gettext("The %(amount)s held goes to the seller.", amount=held)


def overdue(order: Order, reader: str = "") -> str:
    """What can be done once the time is over, as an account is told."""
    held = money(order.held, order.offer.currency)
    if state_table.default(order.status) == state_table.BUYER:
        if reader == order.paid_by and order.lent:
            return gettext(
                "The time is over. Anyone can now have the %(amount)s sent back: first it cuts what you owe, beyond "
                "that it is yours.",
                amount=held,
            )
        if reader == order.paid_by:
            yours = _held_to_you(order)
            return gettext("The time is over. Anyone can now have the %(amount)s sent back to you.", amount=yours)
        return gettext("The time is over. Anyone can now have the %(amount)s sent back to the payer.", amount=held)
    return gettext("The time is over. Anyone can now have the %(amount)s paid to the seller.", amount=held)


def _held_to_you(order: Order) -> str:
    return back_in_words(order, order.refunded, order.held)


def _ending(order: Order, reader: str = "") -> str:
    currency = order.offer.currency
    released, refunded = money(order.released, currency), money(order.refunded, currency)
    to_you = back_in_words(order, 0, order.refunded)
    if order.waiting or not order.refunded:
        return gap().join(filter(None, (_ended(order), set_aside(order, reader))))
    if order.status == Status.CANCELLED:
        if reader == order.paid_by:
            return gettext("This order was cancelled; %(refunded)s went back to you.", refunded=to_you)
        return gettext("This order was cancelled; %(refunded)s went back.", refunded=refunded)
    if not order.released:
        if reader == order.paid_by:
            said = gettext("This order has ended; all of it, %(refunded)s, went back to you.", refunded=to_you)
        else:
            said = gettext("This order has ended; all of it, %(refunded)s, went back.", refunded=refunded)
        return said + gap() + str(what_became_of_it(order))
    return gettext(
        "This order is complete; the seller was paid %(released)s%(less)s; %(refunded)s went back.",
        released=released,
        less=_less(order),
        refunded=refunded,
    )


def what_became_of_it(order: Order) -> Text:
    """Whether the parcel of an order that was paid back in full ever came, as far as the chain knows."""
    if order.returned:
        return BACK["returned"]
    if not order.shipped_time:
        return BACK["not_sent"]
    if order.received_time:
        return BACK["arrived"]
    return BACK["never_arrived"] if order.offer.has_carrier else BACK["unattested"]


def _ended(order: Order) -> str:
    """How it ended, without what went back."""
    if order.status == Status.CANCELLED:
        return gettext("This order was cancelled.")
    if not order.released:
        return gettext("This order has ended.")
    released = money(order.released, order.offer.currency)
    return gettext(
        "This order is complete; the seller was paid %(released)s%(less)s.", released=released, less=_less(order)
    )


def _less(order: Order) -> str:
    """What of the amount released the seller did not keep."""
    offer = order.offer
    commission = order.referrer != EMPTY_ADDRESS and offer.commission_bps
    if commission and offer.points_bps:
        return gettext(", less commission and points")
    if commission:
        return gettext(", less the commission")
    return gettext(", less the points") if offer.points_bps else ""
