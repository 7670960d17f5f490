"""claim: who has the hidden code shows it, once."""

import brownie
import pytest
from eth_utils import keccak

from tests.fixtures.provenance import CUSTODY, GTIN, NONE, Item, Lot, code_of, commitment, text, unit_of
from tests.fixtures.terms import EMPTY


@pytest.fixture
def path(lot, item) -> list[bytes]:
    """The touched item's."""
    return lot.path(item)


def test_default_behavior(lot, buyer, producer, show, holding, hands, state, said):
    """Of an item that nobody has touched: in one transaction."""
    item = lot.items[1]
    tx = show(buyer, item, lot.path(item))

    about = {"lot": item.lot, "serial": item.serial}
    touched = ("ItemTouched", {**about, "owner": producer.address})
    assert said(tx) == [touched, ("ItemClaimed", {**about, "by": buyer.address})]
    assert hands(item) == (buyer, buyer)
    assert holding(item)["claimed"]
    assert state(lot)[3] == 1


def test_touched_before(item, path, hand, seller, carrier, buyer, show, hands, holding, said):
    """Whoever had it: who holds the thing and its code is its owner."""
    hand(item, seller)
    hand(item, carrier, CUSTODY)
    tx = show(buyer, item, path)

    assert said(tx) == [("ItemClaimed", {"lot": item.lot, "serial": item.serial, "by": buyer.address})]
    assert hands(item) == (buyer, buyer)
    assert holding(item)["version"] == 3


def test_out_of_its_unit(provenance, item, others, path, case, pallet, producer, buyer, show, hands, holding):
    """Whoever is offered one of the units around it sees that something is missing."""
    provenance.aggregate(case, [item, others[0]], {"from": producer})
    provenance.aggregate(pallet, [case], {"from": producer})
    before = {unit: holding(unit) for unit in (case, pallet)}
    show(buyer, item, path)

    assert hands(item) == (buyer, buyer)
    assert holding(item)["unit"] == NONE
    assert holding(case)["contents"] == before[case]["contents"] - 1
    assert holding(pallet)["contents"] == before[pallet]["contents"]
    assert all(holding(unit)["version"] == before[unit]["version"] + 1 for unit in before)
    assert hands(others[0]) == hands(pallet) == (producer, producer)


def test_last_one_out_of_its_unit(provenance, item, path, case, make_unit, producer, buyer, show, holding):
    """Nothing lies in it any more, so it is as flat as new."""
    provenance.aggregate(case, [item], {"from": producer})
    show(buyer, item, path)

    assert holding(case)["contents"] == 0
    inside = case
    for level in range(4):
        unit = make_unit(producer, f"BOX-{level}")
        provenance.aggregate(unit, [inside], {"from": producer})
        inside = unit


def test_out_of_four_levels(provenance, item, others, path, make_unit, producer, buyer, show, holding, hands):
    """Every unit around it is something else then."""
    inside, units = [item, others[0]], []
    for level in range(4):
        units.append(make_unit(producer, f"BOX-{level}"))
        provenance.aggregate(units[-1], inside, {"from": producer})
        inside = units[-1:]
    show(buyer, item, path)

    assert [holding(unit)["version"] for unit in units] == [2, 2, 2, 2]
    assert [holding(unit)["contents"] for unit in units] == [1, 1, 1, 1]
    assert (hands(item)[0], hands(others[0])[0]) == (buyer, producer)


def test_what_was_offered_before_is_dead(provenance, item, path, producer, stranger, buyer, show, holding):
    provenance.offer(item, stranger, 3, {"from": producer})
    show(buyer, item, path)
    with brownie.reverts("handovers: not offered to you"):
        provenance.accept(item, 3, holding(item)["version"], {"from": stranger})


def test_then_resold(item, path, buyer, hand, stranger, show, hands):
    show(buyer, item, path)
    hand(item, stranger)

    assert hands(item) == (stranger, stranger)


def test_claimed_already(item, path, buyer, stranger, hand, show, hands):
    """By somebody else, by the same, and by a former owner who knows the code."""
    show(buyer, item, path)
    hand(item, stranger)
    for who in (stranger, buyer):
        with brownie.reverts("claims: claimed already"):
            show(who, item, path)
    assert hands(item) == (stranger, stranger)


def test_not_committed(provenance, item, path, buyer):
    with brownie.reverts("claims: not committed"):
        provenance.claim(item, code_of(item), path, {"from": buyer})


