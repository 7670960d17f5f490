"""What the page of an account's credit says, against the contract."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from frontend import config
from frontend.app import create_app
from frontend.credit import schedule
from scripts.credit.terms import HALVED, Parameters, Plan, offered
from scripts.parameters import DAY, NOBODY
from scripts.terms import Offer, Order
from scripts.wallet import Call
from tests.fixtures.node import running_node
from tests.fixtures.shop import compile_contracts
from tests.frontend.devnet import NODE_FLAGS, Devnet
from tests.frontend.indexing import environment, follower
from tests.frontend.instalments import Instalments

NBSP = "\N{NO-BREAK SPACE}"
DOLLAR = 10**6
PRICE = 100 * DOLLAR
DOWN = 50 * DOLLAR
BASE = 1_000 * DOLLAR
PART = 13 * DOLLAR  # a quarter of what is left, and a hundredth of all of that
PATH = re.compile(r"/orders/0x[0-9a-f]{64}")
STANDING = [*["uint256"] * 5, "bool", *["uint256"] * 3]


@dataclass
class Lent:
    """`buyer` has paid the first of four instalments in time, `friend` none, `wallet` all at once on the second day."""

    devnet: Devnet
    client: FlaskClient
    settings: dict[str, str]
    plans: dict[str, Plan]
    orders: dict[str, Order]

    def get(self, path: str, status: int = 200, language: str = "en") -> str:
        """A page's text, with ordinary spaces."""
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, path
        return " ".join(answer.get_data(as_text=True).replace(NBSP, " ").split())

    def of(self, role: str, language: str = "en") -> str:
        return self.get(f"/credit?account={self.devnet.people[role]}", language=language)

    def later(self, *calls: tuple[str, Call], after: int) -> "Lent":
        """The same market later; a page asks for the time anew."""
        self.devnet.mine(*calls, after=after)
        follower(self.settings).catch_up()
        return replace(self, client=create_app(config.load(self.settings)).test_client())


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lent]:
    folder: Path = tmp_path_factory.mktemp("credit")
    compile_contracts()
    with running_node(*NODE_FLAGS) as node:
        devnet = Devnet(node, folder / "deployments")
        settings = environment(devnet, folder)
        people, credit = devnet.people, devnet.credit.call
        seller = people["seller"]
        offer = Offer(seller, devnet.dollar.address, PRICE, 0, 9 * DAY, 9 * DAY, 7 * DAY)
        devnet.mine(*Instalments(devnet, 1).steps(0), (seller, devnet.escrow.call("publish", offer, 9)))
        plans: dict[str, Plan] = {}
        orders = [Order(offer, people[role], devnet.credit.address, 1, NOBODY, b"\7" * 32) for role in ROLES]
        devnet.mine(*((order.buyer, credit("buy", order, DOWN, 4, 14)) for order in orders))
        for role, order in zip(ROLES, orders, strict=True):
            order_id = devnet.market.order_id(order)
            plans[role] = Plan(order_id, order.buyer, seller, PRICE - DOWN, devnet.time(), 4, 14 * DAY, 0)
        devnet.mine((people["wallet"], credit("repay", plans["wallet"], PRICE)), after=DAY)
        devnet.mine((people["buyer"], credit("repay", plans["buyer"], PART)), after=9 * DAY)
        devnet.mine(after=10 * DAY)
        follower(settings).catch_up()
        client = create_app(config.load(settings)).test_client()
        yield Lent(devnet, client, settings, plans, dict(zip(ROLES, orders, strict=True)))


ROLES = ("buyer", "friend", "wallet")


def said(units: int) -> str:
    """An amount as pages write it."""
    whole, part = divmod(units, DOLLAR)
    digits = f"{part:06}".rstrip("0").ljust(2, "0")
    return f"{whole:,}.{digits} USD"


@pytest.mark.parametrize("role", ROLES)
def test_the_limit_is_the_contracts_term_by_term(lent: Lent, role: str) -> None:
    call = lent.devnet.credit.call("standing", lent.devnet.people[role])
    base, earned, _, repaid, owed, overdue, _, limit, left = lent.devnet.read([call], STANDING)[0]
    page = lent.of(role)
    assert f"<dt>Where everybody begins</dt><dd>{said(base)}</dd>" in page
    assert f"25% of the {said(repaid)} repaid in time</dt><dd>+ {said(earned)}</dd>" in page
    assert f"<dt>Limit</dt><dd>{said(limit)}</dd>" in page
    assert f"<dt>Owed now, without fees</dt><dd>− {said(owed)}</dd>" in page
    assert f"<dt>Left of it</dt><dd>{said(left)}</dd>" in page
    assert ("Zero, because something is more than 3 days late" in page) == overdue == (role == "friend")


