"""Lets Hypothesis run the machine with one seed after the other."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fixtures.chance import FRESH
from tests.stateful.market import Market
from tests.stateful.rules import Rules
from tests.stateful.tally import Tally

STEPS = 300
# Hypothesis begins with eleven that are hardly longer than a step, and makes the others as long as they may be.
EXAMPLES = 13

LEAST = int(os.environ.get("HANDOVER_STEPS", "0"))  # steps of each machine, where its test asks for fewer

# HANDOVER_SHRINK looks for fewer steps to a failure, which takes minutes.
PHASES = [Phase.generate, Phase.shrink] if os.environ.get("HANDOVER_SHRINK") else [Phase.generate]


def run(market: Market, tally: Tally, number: int, steps: int = STEPS) -> None:
    """Some runs of the machine, of at most so many steps, with a seed; an AssertionError says what went wrong."""
    run_machine(lambda: Rules(market, tally), number, steps)


def run_machine(machine: Callable[[], Rules], number: int, steps: int) -> None:
    """The same for a machine that is not made as usual."""
    seed(number)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=steps + 1,  # the first says only how many orders shall be open
            phases=PHASES,
            report_multiple_bugs=False,
            verbosity=Verbosity.normal,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )


@dataclass(frozen=True)
class Enough:
    """When a machine has run for long enough: steps in all, and how often everything must have succeeded."""

    steps: int
    successes: int
    rounds: int  # of runs, at most


def run_enough(
    once: Callable[[int], object], tally: Tally, enough: Enough, capsys: pytest.CaptureFixture[str], first: int = FRESH
) -> None:
    """Runs with one seed after the other (`once`) until it is enough; prints the first seed, and what was done."""
    steps, started = max(enough.steps, LEAST), time.monotonic()
    with capsys.disabled():
        print(f"\nHANDOVER_SEED={first}")
    for number in range(-(-enough.rounds * steps // enough.steps)):
        once(first + number)
        if tally.steps >= steps and not tally.missing(enough.successes):
            break
    with capsys.disabled():
        print(f"{tally}\n{time.monotonic() - started:.0f} s")
    assert tally.steps >= steps
    assert not tally.missing(enough.successes)
