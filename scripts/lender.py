"""brownie run lender: money for buyers who pay later: put it in, take it out, see what it earned and what was lost."""

from scripts import commands
from scripts.acting import allow
from scripts.commands import command
from scripts.credit import lending
from scripts.order_list import balance_of
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.units import parse_amount

ROLE = "lender"
ALL = "all"


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("lender", globals())


__getattr__ = commands.refuse_unknown("lender")


@command(ROLE)
def figures(session: Session, account: str = "", *, currency: str = "") -> None:
    """What each vault has, earned and lost, what it lends by, and what you (or another account) have in it."""
    who = session.resolve(account) if account else session.wallet.address
    for vault in lending.chosen(session, currency):
        lending.show(session, vault, who)


@command(ROLE)
def deposit(session: Session, amount: str, *, currency: str = "") -> None:
    """Lend an amount, or all that you have of a currency; before the first time it says what you risk."""
    wallet, vault = session.wallet, lending.one(session, currency)
    has = balance_of(session, wallet.address, vault.currency.address)
    assets = has if amount == ALL else parse_amount(amount, vault.currency)
    told = vault.amount(assets)
    if not assets:
        raise Refusal("There is nothing to lend.")
    if assets > has:
        raise Refusal(f"You have {vault.amount(has)}; {told} are needed.")
    if not vault.ask("balanceOf", wallet.address):
        lending.warn(session, vault)
    session.announce(f"{session.who(wallet.address)}: lend {told} by {vault.name}, which may take exactly that.")
    allow(session, wallet, vault.currency.address, assets, vault.contract.address)
    session.send(wallet, vault.call("deposit", assets, wallet.address), f"deposit {told}")
    lending.show_mine(session, vault, wallet.address)


@command(ROLE)
def withdraw(session: Session, amount: str, *, currency: str = "", to: str = "") -> None:
    """Take an amount out, or `all` that there is cash for, to your account or another."""
    wallet, vault = session.wallet, lending.one(session, currency)
    receiver = session.resolve(to) if to else wallet.address
    assets, call = lending.taking(session, vault, wallet.address, receiver, "" if amount == ALL else amount)
    told = vault.amount(assets)
    session.check(wallet, call)
    session.announce(f"{session.who(wallet.address)}: take {told} out of {vault.name}, to {session.who(receiver)}.")
    session.send(wallet, call, f"withdraw {told}")
    lending.show_mine(session, vault, wallet.address)
