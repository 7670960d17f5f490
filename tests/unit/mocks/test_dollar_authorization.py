"""The Dollar's authorizations (ERC-3009): a transfer by signature, in both forms of every call."""

import brownie
import pytest
from brownie import ZERO_ADDRESS
from eth_abi import encode
from eth_utils import function_signature_to_4byte_selector

from tests.fixtures.signing import TYPES, mirrored, packed, sign

AMOUNT = 25 * 10**6
NONCE = bytes(range(32))
TRANSFER, RECEIVE, CANCEL = "transferWithAuthorization", "receiveWithAuthorization", "cancelAuthorization"


def kind(function):
    """The typed-data type that a function's signature is over."""
    return function[0].upper() + function[1:]


def call_with_signature(token, sender, function, values, v, r, s):
    return getattr(token, function)(*values, packed(v, r, s), {"from": sender})


def call_with_vrs(token, sender, function, values, v, r, s):
    types = [*TYPES[kind(function)].values(), "uint8", "bytes32", "bytes32"]
    selector = function_signature_to_4byte_selector(f"{function}({','.join(types)})")
    arguments = encode(types, [*values, v, r.to_bytes(32, "big"), s.to_bytes(32, "big")])
    return sender.transfer(token, 0, data="0x" + (selector + arguments).hex())


@pytest.fixture(params=[call_with_signature, call_with_vrs], ids=["signature", "v, r, s"])
def call(request):
    return request.param


@pytest.fixture(params=[TRANSFER, RECEIVE])
def function(request):
    """The two ways to bring a transfer; the receiver brings it here, whom both accept."""
    return request.param


@pytest.fixture(autouse=True)
def dollars_of_the_holder(dollar, holder, stranger):
    dollar.mint(holder, 2 * AMOUNT, {"from": stranger})


@pytest.fixture
def move(dollar, call, holder, receiver, now):
    """`move(function, ...)` brings an authorization of the holder to pay the receiver; each part can be replaced."""

    def bring(
        function,
        sender=receiver,
        change=lambda v, r, s: (v, r, s),
        key=holder.private_key,
        token=dollar,
        **parts,
    ):
        values = {
            "payer": holder.address,
            "to": receiver.address,
            "amount": AMOUNT,
            "after": now - 1,
            "before": now + 3600,
            "nonce": NONCE,
        } | parts
        signature = sign(token, key, kind(function), *values.values())
        return call(dollar, sender, function, values.values(), *change(signature.v, signature.r, signature.s))

    return bring


@pytest.fixture
def cancel(dollar, call, holder, stranger):
    """`cancel(...)` has the stranger bring the holder's cancellation; each part can be replaced."""

    def bring(change=lambda v, r, s: (v, r, s), key=holder.private_key, authorizer=holder.address):
        signature = sign(dollar, key, kind(CANCEL), authorizer, NONCE)
        values = (authorizer, NONCE)
        return call(dollar, stranger, CANCEL, values, *change(signature.v, signature.r, signature.s))

    return bring


def test_default_behavior(dollar, move, function, holder, receiver):
    tx = move(function)
    assert (dollar.balanceOf(holder), dollar.balanceOf(receiver)) == (AMOUNT, AMOUNT)
    assert dollar.authorizationState(holder, NONCE) is True
    assert tx.events["AuthorizationUsed"]["authorizer"] == holder
    assert bytes(tx.events["AuthorizationUsed"]["nonce"]) == NONCE
    assert dict(tx.events["Transfer"]) == {"sender": holder, "receiver": receiver, "value": AMOUNT}


def test_anyone_brings_a_transfer(dollar, move, receiver, stranger):
    move(TRANSFER, sender=stranger)
    assert dollar.balanceOf(receiver) == AMOUNT


def test_only_the_receiver_brings_a_receipt(move, stranger):
    with brownie.reverts("Dollar: not the receiver"):
        move(RECEIVE, sender=stranger)


@pytest.mark.parametrize(("signed", "brought"), [(TRANSFER, RECEIVE), (RECEIVE, TRANSFER)])
def test_one_kind_is_not_the_other(dollar, call, holder, receiver, now, signed, brought):
    values = (holder.address, receiver.address, AMOUNT, now - 1, now + 3600, NONCE)
    signature = sign(dollar, holder.private_key, kind(signed), *values)
    with brownie.reverts("Dollar: wrong signature"):
        call(dollar, receiver, brought, values, signature.v, signature.r, signature.s)


def test_replay(move, function):
    move(function)
    with brownie.reverts("Dollar: nonce used or cancelled"):
        move(function)


def test_another_amount_under_a_used_nonce(move, function):
    move(function)
    with brownie.reverts("Dollar: nonce used or cancelled"):
        move(function, amount=1)


def test_nonces_in_any_order(dollar, move, function, receiver):
    move(function, nonce=b"\xff" * 32)
    move(function, nonce=b"\x00" * 32)
    assert dollar.balanceOf(receiver) == 2 * AMOUNT


