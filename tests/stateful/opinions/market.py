"""The market with Identity and Reviews beside its Escrow."""

from typing import Any

from eth_abi import decode, encode

from scripts.artifacts import Artifact
from tests.fixtures.node import Node
from tests.stateful.market import PLENTY, Market

IDENTITY, REVIEWS = "Identity", "Reviews"


class OpinionsMarket(Market):
    """Coin does: what orders are paid in is the other machines' question."""

    def __init__(self, node: Node, artifacts: dict[str, Artifact], opinions: dict[str, Artifact]) -> None:
        self._opinions = opinions
        super().__init__(node, artifacts)

    def exchange(self, opinions: dict[str, Artifact]) -> None:
        """Everything is as after the deployment, with others in the place of these."""
        self.reset()
        self._put(opinions)
        self._start = self.node.rpc("evm_snapshot"), self.now

    def views(self, contract: str, view: str, questions: list[tuple[Any, ...]]) -> list[int]:
        """What a view answers to each question: its words, with the last one lowest."""
        place = self.contracts[contract]
        asked = [{"to": place.address, "data": place.data(view, *question)} for question in questions]
        answers = self.node.rpc_many([("eth_call", (one, "latest")) for one in asked])
        return [int(answer, 16) for answer in answers]

    def wait(self, now: int) -> None:
        """An empty block of this time, in Unix seconds."""
        self.now = now
        self.node.rpc("evm_mine", now)

    def logged(self, contract: str) -> list[dict[str, Any]]:
        """Everything that a contract ever logged."""
        question = {"address": self.contracts[contract].address, "fromBlock": "0x0", "toBlock": "latest"}
        return list(self.node.rpc("eth_getLogs", question))

    def _endow(self) -> None:
        self.node.rpc_many([("anvil_setBalance", (person, hex(PLENTY))) for person in self.node.rpc("eth_accounts")])
        self._put(self._opinions)

    def _put(self, opinions: dict[str, Artifact]) -> None:
        for name, artifact in opinions.items():
            code = artifact.creation + (encode(["address"], [self.escrow]) if name == REVIEWS else b"")
            self.contracts[name] = self._deploy(Artifact(name, artifact.abi, code, b""))


def status_of(record: int) -> int:
    """The first word of Escrow's answer about an order's record: nine words."""
    return int(decode(["uint256"], record.to_bytes(9 * 32, "big"))[0])
