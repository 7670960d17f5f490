"""publish_many: several offers at once, all or none."""

import brownie
import pytest

from tests.fixtures.refusals import no_reason

MAX_BATCH = 50


def several(offer, count):
    return [offer._replace(price=offer.price + number) for number in range(count)]


@pytest.mark.parametrize("count", [0, 2, MAX_BATCH])
def test_default_behavior(escrow, offer, stock, logged, offer_id, seller, count):
    offers = several(offer, count)
    tx = escrow.publish_many(offers, list(range(1, count + 1)), {"from": seller})
    for cap, published in enumerate(offers, 1):
        assert stock(published) == {"published": True, "cap": cap, "sold": 0}
    assert [(name, fields["offer_id"]) for name, fields in logged(tx)] == [
        ("OfferPublished", offer_id(published)) for published in offers
    ]


def test_too_many(escrow, offer, seller):
    with no_reason():
        escrow.publish_many(several(offer, MAX_BATCH + 1), [1] * (MAX_BATCH + 1), {"from": seller})


@pytest.mark.parametrize("caps", [[1], [1, 1, 1]])
def test_one_cap_per_offer(escrow, offer, seller, caps):
    with brownie.reverts("offers: one cap per offer"):
        escrow.publish_many(several(offer, 2), caps, {"from": seller})


def test_none_if_one_is_refused(escrow, offer, stock, seller):
    first, second = several(offer, 2)
    with brownie.reverts("offers: zero price"):
        escrow.publish_many([first, second._replace(price=0)], [1, 1], {"from": seller})
    assert not stock(first)["published"]


def test_same_offer_twice(escrow, offer, seller):
    with brownie.reverts("offers: already published"):
        escrow.publish_many([offer, offer], [1, 1], {"from": seller})


def test_not_the_seller(escrow, offer, stranger):
    with brownie.reverts("offers: not the seller"):
        escrow.publish_many(several(offer, 2), [1, 1], {"from": stranger})
