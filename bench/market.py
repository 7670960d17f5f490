"""A node with Escrow and its people, and receipts of what they do."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from web3 import HTTPProvider, Web3
from web3.contract import Contract

from scripts.artifacts import compiled
from tests.fixtures.node import running_node
from tests.fixtures.terms import EMPTY, MAX_UINT, Offer, Order

BETWEEN_BLOCKS = 12  # seconds
DAY = 86_400
CAP = 1_000_000


@dataclass(frozen=True)
class Call:
    """A transaction that went through: what was sent, and the gas of its receipt."""

    data: bytes
    gas: int


class Market:
    """Deploys Escrow and a plain token, and trades as people by role."""

    def __init__(self, url: str) -> None:
        self.web3 = Web3(HTTPProvider(url))
        self._dice = random.Random(0)  # the same figures in every run
        roles = ("deployer", "seller", "buyer", "referrer", "loyalty")
        self.people = dict(zip(roles, self.web3.eth.accounts, strict=False))
        self.escrow = self._deploy("Escrow")
        self.token = self._deploy("NamedToken", "Dollar", "USD", 6)
        for holder in ("buyer", "seller"):
            self.send(holder, self.token.functions.mint(self.people[holder], 10**12))
        self.send("buyer", self.token.functions.approve(self.escrow.address, MAX_UINT))

    def _deploy(self, name: str, *arguments: Any) -> Contract:
        artifact = compiled(name)
        contract = self.web3.eth.contract(abi=artifact.abi, bytecode=artifact.creation)
        sent = contract.constructor(*arguments).transact({"from": self.people["deployer"]})
        receipt = self.web3.eth.wait_for_transaction_receipt(sent)
        address = receipt["contractAddress"]
        assert address is not None, f"{name} was not deployed"
        return self.web3.eth.contract(address=address, abi=artifact.abi)

    def _hash(self, size: int) -> bytes:
        """What stands for a hash; without a zero byte, which would be cheaper."""
        return bytes(self._dice.randint(1, 255) for _ in range(size))

    def send(self, role: str, function: Any, coin: int = 0) -> Call:
        """Sends a call as somebody, who brings `coin`."""
        sent = function.transact({"from": self.people[role], "value": coin})
        receipt = self.web3.eth.wait_for_transaction_receipt(sent)
        assert receipt["status"] == 1, f"{function.fn_name} failed"
        data = self.web3.eth.get_transaction(sent)["input"]
        return Call(bytes(data), receipt["gasUsed"])

    def publish(self, commission_bps: int = 0, points_bps: int = 0, token: bool = False) -> Offer:
        """An offer of the seller's with an order of it open, so that later ones find every slot in use."""
        offer = Offer(
            seller=self.people["seller"],
            currency=self.token.address if token else EMPTY,
            price=20_000_000 if token else 10**16,
            shipping=1_000_000 if token else 10**15,
            ship_within=3 * DAY,
            deliver_within=7 * DAY,
            inspect_within=7 * DAY,
            carrier=EMPTY,
            arbiter=EMPTY,
            commission_bps=commission_bps,
            loyalty=self.people["loyalty"] if points_bps else EMPTY,
            points_bps=points_bps,
            details=self._hash(32),
        )
        self.send("seller", self.escrow.functions.publish(offer, CAP))
        self.pay(self.order(offer))
        return offer

    def order(self, offer: Offer) -> Order:
        """One unit for the buyer; a salt of eight bytes is enough, and cheaper than one of 32."""
        return Order(
            offer=offer,
            buyer=self.people["buyer"],
            payer=self.people["buyer"],
            quantity=1,
            referrer=self.people["referrer"] if offer.commission_bps else EMPTY,
            delivery=self._hash(32),
            salt=bytes(24) + self._hash(8),
        )

    def pay(self, order: Order) -> Call:
        """The buyer pays."""
        return self.send("buyer", self.escrow.functions.pay(order), order.coin)

    def pay_many(self, orders: list[Order]) -> Call:
        """The buyer pays a cart."""
        return self.send("buyer", self.escrow.functions.pay_many(orders), sum(order.coin for order in orders))

    def code_size(self) -> int:
        """Bytes of Escrow as deployed."""
        return len(self.web3.eth.get_code(self.escrow.address))


@contextmanager
def opened() -> Iterator[Market]:
    """A market on a node of its own, which ends with the block."""
    with running_node("--hardfork", "prague", "--block-base-fee-per-gas", "0", "--gas-price", "0") as node:
        node.rpc("anvil_setBlockTimestampInterval", BETWEEN_BLOCKS)
        yield Market(node.url)
