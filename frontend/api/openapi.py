"""The API's description: OpenAPI 3.1, whose schemas the tests hold against real answers."""

from functools import cache

from frontend.api import goods_schemas
from frontend.api.goods_schemas import PARTS, ROLES
from frontend.api.schemas import (
    ADDRESS,
    DECIMAL,
    FLAG,
    HASH,
    NATURAL,
    SCHEMAS,
    STATUSES,
    TEXT,
    Json,
    extensible,
    fields,
    listed,
    ref,
)
from frontend.index.listing import Sort
from frontend.wording.language import LANGUAGES


def _parameter(name: str, where: str, schema: Json, text: str = "") -> Json:
    return {"name": name, "in": where, "required": where == "path", "schema": schema, "description": text}


PART = [
    _parameter("after", "query", TEXT, "the `next` of the part before"),
    _parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 100}),
]
OFFER_FILTER = [
    _parameter("seller", "query", ADDRESS),
    _parameter("currency", "query", ADDRESS),
    _parameter("text", "query", TEXT, "English or Chinese words; parts of words and slips are understood"),
    _parameter("category", "query", TEXT),
    _parameter("in_stock", "query", FLAG, "true unless said otherwise"),
    _parameter("ships_to", "query", {"type": "string", "pattern": "^[A-Z]{2}$"}, "a country's code"),
    _parameter("price_from", "query", DECIMAL, "of one unit, in smallest units; needs a currency"),
    _parameter("price_to", "query", DECIMAL, "of one unit, in smallest units; needs a currency"),
    _parameter(
        "sort",
        "query",
        {"enum": [sort.value for sort in Sort]},
        "best, which is newest without a text, unless said otherwise; by price needs a currency",
    ),
]
REFERRER = _parameter("referrer", "query", ADDRESS, "whose commission gives an order weight; else this storefront's")
LOYALTY = _parameter("loyalty", "query", ADDRESS, "of this one only")
ORDER_FILTER = [
    *(_parameter(name, "query", ADDRESS) for name in ("buyer", "payer", "seller", "carrier", "arbiter", "awaited")),
    _parameter("status", "query", {"type": "string"}, f"one or more of {', '.join(STATUSES)}"),
]


LOT = _parameter("lot", "query", TEXT, "a lot's id; of a unit its maker's address") | {"required": True}
SUBJECT = [LOT, _parameter("serial", "query", TEXT, "of an item or a unit; without it the lot as a whole")]
GOODS_FILTER = [
    _parameter("gtin", "query", {"type": "string", "pattern": "^[0-9]{1,14}$"}, "needed unless a producer is named"),
    _parameter("batch", "query", TEXT),
    _parameter("producer", "query", ADDRESS),
]


def _answers(schema: str, **others: str) -> Json:
    content = {"application/json": {"schema": ref(schema)}}
    problems = {code.removeprefix("_"): _problem(text) for code, text in others.items()}
    return {"200": {"description": "found", "content": content}, **problems, "429": _problem("too many requests")}


def _problem(text: str) -> Json:
    return {"description": text, "content": {"application/json": {"schema": ref("Error")}}}


def _get(summary: str, schema: str, parameters: list[Json], **others: str) -> Json:
    return {"get": {"summary": summary, "parameters": parameters, "responses": _answers(schema, **others)}}


def _health() -> Json:
    described = _get("How far the index is", "Health", [])
    answers = described["get"]["responses"]
    answers["503"] = answers["200"] | {"description": "the node or the index is not there: error says which"}
    return described


def _dump() -> Json:
    after = _parameter("after", "query", TEXT, "a position: only what comes behind it")
    line = extensible(fields(type=TEXT, position=NATURAL))
    answers = _answers("Error", _400="a parameter is none", _503="nothing is indexed, or too many dumps at once")
    answers["200"] = {
        "description": "JSON lines; the first describes the others",
        "content": {"application/jsonl": {"schema": line}},
    }
    return {"get": {"summary": "The whole market", "parameters": [after], "responses": answers}}


