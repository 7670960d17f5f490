"""The return-bomb receiver answers with much data, and needs no more gas for it than a payout brings."""

import pytest

PAYOUT_GAS = 52_300
BOMB = 32 * 1024


@pytest.fixture
def pay(ReturnBombReceiver, stranger, web3):
    """`pay(refusing)` pays the double with a payout's gas and gives the node's whole answer."""
    double = ReturnBombReceiver.deploy({"from": stranger})

    def send(refusing):
        double.set_refusing(refusing, {"from": stranger})
        payment = {
            "from": stranger.address,
            "to": double.address,
            "value": hex(1),
            "gas": hex(21_000 + PAYOUT_GAS),
        }
        return web3.provider.make_request("eth_call", [payment, "latest"])

    return send


def test_default_behavior(ReturnBombReceiver, stranger):
    assert ReturnBombReceiver.deploy({"from": stranger}).refusing() is True


def test_reason_of_a_refusal(pay):
    assert len(bytes.fromhex(pay(True)["error"]["data"][2:])) == BOMB


def test_result_of_taking(pay):
    assert len(bytes.fromhex(pay(False)["result"][2:])) == BOMB
