"""Whoever is called in the middle of a payment gets nothing done at Escrow, and reads nothing from it."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.planned_calls import outcomes
from tests.fixtures.terms import CLOSED, EMPTY, NO_HASH
from tests.fixtures.trade import EXECUTE, call_data
from tests.unit.escrow.opportunities import Schemer

NOT_LOCKED = "offer_id"  # pure: it computes from what it is given, and reads nothing
PLENTY = 10**21  # coin for everything that the double can want to pay


@pytest.fixture(scope="module")
def double(escrow, ReenteringReceiver, deployer):
    """Takes a part in many orders; is called in the middle when it is paid in coin."""
    double = ReenteringReceiver.deploy({"from": deployer})
    deployer.transfer(double, PLENTY)
    return double


@pytest.fixture(scope="module")
def opportunities(double, wallet, dollar, order, reach, publish, fund, at, wire):
    found = Schemer(double.address, wallet, dollar, order, reach, publish, fund, at).all()
    wire.ask("evm_mine")
    return found


@pytest.fixture
def hook(token, double, escrow, opportunities, deployer):
    """A token that lets the double take all its opportunities in the middle of a transfer."""
    hook = token("hook")
    for one in opportunities:
        data = call_data(EXECUTE, escrow.address, bytes.fromhex(one.data[2:]), one.coin)
        hook.plan(double, data, {"from": deployer})
    return hook


@pytest.fixture
def settled(escrow, wire, logged):
    """`settled(tx)`: the words that a transaction changed in Escrow's storage, and the names of its events."""

    def read(tx):
        tracer = {"tracer": "prestateTracer", "tracerConfig": {"diffMode": True}}
        diff = wire.ask("debug_traceTransaction", tx.txid, tracer)
        words = {word for side in diff.values() for word in side.get(escrow.address.lower(), {}).get("storage", {})}
        return len(words), [name for name, _ in logged(tx)]

    return read


def test_default_behavior(escrow, double, opportunities, wire):
    """Outside of a payment each of the calls goes through; and none of Escrow's functions is missing."""
    verbs = {item["name"] for item in escrow.abi if item["type"] == "function"}
    assert {one.verb for one in opportunities} == verbs
    for one in opportunities:
        data = call_data(EXECUTE, escrow.address, bytes.fromhex(one.data[2:]), one.coin)
        call = {"from": escrow.address, "to": double.address, "data": data}
        (answer,) = wire.answers([("eth_call", [call, "latest"])])
        assert "result" in answer, (one.verb, answer)


def refused_all(tx, opportunities) -> bool:
    """Every planned call was made and failed, by the lock, which has no reason to give."""
    made = outcomes(tx)
    assert [one.index for one in made] == list(range(len(opportunities)))
    return all((one.success, one.reason) == (opportunities[one.index].verb == NOT_LOCKED, "") for one in made)


@pytest.mark.parametrize("payout", ["withdraw", "withdraw_to", "collect"])
def test_withdrawn(escrow, double, opportunities, order, reach, act, settled, deployer, stranger, payout):
    """With all the gas it wants."""
    role = {"withdraw": "referrer", "withdraw_to": "referrer", "collect": "loyalty"}[payout]
    earning = order._replace(referrer=double.address) if role == "referrer" else order.of(loyalty=double.address)
    reach(earning, CLOSED)
    for one in opportunities:
        double.plan(escrow, one.data, one.coin, {"from": deployer})
    double.arm(1, {"from": deployer})
    before = double.balance()
    key = bytes.fromhex(order.buyer[2:]).rjust(32, b"\0")
    if payout == "withdraw":
        tx = escrow.withdraw(double, EMPTY, {"from": stranger})
    elif payout == "withdraw_to":
        tx = act(double.address, "withdraw_to", EMPTY, double.address)
    else:
        tx = act(double.address, "collect", key, EMPTY)
    assert refused_all(tx, opportunities)
    event = "CreditCollected" if payout == "collect" else "CreditWithdrawn"
    assert settled(tx) == (1, [event])
    assert double.balance() - before >= share(order.total, 100)


@pytest.mark.parametrize("payout", ["confirm", "cancel"])
def test_pushed(escrow, double, opportunities, order, pay, act, settled, deployer, payout):
    """To the seller and to the payer, one call at a time within the payout's gas: one payment and one word changed."""
    paid = order.of(seller=double.address) if payout == "confirm" else order
    paid = paid._replace(referrer=EMPTY).of(loyalty=EMPTY, points_bps=0)
    if payout == "cancel":
        paid = paid._replace(buyer=double.address, payer=double.address)
    for number, one in enumerate(opportunities):
        mine = paid._replace(salt=(5_000 + number).to_bytes(32, "big"))
        pay(mine)
        double.forget({"from": deployer})
        double.plan(escrow, one.data, one.coin, {"from": deployer})
        double.arm(1, {"from": deployer})
        before = double.balance()
        tx = act(mine.buyer, payout, mine)
        assert refused_all(tx, [one]), one.verb
        words, event = (1, "OrderConfirmed") if payout == "confirm" else (2, "OrderCancelled")
        assert settled(tx) == (words, [event]), one.verb
        assert double.balance() - before == mine.total