def _documents() -> Json:
    name = [_parameter("sha256", "path", TEXT, "64 hex digits")]
    gone = {"_400": "no hash", "_404": "not here", "_410": "erased, or no longer what it was"}
    taken = {"_202": "kept for a while, until an order names it", "_400": "it hashes to something else"}
    refused = {"_409": "the chain does not name it (yet)", "_413": "too large", "_415": "no known format"}
    return {
        "get": {"summary": "A document, byte for byte", "parameters": name, "responses": _answers("Kept", **gone)},
        "put": {
            "summary": "Leave a document that the chain names",
            "parameters": name,
            "requestBody": {"required": True, "content": {"application/octet-stream": {}}},
            "responses": _answers("Kept", **taken, **refused, _410="it was erased"),
        },
    }


def _erasing() -> Json:
    asked = fields(account=ADDRESS, documents=listed(TEXT), expires=NATURAL, signature=TEXT)
    wrong = {"_400": "not understood", "_403": "not allowed", "_404": "one is not here", "_410": "one was changed"}
    return {
        "delete": {
            "summary": "Erase sealed documents, signed by their buyer or seller: all of them, or none",
            "requestBody": {"required": True, "content": {"application/json": {"schema": asked}}},
            "responses": _answers("Erased", **wrong),
        },
    }


def _notices() -> Json:
    signed: Json = {"account": ADDRESS, "expires": NATURAL, "signature": TEXT}
    wrong = {"_400": "not understood", "_403": "not allowed", "_404": "this storefront sends no mail"}
    asking = fields(**signed, email=TEXT, language={"enum": list(LANGUAGES)})
    asked = _answers("Error", **wrong, _422="no address, or one with unanswered mails")
    del asked["200"]
    return {
        "put": {
            "summary": "Ask for mail about an account's orders; signed by the account",
            "requestBody": {"required": True, "content": {"application/json": {"schema": asking}}},
            "responses": asked | {"202": {"description": "the first mail asks to confirm"}},
        },
        "delete": {
            "summary": "No more mail; signed by the account",
            "requestBody": {"required": True, "content": {"application/json": {"schema": fields(**signed)}}},
            "responses": _answers("Ended", **wrong),
        },
    }


def _signed() -> Json:
    content = {"application/json": {"schema": ref("Outcome")}}
    wrong = {
        "_400": "no such document",
        "_409": "it would fail: the contract's reason",
        "_413": "too large",
        "_503": "this storefront does not send it, nor keep it: send it yourself",
    }
    answers = _answers("Outcome", **wrong)
    return {
        "get": {
            "summary": "Buyers' confirmations and releases that this storefront does not send; anybody may",
            "parameters": [_parameter("seller", "query", ADDRESS), *PART],
            "responses": _answers("SignedList", _400="a parameter is none", _503="the node is not there"),
        },
        "post": {
            "summary": "Have what an order's buyer or payer signed sent to the chain, once",
            "description": "An action is sent or, where it pays the seller, kept for him; a payment is sent or "
            "refused. The same document again gets the same answer.",
            "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Signed")}}},
            "responses": answers
            | {
                "200": {"description": "nothing is left to be done", "content": content},
                "202": {"description": "sent, or kept", "content": content},
            },
        },
    }


def _epcis() -> Json:
    """A document of another schema, the standard's own."""
    described = _get(
        "The same as a document of EPCIS 2.0", "Error", [*SUBJECT, *PART], _400="not one", _404="not found"
    )
    described["get"]["responses"]["200"] = {
        "description": "it; the header Link leads to the next part",
        "content": {"application/ld+json": {"schema": {"type": "object"}}},
    }
    return described


