"""The relay: what shoppers sign is sent once and paid by the storefront; confirmations wait for their sellers."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.typed_transactions import TypedTransaction
from hexbytes import HexBytes

from frontend import config
from frontend.chain import Chain
from frontend.relay import policy
from frontend.relay.purse import Purse
from frontend.relay.wire import Fees, Wire
from frontend.web import limits
from scripts.parameters import COIN, DAY, PUBLIC_ACCOUNTS
from scripts.terms import Status
from scripts.wallet import Call
from tests.fixtures.goods import DOLLAR
from tests.fixtures.shop import RELAYED, ROOT
from tests.fixtures.signed_documents import Body
from tests.frontend.counter import GWEI, Counter, ended, kept, look, post, relay, spent


def test_default_behavior(counter: Counter) -> None:
    """Who has Dollars and not one wei buys a cart and confirms it; the storefront pays exactly what its ledger says."""
    client, before = counter.open(**RELAYED), counter.coin("storefront")
    cart = [counter.order("shopper2"), counter.order("shopper2")]
    paid = counter.hand.pay(cart)
    sent = post(client, paid, 202)
    assert sent["status"] == "sent"
    assert ended(client, sent["id"]) == sent | {"status": "mined"}
    assert post(client, paid, 200) == sent | {"status": "mined"}
    confirmed = post(client, counter.hand.act(cart[0], "confirm"), 202)
    assert ended(client, confirmed["id"])["status"] == "mined"
    assert [counter.record(order).status for order in cart] == [Status.CLOSED, Status.AWAITING_SHIPMENT]
    assert counter.coin("shopper2") == 0
    assert [counter.dollars(role) for role in ("shopper2", "merchant1")] == [900 * DOLLAR, 50 * DOLLAR]
    cost = before - counter.coin("storefront")
    assert 0 <= spent(client, counter) - cost / GWEI <= 2
    assert kept(client, counter.shop.people["merchant1"]) == {"items": [], "next": None}


def test_pages_know(counter: Counter) -> None:
    """Who pays, and how each currency is signed."""
    said = [counter.open(**environment).get("/").get_data(as_text=True) for environment in ({}, RELAYED)]
    facts = [json.loads(page.split('id="market">')[1].split("</script>")[0]) for page in said]
    assert [one["relay"] for one in facts] == [None, {"account": counter.shop.people["storefront"]}]
    said = [counter.open(**environment).get("/about").get_data(as_text=True) for environment in ({}, RELAYED)]
    assert ["you sign once" in one for one in said] == [False, True]
    dollar = counter.goods.offers["lamp"].currency.lower()
    signing = {"name": "Dollar", "version": "2"}
    units = {name: {**unit, "loyalty": None, "credit": None} for name, unit in facts[0]["currencies"].items()}
    assert units[dollar] == {
        "symbol": "USD", "decimals": 6, "authorization": signing, "permit": signing, "loyalty": None, "credit": None,
    }  # fmt: skip
    assert units[COIN] == {"symbol": "ETH", "decimals": 18, "loyalty": None, "credit": None}


def test_off(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pays a seller is kept for him until it is done; the rest the shopper sends himself."""
    client, seller = counter.open(), counter.shop.people["merchant1"]
    assert "yourself" in post(client, counter.hand.pay([counter.order()]), 503)["error"]
    orders = [counter.bought() for _ in range(3)]
    assert "yourself" in post(client, counter.hand.act(orders[0], "cancel"), 503)["error"]
    bodies = [counter.hand.act(order, "confirm") for order in orders]
    said = [post(client, body, 202) for body in bodies]
    assert {one["status"] for one in said} == {"kept"}
    first = kept(client, seller, limit="2")
    assert first["items"] + kept(client, seller, after=first["next"])["items"] == bodies
    assert kept(client, counter.shop.people["merchant2"])["items"] == []
    counter.shop.send("shopper1", counter.shop.market.call("confirm", orders[0]))
    counter.shop.send("merchant1", counter.shop.market.call("ship", orders[1]))
    counter.shop.index_once()
    assert [look(client, one["id"])["status"] for one in said] == ["mined", "failed", "kept"]
    assert kept(client, seller)["items"] == bodies[2:]
    monkeypatch.setattr(policy, "MOVED", -1)
    assert kept(client, seller)["items"] == bodies[2:]
    assert client.get(f"/api/v1/signed/{said[1]['id']}").status_code == 404


