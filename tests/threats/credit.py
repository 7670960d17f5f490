"""Without their answers: what SECURITY.md says under Credit."""

from tests.threats.mutant import Change, Mutant

CREDIT = "contracts/Credit.vy"
BORROWERS, DEBTS, PAYMENTS, PLANS, VAULT = (
    f"contracts/modules/{name}.vy" for name in ("borrowers", "debts", "payments", "plans", "vault")
)
LOCK = "# pragma nonreentrancy on\n"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "an order whose payer or buyer lies",
        "Credit",
        (Change(CREDIT, "    if msg.sender != order.buyer:\n        self._refuse(errors.NOT_THE_BUYER)\n", ""),),
        "unit/credit/test_cheating.py::test_buyer_that_lies",
    ),
    Mutant(
        "settling twice, another's plan, other terms",
        "Credit",
        (
            Change(
                PLANS,
                "keccak256(abi_encode(plan))",
                "keccak256(abi_encode(plan.order_id, plan.buyer, plan.seller, plan.principal, plan.start))",
            ),
        ),
        "unit/credit/test_settle.py::test_other_terms",
    ),
    Mutant(
        "a plan that has ended takes the place of one that runs",
        "Credit",
        (Change(DEBTS, "    if word >> plans.STATE != plans.ENDED:  # or else its slot may", "    if True:  #"),),
        "unit/credit/test_cheating.py::test_ended_plan_frees_no_other",
    ),
    Mutant(
        "the goods' money back, and no debt; goodwill that pays a debt in drops",
        "Credit",
        (Change(DEBTS, "cut = min(received, at.owed)", "cut = min(received // 2, at.owed)"),),
        "unit/credit/test_cheating.py::test_goods_money_and_no_debt",
    ),
    Mutant(
        "a limit raised with the lenders' own money, by paying ahead, by refunds",
        "Credit",
        (
            Change(
                PLANS,
                "if not late and at.elapsed >= unsafe_sub(unsafe_mul(number, plan.interval), plan.interval >> 1):",
                "if not late:",
            ),
        ),
        "unit/credit/test_cheating.py::test_limit_from_the_vaults_own_money",
    ),
    Mutant(
        "more than the limit, one buyer's or one seller's share, or the cash",
        "Credit",
        (
            Change(
                BORROWERS,
                "    if (word & AMOUNT) + principal > self._limit(word, dates):\n"
                "        self._refuse(errors.ABOVE_THE_LIMIT)\n",
                "",
            ),
        ),
        "unit/credit/test_buy.py::test_limit",
    ),
    Mutant(
        "more than the limit, one buyer's or one seller's share, or the cash",
        "Credit",
        (Change(CREDIT, "vault._standing_assets()", "vault._total()"),),
        "unit/credit/test_cheating.py::test_shares_of_borrowed_assets",
    ),
    Mutant(
        "a dispute that is stretched so that nothing falls due; a pause that lifts what is overdue",
        "Credit",
        (Change(PLANS, "return min(lasting, MAX_PAUSE - self._used(word))", "return lasting"),),
        "unit/credit/test_cheating.py::test_extended_to_stretch_the_pause",
    ),
    Mutant(
        "a dispute that is stretched so that nothing falls due; a pause that lifts what is overdue",
        "Credit",
        (Change(PLANS, "if state == PAUSED and at.elapsed < due + GRACE:", "if state == PAUSED:"),),
        "unit/credit/test_cheating.py::test_pause_lifts_nothing",
    ),
    Mutant(
        "written off during a dispute",
        "Credit",
        (
            Change(
                DEBTS,
                "    if plans._used(new) < plans.MAX_PAUSE and self._in_question(plan.order_id):\n"
                "        self._refuse(errors.ORDER_IS_IN_QUESTION)\n",
                "",
            ),
        ),
        "unit/credit/test_write_off.py::test_in_question",
    ),
    Mutant(
        "written off although the money is there, and only waits in Escrow",
        "Credit",
        (
            Change(
                CREDIT,
                "    if staticcall IEscrow(PARAMETERS.escrow).credits(self, plan.order_id, PARAMETERS.currency) > 0:\n"
                "        self._settle(plan)\n",
                "",
            ),
        ),
        "unit/credit/test_write_off.py::test_all_came_back",
    ),
    Mutant(
        "a seller or buyer without a claim; one that is taken back in between",
        "Credit",
        (
            Change(
                CREDIT,
                "    if not self._holds(order.offer.seller, BUSINESS):\n"
                "        self._refuse(errors.SELLER_HAS_NO_CLAIM)\n",
                "",
            ),
        ),
        "unit/credit/test_buy.py::test_without_a_claim[seller]",
    ),
    Mutant(
        "off by one second: due, late, lost",
        "Credit",
        (Change(PLANS, "if at.elapsed >= missed and ", "if at.elapsed > missed and "),),
        "unit/credit/test_repay.py::test_late[0-True]",
    ),
    Mutant(
        "a unit that rounding makes or loses",
        "Credit",
        (Change(PLANS, "parts.append(end - before)", "parts.append(principal // instalments)"),),
        "unit/credit/test_rounding.py::test_parts",
    ),
    Mutant(
        "a unit that rounding makes or loses",
        "Credit",
        (
            Change(
                PLANS,
                "min(unsafe_div(unsafe_mul(principal, number), instalments), kept), before)",
                "min(unsafe_add(before, unsafe_div(principal, instalments)), kept), before)",
            ),
        ),
        "unit/credit/test_rounding.py::test_default_behavior",
    ),
    Mutant(
        "an authorization changed on its way, used for another plan, or twice",
        "Credit",
        (Change(CREDIT, "abi_encode(order_id, instalments, days)", "abi_encode(order_id)"),),
        "unit/credit/test_buy_with_authorization.py::test_changed_on_the_way",
    ),
    Mutant(
        "an authorization changed on its way, used for another plan, or twice",
        "Credit",
        (Change(CREDIT, "abi_encode(plans._id(plan), salt)", "abi_encode(salt)"),),
        "unit/credit/test_repay_with_authorization.py::test_for_another_plan",
    ),
    Mutant(
        "an authorization changed on its way, used for another plan, or twice",
        "Credit",
        (
            Change(
                CREDIT,
                "    if taken < amount:\n        payments._push(payer, PARAMETERS.currency, amount - taken)\n",
                "",
            ),
        ),
        "unit/credit/test_repay_with_authorization.py::test_too_much_comes_back",
    ),
    Mutant(
        "shares inflated by a donation; lenders who leave with what is lent or credited",
        "Credit",
        (
            Change(
                VAULT,
                "    return (money & CASH) + (money >> LENT)\n",
                "    return payments._balance(CURRENCY) + (money >> LENT)\n",
            ),
        ),
        "unit/credit/test_cheating.py::test_inflated_share",
    ),
    Mutant(
        "shares inflated by a donation; lenders who leave with what is lent or credited",
        "Credit",
        (Change(VAULT, "    if assets > self._cash():\n        self._refuse(errors.NOT_ENOUGH_CASH)\n", ""),),
        "unit/credit/test_lenders.py::test_cash_at_hand",
    ),
    Mutant(
        "a flash loan that is a lender while a fee or a late payment comes in, also the borrower's own",
        "Credit",
        (Change(VAULT, "    if self._fresh > 0:\n        self._refuse(errors.IN_AND_OUT_AT_ONCE)\n", ""),),
        "unit/credit/test_in_and_out.py::test_own_fee",
    ),
    Mutant(
        "re-entrancy through the currency",
        "Credit",
        tuple(Change(file, LOCK, "") for file in (CREDIT, BORROWERS, DEBTS, PAYMENTS, VAULT)),
        "unit/credit/test_hostile_reentry.py::test_default_behavior[repay]",
    ),
    Mutant(
        "a currency that takes a fee, lies or stops people",
        "Credit",
        (
            Change(
                PAYMENTS,
                "    if staticcall IERC20(currency).balanceOf(self) != expected:\n"
                "        self._refuse(errors.WRONG_AMOUNT_ARRIVED)\n",
                "    pass\n",
            ),
        ),
        "unit/credit/test_hostile_currencies.py::test_fee_on_the_way_in",
    ),
    Mutant(
        "a currency that takes a fee, lies or stops people",
        "Credit",
        (Change(CREDIT, "return min(amount, payments._balance(PARAMETERS.currency) - before)", "return amount"),),
        "unit/credit/test_hostile_currencies.py::test_fee_on_a_refund",
    ),
    Mutant(
        "the allowance without limit that Escrow has",
        "Escrow",
        (Change(PAYMENTS, "    if msg.sender != payer:\n        self._refuse(errors.NOT_THE_PAYER)\n", "    pass\n"),),
        "unit/credit/test_cheating.py::test_allowance_is_for_its_own_calls",
    ),
    Mutant(
        "an admin; the owner whom the shares' module knows",
        "Credit",
        (Change(VAULT, "    if msg.sender != owner:\n", "    if msg.sender not in [owner, ownable.owner]:\n"),),
        "unit/credit/test_no_owner.py::test_default_behavior",
    ),
    Mutant(
        "a Credit deployed with other terms, another issuer or Escrow",
        "",
        (
            Change(
                "scripts/deployment.py",
                "return code == artifact.runtime + _immutables(web3, address, artifact)",
                "return code.startswith(artifact.runtime)",
            ),
        ),
        "scripts/test_deploy.py::test_credit_of_other_terms_is_refused",
    ),
)
