"""brownie run producer: lots and items, what happened to them, who has them, recalls."""

from pathlib import Path

from scripts import commands, outbox, units
from scripts.commands import command
from scripts.goods import hands, labelling, naming, packing, permitting, proving, recalling, registering, reporting
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
    touched = proving.touch_missing(session, things)
    session.say(
        f"{units.count(touched, 'item')} made individual; {len(things) - touched:,} of those named were already."
    )


@command(ROLE)
def proof(session: Session, *items: str, to: Path = Path("proof.json")) -> None:
    """Write a file that proves items of one lot: with it, and his code, a shopper can claim his anywhere."""
    labelling.proof(session, items, to)


@command(ROLE)
def promise_limits(session: Session, lot: str, low: str, high: str, *, unit: str = "°C") -> None:
    """Promise between which values a lot is kept; a sensor's report beyond them counts as a breach."""
    permitting.promise_limits(session, lot, low, high, unit)


@command(ROLE)
def permit(session: Session, lot: str, reporter: str, steps: str) -> None:
    """Let somebody report for you: a lot (or `units`, your own), and steps like shipping,receiving; `none` ends it."""
    permitting.permit(session, lot, reporter, steps)


# What happened


@command(ROLE)
def report(
    session: Session,
    step: str,
    *things: str,
    disposition: str = "",
    place: str = "",
    time: str = "",
    text: str = "",
) -> None:
    """Report a step of CBV (shipping, inspecting ...) of things; place= a GLN or a URI, time= with its offset.

    With time= it can be typed again after an interruption: what is reported already is left out.
    """
    reporting.report(session, step, things, disposition, place, time, text)


@command(ROLE)
def import_epcis(session: Session, file: Path, *, of: str = "") -> None:
    """Report the events of a file of EPCIS 2.0 (JSON-LD), of= whose lots; what is reported already is left out."""
    reporting.bring(session, file, of)


@command(ROLE)
def export_epcis(session: Session, *things: str, to: Path = Path("epcis.jsonld")) -> None:
    """Write all that was told about lots, items or units as a document of EPCIS 2.0."""
    reporting.export(session, things, to)


@command(ROLE)
def declare_error(session: Session, event: bytes, reason: str, *, text: str = "", text_zh: str = "") -> None:
    """Say of an event that it did_not_occur, or has incorrect_data; nothing is deleted."""
    reporting.declare_error(session, event, reason, text, text_zh)


# Hands


@command(ROLE)
def offer(session: Session, to: str, *things: str, role: str = "both") -> None:
    """Offer things to somebody, as role= ownership, custody or both; to `none` takes offers back."""
    hands.offer(session, to, things, role)


@command(ROLE)
def accept(session: Session, *things: str) -> None:
    """Take what is offered to you, after showing what it is and what lies in it."""
    hands.accept(session, things, hands.EITHER)


@command(ROLE)
def aggregate(session: Session, unit: str, *things: str) -> None:
    """Put things into a case or pallet (its SSCC), which is made if it is not there."""
    packing.aggregate(session, unit, things)


@command(ROLE)
def disaggregate(session: Session, unit: str, *things: str) -> None:
    """Take things out of a case or pallet."""
    packing.disaggregate(session, unit, things)


@command(ROLE)
def unpack(session: Session, unit: str) -> None:
    """Take everything out of a case or pallet."""
    packing.disaggregate(session, unit, ())


# Recalls


@command(ROLE)
def recall(
    session: Session, thing: str, severity: int, *, first: str = "", last: str = "", text: str = "", text_zh: str = ""
) -> None:
    """Recall a lot, its serials from first= to last=, or your item; severity 1 (the worst) to 3, text= says why."""
    recalling.recall(session, thing, severity, first, last, text, text_zh)


@command(ROLE)
def recalls(session: Session) -> None:
    """Show your open recalls."""
    recalling.show_open(session, session.wallet.address)


@command(ROLE)
def close_recall(session: Session, recall: bytes, *, text: str = "", text_zh: str = "") -> None:
    """End a recall by its id; that there was one stays."""
    recalling.close(session, recall, text, text_zh)


# Documents


@command(ROLE)
def upload(session: Session) -> None:
    """Send the documents that waited for a storefront; those of lots are sent by `register`."""
    outbox.flush(session)
