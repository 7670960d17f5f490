# pragma version 0.4.3
"""
@title Hook token: makes planned calls in the middle of a transfer
@license AGPL-3.0-only
@notice While armed it makes its planned calls before it moves anything, in the chosen directions, and logs what came of
        each. It can also leave out its own move, so that what a planned call moved would count for both. It takes
        everybody's word for permits and authorizations, in whose middle it does the same as in a transfer_from.
"""
from . import plain_token
from . import planned_calls

initializes: plain_token
initializes: planned_calls

exports: (plain_token.__interface__, planned_calls.__interface__)

in_transfer: public(bool)
in_transfer_from: public(bool)
instead: public(bool)


@deploy
def __init__():
    plain_token.__init__("Hook", "HOOK", 6)


@external
def set_hook(in_transfer: bool, in_transfer_from: bool, instead: bool = False):
    """
    @notice Chooses where the planned calls are made, and whether they take the place of the move.
    """
    self.in_transfer = in_transfer
    self.in_transfer_from = in_transfer_from
    self.instead = instead


@external
def transfer(to: address, amount: uint256) -> bool:
    if not (self.in_transfer and self._entered()):
        plain_token._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    if not (self.in_transfer_from and self._entered()):
        plain_token._transfer_from(msg.sender, sender, to, amount)
    return True


@external
def permit(owner: address, spender: address, amount: uint256, deadline: uint256, v: uint8, r: bytes32, s: bytes32):
    if not (self.in_transfer_from and self._entered()):
        plain_token._approve(owner, spender, amount)


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
    if not (self.in_transfer_from and self._entered()):
        plain_token._transfer(sender, to, amount)


@internal
def _entered() -> bool:
    """
    @return Whether the planned calls took the place of the move
    """
    if planned_calls.armed == 0:
        return False
    planned_calls._run()
    return self.instead
