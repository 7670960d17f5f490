"""Identities and Reviews that are wrong in one line each, and the invariant that this breaks."""

import shutil
from pathlib import Path

from vyper.cli.vyper_compile import compile_files

from scripts.artifacts import Artifact, compiled
from scripts.parameters import ROOT
from tests.stateful.compiling import SETTINGS
from tests.stateful.mutants import Mutant
from tests.stateful.opinions.market import IDENTITY, REVIEWS

HOLDS = "h_a_claim_holds_while_it_is_meant"
KEPT = "k_a_claim_is_kept_as_it_was_said"
ONCE = "r_an_order_is_reviewed_once"
LOGGED = "l_it_is_logged_once"

MUTANTS = (
    Mutant(
        "a revoked claim holds",
        "Identity.vy",
        "word & (ISSUED | REVOKED | DECLINED) == ISSUED",
        "word & (ISSUED | DECLINED) == ISSUED",
        HOLDS,
    ),
    Mutant(
        "a declined claim holds",
        "Identity.vy",
        "word & (ISSUED | REVOKED | DECLINED) == ISSUED",
        "word & (ISSUED | REVOKED) == ISSUED",
        HOLDS,
    ),
    Mutant(
        "a claim holds in the second it expires",
        "Identity.vy",
        "block.timestamp < (word",
        "block.timestamp <= (word",
        HOLDS,
    ),
    Mutant(
        "renewing forgets the new end",
        "Identity.vy",
        "| expires << EXPIRES | ISSUED",
        "| (expires // 2) << EXPIRES | ISSUED",
        KEPT,
    ),
    Mutant(
        "what is declined can be issued",
        "Identity.vy",
        'assert word & DECLINED == 0, "Identity: declined"\n    assert word & ISSUED',
        "assert word & ISSUED",
        "model_foresaw_it",
    ),
    Mutant(
        "anybody revokes",
        "Identity.vy",
        "word: uint256 = self._claims[msg.sender][subject][kind]\n    assert word & (ISSUED",
        "word: uint256 = self._claims[msg.sender][subject][kind] | ISSUED\n    assert word & (ISSUED",
        "model_foresaw_it",
    ),
    Mutant(
        "an order is reviewed again",
        "Reviews.vy",
        "assert self._reviews[order_id] == 0",
        "assert self._reviews[order_id] < 256",
        "model_foresaw_it",
    ),
    Mutant("a follow-up takes the stars away", "Reviews.vy", "= word | FOLLOWED_UP", "= FOLLOWED_UP", ONCE),
    Mutant(
        "an open order is reviewed",
        "Reviews.vy",
        "record.status == records.CLOSED",
        "record.status <= records.CLOSED",
        "model_foresaw_it",
    ),
    Mutant(
        "stars without a word are not logged",
        "Reviews.vy",
        "    log OrderReviewed(",
        "    if document == empty(bytes32):\n        return\n    log OrderReviewed(",
        LOGGED,
    ),
)


def grown(mutant: Mutant, folder: Path) -> dict[str, Artifact]:
    """Both contracts, the mutant compiled in a copy of the sources."""
    shutil.copytree(ROOT / "contracts", folder / "contracts")
    file = folder / "contracts" / mutant.file
    source = file.read_text()
    assert source.count(mutant.old) == 1, f"{mutant.name}: {mutant.file} is not what it was; adapt the mutant."
    file.write_text(source.replace(mutant.old, mutant.new))
    name = file.stem
    files = compile_files([Path("contracts") / mutant.file], ["abi", "bytecode"], paths=[folder], settings=SETTINGS)
    (output,) = files.values()
    wrong = Artifact(name, output["abi"], bytes.fromhex(output["bytecode"][2:]), b"")
    return {IDENTITY: compiled(IDENTITY), REVIEWS: compiled(REVIEWS), name: wrong}
