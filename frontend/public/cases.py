"""Cases in plain words: what was agreed and asked, what each side may still do, what was ruled and why."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from frontend import market, people, state_table
from frontend.goods import protection
from frontend.index import cases as index
from frontend.index import evidence, history, queries
from frontend.index.evidence import Paper
from frontend.index.rows import EMPTY_HASH, Document, Event, Order
from frontend.orders import letters, story, timeline
from frontend.orders.timeline import Step
from frontend.public.what_if import AFTERWARDS, MOVES
from frontend.resources import database
from frontend.vault import Missing
from frontend.web.paging import pager
from frontend.web.urls import id_in_url
from frontend.wording.texts import Text
from scripts import rulings

bp = Blueprint("cases", __name__, url_prefix="/cases")

ASKED = ("OrderRequested", "OrderDisputed")
RULED = "OrderRuled"
PUBLIC = (RULED, "ClosedOrderRefunded")  # events whose documents are nobody's evidence


@dataclass(frozen=True)
class Ruling:
    """What an arbiter decided; `reason` has a text by language, and is empty where none is to be had."""

    step: Step
    released: int
    refunded: int
    document: str
    reason: Document


@dataclass(frozen=True)
class Side:
    """What one side may still do: before the deadline, and as long as the order is open."""

    role: str
    claims: list[Text]
    concessions: list[Text]


@bp.get("/")
def listed() -> str:
    """All cases, newest first."""
    try:
        found = index.cases(database(), after=request.args.get("after", ""))
    except ValueError:
        abort(404)
    people.meet({account for order in found.items for account in (order.offer.seller, order.offer.arbiter)})
    return render_template("cases/list.html", page=found, pager=pager(found.next), statuses=story.STATUSES)


@bp.get("/<case_id>")
def page(case_id: str) -> str:
    """One case; its id is the order's."""
    order = queries.order(database(), id_in_url(case_id))
    if order is None or not index.is_case(database(), order):
        abort(404)
    people.meet({order.buyer, order.payer, order.offer.seller, order.offer.carrier, order.offer.arbiter})
    return render_template("cases/case.html", **facts(order))


def facts(order: Order) -> dict[str, object]:
    """What a page tells about a case."""
    steps = history.steps(database(), order.id)
    now = market.now()
    return {
        "order": order,
        "story": story.tell(order, now),
        "statuses": story.STATUSES,
        "roles": story.ROLES,
        "terms": protection.terms(order.offer),
        "asked_by": next((_role(order, event) for event in steps if event.name == ASKED[-1]), ""),
        "asked": timeline.steps(order, _asked(steps)),
        "happened": timeline.steps(order, steps),
        "sides": sides(order, now),
        "afterwards": AFTERWARDS,
        "ruling": ruling(order, steps),
        "documents": Counter(paper.role for paper in papers(order)),
    }


def papers(order: Order) -> list[Paper]:
    """What both sides put on the record, oldest first."""
    return [paper for paper in evidence.papers(database(), order.id) if paper.event not in PUBLIC]


def sides(order: Order, now: int) -> list[Side]:
    """What buyer, seller and arbiter may still do at `now` (Unix seconds); nothing once the order has ended."""
    row = state_table.STATE_TABLE.get(order.status)
    allowed = [move for move in row.moves if move.allowed(order, now)] if row else []
    found = []
    for role in state_table.ROLES:
        claims, concessions = (
            [MOVES[move.verb, role, move.claim] for move in allowed if (move.role, move.claim) == (role, is_claim)]
            for is_claim in (True, False)
        )
        if claims or concessions:
            found.append(Side(role, claims, concessions))
    return found


def ruling(order: Order, steps: list[Event]) -> Ruling | None:
    """The arbiter's decision; None where there is none."""
    for event in steps:
        if event.name == RULED:
            (step,) = timeline.steps(order, [event])
            document = "" if event.fields["document"] == EMPTY_HASH else event.fields["document"]
            said = _reason(order, document) if document else {}
            return Ruling(step, event.fields["released"], event.fields["refunded"], document, said)
    return None


def _role(order: Order, event: Event) -> str:
    """In which role an event's account acted."""
    return next((role for role in state_table.ROLES if order.account(role) == event.fields["by"]), "")


def _asked(steps: list[Event]) -> list[Event]:
    """The request that led to the dispute, and who asked the arbiter."""
    named = [event for event in steps if event.name in ASKED]
    return named[-2:]


def _reason(order: Order, document: str) -> Document:
    try:
        return rulings.reason_of(letters.read(document), bytes.fromhex(order.id[2:]))
    except Missing:
        return {}
