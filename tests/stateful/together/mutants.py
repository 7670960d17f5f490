"""Contracts that are wrong in one line each, by what they make of others, and the invariant that this breaks."""

from pathlib import Path
from typing import NamedTuple

from scripts.artifacts import Artifact
from tests.stateful.compiling import copied, unoptimized
from tests.stateful.mutants import Mutant, put_into

FORESEEN = "model_foresaw_it"
END = "t_everything_comes_to_an_end"
PAID_BY_CODE = "the other machines' buyers pay for themselves"
SALTED = "the other machines' plans have salts without points"


class Between(NamedTuple):
    """`unseen` is why no machine of fewer contracts finds it; empty where one may."""

    contract: str
    mutant: Mutant
    unseen: str = ""


MUTANTS = (
    Between(
        "Provenance",
        Mutant(
            "what was sold goes to who paid",
            "modules/bindings.vy",
            'assert state != OPEN, "bindings: order still open"\n'
            "    self._settle(item, item_id, word, order_id, state, order.buyer)",
            'assert state != OPEN, "bindings: order still open"\n'
            "    self._settle(item, item_id, word, order_id, state, order.payer)",
            "i_goods_are_peoples",
        ),
        PAID_BY_CODE,
    ),
    Between(
        "Provenance",
        Mutant(
            "a code is shown by who paid",
            "modules/claims.vy",
            "assert order.buyer == msg.sender",
            "assert order.payer == msg.sender",
            FORESEEN,
        ),
        PAID_BY_CODE,
    ),
    Between(
        "Reviews",
        Mutant(
            "who paid reviews",
            "Reviews.vy",
            'assert msg.sender == order.buyer, "Reviews: not the buyer"\n    assert stars',
            'assert msg.sender == order.payer, "Reviews: not the buyer"\n    assert stars',
            "v_buyers_review_what_is_closed",
        ),
        PAID_BY_CODE,
    ),
    Between(
        "Credit",
        Mutant(
            "a business is as good as a person",
            "Credit.vy",
            "holds(PARAMETERS.issuer, subject, kind)",
            "holds(PARAMETERS.issuer, subject, kind)"
            " or staticcall IIdentity(PARAMETERS.identity).holds(PARAMETERS.issuer, subject, BUSINESS)",
            "j_instalments_are_for_who_is_vouched_for",
        ),
        "buyers are vouched for as persons only, where Credit is alone with Identity",
    ),
    Between(
        "Credit",
        Mutant(
            "points that a salt speaks of are paid already",
            "Credit.vy",
            "principal=total - down,",
            "principal=total - down - (convert(order.salt, uint256) >> 160),",
            FORESEEN,
        ),
        SALTED,
    ),
    Between(
        "Loyalty",
        Mutant(
            "who brings points home keeps them",
            "Loyalty.vy",
            "self._mint(buyer, points, points)",
            "self._mint(msg.sender, points, points)",
            "w_nobody_loses_by_what_others_do",
        ),
    ),
    Between(
        "Loyalty",
        Mutant(
            "what somebody collected depends on what others did",
            "Loyalty.vy",
            "self._mint(buyer, points, points)",
            "self._mint(buyer, points, points + self.totalSupply % 3)",
            "x_keepers_may_come_in_any_order",
        ),
    ),
    Between(
        "Loyalty",
        Mutant(
            "points that come back are earned again",
            "Loyalty.vy",
            "self._mint(order.buyer, points, 0)",
            "self._mint(order.buyer, points, points)",
            "e_points_come_of_sales_only",
        ),
    ),
    Between(
        "Credit",
        Mutant(
            "what is beyond a debt goes where nobody has a key",
            "Credit.vy",
            "payments._push(plan.buyer, PARAMETERS.currency, rest)",
            "payments._push(convert(convert(plan.order_id, uint256) >> 96, address), PARAMETERS.currency, rest)",
            "z_money_neither_comes_nor_goes",
        ),
    ),
    Between(
        "Credit",
        Mutant(
            "a unit of what came back is forgotten",
            "Credit.vy",
            "return min(amount, payments._balance(PARAMETERS.currency) - before)",
            "return min(amount, payments._balance(PARAMETERS.currency) - before) - 1",
            "y_what_an_order_gave_back_is_cut_or_passed_on_once",
        ),
    ),
    Between(
        "Credit",
        Mutant(
            "a plan whose order gave all back goes on",
            "modules/debts.vy",
            "        if cut == at.owed:\n",
            "        if cut > at.owed:\n",
            END,
        ),
    ),
)


def grown(between: Between, folder: Path) -> dict[str, Artifact]:
    """The contract with the mutant in it, compiled in a copy of the sources."""
    put_into(copied(folder), between.mutant)
    return {between.contract: unoptimized(folder, between.contract)}
