"""buy: a part at once, the rest from the lenders, to be paid back in instalments."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.credit import BUSINESS, DOLLARS, LENT, OPEN, PERSON, opened, quarter
from tests.fixtures.terms import AWAITING_SHIPMENT, EMPTY, MAX_UINT, salted


@pytest.fixture
def buy(credit, buyer):
    """`buy(order, down=quarter(order), instalments=4, days=14)` as the buyer."""

    def call(order, down=None, instalments=4, days=14):
        down = quarter(order) if down is None else down
        return credit.buy(order, down, instalments, days, {"from": buyer})

    return call


@pytest.fixture
def refused(credit, buyer):
    """`refused(sentence, order, ...)`: the same does not go through."""

    def call(sentence, order, down=None, instalments=4, days=14):
        down = quarter(order) if down is None else down
        with brownie.reverts(sentence):
            credit.buy.call(order, down, instalments, days, {"from": buyer})

    return call


def test_default_behavior(credit, escrow, dollar, ready, buy, told, order_id, record, standing, buyer):
    """Escrow has been paid in full; a quarter of it was the buyer's."""
    down, before = quarter(ready), dollar.balanceOf(buyer)
    principal = ready.total - down
    tx = buy(ready)

    plan = (order_id(ready), buyer.address, ready.offer.seller, principal, tx.timestamp, 4, 14 * DAY, 0)
    ((name, plan_id, logged),) = told(tx)
    assert (name, bytes.fromhex(str(plan_id)[2:]), tuple(logged)) == (
        "PlanOpened",
        bytes(credit.plan_id(plan)),
        ("0x" + plan[0].hex(), *plan[1:]),
    )
    assert record(ready)["status"] == AWAITING_SHIPMENT
    assert dollar.balanceOf(buyer) == before - down
    assert dollar.balanceOf(escrow) == ready.total
    assert (credit.cash(), credit.lent(), credit.totalAssets()) == (LENT - principal, principal, LENT)
    assert dollar.balanceOf(credit) == credit.cash()
    assert standing(buyer)["outstanding"] == credit.open_at_seller(ready.offer.seller) == principal


def test_what_is_kept_of_a_plan(plan, stands):
    fee = plan.principal // 100
    first = plan.principal // 4
    assert stands(plan) == {
        "state": OPEN,
        "paid": 0,
        "refunded": 0,
        "outstanding": plan.principal,
        "payoff": plan.principal + fee,
        "next": 1,
        "next_amount": first + fee,
        "next_due": plan.start + plan.interval,
        "late": 0,
        "paused": 0,
    }


def test_not_the_buyer(credit, ready, people):
    for role in set(people) - {"buyer"}:
        with brownie.reverts("Credit: not the buyer"):
            credit.buy.call(ready, quarter(ready), 4, 14, {"from": people[role]})


def test_another_payer(credit, order, ready, refused, buyer, stranger, buy):
    """That it is paid by this contract, the order itself says."""
    for payer in (buyer.address, stranger.address):
        refused("payments: not the payer", ready._replace(payer=payer))


def test_twice(ready, refused, buy, give, pass_on, wire, credit, dollar, buyer):
    """An order is paid once, also when its plan has ended."""
    buy(ready)
    plan = opened(wire, credit)
    give(buyer.address, dollar.address, 3 * ready.total, credit.address)
    pass_on(buyer.address, credit.address, credit.repay.encode_input(plan, MAX_UINT))
    refused("Escrow: paid already", ready)


def test_another_currency(ready, refused, buy, token, publish):
    for currency in (EMPTY, token("six_decimals").address):
        refused("Credit: another currency", ready.of(currency=currency))


def test_down_payment(ready, refused, buy, dollar, credit, buyer, order):
    """A quarter at least, rounded up, and less than all."""
    refused("Credit: down payment too small", ready, quarter(ready) - 1)
    refused("Credit: nothing to pay later", ready, ready.total)
    refused("plans: principal too small", ready, ready.total - 3)
    buy(ready, ready.total - 4)
    assert credit.lent() == 4


def test_number_of_instalments(ready, refused):
    for instalments in (0, 1, 7, MAX_UINT):
        refused("plans: not 2 to 6 instalments", ready, instalments=instalments)


def test_days_between(ready, refused):
    for days in (0, 13, 15, 29, 31):
        refused("Credit: not 14 or 30 days apart", ready, days=days)


@pytest.mark.parametrize(("instalments", "days"), [(2, 30), (6, 14), (6, 30)])
def test_all_ways(ready, buy, credit, instalments, days):
    tx = buy(ready, instalments=instalments, days=days)
    assert tuple(tx.events["PlanOpened"]["plan"])[5:] == (instalments, days * DAY, 0)


