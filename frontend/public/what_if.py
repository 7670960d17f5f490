"""What if ...: a plain question and answer for every line of the state table, and a sentence for every move in it.

Who must act, by when claims end and who gets the money come from `state_table.py`; here are only the words.
"""

from dataclasses import dataclass

from frontend import state_table
from frontend.index.rows import Order
from frontend.orders.story import ROLES, STATUSES
from frontend.state_table import ARBITER, BUYER, CARRIER, SELLER, Move
from frontend.wording.texts import Text, lazy_gettext
from scripts.terms import Status


@dataclass(frozen=True)
class Words:
    """A line of the table as shoppers ask about it."""

    question: Text
    answer: Text
    until: Text


@dataclass(frozen=True)
class Line:
    """All that is said about a status; `turn` and `default` are empty once an order has ended."""

    anchor: str
    status: Text
    words: Words
    turn: Text | str
    default: Text | str
    claims: list[Text]
    concessions: list[Text]


WORDS: dict[Status, Words] = {
    Status.AWAITING_SHIPMENT: Words(
        lazy_gettext("What if the seller never sends it?"),
        lazy_gettext(
            "You can have everything back, shipping included. Until the parcel is sent you can also cancel at any time "
            "and have the money at once."
        ),
        lazy_gettext("The time for sending that the offer promised, from the payment on."),
    ),
    Status.AWAITING_DELIVERY: Words(
        lazy_gettext("What if the parcel never arrives, and the offer names a carrier?"),
        lazy_gettext(
            "Without the carrier's report that it was delivered, you can have everything back: a silent carrier is the "
            "seller's risk. If you know that it is only late, you can wait: once the time is over, the order's page "
            "has a button for three days more."
        ),
        lazy_gettext("The time for delivery that the offer promised, from the sending on."),
    ),
    Status.AWAITING_CONFIRMATION: Words(
        lazy_gettext("What if I forget to confirm?"),
        lazy_gettext(
            "When the time is over, anyone may have the seller paid, as if you had confirmed. So if the goods are "
            "wrong, or nothing has come and no carrier watches the parcel, ask for your money back before that. Asking "
            "stops the clock."
        ),
        lazy_gettext("The time to look at the goods, after the delivery; without a carrier, after the time for it."),
    ),
    Status.AWAITING_ANSWER: Words(
        lazy_gettext("What if the seller does not answer my request?"),
        lazy_gettext("Then anyone may have what you asked for paid back. Silence counts as a yes."),
        lazy_gettext(
            "Seven days after the request; without a carrier, seven days after the promised delivery at the earliest."
        ),
    ),
    Status.AWAITING_RETURN: Words(
        lazy_gettext("What if I do not send the goods back?"),
        lazy_gettext(
            "Then anyone may have the seller paid, because you have kept the goods. Send them in time, keep the "
            "proof of posting, and say so on the order's page."
        ),
        lazy_gettext("Fourteen days after the seller agreed to the return."),
    ),
    Status.AWAITING_RETURN_CHECK: Words(
        lazy_gettext("What if the seller says nothing about what I sent back?"),
        lazy_gettext("Then you can have your money back. A seller who finds something wrong has to say so in time."),
        lazy_gettext("The offer's time for delivery and fourteen days, after you sent the goods back."),
    ),
    Status.AWAITING_RULING: Words(
        lazy_gettext("What if we do not agree, and the arbiter never decides?"),
        lazy_gettext(
            "Then what is held can be sent back to whoever paid: it was the seller who named the arbiter. If he does "
            "decide, he can only divide what is held between the two of you, and take nothing himself."
        ),
        lazy_gettext("Thirty days after the arbiter was asked."),
    ),
    Status.CLOSED: Words(
        lazy_gettext("What if something breaks after the order is complete?"),
        lazy_gettext(
            "The contract holds nothing any more, so it cannot pay anything back. Write to the seller: a warranty or a "
            "gesture of goodwill can be paid through the contract, and stands on the order's record."
        ),
        lazy_gettext("No deadline."),
    ),
    Status.CANCELLED: Words(
        lazy_gettext("What if an order was cancelled and I want it after all?"),
        lazy_gettext(
            "Buy it again, if there is some left. A cancelled order stays cancelled, and its money has gone back."
        ),
        lazy_gettext("No deadline."),
    ),
}

