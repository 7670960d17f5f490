"""Where the API has plans, limits, vaults and lenders, and what these answers look like: parts of the description."""

from frontend.api.credit_answers import AMOUNTS, COUNTS, SHARES, TERMS
from frontend.api.describing import PART, get, parameter
from frontend.api.schemas import ADDRESS, DECIMAL, FLAG, HASH, NATURAL, TEXT, Json, fields, listed, or_none, ref
from frontend.index.credit.kinds import OF_PLANS
from frontend.index.credit.writing import LENDERS
from scripts.credit.course import State

PLACE: Json = {"block": NATURAL, "log_index": NATURAL, "time": ref("Time")}
BOOKS: Json = {
    "time": or_none(ref("Time")) | {"description": "of the last event that changed them"},
    **{name: ref("Money") for name in AMOUNTS},
    "shares": DECIMAL,
    "price": {"type": "number", "description": "what a share is worth as a part of what it cost at first"},
    **dict.fromkeys(COUNTS, NATURAL),
}
VAULT: Json = {
    **{"vault": ADDRESS, "currency": ADDRESS, "issuer": ADDRESS, "base": ref("Money"), "maximum": ref("Money")},
    **dict.fromkeys(SHARES, NATURAL),
}

SCHEMAS: Json = {
    "Instalment": fields(
        number=NATURAL,
        principal=ref("Money"),
        fee=ref("Money"),
        late_fee=ref("Money") | {"description": "because it was missed"},
        due=ref("Time") | {"description": "while the plan waits, as if it went on now"},
        covered=FLAG,
    ),
    "Plan": fields(
        id=HASH,
        vault=ADDRESS,
        order=HASH,
        buyer=ADDRESS,
        seller=ADDRESS,
        slot=NATURAL,
        start=ref("Time"),
        instalments=NATURAL,
        interval=NATURAL | {"description": "in seconds"},
        state={"enum": [state.name.lower() for state in State if state]},
        waiting=FLAG | {"description": "its dates wait, as the order is in question"},
        down=ref("Money"),
        principal=ref("Money"),
        fee=ref("Money") | {"description": "of each instalment"},
        late_fee=ref("Money") | {"description": "of each instalment that is missed"},
        paid=ref("Money") | {"description": "with fees"},
        refunded=ref("Money") | {"description": "of the principal, out of the order"},
        outstanding=ref("Money") | {"description": "of the principal"},
        payoff=ref("Money") | {"description": "what ends it now"},
        next=or_none(fields(number=NATURAL, amount=ref("Money"), due=ref("Time"), overdue=FLAG)),
        schedule=listed(ref("Instalment")),
        settled=ref("Money") | {"description": "what came back of the order and was passed on"},
        **{name: ref("Money") for name in ("fees", "late_fees", "in_time", "written_off", "recovered")},
        paused=NATURAL | {"description": "seconds"},
        written_off_at=or_none(ref("Time")),
        ended=or_none(ref("Time")),
        opened=ref("Place"),
    ),
    "Plans": fields(items=listed(ref("Plan")), next=or_none(TEXT)),
    "PlansNow": fields(items=listed(ref("Plan"))),
    "PlanStep": fields(
        name={"enum": sorted(OF_PLANS)},
        by=or_none(ADDRESS) | {"description": "who paid"},
        **{name: ref("Money") for name in ("amount", "principal", "fee", "late_fee")},
        late=listed(NATURAL) | {"description": "instalments that were missed by then"},
        paused=NATURAL,
        **PLACE,
        transaction=HASH,
    ),
    "PlanSteps": fields(items=listed(ref("PlanStep")), next=or_none(TEXT)),
    "Limits": fields(
        items=listed(
            fields(
                vault=ADDRESS,
                **{name: ref("Money") for name in TERMS},
                overdue=FLAG,
                halved_until=or_none(ref("Time")),
                written_off=or_none(ref("Time")) | {"description": "when something was, the last time"},
            )
        )
    ),
    "Vaults": fields(
        items=listed(fields(**VAULT, books=fields(**BOOKS), late=fields(plans=NATURAL, principal=ref("Money"))))
    ),
    "VaultDays": fields(vault=ADDRESS, items=listed(fields(day=NATURAL, **BOOKS))),
    "Lent": fields(
        items=listed(
            fields(
                vault=ADDRESS,
                shares=DECIMAL,
                **{name: ref("Money") for name in ("worth", *LENDERS)},
                earned=fields(amount={"type": "string", "pattern": "^-?[0-9]+$"}, currency=ADDRESS),
            )
        )
    ),
    "LenderSteps": fields(
        items=listed(fields(kind={"enum": list(LENDERS)}, shares=DECIMAL, amount=ref("Money"), **PLACE)),
        next=or_none(TEXT),
    ),
}


def _paths() -> Json:
    bad, missing = {"_400": "a parameter is none"}, {"_404": "not found"}
    plan, vault = [parameter("plan_id", "path", HASH)], [parameter("vault", "path", ADDRESS)]
    account, order = [parameter("address", "path", ADDRESS)], [parameter("order_id", "path", HASH)]
    both = bad | missing
    times = [parameter(name, "query", NATURAL, "Unix seconds; the last 90 days") for name in ("since", "until")]
    return {
        "/vaults": get("Each Credit, what was fixed at its deployment, and its books", "Vaults", []),
        "/vaults/{vault}/days": get(
            "Its books at the end of each day (of UTC, from 1970) on which they changed, and of the last day before",
            "VaultDays",
            [*vault, *times],
            **both,
        ),
        "/plans/due": get("Plans whose next instalment is due in three days, the first 200", "PlansNow", []),
        "/plans/overdue": get("Plans with an instalment that is missed and not paid, the oldest 200", "PlansNow", []),
        "/plans/written_off": get("Plans that were written off", "Plans", PART, **bad),
        "/plans/{plan_id}": get("A plan as it stands now", "Plan", plan, **both),
        "/plans/{plan_id}/steps": get("What happened to it, the latest first", "PlanSteps", [*plan, *PART], **both),
        "/orders/{order_id}/plan": get("The plan of an order", "Plan", order, **both),
        "/accounts/{address}/plans": get(
            "A buyer's plans: all that are open, what is due first at the top, then those that have ended",
            "Plans",
            [*account, *PART],
            **bad,
        ),
        "/accounts/{address}/credit": get("What it may owe each vault, term by term", "Limits", account, **bad),
        "/accounts/{address}/lent": get("What it has lent each vault, and earned", "Lent", account, **bad),
        "/accounts/{address}/lent/{vault}": get(
            "What it put in and took out, the latest first", "LenderSteps", [*account, *vault, *PART], **both
        ),
    }


PATHS = _paths()
