"""Lists of orders on the terminal, with what they are due for; acting on many at once; and what money there is."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from scripts import documents, parameters, profiles, sealing, units, uploads, wording
from scripts.acting import PARTS, TOKEN
from scripts.market import Published, Sale
from scripts.profiles import Secrets
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import Status, held
from scripts.wording import hexadecimal

SELECTIONS = ("open", "all")


def refuse_unknown(which: str) -> None:
    """Refuse a selection that does not exist."""
    if which not in SELECTIONS:
        raise Refusal(f"{which!r} is no selection of orders; use {' or '.join(SELECTIONS)}.")


def sales_of(session: Session, offers: Mapping[bytes, Published]) -> list[Sale]:
    """The orders of these offers; on a terminal a bar shows how far the chain has been read."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    shown = session.console.is_terminal
    with Progress(*columns, console=session.console, transient=True, disable=not shown) as progress:
        task = progress.add_task("reading the chain", total=None)
        told = partial(progress.update, task)
        return session.market.sales(offers, on_range=lambda done, total: told(completed=done, total=total))


def select(sales: Sequence[Sale], which: str) -> list[Sale]:
    """The open orders or all; those that are due first come first."""
    chosen = [sale for sale in sales if which == "all" or sale.record.status.is_open]
    return sorted(chosen, key=lambda sale: (not sale.record.status.is_open, sale.record.deadline))


def show(session: Session, sales: Sequence[Sale]) -> None:
    """Of each order what was bought, then what happens next."""
    if not sales:
        session.say("There are no such orders.")
        return
    session.say(f"{units.count(len(sales), 'order')}; the chain's time is {units.format_time(session.now)}.")
    for sale in sales:
        offer = sale.order.offer
        price = session.amount(sale.order.total, offer.currency)
        title = title_of(session, offer.details)
        session.say(f"\n{hexadecimal(sale.id)}")
        session.quote(title)
        session.say(f"  {units.count(sale.order.quantity, 'unit')}, {price}")
        session.say(f"  {wording.whats_next(session, sale)}")


def show_deliveries(session: Session, seller: str, sales: Sequence[Sale]) -> None:
    """Where to ship what awaits it, as far as the sealed details can be found and read."""
    due = [sale for sale in sales if sale.record.status == Status.AWAITING_SHIPMENT]
    if not due:
        return
    secret = secrets_of(session, seller)
    session.say("\nTo ship:")
    for sale in due:
        session.say(f"{hexadecimal(sale.id)}")
        details = _delivery_of(session, sale, secret)
        if details is None:
            session.say("  the delivery details are not here, or not written for your key; ask the shopper")
            continue
        try:
            documents.check(details, "delivery")
        except Refusal:
            session.say(
                "  the delivery details cannot be read, since they have not the form that such have; ask the shopper"
            )
            continue
        for line in _address_lines(details):
            session.quote(line)


def key_of_buyer(session: Session, sale: Sale, secret: Secrets) -> bytes:
    """The public point in the delivery details of an order; empty where these are not here, or it is none."""
    opened = _delivery_of(session, sale, secret)
    return sealing.usable(opened.get("shopper_key")) if opened else b""


def _delivery_of(session: Session, sale: Sale, secret: Secrets) -> dict[str, Any] | None:
    """What was sealed as an order's delivery details, of any form; None where it is not here, or not for this key."""
    sealed = uploads.find(session.origin, sale.order.delivery.hex())
    if sealed is None:
        return None
    try:
        return sealing.unseal(sealed, secret.key)
    except sealing.NotForThisKey:
        return None
    except Refusal:
        return {}


def secrets_of(session: Session, account: str) -> Secrets:
    """What the encrypted file of a merchant holds."""
    return profiles.read_secrets(profiles.path_of(session.chain_id, account), session.passphrase())


