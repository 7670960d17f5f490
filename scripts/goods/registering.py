"""Registering lots so that it may be stopped at any moment: codes that were made are found again, never made anew."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scripts import parameters, publishing, units, uploads
from scripts.documents import pictures_of, sha256
from scripts.goods import lot_files
from scripts.goods.ledger import Lot
from scripts.provenance import identity, lots, sensors, typed
from scripts.provenance.gs1 import Product
from scripts.provenance.lots import Input, Planned
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.uploads import Documents
from scripts.wallet import Call, Wallet


@dataclass(frozen=True)
class Entry:
    """A lot of the file: its id, what goes into it (lot ids and quantities), and what the chain has of it."""

    planned: Planned
    id: bytes
    inputs: list[tuple[bytes, int]]
    known: Lot | None
    is_promised: bool  # what limits it has


@dataclass(frozen=True)
class Ready:
    """A lot that only has to be sent: its transaction, and its documents."""

    entry: Entry
    call: Call
    documents: Documents


def register(session: Session, file: Path) -> None:
    """Register the lots of a file, each with its codes, tree and documents; those that stand already are skipped."""
    wallet = session.wallet
    entries = _entries(session, wallet.address, lots.load(file))
    kept = {entry.id: _kept(session, entry.known) for entry in entries if entry.known}
    _show(session, entries, kept)
    missing = _prepare(session, wallet.address, [entry for entry in entries if entry.known is None])
    _check(session, wallet, missing)
    wanted = {name: data for ready in missing for name, data in ready.documents.items()}
    uploads.store(parameters.LIBRARY, wanted)
    _send(session, wallet, missing, [entry for entry in entries if not entry.is_promised])
    session.say(f"{file.name} is registered: {units.count(len(entries), 'lot')}.")
    publishing.upload(session, {name: data for some in [*kept.values(), wanted] for name, data in some.items()})


# What is there


def _entries(session: Session, producer: str, plans: Sequence[Planned]) -> list[Entry]:
    ids = [identity.lot_id(producer, plan.product.gtin, plan.product.lot) for plan in plans]
    known = session.goods.lots(ids)
    promised = session.goods.promised(ids)
    found: list[Entry] = []
    for plan, id_, lot in zip(plans, ids, known, strict=True):
        inputs = [] if lot else [_input(session, producer, plan, said, found) for said in plan.inputs]
        found.append(Entry(plan, id_, inputs, lot, plan.limits in (None, promised.get(id_))))
    return found


def _input(session: Session, producer: str, plan: Planned, said: Input, before: Sequence[Entry]) -> tuple[bytes, int]:
    """A lot that goes into another one; it stands already, or comes before that in the file."""
    product = said.lot.thing
    assert isinstance(product, Product)
    maker = session.resolve(said.lot.producer) if said.lot.producer else producer
    id_ = identity.lot_id(maker, product.gtin, product.lot)
    is_before = any(entry.id == id_ for entry in before)
    if not is_before and session.goods.lots([id_])[0] is None:
        raise Refusal(f"{plan.place}: {session.who(maker)} has registered no lot {typed.write(product)} to make it of.")
    return id_, said.quantity


def _kept(session: Session, lot: Lot) -> Documents:
    """The documents of a lot that stands, as far as this machine has them: perhaps no storefront has taken them yet."""
    name = lot.document.hex()
    found = {name: uploads.find(session.origin, name)}
    document = json.loads(found[name] or b"{}")
    blocks = [entry["sha256"] for entry in document.get("items", [])]
    found |= {part: uploads.find(session.origin, part) for part in [*blocks, *pictures_of(document)]}
    return {part: data for part, data in found.items() if data is not None}


def _show(session: Session, entries: Sequence[Entry], kept: dict[bytes, Documents]) -> None:
    table = session.table("lot", "items", "made of", "limits", "on the chain")
    for entry in entries:
        plan = entry.planned
        made_of = [f"{said.quantity:,} of {typed.write(said.lot.thing)}" for said in plan.inputs]
        state = _state(entry.known, plan, kept.get(entry.id, {})) if entry.known else "not yet"
        table.add_row(plan.name, f"{plan.count:,}", "\n".join(made_of) or "-", _limits(plan) or "-", state)
    session.show(table)


def _state(lot: Lot, plan: Planned, kept: Documents) -> str:
    if lot.count != plan.count:
        return f"stands with {units.count(lot.count, 'item')}, and stays so"
    said = json.loads(kept.get(lot.document.hex(), plan.document))
    is_same = {name: value for name, value in said.items() if name != "items"} == json.loads(plan.document)
    return "stands" if is_same else "stands with another document, and stays so"


def _limits(plan: Planned) -> str:
    if plan.limits is None:
        return ""
    unit = json.loads(plan.document)["limits"]["unit"]
    return " to ".join(sensors.shown(bound, unit) for bound in plan.limits)


# What is made, and what is sent


def _prepare(session: Session, producer: str, missing: Sequence[Entry]) -> list[Ready]:
    """Make the files of lots that are still to be registered, as far as they are not there."""
    if not missing:
        return []
    is_new = not any(lot_files.codes_path(entry.id).exists() for entry in missing)
    passphrase = session.passphrase(new=is_new, of="hidden codes")
    found: list[Ready] = []
    with publishing.bar(session) as progress:
        for entry in missing:
            plan = entry.planned
            task = progress.add_task(f"codes and tree of {plan.name}", total=lot_files.STEPS * plan.count)
            made = lot_files.make(entry.id, plan, producer, passphrase, partial(progress.advance, task))
            progress.update(task, completed=lot_files.STEPS * plan.count)
            call = _call(session, entry, made.root, made.document)
            found.append(Ready(entry, call, {sha256(made.document): made.document, **made.blocks, **plan.pictures}))
    session.say(f"The hidden codes are in {parameters.LOTS}, encrypted. Nobody can make them again: keep a copy.")
    return found


def _call(session: Session, entry: Entry, root: bytes, document: bytes) -> Call:
    plan = entry.planned
    batch, hash_ = identity.word(plan.product.lot, "lot"), bytes.fromhex(sha256(document))
    terms = (int(plan.product.gtin), batch, plan.count, root, hash_)
    if not entry.inputs:
        return session.goods.call("register", *terms)
    return session.goods.call("transform", entry.inputs, *terms, plan.made or session.goods.time())


def _check(session: Session, wallet: Wallet, missing: Sequence[Ready]) -> None:
    """Try what can be tried before anything is sent: what is made of a lot of the same file has to wait for that."""
    new = {ready.entry.id for ready in missing}
    for ready in missing:
        if any(id_ in new for id_, _ in ready.entry.inputs):
            continue
        try:
            session.check(wallet, ready.call)
        except Refusal as refusal:
            raise Refusal(f"{ready.entry.planned.place}: {refusal}") from None


def _send(session: Session, wallet: Wallet, missing: Sequence[Ready], unpromised: Sequence[Entry]) -> None:
    if missing or unpromised:
        parts = ((f"register {units.count(len(missing), 'lot')}", missing), (_promises(unpromised), unpromised))
        session.announce(f"{session.who(wallet.address)}: {' and '.join(words for words, some in parts if some)}")
    for ready in missing:
        verb, plan = ("transform" if ready.entry.inputs else "register"), ready.entry.planned
        session.send(wallet, ready.call, f"{verb} {plan.name}, {units.count(plan.count, 'item')}")
    for entry in unpromised:
        call = session.goods.call("promise_limits", entry.id, *(entry.planned.limits or ()))
        session.send(wallet, call, f"promise {entry.planned.name} {_limits(entry.planned)}")


def _promises(unpromised: Sequence[Entry]) -> str:
    return f"promise the limits of {units.count(len(unpromised), 'lot')}"
