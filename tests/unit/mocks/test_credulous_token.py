"""The credulous token works, and believes whoever brings an authorization."""

from tests.fixtures.terms import NO_HASH


def test_default_behavior(token, receiver, stranger, deployer):
    double = token("credulous")
    double.mint(stranger, 5, {"from": stranger})
    double.transfer(receiver, 2, {"from": stranger})
    double.approve(deployer, 3, {"from": stranger})
    double.transferFrom(stranger, receiver, 3, {"from": deployer})
    assert double.balanceOf(receiver) == 5


def test_anybody_authorizes_anything(token, receiver, stranger, deployer):
    double = token("credulous")
    double.receiveWithAuthorization(stranger, receiver, 7, 0, 0, NO_HASH, 0, NO_HASH, NO_HASH, {"from": deployer})
    assert (double.balanceOf(receiver), double.balanceOf(stranger)) == (7, 0)
