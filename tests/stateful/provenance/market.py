"""The market with provenance: one Provenance beside its Escrow, and what it logged in the last block."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from eth_abi import decode, encode
from eth_utils.abi import collapse_if_tuple, event_abi_to_log_topic

from scripts.artifacts import Artifact
from tests.fixtures.node import Node
from tests.fixtures.provenance import Item
from tests.stateful.market import Call, Market

PROVENANCE = "Provenance"


class Event(NamedTuple):
    """What was logged; fields in the order of the ABI, hashes as bytes, accounts as lower-case text."""

    name: str
    fields: tuple[Any, ...]


class Shape(NamedTuple):
    """How an event is written down."""

    name: str
    types: tuple[tuple[str, bool], ...]  # with whether it is a topic


class ProvenanceMarket(Market):
    """`logged` is what Provenance logged by each call of the last block."""

    def __init__(self, node: Node, artifacts: dict[str, Artifact]) -> None:
        self._shapes = {
            event_abi_to_log_topic(item): Shape(
                item["name"], tuple((collapse_if_tuple(field), field["indexed"]) for field in item["inputs"])
            )
            for item in artifacts[PROVENANCE].abi
            if item["type"] == "event"
        }
        self.provenance = ""
        self.logged: list[list[Event]] = []
        super().__init__(node, artifacts)
        self.people["producer"] = node.rpc("eth_accounts")[-1].lower()

    def look(self, view: str, *arguments: Any) -> dict[str, str]:
        """A question to Provenance."""
        return {"to": self.provenance, "data": self.contracts[PROVENANCE].data(view, *arguments)}

    def everything_logged(self) -> list[Event]:
        """By Provenance, ever."""
        question = {"address": self.provenance, "fromBlock": "0x0", "toBlock": "latest"}
        return self._events(self.node.rpc("eth_getLogs", question))

    def mine(self, now: int, calls: Sequence[Call]) -> list[str | None]:
        self.logged = []
        return super().mine(now, calls)

    def _deploy_later(self) -> None:
        super()._deploy_later()
        told = encode(["address"], [self.escrow])
        self.contracts[PROVENANCE] = self._deploy(self.artifacts[PROVENANCE], told)
        self.provenance = self.contracts[PROVENANCE].address

    def _mine(self, transactions: list[dict[str, str]]) -> list[dict[str, Any]]:
        receipts = super()._mine(transactions)
        self.logged = [self._events(receipt["logs"]) for receipt in receipts]
        return receipts

    def _events(self, logs: list[dict[str, Any]]) -> list[Event]:
        return [self._event(entry) for entry in logs if entry["address"].lower() == self.provenance]

    def _event(self, entry: dict[str, Any]) -> Event:
        first, *topics = (bytes.fromhex(topic[2:]) for topic in entry["topics"])
        shape, searched = self._shapes[first], iter(topics)
        rest = iter(decode([kind for kind, is_topic in shape.types if not is_topic], bytes.fromhex(entry["data"][2:])))
        fields = (decode([kind], next(searched))[0] if is_topic else next(rest) for kind, is_topic in shape.types)
        return Event(shape.name, tuple(plain(field) for field in fields))


def plain(value: Any) -> Any:
    """A value of an event; pairs of lot and serial are items."""
    if isinstance(value, tuple):
        parts = tuple(plain(part) for part in value)
        return Item(*parts) if len(parts) == 2 and all(isinstance(part, bytes) for part in parts) else parts
    return value
