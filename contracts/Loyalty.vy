# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Loyalty: points that are store credit in one currency, backed one to one
@license AGPL-3.0-only
@notice One point is one unit of the currency. Points come into being only with money that Escrow hands over: what a
        seller gave back on a sale, or the refund of an order that points paid. They end only by paying an order. So
        the reserve is never below the supply, and nobody can take points away, devalue them or let them expire.
        The upper 96 bits of an order's salt say how many points pay it: whoever has the order's id has that too.
        No owner, no setting. It trusts Escrow for whose money comes, and its currency for that currency's points.
"""
from ethereum.ercs import IERC20

from .interfaces import IEscrow
from .modules import payments

implements: IERC20

initializes: payments

exports: (
    payments.withdraw,
    payments.withdraw_to,
    payments.credits,
)

MAX_BATCH: constant(uint256) = 50
MAX_CART: constant(uint256) = 20

POINTS: constant(uint256) = 160  # where they begin in a salt
LIFETIME: constant(uint256) = 128  # where it begins in an account's word; amounts of an order have 96 bits
BALANCE: constant(uint256) = 2**128 - 1

ESCROW: immutable(address)
CURRENCY: immutable(address)
NAME: immutable(String[64])
SYMBOL: immutable(String[32])
DECIMALS: immutable(uint8)

totalSupply: public(uint256)
settled: public(HashMap[bytes32, uint256])  # what came back of an order, cash and points, by its id
_accounts: HashMap[address, uint256]


event OrderSettled:
    order_id: indexed(bytes32)
    cash: uint256
    points: uint256


@deploy
def __init__(escrow: address, currency: address, name: String[64], symbol: String[32], decimals: uint8):
    """
    @dev Escrow takes a currency from its caller only, and this contract calls it only to pay; so the allowance can be
         without limit. Without it points could not pay, and nothing else would be lost.
    """
    ESCROW = escrow
    CURRENCY = currency
    NAME = name
    SYMBOL = symbol
    DECIMALS = decimals
    if currency != empty(address):
        extcall IERC20(currency).approve(escrow, max_value(uint256), default_return_value=True)


# The buyer


@external
@payable
def pay(order: IEscrow.Order):
    """
    @notice Buys with the points that the order's salt says and the rest in cash; logs Transfer, and Escrow OrderPaid.
    """
    self._check_order(order.buyer, order.offer.currency)
    cash: uint256 = self._cash(order)
    points: uint256 = self._points(order.salt)
    before: uint256 = self._take(cash, points)
    extcall IEscrow(ESCROW).pay(order, value=self._coin(cash + points))
    self._check_reserve(before, points)


@external
@payable
def pay_many(orders: DynArray[IEscrow.Order, MAX_CART]):
    """
    @notice Buys a cart so, all or nothing.
    """
    cash: uint256 = 0
    points: uint256 = 0
    for order: IEscrow.Order in orders:
        self._check_order(order.buyer, order.offer.currency)
        cash += self._cash(order)
        points += self._points(order.salt)
    before: uint256 = self._take(cash, points)
    extcall IEscrow(ESCROW).pay_many(orders, value=self._coin(cash + points))
    self._check_reserve(before, points)


# Anyone


@external
def collect(buyer: address):
    """
    @notice Turns what Escrow keeps for a buyer into points of his; logs Transfer.
    """
    self._collect(buyer)


@external
def collect_many(buyers: DynArray[address, MAX_BATCH]):
    """
    @notice Collects for each of these buyers who has something ready, and skips the others.
    """
    for buyer: address in buyers:
        if self._ready(convert(buyer, bytes32)) > 0:
            self._collect(buyer)


@external
def collect_cash(buyer: address, currency: address):
    """
    @notice Hands a buyer what Escrow keeps here for him in another currency, as it is.
    """
    assert currency != CURRENCY, "Loyalty: points in this currency"
    payments._push(buyer, currency, self._fetch(convert(buyer, bytes32), currency))


@external
def settle(order: IEscrow.Order):
    """
    @notice Passes on what came back of an order: cash, then points, up to what was paid so, then cash again; logs
            OrderSettled.
    """
    self._settle(order, staticcall IEscrow(ESCROW).order_id(order))


@external
def settle_many(orders: DynArray[IEscrow.Order, MAX_BATCH]):
    """
    @notice Settles each of these orders of which something came back, and skips the others.
    """
    for order: IEscrow.Order in orders:
        order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
        if self._ready(order_id) > 0:
            self._settle(order, order_id)


@external
@payable
@reentrant
def __default__():
    """
    @dev Escrow sends while this contract is locked.
    """
    assert msg.sender == ESCROW, "Loyalty: coin from Escrow only"


# What wallets know as a token, which does not move


@external
@view
def balanceOf(account: address) -> uint256:
    """
    @notice The points of an account, without what is ready to collect.
    """
    return self._accounts[account] & BALANCE


@external
@view
def name() -> String[64]:
    """
    @notice What wallets call the points.
    """
    return NAME


@external
@view
def symbol() -> String[32]:
    """
    @notice The same in short.
    """
    return SYMBOL


@external
@view
def decimals() -> uint8:
    """
    @notice Those of the currency.
    """
    return DECIMALS


@external
@view
def allowance(owner: address, spender: address) -> uint256:
    """
    @notice Nobody may spend another's points.
    """
    return 0


@external
def transfer(to: address, amount: uint256) -> bool:
    """
    @notice Points only pay orders.
    """
    raise "Loyalty: points do not move"


@external
def transferFrom(owner: address, to: address, amount: uint256) -> bool:
    """
    @notice Points only pay orders.
    """
    raise "Loyalty: points do not move"


@external
def approve(spender: address, amount: uint256) -> bool:
    """
    @notice Points only pay orders.
    """
    raise "Loyalty: points do not move"


# Views


@external
@view
def escrow() -> address:
    """
    @notice Where the money comes from, and orders are paid.
    """
    return ESCROW


@external
@view
def currency() -> address:
    """
    @notice What one point is one unit of; empty for the chain's own coin.
    """
    return CURRENCY


@external
@view
def lifetime(account: address) -> uint256:
    """
    @notice All points that an account ever collected; those that a refund gave back are not counted again.
    """
    return self._accounts[account] >> LIFETIME


@external
@view
def ready(buyer: address) -> uint256:
    """
    @notice What `collect` would turn into points.
    """
    return self._ready(convert(buyer, bytes32))


@external
@view
def reserve() -> uint256:
    """
    @notice What is here of the currency: the cover of all points, and cash that is credited or was given for nothing.
    """
    if CURRENCY == empty(address):
        return self.balance
    return self._tokens()


# Helpers: an order


@internal
@view
def _check_order(buyer: address, currency: address):
    """
    @dev That this contract is the order's payer is for Escrow to check.
    """
    assert msg.sender == buyer, "Loyalty: not the buyer"
    assert currency == CURRENCY, "Loyalty: another currency"


@internal
@pure
def _points(salt: bytes32) -> uint256:
    return convert(salt, uint256) >> POINTS


@internal
@pure
def _cash(order: IEscrow.Order) -> uint256:
    """
    @dev What points leave of the total. Where that overflows, so it does in Escrow, which refuses such an order.
    """
    total: uint256 = unsafe_add(unsafe_mul(order.offer.price, order.quantity), order.offer.shipping)
    points: uint256 = self._points(order.salt)
    assert points <= total, "Loyalty: points above the total"
    return total - points


@internal
@view
def _coin(amount: uint256) -> uint256:
    return amount if CURRENCY == empty(address) else 0


# Helpers: money


@internal
@payable
def _take(cash: uint256, points: uint256) -> uint256:
    """
    @dev Takes both from the caller; returns what was here of a token before.
    """
    assert msg.value == self._coin(cash), "Loyalty: wrong coin amount"
    if points > 0:
        self._spend(msg.sender, points)
    if CURRENCY == empty(address):
        return 0
    before: uint256 = self._tokens()
    if cash > 0:
        sent: bool = extcall IERC20(CURRENCY).transferFrom(msg.sender, self, cash, default_return_value=True)
        assert sent, "Loyalty: transfer failed"
    return before


@internal
@view
def _check_reserve(before: uint256, points: uint256):
    """
    @dev A token that takes a fee, of whomever, must not take it from the cover of the others' points.
    """
    if CURRENCY != empty(address):
        assert self._tokens() + points >= before, "Loyalty: wrong amount moved"


@internal
@view
def _tokens() -> uint256:
    return staticcall IERC20(CURRENCY).balanceOf(self)


@internal
def _fetch(key: bytes32, currency: address) -> uint256:
    """
    @dev Takes what Escrow keeps here under a key; returns what arrived, which may be less where a token takes a fee.
    """
    if currency == empty(address):
        return extcall IEscrow(ESCROW).collect(key, currency)
    before: uint256 = payments._balance(currency)
    amount: uint256 = extcall IEscrow(ESCROW).collect(key, currency)
    return min(amount, payments._balance(currency) - before)


@internal
@view
def _ready(key: bytes32) -> uint256:
    return staticcall IEscrow(ESCROW).credits(self, key, CURRENCY)


@internal
def _settle(order: IEscrow.Order, order_id: bytes32):
    """
    @dev Only what this contract paid has a credit here under its id, so its terms need no other check.
    """
    back: uint256 = self._fetch(order_id, CURRENCY)
    cash_paid: uint256 = self._cash(order)
    total: uint256 = cash_paid + self._points(order.salt)
    before: uint256 = self.settled[order_id]
    after: uint256 = before + back
    self.settled[order_id] = after
    points: uint256 = min(max(after, cash_paid), total) - min(max(before, cash_paid), total)
    log OrderSettled(order_id=order_id, cash=back - points, points=points)
    if points > 0:
        self._mint(order.buyer, points, 0)
    if back > points:
        payments._push(order.buyer, CURRENCY, back - points)


# Helpers: points


@internal
def _collect(buyer: address):
    points: uint256 = self._fetch(convert(buyer, bytes32), CURRENCY)
    self._mint(buyer, points, points)


@internal
def _mint(account: address, points: uint256, earned: uint256):
    self._accounts[account] += earned << LIFETIME | points
    self.totalSupply += points
    log IERC20.Transfer(sender=empty(address), receiver=account, value=points)


@internal
def _spend(account: address, points: uint256):
    """
    @dev What is ready is collected where it is needed.
    """
    if self._accounts[account] & BALANCE < points and self._ready(convert(account, bytes32)) > 0:
        self._collect(account)
    word: uint256 = self._accounts[account]
    assert word & BALANCE >= points, "Loyalty: not enough points"
    self._accounts[account] = word - points
    self.totalSupply -= points
    log IERC20.Transfer(sender=account, receiver=empty(address), value=points)
