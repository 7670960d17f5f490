"""publish: an offer goes up for sale, if a shopper may meet it."""

import brownie
import pytest

from tests.fixtures.clock import DAY, HOUR
from tests.fixtures.terms import EMPTY, MAX_AMOUNT, MAX_UINT


def test_default_behavior(escrow, offer, stock, logged, offer_id, seller):
    tx = escrow.publish(offer, 7, {"from": seller})
    assert stock(offer) == {"published": True, "cap": 7, "sold": 0}
    ((name, fields),) = logged(tx)
    assert name == "OfferPublished"
    assert fields == {"offer_id": offer_id(offer), "seller": seller.address, "offer": tuple(offer), "cap": 7}


@pytest.mark.parametrize("cap", [0, MAX_AMOUNT])
def test_any_cap(escrow, offer, stock, seller, cap):
    escrow.publish(offer, cap, {"from": seller})
    assert stock(offer) == {"published": True, "cap": cap, "sold": 0}


ALLOWED = {
    "nobody else is named": {"carrier": EMPTY, "arbiter": EMPTY, "loyalty": EMPTY, "points_bps": 0},
    "shortest windows": {"ship_within": HOUR, "deliver_within": HOUR, "inspect_within": 3 * DAY},
    "longest windows": {"ship_within": 90 * DAY, "deliver_within": 90 * DAY, "inspect_within": 90 * DAY},
    "largest amounts": {"price": MAX_AMOUNT, "shipping": MAX_AMOUNT},
    "smallest amounts": {"price": 1, "shipping": 0},
    "half is shared": {"commission_bps": 2_500, "points_bps": 2_500},
    "half is commission": {"commission_bps": 5_000, "points_bps": 0, "loyalty": EMPTY},
    "half is points": {"commission_bps": 0, "points_bps": 5_000},
    "no details": {"details": bytes(32)},
}


@pytest.mark.parametrize("terms", ALLOWED.values(), ids=ALLOWED)
def test_allowed(escrow, offer, stock, seller, terms):
    offer = offer._replace(**terms)
    escrow.publish(offer, 1, {"from": seller})
    assert stock(offer)["published"]


@pytest.mark.parametrize("role", ["stranger", "carrier", "arbiter", "deployer"])
def test_not_the_seller(escrow, offer, people, role):
    with brownie.reverts("offers: not the seller"):
        escrow.publish(offer, 1, {"from": people[role]})


@pytest.mark.parametrize("cap", [0, 5])
def test_already_published(escrow, offer, seller, cap):
    escrow.publish(offer, cap, {"from": seller})
    with brownie.reverts("offers: already published"):
        escrow.publish(offer, 9, {"from": seller})


def test_cap_too_large(escrow, offer, seller):
    with brownie.reverts("offers: cap too large"):
        escrow.publish(offer, MAX_AMOUNT + 1, {"from": seller})


REFUSED = [
    ({"inspect_within": 3 * DAY - 1}, "offers: inspection under 3 days"),
    ({"inspect_within": 0}, "offers: inspection under 3 days"),
    ({"ship_within": HOUR - 1}, "offers: window under 1 hour"),
    ({"deliver_within": HOUR - 1}, "offers: window under 1 hour"),
    ({"ship_within": 90 * DAY + 1}, "offers: window over 90 days"),
    ({"deliver_within": 90 * DAY + 1}, "offers: window over 90 days"),
    ({"inspect_within": 90 * DAY + 1}, "offers: window over 90 days"),
    ({"ship_within": MAX_UINT}, "offers: window over 90 days"),
    ({"price": 0}, "offers: zero price"),
    ({"price": MAX_AMOUNT + 1}, "offers: amount too large"),
    ({"shipping": MAX_AMOUNT + 1}, "offers: amount too large"),
    ({"loyalty": EMPTY}, "offers: points without loyalty"),
    ({"points_bps": 0}, "offers: points without loyalty"),
    ({"commission_bps": 5_001}, "offers: shares above a half"),
    ({"points_bps": 5_001}, "offers: shares above a half"),
    ({"commission_bps": 2_501, "points_bps": 2_500}, "offers: shares above a half"),
    ({"commission_bps": MAX_UINT, "points_bps": 2}, "offers: shares above a half"),
]


@pytest.mark.parametrize(("terms", "reason"), REFUSED, ids=str)
def test_refused_terms(escrow, offer, seller, terms, reason):
    with brownie.reverts(reason):
        escrow.publish(offer._replace(**terms), 1, {"from": seller})


@pytest.mark.parametrize(
    ("role", "other", "reason"),
    [
        ("carrier", "seller", "offers: carrier is the seller"),
        ("arbiter", "seller", "offers: arbiter is the seller"),
        ("arbiter", "carrier", "offers: arbiter is the carrier"),
        ("loyalty", "seller", "offers: loyalty has a role"),
        ("loyalty", "arbiter", "offers: loyalty has a role"),
    ],
)
def test_two_roles(escrow, offer, people, seller, role, other, reason):
    with brownie.reverts(reason):
        escrow.publish(offer._replace(**{role: people[other].address}), 1, {"from": seller})


def test_loyalty_is_escrow(escrow, offer, seller):
    with brownie.reverts("offers: loyalty has a role"):
        escrow.publish(offer._replace(loyalty=escrow.address), 1, {"from": seller})