def test_kept_though_a_node_is_behind(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an old answer says only leaves it out; where it keeps saying so for some minutes, it is believed."""
    client, order = counter.open(), counter.order()
    counter.shop.send("shopper1", counter.shop.token("approve", counter.shop.market.escrow.address, order.total))
    before = counter.record(order)
    counter.shop.send("shopper1", counter.shop.market.call("pay", order))
    body, seller = counter.hand.act(order, "confirm"), order.offer.seller
    post(client, body, 202)
    for minutes, left in ((policy.MOVED, [body]), (-1, [])):
        with monkeypatch.context() as patch:
            patch.setattr(Chain, "records", lambda _, ids: [before for _ in ids])
            patch.setattr(policy, "MOVED", minutes)
            assert [kept(client, seller)["items"] for _ in range(2)] == [[], []]
        assert kept(client, seller)["items"] == left


def test_nothing_stays_kept_for_ever(counter: Counter) -> None:
    """The daily erasing drops what is worth nothing; of one order only the latest few are kept."""
    client, order = counter.open(), counter.bought()
    for hours in range(1, policy.KEPT_OF_AN_ORDER + 3):
        said = post(client, counter.hand.act(order, "confirm", valid=hours * 3_600), 202)
    assert len(kept(client, order.offer.seller)["items"]) == policy.KEPT_OF_AN_ORDER
    counter.shop.node.rpc("evm_increaseTime", DAY)
    counter.mine()
    assert "Erased 0 sealed documents" in run(counter, "frontend.vault", "erase")
    assert client.get(f"/api/v1/signed/{said['id']}").status_code == 404


def test_erasing_goes_on_where_told(counter: Counter) -> None:
    """What a timer would do; a number that is none is refused in a sentence."""
    command = [sys.executable, "-m", "frontend.vault", "erase", "--every"]
    settings = counter.shop.environment()
    with subprocess.Popen([*command, "1"], cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True) as timer:
        assert [next(timer.stdout) for _ in range(2)] == [
            "Erased 0 sealed documents of orders that ended 14 days ago or earlier.\n"
        ] * 2
        timer.terminate()
    refused = subprocess.run([*command, "0"], cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "'0' is not a number of seconds above 0" in refused.stderr


def test_the_operator_is_told(counter: Counter) -> None:
    assert "no account is configured" in run(counter, "frontend.relay")
    said = run(counter, "frontend.relay", **RELAYED)
    assert f"account   {counter.shop.people['storefront']}\n" in said
    assert said.endswith("today     0.000000000 of 1.000000000\n")


def test_malformed(counter: Counter) -> None:
    """Each gets a sentence, and none reaches the node."""
    client, good = counter.open(**RELAYED), counter.hand.pay([counter.order()])
    texts = ["", "[" * 60_000, "{" * 3, '"x"', "null", "NaN", json.dumps(good)[:-1]]
    changed: list[Body] = [{**good, name: value} for name, value in (
        ("type", "handover/signed/2"), ("call", "withdraw"), ("call", "act_signed"), ("orders", []), ("orders", {}),
        ("orders", good["orders"] * 21), ("orders", good["orders"] * 2), ("signature", "0x" + "11" * 64),
        ("valid_before", 1.5), ("valid_before", 7), ("valid_before", "07"), ("valid_before", "9" * 78), ("more", ""),
    )]  # fmt: skip
    action = counter.hand.act(counter.bought(), "confirm")
    changed += [{**action, "action": {**action["action"], "verb": "withdraw"}}, {**action, "signature": "0x"}]
    nonce = counter.nonce()
    for text in [*texts, *map(json.dumps, changed)]:
        answer = client.post("/api/v1/signed", data=text)
        assert (answer.status_code, list(answer.get_json())) == (400, ["error"]), text[:200]
        limits.limiter.reset()
    assert client.post("/api/v1/signed", data=b" " * 70_000).status_code == 413
    assert client.get("/api/v1/signed?seller=me").status_code == 400
    assert client.get(f"/api/v1/signed?seller={COIN}&limit=0").status_code == 400
    assert client.get("/api/v1/signed/nothing").status_code == 400
    assert counter.nonce() == nonce


def test_would_fail(counter: Counter) -> None:
    """Refused with the contract's reason, in the reader's language, and costs nothing."""
    client, stranger = counter.open(**RELAYED), counter.shop.people["stranger"]
    order, paid = counter.bought(), counter.order()
    nonce = counter.nonce()
    elsewhere = order._replace(salt=b"\x07" * 32)
    refused = [
        (counter.hand.act(order, "confirm", by=stranger), "did not sign", "签名不是买家本人的"),
        (counter.hand.act(order, "confirm", valid=30), "too old", "已过期"),
        (counter.hand.act(order, "send_back"), "moved on", "状态已"),
        (counter.hand.act(elsewhere, "confirm"), "never paid", "从未付款"),
        (counter.hand.pay([paid], by=stranger), "wrong signature", "wrong signature"),
        (counter.hand.pay([paid], valid=7_200), "longer than an hour", "超过一小时"),
        (counter.hand.pay([paid, paid]), "already paid", "已"),
    ]
    for body, en, zh in refused:
        assert en in post(client, body, 409)["error"]
        assert zh in post(client, body, 409, "zh")["error"]
    assert counter.nonce() == nonce
    assert spent(client, counter) == 0


def test_done_already(counter: Counter) -> None:
    """Brought by somebody else, or by nobody needed any more: said so, and not sent."""
    client, order = counter.open(**RELAYED), counter.order("shopper2")
    sent = post(client, counter.hand.pay([order]), 202)
    nonce = counter.nonce()
    assert post(client, counter.hand.pay([order], valid=1_000), 200)["status"] == "mined"
    look(client, sent["id"])
    document_ = b"\x05" * 32
    post(client, counter.hand.act(order, "submit_evidence", document=document_), 202)
    counter.shop.index_once()
    assert (
        post(client, counter.hand.act(order, "submit_evidence", document=document_, valid=99), 200)["status"] == "mined"
    )
    assert counter.nonce() == nonce + 1


def test_while_the_node_is_down(counter: Counter) -> None:
    body = counter.hand.pay([counter.order("shopper2")])
    client = counter.open(**RELAYED, HANDOVER_NODE="http://127.0.0.1:9")
    assert "chain" in post(client, body, 503)["error"]


def test_signs_by_a_keystore_and_calls_the_market_only(counter: Counter, tmp_path: Path) -> None:
    """Without coin, for this chain; what everybody has the key of pays on a devnet only."""
    account, password = Account.create(), "a long enough password"
    for name, key in (
        ("own", account.key),
        ("known", "0x" + "ac0974bec39a17e36ba4a6b4d238ff94" + "4bacb478cbed5efcae784d7bf4f2ff80"),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(Account.encrypt(key, password, iterations=2)))
    (tmp_path / "password").write_text(password + "\n")
    files = {
        "HANDOVER_RELAY_KEYSTORE": str(tmp_path / "own.json"),
        "HANDOVER_RELAY_PASSWORD": str(tmp_path / "password"),
    }
    counter.shop.node.rpc("anvil_setBalance", account.address, hex(10**18))
    client, order = counter.open(**files), counter.order("shopper2")
    assert ended(client, post(client, counter.hand.pay([order]), 202)["id"])["status"] == "mined"
    purse = relay(client)._purse
    assert purse
    escrow = counter.shop.market.escrow.address
    signed = purse.sign(Call(escrow, b"\x01\x02"), 7, 100_000, Fees(30, 2))
    for call in (Call(counter.shop.people["stranger"], b"\x01"), Call(escrow, b"\x01", 1)):
        with pytest.raises(ValueError, match="does not call"):
            purse.sign(call, 7, 100_000, Fees(30, 2))
    said = TypedTransaction.from_bytes(HexBytes(signed.raw)).as_dict()
    assert HexBytes(said["to"]).to_0x_hex() == counter.shop.book.contracts["Escrow"].address.lower()
    assert (said["value"], said["chainId"], said["nonce"]) == (0, 31337, 7)
    assert Account.recover_transaction(signed.raw) == account.address

    settings = config.load(
        counter.shop.environment() | files | {"HANDOVER_RELAY_KEYSTORE": str(tmp_path / "known.json")}
    )
    assert Purse(settings, Wire(relay(client)._chain)).address == PUBLIC_ACCOUNTS[0]
    with pytest.raises(config.ConfigError, match="known to everyone"):
        Purse(_elsewhere(settings), Wire(relay(client)._chain))
    (tmp_path / "password").write_text("another")
    with pytest.raises(config.ConfigError, match="does not open"):
        counter.open(**files)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"HANDOVER_RELAY_ROLE": "nobody"}, "one of the devnet's roles"),
        ({"HANDOVER_RELAY_ROLE": "storefront", "HANDOVER_CHAIN_ID": "1"}, "for a devnet only"),
        ({"HANDOVER_RELAY_KEYSTORE": "key.json"}, "go together"),
        ({"HANDOVER_RELAY_BUDGET": "much"}, "an amount of coin"),
    ],
)
def test_configuration(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(config.ConfigError, match=sentence):
        config.load(environment)


def _elsewhere(settings: config.Settings) -> config.Settings:
    return replace(settings, chain_id=1)


def run(counter: Counter, module: str, *words: str, **environment: str) -> str:
    """What a command of the operator's prints."""
    settings = counter.shop.environment() | environment
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=True).stdout
