# pragma version 0.4.3
"""
@title False token: moves nothing and returns false instead of reverting
@license AGPL-3.0-only
@notice Starts false in both directions; each can be switched, so that money can get in and not out, or come out later.
"""
from . import plain_token

initializes: plain_token

exports: plain_token.__interface__

false_transfer: public(bool)
false_transfer_from: public(bool)


@deploy
def __init__():
    plain_token.__init__("False", "FALSE", 6)
    self.false_transfer = True
    self.false_transfer_from = True


@external
def set_false(in_transfer: bool, in_transfer_from: bool):
    """
    @notice Chooses which of the two calls returns false.
    """
    self.false_transfer = in_transfer
    self.false_transfer_from = in_transfer_from


@external
def transfer(to: address, amount: uint256) -> bool:
    if self.false_transfer:
        return False
    plain_token._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    if self.false_transfer_from:
        return False
    plain_token._transfer_from(msg.sender, sender, to, amount)
    return True