def test_wait_for_the_next_block(provenance, item, path, buyer):
    """A call is made as if it was in the latest block, which is the commitment's own."""
    provenance.commit(commitment(item, code_of(item), buyer.address), {"from": buyer})
    with brownie.reverts("claims: wait for the next block"):
        provenance.claim.call(item, code_of(item), path, {"from": buyer})


def test_a_commitment_is_used_up(provenance, item, path, buyer, show):
    """Its word is free again, which pays a part of the claim."""
    show(buyer, item, path)

    assert provenance.commitments(commitment(item, code_of(item), buyer.address)) == 0


def test_in_the_same_block(provenance, item, path, buyer, wire):
    """Mined side by side, in this order: the claim is refused, and goes through in the next block."""
    made = commitment(item, code_of(item), buyer.address)
    calls = (provenance.commit.encode_input(made), provenance.claim.encode_input(item, code_of(item), path))
    sender = {"from": buyer.address, "to": provenance.address, "gas": hex(500_000)}
    keys = [wire.ask("eth_sendTransaction", {**sender, "data": data}) for data in calls]
    wire.ask("evm_mine")
    receipts = [wire.ask("eth_getTransactionReceipt", key) for key in keys]

    assert [receipt["status"] for receipt in receipts] == ["0x1", "0x0"]
    assert receipts[0]["blockNumber"] == receipts[1]["blockNumber"]
    provenance.claim(item, code_of(item), path, {"from": buyer})


@pytest.mark.parametrize("what", ["code", "item", "claimer"])
def test_committed_to_something_else(provenance, item, others, path, buyer, stranger, what):
    made = {
        "code": commitment(item, code_of(others[0]), buyer.address),
        "item": commitment(others[0], code_of(item), buyer.address),
        "claimer": commitment(item, code_of(item), stranger.address),
    }[what]
    provenance.commit(made, {"from": buyer})
    with brownie.reverts("claims: not committed"):
        provenance.claim(item, code_of(item), path, {"from": buyer})


def test_snatched_from_the_mempool(provenance, item, path, buyer, stranger, hands):
    """Who sees the code in a claim that waits can commit only now, and claim only when the other claim has gone in.

    Who saw the commitment before, and made the same one, made it for its maker.
    """
    made = commitment(item, code_of(item), buyer.address)
    provenance.commit(made, {"from": stranger})
    provenance.commit(made, {"from": buyer})
    with brownie.reverts("claims: not committed"):
        provenance.claim(item, code_of(item), path, {"from": stranger})
    provenance.commit(commitment(item, code_of(item), stranger.address), {"from": stranger})
    provenance.claim(item, code_of(item), path, {"from": buyer})
    with brownie.reverts("claims: claimed already"):
        provenance.claim(item, code_of(item), path, {"from": stranger})
    assert hands(item) == (buyer, buyer)


def test_wrong_code(provenance, lot, others, item, path, buyer):
    """Neither of an item that was touched, nor of one that was not."""
    for one, code in ((item, code_of(others[0])), (item, bytes(16)), (lot.items[1], code_of(item))):
        provenance.commit(commitment(one, code, buyer.address), {"from": buyer})
        with brownie.reverts("lots: not an item of this lot"):
            provenance.claim(one, code, lot.path(one), {"from": buyer})


def test_wrong_path(provenance, lot, item, buyer):
    provenance.commit(commitment(item, code_of(item), buyer.address), {"from": buyer})
    for path in (lot.path(lot.items[1]), [], lot.path(item)[1:]):
        with brownie.reverts("lots: not an item of this lot"):
            provenance.claim(item, code_of(item), path, {"from": buyer})


def test_a_hash_is_no_code(provenance, lot, register, producer, buyer):
    """What `touch` shows of an item cannot be shown as its code: half of a hash has no hash in the tree."""
    item = lot.items[0]
    half = lot.proof(item)[1][:16]
    provenance.commit(commitment(item, half, buyer.address), {"from": buyer})
    with brownie.reverts("lots: not an item of this lot"):
        provenance.claim(item, half, lot.path(item), {"from": buyer})


def test_copied_lot(provenance, lot, buyer, stranger):
    """Trees are public: under a copied root the real item's code fits nothing, so that nobody shows it there.

    What the copier can do is touch items that nobody will ever claim.
    """
    real, copied = lot.items[1], Lot(stranger.address, lot.batch)
    provenance.register(*lot.terms(), {"from": stranger})
    item = Item(copied.id, real.serial)
    for touched in (False, True):
        provenance.commit(commitment(item, code_of(real), buyer.address), {"from": buyer})
        with brownie.reverts("lots: not an item of this lot"):
            provenance.claim(item, code_of(real), lot.path(real), {"from": buyer})
        if not touched:
            provenance.touch(item, *lot.proof(real)[1:], {"from": stranger})


