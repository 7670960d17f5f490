"""Ids of offers and orders, each computed once: everything asks for them again at every step."""

from functools import cache

from scripts import terms
from tests.fixtures.terms import Offer, Order


@cache
def offer_id(offer: Offer) -> bytes:
    """hashStruct(Offer)."""
    return terms.offer_id(offer)


@cache
def order_id(order: Order, domain: bytes) -> bytes:
    """The EIP-712 digest of an order under a domain separator."""
    return terms.order_id(order, domain)
