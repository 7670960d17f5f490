# pragma version 0.4.3
"""
@title Credulous token: takes everybody's word for an authorization
@license AGPL-3.0-only
@notice No signature is looked at, and the money comes from nowhere: so anybody opens orders in anybody's name.
"""
from . import plain_token

initializes: plain_token

exports: plain_token.__interface__


@deploy
def __init__():
    plain_token.__init__("Credulous", "CRED", 6)


@external
def transfer(to: address, amount: uint256) -> bool:
    plain_token._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    plain_token._transfer_from(msg.sender, sender, to, amount)
    return True


@external
def receiveWithAuthorization(
    sender: address,
    to: address,
    amount: uint256,
    valid_after: uint256,
    valid_before: uint256,
    nonce: bytes32,
    v: uint8,
    r: bytes32,
    s: bytes32,
):
    plain_token.balanceOf[to] += amount
