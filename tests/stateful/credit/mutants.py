"""Credits that are wrong in one line each, and the invariant that this breaks."""

import shutil
from pathlib import Path

from vyper.cli.vyper_compile import compile_files

from scripts.artifacts import Artifact
from scripts.parameters import ROOT
from tests.stateful.compiling import SETTINGS
from tests.stateful.credit.market import CREDIT
from tests.stateful.mutants import Mutant, put_into

MONEY = "m_all_money_is_here"
CASH = "c_cash_is_what_came_and_went"
LENT = "l_lent_is_what_running_plans_owe"
PRINCIPAL = "p_every_principal_is_paid_or_cut_or_owed"
DEBT = "d_a_debt_comes_before_its_buyer"
AGREED = "t_nobody_pays_more_than_was_agreed"
OWED = "o_people_owe_what_their_plans_do"
SHARE = "s_a_share_loses_only_by_write_offs"
FORESEEN = "model_foresaw_credit"
DEBTS, VAULT = (f"modules/{name}.vy" for name in ("debts", "vault"))

MUTANTS = (
    Mutant(
        "a refund goes to the buyer first",
        DEBTS,
        "cut = min(received, at.owed)",
        "cut = min(received - min(received, at.owed // 2), at.owed)",
        DEBT,
    ),
    Mutant("the buyer gets a unit more", "Credit.vy", "currency, rest)", "currency, rest + 1)", MONEY),
    Mutant("a deposit counts a unit more", VAULT, "self._take(assets, 0)", "self._take(assets + 1, 0)", CASH),
    Mutant("what is repaid stays lent", DEBTS, "vault._take(amount, principal)", "vault._take(amount, 0)", LENT),
    Mutant(
        "a refund cuts a unit more than it brings",
        DEBTS,
        "(cut << plans.REFUNDED)",
        "(min(cut + 1, at.kept) << plans.REFUNDED)",
        PRINCIPAL,
    ),
    Mutant("too much is taken", DEBTS, "taken: uint256 = min(amount, payoff)", "taken: uint256 = amount", AGREED),
    Mutant(
        "what came after a write-off is still owed",
        DEBTS,
        "borrowers._repay(plan.buyer, principal, 0)\n        vault._take(amount, 0)",
        "vault._take(amount, 0)",
        OWED,
    ),
    Mutant(
        "shares are rounded for those who come",
        VAULT,
        "assets: uint256 = self._to_assets(shares, True)",
        "assets: uint256 = self._to_assets(shares, False)",
        SHARE,
    ),
    Mutant(
        "what an ended plan's order gives back frees another plan's slot",
        DEBTS,
        "    if word >> plans.STATE != plans.ENDED:  # or else its slot may be another plan's\n",
        "    if True:\n",
        FORESEEN,
    ),
)


def grown(mutant: Mutant, folder: Path) -> Artifact:
    """The mutant, compiled in a copy of the contracts."""
    shutil.copytree(ROOT / "contracts", folder / "contracts")
    put_into(folder, mutant)
    files = compile_files([Path("contracts/Credit.vy")], ["abi", "bytecode"], paths=[folder], settings=SETTINGS)
    (output,) = files.values()
    return Artifact(CREDIT, output["abi"], bytes.fromhex(output["bytecode"][2:]), b"")
