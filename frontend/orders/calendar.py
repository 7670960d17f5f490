"""Deadlines as calendar files (RFC 5545), in UTC: what is awaited, and what happens if nobody does it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request
from icalendar import Alarm, Calendar, Event

from frontend import market
from frontend.index import queries
from frontend.index.credit import plans
from frontend.index.credit.rows import Plan
from frontend.index.queries import MAX_PAGE_SIZE, OrderFilter
from frontend.index.rows import Order
from frontend.orders import story
from frontend.resources import database, settings
from frontend.state_table import OPEN
from frontend.web.urls import address_in_url, id_in_url
from frontend.wording.formats import money
from frontend.wording.language import in_words
from frontend.wording.moments import utc
from frontend.wording.texts import gettext

bp = Blueprint("calendar", __name__, url_prefix="/orders")

TYPE = "text/calendar; charset=utf-8"
WARNING = timedelta(days=-1)  # before the deadline


@bp.get("/<order_id>/calendar.ics")
def of_order(order_id: str) -> Response:
    """The deadline of one order, none once it has ended; and of each instalment that is not paid."""
    order = queries.order(database(), id_in_url(order_id)) or abort(404)
    plan = plans.of_order(database(), order.id) if order.lent else None
    return _file([order], [plan] if plan else [], f"order-{order.id[2:10]}")


@bp.get("/calendar.ics")
def of_account() -> Response:
    """The deadlines of the latest open orders that a buyer paid himself: others' gifts shall not fill his calendar."""
    buyer = address_in_url(request.args.get("account", ""))
    wanted = OrderFilter(buyer=buyer, statuses=OPEN)
    found = queries.orders(database(), wanted, limit=MAX_PAGE_SIZE).items
    return _file([order for order in found if not order.given], plans.open_of(database(), buyer), "orders")


def _file(orders: list[Order], bought: list[Plan], name: str) -> Response:
    calendar = Calendar()
    calendar.add("prodid", "-//Handover//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("Handover: deadlines"))
    for order in orders:
        if order.status in OPEN:
            calendar.add_component(_event(order))
    for plan in bought:
        if plan.state.is_running:
            for number in range(plan.next, plan.course.last + 1):
                calendar.add_component(_instalment(plan, number))
    response = Response(calendar.to_ical(), content_type=TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _event(order: Order) -> Event:
    """One event for each order: a later file moves it."""
    told = story.tell(order, market.now())
    summary = gettext("Deadline: %(goods)s (%(status)s)", goods=_goods(order), status=story.status_name(order))
    return _made(order.id, order, order.deadline, summary, [told.next, _if_nobody(told)])


def _instalment(plan: Plan, number: int) -> Event:
    """One for each instalment; while a plan waits, as if it went on now."""
    course, currency = plan.course, plan.order.offer.currency
    amount = money(course.part(number) + course.terms.fee, currency)
    summary = gettext("Instalment %(number)d: %(goods)s", number=number, goods=_goods(plan.order))
    said = gettext(
        "%(amount)s with its fee; three days after this date a late fee of %(late)s is added.",
        amount=amount,
        late=money(course.terms.late_fee, currency),
    )
    return _made(f"{plan.id}-{number}", plan.order, course.due(number, market.now()), summary, [said])


def _made(uid: str, order: Order, time: int, summary: str, said: list[str]) -> Event:
    place = f"{settings().origin}/orders/{order.id}"
    event = Event()
    event.add("uid", f"{uid}@{urlsplit(settings().origin).hostname}")
    event.add("dtstamp", _utc(market.now()))
    event.add("dtstart", _utc(time))
    event.add("summary", summary)
    event.add("description", "\n".join(filter(None, (*said, place))))
    event.add("url", place)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(summary))
    return event


def _goods(order: Order) -> str:
    return _plain(in_words(order.offer.document.get("title", {}))) or order.id[:10]


def _if_nobody(told: story.Story) -> str:
    """What happens at the deadline."""
    if not told.otherwise:
        return ""
    return gettext("%(role)s acts until then, or else: %(otherwise)s", role=told.role, otherwise=told.otherwise)


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", WARNING)
    return alarm


def _utc(unix: int) -> datetime:
    return utc(unix)


def _plain(text: str) -> str:
    """A merchant's text in one line."""
    return " ".join(text.split())
