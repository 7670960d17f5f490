"""The public ledger: what moved, between whom, when; one block's events; an account with all it has to do with."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from flask import Blueprint, abort, render_template, request

from frontend import people
from frontend.index import flows, queries
from frontend.index.flows import Flow, FlowFilter
from frontend.index.queries import OrderFilter
from frontend.index.reviews.kinds import part_of
from frontend.orders import instalments, said, story, timeline
from frontend.resources import book, database
from frontend.state_table import ROLES
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording import claims
from frontend.wording.texts import Text, lazy_gettext
from scripts.claims import kind_of

bp = Blueprint("ledger", __name__)

READS = "240/minute"
LAST_BLOCK = 2**40
SHOWN = 5  # flows on an account's page

PARTS: dict[str, Text] = {
    "paid": lazy_gettext("Payment"),
    **story.SHARES,
    "deposited": lazy_gettext("Lent"),
    "taken_out": lazy_gettext("Taken out by a lender"),
}
# The same of an order that a Loyalty or a Credit paid
PARTS_SET_ASIDE: dict[str, Text] = {
    "refund": story.SHARES_SET_ASIDE["refund"],
    "goodwill": story.SHARES_SET_ASIDE["goodwill"],
    "cash_back": lazy_gettext("Passed on to the buyer in cash"),
    "points_back": lazy_gettext("Passed on to the buyer as points"),
    "debt_back": story.SHARES["debt_back"],
}
PAYOUTS: dict[str, Text] = {
    "PayoutCredited": lazy_gettext("A payout could not be sent, and waits"),
    "CreditWithdrawn": lazy_gettext("A credit was withdrawn"),
    "CreditCollected": lazy_gettext("A credit was collected"),
    "Transfer": lazy_gettext("Points were collected, or spent"),
}
FETCHED = lazy_gettext("Fetched by the contract of points")  # what came back, or what a seller gave
FETCHED_FOR_DEBT = lazy_gettext("Fetched by the contract that lent the money")  # what came back
OTHERS: dict[str, Text] = {
    "OfferPublished": lazy_gettext("An offer was published"),
    "OfferRevised": lazy_gettext("An offer was replaced by another one"),
    "CapSet": lazy_gettext("The units for sale were set"),
    "ProfileDescribed": lazy_gettext("An account described itself"),
    "ClaimIssued": lazy_gettext("An issuer vouched for an account"),
    "ClaimRenewed": lazy_gettext("An issuer vouched for an account again"),
    "ClaimRevoked": lazy_gettext("An issuer took a claim back"),
    "OrderReviewed": lazy_gettext("A buyer reviewed an order"),
    "ReviewFollowedUp": lazy_gettext("A buyer added to a review"),
}

DECLINED = {
    True: lazy_gettext("An account wants no such claim about itself"),
    False: lazy_gettext("An account no longer refuses a claim about itself"),
}
REPLIES = {
    "reply": lazy_gettext("A seller replied to a review"),
    "reply_to_follow_up": lazy_gettext("A seller replied to what was added to a review"),
}

# Fields of events that are amounts in the order's or the offer's currency
AMOUNTS = frozenset(["amount", "cash", "points", "price", "refunded", "released", "shipping"])


@bp.get("/ledger")
@limits.limiter.limit(READS)
def index() -> str:
    """All flows, or those of a kind, an account, a currency, some days."""
    wanted = _wanted()
    try:
        page = flows.flows(database(), wanted, request.args.get("after", ""))
    except ValueError:
        abort(404)
    _meet(page)
    return render_template(
        "ledger/index.html",
        page=page,
        wanted=wanted,
        values=_values(),
        parts_of=PARTS,
        part_of=_part_of,
        title_of=_title,
        currencies=book().currencies.values(),
    )


@bp.get("/ledger/blocks/<int:number>")
@limits.limiter.limit(READS)
def block(number: int) -> str:
    """What the market's contracts logged in a block."""
    found = flows.block(database(), number) if number < LAST_BLOCK else []
    if not found:
        abort(404)
    people.meet({entry.account for flow in found for entry in flow.entries})
    return render_template(
        "ledger/block.html",
        number=number,
        told=[(flow, _title(flow)) for flow in found],
        part_of=_part_of,
        amounts=AMOUNTS,
        kind_of=kind_of,
        kind_name=claims.kind_name,
    )


@bp.get("/accounts/<address>")
@limits.limiter.limit(READS)
def account(address: str) -> str:
    """What is public of an account."""
    who = address_in_url(address)
    page = flows.flows(database(), FlowFilter(account=who), limit=SHOWN)
    _meet(page)
    orders = {role: queries.orders(database(), _as(role, who), limit=1).items for role in ROLES}
    return render_template(
        "ledger/account.html",
        somebody=people.person(who),
        roles=[story.ROLES[role] for role, found in orders.items() if found],
        turnover=queries.turnover(database(), who),
        waiting=queries.credits(database(), who),
        said=said.about(who),
        page=page,
        part_of=_part_of,
        title_of=_title,
    )


def _title(flow: Flow) -> str:
    """What an event says, in words."""
    name = flow.event.name
    if flow.event.vault:
        return instalments.title(flow.event)
    if name == "CreditCollected" and (found := _fetched(flow)):
        return str(found)
    if name == "ClaimDeclined":
        return str(DECLINED[flow.event.fields["declined"]])
    if name == "ReviewReplied":
        return str(REPLIES[part_of(name, flow.event.fields)])
    if name in PAYOUTS | OTHERS:
        return str((PAYOUTS | OTHERS)[name])
    return timeline.steps(flow.order, [flow.event])[0].title if flow.order else ""


def _part_of(flow: Flow, part: str) -> Text:
    """What an entry is."""
    return PARTS_SET_ASIDE.get(part, PARTS[part]) if _is_set_aside(flow) else PARTS[part]


def _fetched(flow: Flow) -> Text | None:
    """What it means that a contract of the market collected a credit; None where another account did."""
    collectors = {entry.account for entry in flow.entries}
    if collectors & book().loyalties.keys():
        return FETCHED
    return FETCHED_FOR_DEBT if collectors & book().vaults.keys() else None


def _is_set_aside(flow: Flow) -> bool:
    """Whether what comes back of its order is set aside first."""
    return flow.order is not None and flow.order.payer != flow.order.paid_by


def _as(role: str, account: str) -> OrderFilter:
    return OrderFilter(**{role: account}, statuses=frozenset())


def _wanted() -> FlowFilter:
    """The filter that an address line names; 404 for an account or currency that is none."""
    given = _values()
    wanted = FlowFilter(part=given["kind"] if given["kind"] in PARTS else "")
    accounts = {name: address_in_url(given[name]) for name in ("account", "currency") if given[name]}
    since, until = _day(given["from"]), _day(given["to"])
    return replace(
        wanted,
        **accounts,
        since=_seconds(since) if since else 0,
        until=_seconds(until + timedelta(days=1)) if until and until < date.max else 0,
    )


def _values() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:64] for name in ("kind", "account", "currency", "from", "to")}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _seconds(day: date) -> int:
    """When a day begins, by UTC."""
    return max(int(datetime(day.year, day.month, day.day, tzinfo=timezone.utc).timestamp()), 0)


def _meet(page: flows.Flows) -> None:
    people.meet({entry.account for flow in page.items for entry in flow.entries})
