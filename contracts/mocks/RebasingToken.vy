# pragma version 0.4.3
"""
@title Rebasing token: every balance grows or shrinks without a transfer
@license AGPL-3.0-only
@notice A balance is shares times a factor that anyone sets. At a factor that is not a whole number a transfer rounds
        down to shares, so that the receiver may get one unit less than was sent.
"""
from ethereum.ercs import IERC20

from . import plain_token

initializes: plain_token

exports: (
    plain_token.name,
    plain_token.symbol,
    plain_token.decimals,
    plain_token.allowance,
    plain_token.approve,
)

factor_bps: public(uint256)


@deploy
def __init__():
    plain_token.__init__("Rebasing", "REBASE", 6)
    self.factor_bps = 10_000


@external
def rebase(factor_bps: uint256):
    """
    @notice Sets what a share is worth, in basis points of a unit.
    """
    assert factor_bps > 0, "RebasingToken: zero factor"
    self.factor_bps = factor_bps


@external
def mint(to: address, amount: uint256):
    """
    @notice Makes new units for anybody, as a faucet does.
    """
    shares: uint256 = self._shares(amount)
    plain_token.totalSupply += shares
    plain_token.balanceOf[to] += shares
    log IERC20.Transfer(sender=empty(address), receiver=to, value=amount)


@external
def transfer(to: address, amount: uint256) -> bool:
    self._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    plain_token._use_allowance(msg.sender, sender, amount)
    self._transfer(sender, to, amount)
    return True


@external
@view
def balanceOf(account: address) -> uint256:
    return self._amount(plain_token.balanceOf[account])


@external
@view
def totalSupply() -> uint256:
    return self._amount(plain_token.totalSupply)


@internal
def _transfer(sender: address, to: address, amount: uint256):
    plain_token._move(sender, to, self._shares(amount))
    log IERC20.Transfer(sender=sender, receiver=to, value=amount)


@internal
@view
def _shares(amount: uint256) -> uint256:
    return amount * 10_000 // self.factor_bps


@internal
@view
def _amount(shares: uint256) -> uint256:
    return shares * self.factor_bps // 10_000
