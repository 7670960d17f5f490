"""The question whose page it shall be, where an address names no account."""

from dataclasses import dataclass

from frontend.wording.texts import Text, lazy_gettext


@dataclass(frozen=True)
class Whose:
    """The page's title, the question, and what is shown of an account."""

    title: Text
    question: Text
    explained: Text


ORDERS = Whose(
    lazy_gettext("My orders"),
    lazy_gettext("Whose orders?"),
    lazy_gettext(
        "Connect your wallet, or enter an account. Orders are public on the chain; names and delivery addresses are "
        "not in them."
    ),
)
EARNINGS = Whose(
    lazy_gettext("Earnings"),
    lazy_gettext("Whose earnings?"),
    lazy_gettext(
        "Sellers pay a commission to whoever brings a buyer: share the link of an offer with your account in it. "
        "Connect your wallet, or enter an account."
    ),
)
POINTS = Whose(
    lazy_gettext("Points"),
    lazy_gettext("Whose points?"),
    lazy_gettext("Some offers give a part of their price back as points. Connect your wallet, or enter an account."),
)
CREDIT = Whose(
    lazy_gettext("Credit"),
    lazy_gettext("Whose credit?"),
    lazy_gettext(
        "How much an account may pay later and why, what it owes and until when. Connect your wallet, or enter an "
        "account."
    ),
)
ITEMS = Whose(
    lazy_gettext("My items"),
    lazy_gettext("Whose items?"),
    lazy_gettext(
        "Items that you claimed, bought or were given, recalled ones first. Connect your wallet, or enter an account."
    ),
)
CLAIMS = Whose(
    lazy_gettext("My claims"),
    lazy_gettext("Whose claims?"),
    lazy_gettext(
        "What others say of an account: who stands behind it, and who vouches for that. Connect your wallet, or enter "
        "an account."
    ),
)
