"""Compiled contracts, as `brownie compile` leaves them in build/contracts."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
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
    path = parameters.CONTRACTS / f"{name}.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise Refusal(f"{name} is not compiled; `brownie compile` does it.") from None


@cache
def _read(path: Path, _changed: int) -> Artifact:
    """A file as it was when it was changed last: most of it is of no use here, and takes long to read."""
    raw = json.loads(path.read_text())
    creation, runtime = (bytes.fromhex(raw[key].removeprefix("0x")) for key in ("bytecode", "deployedBytecode"))
    return Artifact(path.stem, raw["abi"], creation, runtime)