# Asked about a status that has its own line already: anchor and words
NEVER_ARRIVES = (
    "never-arrives",
    Words(
        lazy_gettext("What if the parcel never arrives?"),
        lazy_gettext(
            "If the offer names no carrier, nobody reports the delivery, and the time runs on: ask for your money back "
            "on the order's page before it is over. If you do not, anyone may have the seller paid. If the offer names "
            "a carrier who reports, it is the other way round: without his report you can have everything back."
        ),
        lazy_gettext(
            "The times for delivery and to look at the goods that the offer promised, together, from the sending on."
        ),
    ),
)
SAID_DELIVERED = (
    "said-delivered",
    Words(
        lazy_gettext("What if the carrier says delivered, but I have not got it?"),
        lazy_gettext(
            "Ask for your money back on the order's page before the time to look is over, and say that nothing came: "
            "then the seller is not paid, and has seven days to answer. If he says nothing, anyone may have it paid "
            "back. If he disagrees, he can ask the arbiter whom the offer names; where it names none, he can only "
            "pay you back or let his time pass. If you do not ask in time, anyone may have the seller paid."
        ),
        WORDS[Status.AWAITING_CONFIRMATION].until,
    ),
)

# By verb, role and whether it has to come before the deadline
MOVES: dict[tuple[str, str, bool], Text] = {
    ("ship", SELLER, True): lazy_gettext("The seller sends the parcel. From then on you cannot cancel any more."),
    ("cancel", BUYER, False): lazy_gettext("The buyer cancels: everything goes back at once."),
    ("confirm", BUYER, False): lazy_gettext("The buyer confirms: all that is held goes to the seller at once."),
    ("extend", BUYER, False): lazy_gettext(
        "The buyer gives the other side more time, at most 30 days beyond the deadline. On the order's page it is "
        "three days; before anything was asked for, only once the time is over."
    ),
    ("extend", BUYER, True): lazy_gettext(
        "The buyer takes three more days to look at the goods, once for each parcel."
    ),
    ("extend", SELLER, False): lazy_gettext(
        "The seller gives the buyer more time, at most 30 days beyond the deadline, on his own page of the order."
    ),
    ("refund", SELLER, False): lazy_gettext("The seller pays some or all of it back, without being asked."),
    ("attest_delivery", CARRIER, True): lazy_gettext("The carrier reports the delivery; the time to look begins."),
    ("request", BUYER, True): lazy_gettext(
        "The buyer asks for money back, a return or an exchange. What is not in question goes to the seller."
    ),
    ("approve_return", SELLER, True): lazy_gettext("The seller agrees to take the goods back."),
    ("replace", SELLER, True): lazy_gettext("The seller sends another parcel, where an exchange was asked for."),
    ("dispute", SELLER, True): lazy_gettext("The seller disagrees and asks the arbiter, where the offer names one."),
    ("dispute", BUYER, True): lazy_gettext("The buyer asks the arbiter instead, where the offer names one."),
    ("release", BUYER, False): lazy_gettext("The buyer lets go of a part of what is held; the seller gets it."),
    ("concede", SELLER, False): lazy_gettext("The seller agrees to what was asked: all that is held goes back."),
    ("send_back", BUYER, True): lazy_gettext("The buyer says that the goods are on their way back."),
    ("rule", ARBITER, True): lazy_gettext("The arbiter divides what is held between buyer and seller."),
}
AFTERWARDS = lazy_gettext("The seller pays something back from his own pocket, as a warranty or out of goodwill.")

DEFAULTS: dict[str, Text] = {
    BUYER: lazy_gettext("All that is held goes back to whoever paid."),
    SELLER: lazy_gettext("All that is held goes to the seller."),
}


def lines() -> list[Line]:
    """Every line of the table, in its order, then the two ends; the questions about a parcel stand together."""
    found = [_line(status, _anchor(status), words) for status, words in WORDS.items()]
    missed, said = (_line(Status.AWAITING_CONFIRMATION, *asked) for asked in (NEVER_ARRIVES, SAID_DELIVERED))
    place = list(WORDS).index(Status.AWAITING_DELIVERY)
    return [*found[:place], missed, found[place], said, *found[place + 1 :]]


def anchor(order: Order) -> str:
    """The line that answers what the people of an order ask where it stands."""
    if order.status == Status.AWAITING_CONFIRMATION:
        return (SAID_DELIVERED if order.offer.has_carrier else NEVER_ARRIVES)[0]
    return _anchor(order.status)


def _anchor(status: Status) -> str:
    return status.name.lower().replace("_", "-")


def _line(status: Status, anchor: str, words: Words) -> Line:
    row = state_table.STATE_TABLE.get(status)
    moves = row.moves if row else ()
    return Line(
        anchor=anchor,
        status=STATUSES[status],
        words=words,
        turn=ROLES[row.awaited] if row else "",
        default=DEFAULTS[row.default] if row else "",
        claims=[_said(move) for move in moves if move.claim],
        concessions=[_said(move) for move in moves if not move.claim] if row else [AFTERWARDS],
    )


def _said(move: Move) -> Text:
    return MOVES[move.verb, move.role, move.claim]
