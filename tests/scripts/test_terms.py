"""Ids: computed here as Escrow computes them."""

import random

import pytest
from eth_utils.address import to_checksum_address

from scripts.terms import Offer, Order, domain_separator, offer_id, order_id

SEED = 20_261_122
CASES = 50


def random_order(source: random.Random) -> Order:
    """Any terms, also such as nobody could publish."""

    def address() -> str:
        return to_checksum_address(source.randbytes(20).hex())

    def number() -> int:
        return source.getrandbits(source.choice((1, 8, 96, 256)))

    numbers = [number() for _ in range(5)]
    offer = Offer(
        address(), address(), *numbers, address(), address(), number(), address(), number(), source.randbytes(32)
    )
    return Order(offer, address(), address(), number(), address(), source.randbytes(32), source.randbytes(32))


@pytest.mark.parametrize("case", range(CASES))
def test_equal_escrows(market, case):
    order = random_order(random.Random(SEED + case))
    domain = domain_separator(31337, market.escrow.address)
    functions = market.escrow.functions

    assert offer_id(order.offer) == functions.offer_id(tuple(order.offer)).call()
    assert order_id(order, domain) == functions.order_id((tuple(order.offer), *order[1:])).call()
    assert market.order_id(order) == order_id(order, domain)
