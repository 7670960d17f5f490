"""Without their answers: threats to the money that Escrow takes, holds and pays out."""

from tests.threats.mutant import Change, Mutant

ESCROW = "contracts/Escrow.vy"
ACTIONS = "contracts/modules/actions.vy"
OFFERS = "contracts/modules/offers.vy"
PAYMENTS = "contracts/modules/payments.vy"
PURCHASES = "contracts/modules/purchases.vy"
RECORDS = "contracts/modules/records.vy"
SETTLEMENT = "contracts/modules/settlement.vy"

LOCK = "# pragma nonreentrancy on\n"
UNLOCKED = tuple(Change(file, LOCK, "") for file in (ESCROW, ACTIONS, OFFERS, PAYMENTS, PURCHASES, SETTLEMENT))
PUSH_WITH_ALL_GAS = Change(PAYMENTS, "gas=limit,", "gas=msg.gas,")

WHILE_MONEY_MOVES = "re-entrancy while money is received or paid out"
THROUGH_A_CURRENCY = "re-entrancy through a currency"
BURNING = "a receiver that burns gas or answers without end"
LYING = "a currency that returns false or nothing, or has no code"
TWICE = "settling twice, a refund after a release"
TOO_MUCH = "refunds that sum to more than was paid"
ROUNDING = "rounding, dust, shares above the amount"
FORCED_IN = "money forced in"
LOOPS = "a loop that runs out of gas"