def test_in_a_tokens_transfer(escrow, opportunities, hook, order, pay, settled, moved, buyer, deployer):
    """A push of a token has gas for a few calls only: those that do not fit fail too, and the push with them."""
    order = order.of(currency=hook.address)
    pay(order)
    hook.set_hook(True, False, {"from": deployer})
    hook.arm(1, {"from": deployer})
    with moved(order) as change:
        tx = escrow.confirm(order, {"from": buyer})
    commission, points = share(order.total, 100), share(order.total, 200)
    proceeds = order.total - commission - points
    assert change == {
        "seller's credit": proceeds,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    assert settled(tx) == (4, ["OrderConfirmed", "PayoutCredited"])


def test_pushed_in_a_token(escrow, double, opportunities, token, order, pay, settled, deployer, buyer):
    """What does fit into a push of a token is refused by the lock, and the push goes through."""
    hook = token("hook")
    hook.set_hook(True, False, {"from": deployer})
    order = order.of(currency=hook.address)
    cheap = [one for one in opportunities if one.verb in ("set_cap", "submit_evidence", "withdraw", "record")]
    assert len(cheap) == 4
    for number, one in enumerate(cheap):
        mine = order._replace(salt=(6_000 + number).to_bytes(32, "big"))
        pay(mine)
        hook.forget({"from": deployer})
        data = call_data(EXECUTE, escrow.address, bytes.fromhex(one.data[2:]), one.coin)
        hook.plan(double, data, {"from": deployer})
        hook.arm(1, {"from": deployer})
        tx = escrow.confirm(mine, {"from": buyer})
        assert refused_all(tx, [one]), one.verb
        assert settled(tx)[1] == ["OrderConfirmed"], one.verb


@pytest.mark.parametrize("in_the_middle_of", ["withdraw", "pay", "refund_closed"])
def test_in_a_token_with_all_gas(
    escrow,
    opportunities,
    hook,
    order,
    pay,
    reach,
    publish,
    fund,
    settled,
    moved,
    deployer,
    seller,
    buyer,
    in_the_middle_of,
):
    order = order.of(currency=hook.address)
    publish(order.offer)
    if in_the_middle_of != "pay":
        reach(order, CLOSED)
    fund(seller.address, hook.address, 9)
    fund(buyer.address, hook.address, order.total)
    hook.set_hook(True, True, {"from": deployer})
    hook.arm(1, {"from": deployer})
    with moved(order) as change:
        if in_the_middle_of == "pay":
            tx = escrow.pay(order, {"from": buyer})
        elif in_the_middle_of == "withdraw":
            tx = escrow.withdraw(order.referrer, hook, {"from": buyer})
        else:
            tx = escrow.refund_closed(order, 9, NO_HASH, {"from": seller})
    assert refused_all(tx, opportunities)
    commission = share(order.total, 100)
    wanted, words, event = {
        "pay": ({"escrow": order.total, "buyer": -order.total}, 2, "OrderPaid"),
        "withdraw": (
            {"escrow": -commission, "referrer": commission, "referrer's credit": -commission},
            1,
            "CreditWithdrawn",
        ),
        "refund_closed": ({"seller": -9, "buyer": 9}, 0, "ClosedOrderRefunded"),
    }[in_the_middle_of]
    assert change == wanted
    assert settled(tx) == (words, [event])


def test_one_deposit_does_not_count_twice(escrow, token, order, publish, fund, record, ReenteringReceiver, deployer):
    """A token that lets an inner payment stand for the outer one: the inner is refused, and so nothing arrived."""
    hook = token("hook")
    payer = ReenteringReceiver.deploy({"from": deployer})
    order = order.of(currency=hook.address)._replace(buyer=payer.address, payer=payer.address)
    inner = order._replace(salt=bytes(32))
    publish(order.offer)
    fund(payer.address, hook.address, 2 * order.total)
    step = escrow.pay.encode_input(inner)
    hook.plan(payer, call_data(EXECUTE, escrow.address, bytes.fromhex(step[2:]), 0), {"from": deployer})
    hook.set_hook(False, True, True, {"from": deployer})
    hook.arm(1, {"from": deployer})
    with brownie.reverts("payments: wrong amount arrived"):
        payer.execute(escrow, escrow.pay.encode_input(order), 0, {"from": deployer})
    assert record(order)["status"] == record(inner)["status"] == 0
