"""brownie run verify: read again what the address book says is deployed, and compare it with what compiles here."""

from rich.text import Text

from scripts import address_book, commands, parameters
from scripts.commands import command
from scripts.deployment import artifact_of, read_currency, stands
from scripts.parameters import COIN
from scripts.refusal import Refusal
from scripts.session import Session

ANOTHER = Text("another one", style="red")

__getattr__ = commands.refuse_unknown("verify")


@command("deployer")
def main(session: Session) -> None:
    """Compare chain, code and currencies with the address book and with the compiled contracts."""
    book = address_book.read(session.chain_id)
    faults = [_check_chain(session, book)]
    table = session.table("contract", "address", "code on the chain")
    for name, entry in book.contracts.items():
        fault = _check_code(session, book, name)
        table.add_row(name, entry.address, ANOTHER if fault else "as compiled")
        faults.append(fault)
    for currency in book.currencies:
        same = currency.address == COIN or read_currency(session.web3, currency.address) == currency
        table.add_row(currency.symbol, currency.address, "as in the book" if same else ANOTHER)
        faults.append("" if same else f"the currency {currency.symbol} says something else about itself")
    session.show(table)
    found = [fault for fault in faults if fault]
    if found:
        raise Refusal(f"Not verified: {'; '.join(found)}.")
    session.say(
        f"Everything on chain {book.chain_id} is what commit {book.commit} deployed since block {book.start_block}."
    )


def _check_code(session: Session, book: address_book.AddressBook, name: str) -> str:
    entry = book.contracts[name]
    of = entry.currency or entry.lends
    currency = next((one for one in book.currencies if one.address == of), None)
    if of and currency is None:
        does = "gives points in" if entry.currency else "lends"
        return f"{name} {does} {of}, which is no currency of this market any more"
    lending = parameters.network(book.chain_id).lending if entry.lends else None
    if lending is not None and not lending.issuer:
        return f"{name} stands, but scripts/parameters.py names nobody who vouches on this network"
    same = stands(session.web3, entry.address, artifact_of(book, name, currency, lending))
    return "" if same else f"{name} is not what compiles here"


def _check_chain(session: Session, book: address_book.AddressBook) -> str:
    return address_book.find_mismatch(session.web3, book)
