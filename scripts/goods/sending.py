"""Sending what names a document: this is kept until a storefront has taken it, and stays on this machine."""

from scripts import outbox, parameters, uploads
from scripts.session import Session
from scripts.uploads import Documents
from scripts.wallet import Call, Wallet


def send(session: Session, wallet: Wallet, call: Call, what: str, wanted: Documents) -> None:
    """Try a call, ask where money is spent, send it, and upload what it names."""
    session.check(wallet, call)
    session.announce(f"{session.who(wallet.address)}: {what}")
    with outbox.holding(session, dict(wanted)):
        session.send(wallet, call, what)
        uploads.store(parameters.LIBRARY, wanted)


def upload(session: Session, wanted: Documents) -> None:
    """Upload what was named before; a storefront that has it is not bothered."""
    if wanted:
        outbox.keep(dict(wanted))
        outbox.flush(session)
