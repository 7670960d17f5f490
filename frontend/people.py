"""Who takes part: names that accounts gave themselves, what known issuers say, and whether this market knows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Flask, g

from frontend import devnet, market
from frontend.index import queries
from frontend.index.rows import Account
from frontend.index.vouching import claims
from frontend.index.vouching.rows import Claim, State
from frontend.resources import book, database, trusted
from frontend.wording.formats import short
from frontend.wording.language import in_words
from frontend.wording.texts import gettext
from scripts.claims import ARBITER, BRAND, BUSINESS, CARRIER, PRODUCER

# The kinds of claims that make somebody known in a role, what says most first
ROLE_KINDS: dict[str, tuple[str, ...]] = {
    "seller": (BUSINESS, BRAND),
    "carrier": (CARRIER, BUSINESS),
    "arbiter": (ARBITER, BUSINESS),
    "producer": (PRODUCER, BUSINESS),
}


@dataclass(frozen=True)
class Person:
    """An account as pages show it; `claims` are those of issuers whom this storefront believes for their kind.

    `is_named` where the address book or the devnet's roles name it.
    """

    address: str
    name: str
    is_named: bool
    profile: Account
    claims: list[Claim] = field(default_factory=list)

    @property
    def vouched(self) -> list[Claim]:
        """The claims that hold."""
        return [claim for claim in self.claims if claim.state(market.now()) is State.HOLDS]

    @property
    def known(self) -> bool:
        """Whether this market names it, or an issuer vouches for it, in whatever role."""
        return self.is_named or any(self._is_vouched(role) for role in ROLE_KINDS)

    def known_as(self, role: str) -> bool:
        """The same of one role: who is vouched for as a carrier is not known as an arbiter."""
        return self.is_named or self._is_vouched(role)

    def _is_vouched(self, role: str) -> bool:
        return any(claim.kind in ROLE_KINDS[role] for claim in self.vouched)


def init_app(app: Flask) -> None:
    """Make `person` and `currency_known` callable in templates."""
    app.add_template_global(person)
    app.add_template_global(currency_known)


def person(address: str) -> Person:
    """An account with its name; asked of the index once per request."""
    seen: dict[str, Person] = g.setdefault("people", {})
    if address not in seen:
        meet({address})
    return seen[address]


def meet(addresses: set[str]) -> None:
    """Ask the index for several accounts at once, for `person` to find; on a devnet also whom its bar names."""
    seen: dict[str, Person] = g.setdefault("people", {})
    wanted = addresses.union(role.address for role in devnet.roles()) - seen.keys()
    if not wanted:
        return
    found = queries.accounts(database(), sorted(wanted))
    said = believed(found)
    seen.update({address: _person(account, said[address]) for address, account in found.items()})


def believed(accounts: Iterable[str]) -> dict[str, list[Claim]]:
    """What is said of each of these accounts by issuers who are believed for it; also what holds no more."""
    said = claims.about(database(), accounts, trusted().issuers)
    return {
        account: [claim for claim in found if trusted().believes(claim.issuer, claim.kind)]
        for account, found in said.items()
    }


def currency_known(address: str) -> bool:
    """Whether the address book lists a currency."""
    return address in book().currencies


def _person(account: Account, said: list[Claim]) -> Person:
    role = devnet.role_of(account.address)
    name = in_words(account.document.get("name", {})) or (role.title if role else _name_of_contract(account.address))
    is_played = role is not None and role.name not in devnet.UNKNOWN
    return Person(account.address, name, is_played or account.address in listed(), account, said)


def _name_of_contract(address: str) -> str:
    """What a contract that gives points or lends is called; any other account by its address."""
    if currency := book().loyalties.get(address):
        return gettext("Contract of points in %(currency)s", currency=currency.symbol)
    if currency := book().vaults.get(address):
        return gettext("Contract that lends %(currency)s", currency=currency.symbol)
    return short(address)


def listed() -> frozenset[str]:
    """Carriers, arbiters and contracts that the address book names."""
    contracts = {contract.address for contract in book().contracts.values()}
    return book().carriers | book().arbiters | contracts
