"""What the relay has begun: one transaction after the other, each once, whatever ends the process or the chain does."""

import json
import signal
import subprocess
import sys
import threading

import pytest
from hexbytes import HexBytes

from frontend.relay import policy
from frontend.relay.wire import Wire
from scripts.parameters import DAY
from scripts.terms import Status
from scripts.wallet import Call
from tests.fixtures.shop import ROOT, until
from tests.fixtures.signed_documents import Body
from tests.frontend.counter import GWEI, RELAYED, Counter, kept, look, post, relay, spent

DYING = """
import json, os, signal, sys
from frontend.app import create_app
from frontend.relay.{module} import {name}
{name}.{method} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
create_app().test_client().post("/api/v1/signed", json=json.load(sys.stdin))
"""


def test_budget(counter: Counter) -> None:
    """What is reserved counts until the receipt corrects it; with the next day of the chain there is a new one."""
    client, poor = counter.open(**RELAYED), counter.open(**RELAYED, HANDOVER_RELAY_BUDGET="0.000001")
    order = counter.bought()
    assert "today" in post(poor, counter.hand.pay([counter.order("shopper2")]), 503)["error"]
    body = counter.hand.act(order, "confirm", valid=3 * DAY)
    assert post(poor, body, 202)["status"] == "kept"
    assert kept(poor, order.offer.seller)["items"] == [body]
    with counter.held_up():
        sent = post(client, counter.hand.pay([counter.order("shopper2")]), 202)
        reserved = spent(client, counter)
        enough = counter.open(**RELAYED, HANDOVER_RELAY_BUDGET=f"{(reserved + 1) / GWEI:.9f}")
        assert post(enough, body, 202)["status"] == "kept"
    assert look(client, sent["id"])["status"] == "mined"
    assert 0 < spent(client, counter) < reserved
    counter.shop.node.rpc("evm_increaseTime", DAY)
    counter.mine()
    assert post(enough, body, 202)["status"] == "sent"
    assert kept(enough, order.offer.seller)["items"] == []


def test_killed_before_anything_is_written(counter: Counter) -> None:
    """Nothing is reserved, and no nonce is lost."""
    body = counter.hand.pay([counter.order("shopper2")])
    kill(counter, body, "purse.Purse.sign")
    client, nonce = counter.open(**RELAYED), counter.nonce()
    assert spent(client, counter) == 0
    assert post(client, body, 202)["status"] == "sent"
    assert counter.nonce() == nonce + 1


