"""What the API's answers about goods look like, and where they are: parts of the description."""

from typing import Any

from frontend.api.schemas import ADDRESS, FLAG, HASH, NATURAL, TEXT, extended, extensible, fields, listed, or_none, ref
from frontend.index.provenance.rows import About, Outcome
from frontend.index.provenance.tables import CUSTODIAN, OWNER

Json = dict[str, Any]

PARTS = ("ingredients", "products", "items", "orders", "owners")  # of a trace
ROLES = {"owner": OWNER, "custodian": CUSTODIAN}

INTEGER = {"type": "integer"}
COUNT = NATURAL | {"description": "items"}
LABEL = {"id": HASH, "producer": ADDRESS, "gtin": {"type": "string", "pattern": "^[0-9]{14}$"}, "batch": TEXT}
SHORT = fields(lot=TEXT, serial=TEXT) | {"description": "lot and serial as it is asked for"}
ABOUT = {"enum": [about.value for about in About], "description": "through what it concerns the thing"}
LIMITS: Json = {"low": INTEGER, "high": INTEGER, "exceeded": FLAG}
THOUSANDTHS = INTEGER | {"description": "thousandths of the unit that the document names"}

SCHEMAS: Json = {
    "Maker": fields(address=ADDRESS, profile=or_none(HASH), document=or_none({"type": "object"}))
    | {"description": "who registered it; nothing proves that the GTIN is his"},
    "Lot": fields(
        **LABEL,
        **dict.fromkeys(("count", "used", "touched", "left"), COUNT),
        root=HASH,
        document=or_none(HASH),
        registered=ref("Place"),
    ),
    "Goods": extensible(
        fields(
            kind={"enum": ["lot", "item", "unit", "label"]},
            serial=or_none(TEXT),
            individual=or_none(ref("Place")) | {"description": "since when it is individual on chain"},
            maker=ref("Maker"),
            lot=or_none(ref("Lot")),
        )
    ),
    "GoodsTold": extended(
        "Goods",
        holding=or_none(ref("Holding")),
        claimed=or_none(ref("Claim")),
        orders=listed(ref("Binding")),
        recalls=listed(ref("Recall")),
        breaches=listed(ref("Breach")),
        gaps=listed(ref("Gap")),
    ),
    "Holding": fields(
        owner=ADDRESS,
        owner_since=ref("Time"),
        custodian=ADDRESS,
        custodian_since=ref("Time"),
        units=listed(SHORT) | {"description": "the units around it, the innermost first"},
    ),
    "Claim": fields(by=ADDRESS, block=NATURAL, time=ref("Time")),
    "Binding": fields(
        order=HASH,
        round=NATURAL,
        outcome={"enum": [outcome.value for outcome in Outcome]},
        settled=FLAG,
        bound=ref("Time"),
    ),
    "DeclaredError": fields(
        by=ADDRESS,
        reason={"enum": [1, 2], "description": "1 did not occur, 2 incorrect data"},
        document=or_none(HASH),
        declared=ref("Place"),
    ),
    "Recall": fields(
        id=HASH,
        about=ABOUT,
        lot=or_none(fields(**LABEL)),
        unit=or_none(SHORT),
        by=ADDRESS,
        by_producer=FLAG,
        **{"class": {"enum": [1, 2, 3]}},
        first=or_none(TEXT),
        last=or_none(TEXT),
        document=or_none(HASH),
        recalled=ref("Place"),
        closed=or_none(fields(time=ref("Time"), document=or_none(HASH))),
    ),
    "Breach": fields(
        event_id=HASH,
        about=ABOUT,
        thing=or_none(SHORT),
        by=ADDRESS,
        count=NATURAL,
        minimum=THOUSANDTHS,
        maximum=THOUSANDTHS,
        first=or_none(ref("Time")),
        last=or_none(ref("Time")),
        limits=fields(**LIMITS) | {"description": "the report's own"},
        promised=or_none(fields(**LIMITS)) | {"description": "the strictest that the producer had promised before"},
        read_point=or_none(TEXT),
        root=HASH,
        document=or_none(HASH),
        recorded=ref("Place"),
        errors=listed(ref("DeclaredError")),
    ),
    "Gap": fields(
        kind={"enum": ["handover", "silence"]},
        since=ref("Time"),
        until=ref("Time"),
        **{"from": or_none(ADDRESS)},
        to=or_none(ADDRESS),
    ),
    "JourneyLine": fields(
        time=or_none(ref("Time")) | {"description": "when it happened, by whoever told it"},
        back_dated=FLAG,
        about=ABOUT,
        unit=or_none(SHORT),
        event=ref("Event"),
        errors=listed(ref("DeclaredError")),
    ),
    "TracedLot": fields(
        lot=ref("Goods"),
        level={"type": "integer", "minimum": 1},
        used=listed(fields(of=HASH, **{"in": HASH}, quantity=COUNT)),
    ),
    "TracedItem": fields(thing=ref("Goods"), owner=ADDRESS, order=or_none(HASH), unsettled={"type": "boolean"}),
    "Trace": fields(
        items={
            "type": "array",
            "items": {
                "anyOf": [
                    ref("TracedLot"),
                    ref("TracedItem"),
                    fields(id=HASH, items=COUNT),
                    fields(account=ADDRESS, items=COUNT),
                ]
            },
        },
        next=or_none(TEXT),
    ),
    "TraceCounts": fields(lots=NATURAL, items=NATURAL, untouched=NATURAL, orders=NATURAL, owners=NATURAL),
    "GoodsList": fields(items=listed(ref("Goods")), next=or_none(TEXT)),
    "GoodsToldList": fields(items=listed(ref("GoodsTold")), next=or_none(TEXT)),
    "Journey": fields(items=listed(ref("JourneyLine")), next=or_none(TEXT)),
    "OrderItems": fields(
        items=listed(
            fields(
                thing=ref("Goods"),
                binding=ref("Binding"),
                recalls=listed(ref("Recall")),
                claimed=or_none(ref("Claim")),
            )
        )
    ),
    "RecalledItems": fields(items=listed(fields(recall=ref("Recall"), count=COUNT, things=listed(SHORT)))),
}
