"""Thirty times the index is killed at a random moment, filling or following; it ends as if it never was."""

import random
import time
from pathlib import Path

from tests.frontend.indexing import backfill, differences, dump, environment, reached, start
from tests.frontend.traffic import Devnet, Traffic

KILLS = 30
ORDERS = 4_000


def test_killed_at_random(devnet: Devnet, tmp_path: Path) -> None:
    """Each time another one goes on where the killed one was, over a chain that grows and loses blocks meanwhile."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    traffic = Traffic(devnet, seed)
    traffic.run(20)
    traffic.bulk(120, ORDERS)
    settings = environment(devnet, tmp_path)
    whole = _seconds(settings)
    starting = _seconds(settings)  # nothing is left to do
    stopped_at = []
    for _ in range(KILLS):
        running = start(settings, *chance.choice([(), ("--rebuild",)]))
        time.sleep(chance.uniform(0.8 * starting, whole))  # the moment is the test
        running.kill()
        running.communicate()
        stopped_at.append(reached(settings))
        traffic.run(chance.randint(0, 3))
        if chance.random() < 0.3:
            devnet.node.rpc("anvil_rollback", chance.randint(1, 5))
            devnet.forget_nonces()
    last = start(settings, "--once")
    said, complaint = last.communicate()
    assert last.returncode == 0, complaint
    print(f"killed at blocks {stopped_at}; then {said.strip()}")
    assert differences(dump(settings), backfill(devnet, tmp_path / "fresh")) == []


def _seconds(settings: dict[str, str]) -> float:
    """How long an undisturbed index takes, with starting."""
    began = time.monotonic()
    start(settings, "--once").communicate()
    return time.monotonic() - began
