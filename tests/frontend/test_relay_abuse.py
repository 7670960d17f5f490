"""Who wants the relay's coin, or its time: each is refused, or costs no more than was set aside."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from frontend.relay import policy
from scripts import artifacts, signed
from scripts.wallet import Call
from tests.fixtures.shop import RELAYED
from tests.fixtures.signed_documents import Body
from tests.frontend.counter import Counter, ended, look, post, relay, spent

# A wallet (ERC-1271) that says yes after 442,000 gas: more than is paid for, less than Escrow allows
SLOW_WALLET = "0x620042685b600190038060045763" + "1626ba7e" + "60e01b60005260206000f3"


def test_other_currencies(counter: Counter) -> None:
    """What the operator does not know may burn gas, or behave otherwise than it did a moment ago."""
    shop = counter.shop
    token = shop.wallet("stranger").send(Call("", artifacts.compiled("SilentToken").creation))["contractAddress"]
    offer = counter.goods.offers["lamp"]._replace(currency=token)
    shop.send("merchant1", shop.market.call("publish", offer, 5))
    order = counter.order()._replace(offer=offer)
    client = counter.open(**RELAYED)
    assert "currencies" in post(client, counter.hand.pay([order]), 503)["error"]


def test_raced(counter: Counter) -> None:
    """A wallet that changes its mind in front of the relay costs it no more than it had set aside, and not often."""
    shop, client = counter.shop, counter.open(**RELAYED)
    creation = artifacts.compiled("ContractWallet").creation + bytes(12) + bytes.fromhex(shop.people["shopper1"][2:])
    wallet = shop.wallet("stranger").send(Call("", creation))["contractAddress"]
    modes = shop.web3.eth.contract(address=wallet, abi=artifacts.compiled("ContractWallet").abi)
    for _ in range(policy.FAILURES):
        order = counter.bought(wallet)
        body = counter.hand.act(order, "confirm", by=shop.people["shopper1"])
        with counter.shop.node.held_up():
            sent = post(client, body, 202)
            before = spent(client, counter)
            modes.functions.set_mode(2).transact({"from": shop.people["stranger"], "gasPrice": 10**12})
        assert ended(client, sent["id"])["status"] == "failed"
        assert spent(client, counter) <= before
        modes.functions.set_mode(0).transact({"from": shop.people["stranger"]})
    body = counter.hand.act(counter.bought(wallet), "confirm", by=shop.people["shopper1"])
    assert "failed today" in post(client, body, 202)["reason"]


def test_front_run(counter: Counter) -> None:
    """Somebody who brings the same first does the shopper no harm: it is done, and counts as no failure of his."""
    client, orders = counter.open(**RELAYED), [counter.order("shopper2") for _ in range(policy.FAILURES - 1)]
    bodies = [counter.hand.pay([order]) for order in orders]
    said = [_overtaken(counter, client, body) for body in bodies]
    said.append(_overtaken(counter, client, counter.hand.act(orders[0], "confirm")))
    assert [relay(client)._ledger.find(one["id"]).state for one in said] == ["failed"] * policy.FAILURES
    counter.shop.index_once()
    for one, why in zip(said, ("already paid", "already paid", "done already"), strict=True):
        told = look(client, one["id"])
        assert (told["status"], why in told["reason"]) == ("mined", True)
    assert post(client, counter.hand.pay([counter.order("shopper2")]), 202)["status"] == "sent"


def test_wallets_that_burn_gas(counter: Counter) -> None:
    """They can have it, at their own cost, or at the seller's."""
    client, wallet = counter.open(**RELAYED), "0x" + "0b" * 20
    counter.shop.node.rpc("anvil_setCode", wallet, SLOW_WALLET)
    order, nonce = counter.bought(counter.shop.web3.to_checksum_address(wallet)), counter.nonce()
    said = post(client, counter.hand.act(order, "confirm", signature=b"\x01" * 65), 202)
    assert (said["status"], "more network fees" in said["reason"]) == ("kept", True)
    assert counter.nonce() == nonce


def test_same_thing_many_times(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """So much for an order and for an account in a day, and nothing that changes nothing."""
    client, order = counter.open(**RELAYED), counter.order("shopper2")
    monkeypatch.setattr(policy, "AN_ORDERS", 2)
    ended(client, post(client, counter.hand.pay([order]), 202)["id"])
    ended(client, post(client, counter.hand.act(order, "submit_evidence", document=b"\x01" * 32), 202)["id"])
    assert (
        "order today" in post(client, counter.hand.act(order, "submit_evidence", document=b"\x02" * 32), 503)["error"]
    )
    monkeypatch.setattr(policy, "A_SIGNERS", 2)
    assert "account today" in post(client, counter.hand.pay([counter.order("shopper2")]), 503)["error"]
    assert post(client, counter.hand.pay([counter.order("shopper3")]), 202)["status"] == "sent"


def test_one_account_gets_a_part_of_the_day(counter: Counter) -> None:
    """By what it costs, not only by calls; where fees are so high that one order costs more, it is one order."""
    client = counter.open(**RELAYED)
    ended(client, post(client, counter.hand.pay([counter.order("shopper2")]), 202)["id"])
    sender = relay(client)._sender
    assert sender
    sender.budget = policy.SHARE * spent(client, counter)
    assert "account today" in post(client, counter.hand.pay([counter.order("shopper2")]), 503)["error"]
    cart = [counter.order("shopper3") for _ in range(2)]
    assert "more network fees" in post(client, counter.hand.pay(cart), 503)["error"]
    assert post(client, counter.hand.pay(cart[:1]), 202)["status"] == "sent"


def test_floods(counter: Counter) -> None:
    """By address, for all that the node is asked about."""
    client = counter.open(**RELAYED)
    body = counter.hand.act(counter.bought(), "confirm", by=counter.shop.people["stranger"])
    answers = [client.post("/api/v1/signed", json=body).status_code for _ in range(31)]
    assert answers == [409] * 30 + [429]


def _overtaken(counter: Counter, client: FlaskClient, body: Body) -> Any:
    """What the relay says when somebody else pays more for bringing the same."""
    shop, document = counter.shop, signed.of(body)
    call = shop.market.call(document.call, *document.arguments)
    brought = {"from": shop.people["stranger"], "to": call.to, "data": call.data, "gas": 400_000, "gasPrice": 10**12}
    with counter.shop.node.held_up():
        sent = post(client, body, 202)
        shop.web3.eth.send_transaction(brought)
    look(client, sent["id"])
    return sent
