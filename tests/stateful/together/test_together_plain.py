"""The optimizer changes what contracts cost, never what they do: the whole market does the same without it."""

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.compiling import copied, unoptimized
from tests.stateful.together.market import CONTRACTS, WholeMarket
from tests.stateful.together.rules import WholeRules
from tests.stateful.together.tally import WholeTally

LENGTH = 120


def test_the_same_happens_without_the_optimizer(machines_node, doubles, tmp_path):
    """Each step is foreseen by the models as well; so both are right, and not only the same."""
    folder = copied(tmp_path)
    plain = {name: unoptimized(folder, name) for name in CONTRACTS}
    optimized = {name: compiled(name) for name in CONTRACTS}
    assert all(len(plain[name].creation) > len(optimized[name].creation) for name in CONTRACTS)

    with_it, without = (done(machines_node, artifacts | doubles) for artifacts in (optimized, plain))
    assert with_it.steps > LENGTH
    assert (with_it.successes, with_it.reasons, with_it.runs) == (without.successes, without.reasons, without.runs)


def done(node, artifacts) -> WholeTally:
    """What comes of the same draws, from the same beginning."""
    tally, beginning = WholeTally(), node.rpc("evm_snapshot")
    market = WholeMarket(node, artifacts)
    runs.run_machine(lambda: WholeRules(market, tally), SEED, LENGTH)
    assert node.rpc("evm_revert", beginning)
    return tally
