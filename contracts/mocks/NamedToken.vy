# pragma version 0.4.3
"""
@title Named token: a well-behaved currency with any name, symbol and decimals
@license AGPL-3.0-only
@notice Plays the currencies with 6, 18 and 24 decimals, and the one whose name carries markup and control characters.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC20Detailed

from . import plain_token

implements: IERC20
implements: IERC20Detailed

initializes: plain_token

exports: plain_token.__interface__


@deploy
def __init__(name: String[128], symbol: String[64], decimals: uint8):
    plain_token.__init__(name, symbol, decimals)


@external
def transfer(to: address, amount: uint256) -> bool:
    plain_token._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    plain_token._transfer_from(msg.sender, sender, to, amount)
    return True
