"""brownie run issuer: vouch for accounts, renew what you said, take it back."""

from pathlib import Path

from scripts import commands, outbox, units
from scripts.commands import command
from scripts.credentials import issuing
from scripts.credentials.claim_files import LASTS
from scripts.session import Session

ROLE = "issuer"


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("issuer", globals())


__getattr__ = commands.refuse_unknown("issuer")


@command(ROLE)
def issue(session: Session, file: Path, *, to: Path | None = None) -> None:
    """Make the claims of a file (YAML), and sign a credential for each; to=FOLDER gets the files for their subjects."""
    issuing.issue(session, file, to)


@command(ROLE)
def renew(session: Session, subject: str, kind: str, *, lasts: str = LASTS, to: Path | None = None) -> None:
    """Say the same of an account again, for so long; its credential until now is refused from then on."""
    issuing.renew(session, subject, kind, lasts, to)


@command(ROLE)
def revoke(session: Session, subject: str, kind: str, *, reason: str = "", reason_zh: str = "") -> None:
    """Take a claim back; reason= is public for ever, so it names nobody."""
    issuing.revoke(session, subject, kind, reason, reason_zh)


@command(ROLE)
def list(session: Session) -> None:
    """Show all that you have claimed, and where it stands."""
    issuing.show(session, issuing.mine(session), "")


@command(ROLE)
def expiring(session: Session, *, days: int = 30) -> None:
    """Show what expires within so many days."""
    issuing.show(session, issuing.expiring(session, days), f"Expires within {units.count(days, 'day')}")


@command(ROLE)
def upload(session: Session) -> None:
    """Send the reasons that waited for a storefront."""
    outbox.flush(session)
