"""What a receiver can burn of its caller's gas is bounded, and what a caller can keep from a receiver too."""

import brownie
import pytest

from tests.fixtures import chains
from tests.fixtures.terms import AWAITING_SHIPMENT, CLOSED, EMPTY, salted

# A push of coin brings 50,000 gas, and the coin itself 2,300; a push of a token brings 100,000.
PUSH_COIN_GAS = 52_300
PUSH_TOKEN_GAS = 100_000
CREDIT_GAS = 22_100 + 2_100  # a word that was empty, and the event about it
BLOCK_GAS = 30_000_000
BURNERS = ["GasEatingReceiver", "ReturnBombReceiver"]


@pytest.fixture
def nothing_shared(order):
    return order._replace(referrer=EMPTY).of(loyalty=EMPTY, points_bps=0)


@pytest.fixture
def honest(nothing_shared, ContractWallet, deployer):
    """An order whose seller has code, and takes coin for next to nothing."""
    return nothing_shared.of(seller=ContractWallet.deploy(deployer, {"from": deployer}).address)


@pytest.mark.parametrize("kind", BURNERS)
def test_default_behavior(escrow, nothing_shared, honest, reach, request, deployer, buyer, kind):
    """A confirmation costs at most a push's gas and a credit more than with a receiver that behaves."""
    double = request.getfixturevalue(kind).deploy({"from": deployer})
    burning = nothing_shared.of(seller=double.address)
    for one in (burning, honest):
        reach(one, AWAITING_SHIPMENT)
    usual = escrow.confirm(honest, {"from": buyer}).gas_used
    burned = escrow.confirm(burning, {"from": buyer}).gas_used
    assert burned - usual <= PUSH_COIN_GAS + CREDIT_GAS


def test_burned_by_a_token(escrow, nothing_shared, token, reach, GasEatingReceiver, deployer, buyer):
    hook = token("hook")
    hook.plan(GasEatingReceiver.deploy({"from": deployer}), b"", {"from": deployer})
    hook.set_hook(True, False, {"from": deployer})
    order = nothing_shared.of(currency=hook.address)
    other = salted(order, 1)
    for one in (order, other):
        reach(one, AWAITING_SHIPMENT)
    usual = escrow.confirm(order, {"from": buyer}).gas_used
    hook.arm(1, {"from": deployer})
    burned = escrow.confirm(other, {"from": buyer}).gas_used
    assert PUSH_TOKEN_GAS // 2 < burned - usual <= PUSH_TOKEN_GAS + CREDIT_GAS


@pytest.mark.parametrize("kind", BURNERS)
def test_full_batch_fits_into_a_block(escrow, order, publish, record, next_at, act, request, deployer, stranger, kind):
    """50 overdue orders of a payer that burns what it is given."""
    double = request.getfixturevalue(kind).deploy({"from": deployer}).address
    orders = [salted(order, number)._replace(quantity=1, buyer=double, payer=double) for number in range(50)]
    publish(order.offer)
    for some in (orders[:20], orders[20:40], orders[40:]):
        act(double, "pay_many", some, coin=sum(one.total for one in some))
    next_at(orders[-1])
    tx = escrow.enforce_many(orders, {"from": stranger})
    assert all(record(one)["status"] == CLOSED for one in orders)
    assert escrow.credits(double, bytes(32), EMPTY) == sum(one.total for one in orders)
    assert tx.gas_used < BLOCK_GAS // 3


@pytest.mark.parametrize("kind", BURNERS)
def test_withdrawing_is_on_the_callers_bill(escrow, order, reach, request, deployer, stranger, buyer, kind):
    double = request.getfixturevalue(kind).deploy({"from": deployer}).address
    order = reach(order.of(seller=double), AWAITING_SHIPMENT)
    escrow.confirm(order, {"from": buyer})
    waiting = escrow.credits(double, bytes(32), EMPTY)
    with brownie.reverts("payments: receiver refused"):
        escrow.withdraw(double, EMPTY, {"from": stranger, "gas_limit": 500_000})
    assert escrow.credits(double, bytes(32), EMPTY) == waiting > 0


@chains.SIMULATION
def test_push_cannot_be_starved(escrow, nothing_shared, reach, wire, ReenteringReceiver, deployer, buyer, stranger):
    """No gas limit makes a confirmation go through in which a receiver that needs its gas gets a credit instead."""
    needy = ReenteringReceiver.deploy({"from": deployer})
    for _ in range(2):
        needy.plan(stranger, b"", {"from": deployer})
    needy.arm(1, {"from": deployer})
    order = reach(nothing_shared.of(seller=needy.address), AWAITING_SHIPMENT)
    call = {"from": buyer.address, "to": escrow.address, "data": escrow.confirm.encode_input(order)}
    credited = escrow.topics["PayoutCredited"]
    limits = range(60_000, 200_000, 250)
    asked = [
        ("eth_simulateV1", [{"blockStateCalls": [{"calls": [{**call, "gas": hex(gas)}]}]}, "latest"]) for gas in limits
    ]
    results = [answer["result"][0]["calls"][0] for answer in wire.answers(asked)]
    done = [result["status"] == "0x1" for result in results]
    assert not done[0]
    assert done[-1]
    assert done == sorted(done)
    for result in results:
        assert credited not in [log["topics"][0] for log in result["logs"]]
