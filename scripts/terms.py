"""The terms of offers and orders, their ids, and the words for what the contract numbers.

Ids are computed here as Escrow and every wallet compute them (EIP-712), so that nothing needs to be asked of a node.
"""

from enum import IntEnum
from typing import NamedTuple

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts.parameters import COIN, NOBODY

NO_DOCUMENT = bytes(32)


class Offer(NamedTuple):
    """Terms of sale; amounts in the currency's smallest unit, windows in seconds, shares in basis points."""

    seller: str
    currency: str
    price: int
    shipping: int
    ship_within: int
    deliver_within: int
    inspect_within: int
    carrier: str = NOBODY
    arbiter: str = NOBODY
    commission_bps: int = 0
    loyalty: str = NOBODY
    points_bps: int = 0
    details: bytes = NO_DOCUMENT

    @property
    def in_coin(self) -> bool:
        """Whether prices are in the chain's own coin."""
        return self.currency == COIN


POINTS = 160  # bits of an order's salt; those above say how many points a Loyalty pays it with


class Order(NamedTuple):
    """What was bought, by whom, and where it goes (a hash)."""

    offer: Offer
    buyer: str
    payer: str
    quantity: int
    referrer: str = NOBODY
    delivery: bytes = NO_DOCUMENT
    salt: bytes = NO_DOCUMENT

    @property
    def total(self) -> int:
        """What the payer paid, in the currency's smallest unit."""
        return self.offer.price * self.quantity + self.offer.shipping

    @property
    def points(self) -> int:
        """How much of it were points, where a Loyalty is the payer."""
        return int.from_bytes(self.salt, "big") >> POINTS


class Stock(NamedTuple):
    """Whether an offer was published, the units ever for sale, and those sold."""

    published: bool
    cap: int
    sold: int

    @property
    def left(self) -> int:
        """Units that can be bought now."""
        return max(self.cap - self.sold, 0)


class Status(IntEnum):
    """What an order awaits."""

    NONE = 0
    AWAITING_SHIPMENT = 1
    AWAITING_DELIVERY = 2
    AWAITING_CONFIRMATION = 3
    AWAITING_ANSWER = 4
    AWAITING_RETURN = 5
    AWAITING_RETURN_CHECK = 6
    AWAITING_RULING = 7
    CLOSED = 8
    CANCELLED = 9

    @property
    def is_open(self) -> bool:
        """Whether anything is still in question."""
        return self.AWAITING_SHIPMENT <= self <= self.AWAITING_RULING

    @property
    def is_in_question(self) -> bool:
        """Whether an answer, a return or a ruling is awaited: then dates of a plan may wait."""
        return self.AWAITING_ANSWER <= self <= self.AWAITING_RULING

    @property
    def favours_seller(self) -> bool:
        """Whether the seller gets what is held when the deadline passes."""
        return self in (Status.AWAITING_CONFIRMATION, Status.AWAITING_RETURN)


class Kind(IntEnum):
    """What a buyer asks for."""

    NONE = 0
    REFUND = 1
    RETURN = 2
    EXCHANGE = 3


class Record(NamedTuple):
    """Where an order stands; `deadline` in Unix seconds, amounts in the currency's smallest unit."""

    status: Status
    round: int
    kind: Kind
    buyer_extended: bool
    seller_extended: bool
    returned: bool
    deadline: int
    released: int
    refunded: int


OFFER_TYPES = (
    ["address", "address", *["uint256"] * 5, "address", "address", "uint256", "address", "uint256", "bytes32"]
)  # fmt: skip
ORDER_TYPES = ["address", "address", "uint256", "address", "bytes32", "bytes32"]


def _signature(name: str, types: list[str], fields: tuple[str, ...]) -> str:
    return f"{name}({','.join(f'{type_} {field}' for type_, field in zip(types, fields, strict=True))})"


_OFFER = _signature("Offer", OFFER_TYPES, Offer._fields)
_ORDER = _signature("Order", ["Offer", *ORDER_TYPES], Order._fields) + _OFFER
_DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"


def domain_separator(chain_id: int, escrow: str) -> bytes:
    """What ties ids and signatures to one Escrow on one chain."""
    values = [keccak(text=_DOMAIN), keccak(text="Handover"), keccak(text="1"), chain_id, escrow]
    return keccak(encode(["bytes32", "bytes32", "bytes32", "uint256", "address"], values))


def offer_id(offer: Offer) -> bytes:
    """hashStruct(Offer)."""
    return keccak(encode(["bytes32", *OFFER_TYPES], [keccak(text=_OFFER), *offer]))


def order_id(order: Order, domain: bytes) -> bytes:
    """The EIP-712 digest of an order under a domain separator."""
    values = [keccak(text=_ORDER), offer_id(order.offer), *order[1:]]
    struct_hash = keccak(encode(["bytes32", "bytes32", *ORDER_TYPES], values))
    return keccak(b"\x19\x01" + domain + struct_hash)


def held(order: Order, record: Record) -> int:
    """What is still in question, in the currency's smallest unit."""
    return order.total - record.released - record.refunded
