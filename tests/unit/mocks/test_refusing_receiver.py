"""The refusing receiver refuses coin until it is told otherwise."""

import brownie


def test_default_behavior(RefusingReceiver, stranger):
    double = RefusingReceiver.deploy({"from": stranger})
    with brownie.reverts("RefusingReceiver: no coin please"):
        stranger.transfer(double, 1)
    assert double.balance() == 0


def test_switched(RefusingReceiver, stranger):
    double = RefusingReceiver.deploy({"from": stranger})
    double.set_refusing(False, {"from": stranger})
    stranger.transfer(double, 1)
    assert double.balance() == 1
    double.set_refusing(True, {"from": stranger})
    with brownie.reverts("RefusingReceiver: no coin please"):
        stranger.transfer(double, 1)
