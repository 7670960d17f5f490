"""While Escrow is in the middle of a call, it is not asked: nobody settles or binds by what is half done."""

import pytest

from tests.fixtures.planned_calls import outcomes
from tests.fixtures.provenance import code_of, commitment
from tests.fixtures.terms import AWAITING_SHIPMENT, salted


@pytest.fixture
def hook(token, deployer):
    """A token that makes calls in the middle of a transfer."""
    return token("hook")


def test_default_behavior(
    provenance,
    escrow,
    hook,
    item,
    others,
    lot,
    hand,
    reach,
    order,
    fund,
    seller,
    buyer,
    deployer,
    holding,
    hands,
    order_id,
):
    """One order has ended as a sale; in the middle of another's payment it cannot be settled, and is as before."""
    hand(item, seller)
    reach(order, AWAITING_SHIPMENT)
    provenance.bind(item, order, {"from": seller})
    escrow.confirm(order, {"from": buyer})
    before = holding(item)
    for data in (
        provenance.settle.encode_input(item, order),
        provenance.settle_many.encode_input([item], order),
        provenance.bind.encode_input(others[0], order),
        provenance.bind_many.encode_input([others[0]], order),
    ):
        hook.plan(provenance, data, {"from": deployer})
    hook.set_hook(False, True, {"from": deployer})
    hook.arm(1, {"from": deployer})
    new = salted(order.of(currency=hook.address), 77)
    escrow.publish(new.offer, 10, {"from": seller})
    fund(new.payer, hook.address, new.total)
    tx = escrow.pay(new, {"from": new.payer})

    made = outcomes(tx)
    assert [one.index for one in made] == [0, 1, 2, 3]
    assert not any(one.success or one.reason for one in made)
    assert holding(item) == before
    provenance.settle(item, order, {"from": deployer})
    assert hands(item) == (buyer, buyer)


def test_what_asks_no_escrow_goes_on(provenance, hook, lot, item, order, fund, escrow, seller, buyer, deployer):
    """A commitment or a permission made in the middle of a payment is what it always is: its sender's own."""
    made = commitment(item, code_of(item), hook.address)
    hook.plan(provenance, provenance.commit.encode_input(made), {"from": deployer})
    hook.plan(provenance, provenance.permit.encode_input(lot.id, seller, 2), {"from": deployer})
    hook.set_hook(False, True, {"from": deployer})
    hook.arm(1, {"from": deployer})
    new = salted(order.of(currency=hook.address), 77)
    escrow.publish(new.offer, 10, {"from": seller})
    fund(new.payer, hook.address, new.total)
    tx = escrow.pay(new, {"from": new.payer})

    assert [one.success for one in outcomes(tx)] == [True, True]
    assert provenance.commitments(made) == tx.block_number
    assert provenance.permissions(hook, lot.id, seller) == 2
