"""What shoppers sign for others to bring: an action of an order's buyer, or a payment by ERC-3009, as a document.

A payment is for orders, for an order's down payment, or for a plan; Escrow takes the first, a Credit the others.

The storefront and the scripts share this file, so it knows neither Brownie nor a node.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from scripts import documents
from scripts.credit.terms import PLAN_TYPES, Plan, plan_id
from scripts.refusal import Refusal
from scripts.terms import OFFER_TYPES, ORDER_TYPES, Offer, Order

TYPE = "handover/signed/1"
ACT = "act_signed"
PAY = "pay_with_authorization"
PAY_MANY = "pay_many_with_authorization"
BUY_LATER = "buy_with_authorization"
REPAY = "repay_with_authorization"

MAX_BYTES = 64 * 1024  # twenty orders with the longest numbers have half of it
MAX_NUMBER = 2**256 - 1
LOW_V = 27  # some wallets write 0 and 1 for 27 and 28

# What pays the seller, so that he may want to bring it himself
PAYING_VERBS = frozenset({"confirm", "release"})


@dataclass(frozen=True)
class Action:
    """What a buyer wants; numbers and the document are zero where the verb needs none, `expires` is Unix seconds."""

    verb: str
    amount: int
    kind: int
    until: int
    document: bytes
    expires: int

    @property
    def struct(self) -> tuple[bytes, int, int, int, bytes, int]:
        """As Escrow takes it."""
        return keccak(text=self.verb), self.amount, self.kind, self.until, self.document, self.expires


@dataclass(frozen=True)
class Instalments:
    """How an order is paid later: all but `down` (the currency's smallest unit), so many parts so many days apart."""

    down: int
    instalments: int
    days: int

    def nonce(self, order_id: bytes) -> bytes:
        """What the authorization over the down payment has as its nonce."""
        return keccak(encode(["bytes32", "uint256", "uint256"], [order_id, self.instalments, self.days]))


@dataclass(frozen=True)
class Repayment:
    """What somebody pays of a plan of a Credit, in its currency's smallest unit; the salt tells two of them apart."""

    credit: str
    plan: Plan
    payer: str
    amount: int
    salt: bytes

    @property
    def nonce(self) -> bytes:
        """What the authorization over the amount has as its nonce."""
        return keccak(encode(["bytes32", "bytes32"], [plan_id(self.plan), self.salt]))


@dataclass(frozen=True)
class Signed:
    """A signed document. `body` is its one way to be written; `action` is None for a payment.

    `later` is what a Credit is told, None where Escrow is called. A repayment is for no order.
    """

    call: str
    orders: tuple[Order, ...]
    signature: bytes
    action: Action | None
    valid_before: int
    later: Instalments | Repayment | None = None

    @property
    def id(self) -> str:
        """sha-256 of the canonical JSON, as 64 hexadecimal digits."""
        return documents.sha256(documents.canonical(self.body))

    @property
    def order(self) -> Order:
        """The only order, or a cart's first."""
        return self.orders[0]

    @property
    def signer(self) -> str:
        """Who has to have signed."""
        if isinstance(self.later, Repayment):
            return self.later.payer
        return self.order.buyer if self.action or self.later else self.order.payer

    @property
    def credit(self) -> str:
        """The Credit that is called; empty where Escrow is."""
        if isinstance(self.later, Repayment):
            return self.later.credit
        return self.order.payer if self.later else ""

    @property
    def pays_the_seller(self) -> bool:
        """Whether the seller gains by bringing it."""
        return self.action is not None and self.action.verb in PAYING_VERBS

    @property
    def arguments(self) -> tuple[Any, ...]:
        """What the contract's function is called with."""
        if self.action:
            return self.order, self.action.struct, self.signature
        r, s, v = self.signature[:32], self.signature[32:64], self.signature[64]
        if isinstance(self.later, Repayment):
            _, plan, payer, amount, salt = vars(self.later).values()
            return plan, payer, amount, self.valid_before, salt, v, r, s
        goods = list(self.orders) if self.call == PAY_MANY else self.order
        terms = vars(self.later).values() if self.later else ()
        return goods, *terms, self.valid_before, v, r, s

    @property
    def body(self) -> dict[str, Any]:
        """The document: numbers as decimal texts, addresses with their checksum, hashes and signature in lower case."""
        said: dict[str, Any] = {"type": TYPE, "call": self.call}
        if self.orders:
            said["orders"] = list(map(_words, self.orders))
        if self.action:
            said["action"] = _texts(vars(self.action))
        else:
            said["valid_before"] = str(self.valid_before)
        if isinstance(self.later, Repayment):
            said["plan"] = _texts(self.later.plan._asdict())
        told = {name: value for name, value in vars(self.later).items() if name != "plan"} if self.later else {}
        return said | _texts(told) | {"signature": "0x" + self.signature.hex()}


def read(data: bytes) -> Signed:
    """A document as somebody sent it, written in any way; refused with one sentence where it is none."""
    if len(data) > MAX_BYTES:
        raise Refusal(f"A signed document may have {MAX_BYTES // 1024} KiB.")
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise Refusal("This is not JSON.") from None
    return of(said)


def of(said: object) -> Signed:
    """The same of what was read from JSON."""
    documents.check(said, "signed")
    assert isinstance(said, dict)
    if said["call"] == PAY and len(said["orders"]) != 1:
        raise Refusal(f"{PAY} takes one order; {PAY_MANY} takes several.")
    orders = tuple(map(_order, said.get("orders", ())))
    signature = bytes.fromhex(said["signature"][2:])
    if said["call"] == ACT:
        return Signed(ACT, orders, signature, _action(said["action"]), 0)
    _refuse_mixed(orders)
    signature = signature[:64] + bytes([signature[64] % LOW_V + LOW_V if signature[64] < LOW_V else signature[64]])
    return Signed(said["call"], orders, signature, None, _number(said["valid_before"]), _later(said))


def _later(said: Mapping[str, Any]) -> Instalments | Repayment | None:
    if said["call"] == BUY_LATER:
        return Instalments(*(_number(said[name]) for name in ("down", "instalments", "days")))
    if said["call"] != REPAY:
        return None
    credit, payer, amount, salt = (said[name] for name in ("credit", "payer", "amount", "salt"))
    plan = Plan(*_values(said["plan"], Plan._fields, PLAN_TYPES))
    return Repayment(to_checksum_address(credit), plan, to_checksum_address(payer), _number(amount), _bytes(salt))


def _refuse_mixed(orders: tuple[Order, ...]) -> None:
    if len({(order.payer, order.offer.currency) for order in orders}) > 1:
        raise Refusal("One signature pays for one payer's orders in one currency.")


def _action(said: Mapping[str, str]) -> Action:
    amount, kind, until, expires = (_number(said[name]) for name in ("amount", "kind", "until", "expires"))
    return Action(said["verb"], amount, kind, until, _bytes(said["document"]), expires)


def _order(said: Mapping[str, Any]) -> Order:
    offer = Offer(*_values(said["offer"], Offer._fields, OFFER_TYPES))
    return Order(offer, *_values(said, Order._fields[1:], ORDER_TYPES))


def _values(said: Mapping[str, str], names: tuple[str, ...], types: list[str]) -> Iterator[Any]:
    return (READERS[type_](said[name]) for name, type_ in zip(names, types, strict=True))


def _number(text: str) -> int:
    number = int(text)
    if number > MAX_NUMBER:
        raise Refusal("A number is larger than a contract's.")
    return number


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])


READERS: dict[str, Callable[[str], Any]] = {"address": to_checksum_address, "uint256": _number, "bytes32": _bytes}


def _words(order: Order) -> dict[str, Any]:
    """An order's terms as pages write them."""
    said = {name: value for name, value in order._asdict().items() if name != "offer"}
    return {"offer": _texts(order.offer._asdict())} | _texts(said)


def _texts(values: Mapping[str, str | int | bytes]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: str | int | bytes) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)
