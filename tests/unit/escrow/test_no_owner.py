"""Whoever deployed Escrow can do nothing there that a stranger cannot."""

import pytest

from tests.unit.answers import alike, functions
from tests.unit.escrow.opportunities import Schemer

FOR_ANYONE = {"enforce", "enforce_many", "withdraw", "ship_many"}  # the last skips what is not the caller's
SIGNED = {"act_signed", "pay_with_authorization", "pay_many_with_authorization"}
VIEWS = {"record", "stock", "credits", "offer_id", "order_id"}


@pytest.fixture(scope="module")
def opportunities(wallet, dollar, order, reach, publish, fund, at, wire, ContractWallet, deployer):
    """A call of each function that would go through for somebody who has a part in the order."""
    somebody = ContractWallet.deploy(deployer, {"from": deployer})
    deployer.transfer(somebody, 10**21)
    found = Schemer(somebody.address, wallet, dollar, order, reach, publish, fund, at).all()
    wire.ask("evm_mine")
    return found


def test_default_behavior(escrow, opportunities, wire, deployer, stranger):
    """Every function answers both alike: with the same result, or with the same reason."""
    assert {one.verb for one in opportunities} == functions(escrow)
    done = alike(escrow, opportunities, (deployer, stranger), wire.answers)
    assert done == FOR_ANYONE | SIGNED | VIEWS
