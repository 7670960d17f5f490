"""Contract wallets and delegated accounts play every part that a key can."""

import pytest

from tests.fixtures import chains
from tests.fixtures.clock import DAY
from tests.fixtures.funds import account_key, share
from tests.fixtures.terms import (
    AWAITING_RETURN_CHECK,
    AWAITING_SHIPMENT,
    CLOSED,
    EMPTY,
    EXCHANGE,
    NO_HASH,
)

PARTS = ("seller", "buyer", "carrier", "arbiter", "referrer", "loyalty")
KINDS = ("contract wallets", pytest.param("delegated accounts", marks=chains.DELEGATION))
DELEGATION = "0xef0100"  # EIP-7702: the account's code is this and an address


@pytest.fixture(scope="module", params=KINDS)
def wallets(request, escrow, ContractWallet, deployer, wire):
    """An account with code for each part."""
    found = {part: ContractWallet.deploy(deployer, {"from": deployer}) for part in PARTS}
    if request.param == "contract wallets":
        return {part: wallet.address for part, wallet in found.items()}
    delegated = {part: wallet.address[:-4] + f"{number:04x}" for number, (part, wallet) in enumerate(found.items())}
    for part, account in delegated.items():
        wire.ask("anvil_setCode", account, DELEGATION + found[part].address[2:])
    return delegated


@pytest.fixture
def order(order, wallets, web3):
    named = {part: web3.to_checksum_address(account) for part, account in wallets.items()}
    terms = {role: named[role] for role in ("seller", "carrier", "arbiter", "loyalty")}
    return order.of(**terms)._replace(buyer=named["buyer"], payer=named["buyer"], referrer=named["referrer"])


def test_default_behavior(order, act, pay, record, moved):
    """Paid (with coin that came along), shipped, exchanged, disputed, ruled, withdrawn and collected."""
    offer = order.offer
    with moved(order) as change:
        pay(order)
        act(offer.seller, "ship", order)
        act(offer.carrier, "attest_delivery", order)
        act(order.buyer, "extend", order, record(order)["deadline"] + 3 * DAY)
        act(order.buyer, "request", order, 1_000_000, EXCHANGE, NO_HASH)
        act(offer.seller, "replace", order)
        act(offer.carrier, "attest_delivery", order)
        act(order.buyer, "request", order, 1_000_000, EXCHANGE, NO_HASH)
        act(offer.seller, "approve_return", order, NO_HASH)
        act(order.buyer, "send_back", order, NO_HASH)
        assert record(order)["status"] == AWAITING_RETURN_CHECK
        act(offer.seller, "dispute", order, NO_HASH)
        act(order.buyer, "submit_evidence", order, NO_HASH)
        act(offer.arbiter, "rule", order, 400_000, NO_HASH)
        act(order.referrer, "withdraw_to", EMPTY, order.referrer)
        act(offer.loyalty, "collect", account_key(order.buyer), EMPTY)
    assert record(order)["status"] == CLOSED
    released = order.total - 400_000
    commission, points = share(released, 100), share(released, 200)
    assert change == {
        "buyer": 400_000,
        "seller": released - commission - points,
        "referrer": commission,
        "loyalty": points,
    }


def test_cancelled(order, act, reach, moved):
    """A buyer with code who paid for himself gets his refund pushed."""
    reach(order, AWAITING_SHIPMENT)
    with moved(order) as change:
        act(order.buyer, "cancel", order)
    assert change == {"escrow": -order.total, "buyer": order.total}


def test_refund_of_another_payer_with_code(order, act, reach, moved, order_id, buyer):
    """He who paid for somebody else finds it under the order's key, and collects it."""
    order = reach(order._replace(buyer=buyer.address), AWAITING_SHIPMENT)
    with moved(order) as change:
        act(order.offer.seller, "refund", order, order.total)
    assert change == {"payer's credit for the order": order.total}
    with moved(order) as change:
        act(order.payer, "collect", order_id(order), EMPTY)
    assert change == {"escrow": -order.total, "payer": order.total, "payer's credit for the order": -order.total}


def test_refund_of_another_payer_without_code(order, act, reach, moved, payer):
    order = reach(order._replace(payer=payer.address), AWAITING_SHIPMENT)
    with moved(order) as change:
        act(order.offer.seller, "refund", order, order.total)
    assert change == {"escrow": -order.total, "payer": order.total}
