"""/api/v1: where goods come from.

A lot, an item or a unit is named by `lot` (a lot's id, of a unit its maker's address) and `serial` (none for a whole
lot); labels are looked up by GTIN, batch and serial.
"""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, request

from frontend import market
from frontend.api import answers, epcis, failures, goods_answers
from frontend.api.goods_schemas import PARTS, ROLES
from frontend.api.market import part
from frontend.index import queries
from frontend.index.provenance import finding, having, trace
from frontend.index.provenance.journey import journey as journey_of
from frontend.index.provenance.kinds import word_of
from frontend.index.provenance.rows import Label, Lot, Subject, Thing
from frontend.index.reading import ADDRESS
from frontend.resources import database, resources
from frontend.web import limits

bp = Blueprint("goods", __name__, url_prefix="/api/v1")

failures.answer_in_words(bp)

DETAILED = 20  # items behind one label, of as many producers

Json = dict[str, Any]


@bp.get("/lots")
@limits.limiter.limit(limits.READS)
def lots() -> Json:
    """Lots of goods, of a producer, or both; the first that was registered first."""
    gtin, batch, producer = (request.args.get(name, "") for name in ("gtin", "batch", "producer"))
    return _subjects(finding.lots(database(), gtin, batch, producer, *part()))


@bp.get("/lots/<lot_id>")
@limits.limiter.limit(limits.READS)
def lot(lot_id: str) -> Json:
    """One lot as a whole, with recalls of it and of what went into it, and with what sensors read."""
    return goods_answers.told(database(), _lot(lot_id), market.now())


@bp.get("/lots/<lot_id>/items")
@limits.limiter.limit(limits.READS)
def items_of_lot(lot_id: str) -> Json:
    """Items of a lot that are individual on chain."""
    return _subjects(finding.items_of(database(), _lot(lot_id).id, *part()))


@bp.get("/items/<gtin>/<batch>/<path:serial>")
@limits.limiter.limit(limits.READS)
def items(gtin: str, batch: str, serial: str) -> Json:
    """What a label may mean: one item of each producer who has registered this GTIN and batch."""
    db, now, (after, limit) = database(), market.now(), part()
    producer = request.args.get("producer", "")
    found = finding.labelled(db, gtin, batch, serial, producer, after, min(limit, DETAILED))
    return answers.page(found, [goods_answers.told(db, one, now) for one in found.items])


@bp.get("/provenance")
@limits.limiter.limit(limits.READS)
def provenance() -> Json:
    """One lot, item or unit: who has it, and what is to be seen first."""
    return goods_answers.told(database(), _subject(), market.now())


@bp.get("/provenance/journey")
@limits.limiter.limit(limits.READS)
def journey() -> Json:
    """What happened to it, in the order in which it did by whoever told it."""
    found = journey_of(database(), _subject(), *part())
    return answers.page(found, [goods_answers.line(one) for one in found.items])


@bp.get("/provenance/epcis")
@limits.limiter.limit(limits.READS)
def in_epcis() -> Response:
    """The same as a document of EPCIS 2.0; the link in its head leads to the part behind it."""
    found, now = journey_of(database(), _subject(), *part()), market.now()
    response = jsonify(epcis.of_journey(resources(), database(), found.items, now))
    response.mimetype = "application/ld+json"
    if found.next:
        following = request.args.to_dict() | {"after": found.next}
        response.headers["Link"] = f'<{request.base_url}?{urlencode(following)}>; rel="next"'
    return response


@bp.get("/provenance/contents")
@limits.limiter.limit(limits.READS)
def contents() -> Json:
    """What lies in a unit now, without what lies in that."""
    unit = _subject()
    if not isinstance(unit, Thing):
        return {"items": [], "next": None}
    return _subjects(finding.contents_of(database(), unit, *part()))


@bp.get("/trace")
@limits.limiter.limit(limits.READS)
def traced() -> Json:
    """What went into a lot, or what is behind it: lots, items, orders or owners."""
    db, start, wanted = database(), _lot(request.args.get("lot", "")), request.args.get("part", PARTS[0])
    if wanted not in PARTS:
        raise ValueError(f"part is one of {', '.join(PARTS)}.")
    found: Any = getattr(trace, wanted)(db, start, *part())
    if wanted in ("orders", "owners"):
        listed = [{"id" if wanted == "orders" else "account": one, "items": many} for one, many in found.items]
        return answers.page(found, listed)
    known = goods_answers.producers(db, [one.thing if wanted == "items" else one.lot for one in found.items])
    said = goods_answers.reached if wanted == "items" else goods_answers.traced
    return answers.page(found, [said(one, known) for one in found.items])


@bp.get("/trace/counts")
@limits.limiter.limit(limits.READS)
def counts() -> Json:
    """How much is behind a lot."""
    return goods_answers.counts(trace.counts(database(), _lot(request.args.get("lot", ""))))


@bp.get("/orders/<order_id>/items")
@limits.limiter.limit(limits.READS)
def items_of_order(order_id: str) -> Json:
    """Items that are or were bound to an order, the latest first."""
    queries.order(database(), order_id) or abort(404, "No such order was paid here.")
    found = having.items_of_order(database(), order_id)
    known = goods_answers.producers(database(), [one.thing for one in found])
    return {"items": [goods_answers.sold(one, known) for one in found]}


@bp.get("/accounts/<address>/items")
@limits.limiter.limit(limits.READS)
def items_of_account(address: str) -> Json:
    """What an account owns, or keeps for somebody; what lies in its units is in these."""
    role = request.args.get("role", "owner")
    if role not in ROLES:
        raise ValueError(f"role is one of {', '.join(ROLES)}.")
    return _subjects(having.owned(database(), address, *part(), role=ROLES[role]))


@bp.get("/accounts/<address>/recalls")
@limits.limiter.limit(limits.READS)
def recalls_of_account(address: str) -> Json:
    """What an account owns of what is recalled, or was made with what is."""
    return {"items": [goods_answers.affected(one) for one in having.affected(database(), address)]}


def _subjects(found: Any) -> Json:
    known = goods_answers.producers(database(), found.items)
    return answers.page(found, [goods_answers.subject(one, known) for one in found.items])


def _lot(lot_id: str) -> Lot:
    return finding.lot(database(), lot_id) or abort(404, "No such lot was registered here.")


def _subject() -> Subject:
    """What is asked for; an item that is not individual on chain is what its label says."""
    db, named, serial = database(), request.args.get("lot", ""), request.args.get("serial", "")
    if ADDRESS.fullmatch(named):
        return finding.unit(db, named, serial) or abort(404, "No such unit was made here.")
    found = _lot(named)
    if not serial:
        return found
    return finding.item(db, named, serial) or Label(found, serial, word_of(serial))
