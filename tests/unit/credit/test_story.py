"""What a buyer, a seller and a lender live through, from beginning to end."""

from tests.fixtures.credit import ENDED, LENT, OPEN, quarter


def test_paid_in_time(credit, escrow, plan, bought, repay, due_at, stands, standing, step, dollar, seller):
    """Four instalments with their fees; the seller is paid as always, the lenders have earned the fees."""
    assert escrow.record(plan.order_id)["status"] == 1
    assert plan.principal == bought.total - quarter(bought)
    assert (credit.cash(), credit.lent()) == (LENT - plan.principal, plan.principal)
    step(bought.buyer, "confirm", bought)
    assert dollar.balanceOf(seller) > 0
    fee = plan.principal // 100
    for number in range(1, 5):
        due_at(plan, number)
        found = stands(plan)
        assert (found["state"], found["next"]) == (OPEN, number)
        repay(plan, found["next_amount"])
    assert stands(plan)["state"] == ENDED
    assert credit.cash() == LENT + 4 * fee == dollar.balanceOf(credit)
    assert credit.lent() == 0
    assert standing(plan.buyer)["repaid"] == plan.principal
    assert standing(plan.buyer)["outstanding"] == 0


def test_never_arrives(credit, plan, bought, step, booked, stands, wire):
    """All of it comes back: the debt is gone, and the down payment with the buyer."""
    step(bought.buyer, "cancel", bought)
    with booked(credit, plan) as change:
        credit.settle(plan, {"from": bought.buyer})
    down = quarter(bought)
    assert change == {
        "here": plan.principal,
        "cash": plan.principal,
        "lent": -plan.principal,
        "at seller": -plan.principal,
        "escrow": -bought.total,
        "buyer": down,
    }
    assert stands(plan)["state"] == ENDED
