"""The Dollar as an ERC-20, and the domain of its signatures."""

import brownie
import pytest
from brownie import ZERO_ADDRESS
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from tests.fixtures.signing import TYPES, domain

UNITS = 10**6


def test_default_behavior(dollar):
    assert (dollar.name(), dollar.symbol(), dollar.decimals()) == ("Dollar", "USD", 6)
    assert dollar.totalSupply() == 0


def test_mint_by_anyone(dollar, receiver, stranger):
    tx = dollar.mint(receiver, 5 * UNITS, {"from": stranger})
    assert dollar.balanceOf(receiver) == dollar.totalSupply() == 5 * UNITS
    assert dict(tx.events["Transfer"]) == {"sender": ZERO_ADDRESS, "receiver": receiver, "value": 5 * UNITS}


def test_transfer(dollar, receiver, stranger):
    dollar.mint(stranger, 5 * UNITS, {"from": stranger})
    tx = dollar.transfer(receiver, 2 * UNITS, {"from": stranger})
    assert tx.return_value is True
    assert (dollar.balanceOf(stranger), dollar.balanceOf(receiver)) == (3 * UNITS, 2 * UNITS)
    assert dict(tx.events["Transfer"]) == {"sender": stranger, "receiver": receiver, "value": 2 * UNITS}


def test_transfer_to_oneself_changes_nothing(dollar, stranger):
    dollar.mint(stranger, 5 * UNITS, {"from": stranger})
    dollar.transfer(stranger, 5 * UNITS, {"from": stranger})
    assert dollar.balanceOf(stranger) == dollar.totalSupply() == 5 * UNITS


def test_transfer_of_more_than_held(dollar, receiver, stranger):
    dollar.mint(stranger, UNITS, {"from": stranger})
    with brownie.reverts("plain_token: balance too low"):
        dollar.transfer(receiver, UNITS + 1, {"from": stranger})


def test_transfer_to_nobody(dollar, stranger):
    with brownie.reverts("plain_token: empty receiver"):
        dollar.transfer(ZERO_ADDRESS, 0, {"from": stranger})


def test_transfer_from_uses_up_the_allowance(dollar, holder, receiver, stranger):
    dollar.mint(holder, 5 * UNITS, {"from": stranger})
    approval = dollar.approve(stranger, 3 * UNITS, {"from": holder})
    assert dict(approval.events["Approval"]) == {"owner": holder, "spender": stranger, "value": 3 * UNITS}
    tx = dollar.transferFrom(holder, receiver, 2 * UNITS, {"from": stranger})
    assert tx.return_value is True
    assert dollar.allowance(holder, stranger) == UNITS
    assert dollar.balanceOf(receiver) == 2 * UNITS


def test_transfer_from_without_allowance(dollar, holder, receiver, stranger):
    dollar.mint(holder, 5 * UNITS, {"from": stranger})
    dollar.approve(stranger, UNITS, {"from": holder})
    with brownie.reverts("plain_token: allowance too low"):
        dollar.transferFrom(holder, receiver, UNITS + 1, {"from": stranger})


@pytest.mark.parametrize(("allowed", "left"), [(2**256 - 1, 2**256 - 1), (2**256 - 2, 2**256 - 2 - UNITS)])
def test_largest_allowance_is_never_used_up(dollar, holder, receiver, stranger, allowed, left):
    dollar.mint(holder, UNITS, {"from": stranger})
    dollar.approve(stranger, allowed, {"from": holder})
    dollar.transferFrom(holder, receiver, UNITS, {"from": stranger})
    assert dollar.allowance(holder, stranger) == left


def test_domain(dollar, web3):
    fields, name, version, chain_id, contract, salt, extensions = dollar.eip712Domain()
    assert (int(str(fields), 16), name, version) == (0x0F, "Dollar", "2")
    assert (chain_id, contract) == (web3.eth.chain_id, dollar.address)
    assert (int(str(salt), 16), tuple(extensions)) == (0, ())
    signable = encode_typed_data(domain(dollar), {"Nothing": []}, {})
    assert signable.header == bytes(dollar.DOMAIN_SEPARATOR())


def test_typehashes(dollar):
    getters = {
        "Permit": dollar.PERMIT_TYPEHASH,
        "TransferWithAuthorization": dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH,
        "ReceiveWithAuthorization": dollar.RECEIVE_WITH_AUTHORIZATION_TYPEHASH,
        "CancelAuthorization": dollar.CANCEL_AUTHORIZATION_TYPEHASH,
    }
    for kind, getter in getters.items():
        fields = ",".join(f"{type_} {name}" for name, type_ in TYPES[kind].items())
        assert bytes(getter()) == keccak(text=f"{kind}({fields})")


def test_no_such_function(dollar, stranger):
    with brownie.reverts("Dollar: no such function"):
        stranger.transfer(dollar, 0, data="0x12345678")


def test_no_coin(dollar, stranger):
    with brownie.reverts():
        stranger.transfer(dollar, 1)
    assert dollar.balance() == 0
