"""standing and limit: what a buyer may owe, with every term of the sum."""

import pytest

from tests.fixtures.credit import DOLLARS

BASE, MAXIMUM = 100 * DOLLARS, 1_000 * DOLLARS
NOTHING = {
    **{"base": BASE, "earned": 0, "maximum": MAXIMUM, "repaid": 0, "outstanding": 0, "overdue": False},
    **{"halved_until": 0, "limit": BASE, "left": BASE},
}


def test_default_behavior(credit, standing, stranger):
    """Whoever never bought anything may owe the base; whether he may buy, a claim says."""
    assert standing(stranger) == NOTHING
    assert credit.limit(stranger) == BASE


def test_while_something_is_owed(credit, plan, standing):
    assert standing(plan.buyer) == {**NOTHING, "outstanding": plan.principal, "left": BASE - plan.principal}


def test_grown(credit, plan, repay, due_at, stands, standing):
    due_at(plan, 1)
    repay(plan, stands(plan)["next_amount"])
    first = credit.parts(plan.principal, 4)[0]
    limit, owed = BASE + first * 2_500 // 10_000, plan.principal - first
    terms = {"earned": first * 2_500 // 10_000, "repaid": first, "outstanding": owed}
    assert standing(plan.buyer) == {**NOTHING, **terms, "limit": limit, "left": limit - owed}


@pytest.mark.parametrize(("maximum", "limit"), [(BASE, BASE), (BASE + 1, BASE + 1), (BASE + 10, BASE + 4)])
def test_up_to_the_maximum(credit_in, dollar, lend, buy_later, order, pass_on, at, maximum, limit):
    """Of four units that are repaid in time, each raises it by one."""
    credit = credit_in(dollar.address, growth_bps=10_000, maximum=maximum)
    lend(credit)
    _, plan = buy_later(order, credit, down=order.total - 4)
    for number in range(1, 5):
        at(plan.start + number * plan.interval)
        pass_on(plan.buyer, credit.address, credit.repay.encode_input(plan, 1))
    assert credit.standing(plan.buyer)["repaid"] == 4
    assert credit.limit(plan.buyer) == limit


def test_overdue_by_one_of_several(credit, order, buy_later, repay, due_at, wire, standing, stands):
    """One that is late is enough, until it is paid with its late fee."""
    small = order.of(price=5_000_000)
    (_, first), (_, second) = (buy_later(small._replace(salt=bytes([n]) * 32), credit) for n in (1, 2))
    repay(second, stands(second)["next_amount"])
    due_at(first, 1, 3 * 86_400)
    wire.ask("evm_mine")
    assert (standing(first.buyer)["overdue"], credit.limit(first.buyer)) == (True, 0)
    repay(first, stands(first)["next_amount"])
    assert not standing(first.buyer)["overdue"]
    assert credit.limit(first.buyer) >= BASE
