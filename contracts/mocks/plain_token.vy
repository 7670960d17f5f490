# pragma version 0.4.3
"""
@title Plain token: balances and allowances of a well-behaved ERC-20
@license AGPL-3.0-only
@notice What all currencies here have in common. Each writes its own `transfer` and `transferFrom`, because that is
        where they misbehave. Anyone mints; an allowance of 2**256 - 1 is never used up, as in most tokens.
"""
from ethereum.ercs import IERC20

name: public(immutable(String[128]))
symbol: public(immutable(String[64]))
decimals: public(immutable(uint8))

totalSupply: public(uint256)
balanceOf: public(HashMap[address, uint256])
allowance: public(HashMap[address, HashMap[address, uint256]])


@deploy
def __init__(name_: String[128], symbol_: String[64], decimals_: uint8):
    name = name_
    symbol = symbol_
    decimals = decimals_


@external
def mint(to: address, amount: uint256):
    """
    @notice Makes new units for anybody, as a faucet does.
    """
    self.totalSupply += amount
    self.balanceOf[to] += amount
    log IERC20.Transfer(sender=empty(address), receiver=to, value=amount)


@external
def approve(spender: address, amount: uint256) -> bool:
    """
    @notice Lets a spender take up to an amount from the caller.
    """
    self._approve(msg.sender, spender, amount)
    return True


# For the importer


@internal
def _transfer(sender: address, receiver: address, amount: uint256):
    self._move(sender, receiver, amount)
    log IERC20.Transfer(sender=sender, receiver=receiver, value=amount)


@internal
def _transfer_from(spender: address, sender: address, receiver: address, amount: uint256):
    self._use_allowance(spender, sender, amount)
    self._transfer(sender, receiver, amount)


@internal
def _move(sender: address, receiver: address, amount: uint256):
    assert receiver != empty(address), "plain_token: empty receiver"
    balance: uint256 = self.balanceOf[sender]
    assert balance >= amount, "plain_token: balance too low"
    self.balanceOf[sender] = balance - amount
    self.balanceOf[receiver] += amount


@internal
def _approve(owner: address, spender: address, amount: uint256):
    self.allowance[owner][spender] = amount
    log IERC20.Approval(owner=owner, spender=spender, value=amount)


@internal
def _use_allowance(spender: address, owner: address, amount: uint256):
    allowed: uint256 = self.allowance[owner][spender]
    if allowed == max_value(uint256):
        return
    assert allowed >= amount, "plain_token: allowance too low"
    self.allowance[owner][spender] = allowed - amount
