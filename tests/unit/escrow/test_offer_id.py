"""offer_id: hashStruct(Offer), as any EIP-712 library computes it from the terms."""

import pytest

from tests.fixtures.terms import MAX_UINT, Offer
from tests.fixtures.typed_data import hash_offer, other_value


def test_default_behavior(offer, offer_id):
    assert offer_id(offer) == hash_offer(offer)


@pytest.mark.parametrize("field", Offer._fields)
def test_every_term_counts(offer, offer_id, field):
    other = offer._replace(**{field: other_value(getattr(offer, field))})
    assert offer_id(other) == hash_offer(other)
    assert offer_id(other) != offer_id(offer)


def test_nothing_is_cut_off(offer, offer_id):
    """Not an offer that can be published, but it has an id."""
    largest = {int: MAX_UINT, str: "0x" + "ff" * 20, bytes: b"\xff" * 32}
    other = Offer(*(largest[type(value)] for value in offer))
    assert offer_id(other) == hash_offer(other)


def test_same_in_another_escrow(offer, offer_id, Escrow, stranger):
    assert bytes(Escrow.deploy({"from": stranger}).offer_id(offer)) == offer_id(offer)
