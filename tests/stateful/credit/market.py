"""The market with a Credit beside its Escrow: who lends, borrows, sells, vouches, and what there is to buy."""

from typing import Any

from eth_abi import encode
from eth_utils.crypto import keccak

from scripts.artifacts import Artifact
from scripts.credit.terms import PLAN_TYPES, Parameters, Plan
from tests.fixtures.clock import DAY
from tests.fixtures.node import Node
from tests.fixtures.terms import EMPTY, MAX_UINT, NO_HASH, Offer, Order, salted
from tests.stateful.market import Call, Market

CREDIT, IDENTITY, TOKEN = "Credit", "Identity", "DenyListToken"
BUYERS = ("buyer", "second_buyer")
SELLERS = ("seller", "second_seller")
LENDERS = ("payer", "referrer")
ISSUER = "loyalty"
PERSON, BUSINESS = (kind.ljust(32, b"\0") for kind in (b"person", b"business"))
FOREVER = 2**40 - 1
UNITS = 10**6

TAKES = (f"({','.join(['address'] * 4 + ['uint256'] * 7)})", "string", "string")
EVENTS = {
    keccak(text=f"{name}({types})"): name
    for name, types in {
        "PlanRepaid": "bytes32,address,uint256,uint256",
        "PlanSettled": "bytes32,uint256,uint256",
    }.items()
}
OPENED = keccak(text=f"PlanOpened(bytes32,({','.join(PLAN_TYPES)}))")


class CreditMarket(Market):
    """The currency is one whose issuer stops people, so that pushes fail."""

    def __init__(self, node: Node, artifacts: dict[str, Artifact], credit: Artifact) -> None:
        self._credit = credit
        self._orders = 0
        super().__init__(node, artifacts)

    @property
    def credit(self) -> str:
        """The address of Credit."""
        return self.contracts[CREDIT].address

    @property
    def parameters(self) -> Parameters:
        """Small, so that rounding shows; limits are reached within a few purchases."""
        return Parameters(
            self.escrow,
            self.contracts[IDENTITY].address,
            self.people[ISSUER],
            self.deny_list,
            base=20_011,
            maximum=60_000,
            growth_bps=2_500,
            fee_bps=100,
            late_bps=500,
            seller_bps=4_000,
            buyer_bps=3_000,
        )

    def exchange(self, credit: Artifact) -> None:
        """Everything is as after the deployment, with another Credit in the place of this."""
        self.reset()
        self._put(credit)
        self._start = self.node.rpc("evm_snapshot"), self.now

    def order(self, seller: str, buyer: str, number: int, quantity: int) -> Order:
        """A new order of one of a seller's offers."""
        self._orders += 1
        offer = self.offers[seller][number % len(self.offers[seller])]
        return salted(Order(offer, buyer, self.credit, quantity, EMPTY, NO_HASH, NO_HASH), self._orders)

    def credit_views(self, questions: list[tuple[Any, ...]]) -> list[list[int]]:
        """What views of Credit answer, each in words; a question is a name and arguments."""
        place = self.contracts[CREDIT]
        return self.asked([(place.address, place.data(*question)) for question in questions])

    def asked(self, questions: list[tuple[str, str]]) -> list[list[int]]:
        """What contracts answer, each in words."""
        calls = [("eth_call", ({"to": to, "data": data}, "latest")) for to, data in questions]
        answers = [bytes.fromhex(answer[2:]) for answer in self.node.rpc_many(calls)]
        return [[int.from_bytes(answer[at : at + 32], "big") for at in range(0, len(answer), 32)] for answer in answers]

    def logged(self) -> list[dict[str, Any]]:
        """What Credit logged in the latest block."""
        question = {"address": self.credit, "fromBlock": "latest", "toBlock": "latest"}
        return list(self.node.rpc("eth_getLogs", question))

    def _endow(self) -> None:
        super()._endow()
        self.offers = {
            seller: [
                Offer(
                    *(self.people[seller], self.deny_list, price, 1, 80 * DAY, 80 * DAY, 80 * DAY),
                    *(EMPTY, self.people["arbiter"], 0, EMPTY, 0, number.to_bytes(32, "big")),
                )
                for number, price in enumerate((97, 1_003, 12_347))
            ]
            for seller in SELLERS
        }
        for seller in SELLERS:
            offers = tuple(self.offers[seller])
            self._must(Call(self.people[seller], "publish_many", (offers, (2**64,) * len(offers))))
        self._put(self._credit)

    def _put(self, credit: Artifact) -> None:
        given = encode(TAKES, (self.parameters, "Handover Credit", "hcDNY"))
        self.contracts[CREDIT] = self._deploy(Artifact(CREDIT, credit.abi, credit.creation + given, b""))
        for name in (*BUYERS, *LENDERS, "stranger"):
            self._must(Call(self.people[name], "approve", (self.credit, MAX_UINT), to=TOKEN))
        for kind, names in ((PERSON, BUYERS), (BUSINESS, SELLERS)):
            for name in names:
                self.vouch(name, kind)

    def vouch(self, name: str, kind: bytes) -> None:
        """The issuer claims it of somebody; nothing where it holds."""
        key = (self.people[ISSUER], self.people[name], kind)
        place = self.contracts[IDENTITY]
        if self.asked([(place.address, place.data("holds", *key))]) == [[0]]:
            self._must(Call(key[0], "issue", (*key[1:], FOREVER, b"\xc4" * 32), to=IDENTITY))

    def _must(self, call: Call) -> None:
        assert self.mine(self.now + 1, [call]) == [None], call


def plan_of(data: str) -> Plan:
    """The plan that a log opened."""
    words = [bytes.fromhex(data[2 + at : 66 + at]) for at in range(0, len(data) - 2, 64)]
    order_id, buyer, seller, *numbers = words
    return Plan(
        order_id, f"0x{buyer[12:].hex()}", f"0x{seller[12:].hex()}", *(int.from_bytes(n, "big") for n in numbers)
    )
