"""What the relay has begun: one transaction after the other, each once, whatever ends the process or the chain does."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from hexbytes import HexBytes

from frontend.relay import policy, sending
from frontend.relay.ledger import Sent
from frontend.relay.wire import ENVELOPE, ORACLE, Wire
from scripts.parameters import DAY
from scripts.signed import Instalments
from scripts.terms import Status
from scripts.wallet import Call
from tests.fixtures.borrowing import Borrowing
from tests.fixtures.goods import DOLLAR
from tests.fixtures.shop import RELAYED, ROOT, until
from tests.fixtures.signed_documents import Body
from tests.frontend.counter import GWEI, Counter, ended, kept, look, post, relay, spent

A_GWEI_A_BYTE = "0x600435633b9aca00025f5260205ff3"  # returns its first argument times 10^9
SIGNATURE = 67  # bytes in a transaction

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
    with counter.shop.node.held_up():
        sent = post(client, counter.hand.pay([counter.order("shopper2")]), 202)
        reserved = spent(client, counter)
        enough = counter.open(**RELAYED, HANDOVER_RELAY_BUDGET=f"{(reserved + 1) / GWEI:.9f}")
        assert post(enough, body, 202)["status"] == "kept"
    assert ended(client, sent["id"])["status"] == "mined"
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
    until(lambda: counter.nonce() == nonce + 1)


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
    _until_it_rests(again, monkeypatch)


def test_taken_back_while_nobody_asks(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is mined is looked after until no re-organisation is expected to take it back."""
    client, order = counter.open(**RELAYED), counter.order("shopper2")
    monkeypatch.undo()
    monkeypatch.setattr(sending, "PAUSE", 0.1)
    monkeypatch.setattr(sending, "SLOWLY", 0.2)
    state = counter.shop.node.rpc("evm_snapshot")
    sent = post(client, counter.hand.pay([order]), 202)
    until(lambda: begun(client, sent["id"]).state == "mined")
    counter.shop.node.rpc("evm_revert", state)
    until(lambda: counter.record(order).status == Status.AWAITING_SHIPMENT)
    _until_it_rests(client, monkeypatch)
    assert begun(client, sent["id"]).state == "mined"


