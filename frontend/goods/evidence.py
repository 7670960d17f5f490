"""What an account has done, as everybody can look it up: the orders behind each line about it."""

from flask import Blueprint, abort, render_template, request

from frontend import people
from frontend.goods import trust
from frontend.index import queries
from frontend.index.deeds import Deed
from frontend.index.queries import OrderFilter
from frontend.index.rows import Order, Page
from frontend.index.standing import orders_with, standing
from frontend.orders import story
from frontend.resources import database, settings
from frontend.web.paging import pager
from frontend.web.urls import address_in_url

bp = Blueprint("evidence", __name__)

ROLES = ("carrier", "arbiter")  # of an order, beside its seller


@bp.get("/shops/<address>/record")
def page(address: str) -> str:
    """A seller's orders by what became of them, or (`role`) those that somebody carried or could rule on."""
    account = address_in_url(address)
    role, deed = request.args.get("role", ""), _deed()
    try:
        found = _orders(account, role, deed)
    except ValueError:
        abort(404)
    people.meet({account, *(order.buyer for order in found.items), *(order.offer.seller for order in found.items)})
    return render_template(
        "evidence.html",
        account=people.person(account),
        role=role if role in ROLES else "",
        deed=deed,
        deeds=trust.DEEDS,
        standing=standing(database(), account, settings().account),
        page=found,
        pager=pager(found.next),
        statuses=story.STATUSES,
        became_of=story.what_became_of_it,
    )


def _orders(account: str, role: str, deed: Deed | None) -> Page[Order]:
    after = request.args.get("after", "")
    if role in ROLES:
        wanted = OrderFilter(carrier=account) if role == "carrier" else OrderFilter(arbiter=account)
        return queries.orders(database(), wanted, after)
    if deed is None:
        return queries.orders(database(), OrderFilter(seller=account), after)
    return orders_with(database(), account, deed, settings().account, after)


def _deed() -> Deed | None:
    """The deed that is asked for; 404 for one that is none."""
    name = request.args.get("deed", "").upper()
    if name and name not in Deed.__members__:
        abort(404)
    return Deed[name] if name else None
