"""Who takes part: names that accounts gave themselves, and whether this market knows them."""

from dataclasses import dataclass

from flask import Flask, g

from frontend import devnet
from frontend.index import queries
from frontend.index.rows import Account
from frontend.resources import book, database
from frontend.wording.formats import short
from frontend.wording.language import in_words
from frontend.wording.texts import gettext


@dataclass(frozen=True)
class Person:
    """An account as pages show it; `known` where the address book or the devnet's roles name it."""

    address: str
    name: str
    known: bool
    profile: Account


def init_app(app: Flask) -> None:
    """Make `person` and `currency_known` callable in templates."""
    app.add_template_global(person)
    app.add_template_global(currency_known)


def person(address: str) -> Person:
    """An account with its name; asked of the index once per request."""
    seen: dict[str, Person] = g.setdefault("people", {})
    if address not in seen:
        seen[address] = _person(queries.account(database(), address))
    return seen[address]


def meet(addresses: set[str]) -> None:
    """Ask the index for several accounts at once, for `person` to find."""
    seen: dict[str, Person] = g.setdefault("people", {})
    found = queries.accounts(database(), sorted(addresses - seen.keys()))
    seen.update({address: _person(account) for address, account in found.items()})


def currency_known(address: str) -> bool:
    """Whether the address book lists a currency."""
    return address in book().currencies


def _person(account: Account) -> Person:
    role = devnet.role_of(account.address)
    name = in_words(account.document.get("name", {})) or (role.title if role else _name_of_points(account.address))
    return Person(account.address, name, role is not None or account.address in listed(), account)


def _name_of_points(address: str) -> str:
    """What a contract that gives points is called; any other account by its address."""
    currency = book().loyalties.get(address)
    return gettext("Contract of points in %(currency)s", currency=currency.symbol) if currency else short(address)


def listed() -> frozenset[str]:
    """Carriers, arbiters and contracts that the address book names."""
    contracts = {contract.address for contract in book().contracts.values()}
    return book().carriers | book().arbiters | contracts
