"""`merchant import`: what is asked on the command line, and what is told about a catalogue made of an export."""

from pathlib import Path

import yaml

from scripts import catalogue, units
from scripts.catalogue import Context
from scripts.imports import read
from scripts.imports.conversion import Conversion, Terms, convert
from scripts.order_list import clean
from scripts.refusal import Refusal
from scripts.session import Session


class _Writer(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Writer.add_representer(str, _text)


def load(file: Path, encoding: str, terms: Terms) -> Conversion:
    """An export's file as a catalogue."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refusal(f"The file {file} cannot be read ({type(error).__name__}).") from None
    return convert(read(data, file.name, encoding), terms)


def save(conversion: Conversion, to: Path, context: Context) -> int:
    """Write the catalogue, once all that `publish` checks is in order; returns how many offers are in it."""
    listings = catalogue.listings_of(conversion.catalogue, to.name, catalogue.in_folder(to.parent), context)
    text = yaml.dump(conversion.catalogue, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)
    part = to.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(to)
    return len(listings)


def show(session: Session, conversion: Conversion, offers: int, pictures: Path | None) -> None:
    """What was taken, what was not and why, and which files to put where."""
    table = session.table("", "", "which")
    table.add_row("taken", f"{units.count(conversion.taken, 'product')}, {units.count(offers, 'offer')}", "")
    for reason, labels in conversion.left_out.items():
        table.add_row(f"left out: {clean(reason)}", f"{len(labels):,}", clean(", ".join(labels)))
    for note, labels in conversion.notes.items():
        table.add_row(clean(note), f"{len(labels):,}", clean(", ".join(labels)))
    session.show(table)
    if conversion.missing:
        place = f"in {pictures}" if pictures else "in a folder that pictures= names"
        session.say(
            f"{units.count(len(conversion.missing), 'picture')} not found; put them {place} and import to another file:"
        )
        for address, name in conversion.missing.items():
            session.say(f"  {clean(name)}  from {clean(address)}")


def refuse_existing(to: Path) -> None:
    """Nothing that somebody may have edited is written over."""
    if to.exists():
        raise Refusal(f"{to} is there already; name another file with to=.")
    if not to.absolute().parent.is_dir():
        raise Refusal(f"There is no folder {to.absolute().parent}.")
