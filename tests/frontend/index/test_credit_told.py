"""What the storefront tells of instalments: API, order's timeline, ledger, files, mail, calendar, in both languages."""

import itertools
import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale
from icalendar import Calendar
from sqlalchemy import Connection, select

from frontend.index.credit import plans, vaults
from frontend.index.credit.kinds import OF_PLANS
from frontend.index.schema import events
from frontend.notices import instalments
from scripts.credit.terms import GRACE
from scripts.parameters import DAY
from tests.frontend.index.conftest import Traded
from tests.frontend.index.test_api import HASH, NOBODY, get


@pytest.fixture
def bought(db: Connection) -> list[plans.Plan]:
    """All plans of the market, open ones first."""
    ids = db.execute(select(plans.table.c.id).order_by(plans.table.c.due.is_(None), plans.table.c.position)).scalars()
    found = [plan for plan_id in ids if (plan := plans.plan(db, plan_id))]
    assert found[0].is_open
    assert not found[-1].is_open
    return found


def test_api(client: FlaskClient, db: Connection, traded: Traded, bought: list[plans.Plan]) -> None:
    """Every answer as its description says, and as the index has it; what is not there is said in a sentence."""
    (vault,) = get(client, "/vaults")["items"]
    books = vaults.books(db, vault["vault"])
    assert vault["books"]["assets"]["amount"] == str(books.assets)
    days = get(client, f"/vaults/{vault['vault']}/days")["items"]
    assert days[-1]["fees"]["amount"] == str(books.fees)
    for plan in (bought[0], bought[-1]):
        told = get(client, f"/plans/{plan.id}")
        assert get(client, f"/orders/{plan.order.id}/plan")["id"] == told["id"]
        assert int(told["paid"]["amount"]) == plan.course.progress.paid
        assert (told["next"] is None) == (told["state"] == "ended")
        steps = get(client, f"/plans/{plan.id}/steps?limit=100")["items"]
        assert steps[-1]["name"] == "PlanOpened"
        mine = get(client, f"/accounts/{plan.given.buyer}/plans")["items"]
        assert mine[0]["next"] or not plan.is_open
        (limit,) = get(client, f"/accounts/{plan.given.buyer}/credit")["items"]
        assert int(limit["outstanding"]["amount"]) == sum(int(one["outstanding"]["amount"]) for one in mine)
    lender = traded.devnet.people["stranger"]
    (lent,) = get(client, f"/accounts/{lender}/lent")["items"]
    assert int(lent["worth"]["amount"]) == books.worth(int(lent["shares"])) > 0
    assert get(client, f"/accounts/{lender}/lent/{vault['vault']}")["items"]
    for path in ("/plans/due", "/plans/overdue", "/plans/written_off"):
        get(client, path)
    for path in (f"/plans/{HASH}", f"/plans/{HASH}/steps", f"/orders/{HASH}/plan", f"/vaults/{NOBODY}/days"):
        get(client, path, 404)
    for path in ("/plans/none", f"/vaults/{vault['vault']}/days?since=x", "/accounts/none/credit"):
        get(client, path, 400)


def test_every_event_is_told(client: FlaskClient, db: Connection, bought: list[plans.Plan]) -> None:
    """On the order's page, in the ledger's blocks, in the buyer's file."""
    for plan in bought[:3]:
        for language in ("en", "zh"):
            page = client.get(f"/orders/{plan.order.id}", headers={"Accept-Language": language}).get_data(as_text=True)
            words = {"en": "is paid later, in", "zh": "期支付"}[language]
            assert words in page
    met = set()
    for name, position in db.execute(select(events.c.name, events.c.position).where(events.c.vault.is_not(None))):
        if name not in met:
            met.add(name)
            assert client.get(f"/ledger/blocks/{position >> 20}").status_code == 200
    assert {"PlanOpened", "PlanRepaid", "Deposit", "Transfer"} <= met
    assert client.get("/ledger?kind=repaid").status_code == 200
    buyer = bought[0].given.buyer
    record = json.loads(client.get(f"/record.json?account={buyer}").get_data(as_text=True))
    assert {one["id"] for one in record["plans"]} == {plan.id for plan in bought if plan.given.buyer == buyer}
    assert {step["name"] for one in record["plans"] for step in one["steps"]} <= OF_PLANS
    assert record["may_owe"]


def test_dump_has_every_plan(client: FlaskClient, bought: list[plans.Plan]) -> None:
    lines = [json.loads(line) for line in client.get("/api/v1/dump.jsonl").get_data(as_text=True).splitlines()]
    assert {line["id"] for line in lines if line["type"] == "plan"} == {plan.id for plan in bought}


def test_reminders(traded: Traded, client: FlaskClient, bought: list[plans.Plan]) -> None:
    """Three days before, from the due date on, and once it is late; nothing before, and nothing while dates wait."""
    plan = next(plan for plan in bought if plan.state == 1 and not plan.order.waiting)
    due = plan.next_due(traded.chain.now())
    assert instalments.things(plan, due - 4 * DAY) == []
    stages = {due - DAY: "comes", due: "missed", due + GRACE - 1: "missed", due + GRACE: "late"}
    for now, stage in stages.items():
        (thing,) = instalments.things(plan, now)
        assert thing == f"due:{plan.id}:{stage}:{plan.next}"
        for language in ("en", "zh"):
            with client.application.test_request_context(), force_locale(language):
                subject, parts = instalments.told(plan, thing, now)
                assert "%(" not in subject + "".join(parts)
                assert language == "en" or "期" in subject


def test_calendar(client: FlaskClient, bought: list[plans.Plan]) -> None:
    """One event for each instalment that is not paid."""
    plan = next(plan for plan in bought if plan.state == 1)
    found = Calendar.from_ical(client.get(f"/orders/{plan.order.id}/calendar.ics").data)
    dates = [event["dtstart"].dt for event in found.walk("VEVENT") if event["uid"].startswith(plan.id)]
    assert len(dates) == plan.course.last - plan.course.covered
    assert {later - earlier for earlier, later in itertools.pairwise(dates)} <= {timedelta(seconds=plan.given.interval)}
