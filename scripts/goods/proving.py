"""Making items individual on the chain: their producer touches them, many at once; what is touched is skipped."""

from collections.abc import Sequence
from typing import Any

from scripts import documents, parameters, units, uploads
from scripts.documents import Kind
from scripts.goods import lot_files
from scripts.goods.ledger import Lot
from scripts.goods.naming import Named
from scripts.provenance import items_documents, proofs
from scripts.provenance.items_file import Proof
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import Wallet


def missing(session: Session, things: Sequence[Named]) -> list[Proof]:
    """The proofs of those items among things that are not individual yet; refused where one is not to be had."""
    holdings = session.goods.holdings([thing.item for thing in things])
    unknown = [thing for thing, holding in zip(things, holdings, strict=True) if not holding.is_known]
    for thing in unknown:
        if thing.is_unit:
            raise Refusal(f"The unit {thing.name} of {session.who(thing.maker)} was never made.")
    return of(session, unknown)


def of(session: Session, things: Sequence[Named]) -> list[Proof]:
    """The proof of each of these items: as it came, from its lot's file here, or from documents that show the items."""
    by_lot: dict[bytes, list[Named]] = {}
    for thing in things:
        by_lot.setdefault(thing.item.lot, []).append(thing)
    return [proof for lot_id, items in by_lot.items() for proof in _of_lot(session, session.goods.lot(lot_id), items)]


def touch_missing(session: Session, things: Sequence[Named]) -> int:
    """Make those items among things individual that are not yet, as their producer; returns how many there were."""
    wanted = missing(session, things)
    if not wanted:
        return 0
    producers = {lot.producer for lot in session.goods.lots(list({proof.item.lot for proof in wanted})) if lot}
    if len(producers) > 1:
        raise Refusal("The items that are not individual yet are of several producers; each makes his own so.")
    wallet = _toucher(session, producers.pop())
    calls = [session.goods.call("touch_many", part) for part in batches(wanted)]
    for call in calls:
        session.check(wallet, call)
    session.announce(f"{session.who(wallet.address)}: make {units.count(len(wanted), 'item')} individual")
    for call, part in zip(calls, batches(wanted), strict=True):
        session.send(wallet, call, f"touch {units.count(len(part), 'item')}")
    return len(wanted)


def batches(things: Sequence[Any]) -> list[Any]:
    """Things in the pieces that one call takes."""
    return [things[start : start + parameters.MAX_BATCH] for start in range(0, len(things), parameters.MAX_BATCH)]


def _toucher(session: Session, producer: str) -> Wallet:
    """The producer, where this machine can act as him; else whoever acts, whom he may have permitted to commission."""
    can_be = session.is_devnet and not session.name and session.wallet.address != producer
    return session.acting(producer, "producer") if can_be else session.wallet


def _of_lot(session: Session, lot: Lot, items: Sequence[Named]) -> list[Proof]:
    brought = [thing.proof for thing in items if thing.proof]
    if any(proofs.root_of(proof) != lot.root for proof in brought):
        raise Refusal(f"A proof of {items[0].name} is of another tree than the chain's.")
    serials = [thing.item.serial.rstrip(b"\0").decode("ascii") for thing in items if not thing.proof]
    if not serials:
        return brought
    if lot_files.items_path(lot.id).exists():
        with lot_files.items_of(lot) as file:
            return [*brought, *map(file.proof, serials)]
    return [*brought, *_of_documents(session, lot, serials)]


def _of_documents(session: Session, lot: Lot, serials: Sequence[str]) -> list[Proof]:
    """From the lot's document and the blocks of items that it names, here or at the storefront."""
    data = uploads.find(session.origin, lot.document.hex())
    document = documents.read(data, Kind.LOT) if data else {}
    blocks: dict[str, bytes] = {}
    found = []
    for serial in serials:
        name = items_documents.block_of(document, serial)
        if name and name not in blocks:
            blocks[name] = uploads.find(session.origin, name) or b""
        if not blocks.get(name):
            lot_files.refuse_missing(lot)
        found.append(items_documents.proof(lot.id, lot.root, document, blocks[name], serial))
    return found
