"""A hundred times the index is killed at a random moment while orders come in; it ends as if it never was."""

import random
from contextlib import closing
from pathlib import Path

from tests.fixtures.chance import SEED
from tests.frontend.devnet import Devnet
from tests.frontend.indexing import backfill, differences, dump, environment, follower
from tests.frontend.killing import Killed, Killer
from tests.frontend.traffic import Traffic

KILLS = 100
ORDERS = 5_000  # at least, that come in between the first kill and the last, and stay
LOSING = 10  # times the chain loses what was last
ANEW = 6  # times the index begins anew
QUIET = 100  # blocks at the beginning: an index that begins anew is so far behind that it reads in another process


def test_killed_at_random(devnet: Devnet, tmp_path: Path) -> None:
    """Each time another one goes on where the killed one was, over a chain that grows and loses blocks meanwhile."""
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    losing = chance.sample(range(KILLS), LOSING)
    beginning = [0, *chance.sample(range(KILLS), ANEW)]
    traffic = Traffic(devnet, SEED)
    settings = environment(devnet, tmp_path)
    longest = {False: 0.5, True: 1.0}  # seconds until one that goes on, or begins anew, is killed; adapted below
    found: list[Killed] = []
    with closing(Killer(settings)) as killer:
        traffic.run(20)
        devnet.node.rpc("anvil_mine", QUIET)
        for kill in range(KILLS):
            anew = kill in beginning
            killer.begin(chance.uniform(0, longest[anew]), *["--rebuild"] * anew)
            if kill in losing:
                devnet.roll_back(chance.randint(1, 3))
            if kill % 2:
                traffic.run(chance.randint(0, 2))
            else:
                traffic.bulk(40, 120, carts=3)
            found.append(killer.killed())
            longest[anew] *= 1.1 if found[-1].block < _head(devnet) else 0.8
    follower(settings).catch_up()
    ended = dump(settings)
    writing = sum(one.writing for one in found)
    print(f"killed at blocks {[one.block for one in found]}, {writing} times while it wrote")
    print(f"{len(ended['orders'])} orders; seconds until a kill {longest}")
    assert len(ended["orders"]) >= ORDERS
    assert writing >= KILLS / 10, "hardly a kill came in the midst of a transaction"
    assert {one.started for one in found} <= {0, 1}
    assert sum(one.started for one in found) > KILLS / 2, "hardly one had a process that reads"
    assert differences(ended, backfill(devnet, tmp_path / "fresh")) == []


def _head(devnet: Devnet) -> int:
    return int(devnet.node.rpc("eth_blockNumber"), 16)
