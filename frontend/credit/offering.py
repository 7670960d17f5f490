"""What of an offer can be paid later, for lists and for its own page: so much now, then so many times so much."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, g

from frontend.credit.choice import USUAL, USUAL_DAYS, usual_down
from frontend.index.credit import vaults
from frontend.index.credit.rows import Books, Vault
from frontend.index.rows import Offer
from frontend.index.vouching import claims
from frontend.index.vouching.rows import Claim, State
from frontend.market import now
from frontend.resources import book, database
from scripts.claims import BUSINESS
from scripts.credit.terms import ONE


@dataclass(frozen=True)
class Later:
    """What is paid for an order: `down` at once, then `most` at most so many times, with its fee; `total` is all of it.

    Amounts are in the currency's smallest unit. Where the parts do not divide evenly they are not all of them `most`.
    """

    down: int
    instalments: int
    days: int
    most: int
    is_even: bool
    total: int


def init_app(app: Flask) -> None:
    """Make `pay_later` callable in templates."""
    app.add_template_global(later, "pay_later")


def vault_in(currency: str) -> Vault | None:
    """The contract that lends in a currency (an address); asked of the index once per request."""
    if not book().credit(currency):
        return None
    if "vaults" not in g:
        g.vaults = {one.currency: one for one in vaults.all_of(database())}
    found: Vault | None = g.vaults.get(currency)
    return found


def meet(offers: Iterable[Offer]) -> None:
    """Ask the index for the sellers of several offers at once, for `later` to find."""
    sellers: dict[Vault, set[str]] = {}
    for offer in offers:
        vault = vault_in(offer.currency)
        if vault:
            sellers.setdefault(vault, set()).add(offer.seller)
    for vault, wanted in sellers.items():
        _ask(vault, wanted)


def sells_so(vault: Vault, seller: str) -> bool:
    """Whether a vault's issuer vouches for a seller as a business, so that what it sells can be paid later."""
    if (vault.address, seller) not in _businesses():
        _ask(vault, {seller})
    return _businesses()[vault.address, seller]


def later(offer: Offer, quantity: int = 1) -> Later | None:
    """What so many units would cost as most people would pay them later; None where nobody can."""
    vault = vault_in(offer.currency)
    if vault is None or not sells_so(vault, offer.seller):
        return None
    total = offer.total(quantity)
    principal = total - usual_down(total, USUAL, vault, most_for_anybody(vault))
    if principal < USUAL:
        return None
    fee = principal * vault.parameters.fee_bps // ONE
    most, is_even = -(-principal // USUAL) + fee, principal % USUAL == 0
    return Later(total - principal, USUAL, USUAL_DAYS, most, is_even, total + USUAL * fee)


def books_of(vault: Vault) -> Books:
    """What a vault has; asked of the index once per request."""
    known: dict[str, Books] = g.setdefault("vault_books", {})
    if vault.address not in known:
        known[vault.address] = vaults.books(database(), vault.address)
    return known[vault.address]


def most_for_anybody(vault: Vault) -> int:
    """What a vault lends for an order at most, whoever buys and whoever sells."""
    fixed, books = vault.parameters, books_of(vault)
    shares = books.assets * fixed.buyer_bps // ONE, books.assets * fixed.seller_bps // ONE
    return min(fixed.maximum, books.cash, *shares)


def _businesses() -> dict[tuple[str, str], bool]:
    found: dict[tuple[str, str], bool] = g.setdefault("businesses", {})
    return found


def _ask(vault: Vault, sellers: set[str]) -> None:
    said = claims.about(database(), sellers, [vault.parameters.issuer])
    _businesses().update({(vault.address, seller): _is_business(said[seller]) for seller in said})


def _is_business(said: Iterable[Claim]) -> bool:
    return any(claim.kind == BUSINESS and claim.state(now()) is State.HOLDS for claim in said)
