"""Everybody spends everything at once: it works, and the reserve is empty."""

import pytest

from tests.fixtures.points import coin_of
from tests.fixtures.terms import salted

SHOPPERS = 8


@pytest.fixture
def shoppers(accounts, order, earn, loyalty, pass_on) -> list:
    """Each has earned another sum; some have collected it."""
    found = accounts[-SHOPPERS:]
    for number, shopper in enumerate(found, 1):
        for _ in range(number % 3 + 1):
            earn(order._replace(buyer=shopper.address))
        if number % 2:
            pass_on(shopper.address, loyalty.address, loyalty.collect.encode_input(shopper))
    return found


def test_default_behavior(loyalty, order, shoppers, prepare, buy, step, wire):
    """All in one block; one of them had an order back before."""
    back = buy(order._replace(buyer=shoppers[0].address), loyalty, 1_000)
    step(back.buyer, "cancel", back)
    loyalty.settle(back, {"from": shoppers[1]})
    carts = [
        prepare(
            salted(order._replace(buyer=shopper.address), number),
            loyalty,
            loyalty.balanceOf(shopper) + loyalty.ready(shopper),
        )
        for number, shopper in enumerate(shoppers)
    ]
    keys = []
    for bought in carts:
        sent = {"from": bought.buyer, "to": loyalty.address, "data": loyalty.pay.encode_input(bought)}
        sent |= {"value": hex(coin_of(bought)), "gas": hex(1_000_000), "gasPrice": "0x0"}
        keys.append(wire.ask("eth_sendTransaction", sent))
    wire.ask("evm_mine")
    receipts = [wire.ask("eth_getTransactionReceipt", key) for key in keys]

    assert {receipt["blockNumber"] for receipt in receipts} == {receipts[0]["blockNumber"]}
    assert {receipt["status"] for receipt in receipts} == {"0x1"}
    assert loyalty.totalSupply() == loyalty.reserve() == 0
    assert [loyalty.balanceOf(shopper) for shopper in shoppers] == [0] * SHOPPERS
