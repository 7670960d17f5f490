"""Where the API has claims, reviews and ratings, and what these answers look like: parts of the description."""

from frontend.api.describing import PART, get, parameter
from frontend.api.schemas import ADDRESS, FLAG, HASH, NATURAL, TEXT, Json, fields, listed, or_none, ref
from frontend.index.reviews.kinds import PARTS
from frontend.index.reviews.listed import Sort
from frontend.index.reviews.rows import Ending, Why
from frontend.index.reviews.tables import UNFULFILLED
from frontend.index.vouching.rows import State
from scripts.claims import KINDS

WORDS: Json = {"type": "object", "description": "by language", "additionalProperties": TEXT}
STARS: Json = {"type": "integer", "minimum": 1, "maximum": 5}
MEAN: Json = {"type": "number", "minimum": 1, "maximum": 5}
WEIGHT = NATURAL | {"description": "in millionths"}
ENDING: Json = {
    "enum": [ending.name.lower() for ending in Ending],
    "description": "refunded: it arrived and did not come back, or had no carrier who would have said that it arrived",
}
PLACE: Json = {"block": NATURAL, "time": ref("Time"), "transaction": HASH}
DESCRIBED: Json = {"name": WORDS, "about": or_none(WORDS), "website": or_none(TEXT)}
HIDDEN: Json = {"reason": WORDS, "since": {"type": "string", "format": "date"}}
KIND = TEXT | {"description": f"{', '.join(KINDS)}, or any other word; 0x and 64 digits where it is none"}

SCHEMAS: Json = {
    "Vouching": fields(
        issuer=ADDRESS,
        subject=ADDRESS,
        kind=KIND,
        believed=FLAG | {"description": "whether this storefront believes its issuer in claims of this kind"},
        state={"enum": [state.value for state in State]},
        since=ref("Time"),
        expires=ref("Time"),
        document=HASH | {"description": "the sha-256 of the last credential"},
        notice=or_none(HASH) | {"description": "of why it was revoked"},
        last=fields(**PLACE),
    ),
    "Vouchings": fields(items=listed(ref("Vouching")), next=or_none(TEXT)),
    "VouchingsKnown": fields(items=listed(ref("Vouching")), factors=listed(TEXT), level=NATURAL),
    "VouchingStep": fields(name=TEXT, expires=or_none(ref("Time")), document=or_none(HASH), declined=FLAG, **PLACE),
    "VouchingSteps": fields(items=listed(ref("VouchingStep")), next=or_none(TEXT)),
    "ReviewText": fields(
        document=or_none(HASH),
        body=or_none({"type": "object"}) | {"description": "null where it is not here, or hidden"},
        hidden=or_none(fields(**HIDDEN)),
        **PLACE,
    ),
    "Review": fields(
        order=HASH,
        offer=HASH,
        seller=ADDRESS,
        buyer=ADDRESS,
        stars=STARS,
        fulfilled=FLAG | {"description": "something of the order was released; otherwise its stars do not count"},
        ending=ENDING,
        weight=WEIGHT,
        why={"enum": [why.name.lower() for why in Why]},
        referrer=or_none(ADDRESS),
        **{name: ref("Money") for name in ("commission", "total", "released", "refunded", "goodwill")},
        paid=ref("Time"),
        shipped=or_none(ref("Time")),
        received=or_none(ref("Time")) | {"description": "attested by the carrier, or confirmed by the buyer"},
        nth=NATURAL | {"description": "of this buyer's orders with this seller, counted to 100"},
        texts={
            "type": "object",
            "properties": {part: ref("ReviewText") for part in PARTS},
            "required": [PARTS[0]],
            "additionalProperties": False,
        },
    ),
    "HiddenDocument": fields(error=TEXT, **HIDDEN),
    "Reviews": fields(items=listed(ref("Review")), next=or_none(TEXT)),
    "Rating": fields(
        stars=listed(NATURAL) | {"description": "reviews of one to five stars, of fulfilled orders"},
        reviews=NATURAL,
        counted=NATURAL | {"description": "those of them that weigh anything"},
        unfulfilled=NATURAL | {"description": "reviews of orders of which nothing was released"},
        left_out=NATURAL
        | {"description": "of a listing's variants: counted, but not listed, those that lost the fewest stars"},
        **{name: NATURAL | {"description": "those of them that ended so"} for name in UNFULFILLED},
        weight=WEIGHT,
        mean=or_none(MEAN) | {"description": "by weight; null where all weigh less than one in full"},
        plain_mean=or_none(MEAN) | {"description": "whoever gave them: that weighs nothing"},
    ),
    "Trust": fields(
        issuers=listed(fields(account=ADDRESS, kinds=listed(TEXT), **DESCRIBED)),
        storefront=or_none(ADDRESS) | {"description": "its own account: commission that it got makes reviews weigh"},
        referrers=listed(fields(account=ADDRESS, **DESCRIBED)) | {"description": "whose commission counts beside it"},
        full_weight=listed(ref("Money")) | {"description": "the commission from which a review weighs in full"},
        hidden=listed(fields(order=HASH, part={"enum": list(PARTS)}, **HIDDEN)),
    ),
}

