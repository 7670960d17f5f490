"""The relay and plans: who has Dollars and no coin buys in instalments and repays; what is worthless is not sent."""

from dataclasses import replace

import pytest

from frontend.relay import policy
from scripts import signed
from scripts.signed import Instalments
from scripts.terms import Status
from tests.fixtures.borrowing import Borrowing
from tests.fixtures.goods import DOLLAR
from tests.fixtures.shop import RELAYED
from tests.fixtures.signed_documents import Body
from tests.frontend.counter import Counter, ended, look, post, spent

PART, FEE = 7_800_000, 300_000
TERMS = Instalments(20 * DOLLAR, 4, 14)  # of a lamp, which costs 50 with postage: 7.50 four times, and a fee of 0.30


@pytest.fixture
def borrowing(counter: Counter) -> Borrowing:
    """Lenders of Dollars, and two shoppers who are vouched for, the second without coin."""
    found = Borrowing(counter.shop, counter.goods.offers["lamp"])
    found.open(*(counter.shop.people[role] for role in ("shopper1", "shopper2")))
    return found


def test_default_behavior(counter: Counter, borrowing: Borrowing) -> None:
    """Bought in four, one paid by himself, the rest by another: without a wei of theirs, and once each."""
    client, people = counter.open(**RELAYED), counter.shop.people
    order = borrowing.order(people["shopper2"])
    body = counter.hand.buy_later(order, TERMS)
    sent = post(client, body, 202)
    assert ended(client, sent["id"])["status"] == "mined"
    plan = borrowing.opened(counter.shop.web3.eth.block_number)
    assert (counter.record(order).status, plan.principal) == (Status.AWAITING_SHIPMENT, 30 * DOLLAR)
    assert (
        post(client, {**body, "valid_before": str(counter.hand.now + 90)}, 200)["reason"]
        == "This order is already paid."
    )

    nonce = counter.nonce()
    paid = counter.hand.repay(borrowing.credit.address, plan, PART, people["shopper2"])
    assert ended(client, post(client, paid, 202)["id"])["status"] == "mined"
    assert borrowing.record(plan)["next"] == 2
    rest = counter.hand.repay(borrowing.credit.address, plan, 50 * DOLLAR, people["shopper3"])
    assert ended(client, post(client, rest, 202)["id"])["status"] == "mined"
    assert borrowing.record(plan)["payoff"] == 0
    assert [counter.dollars(role) for role in ("shopper2", "shopper3")] == [972_200_000, 977_500_000]
    assert [counter.coin(role) for role in ("shopper2", "shopper3")] == [0, 0]
    again = {**paid, "valid_before": str(counter.hand.now + 90)}
    assert post(client, again, 200)["reason"] == "This has been done already."
    assert counter.nonce() == nonce + 2
    for one in (body, paid, rest):
        assert signed.of(one).body == one


def test_within_what_is_paid_for(counter: Counter, borrowing: Borrowing) -> None:
    """The first purchase of an account, and a repayment that marks what was missed, need less than the limits."""
    client, account = counter.open(**RELAYED), counter.shop.people["shopper2"]
    order = borrowing.order(account)
    ended(client, post(client, counter.hand.buy_later(order, TERMS), 202)["id"])
    plan = borrowing.opened(counter.shop.web3.eth.block_number)
    counter.shop.node.rpc("evm_increaseTime", 3 * plan.interval)
    counter.mine()
    ended(client, post(client, counter.hand.repay(borrowing.credit.address, plan, 50 * DOLLAR, account), 202)["id"])
    used = [counter.shop.web3.eth.get_block(number)["gasUsed"] for number in _last_two(counter)]
    for most, gas in zip((policy.MOST_GAS[signed.BUY_LATER], policy.MOST_GAS[signed.REPAY]), used, strict=True):
        assert gas * 5 / 4 + 20_000 < most < 3 * gas, used


