"""Documents that are on their way to the storefront: kept on this machine until it has taken them.

What is sealed or re-encoded once cannot be made again with the same bytes, and its hash is on the chain for ever: it is
written down before the transaction is sent.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from scripts import parameters, units, uploads
from scripts.refusal import Refusal
from scripts.session import Session


@contextmanager
def holding(session: Session, wanted: dict[str, bytes]) -> Iterator[None]:
    """Keep documents while what refers to them is sent, then upload them; if nothing was sent, forget them."""
    uploads.store(parameters.OUTBOX, wanted)
    try:
        yield
    except Refusal:
        for name in wanted:
            uploads.path_in(parameters.OUTBOX, name).unlink(missing_ok=True)
        raise
    if wanted:
        flush(session)


def flush(session: Session) -> None:
    """Upload everything that waits, if a storefront answers."""
    waiting = sorted(path for path in parameters.OUTBOX.glob("??/*") if len(path.name) == 64)
    if not waiting:
        session.say("Nothing waits to be uploaded.")
        return
    if not uploads.is_reachable(session.origin):
        number = units.count(len(waiting), "document")
        session.say(f"No storefront answers at {session.origin}: {number} kept for `merchant upload`.")
        return
    for path in waiting:
        uploads.upload(session.origin, {path.name: path.read_bytes()})
        path.unlink()
    session.say(f"{units.count(len(waiting), 'document')} uploaded to {session.origin}.")
