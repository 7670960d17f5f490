# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Vault: lenders' money in one currency, by shares
@license AGPL-3.0-only
@notice ERC-4626. Assets are cash and what is lent; a fee counts when it is paid, a loan no more once it is written off.
        Cash is counted, not looked up: what somebody sends here makes no share worth more. Every rounding is for those
        who stay. Lenders leave with the cash at hand, and not in the transaction in which somebody came: or else a flash
        loan would take most of each fee. Shares are snekmate's token, which knows permits.
@dev Virtual shares (1,000 for one virtual unit) make it costlier to inflate a share's price than others could lose by it.
"""
from ethereum.ercs import IERC20Detailed
from ethereum.ercs import IERC4626
from snekmate.auth import ownable
from snekmate.tokens import erc20
from snekmate.utils import math

from . import errors
from . import payments

initializes: ownable
initializes: erc20[ownable := ownable]

exports: (
    erc20.totalSupply,
    erc20.balanceOf,
    erc20.transfer,
    erc20.transferFrom,
    erc20.approve,
    erc20.allowance,
    erc20.name,
    erc20.symbol,
    erc20.decimals,
    erc20.permit,
    erc20.nonces,
    erc20.DOMAIN_SEPARATOR,
)

OFFSET: constant(uint8) = 3
VIRTUAL_SHARES: constant(uint256) = 10**3
LENT: constant(uint256) = 128  # where it begins in the vault's word
CASH: constant(uint256) = 2**128 - 1

CURRENCY: immutable(address)

_money: uint256  # cash, and above it what is lent
_fresh: transient(uint256)  # cash that lenders brought in this very transaction


@deploy
def __init__(currency: address, name: String[25], symbol: String[5]):
    """
    @dev The token's parts that have an owner and minters are not exported; nobody can reach them.
    """
    CURRENCY = currency
    decimals: uint8 = staticcall IERC20Detailed(currency).decimals()
    ownable.__init__()
    erc20.__init__(name, symbol, decimals + OFFSET, name, "1")


# Lenders


@external
def deposit(assets: uint256, receiver: address) -> uint256:
    """
    @notice Lends so many units of the caller's; logs Deposit.
    @return The shares that the receiver gets
    """
    shares: uint256 = self._to_shares(assets, False)
    self._deposit(receiver, assets, shares)
    return shares


@external
def mint(shares: uint256, receiver: address) -> uint256:
    """
    @notice Lends what so many shares cost; logs Deposit.
    @return The units that the caller lends
    """
    assets: uint256 = self._to_assets(shares, True)
    self._deposit(receiver, assets, shares)
    return assets


@external
def withdraw(assets: uint256, receiver: address, owner: address) -> uint256:
    """
    @notice Takes so many units out, of the cash at hand; logs Withdraw.
    @return The shares that end
    """
    shares: uint256 = self._to_shares(assets, True)
    self._withdraw(receiver, owner, assets, shares)
    return shares


@external
def redeem(shares: uint256, receiver: address, owner: address) -> uint256:
    """
    @notice Takes out what so many shares are worth, of the cash at hand; logs Withdraw.
    @return The units that the receiver gets
    """
    assets: uint256 = self._to_assets(shares, False)
    self._withdraw(receiver, owner, assets, shares)
    return assets


# Views


@external
@view
def asset() -> address:
    """
    @notice The currency.
    """
    return CURRENCY


@external
@view
def totalAssets() -> uint256:
    """
    @notice Cash, and principals that are lent and not written off.
    """
    return self._total()


@external
@view
def cash() -> uint256:
    """
    @notice What can be lent or taken out now.
    """
    return self._cash()


@external
@view
def lent() -> uint256:
    """
    @notice Principals that are neither repaid nor written off.
    """
    return self._money >> LENT


@external
@view
def convertToShares(assets: uint256) -> uint256:
    """
    @notice What so many units are in shares.
    """
    return self._to_shares(assets, False)


@external
@view
def convertToAssets(shares: uint256) -> uint256:
    """
    @notice What so many shares are worth.
    """
    return self._to_assets(shares, False)


@external
@view
def previewDeposit(assets: uint256) -> uint256:
    """
    @notice The shares that `deposit` would give.
    """
    return self._to_shares(assets, False)


@external
@view
def previewMint(shares: uint256) -> uint256:
    """
    @notice What `mint` would cost.
    """
    return self._to_assets(shares, True)


@external
@view
def previewWithdraw(assets: uint256) -> uint256:
    """
    @notice The shares that `withdraw` would end, if there is the cash.
    """
    return self._to_shares(assets, True)


@external
@view
def previewRedeem(shares: uint256) -> uint256:
    """
    @notice What `redeem` would give, if there is the cash.
    """
    return self._to_assets(shares, False)


@external
@view
def maxDeposit(receiver: address) -> uint256:
    """
    @notice How many units there is room for.
    """
    return self._room()


@external
@view
def maxMint(receiver: address) -> uint256:
    """
    @notice How many shares there is room for.
    """
    return self._to_shares(self._room(), False)


@external
@view
def maxWithdraw(owner: address) -> uint256:
    """
    @notice What an owner can take out now.
    """
    return min(self._to_assets(erc20.balanceOf[owner], False), self._withdrawable())


@external
@view
def maxRedeem(owner: address) -> uint256:
    """
    @notice How many of his shares an owner can redeem now.
    """
    return min(erc20.balanceOf[owner], self._to_shares(self._withdrawable(), False))


# For the importer


@internal
def _lend(principal: uint256):
    if principal > self._cash():
        self._refuse(errors.NOT_ENOUGH_CASH)
    self._money = self._money - principal + (principal << LENT)


@internal
def _take(amount: uint256, principal: uint256):
    """
    @dev Cash came in, of which `principal` was lent; the rest is fees, or what was given up already.
    """
    money: uint256 = self._money
    if amount > CASH - (money & CASH):
        self._refuse(errors.AMOUNT_TOO_LARGE)
    self._money = money + amount - (principal << LENT)


@internal
def _give_up(principal: uint256):
    self._money -= principal << LENT


@internal
@view
def _total() -> uint256:
    money: uint256 = self._money
    return (money & CASH) + (money >> LENT)


@internal
@view
def _standing_assets() -> uint256:
    """
    @dev All assets without what lenders brought in this transaction.
    """
    return self._total() - min(self._total(), self._fresh)


# Helpers


@internal
@view
def _cash() -> uint256:
    return self._money & CASH


@internal
@view
def _withdrawable() -> uint256:
    return self._cash() if self._fresh == 0 else 0


@internal
@view
def _room() -> uint256:
    return CASH - min(self._total(), CASH)


@internal
@view
def _to_shares(assets: uint256, roundup: bool) -> uint256:
    return math._mul_div(assets, erc20.totalSupply + VIRTUAL_SHARES, self._total() + 1, roundup)


@internal
@view
def _to_assets(shares: uint256, roundup: bool) -> uint256:
    return math._mul_div(shares, self._total() + 1, erc20.totalSupply + VIRTUAL_SHARES, roundup)


@internal
def _deposit(receiver: address, assets: uint256, shares: uint256):
    if assets > self._room():
        self._refuse(errors.AMOUNT_TOO_LARGE)
    self._take(assets, 0)
    self._fresh += assets
    erc20._mint(receiver, shares)
    log IERC4626.Deposit(sender=msg.sender, owner=receiver, assets=assets, shares=shares)
    payments._pull(CURRENCY, msg.sender, assets)


@internal
def _withdraw(receiver: address, owner: address, assets: uint256, shares: uint256):
    if assets > self._cash():
        self._refuse(errors.NOT_ENOUGH_CASH)
    if self._fresh > 0:
        self._refuse(errors.IN_AND_OUT_AT_ONCE)
    if msg.sender != owner:
        erc20._spend_allowance(owner, msg.sender, shares)
    erc20._burn(owner, shares)
    self._money -= assets
    log IERC4626.Withdraw(sender=msg.sender, receiver=receiver, owner=owner, assets=assets, shares=shares)
    payments._send(receiver, CURRENCY, assets)


@internal
@pure
def _refuse(fact: bytes32):
    errors._refuse_as(errors.VAULT, fact)
