"""Lending to buyers: the vaults of this market, one vault's figures and terms, and what an account has lent it."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal
from flask import Blueprint, abort, render_template, request

from frontend import people
from frontend.credit import vault_plots
from frontend.credit.figures import figures
from frontend.identity.blueprint import issuer_name
from frontend.index.credit import vaults
from frontend.index.credit.rows import Books, Lender, Vault
from frontend.public.periods import asked, is_by_day
from frontend.resources import database, trusted
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording import credit_words, lending_words
from frontend.wording.formats import currency
from frontend.wording.texts import Text, lazy_gettext, locale
from frontend.wording.words import speak
from scripts.claims import BUSINESS, PERSON

bp = Blueprint("lending", __name__, url_prefix="/lend")

KINDS: dict[str, Text] = {
    "deposited": lazy_gettext("Put in"),
    "taken_out": lazy_gettext("Taken out"),
    "received": lazy_gettext("Shares received from somebody"),
    "given": lazy_gettext("Shares given to somebody"),
}
MORE_DECIMALS = 3  # that a share has than its currency, as in the contract


@dataclass(frozen=True)
class Place:
    """What an account has in a vault: `worth` what its shares are worth, in the currency's smallest unit."""

    lender: Lender
    books: Books

    @property
    def worth(self) -> int:
        return self.books.worth(self.lender.shares)

    @property
    def free(self) -> int:
        """What could be taken out now: what is lent cannot."""
        return min(self.worth, self.books.cash)

    @property
    def earned(self) -> int:
        return self.lender.earned(self.books)

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever lent by it."""
        return not (self.lender.shares or self.lender.deposited or self.lender.received)


@bp.get("")
@limits.limiter.limit(limits.READS)
def index() -> str:
    """All vaults; with `account`, what it has in each."""
    account = _account()
    found = [figures(vault) for vault in vaults.all_of(database())]
    people.meet({account, *(one.vault.parameters.issuer for one in found)} - {""})
    return render_template(
        "credit/lend.html",
        found=found,
        owner=account,
        places={one.vault.address: _place(one.vault, account, one.books) for one in found} if account else {},
        price=vault_plots.price,
        issuer_name=issuer_name,
    )


@bp.get("/<address>")
@limits.limiter.limit(limits.READS)
def page(address: str) -> str:
    """A vault; with `account`, what it has there."""
    vault = vaults.vault(database(), address_in_url(address)) or abort(404)
    account, issuer = _account(), vault.parameters.issuer
    people.meet({account, issuer} - {""})
    speak(credit_words.REASONS | lending_words.WORDS)
    found = figures(vault)
    return render_template(
        "credit/vault.html",
        found=found,
        price=vault_plots.price,
        plots_shown=vault_plots.plots_of(vault, asked(), found.begun),
        by="day" if is_by_day() else "month",
        ages=vault_plots.rows(found.ages),
        ages_plot=vault_plots.by_age(found.ages, vault.currency),
        issuer_name=issuer_name(issuer),
        is_believed=all(trusted().believes(issuer, kind) for kind in (PERSON, BUSINESS)),
        **_mine(vault, account, found.books),
    )


def _mine(vault: Vault, account: str, books: Books) -> dict[str, object]:
    """What the page tells of an account; without one, nothing."""
    if not account:
        return {"owner": "", "data": {}}
    try:
        history = vaults.lender_history(database(), vault.address, account, request.args.get("after", ""))
    except ValueError:
        abort(404)
    data = {"account": account, "vault": vault.address, "currency": vault.currency}
    place = _place(vault, account, books)
    return {"owner": account, "place": place, "page": history, "kinds": KINDS, "data": data}


def _account() -> str:
    text = request.args.get("account", "")
    return address_in_url(text) if text else ""


def _place(vault: Vault, account: str, books: Books) -> Place:
    return Place(vaults.lender(database(), vault.address, account), books)


@bp.app_template_filter()
def whole_shares(shares: int, address: str) -> str:
    """Shares of the vault of a currency in words: "1,000.5"; six decimals at most."""
    number = Decimal(shares).scaleb(-currency(address).decimals - MORE_DECIMALS)
    return str(format_decimal(number, format="#,##0.######", locale=locale()))