def _goods() -> Json:
    """Where goods come from."""
    bad, missing = {"_400": "a parameter is none"}, {"_404": "not found"}
    lot = [_parameter("lot_id", "path", HASH)]
    label = [_parameter(name, "path", TEXT) for name in ("gtin", "batch", "serial")]
    account = [_parameter("address", "path", ADDRESS)]
    of_trace = _parameter("part", "query", {"enum": list(PARTS)}, "what went in, unless said otherwise")
    role = _parameter("role", "query", {"enum": list(ROLES)})
    both = bad | missing
    return {
        "/lots": _get("Lots of goods or of a producer", "GoodsList", [*GOODS_FILTER, *PART], **bad),
        "/lots/{lot_id}": _get("A lot as a whole, and what is to be seen first", "GoodsTold", lot, **both),
        "/lots/{lot_id}/items": _get("Its items that are individual", "GoodsList", [*lot, *PART], **both),
        "/items/{gtin}/{batch}/{serial}": _get(
            "What a label may mean, of each producer", "GoodsToldList", [*label, GOODS_FILTER[-1], *PART], **bad
        ),
        "/provenance": _get("A lot, an item or a unit, what is to be seen first", "GoodsTold", SUBJECT, **both),
        "/provenance/journey": _get("What happened to it, in order", "Journey", [*SUBJECT, *PART], **both),
        "/provenance/epcis": _epcis(),
        "/provenance/contents": _get("What lies in a unit", "GoodsList", [*SUBJECT, *PART], **both),
        "/trace": _get("What went into a lot, or is behind it", "Trace", [LOT, of_trace, *PART], **both),
        "/trace/counts": _get("How much is behind a lot", "TraceCounts", [LOT], **both),
        "/orders/{order_id}/items": _get(
            "Items bound to an order", "OrderItems", [_parameter("order_id", "path", HASH)], **both
        ),
        "/accounts/{address}/items": _get("What an account owns", "GoodsList", [*account, role, *PART], **bad),
        "/accounts/{address}/recalls": _get("What of it is recalled", "RecalledItems", account, **bad),
    }


def _outcome() -> Json:
    one = [_parameter("sha256", "path", TEXT, "a document's id")]
    described = _get("What became of a signed document", "Outcome", one, _400="no id", _404="not known")
    answers = described["get"]["responses"]
    answers["202"] = answers["200"] | {"description": "sent, or kept"}
    answers["200"] = answers["200"] | {"description": "mined, or failed"}
    return described


@cache
def document() -> Json:
    """The whole description."""
    offer = [_parameter("offer_id", "path", HASH)]
    order = [_parameter("order_id", "path", HASH)]
    account = [_parameter("address", "path", ADDRESS)]
    bad, missing = {"_400": "a parameter is none"}, {"_404": "not found"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Handover", "version": "1", "license": {"name": "AGPL-3.0-only"}},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/offers": _get("Offers, the best match or the newest first", "Offers", [*OFFER_FILTER, *PART], **bad),
            "/offers/{offer_id}": _get("One offer", "OfferWithHistory", offer, **bad, **missing),
            "/offers/{offer_id}/history": _get(
                "What happened to an offer, the latest first", "Timeline", [*offer, *PART], **bad, **missing
            ),
            "/offers/{offer_id}/also_bought": _get(
                "What buyers of an offer bought as well", "AlsoBought", offer, **bad, **missing
            ),
            "/orders": _get("Orders, newest first", "Orders", [*ORDER_FILTER, *PART], **bad),
            "/orders/{order_id}": _get("One order", "OrderWithTimeline", order, **bad, **missing),
            "/orders/{order_id}/timeline": _get(
                "What happened to an order, the latest first", "Timeline", [*order, *PART], **bad, **missing
            ),
            "/accounts/{address}": _get("An account", "Account", account, **bad),
            "/accounts/{address}/record": _get("A seller's record", "Record", [*account, REFERRER], **bad),
            "/accounts/{address}/points": _get("An account's points, of each Loyalty", "PointsList", account, **bad),
            "/accounts/{address}/points/history": _get(
                "What made them so, the latest first", "PointsHistory", [*account, LOYALTY, *PART], **bad
            ),
            "/loyalties": _get("Reserve and supply of points, live", "Loyalties", [], _503="the node is not there"),
            **_goods(),
            "/statistics": _get("The market's figures", "Statistics", []),
            "/dump.jsonl": _dump(),
            "/health": _health(),
            "/openapi.json": {"get": {"summary": "This description", "responses": {"200": {"description": "it"}}}},
            "/documents": _erasing(),
            "/notices": _notices(),
            "/documents/{sha256}": _documents(),
            "/signed": _signed(),
            "/signed/{sha256}": _outcome(),
        },
        "components": {"schemas": SCHEMAS | goods_schemas.SCHEMAS},
    }
