"""The curious wallet approves whatever it is asked for, unless something answers it meanwhile."""

import pytest

MAGIC, REFUSED = "0x1626ba7e", "0xffffffff"


@pytest.fixture
def wallet(CuriousWallet, dollar, stranger):
    """Nobody answers what it asks: it has no Dollars to send."""
    wallet = CuriousWallet.deploy({"from": stranger})
    wallet.plan(dollar, dollar.transfer.encode_input(stranger, 5), {"from": stranger})
    return wallet


def test_default_behavior(wallet):
    assert str(wallet.isValidSignature(b"\x01" * 32, b"anything")) == MAGIC


def test_answered(wallet, dollar, stranger):
    wallet.plan(dollar, dollar.balanceOf.encode_input(stranger), {"from": stranger})
    assert str(wallet.isValidSignature(b"\x01" * 32, b"anything")) == REFUSED


def test_changes_nothing(wallet, dollar, stranger):
    """What would go through for anybody who may change something."""
    wallet.plan(dollar, dollar.mint.encode_input(stranger, 5), {"from": stranger})
    assert str(wallet.isValidSignature(b"\x01" * 32, b"anything")) == MAGIC


def test_execute(wallet, dollar, receiver, stranger):
    dollar.mint(wallet, 5, {"from": stranger})
    wallet.execute(dollar, dollar.transfer.encode_input(receiver, 5), {"from": stranger})
    assert dollar.balanceOf(receiver) == 5
