# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Payments: money in by exact receipt, money out by push or else by credit
@license AGPL-3.0-only
@notice `currency` empty means the chain's own coin. A credit belongs to (account, key, currency): under the
        empty key it is the account's own and anyone may have it sent there; any other key tells the account
        what the money is for, and only the account collects it.
"""
from ethereum.ercs import IERC20

from ..interfaces import IEscrow
from . import errors

interface Authorized:
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
    ): nonpayable


PERMIT: constant(bytes4) = method_id(
    "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", output_type=bytes4
)
AUTHORIZED_FOR: constant(uint256) = 3_600  # seconds from now at most: none shall surprise its author later

# What a receiver may burn. Whoever starves a push of gas keeps about 1/64 of this a call level, less than writing a
# credit costs, so that the call reverts; a receiver that refuses early or a token of many levels may be credited
# instead, which costs it one `withdraw` and never money.
PUSH_COIN_GAS: constant(uint256) = 50_000
PUSH_TOKEN_GAS: constant(uint256) = 100_000

credits: public(HashMap[address, HashMap[bytes32, HashMap[address, uint256]]])


# Anyone


@external
def withdraw(account: address, currency: address):
    """
    @notice Sends an account what is credited to it; logs CreditWithdrawn.
    """
    self._withdraw(account, currency, account)


@external
def withdraw_to(currency: address, to: address):
    """
    @notice Sends what is credited to the caller somewhere else; logs CreditWithdrawn.
    """
    if to == empty(address):
        self._refuse(errors.EMPTY_RECEIVER)
    self._withdraw(msg.sender, currency, to)


@external
def collect(key: bytes32, currency: address) -> uint256:
    """
    @notice Sends the caller what is credited to it under a key; logs CreditCollected.
    @return The amount sent
    """
    if key == empty(bytes32):
        self._refuse(errors.EMPTY_KEY)
    amount: uint256 = self._clear(msg.sender, key, currency)
    log IEscrow.CreditCollected(account=msg.sender, key=key, currency=currency, amount=amount)
    self._send(msg.sender, currency, amount)
    return amount


# For the importer


@internal
def _receive(payer: address, currency: address, amount: uint256) -> uint256:
    """
    @dev Takes a token from the caller, who must be the payer; of coin, returns what must have come with the call.
    """
    self._check_payer(payer)
    if currency == empty(address):
        return amount
    self._pull(currency, payer, amount)
    return 0


@internal
def _receive_permitted(
    payer: address, currency: address, amount: uint256, deadline: uint256, v: uint8, r: bytes32, s: bytes32
):
    """
    @dev The same after an ERC-2612 permit, which may fail, for anybody can have brought it before.
    """
    self._check_payer(payer)
    used: bool = raw_call(
        currency,
        abi_encode(payer, self, amount, deadline, v, r, s, method_id=PERMIT),
        revert_on_failure=False,
    )
    self._pull(currency, payer, amount)


@internal
def _receive_authorized(
    payer: address,
    currency: address,
    amount: uint256,
    nonce: bytes32,
    valid_before: uint256,
    v: uint8,
    r: bytes32,
    s: bytes32,
):
    """
    @dev Takes a token by the payer's ERC-3009 authorization, whoever brought it.
    """
    if valid_before > block.timestamp + AUTHORIZED_FOR:
        self._refuse(errors.AUTHORIZED_TOO_LONG)
    before: uint256 = self._balance(currency)
    extcall Authorized(currency).receiveWithAuthorization(payer, self, amount, 0, valid_before, nonce, v, r, s)
    self._check_arrived(currency, before + amount)


@internal
def _pull(currency: address, payer: address, amount: uint256):
    before: uint256 = self._balance(currency)
    if not extcall IERC20(currency).transferFrom(payer, self, amount, default_return_value=True):
        self._refuse(errors.TRANSFER_FAILED)
    self._check_arrived(currency, before + amount)


@internal
@view
def _balance(currency: address) -> uint256:
    if not currency.is_contract:
        self._refuse(errors.CURRENCY_HAS_NO_CODE)
    return staticcall IERC20(currency).balanceOf(self)


@internal
@view
def _check_arrived(currency: address, expected: uint256):
    """
    @dev Trusts no return value for the amount; needs the importer's lock around it.
    """
    if staticcall IERC20(currency).balanceOf(self) != expected:
        self._refuse(errors.WRONG_AMOUNT_ARRIVED)


@internal
def _push(account: address, currency: address, amount: uint256):
    sent: bool = False
    if currency == empty(address):
        sent = raw_call(account, b"", value=amount, gas=PUSH_COIN_GAS, revert_on_failure=False)
    else:
        sent = self._transfer(account, currency, amount, PUSH_TOKEN_GAS)
    if not sent:
        self._credit(account, empty(bytes32), currency, amount)
        log IEscrow.PayoutCredited(account=account, currency=currency, amount=amount)


@internal
def _credit(account: address, key: bytes32, currency: address, amount: uint256):
    if amount > 0:
        self.credits[account][key][currency] += amount


# Helpers


@internal
def _withdraw(account: address, currency: address, to: address):
    amount: uint256 = self._clear(account, empty(bytes32), currency)
    log IEscrow.CreditWithdrawn(account=account, currency=currency, to=to, amount=amount)
    self._send(to, currency, amount)


@internal
def _clear(account: address, key: bytes32, currency: address) -> uint256:
    amount: uint256 = self.credits[account][key][currency]
    if amount == 0:
        self._refuse(errors.NOTHING_CREDITED)
    self.credits[account][key][currency] = 0
    return amount


@internal
def _send(to: address, currency: address, amount: uint256):
    """
    @dev No gas limit: the receiver burns what the caller brought.
    """
    sent: bool = False
    if currency == empty(address):
        sent = raw_call(to, b"", value=amount, revert_on_failure=False)
    else:
        sent = self._transfer(to, currency, amount, msg.gas)
    if not sent:
        self._refuse(errors.RECEIVER_REFUSED)


@internal
def _transfer(to: address, currency: address, amount: uint256, limit: uint256) -> bool:
    """
    @dev False where the currency refuses, returns false, or has no code.
    """
    success: bool = False
    response: Bytes[32] = b""
    success, response = raw_call(
        currency,
        abi_encode(to, amount, method_id=method_id("transfer(address,uint256)")),
        max_outsize=32,
        gas=limit,
        revert_on_failure=False,
    )
    if len(response) == 0:
        return success and currency.is_contract
    return success and convert(response, uint256) == 1


@internal
@view
def _check_payer(payer: address):
    if msg.sender != payer:
        self._refuse(errors.NOT_THE_PAYER)


@internal
@pure
def _refuse(fact: bytes32):
    errors._refuse_as(errors.PAYMENTS, fact)
