"""What the API's answers look like, as JSON schemas."""

import json
from typing import Any

from frontend.index.deeds import Deed
from frontend.index.flows import PARTS
from frontend.index.money import TAKEN
from frontend.index.points import KINDS
from frontend.state_table import ROLES
from scripts import documents
from scripts.terms import Kind, Status

Json = dict[str, Any]

HASH = {"type": "string", "pattern": "^0x[0-9a-f]{64}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "the sha-256 of a document's bytes"}
ADDRESS = {"type": "string", "pattern": "^0x[0-9a-fA-F]{40}$"}
NATURAL = {"type": "integer", "minimum": 0}
DECIMAL = {"type": "string", "pattern": "^[0-9]+$", "description": "a whole number in decimal digits"}
TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
STATUSES = [status.name for status in Status if status]
SIGNED: Json = json.loads(
    (documents.SCHEMAS / "signed.json").read_text().replace("#/$defs/", "#/components/schemas/Signed/$defs/")
)


def ref(name: str) -> Json:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_none(schema: Json) -> Json:
    """That, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: Json) -> Json:
    """A list of such."""
    return {"type": "array", "items": schema}


def fields(**properties: Json) -> Json:
    """An object with exactly these."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "unevaluatedProperties": False,
    }


def extended(name: str, **properties: Json) -> Json:
    """An object with some more properties than another one."""
    more = {"type": "object", "properties": properties, "required": list(properties)}
    return {"allOf": [ref(name) | {}, more], "unevaluatedProperties": False}


def extensible(schema: Json) -> Json:
    """An object that others extend."""
    return {name: part for name, part in schema.items() if name != "unevaluatedProperties"}


SIGNING = fields(name=TEXT, version=TEXT)

