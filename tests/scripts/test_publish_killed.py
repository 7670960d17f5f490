"""Publishing 500 offers, killed at random moments and started again, ends with exactly 500."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import parameters
from scripts.terms import Stock, offer_id

OFFERS = 500
KILLS = 6
HEADER = "product,title,description,price,units,arbiter,return_policy\n"


@pytest.fixture
def catalogue_file(tmp_path) -> Path:
    path = tmp_path / "catalogue.csv"
    rows = [f"lamp-{n},Lamp {n},A lamp.,{1 + n / 1000:.3f},{n + 1},arbiter,None.\n" for n in range(OFFERS)]
    path.write_text(HEADER + "".join(rows))
    return path


@pytest.fixture
def publish(node, book, catalogue_file):
    """`publish()` starts the command in a process of its own, as a merchant would."""
    environment = {
        **os.environ,
        "HANDOVER_PORT": str(node.port),
        "HANDOVER_DEPLOYMENTS": str(parameters.DEPLOYMENTS),
        "HANDOVER_ORIGIN": parameters.ORIGIN,
        "PYTHONUNBUFFERED": "1",
    }
    brownie = str(Path(sys.executable).parent / "brownie")
    command = [brownie, "run", "merchant", "publish", str(catalogue_file), "--network", "anvil"]
    return lambda: subprocess.Popen(
        command, cwd=parameters.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_killed_and_started_again(isolation, publish, market, account, web3):
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    source = random.Random(seed)
    seen = []
    for _ in range(KILLS):
        _kill_while_it_publishes(publish(), source.uniform(0, 0.6))
        seen.append(len(market.offers()))
    last = publish()
    output, _ = last.communicate(timeout=300)

    assert last.returncode == 0, output
    offers = market.offers(account("merchant1"))
    assert len(offers) == OFFERS, (seed, seen)
    assert market.stocks([offer_id(entry.offer) for entry in offers.values()]) == [
        Stock(True, n + 1, 0) for n in range(OFFERS)
    ]
    assert any(0 < count < OFFERS for count in seen), f"no kill fell into the publishing (seed {seed}): {seen}"
    assert f"catalogue.csv is published: {OFFERS} offers." in output
    assert "Traceback" not in output


def _kill_while_it_publishes(process: subprocess.Popen, delay: float) -> None:
    """Kill a run, without warning, so many seconds after it began to send, if it is still running by then."""
    assert process.stdout is not None
    for line in process.stdout:
        if "others stand already" in line:
            break
    time.sleep(delay)  # the moment is meant to be arbitrary
    process.kill()
    process.wait()
