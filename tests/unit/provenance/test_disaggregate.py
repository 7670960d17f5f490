"""disaggregate: what is taken out of a unit stays with who has the unit."""

import brownie
import pytest

from tests.fixtures.provenance import CUSTODY, NONE, OWNERSHIP


@pytest.fixture
def packed(provenance, item, others, case, producer) -> list:
    """Three items, in the case."""
    inside = [item, *others[:2]]
    provenance.aggregate(case, inside, {"from": producer})
    return inside


def test_default_behavior(provenance, packed, case, producer, holding, hands, said):
    tx = provenance.disaggregate(case, packed[:2], {"from": producer})

    pairs = tuple((one.lot, one.serial) for one in packed[:2])
    fields = {"lot": case.lot, "serial": case.serial, "items": pairs, "by": producer.address}
    assert said(tx) == [("ItemsDisaggregated", fields)]
    assert (holding(case)["contents"], holding(case)["version"]) == (1, 2)
    assert [holding(one)["unit"] for one in packed] == [NONE, NONE, case.id]
    assert hands(packed[0]) == (producer, producer)


def test_after_it_changed_hands(provenance, packed, case, hand, seller, carrier, hands):
    """They have the case's owner and custodian now, not those that put them in."""
    hand(case, seller, OWNERSHIP)
    hand(case, carrier, CUSTODY)
    provenance.disaggregate(case, packed, {"from": carrier})

    assert all(hands(one) == (seller, carrier) for one in packed)


@pytest.mark.parametrize("who", ["producer", "seller", "stranger"])
def test_not_the_custodian(provenance, packed, case, hand, people, producer, seller, carrier, who):
    """Neither who had it, nor who only owns it."""
    hand(case, seller, OWNERSHIP)
    hand(case, carrier, CUSTODY)
    with brownie.reverts("aggregation: not the custodian"):
        provenance.disaggregate(case, packed, {"from": {**people, "producer": producer}[who]})


def test_not_in_this_unit(provenance, packed, others, case, pallet, producer):
    provenance.aggregate(pallet, [others[2]], {"from": producer})
    for wrong in (others[2], others[3], case):
        with brownie.reverts("aggregation: not in this unit"):
            provenance.disaggregate(case, [packed[0], wrong], {"from": producer})


def test_twice_in_one_list(provenance, packed, case, producer):
    with brownie.reverts("aggregation: not in this unit"):
        provenance.disaggregate(case, [packed[0], packed[0]], {"from": producer})


def test_of_a_unit_that_lies_in_one(provenance, packed, case, pallet, producer):
    """Nothing changes inside of what somebody was offered, or keeps."""
    provenance.aggregate(pallet, [case], {"from": producer})
    with brownie.reverts("things: in a unit"):
        provenance.disaggregate(case, packed, {"from": producer})
    with brownie.reverts("aggregation: not in this unit"):
        provenance.disaggregate(pallet, packed, {"from": producer})
    provenance.disaggregate(pallet, [case], {"from": producer})
    provenance.disaggregate(case, packed, {"from": producer})


def test_of_an_item(provenance, item, others, producer):
    with brownie.reverts("aggregation: not a unit"):
        provenance.disaggregate(item, [others[0]], {"from": producer})


def test_no_items(provenance, packed, case, producer):
    with brownie.reverts("aggregation: no items"):
        provenance.disaggregate(case, [], {"from": producer})