def _last_two(counter: Counter) -> list[int]:
    """The latest two blocks that have transactions."""
    eth = counter.shop.web3.eth
    blocks = (number for number in range(eth.block_number, 0, -1) if eth.get_block(number)["transactions"])
    return [next(blocks), next(blocks)][::-1]


def test_would_fail(counter: Counter, borrowing: Borrowing) -> None:
    """Each with the contract's reason, at no cost."""
    client, people = counter.open(**RELAYED), counter.shop.people
    credit = borrowing.credit.address
    _, plan = borrowing.buy(people["shopper1"], 20 * DOLLAR)
    ends, nonce = counter.hand, counter.nonce()
    order, payer = borrowing.order(people["shopper2"]), people["shopper2"]
    refused = [
        (ends.buy_later(order, replace(TERMS, days=15)), "14 or 30 days apart"),
        (ends.buy_later(order, replace(TERMS, down=10 * DOLLAR)), "A quarter"),
        (ends.buy_later(order, TERMS, by=people["stranger"]), "wrong signature"),
        (ends.buy_later(order, TERMS, valid=7_200), "longer than an hour"),
        (ends.buy_later(order, TERMS, valid=30), "too old"),
        ({**ends.buy_later(order, TERMS), "instalments": "2"}, "wrong signature"),
        (ends.buy_later(borrowing.order(people["shopper3"]), TERMS), "vouches for"),
        (ends.repay(credit, plan, 0, payer), "must not be zero"),
        (ends.repay(credit, plan._replace(slot=1), DOLLAR, payer), "no such plan"),
        (ends.repay(credit, plan, 5_000 * DOLLAR, payer), "balance"),
        (ends.repay(credit, plan, DOLLAR, payer, by=people["stranger"]), "wrong signature"),
    ]
    for body, reason in refused:
        assert reason in post(client, body, 409)["error"], body
    assert (counter.nonce(), spent(client, counter)) == (nonce, 0)


def test_of_other_contracts_nothing_is_sent(counter: Counter, borrowing: Borrowing) -> None:
    """Whoever makes one of his own could burn the account's gas there, or call anything in its name."""
    client, people = counter.open(**RELAYED), counter.shop.people
    order, plan = borrowing.buy(people["shopper1"], 20 * DOLLAR)
    elsewhere = order._replace(payer=people["stranger"])
    for body in (
        counter.hand.buy_later(elsewhere, TERMS),
        counter.hand.repay(counter.shop.market.escrow.address, plan, DOLLAR, people["shopper2"]),
    ):
        assert "contract that lends" in post(client, body, 503)["error"]


