"""Thirty times the index is killed at a random moment, filling or following; it ends as if it never was."""

import multiprocessing
import os
import random
import sys
import time
from pathlib import Path
from signal import SIGKILL

from frontend.index.__main__ import main
from scripts import parameters
from tests.frontend.devnet import Devnet
from tests.frontend.indexing import backfill, differences, dump, environment, reached, start
from tests.frontend.traffic import Traffic

KILLS = 30
ROUNDS = 36  # below 500 blocks: beyond them Anvil forgets the state when it rolls back again and again
FOLLOWING = 0.5  # seconds in which an index has caught up that was nearly there
# Processes split off one that has read the code already: reading it takes longer than what is to be seen
FORKS = multiprocessing.get_context("forkserver")


def test_killed_at_random(devnet: Devnet, tmp_path: Path) -> None:
    """Each time another one goes on where the killed one was, over a chain that grows and loses blocks meanwhile."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    traffic = Traffic(devnet, seed)
    FORKS.set_forkserver_preload([__name__])
    traffic.run(20)
    for _ in range(ROUNDS):
        traffic.bulk(40, 180, carts=3)
        devnet.node.rpc("anvil_mine", 2)
    settings = environment(devnet, tmp_path)
    began = time.monotonic()
    backfill(devnet, tmp_path / "first")
    filling = time.monotonic() - began
    stopped_at = []
    for kill in range(KILLS):
        anew = chance.random() < 0.6
        running = FORKS.Process(target=_index, args=(settings, ["--rebuild"] if anew or not kill else []))
        running.start()
        time.sleep(chance.uniform(0, filling if anew else FOLLOWING))  # the moment is the test
        running.kill()
        running.join()
        assert running.exitcode == -SIGKILL, "it had ended by itself"
        stopped_at.append(reached(settings))
        traffic.run(chance.randint(0, 2))
        if chance.random() < 0.3:
            devnet.roll_back(chance.randint(1, 5))
    last = start(settings, "--once")
    said, complaint = last.communicate()
    assert last.returncode == 0, complaint
    print(f"killed at blocks {stopped_at}; then {said.strip()}")
    while_filling = [block for block in stopped_at if 0 < block < _head(devnet) * 0.9]
    assert len(while_filling) > 2, "hardly a kill came while the index was filling"
    assert differences(dump(settings), backfill(devnet, tmp_path / "fresh")) == []


def _index(settings: dict[str, str], options: list[str]) -> None:
    """`python -m frontend.index` in this process."""
    os.environ |= settings
    parameters.DEPLOYMENTS = Path(settings["HANDOVER_DEPLOYMENTS"])
    sys.argv = ["index", *options]
    sys.exit(main())


def _head(devnet: Devnet) -> int:
    return int(devnet.node.rpc("eth_blockNumber"), 16)
