"""Whoever is called in the middle gets nothing done here, and reads nothing; nor while Escrow is in the middle."""

from typing import NamedTuple

import pytest

from tests.fixtures.planned_calls import outcomes
from tests.fixtures.points import cash_of, points_of, with_points
from tests.fixtures.terms import EMPTY, salted
from tests.fixtures.trade import EXECUTE, call_data

REFUSES_ALWAYS = {"transfer", "transferFrom", "approve"}
PLENTY = 10**21


class Opportunity(NamedTuple):
    """A call that would go through if nobody was in the middle of another; `coin` comes with it."""

    verb: str
    data: str
    coin: int = 0


@pytest.fixture(scope="module")
def currency() -> str:
    """A token asks no receiver; hooks have a currency of their own."""
    return EMPTY


@pytest.fixture(scope="module")
def double(escrow, ReenteringReceiver, deployer):
    """Buys, pays with points, and is called in the middle when coin is pushed to it."""
    double = ReenteringReceiver.deploy({"from": deployer})
    deployer.transfer(double, PLENTY)
    return double


@pytest.fixture(scope="module")
def theirs(order, double):
    """An order of the double's."""
    return order._replace(buyer=double.address, payer=double.address)


@pytest.fixture(scope="module")
def opportunities(loyalty, theirs, double, dollar, earn, buy, step, pass_on, GasEatingReceiver, deployer, prepare):
    """A call of each function that would go through."""
    points = sum(earn(theirs) for _ in range(4))
    pass_on(double.address, loyalty.address, loyalty.collect.encode_input(double))
    back = [buy(salted(theirs, number), loyalty, points // 10) for number in range(3)]
    for order in back:
        step(double.address, "cancel", order)
    credit(loyalty, back[2], double, GasEatingReceiver.deploy({"from": deployer}), deployer)
    prepare(theirs, loyalty, 0)
    new = [with_points(salted(theirs, number), loyalty.address, points // 10) for number in (7, 8)]
    earn(theirs)  # what is ready
    earn(theirs.of(currency=dollar.address))  # and in another currency
    calls = {
        "collect": (double,),
        "collect_many": ([double],),
        "collect_cash": (double, dollar),
        "settle": (back[0],),
        "settle_many": ([back[1]],),
        "pay": (new[0],),
        "pay_many": ([new[1]],),
        "withdraw": (double, EMPTY),
        "withdraw_to": (EMPTY, double),
        "balanceOf": (double,),
        "lifetime": (double,),
        "ready": (double,),
        "allowance": (double, double),
        "credits": (double, bytes(32), EMPTY),
        "settled": (bytes(32),),
    }
    coins = {"pay": cash_of(new[0]), "pay_many": cash_of(new[1])}
    verbs = {item["name"] for item in loyalty.abi if item["type"] == "function"} - REFUSES_ALWAYS
    return [
        Opportunity(verb, getattr(loyalty, verb).encode_input(*calls.get(verb, ())), coins.get(verb, 0))
        for verb in sorted(verbs)
    ]


def credit(loyalty, order, double, eater, deployer):
    """Cash that the double could not be pushed, as it burned the gas."""
    double.plan(eater, "0x", 1, {"from": deployer})
    double.plan(eater, "0x", 1, {"from": deployer})
    double.arm(1, {"from": deployer})
    loyalty.settle(order, {"from": deployer})
    double.forget({"from": deployer})
    assert loyalty.credits(double, bytes(32), EMPTY) == cash_of(order)


def test_default_behavior(loyalty, double, opportunities, wire):
    """Outside of a payment each of the calls goes through."""
    for one in opportunities:
        data = call_data(EXECUTE, loyalty.address, bytes.fromhex(one.data[2:]), one.coin)
        (answer,) = wire.answers([("eth_call", [{"to": double.address, "data": data}, "latest"])])
        assert "result" in answer, (one.verb, answer)


def refused_all(tx, opportunities) -> bool:
    """Every planned call was made and failed, by the lock, which has no reason to give."""
    made = outcomes(tx)
    assert [one.index for one in made] == list(range(len(opportunities)))
    return not any(one.success or one.reason for one in made)


def test_withdrawn(loyalty, theirs, double, opportunities, turned, deployer, stranger):
    """With all the gas it wants."""
    for one in opportunities:
        double.plan(loyalty, one.data, one.coin, {"from": deployer})
    double.arm(1, {"from": deployer})
    with turned(theirs, loyalty) as change:
        tx = loyalty.withdraw(double, EMPTY, {"from": stranger})

    assert refused_all(tx, opportunities)
    assert set(change) == {"credited", "reserve", "cash"}


def test_pushed(loyalty, theirs, double, opportunities, buy, step, turned, deployer, stranger):
    """One call at a time within the payout's gas."""
    for number, one in enumerate(opportunities):
        order = buy(salted(theirs, 100 + number), loyalty, 1_000)
        step(double.address, "cancel", order)
        double.forget({"from": deployer})
        double.plan(loyalty, one.data, one.coin, {"from": deployer})
        double.arm(1, {"from": deployer})
        with turned(order, loyalty) as change:
            tx = loyalty.settle(order, {"from": stranger})

        assert refused_all(tx, [one]), one.verb
        assert (change["cash"], change["points"]) == (cash_of(order), points_of(order)), one.verb
        assert "credited" not in change


@pytest.fixture
def hooked(token, points_in, order, earn, deployer):
    """Points in a token that makes calls in the middle of a transfer, and some of them ready."""
    hook = token("hook")
    points = points_in(hook.address)
    priced = order.of(currency=hook.address, loyalty=points.address)
    return hook, points, priced, earn(priced)


@pytest.mark.parametrize("verb", ["collect", "settle", "pay"])
def test_in_a_tokens_transfer(hooked, buy, prepare, earn, step, turned, deployer, stranger, verb):
    """The same call again, every view, and Escrow's own part of it: all refused, and the outer one is as ever."""
    hook, points, order, ready = hooked
    if verb == "pay":
        points.collect(order.buyer, {"from": stranger})
    if verb == "settle":
        order = buy(order, points, ready)
        step(order.buyer, "cancel", order)
    else:
        order = prepare(order, points, ready)
    if verb != "collect":
        earn(order)
    argument = order.buyer if verb == "collect" else order
    again = getattr(points, verb).encode_input(argument)
    for target, data in (
        (points, again),
        (points, points.collect.encode_input(order.buyer)),
        (points, points.totalSupply.encode_input()),
        (points, points.reserve.encode_input()),
    ):
        hook.plan(target, data, {"from": deployer})
    hook.set_hook(verb != "pay", verb == "pay", {"from": deployer})
    hook.arm(2, {"from": deployer})
    with turned(order, points) as change:
        tx = getattr(points, verb)(argument, {"from": order.buyer})

    made = outcomes(tx)
    assert len(made) >= 4
    assert not any(one.success for one in made)
    assert change["points"] == {"collect": ready, "settle": ready, "pay": -ready}[verb]


def test_from_the_middle_of_escrow(escrow, hooked, buy, fund, earn, deployer, ledger):
    """While Escrow takes somebody's payment, points can neither be collected nor settled: it hands nothing over."""
    hook, points, order, ready = hooked
    back = buy(order, points, ready)
    earn(order)
    escrow.cancel(back, {"from": order.buyer})
    new = salted(order, 77)
    fund(new.payer, hook.address, new.total)
    for data in (points.collect.encode_input(order.buyer), points.settle.encode_input(back)):
        hook.plan(points, data, {"from": deployer})
    hook.set_hook(False, True, {"from": deployer})
    hook.arm(1, {"from": deployer})
    before = ledger(back, points)
    tx = escrow.pay(new, {"from": new.payer})

    assert [one.success for one in outcomes(tx)] == [False, False]
    after = ledger(back, points)
    assert all(after[name] == before[name] for name in ("supply", "reserve", "points", "ready", "come back"))
