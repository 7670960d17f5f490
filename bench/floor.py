"""The least that a path can cost: only the operations without which it would not be the same trade.

Prices are those of the Cancun rules: EIP-2028 calldata, EIP-2929 access, EIP-2200 and EIP-3529 storage, EIP-1153
transient storage; the yellow paper's logs, hashes and calls. Arithmetic, jumps, memory and reading arguments are free.
"""

from collections.abc import Iterable
from dataclasses import dataclass

TRANSACTION = 21_000
CALLDATA_ZERO, CALLDATA_OTHER = 4, 16
COLD_ACCOUNT = 2_600
COLD_SLOT = 2_100
NEW_SLOT = COLD_SLOT + 20_000
CHANGED_SLOT = COLD_SLOT + 2_900
# a plain account gives the stipend back
COIN_TRANSFER = 9_000 - 2_300
CLEARED_SLOT = CHANGED_SLOT - 4_800  # a word that becomes zero: the refund is far from its bound here
LOCK = 3 * 100
LOG, LOG_TOPIC, LOG_BYTE = 375, 375, 8
HASH, HASH_WORD = 30, 6
SLOT_KEY = HASH + 2 * HASH_WORD  # a mapping's slot is the hash of two words
RECOVER = 3_000  # the precompiled contract that finds a signature's author
WARM = 100  # a call to an account, or a read of a slot, that was touched before

Operations = list[tuple[str, int]]


@dataclass(frozen=True)
class Measured:
    """What a path took, and what it could not have done without."""

    gas: int
    operations: Operations


def carrying(calldata: bytes) -> int:
    """Gas of so many bytes, zero or not."""
    zeros = calldata.count(0)
    return zeros * CALLDATA_ZERO + (len(calldata) - zeros) * CALLDATA_OTHER


def transaction(calldata: bytes) -> Operations:
    """A transaction's base, its calldata, and the lock that whatever moves money needs."""
    return [("transaction", TRANSACTION), ("calldata", carrying(calldata)), ("lock", LOCK)]


def log(name: str, words: int, topics: int = 2) -> Operations:
    """An event with so many words of data; its name and the order's id are topics."""
    return [(f"event {name}", LOG + topics * LOG_TOPIC + words * 32 * LOG_BYTE)]


def hashing(words: int) -> int:
    """Gas of hashing so many words."""
    return HASH + words * HASH_WORD


def ids() -> Operations:
    """An offer of 13 fields, an order of 6 and the offer's hash, each with its type; the digest is of 66 bytes."""
    return [("offer's id", hashing(14)), ("order's id", hashing(8) + hashing(3))]


def pay(calldata: bytes) -> Operations:
    """One order is opened: its record is new, its offer's stock changes."""
    return [*transaction(calldata), *opening(), ("stock", SLOT_KEY + CHANGED_SLOT)]


def opening() -> Operations:
    """What every order of a cart needs, whatever is bought."""
    return [*ids(), ("record", SLOT_KEY + NEW_SLOT), *log("OrderPaid", 7)]


def pay_with_authorization(calldata: bytes) -> Operations:
    """As `pay`; the token is another operation."""
    return pay(calldata)


def act_signed(calldata: bytes) -> Operations:
    """The verb is `confirm`: beside what it needs, a digest of nine fields, and whose signature it is."""
    return [*confirm(calldata), ("action's digest", hashing(10) + hashing(3)), ("signature", WARM + RECOVER)]


def ship(calldata: bytes) -> Operations:
    """The record changes."""
    return [*transaction(calldata), *ids(), ("record", SLOT_KEY + CHANGED_SLOT), *log("OrderShipped", 1)]


def confirm(calldata: bytes) -> Operations:
    """The record changes; what is released leaves by another operation."""
    return [*transaction(calldata), *ids(), ("record", SLOT_KEY + CHANGED_SLOT), *log("OrderConfirmed", 1)]


def cancel(calldata: bytes) -> Operations:
    """The record changes and the units come back; the refund's receiver is the sender."""
    return [
        *transaction(calldata),
        *ids(),
        ("record", SLOT_KEY + CHANGED_SLOT),
        ("stock", SLOT_KEY + CHANGED_SLOT),
        *log("OrderCancelled", 2),
        ("coin to the buyer", COIN_TRANSFER),
    ]


def coin_to_seller() -> Operations:
    """The seller's account has not been touched before in this transaction."""
    return [("coin to the seller", COLD_ACCOUNT + COIN_TRANSFER)]


def credit(whose: str) -> Operations:
    """A credit that exists grows; its slot hangs three mappings deep."""
    return [(f"credit of the {whose}", CHANGED_SLOT + 3 * SLOT_KEY)]


def token_in(work: int) -> Operations:
    """transferFrom, which the token takes so much `work` for, and the balance before and after."""
    return [("token", COLD_ACCOUNT), ("token's transferFrom", work), ("token's balanceOf, twice", 2 * 2 * WARM)]


def token_authorized(work: int) -> Operations:
    """receiveWithAuthorization, which the token takes so much `work` for, and the balance before and after."""
    return [
        ("token", COLD_ACCOUNT),
        ("token's receiveWithAuthorization", work),
        ("token's balanceOf, twice", 2 * 2 * WARM),
    ]


def token_out(work: int) -> Operations:
    """transfer of what is released."""
    return [("token", COLD_ACCOUNT), ("token's transfer", work)]


# Points: what Loyalty adds to a call of Escrow's, which is locked by itself


def _points_move() -> Operations:
    """They come or go: the account's word, the supply, the event that wallets read."""
    return [
        ("points of the account", SLOT_KEY + CHANGED_SLOT),
        ("supply of points", CHANGED_SLOT),
        *log("Transfer of points", 1, topics=3),
    ]


def _collecting() -> Operations:
    """Escrow hands over a credit."""
    return [
        ("Escrow", COLD_ACCOUNT),
        ("lock", LOCK),
        ("credit of Loyalty", 3 * SLOT_KEY + CLEARED_SLOT),
        *log("CreditCollected", 2, topics=3),
    ]


def pay_with_points(calldata: bytes) -> Operations:
    """As `pay`; the money is another operation."""
    return [*pay(calldata), ("Escrow", COLD_ACCOUNT), ("lock", LOCK), *_points_move()]


def collect(calldata: bytes) -> Operations:
    """A credit becomes points."""
    return [*transaction(calldata), *_collecting(), *_points_move()]


def settle(calldata: bytes) -> Operations:
    """A refund becomes cash, which leaves by another operation, and points."""
    return [
        *transaction(calldata),
        *ids(),
        *_collecting(),
        ("what came back of the order", SLOT_KEY + NEW_SLOT),
        *_points_move(),
        *log("OrderSettled", 2),
    ]


def coin_on() -> Operations:
    """Coin goes to a contract of this transaction, or comes from one to the other."""
    return [("coin between the contracts", COIN_TRANSFER)]


def coin_to_buyer() -> Operations:
    """The buyer has not been touched before in this transaction."""
    return [("coin to the buyer", COLD_ACCOUNT + COIN_TRANSFER)]


def token_on(work: int) -> Operations:
    """The token's second transfer in a transaction: it is known, and so is the balance of the account between."""
    return [("token's second transfer", work - CHANGED_SLOT + 2 * WARM)]


def token_seen() -> Operations:
    """One more account looks at its balance before and after."""
    return [("token's balanceOf, twice", 2 * 2 * WARM)]


def total(operations: Iterable[tuple[str, int]]) -> int:
    """Their gas in all."""
    return sum(gas for _, gas in operations)
