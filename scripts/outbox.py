"""Documents that are on their way to the storefront: kept on this machine until it has taken them.

What is sealed or re-encoded once cannot be made again with the same bytes, and its hash is on the chain for ever: it is
written down before the transaction is sent.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import parameters, units, uploads
from scripts.refusal import Refusal
from scripts.session import Session


@contextmanager
def holding(session: Session, wanted: dict[str, bytes]) -> Iterator[None]:
    """Keep documents while what refers to them is sent, then upload them; if nothing was sent, forget them."""
    keep(wanted)
    try:
        yield
    except Refusal:
        for name in wanted:
            uploads.path_in(parameters.OUTBOX, name).unlink(missing_ok=True)
        raise
    if wanted:
        flush(session)


def keep(wanted: dict[str, bytes]) -> None:
    """Keep documents until a storefront has taken them, or this machine is told to forget them."""
    uploads.store(parameters.OUTBOX, wanted)


def flush(session: Session) -> None:
    """Upload everything that waits, if a storefront answers."""
    waiting = sorted(path for path in parameters.OUTBOX.glob("??/*") if len(path.name) == 64)
    if not waiting:
        session.say("Nothing waits to be uploaded.")
        return
    if not uploads.is_reachable(session.origin):
        number = units.count(len(waiting), "document")
        session.say(f"No storefront answers at {session.origin}: {number} kept for `upload`.")
        return
    refusals = [refusal for path in waiting if (refusal := _send(session.origin, path))]
    session.say(f"{units.count(len(waiting) - len(refusals), 'document')} uploaded to {session.origin}.")
    if refusals:
        raise Refusal(f"{refusals[0]} {units.count(len(refusals), 'document')} kept for `upload`.")


def _send(origin: str, path: Path) -> str:
    """Send a document that waits; why it has to wait on, or empty. One that is refused shall not hold up the others."""
    try:
        uploads.upload(origin, {path.name: path.read_bytes()})
    except Refusal as refusal:
        return str(refusal)
    path.unlink()
    return ""
