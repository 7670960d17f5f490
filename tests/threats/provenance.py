"""Without their answers: what SECURITY.md says under Provenance."""

from tests.threats.mutant import Change, Mutant

AGGREGATION = "contracts/modules/aggregation.vy"
BINDINGS = "contracts/modules/bindings.vy"
CLAIMS = "contracts/modules/claims.vy"
GS1 = "contracts/modules/gs1.vy"
HANDOVERS = "contracts/modules/handovers.vy"
LOTS = "contracts/modules/lots.vy"
MERKLE = "contracts/modules/merkle.vy"
PURCHASES = "contracts/modules/purchases.vy"
READINGS = "contracts/modules/readings.vy"
RECALLS = "contracts/modules/recalls.vy"
REPORTERS = "contracts/modules/reporters.vy"
REPORTS = "contracts/modules/reports.vy"
SETTLEMENT = "contracts/modules/settlement.vy"
THINGS = "contracts/modules/things.vy"

MUTANTS: tuple[Mutant, ...] = (
    # a node that passes for an item has no serial that anybody could print, either
    Mutant(
        "an item that is none: a wrong path, a node passed off as a leaf, another lot's item, a unit's name",
        "Provenance",
        (
            Change(MERKLE, 'concat(x"00", serial', 'concat(x"01", serial'),
            Change(LOTS, '    assert gs1._is_text(serial), "lots: no serial"\n', ""),
        ),
        "unit/provenance/test_touch.py::test_node_passed_as_leaf",
    ),
    Mutant(
        "an item that is none: a wrong path, a node passed off as a leaf, another lot's item, a unit's name",
        "Provenance",
        (
            Change(
                LOTS,
                'assert merkle._root(merkle._item(serial, code_hash), path) == root, "lots: not an item of this lot"\n',
                "pass\n",
            ),
        ),
        "unit/provenance/test_touch.py::test_wrong_path",
    ),
    Mutant(
        "serials and batches that read alike, or lots in somebody else's name",
        "Provenance",
        (
            Change(
                GS1,
                "        if character < FIRST_CHARACTER or character > LAST_CHARACTER:\n            return False\n",
                "",
            ),
        ),
        "unit/provenance/test_touch.py::test_serial_with_garbage",
    ),
    Mutant(
        "serials and batches that read alike, or lots in somebody else's name",
        "Provenance",
        (Change(LOTS, "abi_encode(msg.sender, gtin, batch)", "abi_encode(gtin, batch)"),),
        "unit/provenance/test_register.py::test_same_words_of_another_producer",
    ),
    Mutant(
        "more items, or more used, than there are",
        "Provenance",
        (Change(LOTS, " - ((word >> TOUCHED) & MAX_COUNT)", ""),),
        "unit/provenance/test_touch.py::test_more_than_there_are",
    ),
    Mutant(
        "more items, or more used, than there are",
        "Provenance",
        (Change(LOTS, " - ((word >> USED) & MAX_COUNT)", ""),),
        "unit/provenance/test_transform.py::test_more_than_there_was[inputs1]",
    ),
    Mutant(
        "a stranger who makes items individual, so that nothing is left to use",
        "Provenance",
        (Change(THINGS, "    lots._makers(item.lot)\n    item_id", "    item_id"),),
        "unit/provenance/test_touch.py::test_not_permitted",
    ),
    Mutant(
        "reports by strangers, former owners, or those whom they permitted",
        "Provenance",
        (Change(REPORTS, "things._outermost(things._id(item))", "things._id(item)"),),
        "unit/provenance/test_report.py::test_in_a_unit",
    ),
    Mutant(
        "reports by strangers, former owners, or those whom they permitted",
        "Provenance",
        (
            Change(REPORTERS, "self.permissions[msg.sender][lot]", "self.permissions[empty(address)][lot]"),
            Change(REPORTERS, "self.permissions[account][lot]", "self.permissions[empty(address)][lot]"),
        ),
        "unit/provenance/test_report.py::test_permission_of_a_former_owner",
    ),
    Mutant(
        "an event told for an earlier time, or edited later",
        "Provenance",
        (Change(REPORTS, '    assert time <= block.timestamp, "reports: in the future"\n', ""),),
        "unit/provenance/test_report.py::test_in_the_future",
    ),
    Mutant(
        "an event told for an earlier time, or edited later",
        "Provenance",
        (
            Change(
                REPORTS,
                "abi_encode(item, msg.sender, step, disposition, read_point, time, document)",
                "abi_encode(item, msg.sender, step, disposition, read_point, time)",
            ),
        ),
        "unit/provenance/test_events.py::test_edited_document",
    ),
    Mutant(
        "custody or ownership without acceptance, or by an offer that outlived a change",
        "Provenance",
        (Change(HANDOVERS, '    assert self._offers[item_id][role] == wanted, "handovers: not offered to you"\n', ""),),
        "unit/provenance/test_accept.py::test_without_an_offer",
    ),
    Mutant(
        "custody or ownership without acceptance, or by an offer that outlived a change",
        "Provenance",
        (Change(HANDOVERS, '    assert version == things._version(word), "handovers: changed since"\n', ""),),
        "unit/provenance/test_accept.py::test_offer_dies_with_any_change[1]",
    ),
    Mutant(
        "a unit in itself, a thing in two units or twice in one, levels without end",
        "Provenance",
        (
            Change(
                AGGREGATION,
                "    word: uint256 = things._loose(item_id)\n    bindings._free",
                "    word: uint256 = things._word(item_id)\n    bindings._free",
            ),
        ),
        "unit/provenance/test_aggregate.py::test_in_another_unit_already",
    ),
    Mutant(
        "a unit in itself, a thing in two units or twice in one, levels without end",
        "Provenance",
        (Change(AGGREGATION, '    assert height <= things.MAX_HEIGHT, "aggregation: too many levels"\n', ""),),
        "unit/provenance/test_aggregate.py::test_four_levels",
    ),
    Mutant(
        "somebody else's things taken into or out of a unit",
        "Provenance",
        (Change(AGGREGATION, '    assert things._owner(word) == owner, "aggregation: another owner"\n', ""),),
        "unit/provenance/test_aggregate.py::test_another_owner",
    ),
    Mutant(
        "somebody else's things taken into or out of a unit",
        "Provenance",
        (
            Change(
                AGGREGATION,
                '    assert things._custodian(unit_id, word) == msg.sender, "aggregation: not the custodian"\n',
                "",
            ),
        ),
        "unit/provenance/test_disaggregate.py::test_not_the_custodian[stranger]",
    ),
    Mutant(
        "an item sold twice, or by a seller who has it not",
        "Provenance",
        (Change(BINDINGS, "    self._free(item, item_id, word)\n    self._check_seller", "    self._check_seller"),),
        "unit/provenance/test_bind.py::test_twice",
    ),
    Mutant(
        "an item sold twice, or by a seller who has it not",
        "Provenance",
        (
            Change(
                BINDINGS,
                "assert self._state(order_id, things._round(word)) == NOTHING",
                "assert self._state(order_id, things._round(word)) != OPEN",
            ),
        ),
        "unit/provenance/test_bind.py::test_sold_and_not_settled",
    ),
    Mutant(
        "an item sold twice, or by a seller who has it not",
        "Provenance",
        (Change(BINDINGS, '        assert permitted, "bindings: not permitted to sell"\n', ""),),
        "unit/provenance/test_bind.py::test_not_permitted_to_sell[0]",
    ),
    Mutant(
        "goods given back and kept, somebody else's order, other terms",
        "Provenance",
        (Change(BINDINGS, "return SALE if record.released > 0 else NOTHING", "return SALE"),),
        "unit/provenance/test_settle.py::test_all_given_back",
    ),
    Mutant(
        "goods given back and kept, somebody else's order, other terms",
        "Provenance",
        (Change(BINDINGS, "record.round != round or record.returned:", "record.round != round:"),),
        "unit/provenance/test_settle.py::test_returned[confirm-0]",
    ),
    Mutant(
        "goods given back and kept, somebody else's order, other terms",
        "Provenance",
        (
            Change(
                BINDINGS,
                "self._orders[item_id] == order_id and order_id != empty(bytes32)",
                "self._orders[item_id] != empty(bytes32)",
            ),
        ),
        "unit/provenance/test_settle.py::test_another_order",
    ),
    Mutant(
        "a claim snatched on its way, put off, or made with a copied commitment",
        "Provenance",
        (Change(CLAIMS, '    assert made != 0, "claims: not committed"\n', ""),),
        "unit/provenance/test_claim.py::test_snatched_from_the_mempool",
    ),
    Mutant(
        "a claim snatched on its way, put off, or made with a copied commitment",
        "Provenance",
        (Change(CLAIMS, '    assert made < block.number, "claims: wait for the next block"\n', ""),),
        "unit/provenance/test_claim.py::test_in_the_same_block",
    ),
    Mutant(
        "a claim snatched on its way, put off, or made with a copied commitment",
        "Provenance",
        (
            Change(
                CLAIMS,
                "    if self.commitments[commitment] == 0:\n        self.commitments[commitment] = block.number\n",
                "    self.commitments[commitment] = block.number\n",
            ),
        ),
        "unit/provenance/test_commit.py::test_repeated",
    ),
    Mutant(
        "a copied lot, whose label leads a shopper to show the real item's code",
        "Provenance",
        (Change(MERKLE, 'concat(x"02", lot, code)', 'concat(x"02", code)'),),
        "unit/provenance/test_claim.py::test_code_without_its_lot",
    ),
    Mutant(
        "a code known to the seller, to a former buyer or owner, or to who printed it",
        "Provenance",
        (Change(CLAIMS, '    assert word & things.CLAIMED == 0, "claims: claimed already"\n', ""),),
        "unit/provenance/test_claim.py::test_claimed_already",
    ),
    Mutant(
        "a code known to the seller, to a former buyer or owner, or to who printed it",
        "Provenance",
        (Change(CLAIMS, "        bindings._free(item, item_id, word)\n", ""),),
        "unit/provenance/test_claim.py::test_bound_to_an_open_order",
    ),
    Mutant(
        "a code known to the seller, to a former buyer or owner, or to who printed it",
        "Provenance",
        (Change(CLAIMS, '        assert owner == msg.sender, "claims: not the owner"\n', ""),),
        "unit/provenance/test_claim.py::test_buyer_who_gave_the_goods_back",
    ),
    Mutant(
        "a stranger's recall, or an owner's of more than his item",
        "Provenance",
        (Change(RECALLS, "assert first == last and self._owner(lot, first) == msg.sender,", "assert first == last,"),),
        "unit/provenance/test_recall.py::test_strangers_recall[range_2]",
    ),
    Mutant(
        "a stranger's recall, or an owner's of more than his item",
        "Provenance",
        (Change(RECALLS, '    assert self.recalled_by[recall_id] == msg.sender, "recalls: not yours to close"\n', ""),),
        "unit/provenance/test_close_recall.py::test_not_yours_to_close",
    ),
    Mutant(
        "readings that a logger never made",
        "Provenance",
        (Change(READINGS, "return merkle._root(leaf, path) == root", "return root != empty(bytes32)"),),
        "unit/provenance/test_is_reading.py::test_another_one",
    ),
    Mutant(
        "readings that a logger never made",
        "Provenance",
        (Change(REPORTS, "if minimum < low or maximum > high:", "if maximum > high:"),),
        "unit/provenance/test_report_sensor.py::test_limits[4101-8300-True]",
    ),
    Mutant(
        "Escrow asked in the middle of a call",
        "Escrow",
        (
            Change(PURCHASES, "@view\ndef order_id(", "@view\n@reentrant\ndef order_id("),
            Change(SETTLEMENT, "@view\ndef record(", "@view\n@reentrant\ndef record("),
        ),
        "unit/provenance/test_hostile_reentry.py::test_default_behavior",
    ),
    Mutant(
        "lists and lots that outgrow a block",
        "Provenance",
        (Change(THINGS, "MAX_BATCH: constant(uint256) = 50", "MAX_BATCH: constant(uint256) = 60"),),
        "unit/provenance/test_aggregate.py::test_more_than_fifty",
    ),
    Mutant(
        "an admin, drift, the optimizer",
        "Provenance",
        (
            Change(
                BINDINGS, "_orders: HashMap[bytes32, bytes32]", "_admin: address\n_orders: HashMap[bytes32, bytes32]"
            ),
            Change(BINDINGS, "    ESCROW = escrow\n", "    ESCROW = escrow\n    self._admin = msg.sender\n"),
            Change(
                BINDINGS,
                "assert msg.sender == order.offer.seller,",
                "assert msg.sender == order.offer.seller or msg.sender == self._admin,",
            ),
        ),
        "unit/provenance/test_no_owner.py::test_default_behavior",
    ),
)
