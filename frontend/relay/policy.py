"""What the relay pays for, and how much of it: whoever wants more sends his transaction himself."""

from frontend.wording.texts import Text, lazy_gettext
from scripts.signed import ACT, BUY_LATER, PAY, REPAY, Signed

# Gas of one call. A wallet that is a contract may burn half a million to say yes, and is then not paid for.
MOST_GAS = {ACT: 400_000, PAY: 350_000, BUY_LATER: 500_000, REPAY: 300_000}
GAS_OF_A_CART = 150_000
GAS_OF_A_LINE = 110_000

A_SIGNERS = 30  # calls in a day for one account
SHARE = 8  # an account gets this part of a day's budget
AN_ORDERS = 8  # calls in a day for one order
FAILURES = 3  # calls in a day for one account that were mined in vain, but for those that somebody else had brought
AT_ONCE = 16  # transactions on their way: more are not kept by every node
KEPT_OF_AN_ORDER = 4
KEPT = 20_000
MOVED = 600  # seconds until a kept document is dropped whose order stands elsewhere: one answer may be an old one
REMEMBERED = 30  # days that a document's fate and its cost are

SETTLES = 64  # blocks until no re-organisation is expected to take a receipt back
AGAIN = 15  # seconds until a transaction is given to the node once more
BEFORE = 500  # blocks before it was signed, at its last price, in which somebody else may have brought what fails
HANGS = 180  # seconds until it is replaced by one that pays more, if blocks have come without it
DEAREST = 2  # times the market's price, the most that a replacement offers
STUCK = 900  # seconds until nothing more is taken behind it
LATE = 60  # seconds that a payment must still be valid for

REASONS: dict[str, Text] = {
    "off": lazy_gettext("This shop does not send signed messages. You can pay the network fee yourself."),
    "budget": lazy_gettext(
        "This shop has spent today what it spends on network fees. Pay the network fee yourself, or wait."
    ),
    "account": lazy_gettext("This shop has sent enough for this account today. Pay the network fee yourself, or wait."),
    "order": lazy_gettext("This shop has sent enough for this order today. Pay the network fee yourself, or wait."),
    "failures": lazy_gettext(
        "Too much that this account signed has failed today. You can pay the network fee yourself."
    ),
    "dear": lazy_gettext(
        "This would cost more network fees than this shop pays. You can pay the network fee yourself."
    ),
    "currency": lazy_gettext("This shop pays network fees for the currencies that it knows only."),
    "credit": lazy_gettext("This shop does not know the contract that lends here, and sends nothing to it."),
    "little": lazy_gettext(
        "This shop pays the network fee only for a payment that covers what the plan asks for next. Pay more, or pay "
        "the network fee yourself."
    ),
    "busy": lazy_gettext(
        "This shop cannot send anything at the moment. Pay the network fee yourself, or try again later."
    ),
    "empty": lazy_gettext(
        "This shop cannot send anything at the moment. Pay the network fee yourself, or try again later."
    ),
    "underway": lazy_gettext("Something else that you signed is still on its way. Try again in a moment."),
    "late": lazy_gettext("The signature is too old. Sign again."),
    "slow": lazy_gettext("The network is busy: it has been sent, and is still on its way."),
    "lost": lazy_gettext("The transaction was not taken up by the network. Sign again."),
    "failed": lazy_gettext("It was sent, but something else was mined before it."),
    "done": lazy_gettext("This has been done already."),
    "paid": lazy_gettext("This order is already paid."),
    "moved": lazy_gettext("The order has moved on in the meantime. Load this page again."),
    "full": lazy_gettext("This shop keeps too many signed messages already. You can pay the network fee yourself."),
}


class NotNow(Exception):
    """This storefront does not send it; `why` is one of the REASONS."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def most_gas(signed: Signed) -> int:
    """What a call may use."""
    return MOST_GAS.get(signed.call) or GAS_OF_A_CART + GAS_OF_A_LINE * len(signed.orders)
