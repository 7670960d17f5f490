"""The gas-eating receiver burns what it is given, whatever that is."""

import brownie
import pytest


@pytest.mark.parametrize("gas_limit", [30_000, 73_300, 1_000_000])
def test_default_behavior(GasEatingReceiver, stranger, history, gas_limit):
    double = GasEatingReceiver.deploy({"from": stranger})
    with brownie.reverts():
        stranger.transfer(double, 1, gas_limit=gas_limit)
    assert history[-1].gas_used == gas_limit
    assert double.balance() == 0
