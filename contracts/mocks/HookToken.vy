# pragma version 0.4.3
"""
@title Hook token: makes planned calls in the middle of a transfer
@license AGPL-3.0-only
@notice While armed it makes its planned calls before it moves anything, in the chosen directions, and logs what came of
        each. It can also leave out its own move, so that what a planned call moved would count for both.
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


@internal
def _entered() -> bool:
    """
    @return Whether the planned calls took the place of the move
    """
    if planned_calls.armed == 0:
        return False
    planned_calls._run()
    return self.instead