def title_of(session: Session, details: bytes) -> str:
    """The title and the variant of an offer, as far as its document can be found and is one."""
    data = uploads.find(session.origin, details.hex())
    document = documents.read(data, documents.Kind.OFFER) if data else {}
    if not document:
        return f"goods of the document {details.hex()[:12]}…"
    values = [_first(entry["value"]) for entry in document["variant"]]
    return clean(", ".join([_first(document["title"]), *values]))


def act_many(session: Session, part: str, orders: Sequence[bytes], verb: str, batch_verb: str) -> None:
    """Send one verb on many orders by batches; the contract skips what is not due, and that is named."""
    before = [session.market.sale(order) for order in orders]
    wallet = session.acting(PARTS[part](before[0]), part)
    for sale in before:
        if PARTS[part](sale) != wallet.address:
            raise Refusal(
                f"The {part} of {hexadecimal(sale.id)} is {session.who(PARTS[part](sale))}; nothing was sent."
            )
    session.announce(f"{batch_verb}: {units.count(len(before), 'order')} as {session.who(wallet.address)}.")
    for start in range(0, len(before), parameters.MAX_BATCH):
        batch = [sale.order for sale in before[start : start + parameters.MAX_BATCH]]
        session.send(wallet, session.market.call(batch_verb, batch), f"{batch_verb} of {len(batch)}")
    after = [session.market.sale(order) for order in orders]
    for old, new in zip(before, after, strict=True):
        done = old.record.status != new.record.status
        word = verb if done else f"not possible ({verb})"
        session.say(f"{hexadecimal(new.id)}: {word}; {wording.whats_next(session, new)}")


def show_balance(session: Session, account: str) -> None:
    """Per currency: what the account has, what Escrow holds of its sales, what is credited to it."""
    credits = dict(session.market.credits(account))
    open_sales = select(sales_of(session, session.market.offers(account)), "open")
    table = session.table("currency", "in the account", "held of your sales", "credited, to withdraw")
    for currency in session.book.currencies:
        held_ = sum(held(s.order, s.record) for s in open_sales if s.order.offer.currency == currency.address)
        amounts = (balance_of(session, account, currency.address), held_, credits.get(currency.address, 0))
        table.add_row(currency.symbol, *(units.format_amount(amount, currency) for amount in amounts))
    session.show(table)


def withdraw(session: Session, currency: str, to: str) -> None:
    """Withdraw what is credited to whoever acts, of one currency or (empty) of all, perhaps to another account."""
    wallet = session.wallet
    wanted = session.book.currency(currency).address if currency else ""
    credits = [entry for entry in session.market.credits(wallet.address) if wanted in ("", entry[0])]
    if not credits:
        raise Refusal(f"Nothing is credited to {session.who(wallet.address)}.")
    receiver = session.resolve(to) if to else ""
    for address, amount in credits:
        session.announce(f"withdraw {session.amount(amount, address)} to {session.who(receiver or wallet.address)}.")
        call = ("withdraw_to", address, receiver) if receiver else ("withdraw", wallet.address, address)
        session.send(wallet, session.market.call(*call), call[0])


def balance_of(session: Session, account: str, currency: str) -> int:
    """What an account has of a currency, in its smallest unit."""
    if currency == parameters.COIN:
        return session.web3.eth.get_balance(account)  # type: ignore[arg-type]
    token = session.web3.eth.contract(address=currency, abi=TOKEN)  # type: ignore[call-overload]
    return int(token.functions.balanceOf(account).call())


def clean(text: str) -> str:
    """What somebody else wrote, without the characters that could steer a terminal or turn the reading direction."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))


def _address_lines(details: dict[str, Any]) -> list[str]:
    address = details["address"]
    places = [address.get(name, "") for name in ("street", "city", "region", "postcode", "country")]
    lines = [details.get("name", ""), ", ".join(str(place) for place in places if place)]
    lines += [f"phone {details['phone']}"] if details.get("phone") else []
    lines += [f"note: {details['note']}"] if details.get("note") else []
    return [clean(str(line)) for line in lines]


def _first(words: dict[str, str]) -> str:
    return words.get("en") or next(iter(words.values()))
