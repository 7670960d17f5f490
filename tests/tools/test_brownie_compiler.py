"""Brownie compiles Vyper 0.4, notices every change, refuses in one sentence and points at the right line."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import brownie_project
from tests.tools.brownie_project import BrownieProject
from tools import anvil, brownie_compiler

COUNTER = """# pragma version 0.4.3
from .modules import limits
from .modules import steps
from .interfaces import ICounter

implements: ICounter

initializes: limits
initializes: steps[limits := limits]

count: public(uint256)


@external
def add(amount: uint256):
    assert amount != 7, "Counter: not seven"
    self.count = steps._after(self.count, amount)
"""
LIMITS = """# pragma version 0.4.3
highest: uint256


@internal
def _check(count: uint256):
    assert count <= 100, "limits: too high"
    self.highest = max(self.highest, count)
"""
STEPS = """# pragma version 0.4.3
from . import limits

uses: limits


@internal
def _after(count: uint256, amount: uint256) -> uint256:
    limits._check(count + amount)
    return count + amount
"""
ICOUNTER = """# pragma version 0.4.3


@view
@external
def count() -> uint256:
    ...
"""
FILES = {
    "contracts/Counter.vy": COUNTER,
    "contracts/modules/limits.vy": LIMITS,
    "contracts/modules/steps.vy": STEPS,
    "contracts/interfaces/ICounter.vyi": ICOUNTER,
}
OWNED = """# pragma version 0.4.3
from snekmate.auth import ownable

initializes: ownable

exports: ownable.owner


@deploy
def __init__():
    ownable.__init__()
"""


@pytest.fixture
def project(tmp_path: Path) -> BrownieProject:
    """A contract with two modules and an interface."""
    project = brownie_project.create(tmp_path)
    for name, text in FILES.items():
        project.write(name, text)
    return project


def compiled_by_vyper(project: BrownieProject, path: str) -> str:
    """The code that Vyper's own command makes of a file."""
    vyper = Path(sys.executable).with_name("vyper")
    command = [str(vyper), "--evm-version", "cancun", "-f", "bytecode", path]
    done = subprocess.run(command, cwd=project.path, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_default_behavior(project: BrownieProject) -> None:
    assert "Compiling contracts" in project.compile()
    counter = project.artifact("Counter")
    assert counter["bytecode"] == compiled_by_vyper(project, "contracts/Counter.vy")
    assert {entry["name"] for entry in counter["abi"]} == {"add", "count"}
    assert "Compiling contracts" not in project.compile()


@pytest.mark.parametrize("name", ["limits", "steps"])
def test_module_is_no_contract(project: BrownieProject, name: str) -> None:
    project.compile()
    module = project.artifact(name)
    assert (module["abi"], module["bytecode"], module["deployedBytecode"]) == ([], "", "")


def test_contract_without_imports(project: BrownieProject) -> None:
    project.write("contracts/Plain.vy", "# pragma version 0.4.3\nanswer: public(constant(uint256)) = 42\n")
    project.compile()
    assert project.artifact("Plain")["bytecode"] == compiled_by_vyper(project, "contracts/Plain.vy")


def test_snekmate_import(project: BrownieProject) -> None:
    project.write("contracts/Owned.vy", OWNED)
    project.compile()
    assert [entry["name"] for entry in project.artifact("Owned")["abi"] if "name" in entry][-1] == "owner"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("contracts/modules/limits.vy", "100", "101"),  # only imported by another module
        ("contracts/modules/steps.vy", "return count + amount", "return count + amount + 1"),
        ("contracts/interfaces/ICounter.vyi", "count()", "count_of(who: address)"),
    ],
)
def test_edit_of_an_import_alone_is_noticed(project: BrownieProject, path: str, old: str, new: str) -> None:
    project.compile()
    before = project.artifact("Counter")["bytecode"]
    project.write(path, FILES[path].replace(old, new))
    done = project.brownie("compile")
    if path.endswith(".vyi"):
        assert done.returncode == 1, done.stdout
        assert "Counter.vy:6: " in done.stderr
    else:
        assert project.artifact("Counter")["bytecode"] != before


def test_data_behind_the_code() -> None:
    data = {"opcodes_runtime": "PUSH1 0x01 STOP PUSH2 0x", "source_map_runtime": {"pc_pos_map_compressed": "0:4:0"}}
    code = brownie_compiler._instructions(data)
    assert [(step.pc, step.name, step.source_id) for step in code] == [
        (0, "PUSH1", 0),
        (2, "STOP", -1),
        (3, "PUSH2", -1),
    ]


def test_other_evm_version_is_noticed(project: BrownieProject) -> None:
    project.compile()
    config = (project.path / "brownie-config.yaml").read_text()
    project.write("brownie-config.yaml", config.replace("evm_version: cancun", "evm_version: shanghai"))
    assert " - Counter" in project.compile()


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        (
            "contracts/Counter.vy",
            "self.count = ",
            "self.total = ",
            "contracts/Counter.vy:17: Storage variable 'total' has not been declared. (UndeclaredDefinition)",
        ),
        (
            "contracts/modules/limits.vy",
            "<= 100",
            '<= "100"',
            "contracts/modules/limits.vy:7: Cannot perform less-or-equal between dislike types (TypeMismatch)",
        ),
        ("contracts/Counter.vy", "def add(", "def add add(", "contracts/Counter.vy:15: "),
        ("contracts/modules/steps.vy", "0.4.3", "0.4.2", "contracts/modules/steps.vy:1: Version specification "),
        ("contracts/Counter.vy", "import steps", "import stairs", "contracts/Counter.vy:3: modules.stairs"),
    ],
    ids=["name", "type in a module", "syntax", "version", "import"],
)
def test_broken_contract(project: BrownieProject, path: str, old: str, new: str, sentence: str) -> None:
    project.write(path, FILES[path].replace(old, new))
    done = project.brownie("compile")
    assert done.returncode == 1
    assert done.stderr.startswith(sentence), done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stdout


REVERTS = """from brownie import Counter, accounts, history
from brownie.exceptions import VirtualMachineError


def main():
    counter = accounts[0].deploy(Counter)
    for amount in (7, 101):
        try:
            counter.add(amount, {"from": accounts[0], "gas_limit": 1_000_000})
        except VirtualMachineError as error:
            print(f"reverted: {error.revert_msg}")
            history[-1].error()
    counter.add(1, {"from": accounts[0]}).call_trace()
"""


def test_lines_and_calls(project: BrownieProject) -> None:
    project.write("scripts/reverts.py", REVERTS)
    done = project.brownie("run", "reverts", HANDOVER_PORT=str(anvil.free_port()))
    assert done.returncode == 0, done.stdout + done.stderr
    text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    own, module, calls = re.split("reverted: |Call trace", text)[1:]
    assert own.startswith("Counter: not seven")
    assert 'File "contracts/Counter.vy", line 16, in Counter.add' in own
    assert module.startswith("limits: too high")
    assert 'File "contracts/modules/limits.vy", line 7, in limits._check' in module
    assert re.findall(r"(\w+\.\w+)  ", calls) == ["Counter.add", "steps._after", "limits._check"], calls