def test_code_without_its_lot(provenance, producer, buyer):
    """A code whose hash has no lot in it would fit under every copy of its tree: it fits nowhere."""
    item, code = Lot(producer.address, "ANY").items[0], b"\x0c" * 16
    leaf = keccak(b"\x00" + item.serial + keccak(b"\x02" + code))
    provenance.register(GTIN, text("ANY"), 1, leaf, NONE, {"from": producer})
    provenance.commit(commitment(item, code, buyer.address), {"from": buyer})
    with brownie.reverts("lots: not an item of this lot"):
        provenance.claim(item, code, [], {"from": buyer})


def test_units_have_no_code(provenance, case, lot, producer, buyer):
    """Made or not: no root stands under an address."""
    first = lot.items[0]
    for unit in (case, Item(unit_of(producer, "X").lot, first.serial)):
        provenance.commit(commitment(unit, code_of(first), buyer.address), {"from": buyer})
        with brownie.reverts("lots: not registered"):
            provenance.claim(unit, code_of(first), lot.path(first), {"from": buyer})


def test_nothing_left(provenance, register, producer, buyer):
    """What was used up cannot be claimed."""
    lot = register(Lot(producer.address, "MILK"))
    provenance.transform([(lot.id, 5)], *Lot(producer.address, "CHEESE").terms(), 0, {"from": producer})
    item = lot.items[0]
    provenance.commit(commitment(item, code_of(item), buyer.address), {"from": buyer})
    with brownie.reverts("lots: nothing left"):
        provenance.claim(item, code_of(item), lot.path(item), {"from": buyer})


# Once an order was to get it


def test_bound_to_an_open_order(bound, sellers, path, seller, buyer, stranger, show):
    """Neither its seller nor anybody who saw the code; the buyer says which order."""
    for who in (seller, stranger, buyer):
        with brownie.reverts("bindings: bound to an order"):
            show(who, sellers, path)


def test_sold_and_not_settled(escrow, bound, sellers, path, seller, buyer, show):
    """The seller, its owner on paper, cannot be first."""
    escrow.confirm(bound, {"from": buyer})
    for who in (seller, buyer):
        with brownie.reverts("bindings: bound to an order"):
            show(who, sellers, path)


def test_by_who_bought_it(provenance, escrow, bound, sellers, path, buyer, show, hands, holding, said):
    escrow.confirm(bound, {"from": buyer})
    provenance.settle(sellers, bound, {"from": buyer})
    version = holding(sellers)["version"]
    tx = show(buyer, sellers, path)

    assert said(tx) == [("ItemClaimed", {"lot": sellers.lot, "serial": sellers.serial, "by": buyer.address})]
    assert hands(sellers) == (buyer, buyer)
    assert (holding(sellers)["claimed"], holding(sellers)["version"]) == (True, version + 1)


def test_buyer_who_gave_the_goods_back(provenance, escrow, bound, sellers, path, buyer, seller, show, hands):
    """He knows the code; with the order his right is gone, before and after somebody settles."""
    escrow.cancel(bound, {"from": buyer})
    with brownie.reverts("claims: not the owner"):
        show(buyer, sellers, path)
    provenance.settle(sellers, bound, {"from": buyer})
    with brownie.reverts("claims: not the owner"):
        show(buyer, sellers, path)
    assert hands(sellers) == (seller, seller)


def test_by_the_seller_to_whom_the_goods_came_back(provenance, escrow, bound, sellers, path, buyer, seller, show, said):
    """He owns it, and may open what was opened; a binding of which nothing became ends."""
    escrow.cancel(bound, {"from": buyer})
    tx = show(seller, sellers, path)

    assert [name for name, _ in said(tx)] == ["ItemReleased", "ItemClaimed"]


def test_by_the_owner_of_the_unit_it_lies_in(
    provenance, escrow, bound, sellers, path, make_unit, hand, buyer, seller, stranger, show, hands, holding
):
    escrow.cancel(bound, {"from": buyer})
    bag = make_unit(seller, "BAG")
    provenance.aggregate(bag, [sellers], {"from": seller})
    hand(bag, stranger)
    with brownie.reverts("claims: not the owner"):
        show(seller, sellers, path)
    version = holding(bag)["version"]
    show(stranger, sellers, path)

    assert holding(sellers)["unit"] == bag.id
    assert holding(bag)["version"] == version + 1
    assert hands(sellers) == (stranger, stranger)


def test_nobody_owns_what_is_not_there(lot, holding):
    assert holding(lot.items[4])["owner"] == EMPTY
