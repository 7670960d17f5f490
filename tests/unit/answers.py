"""Whether a contract answers one caller as it answers another: with the same result, or with the same reason."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Ask = Callable[[list[tuple[str, list[Any]]]], list[dict[str, Any]]]


class Asked(NamedTuple):
    """A call of a function of a contract, encoded, with the coin that it brings."""

    verb: str
    data: str
    coin: int = 0


def alike(contract: Any, calls: Iterable[Asked], callers: tuple[Any, Any], answers: Ask) -> set[str]:
    """The functions that went through for the first caller; AssertionError where the second is answered otherwise."""
    done = set()
    for one in calls:
        call = {"to": contract.address, "data": one.data, "value": hex(one.coin)}
        asked = [("eth_call", [{**call, "from": caller.address}, "latest"]) for caller in callers]
        first, second = answers(asked)
        assert first.get("result") == second.get("result"), one.verb
        assert first.get("error") == second.get("error"), one.verb
        done |= {one.verb} if "result" in first else set()
    return done


def functions(contract: Any) -> set[str]:
    """The names of a contract's functions."""
    return {entry["name"] for entry in contract.abi if entry["type"] == "function"}
