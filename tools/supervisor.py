"""Run a list of steps and services, and end everything that was started when one fails or somebody presses Ctrl-C.

A step runs to its end before the next one begins. A service is waited for until it listens, and then left running.
Their output goes to a log file each; what a step prints is also shown where it is marked so.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil

from tools import anvil

GRACE = 5.0  # seconds between asking a process to end and ending it
PATIENCE = 60.0  # seconds that a service may take until it listens
GLANCE = 0.05  # seconds between two looks at a starting service
EXCERPT = 15  # lines of a log shown when something fails


class Failure(Exception):
    """Why the run ended before its time, as one sentence after what explains it."""


class Stopped(Exception):
    """Somebody asked for the end."""


@dataclass(frozen=True)
class Step:
    """A command that runs to its end. `title` is printed as it begins."""

    title: str
    command: Sequence[str]
    shows_output: bool = False


@dataclass(frozen=True)
class Service:
    """A command that keeps running and listens on a port of this machine; without a port it is not waited for."""

    name: str
    command: Sequence[str]
    port: int | None = None


Part = Step | Service


@dataclass
class Supervisor:
    """Starts and ends processes. `environment` is added to theirs, `logs` is the folder of their output."""

    logs: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    _running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _asked_to_stop: bool = False

    def run(self, parts: Iterable[Part], ready: str = "") -> int:
        """Run the parts in order, print `ready`, stay until Ctrl-C; without it the last step is the end of all.

        Exit code: 0 ended so, 1 something failed.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self.logs.mkdir(parents=True, exist_ok=True)
        try:
            for part in parts:
                self._do(part)
            if ready:
                print(ready, flush=True)
            while ready:
                self._glance()
            return 0
        except Stopped:
            print("\nStopping.", flush=True)
            return 0
        except Failure as failure:
            print(failure, file=sys.stderr, flush=True)
            return 1
        finally:
            end(process.pid for process in self._running.values())

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        """Remember to stop; not at once, so that no process is started and not yet known."""
        self._asked_to_stop = True

    def _do(self, part: Part) -> None:
        if isinstance(part, Service):
            self._start(part.name, part.command)
            self._await(part)
            return
        started = time.monotonic()
        print(f"{part.title} ...", flush=True)
        name = "_".join(part.title.lower().split())
        process = self._start(name, part.command, part.shows_output)
        self._wait(process)
        del self._running[name]
        if process.returncode != 0:
            raise Failure(f"{self._excerpt(name)}{part.title} failed; all of its output: {self._log(name)}")
        print(f"{part.title}: {time.monotonic() - started:.1f} s", flush=True)

    def _start(self, name: str, command: Sequence[str], shows_output: bool = False) -> "subprocess.Popen[bytes]":
        """Start a command in a session of its own, so that Ctrl-C reaches it through this process only."""
        with self._log(name).open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=None if shows_output else log,
                stderr=None if shows_output else subprocess.STDOUT,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        self._running[name] = process
        return process

    def _await(self, service: Service) -> None:
        """Wait until a service listens."""
        give_up = time.monotonic() + PATIENCE
        while service.port is not None and not anvil.is_taken(service.port):
            self._glance()
            if time.monotonic() > give_up:
                raise Failure(f"{self._excerpt(service.name)}The {service.name} does not listen on {service.port}.")

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait for the end of a step while the services run on."""
        while process.poll() is None:
            self._glance(but=process)

    def _glance(self, but: "subprocess.Popen[bytes] | None" = None) -> None:
        """Look at every running process but one, and wait a moment; raises Stopped or Failure."""
        if self._asked_to_stop:
            raise Stopped
        for name, process in self._running.items():
            if process is not but and process.poll() is not None:
                raise Failure(f"{self._excerpt(name)}The {name} ended by itself; all of its output: {self._log(name)}")
        first = but or next(iter(self._running.values()), None)
        if first is not None:
            with suppress(subprocess.TimeoutExpired):
                first.wait(GLANCE)

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _excerpt(self, name: str) -> str:
        lines = self._log(name).read_text(errors="replace").rstrip().splitlines()[-EXCERPT:]
        return "".join(f"  {line}\n" for line in lines)


def end(leaders: Iterable[int]) -> None:
    """End the sessions that these processes lead, with everything they started: asked first, then forced."""
    family = list(_families(set(leaders)))
    for force in (psutil.Process.terminate, psutil.Process.kill):
        for member in filter(_is_alive, family):
            with suppress(psutil.NoSuchProcess):
                force(member)
        give_up = time.monotonic() + GRACE
        while (alive := list(filter(_is_alive, family))) and time.monotonic() < give_up:
            psutil.wait_procs(alive, timeout=GLANCE)


def _is_alive(process: psutil.Process) -> bool:
    """Whether a process still does anything; an orphan may stay in the list of processes after its end."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _families(leaders: set[int]) -> Iterator[psutil.Process]:
    """The members of the leaders' sessions, also after a leader's end, and their children in other sessions."""
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, ProcessLookupError):
            ancestors = {parent.pid for parent in process.parents()}
            if os.getsid(process.pid) in leaders or ancestors & leaders:
                yield process
