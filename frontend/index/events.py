"""Decoding logs: what each event looks like comes from the contracts' ABIs, nothing is listed here."""

from collections.abc import Iterable
from json import dumps
from typing import Any, NamedTuple, cast

from eth_typing import ABIEvent
from eth_utils.abi import collapse_if_tuple, event_abi_to_log_topic
from faster_eth_abi import decode

from frontend.index.schema import block_of, position

Abi = dict[str, Any]

WORD = 64  # hex digits


class UnknownLog(Exception):
    """A log that no event of the address book's ABIs explains. One sentence."""


class Decoded(NamedTuple):
    """A log; its fields are ints, lower-case hex strings, and dicts for structs. `time` is its block's."""

    name: str
    fields: dict[str, Any]
    position: int
    transaction: str
    time: int
    text: str = ""  # the fields as JSON, where it came from the chain
    loyalty: str | None = None  # the one that logged it; None where another contract did
    vault: str | None = None  # the Credit that logged it, likewise

    @property
    def block(self) -> int:
        return block_of(self.position)


class Decoder:
    """Decodes the logs of some contracts; raises UnknownLog for an ABI with fields of types that it does not know.

    Several contracts log some events alike; `loyalties` and `vaults` are the addresses of each Loyalty and Credit.
    """

    def __init__(self, abis: Iterable[list[Abi]], loyalties: Iterable[str] = (), vaults: Iterable[str] = ()) -> None:
        self._loyalties = frozenset(address.lower() for address in loyalties)
        self._vaults = frozenset(address.lower() for address in vaults)
        events = [entry for abi in abis for entry in abi if entry["type"] == "event"]
        self._events = {"0x" + event_abi_to_log_topic(cast(ABIEvent, event)).hex(): _reader(event) for event in events}

    def decode(self, log: dict[str, Any]) -> Decoded:
        """A raw log as the node gives it, with its block's time. Raises UnknownLog."""
        topics = log["topics"]
        event = self._events.get(topics[0]) if topics else None
        if event is None:
            raise UnknownLog(f"{log['address']} logged an event that the address book's ABI does not have.")
        fields, text = event.read(topics, log["data"])
        place = position(int(log["blockNumber"], 16), int(log["logIndex"], 16))
        time, address = int(log["blockTimestamp"], 16), log["address"].lower()
        loyalty = address if address in self._loyalties else None
        vault = address if address in self._vaults else None
        return Decoded(event.name, fields, place, log["transactionHash"], time, text, loyalty, vault)


def _reader(abi: Abi) -> "_Event | _LongEvent":
    """What reads one event's logs."""
    words = [part["type"] for field in abi["inputs"] for part in field.get("components", [field])]
    if any(word not in TYPES and word not in DECODED for word in words):
        raise UnknownLog(f"The event {abi['name']} has a field of a type that the index does not know.")
    is_long = any(field["type"].endswith("]") for field in abi["inputs"])
    return _LongEvent(abi) if is_long or DECODED & set(words) else _Event(abi)


class _Event:
    """Reads one event's logs, whose fields are one word each, or structs of such: far faster than a general decoder."""

    def __init__(self, abi: Abi) -> None:
        self.name: str = abi["name"]
        fields = sorted(abi["inputs"], key=lambda field: not field["indexed"])  # the order in which the words come
        words = [part for field in fields for part in field.get("components", [field])]
        self._words = [
            (word["type"] == "uint256", WORD * (place + 1) - TYPES[word["type"]][0], WORD * (place + 1))
            for place, word in enumerate(words)
        ]
        self._names = [field["name"] for field in fields]
        self._structs = [(place, field) for place, field in enumerate(fields) if "components" in field]
        self._template = _template(fields)

    def read(self, topics: list[str], data: str) -> tuple[dict[str, Any], str]:
        """The fields of a log, and the same as JSON."""
        words = "".join([topic[2:] for topic in topics[1:]]) + data[2:]
        values: list[Any] = [
            int(words[start:end], 16) if is_number else "0x" + words[start:end] for is_number, start, end in self._words
        ]
        text = self._template % tuple(values)
        for place, field in self._structs:
            names = [part["name"] for part in field["components"]]
            values[place : place + len(names)] = [dict(zip(names, values[place:], strict=False))]
        return dict(zip(self._names, values, strict=True)), text


class _LongEvent:
    """Reads one event's logs, whose fields may be lists of structs, numbers below zero, yes and no."""

    def __init__(self, abi: Abi) -> None:
        self.name: str = abi["name"]
        self._names = [field["name"] for field in abi["inputs"]]
        self._indexed = [field for field in abi["inputs"] if field["indexed"]]
        self._others = [field for field in abi["inputs"] if not field["indexed"]]
        self._types = [collapse_if_tuple(field) for field in self._others]

    def read(self, topics: list[str], data: str) -> tuple[dict[str, Any], str]:
        """The fields of a log, and the same as JSON."""
        values = dict(zip((field["name"] for field in self._others), decode(self._types, _bytes(data)), strict=True))
        for field, topic in zip(self._indexed, topics[1:], strict=True):
            (values[field["name"]],) = decode([field["type"]], _bytes(topic))
        kinds = {field["name"]: field for field in (*self._indexed, *self._others)}
        fields = {name: _plain(kinds[name], values[name]) for name in self._names}
        return fields, dumps(fields)


def _plain(field: Abi, value: Any) -> Any:
    """A decoded value as an int, a hex string, a dict, or a list of such."""
    if isinstance(value, (tuple, list)) and field["type"].endswith("]"):
        return [_plain(field | {"type": "tuple"}, one) for one in value]
    if isinstance(value, tuple):
        return {part["name"]: _plain(part, one) for part, one in zip(field["components"], value, strict=True)}
    return "0x" + value.hex() if isinstance(value, bytes) else value


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def _template(fields: list[Abi]) -> str:
    """The JSON of an event, its words left open."""
    members = [(field, _template(field["components"]) if "components" in field else None) for field in fields]
    return "{" + ", ".join(f'"{field["name"]}": {inner or TYPES[field["type"]][1]}' for field, inner in members) + "}"


DECODED = {"int256", "bool"}  # left to the general decoder

# How many hex digits of its word a value takes, and how it stands in JSON
TYPES = {"address": (40, '"%s"'), "bytes32": (64, '"%s"'), "uint256": (64, "%d")}