def test_a_plan_is_told_with_what_is_paid_and_what_comes_next(lent: Lent) -> None:
    page = lent.of("buyer")
    assert f"<dt>Next: instalment 2</dt><dd>{said(PART)}</dd>" in page
    assert page.count('<span class="badge active">paid</span>') == 1
    assert page.count(f"<td>{said(PART)} <span") == 4
    assert "Yearly rate, if all is paid when it is due: 50.8%" in page  # as docs/credit.md has it
    assert "the fees of instalments whose period has not begun fall away" in page


def test_what_was_missed_says_so_and_costs_its_fee_once(lent: Lent) -> None:
    page, late = lent.of("friend"), 625_000
    assert f"<dt>Next: instalment 1</dt><dd>{said(PART + late)}</dd>" in page
    assert f"{said(late)} of it for being late" in page
    assert '<span class="badge bad">Overdue</span>' in page
    assert "Pay what is overdue, and the limit is back at once." in page


def test_what_was_paid_off_early_has_ended_with_one_fee(lent: Lent) -> None:
    page = lent.of("wallet")
    assert f"<dt>Fees paid</dt><dd>{said(DOLLAR // 2)}</dd>" in page
    assert "Next: instalment" not in page


def test_the_orders_page_tells_what_is_owed_and_leads_to_the_plan(lent: Lent) -> None:
    paths = {role: PATH.findall(lent.of(role)) for role in ROLES}
    page = lent.get(paths["friend"][0])
    assert f"<dd>{said(PART + 625_000)}</dd>" in page
    assert f"/credit?account={lent.devnet.people['friend']}#plan-" in page
    assert '<dd class="words">Overdue</dd>' in page
    page = lent.get(paths["wallet"][0])
    assert '<dd class="words">Ended</dd>' in page
    assert "Next: instalment" not in page


def test_what_was_is_drawn_with_its_figures(lent: Lent) -> None:
    """By day: 50 were borrowed, and on the tenth day 13 paid; before the first plan there is nothing."""
    page = lent.get(f"/credit?account={lent.devnet.people['buyer']}&by=day")
    rows = re.findall(r"<tr><th scope=\"row\">[^<]*</th>((?:<td>[^<]*</td>)+)</tr>", page)
    cells = [re.findall(r"<td>([^<]*)</td>", row) for row in rows]
    standing, moved = [row for row in cells if len(row) == 2], [row for row in cells if len(row) == 4]
    assert len(standing) == len(moved) == 21
    assert standing[0] == [said(10**9), said(50 * DOLLAR)]
    assert standing[-1] == [said(10**9 + 3_125_000), said(37_500_000)]
    assert [row for row in moved if set(row) != {said(0)}] == [
        [said(50 * DOLLAR), *[said(0)] * 3],
        [said(0), said(12_500_000), said(0), said(500_000)],
    ]
    assert "What was" not in lent.of("arbiter")


def test_who_is_not_vouched_for_learns_whom_to_ask(lent: Lent) -> None:
    page = lent.of("arbiter")
    assert "does not vouch that this account is one person" in page
    assert "Nothing was bought in instalments." in page
    assert "You can pay up to" not in page
    assert f"<dt>Left of it</dt><dd>{said(0)}</dd>" in page
    assert f"You can pay up to {said(965_625_000)} of an order later" in lent.of("buyer")


def test_the_page_speaks_chinese(lent: Lent) -> None:
    assert "额度" in lent.of("buyer", language="zh")


def test_without_an_account_it_asks_whose(lent: Lent) -> None:
    assert "Whose credit?" in lent.get("/credit")
    lent.get("/credit?account=0x12", status=404)
    lent.get(f"/credit?account={lent.devnet.people['buyer']}&after=x", status=404)


def test_the_schedule_before_signing_adds_up() -> None:
    fixed = Parameters("", "", "", "", 0, 0, 0, 100, 500, 0, 0)
    agreed = schedule.agreed(offered(101, 7, 3, 30 * DAY, fixed))
    assert [one.principal for one in agreed.instalments] == [33, 34, 34]
    assert (agreed.principal, agreed.fees, agreed.total) == (101, 3, 104)
    assert [one.due for one in agreed.instalments] == [7 + 30 * DAY * number for number in (1, 2, 3)]
    assert not any(one.is_paid or one.is_missed for one in agreed.instalments)


