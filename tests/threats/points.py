"""Without their answers: what SECURITY.md says under Points."""

from tests.threats.mutant import Change, Mutant

LOYALTY = "contracts/Loyalty.vy"
IDS = "contracts/modules/ids.vy"
PAYMENTS = "contracts/modules/payments.vy"
SETTLEMENT = "contracts/modules/settlement.vy"

POINTS_DO_NOT_MOVE = '    """\n    @notice Points only pay orders.\n    """\n    raise "Loyalty: points do not move"\n'

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "points that nothing covers",
        "Loyalty",
        (Change(LOYALTY, "    self._accounts[account] = word - points\n", ""),),
        "unit/loyalty/test_everybody_spends.py::test_default_behavior[coin]",
    ),
    Mutant(
        "collecting twice, for somebody else, under another key or by another contract",
        "Loyalty",
        (Change(LOYALTY, "self._mint(buyer, points, points)", "self._mint(msg.sender, points, points)"),),
        "unit/loyalty/test_collect.py::test_points_are_the_buyers[coin]",
    ),
    Mutant(
        "settling twice, with other terms, or of an order that was paid elsewhere",
        "Escrow",
        (Change(PAYMENTS, "    self.credits[account][key][currency] = 0\n", ""),),
        "unit/loyalty/test_settle.py::test_twice[coin]",
    ),
    Mutant(
        "settling twice, with other terms, or of an order that was paid elsewhere",
        "Escrow",
        (  # the id is computed in two ways
            Change(
                IDS,
                "OFFER_TYPEHASH, order.offer))\n    struct_hash: bytes32 = keccak256(\n        abi_encode(\n"
                "            ORDER_TYPEHASH,\n            offer_id,\n            order.buyer,\n",
                "OFFER_TYPEHASH, order.offer))\n    struct_hash: bytes32 = keccak256(\n        abi_encode(\n"
                "            ORDER_TYPEHASH,\n            offer_id,\n",
            ),
            Change(
                IDS,
                'and less gas.\n    """\n    struct_hash: bytes32 = keccak256(\n        abi_encode(\n'
                "            ORDER_TYPEHASH,\n            offer_id,\n            order.buyer,\n",
                'and less gas.\n    """\n    struct_hash: bytes32 = keccak256(\n        abi_encode(\n'
                "            ORDER_TYPEHASH,\n            offer_id,\n",
            ),
        ),
        "unit/loyalty/test_settle.py::test_other_terms[coin-buyer]",
    ),
    Mutant(
        "refunds in parts, so that points become cash or a unit is lost",
        "Loyalty",
        (Change(LOYALTY, "    self.settled[order_id] = after\n", "    self.settled[order_id] = back\n"),),
        "unit/loyalty/test_settle.py::test_in_parts[coin]",
    ),
    Mutant(
        "another's points, or more than there are",
        "Loyalty",
        (  # who calls has to be the buyer, and pays with his own
            Change(LOYALTY, '    assert msg.sender == buyer, "Loyalty: not the buyer"\n', ""),
            Change(
                LOYALTY,
                "    points: uint256 = self._points(order.salt)\n    before: uint256 = self._take(cash, points)\n",
                "    points: uint256 = self._points(order.salt)\n    self._spend(order.buyer, points)\n"
                "    before: uint256 = self._take(cash, 0)\n",
            ),
        ),
        "unit/loyalty/test_pay.py::test_not_the_buyer[coin-stranger]",
    ),
    Mutant(
        "another's points, or more than there are",
        "Loyalty",
        (Change(LOYALTY, '    assert word & BALANCE >= points, "Loyalty: not enough points"\n', ""),),
        "unit/loyalty/test_pay.py::test_not_enough_points[coin]",
    ),
    Mutant(
        "earn, give back, keep",
        "Escrow",
        (
            Change(
                SETTLEMENT,
                "        self._pay_back(order.payer, order.buyer, order.offer.currency, order_id, refunded)\n",
                "        back: uint256 = refunded - self._credit_shares(order, word, refunded)\n"
                "        self._pay_back(order.payer, order.buyer, order.offer.currency, order_id, back)\n",
            ),
        ),
        "unit/loyalty/test_cheating.py::test_cancelled_order_earns_nothing[coin]",
    ),
    Mutant(
        "trading with oneself for points",
        "Escrow",
        (
            Change(
                SETTLEMENT,
                "proceeds -= self._credit_shares(order, word, released)",
                "self._credit_shares(order, word, released)",
            ),
        ),
        "unit/loyalty/test_cheating.py::test_wash_trading[token]",
    ),
    Mutant(
        "an order in the name of points that nobody paid with, another Escrow",
        "Loyalty",
        (Change(LOYALTY, "self._fetch(order_id, CURRENCY)", "self._fetch(order_id, order.offer.currency)"),),
        "unit/loyalty/test_cheating.py::test_payer_that_lies[coin]",
    ),
    Mutant(
        "an order in the name of points that nobody paid with, another Escrow",
        "Loyalty",
        (Change(LOYALTY, "assert msg.sender == ESCROW, ", "assert msg.sender.is_contract, "),),
        "unit/loyalty/test_cheating.py::test_coin_from_another_escrow[coin]",
    ),
    Mutant(
        "the allowance without limit that Escrow has",
        "Escrow",
        (Change(PAYMENTS, "    if msg.sender != payer:\n        self._refuse(errors.NOT_THE_PAYER)\n", "    pass\n"),),
        "unit/loyalty/test_cheating.py::test_allowance_is_for_its_own_calls[token-stranger]",
    ),
    Mutant(
        "an offer that names the points of another currency",
        "Loyalty",
        (
            Change(
                LOYALTY,
                "    payments._push(buyer, currency, self._fetch(convert(buyer, bytes32), currency))\n",
                "    amount: uint256 = self._fetch(convert(buyer, bytes32), currency)\n"
                "    self._mint(buyer, amount, amount)\n",
            ),
        ),
        "unit/loyalty/test_cheating.py::test_offer_that_names_the_wrong_currencys_points[coin]",
    ),
    Mutant(
        "re-entrancy: from a receiver, a currency, the middle of Escrow",
        "Loyalty",
        (
            Change(LOYALTY, "# pragma nonreentrancy on\n", ""),
            Change(LOYALTY, "@reentrant\n", ""),
        ),
        "unit/loyalty/test_hostile_reentry.py::test_withdrawn",
    ),
    Mutant(
        "a currency that takes a fee, lies or stops people",
        "Loyalty",
        (Change(LOYALTY, "return min(amount, payments._balance(currency) - before)", "return amount"),),
        "unit/loyalty/test_hostile_currencies.py::test_fee_on_the_way_in[1]",
    ),
    Mutant(
        "a currency that takes a fee, lies or stops people",
        "Loyalty",
        (Change(LOYALTY, "assert self._tokens() + points >= before, ", "assert self._tokens() + points >= points, "),),
        "unit/loyalty/test_hostile_currencies.py::test_cash_that_does_not_arrive[False-True]",
    ),
    Mutant(
        "a buyer that refuses cash, burns gas, or is starved of it",
        "Loyalty",
        (
            Change(
                PAYMENTS,
                "    if not sent:\n        self._credit(",
                "    if not sent:\n        self._refuse(errors.RECEIVER_REFUSED)\n        self._credit(",
            ),
        ),
        "unit/loyalty/test_hostile_receivers.py::test_default_behavior[RefusingReceiver]",
    ),
    Mutant(
        "a buyer that refuses cash, burns gas, or is starved of it",
        "Loyalty",
        (Change(PAYMENTS, "value=amount, gas=PUSH_COIN_GAS, ", "value=amount, "),),
        "unit/loyalty/test_hostile_receivers.py::test_default_behavior[GasEatingReceiver]",
    ),
    Mutant(
        "money forced in, or sent as a commission",
        "Loyalty",
        (
            Change(
                LOYALTY,
                "        return extcall IEscrow(ESCROW).collect(key, currency)\n",
                "        came: uint256 = extcall IEscrow(ESCROW).collect(key, currency)\n"
                "        return self.balance - self.totalSupply\n",
            ),
        ),
        "unit/loyalty/test_default.py::test_forced_coin[coin]",
    ),
    Mutant(
        "money forced in, or sent as a commission",
        "Loyalty",
        (Change(LOYALTY, '    assert msg.sender == ESCROW, "Loyalty: coin from Escrow only"\n', "    pass\n"),),
        "unit/loyalty/test_default.py::test_coin_from_escrow_only[coin-1-0x12345678]",
    ),
    Mutant(
        "an admin; points moved, sold or taken",
        "Loyalty",
        (
            Change(
                LOYALTY,
                "def transfer(to: address, amount: uint256) -> bool:\n" + POINTS_DO_NOT_MOVE,
                "def transfer(to: address, amount: uint256) -> bool:\n    self._spend(msg.sender, amount)\n"
                "    self._mint(to, amount, 0)\n    return True\n",
            ),
        ),
        "unit/loyalty/test_face.py::test_transfer[coin-1]",
    ),
    Mutant(
        "an admin; points moved, sold or taken",
        "Loyalty",
        (
            Change(LOYALTY, "DECIMALS: immutable(uint8)\n", "DECIMALS: immutable(uint8)\nADMIN: immutable(address)\n"),
            Change(LOYALTY, "    DECIMALS = decimals\n", "    DECIMALS = decimals\n    ADMIN = msg.sender\n"),
            Change(
                LOYALTY,
                "def transferFrom(owner: address, to: address, amount: uint256) -> bool:\n" + POINTS_DO_NOT_MOVE,
                "def transferFrom(owner: address, to: address, amount: uint256) -> bool:\n"
                '    assert msg.sender == ADMIN, "Loyalty: points do not move"\n'
                "    self._spend(owner, amount)\n    self._mint(to, amount, 0)\n    return True\n",
            ),
        ),
        "unit/loyalty/test_no_owner.py::test_default_behavior",
    ),
    Mutant(
        "points deployed for another Escrow or currency",
        "",
        (
            Change(
                "scripts/deployment.py",
                "return code == artifact.runtime + _immutables(web3, address, artifact)",
                "return code.startswith(artifact.runtime)",
            ),
        ),
        "scripts/test_deploy.py::test_verify_names_points_of_another_currency",
    ),
)
