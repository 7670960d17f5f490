"""accept: nothing changes hands before its receiver says so, and he gets what he saw."""

import brownie
import pytest

from tests.fixtures.provenance import BOTH, CUSTODY, OWNERSHIP
from tests.fixtures.terms import AWAITING_SHIPMENT, salted

AFTER = {OWNERSHIP: ("seller", "producer"), CUSTODY: ("producer", "seller"), BOTH: ("seller", "seller")}


@pytest.mark.parametrize("role", AFTER)
def test_default_behavior(provenance, item, producer, seller, holding, hands, said, role):
    provenance.offer(item, seller, role, {"from": producer})
    tx = provenance.accept(item, role, 0, {"from": seller})

    accepted = {"lot": item.lot, "serial": item.serial, "from_": producer.address, "to": seller.address, "role": role}
    assert said(tx) == [("HandoverAccepted", accepted)]
    people = {"producer": producer, "seller": seller}
    assert hands(item) == tuple(people[name] for name in AFTER[role])
    assert holding(item)["version"] == 1


def test_owner_and_custodian_are_two(item, hand, producer, seller, carrier, buyer, hands):
    """Farm to lorry to shop, while somebody else owns it all the time; then the owner has it brought home."""
    hand(item, carrier, CUSTODY)
    assert hands(item) == (producer, carrier)
    hand(item, buyer, OWNERSHIP)
    assert hands(item) == (buyer, carrier)
    hand(item, seller, CUSTODY)
    assert hands(item) == (buyer, seller)
    hand(item, buyer, CUSTODY)
    assert hands(item) == (buyer, buyer)


def test_a_unit_with_all_that_is_in_it(provenance, item, case, pallet, producer, hand, seller, carrier, hands):
    provenance.aggregate(case, [item], {"from": producer})
    provenance.aggregate(pallet, [case], {"from": producer})
    hand(pallet, carrier, CUSTODY)
    hand(pallet, seller, OWNERSHIP)

    assert hands(item) == hands(case) == hands(pallet) == (seller, carrier)


def test_without_an_offer(provenance, item, producer, stranger):
    for who in (producer, stranger):
        with brownie.reverts("handovers: not offered to you"):
            provenance.accept(item, CUSTODY, 0, {"from": who})


def test_offered_to_somebody_else(provenance, item, producer, seller, stranger):
    provenance.offer(item, seller, BOTH, {"from": producer})
    with brownie.reverts("handovers: not offered to you"):
        provenance.accept(item, BOTH, 0, {"from": stranger})


@pytest.mark.parametrize("role", [OWNERSHIP, CUSTODY])
def test_another_role_than_was_offered(provenance, item, producer, seller, role):
    """Who is offered both cannot take a half, nor the other way round."""
    provenance.offer(item, seller, BOTH, {"from": producer})
    with brownie.reverts("handovers: not offered to you"):
        provenance.accept(item, role, 0, {"from": seller})
    provenance.offer(item, seller, BOTH ^ role, {"from": producer})
    with brownie.reverts("handovers: not offered to you"):
        provenance.accept(item, role, 0, {"from": seller})


def test_twice(provenance, item, hand, seller, holding):
    hand(item, seller)
    with brownie.reverts("handovers: not offered to you"):
        provenance.accept(item, BOTH, holding(item)["version"], {"from": seller})
    with brownie.reverts("handovers: changed since"):
        provenance.accept(item, BOTH, 0, {"from": seller})


@pytest.mark.parametrize("role", AFTER)
def test_offer_dies_with_any_change(provenance, item, hand, producer, carrier, stranger, holding, role):
    """Whoever was offered it before its custodian changed gets nothing, in either version; nor after it came back."""
    provenance.offer(item, stranger, role, {"from": producer})
    for receiver in (carrier, producer):
        hand(item, receiver, CUSTODY)
        assert provenance.offered(item, role) == "0x" + "00" * 20
        with brownie.reverts("handovers: changed since"):
            provenance.accept(item, role, 0, {"from": stranger})
        with brownie.reverts("handovers: not offered to you"):
            provenance.accept(item, role, holding(item)["version"], {"from": stranger})


@pytest.mark.parametrize("change", ["aggregate", "disaggregate"])
def test_offer_dies_with_the_contents(provenance, item, others, case, producer, seller, holding, change):
    provenance.aggregate(case, [item, others[0]], {"from": producer})
    version = holding(case)["version"]
    provenance.offer(case, seller, BOTH, {"from": producer})
    getattr(provenance, change)(case, [others[change == "aggregate"]], {"from": producer})

    with brownie.reverts("handovers: changed since"):
        provenance.accept(case, BOTH, version, {"from": seller})


