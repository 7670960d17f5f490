"""What the demo starts ends with it, after Ctrl-C and when a part fails, and so does what the parts started."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.tools.brownie_project import ROOT
from tools import anvil

# listens, after starting a child, a child that leads a session of its own, and a child that will not be asked
FAMILY = """
import signal, socket, subprocess, sys
port, pids = sys.argv[1:]
wait = [sys.executable, "-c", "import signal; signal.pause()"]
deaf = [sys.executable, "-c", "import signal; signal.signal(15, signal.SIG_IGN); print(flush=True); signal.pause()"]
children = [subprocess.Popen(wait), subprocess.Popen(wait, start_new_session=True)]
children.append(subprocess.Popen(deaf, stdout=subprocess.PIPE))
children[-1].stdout.readline()
open(pids, "w").write(" ".join(str(child.pid) for child in children))
server = socket.create_server(("127.0.0.1", int(port)))
signal.pause()
"""
PROGRAM = """
import sys
from pathlib import Path
from tools import supervisor
from tools.supervisor import Service, Step, Supervisor
folder, port = Path(sys.argv[1]), sys.argv[2]
supervisor.GRACE = 0.5
supervisor.PATIENCE = {patience}
python = sys.executable
family = Service("family", [python, folder / "family.py", port, folder / "pids"], int(port))
sys.exit(Supervisor(folder / "logs", {{"WORD": "spoken"}}).run([{parts}], "{ready}"))
"""
PATIENCE, SOON = 120, 5  # seconds: a busy machine takes its time to begin what listens
ECHO = """Step("Speaking", [python, "-c", "import os; print(os.environ['WORD'])"], shows_output=True)"""
BREAK = """Step("Breaking", [python, "-c", "print('snap'); exit(3)"])"""
PAUSE = "import signal; print('waiting', flush=True); signal.pause()"
WAIT = f"""Step("Waiting", [python, "-c", "{PAUSE}"], shows_output=True)"""
FALL = """Service("faller", [python, "-c", "print('over the edge')"])"""
MUTE = f"""Service("mute", [python, "-c", "{PAUSE}"], {anvil.free_port()})"""


@pytest.fixture
def port() -> int:
    return anvil.free_port()


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Path]:
    """A folder with the program of the family; what is left of it is ended."""
    (tmp_path / "family.py").write_text(FAMILY)
    yield tmp_path
    for process in survivors(tmp_path):
        process.kill()


def start(folder: Path, port: int, *parts: str, ready: str = "ready") -> "subprocess.Popen[str]":
    """Run these parts under a supervisor."""
    program = PROGRAM.format(parts=", ".join(parts), patience=SOON if MUTE in parts else PATIENCE, ready=ready)
    command = [sys.executable, "-c", program, str(folder), str(port)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def read_until(process: "subprocess.Popen[str]", word: str) -> None:
    """Wait until a process has said a word."""
    assert process.stdout is not None
    assert any(word in line for line in process.stdout), process.communicate()[1]


def survivors(folder: Path) -> list[psutil.Process]:
    """Who of the family is still there."""
    pids = [int(pid) for pid in (folder / "pids").read_text().split()] if (folder / "pids").exists() else []
    members = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    # where nobody collects orphans, they stay in the list after their end
    return [member for member in members if member.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_ends_everything(family: Path, port: int, number: signal.Signals) -> None:
    process = start(family, port, "family", ECHO)
    read_until(process, "ready")
    assert len(survivors(family)) == 3
    process.send_signal(number)
    process.send_signal(number)
    assert process.wait(PATIENCE) == 0
    assert survivors(family) == []
    assert not anvil.is_taken(port)


def test_stop_during_a_step(family: Path, port: int) -> None:
    process = start(family, port, "family", WAIT)
    read_until(process, "waiting")
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert survivors(family) == []


def test_last_step_ends_everything(family: Path, port: int) -> None:
    """Where nobody is told that it is ready."""
    process = start(family, port, "family", ECHO, ready="")
    assert process.communicate(timeout=PATIENCE)[1] == ""
    assert process.returncode == 0
    assert survivors(family) == []


def test_output(family: Path, port: int) -> None:
    process = start(family, port, ECHO, BREAK)
    out, err = process.communicate(timeout=PATIENCE)
    assert "Speaking ...\nspoken\nSpeaking: " in out
    assert err == f"  snap\nBreaking failed; all of its output: {family / 'logs' / 'breaking.log'}\n"


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (BREAK, "Breaking failed"),
        (f"{FALL}, {WAIT}", "  over the edge\nThe faller ended by itself"),
        (MUTE, "The mute does not listen on "),
    ],
    ids=["step", "service", "silent service"],
)
def test_failure_ends_everything(family: Path, port: int, part: str, sentence: str) -> None:
    process = start(family, port, "family", part)
    _, err = process.communicate(timeout=PATIENCE)
    assert sentence in err
    assert process.returncode == 1
    assert survivors(family) == []


@pytest.mark.parametrize("bare", [[], ["--bare"]])
def test_taken_port_of_the_demo(bare: list[str]) -> None:
    taken, free = anvil.free_port(), anvil.free_port()
    with socket.create_server((anvil.HOST, taken)):
        command = [sys.executable, "-m", "tools.demo", "--node-port", str(taken), "--port", str(free), *bare]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    goal = "devnet" if bare else "demo"
    assert done.stderr == f"Port {taken} is taken; name another: make {goal} NODE_PORT={taken + 1}\n"
    assert done.returncode == 1
