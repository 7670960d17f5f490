"""order_id: the EIP-712 digest of an order, under the domain fixed at deployment."""

import pytest

from tests.fixtures import chains
from tests.fixtures.terms import Order
from tests.fixtures.typed_data import digest, other_value


def test_default_behavior(escrow, order, order_id, web3):
    assert order_id(order) == digest(order, escrow.address, web3.eth.chain_id)


@pytest.mark.parametrize("field", [field for field in Order._fields if field != "offer"])
def test_every_term_counts(escrow, order, order_id, web3, field):
    other = order._replace(**{field: other_value(getattr(order, field))})
    assert order_id(other) == digest(other, escrow.address, web3.eth.chain_id)
    assert order_id(other) != order_id(order)


def test_offer_counts(escrow, order, order_id, web3):
    other = order.of(price=order.offer.price + 1)
    assert order_id(other) == digest(other, escrow.address, web3.eth.chain_id)
    assert order_id(other) != order_id(order)


def test_another_escrow(order, order_id, web3, Escrow, stranger):
    other = Escrow.deploy({"from": stranger})
    assert bytes(other.order_id(order)) == digest(order, other.address, web3.eth.chain_id) != order_id(order)


@chains.CHAIN_ID
def test_same_after_a_fork(order, order_id, web3, wire):
    before, chain_id = order_id(order), web3.eth.chain_id
    wire.ask("anvil_setChainId", chain_id + 1)
    try:
        assert web3.eth.chain_id == chain_id + 1
        assert order_id(order) == before
    finally:
        wire.ask("anvil_setChainId", chain_id)
