"""Whether an order can be paid later as somebody wants it: each thing that must be so, why it is not, what to do."""

from dataclasses import dataclass, replace

from flask import url_for

from frontend import people
from frontend.credit import offering
from frontend.credit.account import Purse, purse
from frontend.credit.choice import Choice, usual_down
from frontend.index.credit import vaults
from frontend.resources import database, trusted
from frontend.wording.formats import money, money_about
from frontend.wording.language import gap
from frontend.wording.texts import gettext
from scripts.credit.terms import ONE, PLANS
from scripts.units import format_share


@dataclass(frozen=True)
class Way:
    """Where to go to have it otherwise: a path of this shop, and what its link says."""

    path: str
    text: str


@dataclass(frozen=True)
class Check:
    """Something that must be so, and whether it is, in a sentence; `ways` to get there where it is not."""

    is_so: bool
    told: str
    ways: tuple[Way, ...] = ()


def of_offer(choice: Choice) -> list[Check]:
    """What depends on the seller and on the lenders, whoever buys."""
    return [_business(choice), _cash(choice), _sellers_share(choice)]


def of_account(choice: Choice) -> list[Check]:
    """What depends on the account that it is asked about."""
    of = purse(choice.vault, choice.account)
    others = [_limit(choice, of), _buyers_share(choice, of), _slot(choice, of)]
    # what its limit leaves counts for nothing as long as nobody vouches for it
    return [_person(choice, of), *(one for one in others if of.is_vouched_for or not one.is_so)]


def _business(choice: Choice) -> Check:
    vault, seller = choice.vault, choice.line.offer.seller
    issuer = vault.parameters.issuer
    names = {"issuer": people.person(issuer).name, "seller": people.person(seller).name}
    if offering.sells_so(vault, seller):
        return Check(True, gettext("%(issuer)s vouches for the seller, %(seller)s, as a business.", **names))
    told = gettext(
        "%(issuer)s does not vouch for the seller, %(seller)s, as a business. Lenders pay only where it does.",
        **names,
    )
    return Check(False, told, (_claims(seller), _issuer(issuer)))


def _cash(choice: Choice) -> Check:
    cash = offering.books_of(choice.vault).cash
    at_hand = money_about(cash, choice.vault.currency)
    if cash >= choice.principal:
        return Check(True, gettext("Lenders have %(amount)s at hand.", amount=at_hand))
    told = gettext(
        "Lenders have only %(amount)s at hand now. What others repay comes back to it; or pay more at once.",
        amount=at_hand,
    )
    return Check(False, told, _more_at_once(choice, cash))


def _sellers_share(choice: Choice) -> Check:
    vault = choice.vault
    most = offering.books_of(vault).assets * vault.parameters.seller_bps // ONE
    left = most - vaults.open_at_seller(database(), vault.address, choice.line.offer.seller)
    words = {"share": format_share(vault.parameters.seller_bps), "left": money_about(max(left, 0), vault.currency)}
    if left >= choice.principal:
        told = gettext(
            "At one seller at most %(share)s of lenders' money is being paid later; %(left)s of that is free.", **words
        )
        return Check(True, told)
    told = gettext(
        "At one seller at most %(share)s of lenders' money is being paid later, and only %(left)s of that is free. "
        "More is once others have paid off what they bought there; or pay more at once.",
        **words,
    )
    return Check(False, told, _more_at_once(choice, left))


def _person(choice: Choice, of: Purse) -> Check:
    issuer = people.person(of.issuer).name
    if of.is_vouched_for:
        return Check(True, gettext("%(issuer)s vouches that the account is one person.", issuer=issuer))
    told = gettext(
        "%(issuer)s does not vouch that the account is one person, and without that nothing can be paid later. Ask "
        "them for it: once they have said so on the chain, it shows here.",
        issuer=issuer,
    )
    known, free = trusted().issuers.get(of.issuer), replace(of, is_vouched_for=True).free
    if free:
        left = money_about(free, of.vault.currency)
        told += gap() + gettext("Up to %(left)s of an order could then be paid later.", left=left)
    if not (known and known.website):
        told += gap() + gettext("They have given no address to ask at: they decide by themselves whom they vouch for.")
    return Check(False, told, (_asking(of.issuer), _claims(choice.account)))


def _limit(choice: Choice, of: Purse) -> Check:
    limit, currency = of.limit, of.vault.currency
    to_credit = Way(url_for("credit.page", account=choice.account), gettext("The limit, term by term"))
    if limit.overdue:
        told = gettext("Something is more than 3 days late or was written off, so the limit is zero until it is paid.")
        return Check(False, told, (Way(to_credit.path, gettext("Pay it")),))
    words = {"left": money_about(limit.left, currency), "wanted": money(choice.principal, currency)}
    if limit.left >= choice.principal:
        told = gettext("The account's limit leaves %(left)s, of which this takes %(wanted)s.", **words)
        return Check(True, told, (to_credit,))
    told = gettext(
        "The account's limit leaves %(left)s, and this would take %(wanted)s. Pay more at once, or repay something "
        "first.",
        **words,
    )
    return Check(False, told, (*_more_at_once(choice, limit.left), to_credit))


def _buyers_share(choice: Choice, of: Purse) -> Check:
    left = of.most - of.limit.outstanding
    share = format_share(of.vault.parameters.buyer_bps)
    words = {"share": share, "most": money_about(of.most, of.vault.currency)}
    told = gettext("Nobody may owe more than %(share)s of lenders' money, now %(most)s.", **words)
    if left >= choice.principal:
        return Check(True, told)
    told = gettext(
        "Nobody may owe more than %(share)s of lenders' money, now %(most)s: this would be above it. Pay more at once.",
        **words,
    )
    return Check(False, told, _more_at_once(choice, left))


def _slot(choice: Choice, of: Purse) -> Check:
    if of.plans_left:
        told = gettext("It has %(open)s open plans, of %(most)s at most.", open=PLANS - of.plans_left, most=PLANS)
        return Check(True, told)
    told = gettext("It has %(most)s open plans, which is the most. Pay one off first.", most=PLANS)
    return Check(False, told, (Way(url_for("credit.page", account=choice.account), gettext("The plans")),))


def _more_at_once(choice: Choice, most: int) -> tuple[Way, ...]:
    """The way to a down payment that leaves lenders so much to pay; none where nothing would be left to pay later."""
    total = choice.line.total
    if most < choice.instalments:  # also below zero, where lenders left or lost what shares were counted of
        return ()
    down = usual_down(total, choice.instalments, choice.vault, most)
    if total - down < choice.instalments:
        return ()
    path = url_for("instalments.page", **choice.asking(down), account=choice.account or None)
    return (Way(path, gettext("With %(amount)s at once", amount=money(down, choice.vault.currency))),)


def _claims(account: str) -> Way:
    return Way(url_for("identity.claims", address=account), gettext("What is said of it"))


def _asking(issuer: str) -> Way:
    return Way(url_for("identity.issuer", address=issuer), gettext("How it vouches, and where to ask"))


def _issuer(issuer: str) -> Way:
    return Way(url_for("identity.issuer", address=issuer), gettext("Who the issuer is"))
