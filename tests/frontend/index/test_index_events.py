"""Decoding logs without a general decoder: the same as a general one says."""

import json
from typing import Any

import pytest
from eth_utils.abi import collapse_if_tuple, event_abi_to_log_topic
from faster_eth_abi import encode

from frontend.index.events import Decoder, UnknownLog
from scripts import artifacts
from tests.fixtures.shop import compile_contracts

WHO = "0x" + "ab" * 20
HASH = "0x" + "cd" * 32
SAMPLES = {"address": WHO, "bytes32": HASH, "uint256": 2**256 - 1, "int256": -(2**255), "bool": True}


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    """The events of all contracts that the index follows."""
    compile_contracts()
    abis = [artifacts.compiled(name).abi for name in ("Escrow", "Identity", "Provenance", "Reviews")]
    return [entry for abi in abis for entry in abi if entry["type"] == "event"]


def raw(value: Any) -> Any:
    """A sample as the encoder takes it."""
    if isinstance(value, dict):
        return tuple(map(raw, value.values()))
    if isinstance(value, list):
        return list(map(raw, value))
    return bytes.fromhex(value[2:]) if value == HASH else value


def sample(field: dict[str, Any]) -> Any:
    if field["type"].endswith("[]"):
        return [sample(field | {"type": "tuple"})] * 3
    if "components" in field:
        return {part["name"]: sample(part) for part in field["components"]}
    return SAMPLES[field["type"]]


def log_of(abi: dict[str, Any]) -> dict[str, Any]:
    """What a node would give for an event full of samples."""
    indexed = [field for field in abi["inputs"] if field["indexed"]]
    others = [field for field in abi["inputs"] if not field["indexed"]]
    data = encode([collapse_if_tuple(field) for field in others], [raw(sample(field)) for field in others])
    topics = [encode([field["type"]], [raw(sample(field))]) for field in indexed]
    return {
        "address": WHO,
        "topics": ["0x" + topic.hex() for topic in (event_abi_to_log_topic(abi), *topics)],
        "data": "0x" + data.hex(),
        "blockNumber": "0x10",
        "logIndex": "0x2",
        "blockTimestamp": "0x64",
        "transactionHash": HASH,
    }


def test_every_event(events: list[dict[str, Any]]) -> None:
    """All fields in their order, structs too, and the same as JSON."""
    decoder = Decoder([events])
    for abi in events:
        event = decoder.decode(log_of(abi))
        assert event.name == abi["name"]
        assert event.fields == {field["name"]: sample(field) for field in abi["inputs"]}
        assert list(event.fields) == [field["name"] for field in abi["inputs"]]
        assert json.loads(event.text) == event.fields
        assert (event.block, event.position, event.time) == (16, (16 << 20) + 2, 100)


def test_unknown_event(events: list[dict[str, Any]]) -> None:
    with pytest.raises(UnknownLog, match=rf"^{WHO} logged an event that the address book's ABI does not have\.$"):
        Decoder([events[:-1]]).decode(log_of(events[-1]))


def test_unknown_type() -> None:
    strange = {"type": "event", "name": "Renamed", "inputs": [{"name": "name", "type": "string", "indexed": False}]}
    with pytest.raises(UnknownLog, match=r"^The event Renamed has a field of a type that the index does not know\.$"):
        Decoder([[strange]])