def test_killed_between_writing_and_sending(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The budget knows of it, and whoever comes next sends the same bytes: once, however often he is asked."""
    order = counter.order("shopper2")
    body = counter.hand.pay([order])
    kill(counter, body, "wire.Wire.broadcast")
    client, nonce = counter.open(**RELAYED), counter.nonce()
    reserved = spent(client, counter)
    assert reserved > 0
    said = post(client, body, 202)
    assert said["status"] == "sent"
    assert counter.record(order).status == Status.NONE
    monkeypatch.setattr(policy, "AGAIN", 0)
    for _ in range(3):
        mined = look(client, said["id"])
    assert mined == said | {"status": "mined"}
    assert counter.nonce() == nonce + 1
    assert 0 < spent(client, counter) < reserved


def test_goes_on_by_itself_after_a_restart(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to ask."""
    client, order = counter.open(**RELAYED), counter.order("shopper2")
    with monkeypatch.context() as patch:
        patch.setattr(Wire, "broadcast", lambda *_: "")
        post(client, counter.hand.pay([order]), 202)
    monkeypatch.undo()
    monkeypatch.setattr(counter.shop, "vault", relay(client)._ledger.path.parents[2])
    monkeypatch.setattr(policy, "AGAIN", 0)
    again = counter.open(**RELAYED)
    until(lambda: counter.record(order).status == Status.AWAITING_SHIPMENT)
    until(lambda: not any(sent.state == "sent" for sent in relay(again)._ledger.unsettled(relay(again).account)))


def test_hangs(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is replaced by one that pays more, as far as the budget goes; one of them is mined."""
    client, order = counter.open(**RELAYED), counter.order("shopper2")
    nonce = counter.nonce()
    with counter.held_up():
        sent = post(client, counter.hand.pay([order]), 202)
        monkeypatch.setattr(policy, "HANGS", -1)
        said = look(client, sent["id"])
        assert "busy" in said["reason"]
        assert said["transaction"] != sent["transaction"]
    monkeypatch.setattr(policy, "HANGS", 180)
    assert look(client, sent["id"])["transaction"] == said["transaction"]
    receipt = counter.shop.web3.eth.get_transaction_receipt(HexBytes(said["transaction"]))
    assert receipt["status"] == 1
    assert counter.nonce() == nonce + 1
    assert spent(client, counter) == -(-receipt["gasUsed"] * receipt["effectiveGasPrice"] // GWEI)


def test_taken_back_by_the_chain(counter: Counter) -> None:
    """A receipt that a re-organisation took is no receipt: the same bytes are sent again."""
    client, order = counter.open(**RELAYED), counter.order("shopper2")
    state = counter.shop.node.rpc("evm_snapshot")
    sent = post(client, counter.hand.pay([order]), 202)
    assert look(client, sent["id"])["status"] == "mined"
    counter.shop.node.rpc("evm_revert", state)
    assert counter.record(order).status == Status.NONE
    assert look(client, sent["id"])["status"] == "sent"
    assert look(client, sent["id"]) == sent | {"status": "mined"}


def test_sent_by_the_operator_himself(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another transaction took the nonce: believed after a while, and nothing hangs behind it."""
    client, shop = counter.open(**RELAYED), counter.shop
    with monkeypatch.context() as patch:
        patch.setattr(Wire, "broadcast", lambda *_: "")
        sent = post(client, counter.hand.pay([counter.order("shopper2")]), 202)
    shop.send("storefront", Call(shop.people["stranger"], b"", 1))
    assert look(client, sent["id"])["status"] == "sent"
    monkeypatch.setattr(policy, "HANGS", -1)
    assert look(client, sent["id"])["status"] == "failed"
    assert post(client, counter.hand.pay([counter.order("shopper2")]), 202)["status"] == "sent"


def test_one_after_the_other(counter: Counter) -> None:
    """Two processes and many threads: no nonce twice, none left out; of one shopper one thing at a time."""
    clients, roles = [counter.open(**RELAYED) for _ in range(2)], ("shopper1", "shopper2", "shopper3")
    bodies = [counter.hand.pay([counter.order(role)]) for role in roles for _ in range(2)]
    nonce, said = counter.nonce(), []

    def run(number: int) -> None:
        said.append(
            clients[number % 2].application.test_client().post("/api/v1/signed", json=bodies[number]).status_code
        )

    with counter.held_up():
        threads = [threading.Thread(target=run, args=(number,)) for number in range(len(bodies))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == [202] * 3 + [429] * 3
    assert counter.nonce() == nonce + 3


def test_without_coin(counter: Counter) -> None:
    client, account = counter.open(**RELAYED), counter.shop.people["storefront"]
    counter.shop.node.rpc("anvil_setBalance", account, hex(10**9))
    assert "at the moment" in post(client, counter.hand.pay([counter.order("shopper2")]), 503)["error"]


def kill(counter: Counter, body: Body, where: str) -> None:
    """Has a storefront of its own process take a document, and ends the process where it comes to a method."""
    module, name, method = where.split(".")
    environment = counter.shop.environment() | RELAYED
    given = [sys.executable, "-c", DYING.format(module=module, name=name, method=method)]
    ended = subprocess.run(given, cwd=ROOT, env=environment, input=json.dumps(body), text=True, check=False)
    assert ended.returncode == -signal.SIGKILL
