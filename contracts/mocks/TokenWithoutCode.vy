# pragma version 0.4.3
"""
@title Token without code: a currency that worked when it was paid with and is gone when it is paid out
@license AGPL-3.0-only
@notice Since the Cancun hard fork a contract loses its code only in the transaction that made it. So this one, a working
        currency itself, makes a copy of itself, drives the calls that need a working copy, and destroys it, in one go.
        The copy's address is the same in a dry run with no steps, and calls to it are planned from that; a currency
        that never had code is any unused address.
"""
from . import plain_token

initializes: plain_token

exports: plain_token.__interface__

MAX_STEPS: constant(uint256) = 8
MAX_DATA: constant(uint256) = 2_048


interface Destructible:
    def destroy(): nonpayable


struct Step:
    target: address
    data: Bytes[MAX_DATA]


@deploy
def __init__():
    plain_token.__init__("Vanishing", "GONE", 6)


@external
def live_once(salt: bytes32, steps: DynArray[Step, MAX_STEPS]) -> address:
    """
    @notice Makes a copy, takes the steps as this contract, destroys the copy.
    @return The copy's address, without code from the next transaction on
    """
    token: address = create_minimal_proxy_to(self, salt=salt)
    for step: Step in steps:
        raw_call(step.target, step.data)
    extcall Destructible(token).destroy()
    return token


@external
def destroy():
    """
    @notice Takes the code away from a copy that was made in the same transaction.
    """
    selfdestruct(msg.sender)


@external
def transfer(to: address, amount: uint256) -> bool:
    plain_token._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    plain_token._transfer_from(msg.sender, sender, to, amount)
    return True
