"""claim_bought: a buyer shows the code of what his order got; the order decides who owns it."""

import brownie
import pytest

from tests.fixtures.provenance import code_of, commitment
from tests.fixtures.terms import AWAITING_SHIPMENT, EXCHANGE, NO_HASH, RETURN, salted


@pytest.fixture
def path(lot, item) -> list[bytes]:
    """The item's."""
    return lot.path(item)


@pytest.fixture
def show_bought(provenance):
    """`show_bought(who, item, path, order)`: commits, and claims in the next block."""

    def claim(who, item, path, order):
        provenance.commit(commitment(item, code_of(item), who.address), {"from": who})
        return provenance.claim_bought(item, code_of(item), path, order, {"from": who})

    return claim


def test_default_behavior(sellers, path, bound, buyer, seller, show_bought, hands, holding, said):
    """While the order is open the seller stays its owner."""
    version = holding(sellers)["version"]
    tx = show_bought(buyer, sellers, path, bound)

    assert said(tx) == [("ItemClaimed", {"lot": sellers.lot, "serial": sellers.serial, "by": buyer.address})]
    assert (holding(sellers)["claimed"], holding(sellers)["version"]) == (True, version + 1)
    assert hands(sellers) == (seller, seller)


@pytest.mark.parametrize("end", ["confirm", "cancel"])
def test_then_the_order_decides(provenance, escrow, sellers, path, bound, buyer, seller, show_bought, hands, end):
    """Who claimed and gave the goods back has nothing."""
    show_bought(buyer, sellers, path, bound)
    getattr(escrow, end)(bound, {"from": buyer})
    provenance.settle(sellers, bound, {"from": seller})

    owner = buyer if end == "confirm" else seller
    assert hands(sellers) == (owner, owner)


def test_sold_and_not_settled(escrow, sellers, path, bound, buyer, show_bought, holding):
    escrow.confirm(bound, {"from": buyer})
    show_bought(buyer, sellers, path, bound)

    assert holding(sellers)["claimed"]


def test_not_the_buyer(sellers, path, bound, seller, stranger, show_bought):
    for who in (seller, stranger):
        with brownie.reverts("claims: not the buyer"):
            show_bought(who, sellers, path, bound)


def test_terms_with_another_buyer(sellers, path, bound, stranger, show_bought):
    with brownie.reverts("claims: not in this order"):
        show_bought(stranger, sellers, path, bound._replace(buyer=stranger.address))


def test_not_in_this_order(sellers, others, lot, bound, reach, buyer, show_bought, path):
    """Another of his orders, or another item."""
    other = reach(salted(bound, 5), AWAITING_SHIPMENT)
    for item, order in ((sellers, other), (others[0], bound)):
        with brownie.reverts("claims: not in this order"):
            show_bought(buyer, item, lot.path(item), order)


@pytest.mark.parametrize("way", ["cancelled", "returned", "replaced", "settled"])
def test_order_that_has_no_say_any_more(provenance, sellers, path, bound, buyer, seller, step, show_bought, way):
    if way == "cancelled":
        step(bound.buyer, "cancel", bound)
    elif way == "settled":
        step(bound.buyer, "confirm", bound)
        provenance.settle(sellers, bound, {"from": seller})
    else:
        step(bound.offer.seller, "ship", bound)
        step(bound.offer.carrier, "attest_delivery", bound)
        step(bound.buyer, "request", bound, bound.total, EXCHANGE if way == "replaced" else RETURN, NO_HASH)
        step(bound.offer.seller, *(("replace", bound) if way == "replaced" else ("approve_return", bound, NO_HASH)))
        if way == "returned":
            step(bound.buyer, "send_back", bound, NO_HASH)
    with brownie.reverts("claims: not in this order"):
        show_bought(buyer, sellers, path, bound)


def test_claimed_already(sellers, path, bound, buyer, show_bought):
    show_bought(buyer, sellers, path, bound)
    with brownie.reverts("claims: claimed already"):
        show_bought(buyer, sellers, path, bound)


def test_claimed_before_it_was_sold(provenance, sellers, path, reach, order, seller, buyer, show, show_bought):
    """A shop that opens what it sells: the buyer is told, and owns it all the same by his order."""
    show(seller, sellers, path)
    provenance.bind(sellers, reach(order, AWAITING_SHIPMENT), {"from": seller})
    with brownie.reverts("claims: claimed already"):
        show_bought(buyer, sellers, path, order)


def test_not_committed(provenance, sellers, path, bound, buyer):
    with brownie.reverts("claims: not committed"):
        provenance.claim_bought(sellers, code_of(sellers), path, bound, {"from": buyer})


def test_wrong_code(provenance, sellers, others, path, bound, buyer):
    wrong = code_of(others[0])
    provenance.commit(commitment(sellers, wrong, buyer.address), {"from": buyer})
    with brownie.reverts("lots: not an item of this lot"):
        provenance.claim_bought(sellers, wrong, path, bound, {"from": buyer})


def test_never_touched(lot, bound, buyer, show_bought):
    with brownie.reverts("things: never touched"):
        show_bought(buyer, lot.items[2], lot.path(lot.items[2]), bound)
