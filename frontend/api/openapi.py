"""The API's description: OpenAPI 3.1, whose schemas the tests hold against real answers."""

from functools import cache

from frontend.api import credentials_described, credit_described, goods_schemas, opinions_described
from frontend.api.describing import PART, answers, get, parameter
from frontend.api.goods_schemas import PARTS, ROLES
from frontend.api.schemas import (
    ADDRESS,
    DECIMAL,
    DIGEST,
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

OFFER_FILTER = [
    parameter("seller", "query", ADDRESS),
    parameter("currency", "query", ADDRESS),
    parameter("text", "query", TEXT, "English or Chinese words; parts of words and slips are understood"),
    parameter("category", "query", TEXT),
    parameter("in_stock", "query", FLAG, "true unless said otherwise"),
    parameter("ships_to", "query", {"type": "string", "pattern": "^[A-Z]{2}$"}, "a country's code"),
    parameter("price_from", "query", DECIMAL, "of one unit, in smallest units; needs a currency"),
    parameter("price_to", "query", DECIMAL, "of one unit, in smallest units; needs a currency"),
    parameter(
        "sort",
        "query",
        {"enum": [sort.value for sort in Sort]},
        "best, which is newest without a text, unless said otherwise; by price needs a currency; "
        "rated: by weight of reviews, what weighs too little for a mean last",
    ),
]
REFERRER = parameter("referrer", "query", ADDRESS, "whose commission gives an order weight; else this storefront's")
LOYALTY = parameter("loyalty", "query", ADDRESS, "of this one only")
ORDER_FILTER = [
    *(parameter(name, "query", ADDRESS) for name in ("buyer", "payer", "seller", "carrier", "arbiter", "awaited")),
    parameter("status", "query", {"type": "string"}, f"one or more of {', '.join(STATUSES)}"),
]


LOT = {
    "name": "lot",
    "in": "query",
    "required": True,
    "schema": {"type": "string", "pattern": "^0x([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$"},
    "description": "a lot's id; of a unit its maker's address",
}
SUBJECT = [LOT, parameter("serial", "query", TEXT, "of an item or a unit; without it the lot as a whole")]
OTHER_BODIES = ("image/png", "image/jpeg", "image/webp", "application/octet-stream")  # of documents
GOODS_FILTER = [
    parameter("gtin", "query", {"type": "string", "pattern": "^[0-9]{1,14}$"}, "needed unless a producer is named"),
    parameter("batch", "query", TEXT),
    parameter("producer", "query", ADDRESS),
]


def _health() -> Json:
    described = get("How far the index is", "Health", [])
    said = described["get"]["responses"]
    said["503"] = said["200"] | {"description": "the node or the index is not there: error says which"}
    return described


def _dump() -> Json:
    after = parameter("after", "query", TEXT, "a position: only what comes behind it")
    line = extensible(fields(type=TEXT, position=NATURAL))
    said = answers("Error", _400="a parameter is none", _503="nothing is indexed, or too many dumps at once")
    said["200"] = {
        "description": "JSON lines; the first describes the others",
        "content": {"application/jsonl": {"schema": line}},
    }
    return {"get": {"summary": "The whole market", "parameters": [after], "responses": said}}


def _documents() -> Json:
    name = [parameter("sha256", "path", DIGEST)]
    gone = {"_400": "no hash", "_404": "not here", "_410": "erased, or no longer what it was"}
    taken = {"_202": "kept for a while, until an order names it", "_400": "it hashes to something else"}
    refused = {"_409": "the chain does not name it (yet)", "_413": "too large", "_415": "no known format"}
    why = {"application/json": {"schema": ref("HiddenDocument")}}
    hidden = {"451": {"description": "a text of a review that this storefront hides", "content": why}}
    bodies: Json = {"application/json": {"schema": {"type": "object"}}, **{kind: {} for kind in OTHER_BODIES}}
    read = answers("Kept", **gone) | hidden | {"200": {"description": "its bytes", "content": bodies}}
    return {
        "get": {"summary": "A document, byte for byte", "parameters": name, "responses": read},
        "put": {
            "summary": "Leave a document that the chain names",
            "parameters": name,
            "requestBody": {"required": True, "content": {"application/octet-stream": {}}},
            "responses": answers("Kept", **taken, **refused, _410="it was erased", _507="no room is left"),
        },
    }


def _erasing() -> Json:
    asked = fields(account=ADDRESS, documents=listed(TEXT), expires=NATURAL, signature=TEXT)
    wrong = {"_400": "not understood", "_403": "not allowed", "_404": "one is not here", "_410": "one was changed"}
    return {
        "delete": {
            "summary": "Erase sealed documents, signed by their buyer or seller: all of them, or none",
            "requestBody": {"required": True, "content": {"application/json": {"schema": asked}}},
            "responses": answers("Erased", **wrong),
        },
    }


def _notices() -> Json:
    signed: Json = {"account": ADDRESS, "expires": NATURAL, "signature": TEXT}
    wrong = {"_400": "not understood", "_403": "not allowed", "_404": "this storefront sends no mail"}
    asking = fields(**signed, email=TEXT, language={"enum": list(LANGUAGES)})
    asked = answers("Error", **wrong, _422="no address, or one with unanswered mails")
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
            "responses": answers("Ended", **wrong),
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
    said = answers("Outcome", **wrong)
    return {
        "get": {
            "summary": "Buyers' confirmations and releases that this storefront does not send; anybody may",
            "parameters": [parameter("seller", "query", ADDRESS), *PART],
            "responses": answers("SignedList", _400="a parameter is none", _503="the node is not there"),
        },
        "post": {
            "summary": "Have what an order's buyer or payer, or a plan's payer, signed sent to the chain, once",
            "description": "An action is sent or, where it pays the seller, kept for him; a payment is sent or "
            "refused: for orders, for the down payment of one that is paid in instalments, or for a plan. The same "
            "document again gets the same answer.",
            "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Signed")}}},
            "responses": said
            | {
                "200": {"description": "nothing is left to be done", "content": content},
                "202": {"description": "sent, or kept", "content": content},
            },
        },
    }


