"""Where this machine keeps the files of lots, hidden codes and what proves items; and how they are made."""

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from scripts import parameters
from scripts.documents import sha256
from scripts.goods.ledger import Lot
from scripts.provenance import codes, items_documents, items_file, tree, typed
from scripts.provenance.codes import Codes
from scripts.provenance.items_file import ItemsFile
from scripts.provenance.lots import Planned
from scripts.provenance.tree import OnDone
from scripts.refusal import Refusal
from scripts.uploads import Documents

STEPS = 4  # that `make` tells of each item: its code, twice its proof, its block


@dataclass(frozen=True)
class Made:
    """What a lot is registered with: the root of its tree, its document, and the blocks of items that this names."""

    root: bytes
    document: bytes
    blocks: Documents


def codes_path(lot_id: bytes) -> Path:
    """The encrypted file of a lot's hidden codes."""
    return parameters.LOTS / f"{lot_id.hex()}.codes"


def items_path(lot_id: bytes) -> Path:
    """The file that proves a lot's items."""
    return parameters.LOTS / f"{lot_id.hex()}.items"


def items_of(lot: Lot) -> ItemsFile:
    """The open file that proves a lot's items; refused where it is not here, or of another tree than the chain's."""
    path = items_path(lot.id)
    if not path.exists():
        refuse_missing(lot)
    found = ItemsFile(path)
    if found.root != lot.root:
        found.close()
        raise Refusal(f"{path} does not prove the items of {typed.write(lot.product)}: the chain has another tree.")
    return found


def refuse_missing(lot: Lot) -> NoReturn:
    """Say whom to ask for what proves a lot's items."""
    name, path = typed.write(lot.product), items_path(lot.id)
    raise Refusal(f"What proves the items of {name} is not here; its producer has it, and it belongs in {path}.")


def make(lot_id: bytes, plan: Planned, producer: str, passphrase: str, on_done: OnDone) -> Made:
    """Make a lot's two files, as far as they are not there, and the documents that show its items."""
    path = codes_path(lot_id)
    is_there = path.exists()
    if is_there:
        found = Codes(path, passphrase)
        _refuse_others(found, plan)
    else:
        found = codes.write(path, plan.product, plan.serials, plan.count, passphrase, on_done)
    if not _is_made(lot_id, producer, found):
        items_file.write(items_path(lot_id), producer, found, on_done)
    with ItemsFile(items_path(lot_id)) as file:
        entries, blocks = [], {}
        for entry, data in items_documents.blocks(file):
            entries.append(entry)
            blocks[sha256(data)] = data
            on_done(min(items_documents.BLOCK, found.count - items_documents.BLOCK * (len(entries) - 1)))
        return Made(file.root, items_documents.with_items(plan.document, entries), blocks)


def _refuse_others(found: Codes, plan: Planned) -> None:
    """Refuse codes that were made for other items: their labels may be printed already."""
    is_same = found.lot == plan.product and found.count == plan.count
    if not is_same or any(entry.serial != serial for entry, serial in zip(found.entries(), plan.serials, strict=True)):
        raise Refusal(
            f"{plan.place}: {found.path} has codes of {found.count:,} other items; move it away if no label bears them."
        )


def _is_made(lot_id: bytes, producer: str, found: Codes) -> bool:
    """Whether the file of items is there and was made of these codes; they are random, so one of them tells."""
    (first,) = found.entries(0, 1)
    try:
        with ItemsFile(items_path(lot_id)) as file:
            is_same = (file.producer, file.lot, file.count) == (producer, found.lot, found.count)
            return is_same and file.proof(first.serial).code_hash == tree.hash_of_code(lot_id, first.code)
    except Refusal:
        return False