def test_strangers_repayments_leave_the_buyer_his_part(
    counter: Counter, borrowing: Borrowing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody repays part after part: the calls that an order has in a day are for who is concerned."""
    monkeypatch.setattr(policy, "AN_ORDERS", 2)
    client, people = counter.open(**RELAYED), counter.shop.people
    order, plan = borrowing.buy(people["shopper1"], 20 * DOLLAR)
    for number in range(3):
        body = counter.hand.repay(borrowing.credit.address, plan, PART, people["shopper3"], bytes([number]) * 32)
        ended(client, post(client, body, 202)["id"])
    assert ended(client, post(client, counter.hand.act(order, "confirm"), 202)["id"])["status"] == "mined"


def test_too_little(counter: Counter, borrowing: Borrowing) -> None:
    """Less than a plan asks for next, by a unit: anybody could have that sent all day. What ends it is enough."""
    client, people = counter.open(**RELAYED), counter.shop.people
    _, plan = borrowing.buy(people["shopper1"], 20 * DOLLAR)
    nonce = counter.nonce()

    def repay(amount: int) -> Body:
        return counter.hand.repay(borrowing.credit.address, plan, amount, people["shopper2"])

    for amount in (1, PART - 1):
        assert "Pay more, or pay the network fee yourself" in post(client, repay(amount), 503)["error"]
    assert (counter.nonce(), spent(client, counter)) == (nonce, 0)
    borrowing.give(people["stranger"], PART)
    borrowing.send(people["stranger"], borrowing.call("repay", plan, 5 * DOLLAR))
    rest = PART - 5 * DOLLAR
    assert "Pay more" in post(client, repay(rest - 1), 503)["error"]
    assert ended(client, post(client, repay(rest), 202)["id"])["status"] == "mined"
    assert borrowing.record(plan)["next"] == 2
    borrowing.give(people["stranger"], 2 * PART)
    borrowing.send(people["stranger"], borrowing.call("repay", plan, 2 * PART))
    owed = borrowing.record(plan)["payoff"]
    assert owed == PART - FEE < borrowing.record(plan)["next_amount"]
    last = counter.hand.repay(borrowing.credit.address, plan, owed, people["shopper2"], b"\1" * 32)
    assert ended(client, post(client, last, 202)["id"])["status"] == "mined"
    assert borrowing.record(plan)["payoff"] == 0


def test_brought_by_another_first(counter: Counter, borrowing: Borrowing) -> None:
    """It counts as done, and as no failure of whoever signed."""
    client, people = counter.open(**RELAYED), counter.shop.people
    _, plan = borrowing.buy(people["shopper1"], 20 * DOLLAR)
    body = counter.hand.repay(borrowing.credit.address, plan, PART, people["shopper2"])
    with counter.shop.node.held_up():
        sent = post(client, body, 202)
        call = borrowing.call(signed.REPAY, *signed.of(body).arguments)
        counter.shop.web3.eth.send_transaction(
            {"from": people["stranger"], "to": call.to, "data": call.data, "gas": 400_000, "gasPrice": 10**12}
        )
    told = ended(client, sent["id"])
    assert (told["status"], told["reason"]) == ("mined", "This has been done already.")
    assert look(client, sent["id"])["status"] == "mined"


def test_taken_back_meanwhile(counter: Counter, borrowing: Borrowing, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not done, and counts against whoever signed: else he could have all of his part of a day burnt in vain."""
    monkeypatch.setattr(policy, "FAILURES", 1)
    client, people = counter.open(**RELAYED), counter.shop.people
    _, plan = borrowing.buy(people["shopper1"], 20 * DOLLAR)
    body = counter.hand.repay(borrowing.credit.address, plan, PART, people["shopper2"])
    dollar = counter.shop.book.contract(counter.shop.web3, "Dollar").functions
    with counter.shop.node.held_up():
        sent = post(client, body, 202)
        dollar.cancelAuthorization(*counter.hand.take_back(body)).transact(
            {"from": people["stranger"], "gas": 400_000, "gasPrice": 10**12}
        )
    assert ended(client, sent["id"])["status"] == "failed"
    again = counter.hand.repay(borrowing.credit.address, plan, PART, people["shopper2"], b"\1" * 32)
    assert "has failed today" in post(client, again, 503)["error"]


def test_malformed(counter: Counter, borrowing: Borrowing) -> None:
    """In one sentence each."""
    client, people = counter.open(**RELAYED), counter.shop.people
    order, plan = borrowing.buy(people["shopper1"], 20 * DOLLAR)
    bought = counter.hand.buy_later(order, TERMS)
    paid = counter.hand.repay(borrowing.credit.address, plan, 1, people["shopper2"])
    wrong: list[Body] = [
        {**bought, "orders": bought["orders"] * 2}, {**bought, "down": "-1"}, {**bought, "call": signed.PAY},
        {**paid, "orders": bought["orders"]}, {**paid, "amount": "9" * 78}, {**paid, "salt": "0x"},
        {**paid, "plan": {**paid["plan"], "slot": 0}}, {name: paid[name] for name in paid if name != "credit"},
    ]  # fmt: skip
    for body in wrong:
        assert list(post(client, body, 400)) == ["error"]
