"""aggregate: what lies in a unit moves with it."""

import brownie
import pytest

from tests.fixtures.provenance import BOTH, CUSTODY, OWNERSHIP, Lot
from tests.fixtures.refusals import no_reason

MOST = 50


def test_default_behavior(provenance, item, others, case, producer, holding, hands, said):
    inside = [item, *others]
    tx = provenance.aggregate(case, inside, {"from": producer})

    pairs = tuple((one.lot, one.serial) for one in inside)
    fields = {"lot": case.lot, "serial": case.serial, "items": pairs, "by": producer.address}
    assert said(tx) == [("ItemsAggregated", fields)]
    assert (holding(case)["contents"], holding(case)["version"]) == (5, 1)
    assert all(holding(one)["unit"] == case.id for one in inside)
    assert all(hands(one) == (producer, producer) for one in inside)


def test_by_the_custodian_who_is_not_the_owner(provenance, item, case, hand, producer, carrier, hands):
    for one in (item, case):
        hand(one, carrier, CUSTODY)
    provenance.aggregate(case, [item], {"from": carrier})

    assert hands(item) == (producer, carrier)


@pytest.mark.parametrize("who", ["producer", "stranger"])
def test_not_the_custodian(provenance, item, case, hand, carrier, producer, stranger, who):
    """Not even the owner."""
    for one in (item, case):
        hand(one, carrier, CUSTODY)
    with brownie.reverts("aggregation: not the custodian"):
        provenance.aggregate(case, [item], {"from": producer if who == "producer" else stranger})


def test_another_owner(provenance, item, case, hand, producer, seller):
    hand(item, seller, OWNERSHIP)
    with brownie.reverts("aggregation: another owner"):
        provenance.aggregate(case, [item], {"from": producer})


def test_another_custodian(provenance, item, case, hand, producer, carrier):
    hand(item, carrier, CUSTODY)
    with brownie.reverts("aggregation: another custodian"):
        provenance.aggregate(case, [item], {"from": producer})


def test_a_unit_in_itself(provenance, item, case, producer):
    for inside in ([case], [item, case]):
        with brownie.reverts("aggregation: a unit in itself"):
            provenance.aggregate(case, inside, {"from": producer})


def test_in_circles(provenance, case, pallet, producer):
    provenance.aggregate(pallet, [case], {"from": producer})
    with brownie.reverts("things: in a unit"):
        provenance.aggregate(case, [pallet], {"from": producer})


def test_twice_in_one_list(provenance, item, case, producer):
    with brownie.reverts("things: in a unit"):
        provenance.aggregate(case, [item, item], {"from": producer})


def test_in_another_unit_already(provenance, item, case, pallet, producer):
    provenance.aggregate(case, [item], {"from": producer})
    for unit in (pallet, case):
        with brownie.reverts("things: in a unit"):
            provenance.aggregate(unit, [item], {"from": producer})


def test_into_a_unit_that_lies_in_one(provenance, item, case, pallet, producer):
    provenance.aggregate(pallet, [case], {"from": producer})
    with brownie.reverts("things: in a unit"):
        provenance.aggregate(case, [item], {"from": producer})


def test_into_an_item(provenance, item, others, producer):
    with brownie.reverts("aggregation: not a unit"):
        provenance.aggregate(item, [others[0]], {"from": producer})


def test_no_items(provenance, case, producer):
    with brownie.reverts("aggregation: no items"):
        provenance.aggregate(case, [], {"from": producer})


def test_never_touched(provenance, lot, case, producer):
    with brownie.reverts("things: never touched"):
        provenance.aggregate(case, [lot.items[3]], {"from": producer})


def test_unit_that_was_never_made(provenance, item, case, producer):
    with brownie.reverts("things: never touched"):
        provenance.aggregate(case._replace(serial=b"X".ljust(32, b"\x00")), [item], {"from": producer})


def test_bound_to_an_order(provenance, sellers, bound, make_unit, seller):
    with brownie.reverts("bindings: bound to an order"):
        provenance.aggregate(make_unit(seller, "BAG"), [sellers], {"from": seller})


def test_after_nothing_became_of_a_sale(provenance, escrow, sellers, bound, make_unit, seller, buyer, said, holding):
    escrow.cancel(bound, {"from": buyer})
    bag = make_unit(seller, "BAG")
    tx = provenance.aggregate(bag, [sellers], {"from": seller})

    assert [name for name, _ in said(tx)] == ["ItemReleased", "ItemsAggregated"]
    assert holding(sellers)["unit"] == bag.id


@pytest.fixture
def nest(provenance, make_unit, producer):
    """`nest(innermost, levels)`: the units around it, each in the next."""

    def wrap(innermost, levels):
        units = []
        for level in range(levels):
            units.append(make_unit(producer, f"BOX-{level}"))
            provenance.aggregate(units[-1], [units[-2] if level else innermost], {"from": producer})
        return units

    return wrap


def test_four_levels(provenance, item, others, nest, make_unit, hand, producer, seller, hands):
    units = nest(item, 4)
    with brownie.reverts("aggregation: too many levels"):
        provenance.aggregate(make_unit(producer, "SHIP"), [units[-1]], {"from": producer})
    provenance.aggregate(units[-1], [others[0]], {"from": producer})
    hand(units[-1], seller)

    assert all(hands(one) == (seller, seller) for one in (item, others[0], *units))


def test_levels_of_what_is_already_in_it(provenance, item, others, nest, make_unit, producer):
    """The deepest counts, whichever comes first into the outermost."""
    units = nest(item, 3)
    outer = make_unit(producer, "OUTER")
    provenance.aggregate(outer, [units[-1], others[0]], {"from": producer})
    beyond = make_unit(producer, "BEYOND")
    for inside in ([outer], [others[1], outer], [outer, others[1]]):
        with brownie.reverts("aggregation: too many levels"):
            provenance.aggregate(beyond, inside, {"from": producer})


def test_an_emptied_unit_is_flat_again(provenance, item, nest, make_unit, producer):
    units = nest(item, 4)
    provenance.disaggregate(units[-1], [units[-2]], {"from": producer})
    outer = make_unit(producer, "OUTER")
    provenance.aggregate(outer, [units[-1]], {"from": producer})
    provenance.aggregate(make_unit(producer, "BEYOND"), [outer], {"from": producer})


@pytest.fixture
def many(provenance, register, producer) -> list:
    """One more item than one call takes."""
    lot = register(Lot(producer.address, "MANY", serials=tuple(f"S{number:03}" for number in range(MOST + 1))))
    for few in (lot.items[:MOST], lot.items[MOST:]):
        provenance.touch_many([lot.proof(one) for one in few], {"from": producer})
    return lot.items


def test_fifty(provenance, many, case, producer, hand, seller, holding, hands):
    provenance.aggregate(case, many[:MOST], {"from": producer})
    provenance.aggregate(case, many[MOST:], {"from": producer})
    hand(case, seller, BOTH)

    assert holding(case)["contents"] == MOST + 1
    assert hands(many[0]) == hands(many[-1]) == (seller, seller)


def test_more_than_fifty(provenance, many, case, producer):
    with no_reason():
        provenance.aggregate(case, many, {"from": producer})
