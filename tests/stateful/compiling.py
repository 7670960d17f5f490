"""Compiles contracts from sources that are not the project's own, in half the time: without the optimizer."""

import shutil
from pathlib import Path

from vyper.cli.vyper_compile import compile_files
from vyper.compiler.settings import OptimizationLevel, Settings

from scripts.artifacts import Artifact
from scripts.parameters import ROOT
from tools import chains

DEPLOYED = Settings(evm_version=chains.chosen().evm_version)
SETTINGS = Settings(optimize=OptimizationLevel.NONE, evm_version=chains.chosen().evm_version)
PRAGMA = "# pragma optimize codesize\n"


def copied(folder: Path) -> Path:
    """The folder, with a copy of contracts/ in which Escrow leaves it open how it is optimized."""
    shutil.copytree(ROOT / "contracts", folder / "contracts")
    escrow = folder / "contracts" / "Escrow.vy"
    source = escrow.read_text()
    assert PRAGMA in source
    escrow.write_text(source.replace(PRAGMA, ""))
    return folder


def unoptimized(folder: Path, name: str = "Escrow") -> Artifact:
    """A contract of such a folder; what it leaves on chain is not known beforehand."""
    files = compile_files([Path(f"contracts/{name}.vy")], ["abi", "bytecode"], paths=[folder], settings=SETTINGS)
    (output,) = files.values()
    return Artifact(name, output["abi"], bytes.fromhex(output["bytecode"][2:]), b"")