def test_emptied_and_offered_again_in_front_of_an_acceptance(provenance, item, case, producer, seller, holding):
    """The new offer is for the same receiver; but he said which version he takes."""
    provenance.aggregate(case, [item], {"from": producer})
    provenance.offer(case, seller, BOTH, {"from": producer})
    seen = holding(case)["version"]
    provenance.disaggregate(case, [item], {"from": producer})
    provenance.offer(case, seller, BOTH, {"from": producer})

    with brownie.reverts("handovers: changed since"):
        provenance.accept(case, BOTH, seen, {"from": seller})
    provenance.accept(case, BOTH, holding(case)["version"], {"from": seller})


def test_what_was_put_into_a_unit_since(provenance, item, case, producer, seller):
    provenance.offer(item, seller, BOTH, {"from": producer})
    provenance.aggregate(case, [item], {"from": producer})
    with brownie.reverts("things: in a unit"):
        provenance.accept(item, BOTH, 0, {"from": seller})
    provenance.disaggregate(case, [item], {"from": producer})
    with brownie.reverts("handovers: changed since"):
        provenance.accept(item, BOTH, 0, {"from": seller})


def test_ownership_while_bound_to_an_order(provenance, sellers, bound, seller, stranger, holding):
    for role in (OWNERSHIP, BOTH):
        provenance.offer(sellers, stranger, role, {"from": seller})
        with brownie.reverts("bindings: bound to an order"):
            provenance.accept(sellers, role, holding(sellers)["version"], {"from": stranger})


def test_custody_while_bound_to_an_order(sellers, bound, hand, seller, carrier, hands):
    """So it travels."""
    hand(sellers, carrier, CUSTODY)
    assert hands(sellers) == (seller, carrier)


def test_sold_and_not_settled(provenance, escrow, sellers, bound, buyer, seller, stranger, holding):
    """Its last owner cannot give away what has a new one."""
    provenance.offer(sellers, stranger, OWNERSHIP, {"from": seller})
    escrow.confirm(bound, {"from": buyer})
    with brownie.reverts("bindings: bound to an order"):
        provenance.accept(sellers, OWNERSHIP, holding(sellers)["version"], {"from": stranger})


def test_after_nothing_became_of_a_sale(
    provenance, escrow, sellers, bound, hand, buyer, stranger, hands, said, order_id
):
    escrow.cancel(bound, {"from": buyer})
    tx = hand(sellers, stranger)

    assert hands(sellers) == (stranger, stranger)
    released = {"order_id": order_id(bound), "lot": sellers.lot, "serial": sellers.serial}
    assert said(tx)[0] == ("ItemReleased", released)


@pytest.mark.parametrize("deed", ["bound", "claimed"])
def test_opened_or_sold_in_front_of_an_acceptance(
    provenance, escrow, lot, sellers, bound, show, reach, seller, buyer, stranger, holding, deed
):
    """Nothing has changed hands; but it is not what its receiver saw."""
    escrow.cancel(bound, {"from": buyer})
    provenance.settle(sellers, bound, {"from": seller})
    provenance.offer(sellers, stranger, BOTH, {"from": seller})
    seen = holding(sellers)["version"]
    if deed == "claimed":
        show(seller, sellers, lot.path(sellers))
    else:
        again = reach(salted(bound, 3), AWAITING_SHIPMENT)
        provenance.bind(sellers, again, {"from": seller})
        escrow.cancel(again, {"from": buyer})

    with brownie.reverts("handovers: changed since"):
        provenance.accept(sellers, BOTH, seen, {"from": stranger})


def test_offer_before_a_sale_is_dead_after_it(
    provenance, escrow, sellers, reach, order, seller, buyer, stranger, holding
):
    """A seller cannot have left a door open through which the goods come back to him."""
    provenance.offer(sellers, stranger, BOTH, {"from": seller})
    seen = holding(sellers)["version"]
    reach(order, AWAITING_SHIPMENT)
    provenance.bind(sellers, order, {"from": seller})
    escrow.confirm(order, {"from": buyer})
    provenance.settle(sellers, order, {"from": stranger})

    with brownie.reverts("handovers: changed since"):
        provenance.accept(sellers, BOTH, seen, {"from": stranger})


def test_never_touched(provenance, lot, stranger):
    with brownie.reverts("things: never touched"):
        provenance.accept(lot.items[0], BOTH, 0, {"from": stranger})


@pytest.mark.parametrize("role", [0, 4])
def test_role_that_nobody_can_offer(provenance, item, stranger, role):
    with brownie.reverts("handovers: not offered to you"):
        provenance.accept(item, role, 0, {"from": stranger})
