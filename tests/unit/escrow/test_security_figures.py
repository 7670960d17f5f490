"""The gas that SECURITY.md states for attacks and their answers is right within a twentieth; and the code fits."""

import re
from pathlib import Path

import pytest

from tests.fixtures import chains
from tests.fixtures.terms import AWAITING_SHIPMENT, EMPTY, salted

CODE_LIMIT = 24_000  # bytes; a chain takes 24,576
SECURITY = " ".join((Path(__file__).parents[3] / "SECURITY.md").read_text().split())


def stated(sentence: str) -> int:
    """The number that stands in a sentence where this one has a #."""
    (number,) = re.findall(re.escape(sentence).replace(r"\#", r"([\d,]+)"), SECURITY)
    return int(number.replace(",", ""))


def about(gas: int):
    return pytest.approx(gas, rel=0.05)


@pytest.fixture
def nothing_shared(order):
    return order._replace(referrer=EMPTY).of(loyalty=EMPTY, points_bps=0)


def test_burned_in_coin(escrow, nothing_shared, reach, GasEatingReceiver, ContractWallet, deployer, buyer):
    honest = ContractWallet.deploy(deployer, {"from": deployer})
    orders = [nothing_shared.of(seller=who.address) for who in (honest, GasEatingReceiver.deploy({"from": deployer}))]
    usual, burned = (escrow.confirm(reach(one, AWAITING_SHIPMENT), {"from": buyer}).gas_used for one in orders)
    assert about(burned - usual) == stated("over a receiver that behaves: # gas in coin")


def test_burned_in_a_token(escrow, nothing_shared, token, reach, GasEatingReceiver, deployer, buyer):
    hook = token("hook")
    hook.plan(GasEatingReceiver.deploy({"from": deployer}), b"", {"from": deployer})
    hook.set_hook(True, False, {"from": deployer})
    orders = [reach(salted(nothing_shared.of(currency=hook.address), number), AWAITING_SHIPMENT) for number in (0, 1)]
    usual = escrow.confirm(orders[0], {"from": buyer}).gas_used
    hook.arm(1, {"from": deployer})
    burned = escrow.confirm(orders[1], {"from": buyer}).gas_used
    assert about(burned - usual) == stated("gas in coin, # in a token")


@chains.FIGURES
def test_code_has_room_to_be_deployed(escrow, wire):
    code = bytes.fromhex(wire.ask("eth_getCode", escrow.address, "latest")[2:])
    assert 0 < len(code) <= CODE_LIMIT


@chains.FIGURES
def test_stock_locked_up(escrow, order, publish, pay, seller):
    publish(order.offer, 2 * order.quantity)
    orders = [salted(order, number) for number in range(2)]
    _, locking = (pay(one).gas_used for one in orders)
    raising = escrow.set_cap(order.offer, 4 * order.quantity, {"from": seller}).gas_used
    refunding = escrow.refund(orders[0], order.total, {"from": seller}).gas_used
    assert about(locking) == stated("price and shipping, and # gas an order")
    assert about(raising) == stated("by one `set_cap` of # gas")
    assert about(refunding) == stated("refunds one before shipping for # gas")
