"""Provenances that are wrong in one line each, and the invariant that this breaks."""

import shutil
from pathlib import Path

from vyper.cli.vyper_compile import compile_files

from scripts.artifacts import Artifact
from scripts.parameters import ROOT
from tests.stateful.compiling import SETTINGS
from tests.stateful.mutants import Mutant, put_into

OWNER = "o_one_owner_and_one_custodian"
LASTING = "n_nothing_is_deleted"
QUANTITY = "q_quantities_are_conserved"
FOREST = "u_units_form_a_forest"
SALE = "s_an_item_is_sold_once"
CODE = "c_a_code_is_shown_once"
FORESEEN = "model_foresaw_provenance"
FILE = "Provenance.vy"

MUTANTS = (
    Mutant(
        "anybody's things are put into a unit",
        "modules/aggregation.vy",
        'assert things._owner(word) == owner, "aggregation: another owner"',
        'assert owner != empty(address), "aggregation: another owner"',
        OWNER,
    ),
    Mutant(
        "a closed recall is forgotten",
        "modules/recalls.vy",
        "self.recall_closed[recall_id] = True",
        "self.recalled_by[recall_id] = empty(address)",
        LASTING,
    ),
    Mutant(
        "more is used than there is",
        "modules/lots.vy",
        "assert input.quantity <= self._left(word)",
        "assert input.quantity <= word >> COUNT",
        QUANTITY,
    ),
    Mutant(
        "a thing is put from one unit into another",
        "modules/aggregation.vy",
        "    word: uint256 = things._loose(item_id)\n    bindings._free",
        "    word: uint256 = things._word(item_id)\n    bindings._free",
        FOREST,
    ),
    Mutant(
        "a claimed item stays in its unit",
        "modules/claims.vy",
        "        things._leave(item_id)\n",
        "",
        FOREST,
    ),
    Mutant(
        "an open order does not keep what is bound to it",
        "modules/bindings.vy",
        "assert self._state(order_id, things._round(word)) == NOTHING",
        "assert self._state(order_id, things._round(word)) != SALE",
        SALE,
    ),
    Mutant(
        "an order gets more than was ordered",
        "modules/bindings.vy",
        "assert number < quantity",
        "assert number < quantity + 1",
        SALE,
    ),
    Mutant(
        "what was sent back is sold",
        "modules/bindings.vy",
        "if record.round != round or record.returned:",
        "if record.round != round:",
        FORESEEN,
    ),
    Mutant(
        "the binding of an earlier round counts",
        "modules/bindings.vy",
        "if record.round != round or record.returned:",
        "if record.returned:",
        FORESEEN,
    ),
    Mutant(
        "a code is shown again",
        "modules/claims.vy",
        "assert word & things.CLAIMED == 0",
        "assert word != 0",
        CODE,
    ),
    Mutant(
        "a code makes its holder the owner of what is another's",
        "modules/claims.vy",
        'assert owner == msg.sender, "claims: not the owner"',
        'assert owner != empty(address), "claims: not the owner"',
        CODE,
    ),
    Mutant(
        "an offer outlives what it was made of",
        "modules/things.vy",
        "| convert(owner, uint256)) + (1 << VERSION)",
        "| convert(owner, uint256))",
        FORESEEN,
    ),
    Mutant(
        "whoever was permitted one step may report any",
        "modules/reporters.vy",
        "(self.permissions[account][lot][speaker] >> step) & 1 == 1",
        "self.permissions[account][lot][speaker] != 0",
        FORESEEN,
    ),
)


def grown(mutant: Mutant, folder: Path) -> Artifact:
    """The mutant, compiled in a copy of the contracts."""
    shutil.copytree(ROOT / "contracts", folder / "contracts")
    put_into(folder, mutant)
    files = compile_files([Path("contracts") / FILE], ["abi", "bytecode"], paths=[folder], settings=SETTINGS)
    (output,) = files.values()
    return Artifact("Provenance", output["abi"], bytes.fromhex(output["bytecode"][2:]), b"")
