"""What a call costs does not depend on how large a lot is, and the longest lists fit into a block."""

from tests.fixtures.provenance import OWNERSHIP, Lot
from tests.fixtures.terms import AWAITING_SHIPMENT

BLOCK = 30_000_000
MOST = 50


def test_default_behavior(provenance, producer):
    """The count of a lot changes nothing but its own bytes in the calldata; none of them is zero here."""
    provenance.register(*Lot(producer.address, "FIRST").terms(1), {"from": producer})  # where the lock is in storage
    small, large = Lot(producer.address, "SMALL"), Lot(producer.address, "LARGE")
    costs = [
        provenance.register(*lot.terms(count), {"from": producer}).gas_used
        for lot, count in ((small, 0x01010101), (large, 0xFFFFFFFF))
    ]
    assert costs[0] == costs[1]
    assert costs[0] <= 80_000


def test_longest_lists(provenance, register, producer, seller, buyer, case, escrow, reach, order, hand):
    """Fifty items touched, bound, settled, put into a case and taken out: each less than half of a block."""
    lot = register(Lot(producer.address, "MANY", serials=tuple(f"S{number:03}" for number in range(MOST))))
    costs = [provenance.touch_many([lot.proof(one) for one in lot.items], {"from": producer}).gas_used]
    costs.append(provenance.aggregate(case, lot.items, {"from": producer}).gas_used)
    hand(case, seller, OWNERSHIP)
    costs.append(provenance.disaggregate(case, lot.items, {"from": producer}).gas_used)
    bought = reach(order._replace(quantity=MOST), AWAITING_SHIPMENT)
    costs.append(provenance.bind_many(lot.items, bought, {"from": seller}).gas_used)
    escrow.confirm(bought, {"from": buyer})
    costs.append(provenance.settle_many(lot.items, bought, {"from": seller}).gas_used)
    assert max(costs) < BLOCK // 2


def test_most_inputs(provenance, register, producer):
    lots = [register(Lot(producer.address, f"IN-{number}"), count=1) for number in range(20)]
    made = Lot(producer.address, "MADE")
    tx = provenance.transform([(lot.id, 1) for lot in lots], *made.terms(), 0, {"from": producer})

    assert tx.gas_used < BLOCK // 20