def _epcis() -> Json:
    """A document of another schema, the standard's own."""
    described = get("The same as a document of EPCIS 2.0", "Error", [*SUBJECT, *PART], _400="not one", _404="not found")
    described["get"]["responses"]["200"] = {
        "description": "it; the header Link leads to the next part",
        "content": {"application/ld+json": {"schema": {"type": "object"}}},
    }
    return described


def _goods() -> Json:
    """Where goods come from."""
    bad, missing = {"_400": "a parameter is none"}, {"_404": "not found"}
    lot = [parameter("lot_id", "path", HASH)]
    label = [parameter(name, "path", TEXT) for name in ("gtin", "batch", "serial")]
    account = [parameter("address", "path", ADDRESS)]
    of_trace = parameter("part", "query", {"enum": list(PARTS)}, "what went in, unless said otherwise")
    role = parameter("role", "query", {"enum": list(ROLES)})
    both = bad | missing
    return {
        "/lots": get("Lots of goods or of a producer", "GoodsList", [*GOODS_FILTER, *PART], **bad),
        "/lots/{lot_id}": get("A lot as a whole, and what is to be seen first", "GoodsTold", lot, **both),
        "/lots/{lot_id}/items": get("Its items that are individual", "GoodsList", [*lot, *PART], **both),
        "/items/{gtin}/{batch}/{serial}": get(
            "What a label may mean, of each producer", "GoodsToldList", [*label, GOODS_FILTER[-1], *PART], **bad
        ),
        "/provenance": get("A lot, an item or a unit, what is to be seen first", "GoodsTold", SUBJECT, **both),
        "/provenance/journey": get("What happened to it, in order", "Journey", [*SUBJECT, *PART], **both),
        "/provenance/epcis": _epcis(),
        "/provenance/contents": get("What lies in a unit", "GoodsList", [*SUBJECT, *PART], **both),
        "/trace": get("What went into a lot, or is behind it", "Trace", [LOT, of_trace, *PART], **both),
        "/trace/counts": get("How much is behind a lot", "TraceCounts", [LOT], **both),
        "/orders/{order_id}/items": get(
            "Items bound to an order", "OrderItems", [parameter("order_id", "path", HASH)], **both
        ),
        "/accounts/{address}/items": get("What an account owns", "GoodsList", [*account, role, *PART], **bad),
        "/accounts/{address}/recalls": get("What of it is recalled", "RecalledItems", account, **bad),
    }


def _outcome() -> Json:
    one = [parameter("sha256", "path", DIGEST)]
    described = get("What became of a signed document", "Outcome", one, _400="no id", _404="not known")
    said = described["get"]["responses"]
    said["202"] = said["200"] | {"description": "sent, or kept"}
    said["200"] = said["200"] | {"description": "mined, or failed"}
    return described


@cache
def document() -> Json:
    """The whole description."""
    offer = [parameter("offer_id", "path", HASH)]
    order = [parameter("order_id", "path", HASH)]
    account = [parameter("address", "path", ADDRESS)]
    bad, missing = {"_400": "a parameter is none"}, {"_404": "not found"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Handover", "version": "1", "license": {"name": "AGPL-3.0-only"}},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/offers": get("Offers, the best match or the newest first", "Offers", [*OFFER_FILTER, *PART], **bad),
            "/offers/{offer_id}": get("One offer", "OfferWithHistory", offer, **bad, **missing),
            "/offers/{offer_id}/history": get(
                "What happened to an offer, the latest first", "Timeline", [*offer, *PART], **bad, **missing
            ),
            "/offers/{offer_id}/also_bought": get(
                "What buyers of an offer bought as well", "AlsoBought", offer, **bad, **missing
            ),
            "/orders": get("Orders, newest first", "Orders", [*ORDER_FILTER, *PART], **bad),
            "/orders/{order_id}": get("One order", "OrderWithTimeline", order, **bad, **missing),
            "/orders/{order_id}/timeline": get(
                "What happened to an order, the latest first", "Timeline", [*order, *PART], **bad, **missing
            ),
            "/accounts/{address}": get("An account", "Account", account, **bad),
            "/accounts/{address}/record": get("A seller's record", "Record", [*account, REFERRER], **bad),
            "/accounts/{address}/points": get("An account's points, of each Loyalty", "PointsList", account, **bad),
            "/accounts/{address}/points/history": get(
                "What made them so, the latest first", "PointsHistory", [*account, LOYALTY, *PART], **bad
            ),
            "/loyalties": get("Reserve and supply of points, live", "Loyalties", [], _503="the node is not there"),
            **_goods(),
            "/statistics": get("The market's figures", "Statistics", []),
            "/dump.jsonl": _dump(),
            "/health": _health(),
            "/openapi.json": {"get": {"summary": "This description", "responses": {"200": {"description": "it"}}}},
            "/documents": _erasing(),
            "/notices": _notices(),
            "/documents/{sha256}": _documents(),
            **credentials_described.PATHS,
            **opinions_described.PATHS,
            **credit_described.PATHS,
            "/signed": _signed(),
            "/signed/{sha256}": _outcome(),
        },
        "components": {
            "schemas": SCHEMAS
            | goods_schemas.SCHEMAS
            | credentials_described.SCHEMAS
            | opinions_described.SCHEMAS
            | credit_described.SCHEMAS
        },
    }
