"""Credit in the index against the contract on the chain, and against its events, told as plainly as they can be."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from eth_abi import decode
from hexbytes import HexBytes
from sqlalchemy import Connection, select

from frontend.index import flows, history, queries, schema, spending, store
from frontend.index.credit import ages, plans, tables, vaults
from frontend.index.credit import history as past
from frontend.index.credit.rows import Books, Plan, Vault
from frontend.index.flows import FlowFilter
from frontend.index.reading import event_of_row
from scripts.credit.course import State
from scripts.credit.limit import limit_of
from scripts.credit.moves import charged
from scripts.credit.terms import Parameters
from scripts.parameters import DAY
from tests.fixtures.node import running_node
from tests.fixtures.shop import compile_contracts
from tests.frontend.devnet import NODE_FLAGS, Devnet
from tests.frontend.indexing import backfill, differences, dump, environment, follower
from tests.frontend.instalments import BUYERS, LENDERS, Instalments
from tests.frontend.plans import explaining, scans

RECORD = ["uint256"] * 10
STANDING = [*["uint256"] * 5, "bool", *["uint256"] * 3]
PASSING = (0, 0, DAY, 6 * DAY)
BLOCKS = 80
DEPTH = 4


@dataclass(frozen=True)
class Lent:
    """A market in which much was bought in instalments, indexed as it went, with blocks lost meanwhile."""

    devnet: Devnet
    settings: dict[str, str]
    folder: Path


def trade(devnet: Devnet, made: Instalments, blocks: int) -> None:
    """Some blocks of it, with days between."""
    for number in range(blocks):
        devnet.mine(*made.steps(12), after=PASSING[number % len(PASSING)])


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lent]:
    folder = tmp_path_factory.mktemp("lent")
    compile_contracts()
    with running_node(*NODE_FLAGS) as node:
        devnet = Devnet(node, folder / "deployments")
        made = Instalments(devnet, 13)
        settings = environment(devnet, folder)
        follow = follower(settings)
        for _ in range(4):
            trade(devnet, made, BLOCKS // 4 + DEPTH)
            follow.catch_up()
            devnet.roll_back(DEPTH)
            made.forget(devnet.time())
        trade(devnet, made, 2)
        follow.catch_up()
        yield Lent(devnet, settings, folder)


@pytest.fixture
def db(lent: Lent) -> Iterator[Connection]:
    with store.open_engine(lent.settings["DATABASE_URL"]).connect() as connection:
        yield connection


@pytest.fixture
def every(db: Connection) -> list[Plan]:
    """All plans, in the order in which they were opened."""
    ids = db.execute(select(tables.plans.c.id).order_by(tables.plans.c.position)).scalars()
    found = [plans.plan(db, plan_id) for plan_id in ids]
    return [plan for plan in found if plan]


def ask(lent: Lent, types: list[str], view: str, *each: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """What a view of Credit answers to each of these arguments."""
    return lent.devnet.read([lent.devnet.credit.call(view, *given) for given in each], types)


def test_every_plan_stands_as_the_contract_says(lent: Lent, every: list[Plan]) -> None:
    """Its state, what is paid, came back, is owed, would end it; the next instalment with its amount and date."""
    now, met = lent.devnet.time(), Counter[str]()
    for plan, record in zip(every, ask(lent, RECORD, "record", *[(plan.given,) for plan in every]), strict=True):
        state, paid, refunded, outstanding, payoff, number, amount, due, late, paused = record
        course, progress = plan.course, plan.course.progress
        assert plan.state == state
        assert (progress.paid, progress.refunded, course.outstanding) == (paid, refunded, outstanding)
        assert charged(course, now).payoff(now) == payoff
        assert progress.paused + course.pausing(now) == paused
        if plan.is_open:
            assert charged(course, now).progress.late == late
            assert (plan.next, plan.next_amount(now)) == (number, min(amount, payoff))
            assert course.due_at_latest(number, now) == due
        met.update([plan.state.name.lower(), *(["late"] if late else []), *(["cut"] if refunded else [])])
    assert set(met) == {"open", "paused", "written_off", "ended", "late", "cut"}


def test_buyers_and_sellers_owe_what_the_contract_says(lent: Lent, db: Connection, every: list[Plan]) -> None:
    """And the limit follows from it, term by term."""
    now, (vault,) = lent.devnet.time(), vaults.all_of(db)
    met: set[str] = set()
    for role in BUYERS:
        account = vaults.borrower(db, vault, lent.devnet.people[role]).account
        mine = limit_of(account, vault.parameters, now)
        ((base, earned, maximum, repaid, outstanding, overdue, halved_until, limit, left),) = ask(
            lent, STANDING, "standing", (lent.devnet.people[role],)
        )
        assert (mine.base, mine.earned, mine.maximum, mine.repaid) == (base, earned, maximum, repaid)
        assert (mine.outstanding, mine.overdue, mine.limit, mine.left) == (outstanding, overdue, limit, left)
        assert mine.halved_until == halved_until
        assert sum(plan.course.outstanding for plan in plans.open_of(db, lent.devnet.people[role])) == outstanding
        told = {"repaid": repaid, "overdue": overdue, "halved": halved_until, "left": left}
        met |= {name for name, value in told.items() if value}
    assert met == {"repaid", "overdue", "halved", "left"}
    for seller in {plan.given.seller for plan in every}:
        ((counted,),) = ask(lent, ["uint256"], "open_at_seller", (seller,))
        assert vaults.open_at_seller(db, vault.address, seller) == counted > 0


def test_buyers_stood_as_the_contract_said_then(lent: Lent, db: Connection, every: list[Plan]) -> None:
    """Limit and debt at blocks since the first plan; what had moved by now is the sum of the plans."""
    (vault,), eth = vaults.all_of(db), lent.devnet.web3.eth
    every_time = [eth.get_block(number)["timestamp"] for number in range(eth.block_number + 1)]
    last_ones = [number for number, (now, then) in enumerate(pairwise(every_time)) if now < then]
    numbers = [number for number in last_ones if number >= every[0].opened_block][::3]
    times = [every_time[number] for number in numbers]
    met = set()
    for role in BUYERS:
        account = lent.devnet.people[role]
        call = lent.devnet.credit.call("standing", account)
        asked = {"to": call.to, "data": "0x" + call.data.hex()}
        told = [decode(STANDING, HexBytes(eth.call(asked, number))) for number in numbers]
        stood = past.at(db, vault, account, times)
        assert stood is not None
        assert [(one.limit, one.owed) for one in stood] == [(limit, owed) for *_, owed, _, _, limit, _ in told]
        met |= {one.limit for one in stood}
        mine = [plan for plan in every if plan.given.buyer == account]
        sums = past.at(db, vault, account, [lent.devnet.time()])[0]
        assert sums.plans == len(mine)
        assert sums.borrowed == sum(plan.given.principal for plan in mine)
        assert sums.refunded == sum(plan.course.progress.refunded for plan in mine)
        assert sums.fees == sum(plan.fees + plan.late_fees for plan in mine)
        assert sums.repaid == sum(plan.course.progress.paid for plan in mine) - sums.fees
    assert len(met) > 3


def test_books_are_the_vaults(lent: Lent, db: Connection, every: list[Plan]) -> None:
    """Cash, what is lent, shares and their worth; every sum is that of the plans."""
    (vault,) = vaults.all_of(db)
    books = vaults.books(db, vault.address)
    views = ("cash", "lent", "totalAssets", "totalSupply")
    asked = [ask(lent, ["uint256"], view, ())[0][0] for view in views]
    assert [books.cash, books.lent, books.assets, books.shares] == asked
    first = select(schema.events.c.time).where(schema.events.c.name == "Deposit").order_by(schema.events.c.position)
    assert vaults.begun(db, vault.address) == db.execute(first).scalars().first()
    assert vault.parameters.issuer == lent.devnet.people["loyalty"]
    assert books.worth(10**12) == ask(lent, ["uint256"], "convertToAssets", (10**12,))[0][0]
    assert books.granted == sum(plan.given.principal for plan in every)
    assert books.fees == sum(plan.fees for plan in every) > 0
    assert books.late_fees == sum(plan.late_fees for plan in every) > 0
    assert books.written_off == sum(plan.written_off for plan in every) > 0
    assert books.recovered == sum(plan.recovered for plan in every) > 0
    assert books.plans == len(every)
    assert books.running == sum(plan.state.is_running for plan in every)
    assert books.lent == books.granted - books.repaid - books.refunded - books.written_off
    gained = books.fees + books.late_fees + books.recovered - books.written_off
    assert books.assets == books.deposited - books.taken_out + gained


def test_every_running_plan_is_of_one_age(lent: Lent, db: Connection, every: list[Plan]) -> None:
    """Now and weeks later: in time, waiting, or late by the days since a date; together they are what is lent."""
    (vault,) = vaults.all_of(db)
    due = {row.id: row.due for row in db.execute(select(tables.plans.c.id, tables.plans.c.due))}
    met: set[str | int] = set()
    for now in (lent.devnet.time() + days * DAY for days in range(0, 120, 8)):
        expected: defaultdict[str | int, list[int]] = defaultdict(list)
        for plan in every:
            if plan.state.is_running:
                late = next((days for days in (60, 30, 15, 3) if now - due[plan.id] >= days * DAY), None)
                expected[late or ("waiting" if plan.is_waiting(now) else "running")].append(plan.course.outstanding)
        found = ages.of_vault(db, vault.address, now)
        told = {"running": found.running, "waiting": found.waiting, **found.late}
        sums = {age: (len(owed), sum(owed)) for age, owed in expected.items()}
        assert {age: (one.plans, one.principal) for age, one in told.items() if one.plans} == sums
        assert found.all_late == plans.late(db, vault.address, now)
        assert sum(one.principal for one in told.values()) == vaults.books(db, vault.address).lent
        met |= expected.keys()
    assert met >= {"running", 3, 15, 30, 60}


def test_late_fees_are_what_the_marks_cost(every: list[Plan]) -> None:
    """Of a plan of which everything was paid, each missed instalment that no refund cut cost its late fee once."""
    seen = 0
    for plan in every:
        progress, terms, last = plan.course.progress, plan.course.terms, plan.course.last
        assert progress.paid == plan.fees + plan.late_fees + plan.course.principal_paid or not plan.is_open
        if plan.state == State.ENDED and not progress.refunded:
            assert plan.late_fees == (progress.late & (1 << last) - 1).bit_count() * terms.late_fee
            assert progress.paid == terms.principal + plan.fees + plan.late_fees
            seen += plan.late_fees > 0
    assert seen


def test_books_by_day(db: Connection) -> None:
    """Each day ends with what its events came to: counted here event by event."""
    (vault,) = vaults.all_of(db)
    told = select(schema.events).where(schema.events.c.vault.is_not(None)).order_by(schema.events.c.position)
    sums: Counter[str] = Counter()
    days: dict[int, Counter[str]] = {}
    for event in map(event_of_row, db.execute(told).mappings()):
        fields = event.fields
        if event.name == "PlanRepaid":
            sums.update(fees=fields["amount"] - fields["principal"])
        if event.name in ("Deposit", "Withdraw"):
            sums.update({"deposited" if event.name == "Deposit" else "taken_out": fields["assets"]})
        if event.name == "PlanWrittenOff":
            sums.update(written_off=fields["principal"], lost=1)
        if event.name == "PlanOpened":
            sums.update(granted=fields["plan"]["principal"], plans=1)
        days[event.time // DAY] = Counter(sums)
    found = vaults.books_by_day(db, vault.address, 0, 2**40)
    assert len(found) > 20
    assert set(found) <= set(days)
    assert list(found) == sorted(found)
    for day, books in found.items():
        had = {
            name: getattr(books, name) for name in ("deposited", "taken_out", "written_off", "lost", "granted", "plans")
        }
        assert Counter(had) + Counter() == Counter({**days[day], "fees": 0}) + Counter()
        assert books.fees + books.late_fees == days[day]["fees"]
    middle = sorted(found)[len(found) // 2]
    part = vaults.books_by_day(db, vault.address, middle * DAY, (middle + 3) * DAY)
    assert next(iter(part)) == max(day for day in found if day < middle)
    assert part.items() <= found.items()
    assert vaults.books(db, "0x" + "12" * 20) == Books()


def test_lenders_have_what_the_vault_says(lent: Lent, db: Connection) -> None:
    """Shares, history part after part; together they earned what the vault did, but for what rounding keeps."""
    (vault,) = vaults.all_of(db)
    books, earned, seen = vaults.books(db, vault.address), 0, set()
    for role in LENDERS:
        who = lent.devnet.people[role]
        lender = vaults.lender(db, vault.address, who)
        ((shares,),) = ask(lent, ["uint256"], "balanceOf", (who,))
        assert lender.shares == shares > 0
        sums: defaultdict[str, int] = defaultdict(int)
        after, last = "", None
        while after or last is None:
            part = vaults.lender_history(db, vault.address, who, after, 3)
            for step in part.items:
                assert last is None or (step.block, step.log_index) < last
                last = step.block, step.log_index
                sums[step.kind] += step.amount
                sums["shares"] += step.shares if step.kind in ("deposited", "received") else -step.shares
            after = part.next
        seen |= set(sums)
        assert sums == {name: getattr(lender, name) for name in sums}
        earned += lender.earned(books)
    assert seen == {"shares", "deposited", "taken_out", "received", "given"}
    gained = books.fees + books.late_fees + books.recovered - books.written_off
    assert -1_000 < earned - gained <= 0
    assert vaults.lender(db, vault.address, lent.devnet.people["carrier"]).shares == 0


def test_lists_of_plans(lent: Lent, db: Connection, every: list[Plan]) -> None:
    """Of an order, of a buyer in parts; what is due, overdue, waits, was or can be written off, is to be settled."""
    now = lent.devnet.time()
    for plan in every:
        assert plans.of_order(db, plan.order.id) == plan
    for buyer in {plan.given.buyer for plan in every}:
        found, after = [], ""
        while after or not found:
            part = plans.of_buyer(db, buyer, after, 2)
            found += part.items
            after = part.next
        mine = [plan for plan in every if plan.given.buyer == buyer]
        assert sorted(found, key=every.index) == mine
        still = [plan.is_open for plan in found]
        assert still == sorted(still, reverse=True)
        assert sum(still) == plans.count_open(db, buyer)
    missed = [plan for plan in every if plan.state.is_running and plan.course.is_overdue(now)]
    found = plans.overdue(db, now)
    assert {plan.id for plan in found} >= {plan.id for plan in missed if not plan.course.progress.paused_at}
    assert all(plan.state.is_running for plan in found)
    assert found
    lost = {plan.id for plan in every if plan.course.is_lost(now) and not plan.course.progress.paused_at}
    assert lost <= {plan.id for plan in plans.to_write_off(db, now)}
    soon = {plan.id for plan in plans.due_soon(db, now, now + 30 * DAY)}
    assert soon
    assert all(now < plan.next_due(now) <= now + 30 * DAY for plan in every if plan.id in soon)
    assert (
        {plan.id for plan in plans.paused(db)} == {plan.id for plan in every if plan.course.progress.paused_at} != set()
    )
    assert [plan for plan in every[::-1] if plan.written_off_time] == plans.written_off(db).items
    (vault,) = vaults.all_of(db)
    owed = select(tables.plans.c.outstanding).order_by(tables.plans.c.position)
    assert list(db.execute(owed).scalars()) == [plan.course.outstanding for plan in every]
    late = plans.late(db, vault.address, now)
    assert late.plans == len(found)
    assert late.principal == sum(plan.course.outstanding for plan in found)
    waiting = {plan.id for plan in plans.to_settle(db, vault.address)}
    assert waiting == {plan.id for plan in every if plan.order.waiting} != set()


def test_orders_are_their_buyers_own(lent: Lent, db: Connection, every: list[Plan]) -> None:
    """Whose payer is the vault; what came back of them cut the debt, went to the buyer, or waits in Escrow."""
    seen: Counter[str] = Counter()
    for plan in every:
        order = plan.order
        assert not order.given
        assert order.is_through_credit
        assert not order.is_through_loyalty
        assert order.lent == plan.given.principal
        assert order.cash == order.total - order.lent
        assert order.debt_back == plan.course.progress.refunded
        assert order.cash_back == plan.settled - order.debt_back
        key = lent.devnet.escrow.call("credits", order.payer, plan.given.order_id, order.offer.currency)
        assert order.waiting == lent.devnet.read([key], ["uint256"])[0][0]
        entries = Counter[str]()
        for entry in queries.ledger(db, order.id):
            entries[entry.part] += entry.amount
        assert (entries["paid"], entries["lent"]) == (order.cash, order.lent)
        assert entries["repaid"] + entries["fee"] + entries["late_fee"] == plan.course.progress.paid
        assert (entries["debt_back"], entries["cash_back"]) == (order.debt_back, order.cash_back)
        steps = plans.steps(db, plan.id).items
        assert steps[-1].name == "PlanOpened"
        assert steps[-1].principal == order.lent
        paid = [step for step in steps if step.name == "PlanRepaid"]
        assert sum(step.amount for step in paid) == plan.course.progress.paid
        assert all(step.amount == step.principal + step.fee + step.late_fee for step in paid)
        seen.update(entries)
    assert {"repaid", "fee", "late_fee", "debt_back", "cash_back"} <= set(seen)
    for role in BUYERS:
        who = lent.devnet.people[role]
        years = [spending.by_month(db, who, year).values() for year in spending.years(db, who)]
        waits = sum(month.waiting for found in years for months in found for month in months.values())
        mine = [plan.order for plan in every if plan.order.buyer == who]
        assert waits == sum(order.waiting for order in mine)


def test_unsent_cash_waits_in_the_vault(lent: Lent, db: Connection) -> None:
    dollar = lent.devnet.dollar.address
    for role in BUYERS:
        who = lent.devnet.people[role]
        ((kept,),) = ask(lent, ["uint256"], "credits", (who, bytes(32), dollar))
        assert sum(amount for _, _, amount in vaults.unsent(db, who)) == kept


def test_made_anew_it_is_the_same(lent: Lent) -> None:
    """Blocks were lost again and again; what was known of them is gone."""
    assert differences(dump(lent.settings), backfill(lent.devnet, lent.folder / "fresh")) == []


def test_questions_are_answered_by_an_index(lent: Lent, every: list[Plan]) -> None:
    """However many plans, payments and lenders there are; lists of what is due are in the index's order."""
    plan, who = every[0], "0x" + "11" * 20
    vault = Vault(plan.vault, plan.order.offer.currency, Parameters(*["0x" + "00" * 20] * 4, *[1] * 7))
    questions: dict[str, Callable[[Connection], Any]] = {
        "of an order": lambda db: plans.of_order(db, plan.order.id),
        "of orders": lambda db: plans.of_orders(db, [plan.order.id, every[1].order.id]),
        "by its id": lambda db: plans.plan(db, plan.id),
        "of a buyer": lambda db: plans.of_buyer(db, plan.given.buyer),
        "of a buyer, more": lambda db: plans.of_buyer(db, plan.given.buyer, "99999999999"),
        "due soon": lambda db: plans.due_soon(db, 1, 2**40),
        "overdue": lambda db: plans.overdue(db, 2**40),
        "to write off": lambda db: plans.to_write_off(db, 2**40),
        "written off": lambda db: plans.written_off(db, "99999999999"),
        "paused": plans.paused,
        "to settle": lambda db: plans.to_settle(db, plan.vault),
        "late": lambda db: plans.late(db, plan.vault, 2**40),
        "open": lambda db: plans.count_open(db, plan.given.buyer),
        "steps": lambda db: plans.steps(db, plan.id, "99999999999"),
        "timeline": lambda db: history.timeline(db, plan.order.id),
        "books": lambda db: vaults.books(db, plan.vault),
        "books by day": lambda db: vaults.books_by_day(db, plan.vault, 1_000_000, 2**40),
        "how he stood": lambda db: past.at(db, vault, plan.given.buyer, [2**40]),
        "borrower": lambda db: vaults.borrower(db, vault, plan.given.buyer),
        "seller": lambda db: vaults.open_at_seller(db, plan.vault, plan.given.seller),
        "lender": lambda db: vaults.lender(db, plan.vault, who),
        "lender's history": lambda db: vaults.lender_history(db, plan.vault, who, "99999999999"),
        "unsent": lambda db: vaults.unsent(db, who),
        "spent": lambda db: spending.by_month(db, plan.given.buyer, 2027),
        "ledger of an account": lambda db: flows.flows(db, FlowFilter(account=plan.given.buyer)),
        "ledger of an order": lambda db: queries.ledger(db, plan.order.id),
    }
    ordered = {
        "due soon",
        "overdue",
        "to write off",
        "written off",
        "paused",
        "books",
        "books by day",
        "lender's history",
    }
    with explaining(lent.settings["DATABASE_URL"]) as explain:
        for name, ask_it in questions.items():
            steps = explain(ask_it)
            assert any(step.startswith("SEARCH") for step in steps), name
            assert scans(steps) == [], (name, steps)
            assert name not in ordered or not any("TEMP B-TREE" in step for step in steps), (name, steps)
        steps = explain(lambda db: ages.of_vault(db, plan.vault, 2**40))  # whatever runs in time is not read
        assert [any(index in step for step in steps) for index in ("plans_late", "plans_paused")] == [True, True], steps
        assert scans(steps) == []