REENTRY = "unit/escrow/test_hostile_reentry.py"
GAS = "unit/escrow/test_hostile_gas.py"
CURRENCIES = "unit/escrow/test_hostile_currencies.py"
ROUNDED = "unit/escrow/test_rounding.py"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(WHILE_MONEY_MOVES, "Escrow", UNLOCKED, f"{REENTRY}::test_withdrawn[withdraw]"),
    Mutant(
        WHILE_MONEY_MOVES,
        "",
        (
            Change(SETTLEMENT, "    self._words[order_id] = settled\n", ""),
            Change(SETTLEMENT, "order_id, refunded)\n", "order_id, refunded)\n    self._words[order_id] = settled\n"),
        ),
        "tools/test_lint_contracts.py::test_contracts_pass[settlement]",
    ),
    Mutant(
        "reading a view in the middle of a call",
        "Escrow",
        (Change(SETTLEMENT, "@view\ndef record(", "@view\n@reentrant\ndef record("),),
        f"{REENTRY}::test_pushed[confirm]",
    ),
    Mutant(THROUGH_A_CURRENCY, "Escrow", UNLOCKED, f"{REENTRY}::test_pushed_in_a_token"),
    Mutant(THROUGH_A_CURRENCY, "Escrow", (PUSH_WITH_ALL_GAS,), f"{REENTRY}::test_in_a_tokens_transfer"),
    Mutant(
        "two deposits that one difference of balances stands for",
        "Escrow",
        (Change(PURCHASES, "@payable\ndef pay(", "@payable\n@reentrant\ndef pay("),),
        f"{REENTRY}::test_one_deposit_does_not_count_twice",
    ),
    Mutant(
        "a receiver that refuses, and blocks the order",
        "Escrow",
        (
            Change(
                PAYMENTS,
                "    if not sent:\n        self._credit(",
                "    if not sent:\n        self._refuse(errors.RECEIVER_REFUSED)\n        self._credit(",
            ),
        ),
        "unit/escrow/test_hostile_receivers.py::test_default_behavior[RefusingReceiver]",
    ),
    Mutant(
        BURNING,
        "Escrow",
        (Change(PAYMENTS, "gas=PUSH_COIN_GAS, ", ""),),
        f"{GAS}::test_default_behavior[GasEatingReceiver]",
    ),
    Mutant(LYING, "Escrow", (Change(PAYMENTS, ", default_return_value=True", ""),), f"{CURRENCIES}::test_silent"),
    Mutant(  # what did not arrive would be noticed too
        LYING,
        "Escrow",
        (
            Change(PAYMENTS, "    if not extcall IERC20", "    success: bool = extcall IERC20"),
            Change(
                PAYMENTS, "default_return_value=True):\n        self._refuse(", "default_return_value=True)\n    # "
            ),
            Change(PAYMENTS, "FAILED)\n    self._check_arrived(currency, before + amount)", "FAILED)"),
        ),
        f"{CURRENCIES}::test_false_on_the_way_in",
    ),
    Mutant(
        LYING,
        "Escrow",
        (Change(PAYMENTS, "success and convert(response, uint256) == 1", "success"),),
        f"{CURRENCIES}::test_false_on_the_way_out[1]",
    ),
    Mutant(
        LYING,
        "Escrow",
        (Change(PAYMENTS, "success and currency.is_contract", "success"),),
        f"{CURRENCIES}::test_gone_on_the_way_out",
    ),
    Mutant(
        "a currency that takes a fee or changes balances",
        "Escrow",
        (Change(PAYMENTS, "FAILED)\n    self._check_arrived(currency, before + amount)", "FAILED)"),),
        f"{CURRENCIES}::test_fee[1]",
    ),
    Mutant(
        "a currency that denies an account, or stands still",
        "Escrow",
        (
            Change(PAYMENTS, "    success, response = raw_call(", "    success = True\n    response = raw_call("),
            Change(PAYMENTS, "gas=limit,\n        revert_on_failure=False,", "gas=limit,"),
        ),
        f"{CURRENCIES}::test_seller_denied[1]",
    ),
    Mutant(
        TWICE,
        "Escrow",
        (Change(RECORDS, "UNRULED | RULING\n", "UNRULED | RULING | ENDED\n"),),
        "unit/escrow/test_confirm.py::test_not_in_this_status[8]",
    ),
    Mutant(
        TOO_MUCH,
        "Escrow",
        (Change(SETTLEMENT, " - (word & records.AMOUNT)\n", "\n"),),
        f"{ROUNDED}::test_any_steps",
    ),
    Mutant(
        TOO_MUCH,
        "Escrow",
        (Change(ESCROW, "moved: uint256 = min(amount, held)", "moved: uint256 = amount"),),
        "unit/escrow/test_amounts.py::test_default_behavior[1-refund]",
    ),
    Mutant(
        ROUNDING,
        "Escrow",
        (
            Change(
                SETTLEMENT,
                "unsafe_sub(after, unsafe_mul(before, bps) // 10_000)",
                "unsafe_mul(amount, bps) // 10_000",
            ),
        ),
        f"{ROUNDED}::test_last_unit_is_due_as_commission_and_as_points",
    ),
    Mutant(
        ROUNDING,
        "Escrow",
        (
            Change(
                SETTLEMENT,
                "min(self._share(before, amount, order.offer.points_bps), rest)",
                "self._share(before, amount, order.offer.points_bps)",
            ),
        ),
        f"{ROUNDED}::test_last_unit_is_due_as_commission_and_as_points",
    ),
    Mutant(
        FORCED_IN,
        "Escrow",
        (
            Change(
                PURCHASES,
                "if msg.value != payments._receive(order.payer, order.offer.currency, total):",
                "if self.balance < payments._receive(order.payer, order.offer.currency, total):",
            ),
        ),
        f"{CURRENCIES}::test_coin_forced_in",
    ),
    Mutant(
        FORCED_IN,
        "Escrow",
        (
            Change(
                PAYMENTS,
                "FAILED)\n    self._check_arrived(currency, before + amount)",
                "FAILED)\n    if self._balance(currency) < amount:\n        self._refuse(errors.WRONG_AMOUNT_ARRIVED)",
            ),
        ),
        f"{CURRENCIES}::test_token_sent",
    ),
    Mutant(
        LOOPS,
        "Escrow",
        (Change(ESCROW, "MAX_BATCH: constant(uint256) = 50", "MAX_BATCH: constant(uint256) = 500"),),
        "unit/escrow/test_enforce_many.py::test_too_many",
    ),
    Mutant(
        LOOPS,
        "Escrow",
        (
            Change(PURCHASES, "= 20\n", "= 20\n\n_paid: DynArray[bytes32, 10**6]\n"),
            Change(PURCHASES, "if settlement._words[order_id] != 0:", "if order_id in self._paid:"),
            Change(PURCHASES, "    offers._take(", "    self._paid.append(order_id)\n    offers._take("),
        ),
        "unit/escrow/test_gas_is_flat.py::test_default_behavior",
    ),
)