def test_all_that_is_owed_stands_at_the_top_with_what_is_next(lent: Lent) -> None:
    page = lent.of("buyer")
    assert f"Owed in all, with fees, in 1 plan</dt><dd>{said(3 * PART)}</dd>" in page
    assert f"<dt>All at once, now</dt><dd>{said(3 * PART - DOLLAR)}</dd>" in page
    assert "Owed in all" not in lent.of("wallet")


def test_before_its_date_nothing_pushes(lent: Lent) -> None:
    page = lent.of("buyer")
    assert "Nothing has to be paid before" in page
    assert "this instalment is too early to raise the limit; from" in page
    assert f"Paying all now, {said(3 * PART - DOLLAR)}, would save {said(DOLLAR)} of fees." in page
    assert '"early": [["26000000", "26500000"], ["39000000", "39500000"]]' in page
    assert "too early" not in lent.of("friend")


def test_my_orders_tell_what_is_overdue_and_not_what_is_due_later(lent: Lent) -> None:
    friend, buyer = (lent.get(f"/orders/?account={lent.devnet.people[role]}") for role in ("friend", "buyer"))
    assert f"Instalment 1, {said(PART + 625_000)}, is overdue" in friend
    assert "Waiting for you" in friend
    assert "Instalment" not in buyer


def test_in_the_days_of_grace_it_says_until_when(lent: Lent) -> None:
    lent = lent.later(after=9 * DAY)
    page, orders = lent.of("buyer"), lent.get(f"/orders/?account={lent.devnet.people['buyer']}&status=waiting")
    assert '<span class="badge attention">Due now</span>' in page
    assert f"or {said(625_000)} comes on top and the limit is zero until it is paid." in page
    assert f"Instalment 2, {said(PART)}: pay before" in orders
    assert "Due since" in lent.get(PATH.findall(page)[0])


def test_what_came_back_is_settled_before_anything_is_paid(lent: Lent) -> None:
    """Once it cut the debt the yearly rate is true no longer; what it pays in all is not paid again."""
    devnet, order = lent.devnet, lent.orders["buyer"]
    seller, stranger = devnet.people["seller"], devnet.people["stranger"]
    refund = seller, devnet.escrow.call("refund", order, 20 * DOLLAR)
    page = lent.later(refund, after=60).of("buyer")
    assert f"Settle first: it pays {said(20 * DOLLAR)} of what is owed. Until somebody does, dates run on" in page
    assert f"<dt>Comes off once what came back is settled</dt><dd>− {said(20 * DOLLAR)}</dd>" in page
    assert "<summary>Pay all the same, before it is settled</summary>" in page
    settle = stranger, devnet.credit.call("settle", lent.plans["buyer"])
    page = lent.later(settle, after=60).of("buyer")
    assert "Settle first" not in page
    assert 'data-kind="next"' in page
    assert "Yearly rate" not in page
    rest = seller, devnet.escrow.call("refund", order, 80 * DOLLAR)
    page = lent.later(rest, after=60).of("buyer")
    assert f"Settle first: it pays {said(17_500_000)} of what is owed." in page
    assert "data-kind" not in page


def test_what_was_written_off_halves_the_limit_for_two_years_and_no_longer(lent: Lent) -> None:
    devnet, friend, afterwards = lent.devnet, lent.devnet.people["friend"], lent.later
    call = devnet.credit.call
    lost = afterwards((devnet.people["stranger"], call("write_off", lent.plans["friend"])), after=60 * DAY).of("friend")
    assert '<span class="badge bad">Written off, and still owed</span>' in lost
    assert "A plan was written off. Pay all that is left of it, and the limit is back" in lost
    assert "because a plan was written off</dt><dd>÷ 2</dd>" in lost
    assert "Its instalments were written off, and are still owed" in lent.get(f"/orders/?account={friend}")
    paid = afterwards((friend, call("repay", lent.plans["friend"], PRICE)), after=DAY).of("friend")
    assert "because a plan was written off</dt><dd>÷ 2</dd>" in paid
    assert f"<dt>Limit</dt><dd>{said(BASE // 2)}</dd>" in paid
    since = afterwards(after=HALVED).of("friend")
    assert "because a plan was written off" not in since
    assert f"<dt>Limit</dt><dd>{said(BASE)}</dd>" in since
