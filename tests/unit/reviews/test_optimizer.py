"""The optimizer changes what Reviews costs, never what it does."""

from pathlib import Path

import brownie
import pytest
from vyper.cli.vyper_compile import compile_files

from tests.stateful.compiling import DEPLOYED, SETTINGS
from tests.unit.reviews.conftest import ANSWER, FOLLOW_UP, REVIEW

ROOT = Path(__file__).parents[3]
SOURCE = Path("contracts/Reviews.vy")


@pytest.fixture(scope="module")
def runtimes() -> list[str]:
    """The code that a deployment leaves, but for its immutables: as it is, and without the optimizer."""
    made = [compile_files([SOURCE], ["bytecode_runtime"], [ROOT], settings=one) for one in (DEPLOYED, SETTINGS)]
    return [next(iter(files.values()))["bytecode_runtime"] for files in made]


@pytest.fixture(scope="module")
def reviews(reviews, runtimes, wire):
    """The same with other code in its place."""
    optimized, plain = runtimes
    deployed = wire.ask("eth_getCode", reviews.address, "latest")
    assert deployed.startswith(optimized)
    assert len(plain) > len(optimized)
    wire.ask("anvil_setCode", reviews.address, plain + deployed[len(optimized) :])
    return reviews


def test_default_behavior(reviews, followed_up, seller, buyer, said):
    """A review with all that may follow it."""
    reviews.reply(followed_up, REVIEW, ANSWER, {"from": seller})
    reviews.reply(followed_up, FOLLOW_UP, ANSWER, {"from": seller})

    assert said(followed_up) == {"stars": 4, "followed_up": True, "replied": True, "replied_to_follow_up": True}
    with brownie.reverts("Reviews: reviewed already"):
        reviews.review(followed_up, 5, ANSWER, {"from": buyer})
