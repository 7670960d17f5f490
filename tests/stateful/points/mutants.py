"""Loyalties that are wrong in one line each, and the invariant that this breaks."""

import shutil
from pathlib import Path

from vyper.cli.vyper_compile import compile_files

from scripts.artifacts import Artifact
from scripts.parameters import ROOT
from tests.stateful.mutants import Mutant, put_into

COVER = "p_the_reserve_covers_all_points"
SUPPLY = "q_the_supply_is_everybodys_points"
ONCE = "r_whatever_came_back_was_passed_on_once"
FORESEEN = "model_foresaw_points"
FILE = "Loyalty.vy"

MUTANTS = (
    Mutant(
        "what is collected gives one point more",
        FILE,
        "self._mint(buyer, points, points)",
        "self._mint(buyer, points + 1, points)",
        COVER,
    ),
    Mutant(
        "what came back is paid as cash and given as points",
        FILE,
        "self._mint(order.buyer, points, 0)",
        "self._mint(order.buyer, back, 0)",
        COVER,
    ),
    Mutant(
        "coin that is missing comes out of the reserve",
        FILE,
        'assert msg.value == self._coin(cash), "Loyalty: wrong coin amount"',
        'assert msg.value <= self._coin(cash), "Loyalty: wrong coin amount"',
        COVER,
    ),
    Mutant(
        "points stay after they paid",
        FILE,
        "self._accounts[account] = word - points",
        "self._accounts[account] = word",
        SUPPLY,
    ),
    Mutant(
        "what came back is forgotten once it was passed on",
        FILE,
        "    self.settled[order_id] = after\n",
        "    self.settled[order_id] = back\n",
        ONCE,
    ),
    Mutant(
        "points come back before cash",
        FILE,
        "min(max(after, cash_paid), total) - min(max(before, cash_paid), total)",
        "min(after, total - cash_paid) - min(before, total - cash_paid)",
        FORESEEN,
    ),
)


def grown(mutant: Mutant, folder: Path) -> Artifact:
    """The mutant, compiled in a copy of the contracts."""
    shutil.copytree(ROOT / "contracts", folder / "contracts")
    put_into(folder, mutant)
    (output,) = compile_files([Path("contracts") / FILE], ["abi", "bytecode"], paths=[folder]).values()
    return Artifact("Loyalty", output["abi"], bytes.fromhex(output["bytecode"][2:]), b"")
