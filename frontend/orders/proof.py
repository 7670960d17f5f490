"""An order's proof page: one file that shows what was agreed, and recomputes its ids and hashes without a network."""

import base64
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, render_template

from frontend import market
from frontend.index import queries
from frontend.index.rows import EMPTY_HASH, Event, Order
from frontend.orders.events import whole
from frontend.orders.story import STATUSES
from frontend.resources import book, database, settings, vault
from frontend.vault import Missing
from frontend.web.urls import id_in_url
from frontend.wording.formats import currency
from frontend.wording.proof_words import LABELS, WORDS
from frontend.wording.texts import locale
from scripts import documents
from scripts.documents import Kind
from scripts.terms import OFFER_TYPES, ORDER_TYPES, Record

bp = Blueprint("proof", __name__, url_prefix="/orders")

FRONTEND = Path(__file__).parents[1]

Json = dict[str, Any]


@bp.get("/<order_id>/verify.html")
def page(order_id: str) -> Response:
    """The file, as a download; opened here it could do nothing."""
    order = queries.order(database(), id_in_url(order_id)) or abort(404)
    script = _part("static/js/forms.js") + _part("static/js/proof.js")
    style = _part("styles/proof.css")
    response = Response(
        render_template(
            "proof.html",
            order=order,
            data=facts(order),
            script=script,
            style=style,
            policy=_policy(script, style),
            node=settings().public_node,
            made=market.now(),
        )
    )
    response.headers["Content-Disposition"] = f'attachment; filename="handover-{order.id[2:10]}-verify.html"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def facts(order: Order) -> Json:
    """All that the page shows; whole numbers as texts, since a browser's are too small."""
    unit = currency(order.offer.currency)
    events = whole(database(), order.id)
    terms = order.terms()
    return {
        "chain_id": book().chain_id,
        "escrow": book().escrow.address,
        "code_hash": "0x" + book().escrow.code_hash.removeprefix("0x"),
        "currency": {"symbol": unit.symbol, "decimals": unit.decimals},
        "offer_fields": _paired(OFFER_TYPES, terms["offer"]),
        "order_fields": _paired(["Offer", *ORDER_TYPES], terms),
        "record_fields": Record._fields,
        "offer_id": order.offer.id,
        "order_id": order.id,
        "offer": _texts(terms.pop("offer")),
        "order": _texts(terms),
        "record": {name: str(int(getattr(order, name))) for name in Record._fields},
        "events": [_event(event) for event in events],
        "documents": [*_documents(order), *_rulings(events)],
        "hashes": [*_hashes(order), *_named(events)],
        "words": {name: str(text) for name, text in WORDS.items()},
        "labels": {name: str(text) for name, text in LABELS.items()},
        "statuses": {int(status): str(text) for status, text in STATUSES.items()},
        "locale": str(locale()).replace("_", "-"),
    }


def _paired(types: Sequence[str], terms: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The type and the name of each field, as ids are computed from them."""
    return list(zip(types, terms, strict=True))


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _event(event: Event) -> Json:
    """An event with the contract that logged it: Escrow, or the Loyalty that paid."""
    loyalties = {entry.address: entry for entry in book().contracts.values() if entry.currency}
    contract = loyalties[event.loyalty] if event.loyalty else book().escrow
    inputs = next(entry["inputs"] for entry in contract.abi if entry.get("name") == event.name)
    placed = {"block": event.block, "time": str(event.time), "transaction": event.transaction}
    return {
        "name": event.name,
        "contract": contract.address,
        "inputs": inputs,
        "fields": _texts(event.fields),
        **placed,
    }


def _documents(order: Order) -> list[Json]:
    """The offer's text as it was agreed on, and the hash of what was sealed."""
    offer = {"place": "offer_text", "sha256": order.offer.details, "text": _text(order.offer.details, Kind.OFFER)}
    return [offer, {"place": "delivery", "sha256": order.delivery, "text": ""}]


def _rulings(events: list[Event]) -> list[Json]:
    """Why an arbiter ruled as he did, which is for everybody to read."""
    named = [event.fields["document"] for event in events if event.name == "OrderRuled"]
    return [
        {"place": "ruling", "sha256": name, "text": _text(name, Kind.RULING)} for name in named if name != EMPTY_HASH
    ]


def _text(name: str, kind: Kind) -> str:
    """A document's text; empty where this storefront does not have it, or it is of another kind."""
    try:
        body = vault().read(name)
    except Missing:
        return ""
    return body.decode() if documents.read(body, kind) else ""


def _hashes(order: Order) -> list[Json]:
    """What a file of the reader's may turn out to be."""
    pictures = [f"0x{picture['sha256']}" for picture in order.offer.document.get("pictures", [])]
    named = [("offer_text", order.offer.details), ("delivery", order.delivery)]
    return [{"place": place, "sha256": name} for place, name in (*named, *(("picture", name) for name in pictures))]


def _named(events: list[Event]) -> list[Json]:
    named = {event.fields.get("document", EMPTY_HASH) for event in events} - {EMPTY_HASH}
    return [{"place": "event_document", "sha256": name} for name in sorted(named)]


def _part(name: str) -> str:
    """One of our own files, to be written into the page."""
    return (FRONTEND / name).read_text()


def _policy(script: str, style: str) -> str:
    """Only these two parts run, and nothing is loaded from elsewhere; a node is asked where the reader names one."""
    rules = ("default-src 'none'", "connect-src http: https:", "img-src data:", "base-uri 'none'", "form-action 'none'")
    return "; ".join((*rules, f"script-src {_digest(script)}", f"style-src {_digest(style)}"))


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