@pytest.mark.parametrize("early", [0, 1])
def test_not_valid_yet(move, function, at, now, early):
    at(now + 60 - early)
    with brownie.reverts("Dollar: not valid yet"):
        move(function, after=now + 60)


def test_valid_from_one_second_after(dollar, move, function, receiver, at, now):
    at(now + 61)
    move(function, after=now + 60)
    assert dollar.balanceOf(receiver) == AMOUNT


def test_valid_until_one_second_before(dollar, move, function, receiver, at, now):
    at(now + 59)
    move(function, before=now + 60)
    assert dollar.balanceOf(receiver) == AMOUNT


@pytest.mark.parametrize("late", [0, 1])
def test_expired(move, function, at, now, late):
    at(now + 60 + late)
    with brownie.reverts("Dollar: authorization expired"):
        move(function, before=now + 60)


def test_wrong_signer(move, function):
    with brownie.reverts("Dollar: wrong signature"):
        move(function, key="0x" + "22" * 32)


def test_signed_for_another_dollar(move, function, Dollar, stranger):
    with brownie.reverts("Dollar: wrong signature"):
        move(function, token=Dollar.deploy({"from": stranger}))


def test_malleable_signature(move, function):
    with brownie.reverts("Dollar: wrong signature"):
        move(function, change=mirrored)


@pytest.mark.parametrize("change", [lambda v, r, s: (0, r, s), lambda v, r, s: (27, 0, 0)])
def test_zero_signer(dollar, move, function, stranger, change):
    dollar.mint(ZERO_ADDRESS, AMOUNT, {"from": stranger})
    with brownie.reverts("Dollar: wrong signature"):
        move(function, payer=ZERO_ADDRESS, change=change)


@pytest.mark.parametrize("length", [0, 64, 66])
def test_signature_of_another_length(dollar, function, holder, receiver, now, length):
    values = (holder.address, receiver.address, AMOUNT, now - 1, now + 3600, NONCE)
    signature = bytes(sign(dollar, holder.private_key, kind(function), *values).signature)
    with brownie.reverts("Dollar: wrong signature"):
        getattr(dollar, function)(*values, (signature + b"\x00")[:length], {"from": receiver})


def test_more_than_held(dollar, move, function, holder):
    with brownie.reverts("plain_token: balance too low"):
        move(function, amount=2 * AMOUNT + 1)
    assert dollar.authorizationState(holder, NONCE) is False


def test_cancelled(dollar, move, cancel, function, holder):
    tx = cancel()
    assert dollar.authorizationState(holder, NONCE) is True
    assert tx.events["AuthorizationCanceled"]["authorizer"] == holder
    assert bytes(tx.events["AuthorizationCanceled"]["nonce"]) == NONCE
    with brownie.reverts("Dollar: nonce used or cancelled"):
        move(function)


def test_cancel_after_use(move, cancel, function):
    move(function)
    with brownie.reverts("Dollar: nonce used or cancelled"):
        cancel()


def test_cancel_by_another_key(cancel):
    with brownie.reverts("Dollar: wrong signature"):
        cancel(key="0x" + "22" * 32)


def test_cancel_by_malleable_signature(cancel):
    with brownie.reverts("Dollar: wrong signature"):
        cancel(change=mirrored)


def test_cancel_by_zero_signer(dollar, cancel):
    with brownie.reverts("Dollar: wrong signature"):
        cancel(authorizer=ZERO_ADDRESS, change=lambda v, r, s: (0, r, s))
    assert dollar.authorizationState(ZERO_ADDRESS, NONCE) is False


@pytest.fixture
def wallet(dollar, ContractWallet, holder, stranger):
    """The holder's contract wallet, with Dollars."""
    wallet = ContractWallet.deploy(holder, {"from": stranger})
    dollar.mint(wallet, AMOUNT, {"from": stranger})
    return wallet


def test_contract_wallet(dollar, move, function, wallet, receiver):
    move(function, payer=wallet.address)
    assert (dollar.balanceOf(wallet), dollar.balanceOf(receiver)) == (0, AMOUNT)


def test_contract_wallet_of_somebody_else(move, function, wallet):
    with brownie.reverts("Dollar: wrong signature"):
        move(function, payer=wallet.address, key="0x" + "22" * 32)


def test_contract_wallet_that_always_says_yes(dollar, move, function, wallet, receiver, stranger):
    wallet.set_mode(wallet.ALWAYS_YES(), {"from": stranger})
    move(function, payer=wallet.address, key="0x" + "22" * 32)
    assert dollar.balanceOf(receiver) == AMOUNT


def test_contract_wallet_that_eats_gas(move, function, wallet, stranger):
    wallet.set_mode(wallet.GAS_EATER(), {"from": stranger})
    with brownie.reverts("Dollar: wrong signature"):
        move(function, payer=wallet.address)


def test_contract_without_erc1271(dollar, move, function, receiver, stranger):
    dollar.mint(dollar, AMOUNT, {"from": stranger})
    with brownie.reverts("Dollar: wrong signature"):
        move(function, payer=dollar.address)
    assert dollar.balanceOf(receiver) == 0
