"""Decoding logs: what each event looks like comes from the contracts' ABIs, nothing is listed here."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, cast

from eth_typing import ABIEvent
from eth_utils.abi import collapse_if_tuple, event_abi_to_log_topic
from faster_eth_abi import decode

from frontend.index.schema import block_of, position

Abi = dict[str, Any]
Reader = Callable[[str], Any]

WORD = 64  # hex digits


class UnknownLog(Exception):
    """A log that no event of the address book's ABIs explains. One sentence."""


class Decoded(NamedTuple):
    """A log; its fields are ints, lower-case hex strings, bools, and dicts for structs. `time` is its block's."""

    name: str
    fields: dict[str, Any]
    position: int
    block_hash: str
    transaction: str
    time: int

    @property
    def block(self) -> int:
        return block_of(self.position)


class Decoder:
    """Decodes the logs of some contracts."""

    def __init__(self, abis: Iterable[list[Abi]]) -> None:
        events = [entry for abi in abis for entry in abi if entry["type"] == "event"]
        self._events = {"0x" + event_abi_to_log_topic(cast(ABIEvent, event)).hex(): _Event(event) for event in events}

    def decode(self, log: dict[str, Any]) -> Decoded:
        """A raw log as the node gives it, with its block's time. Raises UnknownLog."""
        topics = log["topics"]
        event = self._events.get(topics[0]) if topics else None
        if event is None:
            raise UnknownLog(f"{log['address']} logged an event that the address book's ABI does not have.")
        return Decoded(
            event.name,
            event.fields(topics, log["data"]),
            position(int(log["blockNumber"], 16), int(log["logIndex"], 16)),
            log["blockHash"],
            log["transactionHash"],
            int(log["blockTimestamp"], 16),
        )


class _Event:
    """Reads one event's logs: indexed fields from the topics, the others from the data."""

    def __init__(self, abi: Abi) -> None:
        self.name: str = abi["name"]
        self._indexed = [(field["name"], _static(field)) for field in abi["inputs"] if field["indexed"]]
        self._others = [field for field in abi["inputs"] if not field["indexed"]]
        self._order = [field["name"] for field in abi["inputs"]]
        self._in_order = self._order == [name for name, _ in self._indexed] + [f["name"] for f in self._others]
        self._data = _words(self._others) or _general(self._others)

    def fields(self, topics: list[str], data: str) -> dict[str, Any]:
        found = {name: read(topic[2:]) for (name, read), topic in zip(self._indexed, topics[1:], strict=True)}
        found.update(self._data(data[2:]))
        return found if self._in_order else {name: found[name] for name in self._order}


def _words(fields: list[Abi]) -> Callable[[str], dict[str, Any]] | None:
    """Reads fields that are one word each, or structs of such, three times as fast as a general decoder; else None."""
    readers: list[tuple[str, Reader, int, int]] = []
    offset = 0
    for field in fields:
        parts = field.get("components", [field])
        if field["type"] not in ("tuple", *STATIC) or any(part["type"] not in STATIC for part in parts):
            return None
        size = WORD * len(parts)
        inner = _words(parts) if field["type"] == "tuple" else None
        readers.append((field["name"], inner or _static(field), offset, offset + size))
        offset += size
    return lambda data: {name: read(data[start:end]) for name, read, start, end in readers}


def _general(fields: list[Abi]) -> Callable[[str], dict[str, Any]]:
    """Reads fields of any type."""
    types = [collapse_if_tuple(field) for field in fields]
    return lambda data: {
        field["name"]: _plain(field, value)
        for field, value in zip(fields, decode(types, bytes.fromhex(data)), strict=True)
    }


def _plain(field: Abi, value: Any) -> Any:
    """A decoded value, fit for JSON."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, tuple) and field["type"] == "tuple":
        return {part["name"]: _plain(part, item) for part, item in zip(field["components"], value, strict=True)}
    if isinstance(value, tuple):
        element = {**field, "type": field["type"].rpartition("[")[0]}
        return [_plain(element, item) for item in value]
    return value


STATIC: dict[str, Reader] = {
    "address": lambda word: "0x" + word[24:],
    "bytes32": lambda word: "0x" + word,
    "uint256": lambda word: int(word, 16),
    "bool": lambda word: word[-1] == "1",
}


def _static(field: Abi) -> Reader:
    return STATIC.get(field["type"], STATIC["bytes32"])
