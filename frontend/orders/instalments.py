"""What happened to an order's plan, a line for each event that a Credit logged."""

from frontend.index.credit import kinds
from frontend.index.rows import Event
from frontend.resources import book
from frontend.wording.formats import money
from frontend.wording.texts import Text, gettext, lazy_gettext

TITLES: dict[str, Text] = {
    kinds.OPENED: lazy_gettext("%(principal)s is paid later, in %(instalments)s instalments"),
    kinds.REPAID: lazy_gettext("%(amount)s of the instalments was paid"),
    kinds.PAUSED: lazy_gettext("The order is in question: instalments wait"),
    kinds.RESUMED: lazy_gettext("Instalments no longer wait"),
    kinds.MISSED: lazy_gettext("An instalment was missed: a late fee was added"),
    kinds.WRITTEN_OFF: lazy_gettext("The lenders wrote %(principal)s off; it is still owed"),
    kinds.ENDED: lazy_gettext("Nothing is owed of the instalments any more"),
    kinds.DEPOSIT: lazy_gettext("A lender put money in"),
    kinds.WITHDRAW: lazy_gettext("A lender took money out"),
    kinds.TRANSFER: lazy_gettext("Shares of lenders were made, given or ended"),
    "Approval": lazy_gettext("A lender let somebody move shares"),
    **dict.fromkeys(("OwnershipTransferred", "RoleMinterChanged"), lazy_gettext("A contract that lends was set up")),
    kinds.UNSENT: lazy_gettext("A payout could not be sent, and waits"),
    kinds.WITHDRAWN: lazy_gettext("A credit was withdrawn"),
}


def title(event: Event) -> str:
    """What an event says that a Credit logged."""
    currency, fields = book().vaults[event.vault].address, event.fields
    if event.name == kinds.SETTLED:
        return _settled(fields["principal"], fields["amount"] - fields["principal"], currency)
    told = fields.get("plan", fields)
    amounts = {name: money(told[name], currency) for name in ("amount", "principal") if name in told}
    return str(TITLES[event.name]) % (amounts | {"instalments": told.get("instalments", "")})


def _settled(debt: int, beyond: int, currency: str) -> str:
    of_debt, to_buyer = money(debt, currency), money(beyond, currency)
    if not beyond:
        return gettext("What came back cut the debt by %(debt)s", debt=of_debt)
    if not debt:
        return gettext("What came back was passed on to the buyer: %(amount)s", amount=to_buyer)
    return gettext(
        "What came back cut the debt by %(debt)s; %(amount)s was passed on to the buyer", debt=of_debt, amount=to_buyer
    )