@pytest.mark.parametrize("later", [False, True])
def test_hangs(counter: Counter, monkeypatch: pytest.MonkeyPatch, later: bool) -> None:
    """It is replaced by one that pays more, as soon as blocks come without it; one is mined. So with a Credit."""
    client = counter.open(**RELAYED)
    body = _bought_later(counter) if later else counter.hand.pay([counter.order("shopper2")])
    nonce = counter.nonce()
    with counter.shop.node.held_up(), _hanging(monkeypatch):
        sent = post(client, body, 202)
        said = look(client, sent["id"])
        assert "busy" in said["reason"]
        assert said["transaction"] == sent["transaction"]
        _dearer(counter, client, sent["id"])
        said = look(client, sent["id"])
        assert said["transaction"] != sent["transaction"]
    receipt = counter.shop.web3.eth.get_transaction_receipt(HexBytes(said["transaction"]))
    assert look(client, sent["id"]) == {**_plain(said), "status": "mined"}
    assert receipt["status"] == 1
    assert counter.nonce() == nonce + 1
    assert spent(client, counter) == -(-receipt["gasUsed"] * receipt["effectiveGasPrice"] // GWEI)


def test_hangs_though_its_credit_has_left(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address book without the contract ends no watch: what was signed is given again as it is, none dearer."""
    client = counter.open(**RELAYED)
    body, nonce = _bought_later(counter), counter.nonce()
    with counter.shop.node.held_up(), _hanging(monkeypatch):
        sent = post(client, body, 202)
        contracts = relay(client)._chain.book.contracts
        gone = next(name for name, one in contracts.items() if one.lends)
        monkeypatch.delitem(contracts, gone)
        _dearer(counter, client, sent["id"])
        relay(client)._sender._look()
        assert begun(client, sent["id"]).hashes == (sent["transaction"],)
    assert ended(client, sent["id"])["status"] == "mined"
    assert counter.nonce() == nonce + 1


def test_hangs_for_no_want_of_money(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """What blocks leave out though it offers enough is given to the node again, for a few times the price at most."""
    client = counter.open(**RELAYED)
    counter.shop.node.rpc("anvil_setNextBlockBaseFeePerGas", hex(GWEI))
    counter.mine()
    with counter.shop.node.held_up(), _hanging(monkeypatch):
        sent = post(client, counter.hand.pay([counter.order("shopper2")]), 202)
        first = latest = begun(client, sent["id"])
        for _ in range(12):
            counter.shop.node.rpc("anvil_dropTransaction", latest.hashes[-1])
            counter.mine()
            look(client, sent["id"])
            latest = begun(client, sent["id"])
    assert first.fees.most < latest.fees.most <= policy.DEAREST * first.fees.most
    assert latest.fees.tip <= policy.DEAREST * first.fees.tip + 12
    assert look(client, sent["id"])["status"] == "mined"


def test_first_layers_fee_is_set_aside(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice what the chain says, for the first transaction and for one that replaces it; here a gwei a byte."""
    client = counter.open(**RELAYED)
    counter.shop.node.rpc("anvil_setCode", ORACLE, A_GWEI_A_BYTE)
    with counter.shop.node.held_up(), _hanging(monkeypatch):
        sent = post(client, counter.hand.pay([counter.order("shopper2")]), 202)
        hashes = []
        for _ in range(2):
            found = begun(client, sent["id"])
            gas = -(-found.gas * found.fees.most // GWEI)
            assert spent(client, counter) == gas + 2 * (len(found.data) + ENVELOPE)
            assert len(found.data) < len(found.raw) < len(found.data) + ENVELOPE + SIGNATURE
            hashes.append(found.hashes)
            _dearer(counter, client, sent["id"])
            look(client, sent["id"])
        assert list(map(len, hashes)) == [1, 2]
        counter.shop.node.rpc("anvil_setNextBlockBaseFeePerGas", "0x1")


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

    with counter.shop.node.held_up():
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


def test_without_coin_for_more(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs is not replaced by one that the account could not pay."""
    client, account = counter.open(**RELAYED), counter.shop.people["storefront"]
    with counter.shop.node.held_up(), _hanging(monkeypatch):
        sent = post(client, counter.hand.pay([counter.order("shopper2")]), 202)
        counter.shop.node.rpc("anvil_setBalance", account, hex(spent(client, counter) * GWEI))
        _dearer(counter, client, sent["id"])
        assert look(client, sent["id"])["transaction"] == sent["transaction"]
        counter.shop.node.rpc("anvil_setNextBlockBaseFeePerGas", "0x1")
    assert look(client, sent["id"]) == {**_plain(sent), "status": "mined"}


def begun(client: FlaskClient, id_: str) -> Sent:
    """What the ledger says of a document."""
    found = relay(client)._ledger.find(id_)
    assert found
    return found


@contextmanager
def _hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is sent meanwhile hangs at once."""
    with monkeypatch.context() as patch:
        patch.setattr(policy, "HANGS", -1)
        patch.setattr(policy, "AGAIN", -1)
        yield


def _dearer(counter: Counter, client: FlaskClient, id_: str) -> None:
    """A block comes that is too dear for what was sent."""
    counter.shop.node.rpc("anvil_setNextBlockBaseFeePerGas", hex(begun(client, id_).fees.most + 1))
    counter.mine()


def _plain(said: Any) -> Any:
    """The same without a reason."""
    return {name: value for name, value in said.items() if name != "reason"}


def _until_it_rests(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes what is mined for final, and waits for the relay to stop looking."""
    sender = relay(client)._sender
    assert sender
    monkeypatch.setattr(policy, "SETTLES", 0)
    until(lambda: sender._thread is None)


def kill(counter: Counter, body: Body, where: str) -> None:
    """Has a storefront of its own process take a document, and ends the process where it comes to a method."""
    module, name, method = where.split(".")
    environment = counter.shop.environment() | RELAYED
    given = [sys.executable, "-c", DYING.format(module=module, name=name, method=method)]
    ended = subprocess.run(given, cwd=ROOT, env=environment, input=json.dumps(body), text=True, check=False)
    assert ended.returncode == -signal.SIGKILL


def _bought_later(counter: Counter) -> Body:
    """A purchase in instalments, signed."""
    borrowing = Borrowing(counter.shop, counter.goods.offers["lamp"])
    account = counter.shop.people["shopper2"]
    borrowing.open(account)
    return counter.hand.buy_later(borrowing.order(account), Instalments(20 * DOLLAR, 4, 14))
