"""The Dollar's permit (ERC-2612): an allowance by signature."""

import brownie
import pytest
from brownie import ZERO_ADDRESS

from tests.fixtures.signing import mirrored, sign

AMOUNT = 25 * 10**6


@pytest.fixture
def permit(dollar, holder, spender, stranger, now):
    """`permit(...)` has a stranger bring a permit to spend the holder's Dollars; each part can be replaced."""

    def bring(change=lambda v, r, s: (v, r, s), key=holder.private_key, token=dollar, nonce=0, **parts):
        signed = {"owner": holder.address, "amount": AMOUNT, "deadline": now + 60} | parts
        owner, amount, deadline = signed["owner"], signed["amount"], signed["deadline"]
        signature = sign(token, key, "Permit", owner, spender.address, amount, nonce, deadline)
        v, r, s = change(signature.v, signature.r, signature.s)
        r, s = r.to_bytes(32, "big"), s.to_bytes(32, "big")
        return dollar.permit(owner, spender, amount, deadline, v, r, s, {"from": stranger})

    return bring


def test_default_behavior(dollar, permit, holder, spender):
    tx = permit()
    assert dollar.allowance(holder, spender) == AMOUNT
    assert dollar.nonces(holder) == 1
    assert dict(tx.events["Approval"]) == {"owner": holder, "spender": spender, "value": AMOUNT}


def test_spends_exactly_what_was_permitted(dollar, permit, holder, receiver, spender, stranger):
    dollar.mint(holder, 2 * AMOUNT, {"from": stranger})
    permit()
    dollar.transferFrom(holder, receiver, AMOUNT, {"from": spender})
    assert dollar.allowance(holder, spender) == 0
    with brownie.reverts("plain_token: allowance too low"):
        dollar.transferFrom(holder, receiver, 1, {"from": spender})


def test_at_the_deadline(dollar, permit, holder, spender, at, now):
    at(now + 60)
    permit(deadline=now + 60)
    assert dollar.allowance(holder, spender) == AMOUNT


def test_after_the_deadline(permit, at, now):
    at(now + 61)
    with brownie.reverts("Dollar: permit expired"):
        permit(deadline=now + 60)


def test_replay(permit):
    permit()
    with brownie.reverts("Dollar: wrong signature"):
        permit()


def test_next_nonce(dollar, permit, holder, spender):
    permit()
    permit(amount=1, nonce=1)
    assert dollar.allowance(holder, spender) == 1


def test_nonce_too_early(permit):
    with brownie.reverts("Dollar: wrong signature"):
        permit(nonce=1)


def test_wrong_signer(permit):
    with brownie.reverts("Dollar: wrong signature"):
        permit(key="0x" + "22" * 32)


def test_other_amount_than_signed(dollar, holder, spender, stranger, now):
    signature = sign(dollar, holder.private_key, "Permit", holder.address, spender.address, AMOUNT, 0, now + 60)
    r, s = signature.r.to_bytes(32, "big"), signature.s.to_bytes(32, "big")
    with brownie.reverts("Dollar: wrong signature"):
        dollar.permit(holder, spender, AMOUNT + 1, now + 60, signature.v, r, s, {"from": stranger})


def test_signed_for_another_dollar(permit, Dollar, stranger):
    with brownie.reverts("Dollar: wrong signature"):
        permit(token=Dollar.deploy({"from": stranger}))


def test_malleable_signature(permit):
    with brownie.reverts("Dollar: wrong signature"):
        permit(change=mirrored)


@pytest.mark.parametrize("change", [lambda v, r, s: (0, r, s), lambda v, r, s: (27, 0, 0)])
def test_zero_signer(dollar, permit, spender, change):
    with brownie.reverts("Dollar: wrong signature"):
        permit(owner=ZERO_ADDRESS, change=change)
    assert dollar.allowance(ZERO_ADDRESS, spender) == 0


def test_contract_wallet(dollar, permit, ContractWallet, holder, spender, stranger):
    wallet = ContractWallet.deploy(holder, {"from": stranger})
    permit(owner=wallet.address)
    assert dollar.allowance(wallet, spender) == AMOUNT
