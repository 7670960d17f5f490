"""brownie run subject: what others say of you, and which of it a storefront may show."""

from pathlib import Path

from scripts import commands
from scripts.commands import command
from scripts.credentials import holding
from scripts.session import Session

ROLE = "merchant1"


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("subject", globals())


__getattr__ = commands.refuse_unknown("subject")


@command(ROLE)
def claims(session: Session) -> None:
    """Show what issuers claim of you, and where it stands."""
    holding.show(session)


@command(ROLE)
def present(session: Session, credential: Path) -> None:
    """Let the storefront publish a credential (a file from its issuer), after showing all that it says."""
    holding.present(session, credential)


@command(ROLE)
def take_back(session: Session, credential: Path) -> None:
    """Have the storefront delete a credential that you let it publish; the claim on the chain stays."""
    holding.take_back(session, credential)


@command(ROLE)
def decline(session: Session, issuer: str, kind: str) -> None:
    """Say that you want no claim of this kind from an issuer, now and in future."""
    holding.decline(session, issuer, kind, True)


@command(ROLE)
def accept(session: Session, issuer: str, kind: str) -> None:
    """Take that back."""
    holding.decline(session, issuer, kind, False)
