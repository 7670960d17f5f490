"""Brownie's commands work on the right node: scripts on the devnet if there is one, tests always on their own."""

import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.node import Json, Node, between, running_node
from tests.tools import brownie_project
from tests.tools.brownie_project import BrownieProject
from tools import anvil

SCRIPT = """from brownie import accounts, chain


def main():
    accounts[0].transfer(accounts[1], 1)
    print(f"mined {chain.height} on {chain.id}")
"""
TEST = """def test_height(fn_isolation, chain, accounts):
    assert chain.height == 0
    accounts[0].transfer(accounts[1], 1)
    assert chain.height == 1
"""

DOOR = """# pragma version 0.4.3

@external
def enter(shut: bool):
    assert not shut, "Door: shut"
"""
REFUSALS = """import brownie
import pytest
from brownie.exceptions import VirtualMachineError

LINE = "assert not shut, "


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    pass


@pytest.fixture(scope="module")
def door(Door, accounts):
    return Door.deploy({"from": accounts[0]})


def enter(door, accounts, shut=True):
    door.enter(shut, {"from": accounts[0]})


def test_expected(door, accounts):
    with brownie.reverts("Door: shut"):
        enter(door, accounts)
    assert brownie.history[-1]._raw_trace is None
    assert brownie.history[-1].revert_msg == "Door: shut"


def test_another_is_expected(door, accounts):
    with pytest.raises(AssertionError, match="Unexpected revert string 'Door: shut'") as said, brownie.reverts("Dark"):
        enter(door, accounts)
    assert LINE in str(said.value)


def test_any_is_expected(door, accounts):
    with brownie.reverts():
        enter(door, accounts)
    assert brownie.history[-1].revert_msg == "Door: shut"


def test_none_comes(door, accounts):
    with pytest.raises(AssertionError, match="Transaction did not revert"), brownie.reverts("Door: shut"):
        enter(door, accounts, shut=False)


def test_none_is_expected(door, accounts):
    with brownie.reverts("Door: shut"):
        enter(door, accounts)
    with pytest.raises(VirtualMachineError, match="Door: shut") as refusal:
        enter(door, accounts)
    assert LINE in refusal.value.source
"""


@pytest.fixture
def project(tmp_path: Path) -> BrownieProject:
    """A project with a script and a test that each mine a block."""
    project = brownie_project.create(tmp_path)
    project.write("scripts/mine.py", SCRIPT)
    project.write("tests/test_height.py", TEST)
    return project


@pytest.fixture
def devnet() -> Iterator[Node]:
    """A node with three blocks, as a devnet would be running."""
    with running_node(*anvil.COMMAND.split()[1:]) as node:
        node.rpc("anvil_mine", 3)
        yield node


def height(node: Node) -> int:
    """The number of the node's latest block."""
    return int(node.rpc("eth_blockNumber"), 16)


@pytest.mark.parametrize("network", [[], ["--network", "anvil"], ["--network", "development"]])
def test_script_starts_a_node(project: BrownieProject, network: list[str]) -> None:
    port = anvil.free_port()
    done = project.brownie("run", "mine", *network, HANDOVER_PORT=str(port))
    assert "mined 1 on 31337" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
    assert not anvil.is_taken(port)


@pytest.mark.parametrize("network", [[], ["--network", "anvil"]])
def test_script_attaches_to_the_devnet(project: BrownieProject, devnet: Node, network: list[str]) -> None:
    done = project.brownie("run", "mine", *network, HANDOVER_PORT=str(devnet.port))
    assert "mined 4 on 31337" in done.stdout, done.stdout + done.stderr
    assert "Warning" not in done.stderr
    assert height(devnet) == 4


def test_a_receipt_that_comes_late(project: BrownieProject, devnet: Node) -> None:
    """The sender's nonce is counted, his transaction's receipt still unknown: so a node under load answers."""
    asked: Counter[str] = Counter()

    def late(question: Json, answer: Json) -> Json:
        asked[question["method"]] += 1
        is_early = question["method"] == "eth_getTransactionReceipt" and asked[question["method"]] < 5
        return {**answer, "result": None} if is_early else answer

    with between(devnet, late) as url:
        done = project.brownie("run", "mine", HANDOVER_PORT=url.rsplit(":")[-1])
    assert "mined 4 on 31337" in done.stdout, done.stdout + done.stderr
    assert asked["eth_getTransactionReceipt"] >= 5


def test_console_attaches_to_the_devnet(project: BrownieProject, devnet: Node) -> None:
    done = project.brownie("console", words="chain.mine()\n", HANDOVER_PORT=str(devnet.port))
    assert done.returncode == 0, done.stdout + done.stderr
    assert height(devnet) == 4


def test_settings_of_an_older_brownie(project: BrownieProject) -> None:
    port = str(anvil.free_port())
    project.brownie("run", "mine", HANDOVER_PORT=port)
    changed = project.brownie("networks", "modify", "development", "cmd=ganache-cli", "port=1")
    assert changed.returncode == 0, changed.stdout
    done = project.brownie("run", "mine", HANDOVER_PORT=port)
    assert "mined 1 on 31337" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_tests_start_their_own_node(project: BrownieProject, devnet: Node, workers: list[str]) -> None:
    project.write("tests/test_again.py", TEST)
    done = project.brownie("test", *workers, HANDOVER_PORT=str(devnet.port))
    assert "2 passed" in done.stdout, done.stdout + done.stderr
    assert height(devnet) == 3


def test_refusals_are_known_by_their_reasons(project: BrownieProject) -> None:
    """A test that expects the reason need not wait for the line that gave it; one that does not is shown it."""
    project.write("contracts/Door.vy", DOOR)
    project.write("tests/test_refusals.py", REFUSALS)
    done = project.brownie("test", "tests/test_refusals.py")
    assert "5 passed" in done.stdout, done.stdout + done.stderr


def test_tests_refuse_an_attached_node(project: BrownieProject, devnet: Node) -> None:
    added = project.brownie("networks", "add", "development", "mine", f"host={devnet.url}", "cmd=anvil", "port=8545")
    assert added.returncode == 0, added.stdout
    done = project.brownie("test", "--network", "mine")
    assert "Tests start a node of their own: Brownie would reset the one that already runs" in done.stdout
    assert done.returncode == 1
    assert height(devnet) == 3


def test_tests_refuse_a_live_network(project: BrownieProject) -> None:
    done = project.brownie("test", "--network", "sepolia")
    assert "Tests run on a node of their own, not on sepolia" in done.stdout
    assert done.returncode == 1


def test_unknown_network(project: BrownieProject) -> None:
    done = project.brownie("run", "mine", "--network", "nowhere")
    assert done.stderr == "There is no network 'nowhere'; `brownie networks list` shows those that are known.\n"
    assert done.returncode == 1


@pytest.mark.parametrize("port", ["", "eight", "0", "65536", "-1"])
def test_wrong_port(project: BrownieProject, port: str) -> None:
    done = project.brownie("run", "mine", HANDOVER_PORT=port)
    assert done.stderr == f"HANDOVER_PORT: {port!r} is no port; it should be a number such as 8545.\n"
    assert done.returncode == 1


def test_taken_port(project: BrownieProject) -> None:
    with socket.create_server((anvil.HOST, 0)) as server:
        port = server.getsockname()[1]
        done = project.brownie("run", "mine", HANDOVER_PORT=str(port))
    expected = f"What listens on port {port} is not an Ethereum node; name another port with HANDOVER_PORT.\n"
    assert done.stderr == expected
    assert done.returncode == 1