REVIEW_FILTER = [
    *(parameter(name, "query", ADDRESS) for name in ("seller", "buyer")),
    parameter("offer", "query", HASH, "of its listing, through revisions and variants"),
    parameter("stars", "query", STARS),
    parameter("fulfilled", "query", FLAG, "both unless said otherwise"),
    parameter("ending", "query", ENDING),
    parameter("pictures", "query", FLAG, "true: only what has some"),
    parameter("language", "query", {"enum": ["en", "zh"]}),
    parameter("words", "query", TEXT, "all of them, in the buyer's texts"),
    parameter("sort", "query", {"enum": [sort.value for sort in Sort]}, "newest unless said otherwise"),
]


def _claims() -> Json:
    account, bad = [parameter("address", "path", ADDRESS)], {"_400": "a parameter is none"}
    one = [parameter("issuer", "path", ADDRESS), parameter("subject", "path", ADDRESS), parameter("kind", "path", KIND)]
    until = parameter("until", "query", NATURAL, "Unix seconds; 30 days from now unless said otherwise")
    return {
        "/accounts/{address}/claims": get("What known issuers say of an account", "VouchingsKnown", account, **bad),
        "/accounts/{address}/claims/others": get(
            "What everybody else says of it, the latest first", "Vouchings", [*account, *PART], **bad
        ),
        "/accounts/{address}/issued": get("What it says of others", "Vouchings", [*account, *PART], **bad),
        "/accounts/{address}/issued/expiring": get(
            "What of that ends soon, what ends first at the top", "Vouchings", [*account, until], **bad
        ),
        "/claims/{issuer}/{subject}/{kind}": get("One claim", "Vouching", one, **bad, _404="never issued"),
        "/claims/{issuer}/{subject}/{kind}/history": get(
            "What became of it, the latest first", "VouchingSteps", [*one, *PART], **bad
        ),
    }


def _reviews() -> Json:
    bad, missing = {"_400": "a parameter is none"}, {"_404": "not found"}
    offer, order = [parameter("offer_id", "path", HASH)], [parameter("order_id", "path", HASH)]
    return {
        "/reviews": get(
            "Reviews of a seller, of a listing, by a buyer, or all", "Reviews", [*REVIEW_FILTER, *PART], **bad
        ),
        "/orders/{order_id}/review": get("What was said of an order", "Review", order, **bad, **missing),
        "/offers/{offer_id}/rating": get("What reviews of its listing come to", "Rating", offer, **bad, **missing),
        "/accounts/{address}/rating": get(
            "What reviews of a seller come to", "Rating", [parameter("address", "path", ADDRESS)], **bad
        ),
        "/trust": get("Whom this storefront believes, and which texts it hides", "Trust", []),
    }


PATHS: Json = _claims() | _reviews()
