"""Without their answers: threats to whose turn it is, who has a say, and what was agreed."""

from tests.threats.mutant import Change, Mutant

ESCROW = "contracts/Escrow.vy"
ACTIONS = "contracts/modules/actions.vy"
IDS = "contracts/modules/ids.vy"
OFFERS = "contracts/modules/offers.vy"
PAYMENTS = "contracts/modules/payments.vy"
PURCHASES = "contracts/modules/purchases.vy"
SETTLEMENT = "contracts/modules/settlement.vy"
SIGNATURES = "contracts/modules/signatures.vy"

# An order's id is computed in two places.
FIELDS = """    struct_hash: bytes32 = keccak256(
        abi_encode(
            ORDER_TYPEHASH,
            offer_id,
            order.buyer,
            order.payer,
            order.quantity,
            order.referrer,
            order.delivery,
"""
PLACES = ("(OFFER_TYPEHASH, order.offer))\n", '    """\n')

ONE_SECOND = "off by one second"
SILENT = "somebody who is silent"
ARBITER = "an arbiter who overreaches"
MOVED = "price, terms or stock moved in front of a buyer"
OVERSOLD = "more sold than there is"
USED_AGAIN = (
    "a signature used again: in a later state, for another order, chain or contract, after its end, in its other form"
)
SOMEBODY_ELSES = (
    "somebody else's signature; a wallet that approves everything, burns gas, or answers nonsense or without end"
)
PERMIT = "a permit that somebody else brings first, or wants to spend"
AUTHORIZATION = "an authorization taken by somebody else, or changed on its way"
WITH_CODE = "accounts with code taken for others, or the other way"
ADMIN = "an admin"
LOCKED_UP = "stock locked up by orders that are never meant"
NAMES = "orders in somebody else's name, ids taken in advance"
IN_FRONT = "a refund of one unit in front of a request; an extension sent twice"
COMPILER = "the compiler's known bugs"
DRIFT = "storage layout or interface drift unnoticed"

ENFORCED = "unit/escrow/test_enforce.py"
RULED = "unit/escrow/test_rule.py"
RACES = "unit/escrow/test_races.py"
SIGNED = "unit/escrow/test_act_signed.py"
BY_WALLETS = "unit/escrow/test_act_signed_with_code.py"
PERMITTED = "unit/escrow/test_pay_with_permit.py"
AUTHORIZED = "unit/escrow/test_pay_with_authorization.py"
CARTS = "unit/escrow/test_pay_many_with_authorization.py"
PEOPLE = "unit/escrow/test_people_with_code.py"
GRIEFING = "unit/escrow/test_griefing.py"
LAYOUT = "unit/escrow/test_layout.py"


def without(field: str) -> tuple[Change, ...]:
    """Ids that do not bind a field of an order."""
    left = FIELDS.replace(f"            order.{field},\n", "")
    return tuple(Change(IDS, place + FIELDS, place + left) for place in PLACES)


MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        ONE_SECOND,
        "Escrow",
        (Change(SETTLEMENT, ">= records._deadline", "> records._deadline"),),
        f"{RULED}::test_after_the_deadline[0]",
    ),
    Mutant(
        ONE_SECOND,
        "Escrow",
        (Change(ESCROW, "if block.timestamp < records._deadline", "if block.timestamp <= records._deadline"),),
        f"{ENFORCED}::test_default_behavior[1]",
    ),
    Mutant(
        "two transactions in one block",
        "Escrow",
        (Change(PAYMENTS, "    self.credits[account][key][currency] = 0\n", ""),),
        f"{RACES}::test_two_withdrawals",
    ),
    Mutant(
        SILENT,
        "Escrow",
        (Change("contracts/modules/records.vy", "CONFIRMATION | RETURNING\n", "CONFIRMATION\n"),),
        f"{ENFORCED}::test_in_favour_of_the_seller[5]",
    ),
    Mutant(
        SILENT,
        "Escrow",
        (
            Change(
                ESCROW,
                "(errors.BEFORE_THE_DEADLINE)\n",
                "(errors.BEFORE_THE_DEADLINE)\n    if msg.sender not in [order.buyer, order.offer.seller]:\n"
                "        errors._refuse(errors.NOT_PART_OF_THIS_ORDER)\n",
            ),
        ),
        f"{ENFORCED}::test_by_anyone[deployer-1]",
    ),
    Mutant(
        ARBITER,
        "Escrow",
        (
            Change(
                ESCROW,
                "min(refunded, held)",
                "min(refunded, order.offer.price * order.quantity + order.offer.shipping)",
            ),
        ),
        f"{RULED}::test_only_what_is_in_question",
    ),
    Mutant(
        ARBITER,
        "Escrow",
        (Change(ESCROW, "!= order.offer.arbiter:", "not in [order.offer.arbiter, order.offer.carrier]:"),),
        f"{RULED}::test_not_the_arbiter[carrier]",
    ),
    Mutant(
        ARBITER,
        "Escrow",
        (Change(ESCROW, "_claim(order_id, records.RULING)", "_claim(order_id, records.QUESTIONED)"),),
        f"{RULED}::test_not_in_this_status[4]",
    ),
    Mutant(
        MOVED,
        "Escrow",
        (Change(IDS, "(OFFER_TYPEHASH, offer))", "(OFFER_TYPEHASH, offer.seller, offer.details))"),),
        f"{RACES}::test_in_front_of_a_buyer[revised]",
    ),
    Mutant(
        MOVED,
        "Escrow",
        (Change(OFFERS, "(cap << 96) | (word & MAX_UNITS)", "(cap << 96)"),),
        f"{RACES}::test_behind_a_buyer[set_cap]",
    ),
    Mutant(
        OVERSOLD,
        "Escrow",
        (Change(OFFERS, "    self._stock[offer_id] = unsafe_add(word, quantity)\n", ""),),
        f"{RACES}::test_two_buyers_of_the_last_unit",
    ),
    Mutant(
        OVERSOLD,
        "Escrow",
        (Change(OFFERS, "quantity > unsafe_sub(cap, sold)", "quantity > cap"),),
        "unit/escrow/test_pay_many.py::test_stock_of_one_offer_is_shared",
    ),
    Mutant(
        USED_AGAIN,
        "Escrow",
        (Change(ACTIONS, "records._round(word))", "empty(uint256))"),),
        f"{SIGNED}::test_dies_with_the_status_and_the_round",
    ),
    Mutant(
        USED_AGAIN,
        "Escrow",
        (Change(IDS, "chain.id, self", "min(chain.id, 1), self"),),
        f"{SIGNED}::test_signed_otherwise",
    ),
    Mutant(
        USED_AGAIN,
        "Escrow",
        (Change(ACTIONS, ">= action.expires", "> action.expires"),),
        f"{SIGNED}::test_until_it_expires",
    ),
    Mutant(USED_AGAIN, "Escrow", (Change(SIGNATURES, "s <= MAX_S and ", ""),), f"{SIGNED}::test_malleated"),
    Mutant(
        USED_AGAIN,
        "Escrow",
        (Change(ACTIONS, "held - min(keep, held)", "min(keep, held)"),),
        f"{SIGNED}::test_harmless_to_repeat",
    ),
    Mutant(
        SOMEBODY_ELSES,
        "Escrow",
        (Change(SIGNATURES, "ecrecover(digest, v, r, s) == signer", "ecrecover(digest, v, r, s) != empty(address)"),),
        f"{SIGNED}::test_signed_by_somebody_else",
    ),
    Mutant(
        SOMEBODY_ELSES,
        "Escrow",
        (Change(SIGNATURES, "        gas=CHECK_GAS,\n", ""),),
        f"{BY_WALLETS}::test_gas_eater",
    ),
    Mutant(
        SOMEBODY_ELSES,
        "Escrow",
        (Change(SIGNATURES, " and convert(response, bytes32) == convert(YES, bytes32)", ""),),
        f"{BY_WALLETS}::test_answers[one]",
    ),
    Mutant(
        SOMEBODY_ELSES,
        "Escrow",
        (Change(SIGNATURES, "if len(signature) == 65:", "if len(signature) == 65 and not signer.is_contract:"),),
        f"{BY_WALLETS}::test_delegated_to_what_cannot_answer",
    ),
    Mutant(
        SOMEBODY_ELSES,
        "Escrow",
        (Change(PURCHASES, "    if order.buyer == empty(address):\n        errors._refuse(errors.EMPTY_BUYER)\n", ""),),
        "unit/escrow/test_pay.py::test_empty_buyer",
    ),
    Mutant(
        PERMIT,
        "Escrow",
        (
            Change(PAYMENTS, "used: bool = raw_call(", "raw_call("),
            Change(PAYMENTS, "method_id=PERMIT),\n        revert_on_failure=False,", "method_id=PERMIT),"),
        ),
        f"{PERMITTED}::test_brought_before_by_somebody_else",
    ),
    Mutant(
        PERMIT,
        "Escrow",
        (Change(PAYMENTS, "    self._check_payer(payer)\n    used", "    used"),),
        f"{PERMITTED}::test_somebody_elses_permit",
    ),
    Mutant(AUTHORIZATION, "Escrow", without("delivery"), f"{AUTHORIZED}::test_changed_on_the_way[delivery]"),
    Mutant(
        AUTHORIZATION,
        "Escrow",
        (Change(PAYMENTS, "valid_before > block.timestamp + AUTHORIZED_FOR", "valid_before <= block.timestamp"),),
        f"{AUTHORIZED}::test_an_hour_at_most",
    ),
    Mutant(
        AUTHORIZATION,
        "Escrow",
        (
            Change(PAYMENTS, "def receiveWithAuthorization(", "def transferWithAuthorization("),
            Change(PAYMENTS, ").receiveWithAuthorization(", ").transferWithAuthorization("),
        ),
        f"{AUTHORIZED}::test_taken_to_the_currency",
    ),
    Mutant(
        AUTHORIZATION,
        "Escrow",
        (Change(PURCHASES, "slice(abi_encode(order_ids), 0, 32 * count)", "slice(abi_encode(order_ids), 0, 32)"),),
        f"{CARTS}::test_changed_on_the_way",
    ),
    Mutant(
        AUTHORIZATION,
        "Escrow",
        (Change(PURCHASES, " or order.offer.currency != currency:", ":"),),
        f"{CARTS}::test_several_payers_or_currencies",
    ),
    Mutant(
        WITH_CODE,
        "Escrow",
        (Change(ESCROW, "if msg.sender != order.offer.seller:", "if tx.origin != order.offer.seller:"),),
        f"{PEOPLE}::test_default_behavior[contract wallets]",
    ),
    Mutant(
        WITH_CODE,
        "Escrow",
        (Change(SETTLEMENT, " and payer.is_contract:", ":"),),
        f"{PEOPLE}::test_refund_of_another_payer_without_code[contract wallets]",
    ),
    Mutant(
        WITH_CODE,
        "Escrow",
        (Change(SETTLEMENT, "if payer != buyer and payer.is_contract:", "if False:"),),
        f"{PEOPLE}::test_refund_of_another_payer_with_code[contract wallets]",
    ),
    Mutant(
        ADMIN,
        "Escrow",
        (
            Change(ESCROW, "def __init__():\n", "def __init__():\n    OWNER = msg.sender\n"),
            Change(ESCROW, "MAX_ROUNDS: ", "OWNER: immutable(address)\nMAX_ROUNDS: "),
            Change(ESCROW, "!= order.offer.arbiter:", "not in [order.offer.arbiter, OWNER]:"),
        ),
        "unit/escrow/test_no_owner.py::test_default_behavior",
    ),
    Mutant(
        LOCKED_UP,
        "Escrow",
        (Change(OFFERS, "if cap > MAX_UNITS:", "if word != PUBLISHED and cap > ((word >> 96) & MAX_UNITS):"),),
        f"{GRIEFING}::test_default_behavior",
    ),
    Mutant(
        LOCKED_UP,
        "Escrow",
        (
            Change(
                SETTLEMENT,
                "offers._give_back(ids._offer_id(order.offer), order.quantity)",
                "offers._give_back(ids._offer_id(order.offer), 0)",
            ),
        ),
        f"{GRIEFING}::test_cancelled_again_and_again",
    ),
    Mutant(NAMES, "Escrow", without("payer"), f"{GRIEFING}::test_id_cannot_be_squatted"),
    Mutant(
        NAMES,
        "Escrow",
        (Change(SETTLEMENT, "self._pay_back(order.payer, ", "self._pay_back(order.buyer, "),),
        f"{GRIEFING}::test_somebody_elses_name",
    ),
    Mutant(
        IN_FRONT,
        "Escrow",
        (
            Change(
                ACTIONS,
                "    asked: uint256 = min(amount, held)\n",
                "    if amount > held:\n        errors._refuse(errors.AMOUNT_TOO_LARGE)\n    asked: uint256 = amount\n",
            ),
        ),
        f"{RACES}::test_default_behavior[3: refund, request0]",
    ),
    Mutant(
        IN_FRONT,
        "Escrow",
        (
            Change(
                ACTIONS,
                "if until <= deadline or until > unsafe_add(deadline, deadlines.BUYER_EXTENSION):",
                "if until != deadline + deadlines.BUYER_EXTENSION:",
            ),
        ),
        "unit/escrow/test_extend.py::test_own_days_behind_the_sellers[1]",
    ),
    Mutant(
        "a seller who extends to put off his own answer",
        "Escrow",
        (Change("contracts/modules/deadlines.vy", " and word & records.SELLER_EXTENDED == 0:", ":"),),
        "unit/escrow/test_request.py::test_early_and_extended_by_the_seller[1]",
    ),
    Mutant(
        COMPILER,
        "",
        (Change("tools/lint_contracts.py", '("value", "data")', '("data",)'),),
        "tools/test_lint_contracts.py::test_bites[ternary_on_value]",
    ),
    Mutant(
        DRIFT,
        "Escrow",
        (Change(SETTLEMENT, "_words: HashMap", "_closed: uint256\n_words: HashMap"),),
        f"{LAYOUT}::test_storage",
    ),
    Mutant(
        DRIFT,
        "Escrow",
        (
            Change(
                "contracts/interfaces/IEscrow.vyi",
                "event OrderShipped:\n    order_id: indexed(bytes32)",
                "event OrderShipped:\n    order_id: bytes32",
            ),
        ),
        f"{LAYOUT}::test_interface_is_the_snapshot",
    ),
)