@pytest.mark.parametrize("kind", [PERSON, BUSINESS], ids=["buyer", "seller"])
def test_without_a_claim(identity, issuer, ready, refused, buy, kind):
    who, sentence = (
        (ready.buyer, "Credit: buyer has no claim")
        if kind == PERSON
        else (ready.offer.seller, "Credit: seller has no claim")
    )
    identity.revoke(who, kind, b"\x01" * 32, {"from": issuer})
    refused(sentence, ready)


def test_claim_of_another_issuer(identity, issuer, ready, refused, buy, stranger):
    identity.revoke(ready.buyer, PERSON, b"\x01" * 32, {"from": issuer})
    identity.issue(ready.buyer, PERSON, 2**40 - 1, b"\x02" * 32, {"from": stranger})
    refused("Credit: buyer has no claim", ready)


def test_limit(ready, refused, buy, credit, publish, standing):
    """To the unit: 100 Dollars to begin with."""
    base = 100 * DOLLARS
    assert credit.limit(ready.buyer) == base
    over = ready.of(price=40_000_000, shipping=20_000_000)
    publish(over.offer)
    refused("borrowers: above the limit", over, over.total - base - 1)
    buy(over, over.total - base)
    assert standing(ready.buyer)["left"] == 0
    refused("borrowers: above the limit", ready)


def test_number_of_plans(ready, refused, buy, credit, give, dollar):
    """Six at a time, each in its own slot."""
    give(ready.buyer, dollar.address, 6 * ready.total, credit.address)
    for number in range(6):
        tx = buy(salted(ready, number), ready.total - 1_000)
        assert tx.events["PlanOpened"]["plan"][-1] == number
    refused("borrowers: too many plans", ready, ready.total - 1_000)


def test_freed_slot(ready, buy, credit, buy_later, order, repay, told):
    plans = [buy_later(salted(order, number), credit, down=order.total - 1_000)[1] for number in range(3)]
    repay(plans[1], 10_000)
    tx = buy(ready, ready.total - 1_000)
    assert tx.events["PlanOpened"]["plan"][-1] == 1


@pytest.mark.parametrize(
    ("share", "sentence"),
    [("buyer_bps", "Credit: too much for one buyer"), ("seller_bps", "Credit: too much at one seller")],
)
def test_shares(credit_in, dollar, lend, order, prepare_credit, share, sentence, buyer):
    """Of all assets, to the unit."""
    credit = credit_in(dollar.address, **{"buyer_bps": 10_000, "seller_bps": 10_000, share: 50})
    lend(credit)
    order = prepare_credit(order, credit)
    most = LENT * 50 // 10_000
    with brownie.reverts(sentence):
        credit.buy.call(order, order.total - most - 1, 4, 14, {"from": buyer})
    credit.buy(order, order.total - most, 4, 14, {"from": buyer})


def test_cash(credit_in, dollar, lend, order, prepare_credit, buyer):
    credit = credit_in(dollar.address, buyer_bps=10_000, seller_bps=10_000)
    order = prepare_credit(order, credit)
    principal = order.total - quarter(order)
    lend(credit, principal - 1)
    with brownie.reverts("vault: not enough cash"):
        credit.buy.call(order, quarter(order), 4, 14, {"from": buyer})


def test_donation_is_not_lent(credit_in, dollar, lend, order, prepare_credit, buyer, stranger):
    credit = credit_in(dollar.address, buyer_bps=10_000, seller_bps=10_000)
    lend(credit, 1_000)
    dollar.mint(credit, LENT, {"from": stranger})
    order = prepare_credit(order, credit)
    with brownie.reverts("vault: not enough cash"):
        credit.buy.call(order, quarter(order), 4, 14, {"from": buyer})


def test_too_large(credit_in, dollar, lend, order, prepare_credit, buyer, seller):
    """Principal and all fees have 96 bits."""
    credit = credit_in(dollar.address, base=2**96 - 1, maximum=2**96 - 1, fee_bps=10_000, late_bps=10_000,
                       buyer_bps=10_000, seller_bps=10_000)  # fmt: skip
    lend(credit, 2**96)
    largest = (2**96 - 1) // 8  # six fees of the principal and late fees of once the principal
    order = prepare_credit(order.of(price=largest + 1, shipping=1)._replace(quantity=4), credit)
    with brownie.reverts("plans: principal too large"):
        credit.buy.call(order, order.total - largest - 8, 6, 14, {"from": buyer})
    credit.buy(order, order.total - largest, 6, 14, {"from": buyer})


def test_no_allowance(credit, ready, dollar, buyer, buy):
    dollar.approve(credit, quarter(ready) - 1, {"from": buyer})
    with brownie.reverts():
        buy(ready)


def test_not_published(ready, refused, buy):
    refused("offers: not published", ready.of(details=b"\x01" * 32))
