"""A contract as a node tells it: its events decoded, and its views asked for many arguments at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from eth_abi.abi import decode, encode
from eth_utils.abi import (
    collapse_if_tuple,
    event_abi_to_log_topic,
    function_abi_to_4byte_selector,
    get_abi_output_types,
)
from web3 import Web3
from web3.contract import Contract

from scripts import node
from scripts.node import Log
from scripts.wallet import Call

TOPICS_AT_ONCE = 200  # alternatives for one topic in a log filter

Fields = dict[str, Any]


class Reader:
    """Reads one contract, since the block in which it may have logged first."""

    def __init__(self, web3: Web3, contract: Contract, start_block: int) -> None:
        self.web3 = web3
        self.contract = contract
        self._start = start_block
        self._events = {entry["name"]: entry for entry in contract.abi if entry["type"] == "event"}

    def logs(
        self, event: str, topics: Sequence[Any], since: int = 0, on_range: node.OnRange | None = None
    ) -> Iterator[Log]:
        """The logs of an event since a block; a topic is bytes, a list of alternatives, or None for any."""
        filter_ = ["0x" + event_abi_to_log_topic(self._events[event]).hex(), *map(_topic, topics)]
        return node.logs(self.web3, self.contract.address, filter_, max(self._start, since), on_range)

    def events(self, event: str, *topics: Any, since: int = 0) -> list[Fields]:
        """The fields of an event, in the order of the chain. Alternatives for the first topic may be very many."""
        first, *rest = topics or (None,)
        if not isinstance(first, list):
            return [self.decode(event, log) for log in self.logs(event, [first, *rest], since)]
        found: list[Fields] = []
        for start in range(0, len(first), TOPICS_AT_ONCE):
            part = first[start : start + TOPICS_AT_ONCE]
            found += [self.decode(event, log) for log in self.logs(event, [part, *rest], since)]
        return found

    def decode(self, event: str, log: Log) -> Fields:
        """An event's fields by name, and `block`; addresses checksummed, hashes as bytes, structs as tuples."""
        inputs = self._events[event]["inputs"]
        indexed = [entry for entry in inputs if entry["indexed"]]
        rest = [entry for entry in inputs if not entry["indexed"]]
        values = decode([collapse_if_tuple(entry) for entry in rest], log.data)
        topics = [decode([entry["type"]], topic)[0] for entry, topic in zip(indexed, log.topics[1:], strict=True)]
        pairs = zip([*indexed, *rest], [*topics, *values], strict=True)
        fields = {entry["name"]: _checksummed(entry["type"], value) for entry, value in pairs}
        return {**fields, "block": log.block}

    def read(self, view: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """A view's answers for many arguments, each a tuple of what it returns (a struct's fields where it is one)."""
        outputs = get_abi_output_types(_abi_of(self.contract, view))
        requests: list[node.Request] = []
        for values in arguments:
            data = "0x" + _calldata(self.contract, view, values).hex()
            requests.append(("eth_call", [{"to": self.contract.address, "data": data}, "latest"]))
        answers = [decode(outputs, bytes.fromhex(raw[2:])) for raw in node.batch(self.web3, requests)]
        return [answer[0] if isinstance(answer[0], tuple) else answer for answer in answers]


def call_of(contract: Contract, function: str, *arguments: Any, value: int = 0) -> Call:
    """A call of any contract; offers and orders are given as they are."""
    return Call(contract.address, _calldata(contract, function, arguments), value)


def address_topic(address: str) -> bytes:
    """An account as a topic."""
    return encode(["address"], [address])


def _calldata(contract: Contract, function: str, arguments: Sequence[Any]) -> bytes:
    """Encoded without web3, which takes twenty times as long over an order."""
    abi = _abi_of(contract, function)
    types = [collapse_if_tuple(entry) for entry in abi["inputs"]]
    return function_abi_to_4byte_selector(abi) + encode(types, arguments)


def _abi_of(contract: Contract, function: str) -> Any:
    return next(entry for entry in contract.abi if entry["type"] == "function" and entry["name"] == function)


def _checksummed(type_: str, value: Any) -> Any:
    return Web3.to_checksum_address(value) if type_ == "address" else value


def _topic(value: Any) -> Any:
    if isinstance(value, list):
        return [_topic(part) for part in value]
    return "0x" + value.hex() if isinstance(value, bytes) else value