SCHEMAS: Json = {
    "Error": fields(error={"type": "string", "description": "one sentence"}),
    "Time": fields(unix=NATURAL, iso={"type": "string", "format": "date-time"}),
    "Money": fields(amount=DECIMAL, currency=ADDRESS)
    | {"description": "smallest units of a currency; the empty address is the chain's own coin"},
    "Place": fields(block=NATURAL, time=ref("Time")),
    "Offer": extensible(
        fields(
            id=HASH,
            seller=ADDRESS,
            price=ref("Money"),
            shipping=ref("Money"),
            ship_within=NATURAL,
            deliver_within=NATURAL,
            inspect_within=NATURAL,
            carrier=or_none(ADDRESS),
            arbiter=or_none(ADDRESS),
            commission_bps=NATURAL,
            loyalty=or_none(ADDRESS),
            points_bps=NATURAL,
            details=HASH,
            document=or_none({"type": "object"}),
            cap=DECIMAL,
            sold=DECIMAL,
            left=DECIMAL,
            published=ref("Place"),
            revised_to=or_none(HASH),
            revised_from=or_none(HASH),
        )
    ),
    "OfferWithHistory": extended("Offer", history=listed(ref("Event"))),
    "Next": fields(
        role={"enum": list(ROLES)},
        account=ADDRESS,
        deadline=ref("Time"),
        default=fields(to={"enum": ["buyer", "seller"]}, enforceable=FLAG),
        moves=fields(**{role: listed(TEXT) for role in ROLES}),
    ),
    "Order": extensible(
        fields(
            id=HASH,
            offer=ref("Offer"),
            buyer=ADDRESS,
            payer=ADDRESS,
            given=FLAG | {"description": "somebody else than the buyer paid; a Loyalty or a Credit pays for its buyer"},
            quantity=DECIMAL,
            referrer=or_none(ADDRESS),
            delivery=HASH,
            salt=HASH,
            status={"enum": STATUSES},
            round=NATURAL,
            request={"enum": [*(kind.name for kind in Kind if kind), None]},
            buyer_extended=FLAG,
            seller_extended=FLAG,
            returned=FLAG,
            total=ref("Money"),
            cash=ref("Money"),
            points=ref("Money"),
            lent=ref("Money") | {"description": "what a Credit paid, which its buyer pays back in instalments"},
            released=ref("Money"),
            refunded=ref("Money"),
            held=ref("Money"),
            goodwill=ref("Money"),
            cash_back=ref("Money") | {"description": "what a Loyalty or a Credit passed on to the buyer, in cash"},
            points_back=ref("Money") | {"description": "the same as points"},
            debt_back=ref("Money") | {"description": "what of it cut the buyer's debt"},
            paid=ref("Place"),
            ended=or_none(ref("Time")),
            next=or_none(ref("Next")),
        )
    ),
    "OrderWithTimeline": extended("Order", timeline=ref("Timeline"), ledger=listed(ref("Entry"))),
    "Timeline": fields(items=listed(ref("Event")), next=or_none(TEXT)),
    "Event": fields(
        name=TEXT,
        loyalty=or_none(ADDRESS) | {"description": "the Loyalty that logged it; null where another contract did"},
        vault=or_none(ADDRESS) | {"description": "the Credit that logged it, likewise"},
        fields={"type": "object", "description": "as in the contract's ABI, numbers as decimal strings"},
        block=NATURAL,
        log_index=NATURAL,
        time=ref("Time"),
        transaction=HASH,
    ),
    "Entry": fields(
        part={"enum": [part for part in PARTS if part not in TAKEN]},
        account=ADDRESS,
        money=ref("Money"),
        credited_under=or_none(HASH),
        block=NATURAL,
        log_index=NATURAL,
        time=ref("Time"),
    ),
    "Credit": fields(key=HASH, money=ref("Money"), certain=FLAG),
    "Figures": fields(
        currency=ADDRESS,
        orders=NATURAL,
        open=NATURAL,
        disputed=NATURAL,
        **dict.fromkeys(("gross", "released", "refunded", "held", "goodwill"), DECIMAL),
    ),
    "Points": fields(
        loyalty=ADDRESS,
        balance=ref("Money"),
        ready=ref("Money") | {"description": "waits in Escrow to be collected"},
        lifetime=ref("Money") | {"description": "all that was ever collected"},
        unsent=listed(ref("Money")) | {"description": "cash that waits in the Loyalty to be withdrawn"},
    ),
    "PointsList": fields(items=listed(ref("Points"))),
    "PointsEntry": fields(
        kind={"enum": list(KINDS)},
        loyalty=ADDRESS,
        order=or_none(HASH),
        points=ref("Money"),
        cash=ref("Money"),
        block=NATURAL,
        log_index=NATURAL,
        time=ref("Time"),
    ),
    "PointsHistory": fields(items=listed(ref("PointsEntry")), next=or_none(TEXT)),
    "Loyalties": fields(
        items=listed(
            fields(
                loyalty=ADDRESS,
                reserve=ref("Money"),
                supply=ref("Money"),
                block=fields(number=NATURAL, hash=HASH, time=ref("Time")),
            )
        )
    ),
    "Account": fields(
        address=ADDRESS,
        profile=or_none(HASH),
        document=or_none({"type": "object"}),
        credits=listed(ref("Credit")),
        turnover=listed(ref("Figures")),
    ),
    "Record": fields(
        first=or_none(fields(block=NATURAL, time=ref("Time"), transaction=HASH)),
        orders=fields(**{deed.name: NATURAL for deed in Deed if deed < Deed.WEIGHTED}),
        weighted=fields(orders=NATURAL, commission=listed(ref("Money"))),
        shipped=NATURAL,
        time_to_ship=or_none(NATURAL),
    ),
    "Statistics": fields(
        turnover=listed(ref("Figures")), orders=fields(**dict.fromkeys(STATUSES, NATURAL)), reviews=ref("Rating")
    ),
    "Currency": fields(
        address=ADDRESS,
        symbol=TEXT,
        decimals=NATURAL,
        name=TEXT,
        authorization=or_none(SIGNING | {"description": "how ERC-3009 authorizations of this token are signed"}),
        permit=or_none(SIGNING | {"description": "how ERC-2612 permits of this token are signed"}),
    ),
    "Signed": SIGNED,
    "SignedList": fields(items=listed(ref("Signed")), next=or_none(TEXT)),
    "Outcome": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "sha-256 of the canonical document"},
            "status": {
                "enum": ["sent", "kept", "mined", "failed"],
                "description": "kept: not sent by this storefront now; the seller or anybody else may send it",
            },
            "transaction": HASH,
            "reason": {"type": "string", "description": "one sentence"},
        },
        "required": ["id", "status"],
        "unevaluatedProperties": False,
    },
    "Health": fields(
        chain_id=NATURAL,
        contracts={"type": "object", "additionalProperties": ADDRESS},
        currencies=listed(ref("Currency")),
        index=or_none(fields(block=NATURAL, hash=HASH, time=or_none(ref("Time")))),
        node=or_none(fields(block=NATURAL, hash=HASH, time=or_none(ref("Time")), now=NATURAL)),
        lag=or_none(fields(blocks={"type": "integer"}, seconds=NATURAL)),
        error=or_none(TEXT),
    ),
    "Offers": fields(items=listed(ref("Offer")), next=or_none(TEXT)),
    "AlsoBought": fields(items=listed(fields(offer=ref("Offer"), buyers=NATURAL))),
    "Orders": fields(items=listed(ref("Order")), next=or_none(TEXT)),
    "Erased": fields(erased=listed(TEXT)),
    "Ended": fields(ended=FLAG),
    "Kept": {"type": "object", "properties": {"sha256": TEXT}, "required": ["sha256"]},
}
