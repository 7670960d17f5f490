"""repay: anybody pays of a plan, in the order of its instalments, or all that is left."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.credit import DOLLARS, ENDED, GRACE, OPEN
from tests.fixtures.terms import MAX_UINT


@pytest.fixture
def rich(give, plan, stranger, credit, dollar):
    """Whoever pays has enough."""
    for who in (plan.buyer, stranger.address):
        give(who, dollar.address, 1_000 * DOLLARS, credit.address)


@pytest.fixture
def fee(plan) -> int:
    """Of each instalment."""
    return plan.principal // 100


@pytest.fixture
def late_fee(plan) -> int:
    """Of a missed one."""
    return plan.principal * 500 // 40_000


@pytest.fixture
def parts(credit, plan) -> list[int]:
    """The principal of each instalment."""
    return list(credit.parts(plan.principal, plan.instalments))


def plan_id(credit, plan) -> str:
    return "0x" + bytes(credit.plan_id(plan)).hex()


def test_default_behavior(credit, plan, rich, parts, fee, told, booked, stands, stranger):
    amount = parts[0] + fee
    with booked(credit, plan) as change:
        tx = credit.repay(plan, amount, {"from": plan.buyer})
    assert told(tx) == [("PlanRepaid", plan_id(credit, plan), plan.buyer, amount, parts[0])]
    assert change == {"here": amount, "buyer": -amount, "cash": amount, "lent": -parts[0]}
    found = stands(plan)
    assert (found["state"], found["paid"], found["next"]) == (OPEN, amount, 2)
    assert found["outstanding"] == plan.principal - parts[0]
    assert found["next_due"] == plan.start + 2 * plan.interval


def test_by_anybody(credit, plan, rich, told, booked, stranger):
    with booked(credit, plan) as change:
        tx = credit.repay(plan, 1_000, {"from": stranger})
    assert told(tx) == [("PlanRepaid", plan_id(credit, plan), stranger.address, 1_000, 0)]
    assert change == {"here": 1_000, "cash": 1_000}


def test_in_units(credit, plan, rich, parts, fee, stands, booked):
    """First the fee, then the principal."""
    for amount, principal in ((fee - 1, 0), (2, 1), (parts[0] - 2, parts[0] - 2)):
        with booked(credit, plan) as change:
            credit.repay(plan, amount, {"from": plan.buyer})
        assert change.get("lent", 0) == -principal
        assert stands(plan)["next"] == 1
    credit.repay(plan, 1, {"from": plan.buyer})
    assert stands(plan)["next"] == 2


def test_all_at_once(credit, plan, rich, fee, told, booked, standing):
    """Only the first instalment's fee has fallen due; what is too much is not taken."""
    payoff = plan.principal + fee
    with booked(credit, plan) as change:
        tx = credit.repay(plan, MAX_UINT, {"from": plan.buyer})
    assert told(tx) == [
        ("PlanEnded", plan_id(credit, plan)),
        ("PlanRepaid", plan_id(credit, plan), plan.buyer, payoff, plan.principal),
    ]
    assert change == {
        **{"here": payoff, "buyer": -payoff, "cash": payoff},
        **{"lent": -plan.principal, "at seller": -plan.principal},
    }
    assert standing(plan.buyer)["outstanding"] == 0


def test_one_unit_less_than_all(credit, plan, rich, fee, stands):
    """Then it pays the next fees, and the plan goes on."""
    credit.repay(plan, plan.principal + fee - 1, {"from": plan.buyer})
    found = stands(plan)
    assert (found["state"], found["outstanding"]) == (OPEN, 3 * fee + 1)
    assert found["payoff"] == 3 * fee + 1


@pytest.mark.parametrize(("seconds", "fees"), [(-1, 1), (0, 2), (1, 2)])
def test_fee_falls_due_as_its_period_begins(credit, plan, rich, fee, booked, due_at, seconds, fees):
    due_at(plan, 1, seconds)
    with booked(credit, plan) as change:
        credit.repay(plan, MAX_UINT, {"from": plan.buyer})
    assert change["cash"] == plan.principal + fees * fee


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, True), (1, True)])
def test_late(credit, plan, rich, parts, fee, late_fee, told, due_at, stands, seconds, late):
    """In time until three days after; then a late fee is charged, once, and paid last."""
    due_at(plan, 1, GRACE + seconds)
    tx = credit.repay(plan, parts[0] + fee, {"from": plan.buyer})
    names = [event[0] for event in told(tx)]
    assert names == (["InstalmentsMissed", "PlanRepaid"] if late else ["PlanRepaid"])
    assert stands(plan)["next"] == (1 if late else 2)
    if late:
        assert stands(plan)["next_amount"] == late_fee
        tx = credit.repay(plan, late_fee, {"from": plan.buyer})
        assert [event[0] for event in told(tx)] == ["PlanRepaid"]
        assert stands(plan)["next"] == 2


def test_late_by_several(credit, plan, rich, fee, late_fee, due_at, told, booked):
    """Each missed one costs once, never more than the share in all."""
    due_at(plan, 4, GRACE)
    with booked(credit, plan) as change:
        tx = credit.repay(plan, MAX_UINT, {"from": plan.buyer})
    assert told(tx)[0] == ("InstalmentsMissed", plan_id(credit, plan), 0b1111)
    assert change["cash"] == plan.principal + 4 * fee + 4 * late_fee
    assert 4 * late_fee <= plan.principal * 500 // 10_000


@pytest.mark.parametrize(
    ("seconds", "counts"),
    [(-7 * DAY - 1, False), (-7 * DAY, True), (0, True), (GRACE - 1, True), (GRACE, False)],
)
def test_limit_grows(credit, plan, rich, parts, due_at, standing, seconds, counts):
    """By what is paid in the second half of its period, or within the grace."""
    due_at(plan, 1, seconds)
    credit.repay(plan, parts[0] + plan.principal // 100 * 2, {"from": plan.buyer})
    found = standing(plan.buyer)
    assert found["repaid"] == (parts[0] if counts else 0)
    assert found["earned"] == found["repaid"] * 2_500 // 10_000


def test_paying_ahead_counts_nothing(credit, plan, rich, parts, due_at, standing):
    """Only the instalment whose time it is."""
    due_at(plan, 1)
    credit.repay(plan, MAX_UINT, {"from": plan.buyer})
    assert standing(plan.buyer)["repaid"] == parts[0]


def test_nothing(credit, plan):
    with brownie.reverts("debts: zero amount"):
        credit.repay.call(plan, 0, {"from": plan.buyer})


def test_ended(credit, plan, rich, stands):
    credit.repay(plan, MAX_UINT, {"from": plan.buyer})
    assert stands(plan)["state"] == ENDED
    assert (stands(plan)["payoff"], stands(plan)["next"], stands(plan)["next_due"]) == (0, 0, 0)
    with brownie.reverts("debts: plan has ended"):
        credit.repay.call(plan, 1, {"from": plan.buyer})


def test_other_terms(credit, plan, rich, stranger):
    """A plan is its terms: with any other it is none."""
    for field, value in plan._asdict().items():
        other = {bytes: b"\x01" * 32, str: stranger.address}.get(type(value)) or value + 1
        forged = plan._replace(**{field: other})
        with brownie.reverts("debts: no such plan"):
            credit.repay.call(forged, 1, {"from": plan.buyer})
        assert set(credit.record(forged)) == {0}
