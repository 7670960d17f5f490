"""brownie run arbiter: rule on what buyers and sellers cannot agree on."""

from pathlib import Path

from scripts import acting, case_file, commands, describing, documents, order_list, outbox, proposing, rulings, wording
from scripts.acting import act_as
from scripts.commands import command
from scripts.market import Sale
from scripts.session import Session
from scripts.terms import NO_DOCUMENT, Status, held
from scripts.wording import hexadecimal

ROLE = "arbiter"


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("arbiter", globals())


__getattr__ = commands.refuse_unknown("arbiter")


@command(ROLE)
def init(session: Session, profile: Path, *, contract: str = "") -> None:
    """Publish your profile (a YAML file), and make the key that evidence is sealed for; contract= is a multisig's."""
    describing.describe(session, profile, session.resolve(contract) if contract else "")


@command(ROLE)
def cases(session: Session, which: str = "open", *, contract: str = "") -> None:
    """Show what awaits your ruling, what is due first at the top; `cases all` shows what you have ruled on, too."""
    order_list.refuse_unknown(which)
    me = session.resolve(contract) if contract else session.wallet.address
    mine = {id_: entry for id_, entry in session.market.offers().items() if entry.offer.arbiter == me}
    sales = order_list.sales_of(session, mine)
    if which == "open":
        sales = [sale for sale in sales if sale.record.status == Status.AWAITING_RULING]
    else:
        disputed = {event["order_id"] for event in session.market.events("OrderDisputed", [sale.id for sale in sales])}
        sales = [sale for sale in sales if sale.id in disputed]
    order_list.show(session, order_list.select(sales, which))


@command(ROLE)
def evidence(session: Session, order: bytes, *, to: Path | None = None) -> None:
    """Show what both sides put on the record of an order, opened with your key; to=FOLDER keeps the pictures."""
    sale = session.market.sale(order)
    session.say(f"{hexadecimal(order)}: {wording.whats_next(session, sale)}")
    key = case_file.key_of(session, sale.order.offer.arbiter)
    for number, paper in enumerate(case_file.papers(session, sale, key), 1):
        case_file.show(session, number, paper, to)


@command(ROLE)
def rule(session: Session, order: bytes, refunded: str, *, file: Path | None = None, language: str = "en") -> None:
    """Give back an amount of what is held (or `all`), the rest goes to the seller; file= says why, for all to read."""
    sale = session.market.sale(order)
    amount = acting.amount_of(session, sale, refunded, held(sale.order, sale.record))
    reason = rulings.read(order, file, language) if file else b""
    saying = f"rule that at most {session.amount(amount, sale.order.offer.currency)} go back"
    if proposing.is_contract(session, sale.order.offer.arbiter):
        _propose(session, sale, amount, reason, saying)
        return
    wallet = session.acting(sale.order.offer.arbiter, "arbiter")
    with outbox.holding(session, _named(reason)):
        act_as(session, wallet, sale, "rule", amount, _hash(reason), saying=saying)


@command(ROLE)
def upload(session: Session) -> None:
    """Send the documents that waited for a storefront, or for a contract's signers."""
    outbox.flush(session)


def _propose(session: Session, sale: Sale, amount: int, reason: bytes, saying: str) -> None:
    call = session.market.call("rule", sale.order, amount, _hash(reason))
    proposing.tell(session, sale.order.offer.arbiter, call, saying)
    outbox.keep(_named(reason))


def _hash(document: bytes) -> bytes:
    return bytes.fromhex(documents.sha256(document)) if document else NO_DOCUMENT


def _named(document: bytes) -> dict[str, bytes]:
    return {documents.sha256(document): document} if document else {}
