"""Compiled contracts, as `brownie compile` leaves them in build/contracts."""

import json
from dataclasses import dataclass
from typing import Any

from scripts import parameters
from scripts.refusal import Refusal


@dataclass(frozen=True)
class Artifact:
    """`creation` is what a deploying transaction carries; `runtime` the code it leaves, but for immutables."""

    name: str
    abi: list[dict[str, Any]]
    creation: bytes
    runtime: bytes


def compiled(name: str) -> Artifact:
    """A contract by its name."""
    path = parameters.ROOT / "build" / "contracts" / f"{name}.json"
    try:
        raw = json.loads(path.read_text())
    except FileNotFoundError:
        raise Refusal(f"{name} is not compiled; `brownie compile` does it.") from None
    runtime = bytes.fromhex(raw["deployedBytecode"].removeprefix("0x"))
    return Artifact(name, raw["abi"], bytes.fromhex(raw["bytecode"].removeprefix("0x")), runtime)
