"""Escrows that are wrong in one line each, and the invariant that this breaks."""

from pathlib import Path
from typing import NamedTuple

from scripts.artifacts import Artifact
from tests.stateful.compiling import copied, unoptimized


class Mutant(NamedTuple):
    """`old` in a file of contracts/ becomes `new`; `invariant` is what this breaks, by its name in the machine."""

    name: str
    file: str
    old: str
    new: str
    invariant: str

    @property
    def complaint(self) -> str:
        """A pattern for what the machine says about it."""
        return "foreseen" if self.invariant.startswith("model_foresaw") else rf"^\({self.invariant[0]}\)"


MUTANTS = (
    Mutant(
        "a failed push is credited twice",
        "modules/payments.vy",
        "self._credit(account, empty(bytes32), currency, amount)\n",
        "self._credit(account, empty(bytes32), currency, 2 * amount)\n",
        "a_balances_are_what_is_held_and_credited",
    ),
    Mutant(
        "shares do not come out of the proceeds",
        "modules/settlement.vy",
        "proceeds -= self._credit_shares(order, word, released)",
        "self._credit_shares(order, word, released)",
        "a_balances_are_what_is_held_and_credited",
    ),
    Mutant(
        "a refund is not counted",
        "modules/settlement.vy",
        "self._words[order_id] = settled\n",
        "self._words[order_id] = settled & ~records.AMOUNT\n",
        "b_no_more_leaves_than_was_paid",
    ),
    Mutant(
        "refunds go to the buyer, whoever paid",
        "modules/settlement.vy",
        "payments._push(payer, currency, amount)",
        "payments._push(buyer, currency, amount)",
        "c_money_goes_to_an_orders_people_only",
    ),
    Mutant(
        "a payout must succeed",
        "modules/payments.vy",
        "    if not sent:\n        self._credit(",
        "    if not sent:\n        self._refuse(errors.RECEIVER_REFUSED)\n        self._credit(",
        "d_a_stranger_can_end_every_order",
    ),
    Mutant(
        "the seller gets nothing by default once he delisted the offer",
        "Escrow.vy",
        "held if records._in(word, records.FAVOURS_SELLER) else 0",
        "held if records._in(word, records.FAVOURS_SELLER)"
        " and offers._left(offers._stock[ids._offer_id(order.offer)]) > 0 else 0",
        "e_nothing_else_changes_an_orders_end",
    ),
    Mutant(
        "units do not come back",
        "modules/settlement.vy",
        "offers._give_back(ids._offer_id(order.offer), order.quantity)",
        "offers._give_back(ids._offer_id(order.offer), 0)",
        "f_units_are_sold_once",
    ),
    Mutant(
        "units come back from a late cancellation too",
        "modules/settlement.vy",
        "        if block.timestamp < records._deadline(word):\n            return records.CANCELLED",
        "        return records.CANCELLED",
        "model_foresaw_it",
    ),
    Mutant(
        "sold units are not counted",
        "modules/offers.vy",
        "self._stock[offer_id] = unsafe_add(word, quantity)",
        "self._stock[offer_id] = word",
        "f_units_are_sold_once",
    ),
    Mutant(
        "the cap is ignored",
        "modules/offers.vy",
        "if sold >= cap or quantity > unsafe_sub(cap, sold):",
        "if quantity > MAX_UNITS - sold:",
        "f_units_are_sold_once",
    ),
    Mutant(
        "the buyer takes his 3 days again and again",
        "modules/actions.vy",
        "if word & records.BUYER_EXTENDED != 0:",
        "if False:",
        "g_nobody_delays_the_end",
    ),
    Mutant(
        "the seller puts his own answer off",
        "modules/actions.vy",
        "word |= records.SELLER_EXTENDED",
        "pass",
        "g_nobody_delays_the_end",
    ),
    Mutant(
        "anybody signs for the buyer",
        "modules/signatures.vy",
        "ecrecover(digest, v, r, s) == signer",
        "ecrecover(digest, v, r, s) != empty(address)",
        "model_foresaw_it",
    ),
    Mutant(
        "each release has its own commission",
        "modules/settlement.vy",
        "return unsafe_sub(after, unsafe_mul(before, bps) // 10_000)",
        "return unsafe_mul(amount, bps) // 10_000",
        "model_foresaw_it",
    ),
)


def put_into(folder: Path, mutant: Mutant) -> None:
    """Makes a copy of contracts/ in a folder wrong."""
    file = folder / "contracts" / mutant.file
    source = file.read_text()
    assert source.count(mutant.old) == 1, f"{mutant.name}: {mutant.file} is not what it was; adapt the mutant."
    file.write_text(source.replace(mutant.old, mutant.new))


def grown(mutant: Mutant, folder: Path) -> Artifact:
    """The mutant's Escrow, compiled in a copy of the contracts."""
    put_into(copied(folder), mutant)
    return unoptimized(folder)
