"""The contract wallet approves signatures in three ways."""

import brownie
import pytest
from eth_account import Account

from tests.fixtures.signing import mirrored, packed

DIGEST = bytes(range(32))
MAGIC, REFUSED = "0x1626ba7e", "0xffffffff"


@pytest.fixture
def wallet(ContractWallet, holder, stranger):
    return ContractWallet.deploy(holder, {"from": stranger})


@pytest.fixture
def signature(holder):
    return Account.unsafe_sign_hash(DIGEST, holder.private_key)


def test_default_behavior(wallet, signature, holder):
    assert wallet.owner() == holder
    assert wallet.isValidSignature(DIGEST, signature.signature) == MAGIC


def test_honest_about_other_digests(wallet, signature):
    assert wallet.isValidSignature(DIGEST[::-1], signature.signature) == REFUSED


def test_honest_about_other_keys(wallet):
    signature = Account.unsafe_sign_hash(DIGEST, "0x" + "22" * 32)
    assert wallet.isValidSignature(DIGEST, signature.signature) == REFUSED


def test_honest_about_malleable_signatures(wallet, signature):
    forged = packed(*mirrored(signature.v, signature.r, signature.s))
    assert wallet.isValidSignature(DIGEST, forged) == REFUSED


def test_always_yes(wallet, stranger):
    wallet.set_mode(wallet.ALWAYS_YES(), {"from": stranger})
    assert wallet.isValidSignature(DIGEST, b"") == MAGIC


def test_gas_eater(wallet, signature, dollar, stranger, history):
    wallet.set_mode(wallet.GAS_EATER(), {"from": stranger})
    data = wallet.isValidSignature.encode_input(DIGEST, signature.signature)
    with brownie.reverts():
        stranger.transfer(wallet, 0, data=data, gas_limit=300_000)
    assert history[-1].gas_used == 300_000


def test_receives_coin(wallet, stranger):
    stranger.transfer(wallet, 7)
    assert wallet.balance() == 7


def test_no_such_mode(wallet, stranger):
    with brownie.reverts("ContractWallet: no such mode"):
        wallet.set_mode(3, {"from": stranger})
