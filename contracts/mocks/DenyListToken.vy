# pragma version 0.4.3
"""
@title Deny-list token: its issuer stops accounts, or everybody
@license AGPL-3.0-only
@notice Reverts where the caller, the sender or the receiver is denied, and for all while paused. Anyone plays the issuer.
"""
from . import plain_token

initializes: plain_token

exports: plain_token.__interface__

denied: public(HashMap[address, bool])
paused: public(bool)


@deploy
def __init__():
    plain_token.__init__("Deny list", "DENY", 6)


@external
def set_denied(account: address, denied: bool):
    """
    @notice Denies an account, or lifts it.
    """
    self.denied[account] = denied


@external
def set_paused(paused: bool):
    """
    @notice Stops all transfers, or lets them go on.
    """
    self.paused = paused


@external
def transfer(to: address, amount: uint256) -> bool:
    self._check(msg.sender, to)
    plain_token._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    self._check(sender, to)
    plain_token._transfer_from(msg.sender, sender, to, amount)
    return True


@internal
@view
def _check(sender: address, to: address):
    assert not self.paused, "DenyListToken: paused"
    for account: address in [msg.sender, sender, to]:
        assert not self.denied[account], "DenyListToken: denied"
