"""A node with Escrow and its people, and receipts of what they do."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from eth_abi import encode
from eth_utils import function_signature_to_4byte_selector
from hexbytes import HexBytes
from web3 import Web3
from web3.contract import Contract
from web3.types import RPCEndpoint

from bench import floor
from scripts.artifacts import compiled
from tests.fixtures.consent import ACTION, action, sign
from tests.fixtures.node import Node, running_node
from tests.fixtures.signing import TYPES
from tests.fixtures.terms import AWAITING_SHIPMENT, EMPTY, MAX_UINT, Offer, Order

BETWEEN_BLOCKS = 12  # seconds
DAY = 86_400
SOON = 3_000  # seconds until what was signed ends
CAP = 1_000_000
USES = 5  # of each path, the last of which is measured: no word of these people's is new in it
POLL = 0.001  # seconds between two questions for a receipt, which Anvil has as soon as it has answered
# A signature is over times: they are the same in every run, or else its zero bytes would not be.
NODE_FLAGS = ("--hardfork=prague", "--block-base-fee-per-gas=0", "--gas-price=0", "--timestamp=2000000000")


@dataclass(frozen=True)
class Call:
    """A transaction that went through: what was sent, and the gas of its receipt."""

    data: bytes
    gas: int


class Market:
    """Deploys Escrow and a plain token, and trades as people by role."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.web3 = Web3(node.provider)
        self.uses = USES
        self._dice = random.Random(0)  # the same figures in every run
        roles = ("deployer", "seller", "buyer", "referrer", "loyalty")
        self.people = dict(zip(roles, self.web3.eth.accounts, strict=False))
        self.escrow = self.deploy("Escrow")
        self.token = self.deploy("NamedToken", "Dollar", "USD", 6)
        self.dollar = self.deploy("Dollar")
        for holder in ("buyer", "seller"):
            self.send(holder, self.token.functions.mint(self.people[holder], 10**15))
        self.send("buyer", self.token.functions.approve(self.escrow.address, MAX_UINT))

    def deploy(self, name: str, *arguments: Any) -> Contract:
        """A contract of the project, by its name."""
        artifact = compiled(name)
        contract = self.web3.eth.contract(abi=artifact.abi, bytecode=artifact.creation)
        sent = contract.constructor(*arguments).transact({"from": self.people["deployer"]})
        receipt = self.web3.eth.wait_for_transaction_receipt(sent, poll_latency=POLL)
        address = receipt["contractAddress"]
        assert address is not None, f"{name} was not deployed"
        return self.web3.eth.contract(address=address, abi=artifact.abi)

    def hashes(self, size: int) -> bytes:
        """What stands for a hash of so many bytes; without a zero byte, which would be cheaper."""
        return bytes(self._dice.randint(1, 255) for _ in range(size))

    def send(self, role: str, function: Any, coin: int = 0) -> Call:
        """Sends a call as somebody, who brings `coin`."""
        return self._receipt(function.transact({"from": self.people[role], "value": coin}))

    def wait(self) -> None:
        """Until there is another block."""
        self._ask("evm_mine")

    def _receipt(self, sent: HexBytes) -> Call:
        receipt = self.web3.eth.wait_for_transaction_receipt(sent, poll_latency=POLL)
        assert receipt["status"] == 1, "a call failed"
        data = self.web3.eth.get_transaction(sent)["input"]
        return Call(bytes(data), receipt["gasUsed"])

    def publish(self, commission_bps: int = 0, points_bps: int = 0, currency: str = EMPTY, loyalty: str = "") -> Offer:
        """An offer of the seller's with an order of it open, so that later ones find every slot in use."""
        offer = Offer(
            seller=self.people["seller"],
            currency=currency,
            price=10**16 if currency == EMPTY else 20_000_000,
            shipping=10**15 if currency == EMPTY else 1_000_000,
            ship_within=3 * DAY,
            deliver_within=7 * DAY,
            inspect_within=7 * DAY,
            carrier=EMPTY,
            arbiter=EMPTY,
            commission_bps=commission_bps,
            loyalty=(loyalty or self.people["loyalty"]) if points_bps else EMPTY,
            points_bps=points_bps,
            details=self.hashes(32),
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
            delivery=self.hashes(32),
            salt=bytes(24) + self.hashes(8),
        )

    def pay(self, order: Order) -> Call:
        """The buyer pays."""
        return self.send("buyer", self.escrow.functions.pay(order), order.coin)

    def pay_many(self, orders: list[Order]) -> Call:
        """The buyer pays a cart."""
        return self.send("buyer", self.escrow.functions.pay_many(orders), sum(order.coin for order in orders))

    def token_work(self) -> tuple[int, int]:
        """Gas of the token's own transferFrom and transfer, as when it is called by itself."""
        people, functions = self.people, self.token.functions
        self.send("buyer", functions.approve(people["seller"], MAX_UINT))
        taken = self.send("seller", functions.transferFrom(people["buyer"], people["seller"], 1))
        given = self.send("seller", functions.transfer(people["buyer"], 1))
        work = [call.gas - floor.TRANSACTION - floor.carrying(call.data) for call in (taken, given)]
        return work[0], work[1]

    # By signature, brought by the deployer; in a currency that knows authorizations

    def hold_dollars(self) -> None:
        """The people hold Dollars, and the buyer has allowed some to Escrow, for the first order."""
        for holder in ("buyer", "seller"):
            self.send(holder, self.dollar.functions.mint(self.people[holder], 10**12))
        self.send("buyer", self.dollar.functions.approve(self.escrow.address, MAX_UINT))

    def pay_with_authorization(self, order: Order) -> Call:
        """The buyer's authorization, with the order's id as its nonce."""
        order_id = self.escrow.functions.order_id(order).call()
        authorized = self._authorization(self.escrow.address, order.total, order_id)
        return self.send("deployer", self.escrow.functions.pay_with_authorization(order, *authorized))

    def authorize_alone(self) -> Call:
        """What the token does for such a payment, asked for by its receiver."""
        seller, nonce = self.people["seller"], self.hashes(32)
        end, v, r, s = self._authorization(seller, 1, nonce)
        types = (*TYPES["ReceiveWithAuthorization"].values(), "uint8", "bytes32", "bytes32")
        values = (self.people["buyer"], seller, 1, 0, end, nonce, v, r, s)
        data = function_signature_to_4byte_selector(f"receiveWithAuthorization({','.join(types)})") + encode(
            types, values
        )
        return self._receipt(self.web3.eth.send_transaction({"from": seller, "to": self.dollar.address, "data": data}))

    def confirm_signed(self, order: Order) -> Call:
        """The buyer's signature on a confirmation before shipping."""
        wanted = action("confirm", expires=self._soon())
        order_id = self.escrow.functions.order_id(order).call()
        message = {"order_id": order_id, **wanted._asdict(), "verb": "confirm", "status": AWAITING_SHIPMENT, "round": 0}
        domain = {"name": "Handover", "version": "1", "chainId": self.web3.eth.chain_id}
        domain["verifyingContract"] = self.escrow.address
        signature = sign(self._ask, self.people["buyer"], domain, "Action", ACTION, message)
        return self.send("deployer", self.escrow.functions.act_signed(order, wanted, signature))

    def _authorization(self, to: str, amount: int, nonce: bytes) -> tuple[int, int, bytes, bytes]:
        """The end, v, r, s of an ERC-3009 authorization of the buyer's."""
        end = self._soon()
        _, name, version, chain_id, contract, _, _ = self.dollar.functions.eip712Domain().call()
        domain = {"name": name, "version": version, "chainId": chain_id, "verifyingContract": contract}
        fields = TYPES["ReceiveWithAuthorization"]
        message = dict(zip(fields, (self.people["buyer"], to, amount, 0, end, nonce), strict=True))
        signed = sign(self._ask, self.people["buyer"], domain, "ReceiveWithAuthorization", fields, message)
        return end, signed[64], signed[:32], signed[32:64]

    def _soon(self) -> int:
        return self.web3.eth.get_block("latest")["timestamp"] + SOON

    def _ask(self, method: str, *parameters: Any) -> Any:
        return self.web3.provider.make_request(RPCEndpoint(method), list(parameters))["result"]

    def code_size(self) -> int:
        """Bytes of Escrow as deployed."""
        return len(self.web3.eth.get_code(self.escrow.address))


@contextmanager
def opened(*flags: str) -> Iterator[Market]:
    """A market on a node of its own, which ends with the block."""
    with running_node(*NODE_FLAGS, *flags) as node:
        node.rpc("anvil_setBlockTimestampInterval", BETWEEN_BLOCKS)
        yield Market(node)
