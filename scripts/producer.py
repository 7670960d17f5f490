"""brownie run producer: lots and items, what happened to them, who has them, recalls."""

from pathlib import Path

from scripts import commands
from scripts.commands import command
from scripts.goods import labelling, naming, proving, registering
from scripts.provenance import labels
from scripts.session import Session

ROLE = "producer"


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("producer", globals())


__getattr__ = commands.refuse_unknown("producer")


# Lots and items


@command(ROLE)
def register(session: Session, file: Path) -> None:
    """Register the lots of a file (YAML or CSV), also those made of others; it can be stopped and started again."""
    registering.register(session, file)


@command(ROLE)
def sheet(
    session: Session,
    lot: str,
    *,
    to: Path = Path("labels.pdf"),
    start: int = 1,
    count: int = 0,
    page: str = "A4",
    grid: str = "3x8",
    margin: str = "8",
    host: str = "",
) -> None:
    """Write labels with QR code and hidden code (PDF or SVG) of count= items from the place start= on."""
    form = labels.sheet(page, grid, margin)
    labelling.sheet(session, naming.lot(session, lot), to, start, count, form, host or session.origin)


@command(ROLE)
def touch(session: Session, *items: str) -> None:
    """Make items individual on the chain: GTIN/LOT/SERIAL, GTIN/LOT/FIRST..LAST, Digital Links, or files of these."""
    things = naming.things(session, items)
    proving.touch_missing(session, session.wallet, things)


@command(ROLE)
def proof(session: Session, *items: str, to: Path = Path("proof.json")) -> None:
    """Write a file that proves items of one lot: with it, and his code, a shopper can claim his anywhere."""
    labelling.proof(session, items, to)
