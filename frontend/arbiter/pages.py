"""The arbiter's pages: the cases, one case with everything needed to rule on it, the profile with the key."""

from flask import abort, request

from frontend import market, people
from frontend.arbiter.blueprint import answering, arbiter, bp, show
from frontend.index import cases as index
from frontend.index import queries
from frontend.orders import letters, story
from frontend.orders.terms import words
from frontend.public import cases as public
from frontend.resources import book, database
from frontend.state_table import ARBITER, moves
from frontend.web.paging import pager
from frontend.web.urls import id_in_url


@bp.get("/")
def cases() -> str:
    """What awaits a ruling, due first; then every case there ever was."""
    owner = arbiter()
    try:
        found = index.cases(database(), owner, request.args.get("after", ""))
    except ValueError:
        abort(404)
    due = index.due(database(), owner)
    people.meet({owner, *(account for order in (*due, *found.items) for account in (order.buyer, order.offer.seller))})
    return show(
        "cases",
        owner,
        arbiter=people.person(owner),
        due=[(order, story.tell(order, market.now())) for order in due],
        page=found,
        pager=pager(found.next),
        statuses=story.STATUSES,
    )


@bp.get("/cases/<case_id>")
def case(case_id: str) -> str:
    """One case; its id is the order's."""
    order = queries.order(database(), id_in_url(case_id))
    if order is None or not order.has_arbiter or not index.is_case(database(), order):
        abort(404)
    owner = answering(order.offer.arbiter)
    people.meet({order.buyer, order.payer, order.offer.seller, order.offer.carrier})
    papers = public.papers(order)
    kept = letters.kept(order, [paper.document for paper in papers])
    return show(
        "case",
        owner,
        **public.facts(order),
        papers=[(paper, paper.document in kept) for paper in papers],
        can_rule="rule" in moves(order, ARBITER, market.now()),
        data={"order": words(order), "id": order.id, "held": str(order.held)},
    )


@bp.get("/profile")
def profile() -> str:
    """Who the arbiter is, and the key that evidence is sealed for."""
    owner = arbiter()
    described = queries.account(database(), owner).document
    data = {"identity": book().identity.address, "described": described}
    return show("profile", owner, described=described, data=data)
