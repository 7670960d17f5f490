"""A call of each function that a contract has, made from its ABI: a new function is among them by itself."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from eth_abi import encode
from eth_utils import keccak

Entry = dict[str, Any]
Make = Callable[[Entry], Any]


class Made(NamedTuple):
    """A call of a contract, both by their names; `moves` tells whether the function may change anything."""

    contract: str
    verb: str
    data: str
    moves: bool


def functions(abi: list[Entry]) -> list[Entry]:
    """The entries of its functions, of one name each of those that differ in their arguments."""
    return [entry for entry in abi if entry["type"] == "function"]


def kind_of(entry: Entry) -> str:
    """The canonical type of an argument."""
    if not entry["type"].startswith("tuple"):
        return entry["type"]
    return f"({','.join(map(kind_of, entry['components']))}){entry['type'].removeprefix('tuple')}"


def kinds_of(function: Entry) -> list[str]:
    """Those of all its arguments."""
    return [kind_of(entry) for entry in function["inputs"]]


def selector(function: Entry) -> bytes:
    """The four bytes by which a function is called."""
    return keccak(text=f"{function['name']}({','.join(kinds_of(function))})")[:4]


def value(entry: Entry, make: Make, known: Mapping[tuple[str, ...], Any]) -> Any:
    """An argument: of a struct that is known by its fields' names the one that is given, otherwise what `make` says
    of an entry; of a list one element.
    """
    if entry["type"].endswith("]"):
        inner = {**entry, "type": entry["type"][: entry["type"].rindex("[")]}
        return [value(inner, make, known)]
    if entry["type"] != "tuple":
        return make(entry)
    fields = tuple(part["name"] for part in entry["components"])
    return known[fields] if fields in known else tuple(value(part, make, known) for part in entry["components"])


def every_call(
    contracts: Mapping[str, Any], make: Make, known: Mapping[tuple[str, ...], Any] | None = None
) -> Iterator[Made]:
    """One of each function of each contract; `make(entry)` gives the arguments, but for structs that are `known`."""
    for name, contract in contracts.items():
        for function in functions(contract.abi):
            values = [value(entry, make, known or {}) for entry in function["inputs"]]
            data = selector(function) + encode(kinds_of(function), values)
            moves = function["stateMutability"] not in ("view", "pure")
            yield Made(name, function["name"], "0x" + data.hex(), moves)
