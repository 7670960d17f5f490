"""What a Credit was deployed with, what a plan is bound by, and the plan's id."""

from dataclasses import dataclass
from typing import NamedTuple

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts.parameters import DAY

GRACE = 3 * DAY  # after a due date, before a payment counts as late
WRITE_OFF = 60 * DAY  # after a due date
MAX_PAUSE = 90 * DAY  # of a plan, in all
HALVED = 730 * DAY  # the limit, from a write-off on
INSTALMENTS = range(2, 7)
INTERVALS = (14 * DAY, 30 * DAY)
LEAST_DOWN = 4  # a quarter of the total has to be paid at once
PLANS = 6  # open ones of a buyer
ONE = 10_000  # in basis points
VIRTUAL_SHARES = 1_000  # of a vault, for one virtual unit

PLAN_TYPES = ["bytes32", "address", "address", *["uint256"] * 5]


class Parameters(NamedTuple):
    """Fixed at deployment; amounts in the currency's smallest unit, shares in basis points.

    `growth_bps` is of what was repaid in time, `fee_bps` of the principal for each instalment, `late_bps` of an average
    instalment's principal, `seller_bps` and `buyer_bps` of the vault's assets.
    """

    escrow: str
    identity: str
    issuer: str
    currency: str
    base: int
    maximum: int
    growth_bps: int
    fee_bps: int
    late_bps: int
    seller_bps: int
    buyer_bps: int


class Plan(NamedTuple):
    """What PlanOpened logs and every later call passes; `start` in Unix seconds, `interval` in seconds."""

    order_id: bytes
    buyer: str
    seller: str
    principal: int
    start: int
    instalments: int
    interval: int
    slot: int


@dataclass(frozen=True)
class Terms:
    """What a plan's figures follow from; `fee` and `late_fee` are an instalment's."""

    principal: int
    start: int
    instalments: int
    interval: int
    fee: int
    late_fee: int


def terms_of(plan: Plan, parameters: Parameters) -> Terms:
    """The terms of a plan."""
    return offered(plan.principal, plan.start, plan.instalments, plan.interval, parameters)


def offered(principal: int, start: int, instalments: int, interval: int, parameters: Parameters) -> Terms:
    """The terms that a plan of this principal would have if it began at `start`."""
    fee = principal * parameters.fee_bps // ONE
    late_fee = principal * parameters.late_bps // (ONE * instalments)
    return Terms(principal, start, instalments, interval, fee, late_fee)


def least_down(total: int) -> int:
    """The smallest down payment on a total."""
    return -(-total // LEAST_DOWN)


def plan_id(plan: Plan) -> bytes:
    """What Credit keeps a plan's record under."""
    return keccak(encode(PLAN_TYPES, plan))
