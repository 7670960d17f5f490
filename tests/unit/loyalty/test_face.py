"""What wallets know as a token: it tells everything and moves nothing."""

import brownie
import pytest

from tests.fixtures.terms import MAX_UINT


def test_default_behavior(loyalty, escrow, currency, saved, buyer):
    assert (loyalty.name(), loyalty.symbol(), loyalty.decimals()) == ("Points", "P", 6)
    assert loyalty.balanceOf(buyer) == loyalty.totalSupply() == loyalty.reserve() == saved
    assert (loyalty.escrow(), loyalty.currency()) == (escrow, currency)


@pytest.mark.parametrize("decimals", [0, 18, 24, 255])
def test_decimals(points_in, currency, decimals):
    assert points_in(currency, decimals).decimals() == decimals


def test_longest_names(Loyalty, escrow, currency, deployer):
    name, symbol = "n" * 64, "s" * 32
    loyalty = Loyalty.deploy(escrow, currency, name, symbol, 6, {"from": deployer})
    assert (loyalty.name(), loyalty.symbol()) == (name, symbol)


def test_allowance(loyalty, saved, buyer, stranger):
    assert loyalty.allowance(buyer, stranger) == 0


@pytest.mark.parametrize("amount", [0, 1, MAX_UINT])
def test_transfer(loyalty, saved, buyer, stranger, amount):
    with brownie.reverts("Loyalty: points do not move"):
        loyalty.transfer(stranger, amount, {"from": buyer})


@pytest.mark.parametrize("role", ["buyer", "stranger", "deployer"])
def test_transfer_from(loyalty, saved, people, role):
    with brownie.reverts("Loyalty: points do not move"):
        loyalty.transferFrom(people["buyer"], people["stranger"], 1, {"from": people[role]})


def test_approve(loyalty, saved, buyer, stranger):
    with brownie.reverts("Loyalty: points do not move"):
        loyalty.approve(stranger, 1, {"from": buyer})
