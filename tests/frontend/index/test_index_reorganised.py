"""A chain that goes back: the index forgets what the chain has forgotten, and equals one that is made anew."""

import random
from pathlib import Path

import pytest

from frontend.index.writer import RING
from tests.frontend.devnet import Devnet
from tests.frontend.indexing import backfill, differences, dump, environment, follower
from tests.frontend.traffic import Traffic

DEPTH = 5


@pytest.mark.parametrize("seed", range(2))
def test_last_blocks_replaced(devnet: Devnet, tmp_path: Path, seed: int) -> None:
    """Blocks are rolled back and others mined in their place, with other transactions, again and again."""
    chance = random.Random(seed)
    traffic = Traffic(devnet, seed)
    settings = environment(devnet, tmp_path)
    follow = follower(settings)
    traffic.run(30)
    for attempt in range(4):
        traffic.run(DEPTH + chance.randint(1, 6))
        follow.catch_up()
        before = dump(settings)
        devnet.roll_back(DEPTH)
        traffic.run(chance.randint(0, 2 * DEPTH))
        follow.catch_up()
        after = dump(settings)
        assert after["blocks"] != before["blocks"]
        assert differences(after, backfill(devnet, tmp_path / f"fresh{attempt}")) == []


def test_last_blocks_reorganised(devnet: Devnet, tmp_path: Path) -> None:
    """The node itself re-organises: five blocks are replaced by five empty ones."""
    traffic = Traffic(devnet, 1)
    settings = environment(devnet, tmp_path)
    follow = follower(settings)
    traffic.run(40)
    follow.catch_up()
    before = dump(settings)
    devnet.node.rpc("anvil_reorg", DEPTH, [])
    devnet.forget_nonces()
    follow.catch_up()
    after = dump(settings)
    assert len(after["events"]) < len(before["events"])
    assert differences(after, backfill(devnet, tmp_path / "fresh")) == []


def test_chain_only_shortened(devnet: Devnet, tmp_path: Path) -> None:
    """The node loses blocks and gets no others yet: what they told is gone at once."""
    traffic = Traffic(devnet, 2)
    settings = environment(devnet, tmp_path)
    follow = follower(settings)
    traffic.run(40)
    follow.catch_up()
    devnet.roll_back(DEPTH)
    head = follow.catch_up()
    assert head.number == int(devnet.node.rpc("eth_blockNumber"), 16)
    assert differences(dump(settings), backfill(devnet, tmp_path / "fresh")) == []


def test_deeper_than_known(devnet: Devnet, tmp_path: Path) -> None:
    """Where no kept header is left on the chain, the index starts anew."""
    traffic = Traffic(devnet, 3)
    settings = environment(devnet, tmp_path)
    follow = follower(settings)
    traffic.run(20)
    for _ in range(RING):
        devnet.mine()
    follow.catch_up()
    devnet.roll_back(RING + 10)
    traffic.run(10)
    follow.catch_up()
    assert differences(dump(settings), backfill(devnet, tmp_path / "fresh")) == []
