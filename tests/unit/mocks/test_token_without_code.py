"""The token without code works for one transaction, and is gone in the next."""

import brownie
import pytest

from tests.fixtures import chains

SALT = b"\x07" * 32


@pytest.fixture
def double(token):
    return token("without_code")


@pytest.fixture
def copy(double, stranger):
    """The address of the copy that is yet to be made."""
    return double.live_once.call(SALT, [], {"from": stranger})


def test_default_behavior(double, copy, receiver, stranger, web3):
    assert web3.eth.get_code(copy) == b""
    steps = [
        (copy, double.mint.encode_input(double, 5)),
        (copy, double.approve.encode_input(double, 2)),
        (copy, double.transfer.encode_input(receiver, 3)),
        (copy, double.transferFrom.encode_input(double, receiver, 2)),
    ]
    tx = double.live_once(SALT, steps, {"from": stranger})
    assert tx.return_value == copy
    transfers = tx.events["Transfer"]
    assert [event["value"] for event in transfers] == [5, 3, 2]
    assert {event.address for event in transfers} == {copy}
    assert web3.eth.get_code(copy) == b""


@chains.DESTROYED
def test_works_itself(double, receiver, stranger, web3):
    double.mint(stranger, 5, {"from": stranger})
    double.transfer(receiver, 5, {"from": stranger})
    double.destroy({"from": stranger})
    assert double.balanceOf(receiver) == 5
    assert len(web3.eth.get_code(double.address)) > 0


def test_refused_step(double, copy, receiver, stranger, web3):
    with brownie.reverts("plain_token: balance too low"):
        double.live_once(SALT, [(copy, double.transfer.encode_input(receiver, 1))], {"from": stranger})
