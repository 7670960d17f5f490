"""Thirty times the index is killed at a random moment, filling or following; it ends as if it never was."""

import random
import subprocess
import time
from pathlib import Path

from tests.frontend.indexing import backfill, differences, dump, environment, reached, start
from tests.frontend.traffic import Devnet, Traffic

KILLS = 30
ROUNDS = 36  # below 500 blocks: beyond them Anvil forgets the state when it rolls back again and again
PATIENCE = 10.0  # seconds


def test_killed_at_random(devnet: Devnet, tmp_path: Path) -> None:
    """Each time another one goes on where the killed one was, over a chain that grows and loses blocks meanwhile."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    traffic = Traffic(devnet, seed)
    traffic.run(20)
    for _ in range(ROUNDS):
        traffic.bulk(40, 180, carts=3)
        devnet.node.rpc("anvil_mine", 2)
    settings = environment(devnet, tmp_path)
    stopped_at = []
    for kill in range(KILLS):
        before = reached(settings) if kill else -1
        anew = chance.random() < 0.6
        running = start(settings, *(["--rebuild"] if anew else []))
        if chance.random() < 0.25:
            time.sleep(chance.uniform(0, 3))  # the moment is the test
        else:
            _await_progress(running, settings, before, chance.random(), _head(devnet))
            time.sleep(chance.uniform(0, 0.02))  # the moment is the test
        running.kill()
        running.communicate()
        stopped_at.append(reached(settings))
        traffic.run(chance.randint(0, 2))
        if chance.random() < 0.3:
            devnet.roll_back(chance.randint(1, 5))
    last = start(settings, "--once")
    said, complaint = last.communicate()
    assert last.returncode == 0, complaint
    print(f"killed at blocks {stopped_at}; then {said.strip()}")
    filling = {block for block in stopped_at if 0 < block < _head(devnet) * 0.9}
    assert len(filling) > 2, "hardly a kill came while the index was filling"
    assert differences(dump(settings), backfill(devnet, tmp_path / "fresh")) == []


def _await_progress(
    running: "subprocess.Popen[str]", settings: dict[str, str], before: int, part: float, head: int
) -> None:
    """Until the index has moved from where it was and come past a part of the chain, or does not move any more."""
    end = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < end:
        now = reached(settings)
        if now != before and now >= part * head:
            return
        before = -2 if now != before else before


def _head(devnet: Devnet) -> int:
    return int(devnet.node.rpc("eth_blockNumber"), 16)
