"""Acting on orders: find the order, find who may act, send one verb, and say where the order stands then."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts import documents, wording
from scripts.market import Sale
from scripts.reading import call_of
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import NO_DOCUMENT
from scripts.units import parse_amount
from scripts.wallet import Wallet

PARTS: dict[str, Callable[[Sale], str]] = {
    "seller": lambda sale: sale.order.offer.seller,
    "carrier": lambda sale: sale.order.offer.carrier,
    "arbiter": lambda sale: sale.order.offer.arbiter,
}


def act(session: Session, part: str, order: bytes, verb: str, *arguments: Any) -> Sale:
    """Send one verb on one order as its seller, carrier or arbiter; returns where it stands then."""
    sale = session.market.sale(order)
    wallet = session.acting(PARTS[part](sale), part)
    return act_as(session, wallet, sale, verb, *arguments)


def act_as(
    session: Session, wallet: Wallet, sale: Sale, verb: str, *arguments: Any, value: int = 0, saying: str = ""
) -> Sale:
    """Send one verb on one order; what the contract would refuse is refused before anything is asked or sent.

    `saying` is what is announced, if the verb alone does not tell it.
    """
    call = session.market.call(verb, sale.order, *arguments, value=value)
    session.check(wallet, call)
    name = wording.hexadecimal(sale.id)
    session.say(f"{name} is {wording.whats_next(session, sale)}.")
    session.announce(f"{session.who(wallet.address)}: {saying or verb}")
    session.send(wallet, call, saying or verb)
    after = session.market.sale(sale.id)
    session.say(f"Now {wording.whats_next(session, after)}.")
    return after


def amount_of(session: Session, sale: Sale, text: str, everything: int) -> int:
    """An amount in the order's currency; "all" is `everything`."""
    if text == "all":
        return everything
    return parse_amount(text, session.book.currency(sale.order.offer.currency))


def allow(session: Session, wallet: Wallet, currency: str, amount: int, spender: str = "") -> None:
    """Let Escrow, or who else spends it, take exactly this much of a token; refused where the balance is too small."""
    token = session.web3.eth.contract(address=currency, abi=TOKEN)  # type: ignore[call-overload]
    balance = token.functions.balanceOf(wallet.address).call()
    if balance < amount:
        has, needs = session.amount(balance, currency), session.amount(amount, currency)
        raise Refusal(f"{session.who(wallet.address)} has {has}; {needs} are needed.")
    call = call_of(token, "approve", spender or session.market.escrow.address, amount)
    session.send(wallet, call, f"approve exactly {session.amount(amount, currency)}")


def hash_of(path: Path | None) -> bytes:
    """The hash of a file that goes on an order's record; the file stays with whoever submits it, to show on request.

    No file gives the empty hash.
    """
    if path is None:
        return NO_DOCUMENT
    try:
        return bytes.fromhex(documents.sha256(path.read_bytes()))
    except OSError:
        raise Refusal(f"The file {path} cannot be read.") from None


TOKEN = [
    {
        "type": "function",
        "name": "approve",
        "stateMutability": "nonpayable",
        "inputs": [{"name": "spender", "type": "address"}, {"name": "amount", "type": "uint256"}],
        "outputs": [{"name": "", "type": "bool"}],
    },
    {
        "type": "function",
        "name": "balanceOf",
        "stateMutability": "view",
        "inputs": [{"name": "account", "type": "address"}],
        "outputs": [{"name": "", "type": "uint256"}],
    },
]
