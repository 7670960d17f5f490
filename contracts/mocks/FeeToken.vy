# pragma version 0.4.3
"""
@title Fee token: keeps a part of every transfer
@license AGPL-3.0-only
@notice The receiver gets less than was sent, and the call says true. At 10,000 basis points nothing arrives at all.
"""
from . import plain_token

initializes: plain_token

exports: plain_token.__interface__

fee_bps: public(uint256)


@deploy
def __init__():
    plain_token.__init__("Fee", "FEE", 6)
    self.fee_bps = 100


@external
def set_fee_bps(fee_bps: uint256):
    """
    @notice Sets the part that is kept, up to all of it.
    """
    assert fee_bps <= 10_000, "FeeToken: more than all"
    self.fee_bps = fee_bps


@external
def transfer(to: address, amount: uint256) -> bool:
    self._transfer_less_fee(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    plain_token._use_allowance(msg.sender, sender, amount)
    self._transfer_less_fee(sender, to, amount)
    return True


@internal
def _transfer_less_fee(sender: address, to: address, amount: uint256):
    fee: uint256 = amount * self.fee_bps // 10_000
    plain_token._transfer(sender, self, fee)
    plain_token._transfer(sender, to, amount - fee)
