"""What goes out with goods: sheets of labels with their hidden codes, and files of proofs."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from scripts import importing, publishing, units
from scripts.goods import lot_files, naming, proving
from scripts.goods.ledger import Lot
from scripts.provenance import files, label_files, labels, proofs, typed
from scripts.provenance.codes import Codes
from scripts.provenance.labels import MAX_LABELS, Sheet
from scripts.refusal import Refusal
from scripts.session import Session


def sheet(session: Session, lot: Lot, to: Path, start: int, count: int, form: Sheet, host: str) -> None:
    """Write the labels of `count` items of a lot (0: of all that are left) from a place on, counted from 1."""
    importing.refuse_existing(to)
    path = lot_files.codes_path(lot.id)
    if not path.exists():
        raise Refusal(f"The hidden codes of {typed.write(lot.product)} are not on this machine: {path} is missing.")
    if not 1 <= start <= lot.count:
        raise Refusal(f"The lot has {lot.count:,} items; start= is one of these places.")
    found = Codes(path, session.passphrase(of="hidden codes"))
    stop = min(start - 1 + (count or lot.count), lot.count)
    number = stop - start + 1
    if number > MAX_LABELS:
        raise Refusal(f"A file may have {MAX_LABELS:,} labels, not {number:,}; make several with start= and count=.")
    pages = labels.pages(form, found.lot, found.entries(start - 1, stop), host)
    with publishing.bar(session) as progress:
        task = progress.add_task("pages of labels", total=-(-number // form.labels))
        written = label_files.write(to, form, pages, partial(progress.advance, task))
    names = ", ".join(str(path) for path in written[:3]) + (" …" if len(written) > 3 else "")
    session.say(f"{names}: {units.count(number, 'label')} of {typed.write(lot.product)}, with links to {host}.")
    session.say("The sheets show hidden codes: whoever sees one can claim the item.")


def proof(session: Session, words: Sequence[str], to: Path) -> None:
    """Write the proofs of items of one lot."""
    importing.refuse_existing(to)
    things = naming.things(session, words)
    if len({thing.item.lot for thing in things}) > 1 or things[0].is_unit:
        raise Refusal("A file of proofs is of items of one lot.")
    lot = session.goods.lot(things[0].item.lot)
    data = proofs.write(lot.producer, lot.product, proving.of(session, things))
    with files.writing(to) as file:
        file.write(data)
    session.say(f"{to} proves {units.count(len(things), 'item')} of {typed.write(lot.product)}; it holds no secret.")
