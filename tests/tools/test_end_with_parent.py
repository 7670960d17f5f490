"""Nodes end with the tests that started them, also when these are killed and can do nothing about it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
import pytest

from tests.tools import brownie_project
from tests.tools.brownie_project import BROWNIE, ROOT
from tools import anvil
from tools.end_with_parent import ending_with_parent

PATIENCE = 20.0
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process together with its parent")
TESTS = """import signal
from tests.fixtures.node import running_node

def test_one():
    with running_node("--accounts", "1") as node:
        print(f"\\n{node.process.pid}", flush=True)
        signal.pause()
"""
SCRIPT = """import signal
from brownie.network import rpc

def main():
    print(rpc.process.pid, flush=True)
    signal.pause()
"""


@contextmanager
def started(command, **options) -> Iterator[tuple[subprocess.Popen, psutil.Process]]:
    """A program, and the node whose process id it prints; both are ended after the block."""
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
    node = None
    try:
        line = next(line for line in program.stdout if line.strip().isdecimal())
        node = psutil.Process(int(line))
        assert node.name() == "anvil"
        yield program, node
    finally:
        for process in filter(None, (program, node)):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        program.wait()
        program.stdout.close()


def ended(node: psutil.Process) -> bool:
    """Whether the node ends; one that nobody takes leave of stays as a zombie."""
    with suppress(psutil.TimeoutExpired, psutil.NoSuchProcess):
        node.wait(PATIENCE)
    return not node.is_running() or node.status() == psutil.STATUS_ZOMBIE


@LINUX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nodes_of_tests(tmp_path, number):
    (tmp_path / "test_one.py").write_text(TESTS)
    options = ["-s", "-p", "no:pytest-brownie", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    command = [sys.executable, "-m", "pytest", *options, str(tmp_path / "test_one.py")]
    with started(command, cwd=ROOT) as (program, node):
        program.send_signal(number)
        assert program.wait() == -number
        assert ended(node)


@LINUX
def test_nodes_of_brownie(tmp_path):
    project = brownie_project.create(tmp_path)
    project.write("scripts/stay.py", SCRIPT)
    environment = project.environment(HANDOVER_PORT=str(anvil.free_port()))
    with started([str(BROWNIE), "run", "stay"], cwd=tmp_path, env=environment) as (program, node):
        program.kill()
        program.wait()
        assert ended(node)


def test_command_is_itself():
    """Its process, its arguments, its output and its exit code."""
    command = [sys.executable, "-c", "import os, sys; print(os.getpid(), sys.argv[1]); sys.exit(3)", "a b"]
    process = subprocess.Popen(ending_with_parent(command), stdout=subprocess.PIPE, text=True)
    output, _ = process.communicate()
    assert (output, process.returncode) == (f"{process.pid} a b\n", 3)


def test_nothing_runs_for_a_parent_that_is_gone():
    command = ending_with_parent([sys.executable, "-c", "print('running')"])
    command[command.index(str(psutil.Process().pid))] = "1"
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == ""
