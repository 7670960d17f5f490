# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Credit: pays an order for its buyer, who pays it back in instalments
@license AGPL-3.0-only
@notice Lenders' money in one currency. A buyer with a claim of the issuer pays a quarter or more at once, Credit the rest;
        the order's seller is paid by Escrow as always. What comes back of the order cuts the debt first, and while the
        order is in question due dates wait, 90 days at most. Cash leaves only into Escrow for such orders and to lenders.
        No owner, no setting: the parameters are fixed at deployment. It trusts Escrow for what comes back and how an
        order stands, the issuer that its claims tell people apart, its currency for everything; and no buyer.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC4626

from .interfaces import IEscrow
from .interfaces import IIdentity
from .modules import borrowers
from .modules import debts
from .modules import errors
from .modules import payments
from .modules import plans
from .modules import vault

implements: IERC20
implements: IERC4626

initializes: borrowers
initializes: payments
initializes: plans
initializes: vault
initializes: debts[borrowers := borrowers, plans := plans, vault := vault]

exports: (
    vault.deposit,
    vault.mint,
    vault.withdraw,
    vault.redeem,
    vault.asset,
    vault.totalAssets,
    vault.cash,
    vault.lent,
    vault.convertToShares,
    vault.convertToAssets,
    vault.previewDeposit,
    vault.previewMint,
    vault.previewWithdraw,
    vault.previewRedeem,
    vault.maxDeposit,
    vault.maxMint,
    vault.maxWithdraw,
    vault.maxRedeem,
    vault.totalSupply,
    vault.balanceOf,
    vault.transfer,
    vault.transferFrom,
    vault.approve,
    vault.allowance,
    vault.name,
    vault.symbol,
    vault.decimals,
    vault.permit,
    vault.nonces,
    vault.DOMAIN_SEPARATOR,
    debts.pause,
    debts.resume,
    debts.plan_id,
    debts.parts,
    debts.record,
    borrowers.limit,
    borrowers.standing,
    borrowers.open_at_seller,
    payments.credits,
)


# Amounts are units of the currency, shares basis points: of what was repaid in time (growth), of the principal for each
# instalment (fee), of an average instalment (late), of all assets (seller, buyer).
struct Parameters:
    escrow: address
    identity: address
    issuer: address
    currency: address
    base: uint256
    maximum: uint256
    growth_bps: uint256
    fee_bps: uint256
    late_bps: uint256
    seller_bps: uint256
    buyer_bps: uint256


# The kinds of claims, as Identity has them: these words in ASCII, zero-padded.
PERSON: constant(bytes32) = 0x706572736f6e0000000000000000000000000000000000000000000000000000
BUSINESS: constant(bytes32) = 0x627573696e657373000000000000000000000000000000000000000000000000

DOWN: constant(uint256) = 4  # the total is at most so many times the down payment
SHORT: constant(uint256) = 14  # days
LONG: constant(uint256) = 30

PARAMETERS: immutable(Parameters)

@deploy
def __init__(parameters: Parameters, name: String[25], symbol: String[5]):
    """
    @dev Escrow takes a currency from its caller only, and this contract calls it only to pay; so the allowance can be
         without limit.
    """
    assert parameters.base <= parameters.maximum, "Credit: base above the maximum"
    assert parameters.maximum <= plans.AMOUNT, "Credit: maximum too large"
    assert max(parameters.growth_bps, parameters.fee_bps) <= 10_000, "Credit: share above the whole"
    assert max(parameters.seller_bps, parameters.buyer_bps) <= 10_000, "Credit: share above the whole"
    assert parameters.late_bps <= 10_000, "Credit: share above the whole"
    PARAMETERS = parameters
    plans.__init__(parameters.fee_bps, parameters.late_bps)
    debts.__init__(parameters.escrow)
    borrowers.__init__(parameters.base, parameters.maximum, parameters.growth_bps)
    vault.__init__(parameters.currency, name, symbol)
    extcall IERC20(parameters.currency).approve(parameters.escrow, max_value(uint256), default_return_value=True)


# The buyer


@external
def buy(order: IEscrow.Order, down: uint256, instalments: uint256, days: uint256):
    """
    @notice Pays an order of the caller's: `down` from the caller, the rest from here, to be paid back in instalments so
            many days apart; logs PlanOpened, and Escrow OrderPaid.
    """
    if msg.sender != order.buyer:
        self._refuse(errors.NOT_THE_BUYER)
    before: uint256 = payments._balance(PARAMETERS.currency)
    payments._pull(PARAMETERS.currency, msg.sender, down)
    self._buy(order, self._order_id(order), down, instalments, days, before)


# Anyone


@external
def buy_with_authorization(
    order: IEscrow.Order,
    down: uint256,
    instalments: uint256,
    days: uint256,
    valid_before: uint256,
    v: uint8,
    r: bytes32,
    s: bytes32,
):
    """
    @notice Does so for a buyer who signed an ERC-3009 authorization over the down payment, with the hash of the order's
            id, the number of instalments and the days as its nonce; anyone may bring it.
    """
    order_id: bytes32 = self._order_id(order)
    nonce: bytes32 = keccak256(abi_encode(order_id, instalments, days))
    before: uint256 = payments._balance(PARAMETERS.currency)
    payments._receive_authorized(order.buyer, PARAMETERS.currency, down, nonce, valid_before, v, r, s)
    self._buy(order, order_id, down, instalments, days, before)


@external
def repay(plan: plans.Plan, amount: uint256):
    """
    @notice Pays so much of a plan from the caller's money, or less where that ends it; logs PlanRepaid.
    """
    taken: uint256 = debts._repay(plan, msg.sender, amount)
    payments._pull(PARAMETERS.currency, msg.sender, taken)


