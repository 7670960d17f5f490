"""The API's description: OpenAPI 3.1, whose schemas the tests hold against real answers."""

from functools import cache
from typing import Any

from frontend.index.deeds import Deed
from frontend.index.listing import Sort
from frontend.state_table import ROLES
from frontend.wording.language import LANGUAGES
from scripts.terms import Kind, Status

Json = dict[str, Any]

HASH = {"type": "string", "pattern": "^0x[0-9a-f]{64}$"}
ADDRESS = {"type": "string", "pattern": "^0x[0-9a-fA-F]{40}$"}
NATURAL = {"type": "integer", "minimum": 0}
DECIMAL = {"type": "string", "pattern": "^[0-9]+$", "description": "a whole number in decimal digits"}
TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
STATUSES = [status.name for status in Status if status]


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_none(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _object(**properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "unevaluatedProperties": False,
    }


def _extended(name: str, **properties: Json) -> Json:
    """An object with some more properties than another one."""
    more = {"type": "object", "properties": properties, "required": list(properties)}
    return {"allOf": [_ref(name) | {}, more], "unevaluatedProperties": False}


def _open(schema: Json) -> Json:
    """An object that others extend."""
    return {name: part for name, part in schema.items() if name != "unevaluatedProperties"}


SCHEMAS: Json = {
    "Error": _object(error={"type": "string", "description": "one sentence"}),
    "Time": _object(unix=NATURAL, iso={"type": "string", "format": "date-time"}),
    "Money": _object(amount=DECIMAL, currency=ADDRESS)
    | {"description": "smallest units of a currency; the empty address is the chain's own coin"},
    "Place": _object(block=NATURAL, time=_ref("Time")),
    "Offer": _open(
        _object(
            id=HASH,
            seller=ADDRESS,
            price=_ref("Money"),
            shipping=_ref("Money"),
            ship_within=NATURAL,
            deliver_within=NATURAL,
            inspect_within=NATURAL,
            carrier=_or_none(ADDRESS),
            arbiter=_or_none(ADDRESS),
            commission_bps=NATURAL,
            loyalty=_or_none(ADDRESS),
            points_bps=NATURAL,
            details=HASH,
            document=_or_none({"type": "object"}),
            cap=DECIMAL,
            sold=DECIMAL,
            left=DECIMAL,
            published=_ref("Place"),
            revised_to=_or_none(HASH),
            revised_from=_or_none(HASH),
        )
    ),
    "OfferWithHistory": _extended("Offer", history=_list(_ref("Event"))),
    "Next": _object(
        role={"enum": list(ROLES)},
        account=ADDRESS,
        deadline=_ref("Time"),
        default=_object(to={"enum": ["buyer", "seller"]}, enforceable=FLAG),
        moves=_object(**{role: _list(TEXT) for role in ROLES}),
    ),
    "Order": _open(
        _object(
            id=HASH,
            offer=_ref("Offer"),
            buyer=ADDRESS,
            payer=ADDRESS,
            quantity=DECIMAL,
            referrer=_or_none(ADDRESS),
            delivery=HASH,
            salt=HASH,
            status={"enum": STATUSES},
            round=NATURAL,
            request={"enum": [*(kind.name for kind in Kind if kind), None]},
            buyer_extended=FLAG,
            seller_extended=FLAG,
            returned=FLAG,
            total=_ref("Money"),
            released=_ref("Money"),
            refunded=_ref("Money"),
            held=_ref("Money"),
            goodwill=_ref("Money"),
            paid=_ref("Place"),
            ended=_or_none(_ref("Time")),
            next=_or_none(_ref("Next")),
        )
    ),
    "OrderWithTimeline": _extended("Order", timeline=_ref("Timeline"), ledger=_list(_ref("Entry"))),
    "Timeline": _object(items=_list(_ref("Event")), next=_or_none(TEXT)),
    "Event": _object(
        name=TEXT,
        fields={"type": "object", "description": "as in the contract's ABI, numbers as decimal strings"},
        block=NATURAL,
        log_index=NATURAL,
        time=_ref("Time"),
        transaction=HASH,
    ),
    "Entry": _object(
        part={"enum": ["paid", "proceeds", "commission", "points", "refund", "goodwill", "unsent"]},
        account=ADDRESS,
        money=_ref("Money"),
        credited_under=_or_none(HASH),
        block=NATURAL,
        log_index=NATURAL,
        time=_ref("Time"),
    ),
    "Credit": _object(key=HASH, money=_ref("Money"), certain=FLAG),
    "Figures": _object(
        currency=ADDRESS,
        orders=NATURAL,
        open=NATURAL,
        disputed=NATURAL,
        **dict.fromkeys(("gross", "released", "refunded", "held", "goodwill"), DECIMAL),
    ),
    "Account": _object(
        address=ADDRESS,
        profile=_or_none(HASH),
        document=_or_none({"type": "object"}),
        credits=_list(_ref("Credit")),
        turnover=_list(_ref("Figures")),
    ),
    "Record": _object(
        first=_or_none(_object(block=NATURAL, time=_ref("Time"), transaction=HASH)),
        orders=_object(**{deed.name: NATURAL for deed in Deed if deed < Deed.WEIGHTED}),
        weighted=_object(orders=NATURAL, commission=_list(_ref("Money"))),
        shipped=NATURAL,
        time_to_ship=_or_none(NATURAL),
    ),
    "Statistics": _object(turnover=_list(_ref("Figures")), orders=_object(**dict.fromkeys(STATUSES, NATURAL))),
    "Health": _object(
        chain_id=NATURAL,
        contracts={"type": "object", "additionalProperties": ADDRESS},
        currencies=_list(_object(address=ADDRESS, symbol=TEXT, decimals=NATURAL, name=TEXT)),
        index=_or_none(_object(block=NATURAL, hash=HASH, time=_or_none(_ref("Time")))),
        node=_or_none(_object(block=NATURAL, hash=HASH, time=_or_none(_ref("Time")), now=NATURAL)),
        lag=_or_none(_object(blocks={"type": "integer"}, seconds=NATURAL)),
        error=_or_none(TEXT),
    ),
    "Offers": _object(items=_list(_ref("Offer")), next=_or_none(TEXT)),
    "AlsoBought": _object(items=_list(_object(offer=_ref("Offer"), buyers=NATURAL))),
    "Orders": _object(items=_list(_ref("Order")), next=_or_none(TEXT)),
    "Erased": _object(erased=_list(TEXT)),
    "Ended": _object(ended=FLAG),
    "Kept": {"type": "object", "properties": {"sha256": TEXT}, "required": ["sha256"]},
}


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
ORDER_FILTER = [
    *(_parameter(name, "query", ADDRESS) for name in ("buyer", "payer", "seller", "carrier", "arbiter", "awaited")),
    _parameter("status", "query", {"type": "string"}, f"one or more of {', '.join(STATUSES)}"),
]


def _answers(schema: str, **others: str) -> Json:
    content = {"application/json": {"schema": _ref(schema)}}
    problems = {code.removeprefix("_"): _problem(text) for code, text in others.items()}
    return {"200": {"description": "found", "content": content}, **problems, "429": _problem("too many requests")}


def _problem(text: str) -> Json:
    return {"description": text, "content": {"application/json": {"schema": _ref("Error")}}}


def _get(summary: str, schema: str, parameters: list[Json], **others: str) -> Json:
    return {"get": {"summary": summary, "parameters": parameters, "responses": _answers(schema, **others)}}


def _health() -> Json:
    described = _get("How far the index is", "Health", [])
    answers = described["get"]["responses"]
    answers["503"] = answers["200"] | {"description": "the node or the index is not there: error says which"}
    return described


def _dump() -> Json:
    after = _parameter("after", "query", TEXT, "a position: only what comes behind it")
    line = _open(_object(type=TEXT, position=NATURAL))
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
    asked = _object(account=ADDRESS, documents=_list(TEXT), expires=NATURAL, signature=TEXT)
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
    asking = _object(**signed, email=TEXT, language={"enum": list(LANGUAGES)})
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
            "requestBody": {"required": True, "content": {"application/json": {"schema": _object(**signed)}}},
            "responses": _answers("Ended", **wrong),
        },
    }


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
            "/statistics": _get("The market's figures", "Statistics", []),
            "/dump.jsonl": _dump(),
            "/health": _health(),
            "/openapi.json": {"get": {"summary": "This description", "responses": {"200": {"description": "it"}}}},
            "/documents": _erasing(),
            "/notices": _notices(),
            "/documents/{sha256}": _documents(),
        },
        "components": {"schemas": SCHEMAS},
    }
