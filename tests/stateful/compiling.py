"""Compiles Escrow from sources that are not the project's own, in half the time: without the optimizer."""

from pathlib import Path

from vyper.cli.vyper_compile import compile_files
from vyper.compiler.settings import OptimizationLevel, Settings

from scripts.artifacts import Artifact

SETTINGS = Settings(optimize=OptimizationLevel.NONE, evm_version="cancun")


def unoptimized(root: Path) -> Artifact:
    """Escrow of a folder that has contracts/; what it leaves on chain is not known beforehand."""
    files = compile_files([Path("contracts/Escrow.vy")], ["abi", "bytecode"], paths=[root], settings=SETTINGS)
    (output,) = files.values()
    return Artifact("Escrow", output["abi"], bytes.fromhex(output["bytecode"][2:]), b"")
