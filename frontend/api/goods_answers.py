"""How the API says where goods come from. Whoever registered a lot is named with it: nothing proves whose a GTIN is."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from frontend.api.answers import event, moment
from frontend.index import queries
from frontend.index.provenance import gaps, having, warnings
from frontend.index.provenance.rows import (
    Affected,
    Binding,
    Breach,
    Claim,
    Error,
    Gap,
    Holding,
    Label,
    Line,
    Lot,
    Recall,
    Sold,
    Subject,
    Thing,
)
from frontend.index.provenance.trace import Counts, Reached, Traced
from frontend.index.rows import EMPTY_HASH, Account

Json = dict[str, Any]
Accounts = dict[str, Account]


def producers(db: Connection, subjects: Iterable[Subject]) -> Accounts:
    """The profiles of who made these lots and units, by address."""
    makers = {one.producer if isinstance(one, Lot) else _maker(one) for one in subjects}
    return queries.accounts(db, sorted(makers))


def subject(found: Subject, known: Accounts) -> Json:
    """A lot, an item, a unit, or what a label says of an item that is not individual on chain."""
    if isinstance(found, Lot):
        return {"kind": "lot", "serial": None, "individual": None} | _of_lot(found, known)
    base: Json = {"serial": found.serial, "individual": None}
    if isinstance(found, Label):
        return {"kind": "label"} | base | _of_lot(found.lot, known)
    base["individual"] = _place(found.block, found.time)
    if found.lot is not None:
        return {"kind": "item"} | base | _of_lot(found.lot, known)
    return {"kind": "unit"} | base | {"maker": _account(known[found.maker]), "lot": None}


def told(db: Connection, found: Subject, now: int) -> Json:
    """All that is to be seen first, as of `now` (Unix seconds)."""
    thing = found if isinstance(found, Thing) else None
    known = having.claim(db, thing) if thing else None
    return subject(found, producers(db, [found])) | {
        "holding": _holding(having.holding(db, thing)) if thing else None,
        "claimed": known and claim(known),
        "orders": [binding(one) for one in having.bindings(db, thing)] if thing else [],
        "recalls": [recall(one) for one in warnings.recalls(db, found)],
        "breaches": [breach(one) for one in warnings.breaches(db, found)],
        "gaps": [gap(one) for one in gaps.gaps(db, thing, now)] if thing else [],
    }


def line(found: Line) -> Json:
    """Something that happened; the event has the time of its record."""
    return {
        "time": moment(found.time),
        "back_dated": found.is_back_dated,
        "about": found.about.value,
        "unit": found.thing and _short(found.thing),
        "event": event(found.event),
        "errors": [error(one) for one in found.errors],
    }


def error(found: Error) -> Json:
    return {
        "by": found.by,
        "reason": found.reason,
        "document": _document(found.document),
        "declared": _place(found.block, found.time),
    }


def recall(found: Recall) -> Json:
    closed = {"time": moment(found.closed_time), "document": _document(found.closed_document)}
    return {
        "id": found.id,
        "about": found.about.value,
        "lot": found.lot and _label(found.lot),
        "unit": found.unit and _short(found.unit),
        "by": found.by,
        "by_producer": found.by_producer,
        "class": found.class_,
        "first": found.first or None,
        "last": found.last or None,
        "document": _document(found.document),
        "recalled": _place(found.block, found.time),
        "closed": None if found.is_open else closed,
    }


def breach(found: Breach) -> Json:
    has_promise = found.promised_low is not None
    return {
        "event_id": found.event_id,
        "about": found.about.value,
        "thing": found.thing and _short(found.thing),
        "by": found.by,
        "count": found.count,
        "minimum": found.minimum,
        "maximum": found.maximum,
        "first": moment(found.first),
        "last": moment(found.last),
        "limits": {"low": found.low, "high": found.high, "exceeded": found.exceeds_own},
        "promised": {"low": found.promised_low, "high": found.promised_high, "exceeded": found.exceeds_promised}
        if has_promise
        else None,
        "read_point": found.read_point or None,
        "root": found.root,
        "document": _document(found.document),
        "recorded": _place(found.block, found.time),
        "errors": [error(one) for one in found.errors],
    }


def gap(found: Gap) -> Json:
    return {
        "kind": "handover" if found.handed else "silence",
        "since": moment(found.since),
        "until": moment(found.until),
        "from": found.from_ or None,
        "to": found.to or None,
    }


def claim(found: Claim) -> Json:
    return {"by": found.by} | _place(found.block, found.time)


def binding(found: Binding) -> Json:
    return {
        "order": found.order,
        "round": found.round,
        "outcome": found.outcome.value,
        "settled": found.settled,
        "bound": moment(found.time),
    }


def sold(found: Sold, known: Accounts) -> Json:
    """An item of an order."""
    return {
        "thing": subject(found.thing, known),
        "binding": binding(found.binding),
        "recalls": [recall(one) for one in found.recalls],
        "claimed": found.claim and claim(found.claim),
    }


def affected(found: Affected) -> Json:
    """What somebody owns of what is recalled."""
    return {
        "recall": recall(found.recall),
        "count": found.count,
        "things": [_short(one) for one in found.things],
    }


def traced(found: Traced, known: Accounts) -> Json:
    """A lot above or below another one."""
    return {
        "lot": subject(found.lot, known),
        "level": found.level,
        "used": [{"of": use.source.id, "in": use.product.id, "quantity": use.quantity} for use in found.used],
    }


def reached(found: Reached, known: Accounts) -> Json:
    """An item behind a bad lot; unsettled where its order made its owner the owner, and the chain does not know yet."""
    base = {"thing": subject(found.thing, known), "owner": found.owner, "order": found.order or None}
    return base | {"unsettled": found.unsettled}


def counts(found: Counts) -> Json:
    return {name: getattr(found, name) for name in ("lots", "items", "untouched", "orders", "owners")}


def _of_lot(found: Lot, known: Accounts) -> Json:
    numbers = {name: getattr(found, name) for name in ("count", "used", "touched", "left")}
    lot = _label(found) | numbers | {"root": found.root, "document": _document(found.document)}
    return {"maker": _account(known[found.producer]), "lot": lot | {"registered": _place(found.block, found.time)}}


def _label(found: Lot) -> Json:
    return {"id": found.id, "producer": found.producer, "gtin": found.gtin, "batch": found.batch}


def _holding(found: Holding) -> Json:
    return {
        "owner": found.owner,
        "owner_since": moment(found.owner_since),
        "custodian": found.custodian,
        "custodian_since": moment(found.custodian_since),
        "units": [_short(unit) for unit in found.units],
    }


def _short(found: Thing) -> Json:
    """A thing as it is asked for again."""
    return {"lot": found.lot.id if found.lot else found.maker, "serial": found.serial}


def _account(found: Account) -> Json:
    return {"address": found.address, "profile": found.profile or None, "document": found.document or None}


def _place(block: int, time: int) -> Json:
    return {"block": block, "time": moment(time)}


def _document(sha256: str) -> str | None:
    return None if sha256 == EMPTY_HASH else sha256


def _maker(found: Thing | Label) -> str:
    return found.lot.producer if isinstance(found, Label) else found.maker
