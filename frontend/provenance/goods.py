"""GS1 Digital Links of goods and units, each with its page: /01/<gtin>/10/<lot>/21/<serial>, /00/<sscc>."""

from flask import Response, abort, jsonify, request

from frontend import people
from frontend.index.provenance import finding
from frontend.index.provenance.kinds import text_of
from frontend.provenance import item, lot, naming, papers, subjects, unit
from frontend.provenance.blueprint import bp, show
from frontend.provenance.subjects import Page
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import id_in_url
from scripts.provenance.gs1 import Product, Unit
from scripts.refusal import Refusal


@bp.get("/01/<path:goods_named>")
@limits.limiter.limit(limits.READS)
def goods(goods_named: str) -> Page:
    """An item, a lot, or all lots of a GTIN; the name is read from the address line as it was encoded."""
    return subjects.answered(_of_product)


@bp.get("/00/<path:unit_named>")
@limits.limiter.limit(limits.READS)
def case(unit_named: str) -> Page:
    """A case or a pallet."""
    return subjects.answered(_of_unit)


@bp.get("/proofs/<lot_id>/<serial>.json")
@limits.limiter.limit(limits.READS)
def proof(lot_id: str, serial: str) -> Response:
    """Where an item stands in its lot's tree, as its claim has to show it: { code_hash, path }."""
    word = id_in_url(serial)
    found = finding.lot(database(), id_in_url(lot_id)) or abort(404)
    made = subjects.made(found)
    try:
        shown = papers.proof(found.id, found.root, made.document, text_of(word))
    except Refusal:
        abort(404)
    if shown is None:
        abort(404)
    return jsonify(code_hash="0x" + shown.code_hash.hex(), path=["0x" + node.hex() for node in shown.path])


def _of_product(thing: naming.Named) -> Page:
    if not isinstance(thing, Product):
        abort(404)
    if thing.serial and thing.lot:
        return item.page(thing)
    if thing.lot:
        return lot.page(thing)
    return _all_lots(thing)


def _of_unit(thing: naming.Named) -> Page:
    return unit.page(thing) if isinstance(thing, Unit) else abort(404)


def _all_lots(product: Product) -> Page:
    """Lots of a GTIN, by all producers; each leads to the item where a serial was named without its lot."""
    try:
        found = finding.lots(
            database(), product.gtin, producer=subjects.producer_asked(), after=request.args.get("after", "")
        )
    except ValueError:
        abort(404)
    if not found.items:
        return show("unregistered", product=product), 404
    people.meet({one.producer for one in found.items})
    return show("lots", product=product, lots=[subjects.made(one) for one in found.items], page=found)