@external
def repay_with_authorization(
    plan: plans.Plan,
    payer: address,
    amount: uint256,
    valid_before: uint256,
    salt: bytes32,
    v: uint8,
    r: bytes32,
    s: bytes32,
):
    """
    @notice Does so for a payer who signed an ERC-3009 authorization, with the hash of the plan's id and a salt as its
            nonce; anyone may bring it. What is too much goes back.
    """
    nonce: bytes32 = keccak256(abi_encode(plans._id(plan), salt))
    taken: uint256 = debts._repay(plan, payer, amount)
    payments._receive_authorized(payer, PARAMETERS.currency, amount, nonce, valid_before, v, r, s)
    if taken < amount:
        payments._push(payer, PARAMETERS.currency, amount - taken)


@external
def settle(plan: plans.Plan):
    """
    @notice Passes on what came back of the order: it cuts the debt from the newest instalment on, and beyond that goes
            to the buyer; logs PlanSettled.
    """
    self._settle(plan)


@external
def write_off(plan: plans.Plan):
    """
    @notice Gives up what is open of a plan 60 days after a missed due date, once what came back of the order is passed
            on: it is no asset any more, and still owed; logs PlanWrittenOff.
    """
    if staticcall IEscrow(PARAMETERS.escrow).credits(self, plan.order_id, PARAMETERS.currency) > 0:
        self._settle(plan)
    debts._write_off(plan)


@external
def withdraw_credit(account: address):
    """
    @notice Sends an account what could not be pushed to it; logs CreditWithdrawn.
    """
    payments._withdraw(account, PARAMETERS.currency, account)


@external
def withdraw_credit_to(to: address):
    """
    @notice Sends what could not be pushed to the caller somewhere else; logs CreditWithdrawn.
    """
    if to == empty(address):
        self._refuse(errors.EMPTY_RECEIVER)
    payments._withdraw(msg.sender, PARAMETERS.currency, to)


# Views


@external
@view
def parameters() -> Parameters:
    """
    @notice What was fixed at deployment.
    """
    return PARAMETERS


# Helpers


@internal
def _buy(
    order: IEscrow.Order, order_id: bytes32, down: uint256, instalments: uint256, days: uint256, before: uint256
):
    """
    @dev `before` is what was here before the down payment. That this contract is the order's payer is for Escrow to
         check, and so are the seller and the total.
    """
    self._check_parties(order)
    total: uint256 = order.offer.price * order.quantity + order.offer.shipping
    if down * DOWN < total:
        self._refuse(errors.DOWN_PAYMENT_TOO_SMALL)
    if down >= total:
        self._refuse(errors.NOTHING_TO_PAY_LATER)
    if days != SHORT and days != LONG:
        self._refuse(errors.NOT_14_OR_30_DAYS_APART)
    plan: plans.Plan = plans.Plan(
        order_id=order_id,
        buyer=order.buyer,
        seller=order.offer.seller,
        principal=total - down,
        start=block.timestamp,
        instalments=instalments,
        interval=days * plans.DAY,
        slot=borrowers._free_slot(order.buyer),
    )
    debts._open(plan)
    self._check_shares(plan)
    extcall IEscrow(PARAMETERS.escrow).pay(order)
    if payments._balance(PARAMETERS.currency) + plan.principal != before:
        self._refuse(errors.WRONG_AMOUNT_MOVED)


@internal
@view
def _check_parties(order: IEscrow.Order):
    if order.offer.currency != PARAMETERS.currency:
        self._refuse(errors.ANOTHER_CURRENCY)
    if not self._holds(order.buyer, PERSON):
        self._refuse(errors.BUYER_HAS_NO_CLAIM)
    if not self._holds(order.offer.seller, BUSINESS):
        self._refuse(errors.SELLER_HAS_NO_CLAIM)


@internal
@view
def _holds(subject: address, kind: bytes32) -> bool:
    return staticcall IIdentity(PARAMETERS.identity).holds(PARAMETERS.issuer, subject, kind)


@internal
@view
def _check_shares(plan: plans.Plan):
    """
    @dev Lending leaves all assets as they were. What a transaction borrows and pays back itself does not count.
    """
    assets: uint256 = vault._standing_assets()
    of_buyer: uint256 = borrowers._outstanding(plan.buyer)
    of_seller: uint256 = borrowers.open_at_seller[plan.seller]
    if of_buyer > assets * PARAMETERS.buyer_bps // 10_000:
        self._refuse(errors.TOO_MUCH_FOR_ONE_BUYER)
    if of_seller > assets * PARAMETERS.seller_bps // 10_000:
        self._refuse(errors.TOO_MUCH_AT_ONE_SELLER)


@internal
def _settle(plan: plans.Plan):
    rest: uint256 = debts._settle(plan, self._fetch(plan.order_id))
    if rest > 0:
        payments._push(plan.buyer, PARAMETERS.currency, rest)


@internal
@view
def _order_id(order: IEscrow.Order) -> bytes32:
    return staticcall IEscrow(PARAMETERS.escrow).order_id(order)


@internal
def _fetch(order_id: bytes32) -> uint256:
    """
    @dev Takes what Escrow keeps here of an order; returns what arrived.
    """
    before: uint256 = payments._balance(PARAMETERS.currency)
    amount: uint256 = extcall IEscrow(PARAMETERS.escrow).collect(order_id, PARAMETERS.currency)
    return min(amount, payments._balance(PARAMETERS.currency) - before)


@internal
@pure
def _refuse(fact: bytes32):
    errors._refuse_as(errors.CREDIT, fact)
