"""The functions of contracts, by their ABI: what calls them, what they answer."""

from collections.abc import Sequence
from typing import Any, cast

from eth_typing import ABIFunction
from eth_utils.abi import collapse_if_tuple, function_abi_to_4byte_selector
from faster_eth_abi import decode, encode

from scripts.address_book import Deployed


class Function:
    """A function of a contract's ABI; a struct that it returns is its fields."""

    def __init__(self, abi: dict[str, Any]) -> None:
        self.name: str = abi["name"] if abi["type"] == "function" else ""
        self._abi = abi

    @classmethod
    def of(cls, contract: Deployed, name: str) -> "Function":
        """A contract's function by its name."""
        return next(cls(entry) for entry in contract.abi if entry.get("name") == name)

    def encode(self, arguments: Sequence[Any]) -> bytes:
        """What calls it with these."""
        types = [collapse_if_tuple(field) for field in self._abi["inputs"]]
        return bytes(function_abi_to_4byte_selector(cast(ABIFunction, self._abi)) + encode(types, arguments))

    def decode(self, answer: bytes) -> tuple[Any, ...]:
        """What it answered."""
        values = decode([collapse_if_tuple(field) for field in self._abi["outputs"]], answer)
        return values[0] if isinstance(values[0], tuple) else values
