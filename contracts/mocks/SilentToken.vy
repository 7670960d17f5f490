# pragma version 0.4.3
"""
@title Silent token: moves what it is asked to and returns nothing
@license AGPL-3.0-only
@notice Plays the currencies that are older than the standard's return value; they work and must be accepted.
"""
from . import plain_token

initializes: plain_token

exports: (
    plain_token.name,
    plain_token.symbol,
    plain_token.decimals,
    plain_token.totalSupply,
    plain_token.balanceOf,
    plain_token.allowance,
    plain_token.mint,
)


@deploy
def __init__():
    plain_token.__init__("Silent", "SILENT", 6)


@external
def approve(spender: address, amount: uint256):
    plain_token._approve(msg.sender, spender, amount)


@external
def transfer(to: address, amount: uint256):
    plain_token._transfer(msg.sender, to, amount)


@external
def transferFrom(sender: address, to: address, amount: uint256):
    plain_token._transfer_from(msg.sender, sender, to, amount)
