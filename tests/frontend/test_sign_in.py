"""Signing in with a wallet: who may, how long, and every way in which somebody else might try."""

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from flask import Flask
from flask import session as current
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from frontend import config, sign_in
from frontend.app import create_app
from frontend.sign_in import MESSAGE_LASTS, SESSION_LASTS, STATEMENT
from frontend.web import limits
from scripts import artifacts
from scripts.parameters import DEVNET
from scripts.wallet import DEPLOYMENT, Call
from tests.fixtures.shop import Shop, closed_shop

ORIGIN = "https://shop.example"
TOKEN = re.compile(r'"token": "([^"]+)"')


@dataclass
class Door:
    """The storefront's door, a visitor's browser and his key."""

    app: Flask
    client: FlaskClient
    key: LocalAccount
    token: str = ""

    def browser(self) -> "Door":
        """Another browser of the same person."""
        door = Door(self.app, self.app.test_client(), self.key)
        door.knock()
        return door

    def knock(self) -> None:
        """Load the page with the button."""
        text = self.client.get("/sign-in?next=/about", base_url=ORIGIN).get_data(as_text=True)
        self.token = TOKEN.findall(text)[0]

    def post(self, path: str, body: dict[str, str], token: str | None = None) -> TestResponse:
        headers = {"X-CSRFToken": self.token if token is None else token, "Referer": ORIGIN + "/sign-in"}
        return self.client.post(path, json=body, headers=headers, base_url=ORIGIN)

    def ask(self, account: str = "") -> str:
        """The message for an account."""
        return str(self.post("/sign-in/message", {"account": account or self.key.address}).json["message"])

    def sign(self, message: str) -> str:
        return str(self.key.sign_message(encode_defunct(text=message)).signature.to_0x_hex())

    def enter(self, message: str, signature: str = "") -> TestResponse:
        return self.post("/sign-in", {"message": message, "signature": signature or self.sign(message)})

    def who(self) -> str:
        """The account that the storefront takes this browser's user for."""
        answer = self.client.get("/sign-in?next=/about", base_url=ORIGIN)
        if answer.status_code != 302:
            return ""
        with self.client.session_transaction(base_url=ORIGIN) as session:
            return str(session["signed_in"]["account"])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A market with nothing in it."""
    with closed_shop(tmp_path_factory.mktemp("door"), lambda _: None) as shop:
        shop.index_once()
        yield shop


@pytest.fixture
def door(shop: Shop) -> Door:
    """A visitor who has loaded the page."""
    settings = replace(config.load(shop.environment()), origin=ORIGIN)
    app = create_app(settings)
    limits.limiter.reset()
    door = Door(app, app.test_client(), Account.create())
    door.knock()
    return door


def test_default_behavior(door: Door) -> None:
    message = door.ask()
    assert message.startswith(f"shop.example wants you to sign in with your Ethereum account:\n{door.key.address}\n")
    for line in (STATEMENT, f"URI: {ORIGIN}/sign-in", f"Chain ID: {DEVNET}", "Version: 1", "Expiration Time: "):
        assert line in message
    answer = door.enter(message)
    assert (answer.status_code, answer.json) == (200, {"account": door.key.address})
    assert door.who() == door.key.address


def test_the_cookie_is_for_this_site_only_and_for_no_script(door: Door) -> None:
    cookie = door.enter(door.ask()).headers["Set-Cookie"]
    for part in ("__Host-handover=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain=" not in cookie


def test_a_message_enters_once(door: Door) -> None:
    """Not even with a copy of the session that asked for it."""
    message = door.ask()
    with door.client.session_transaction(base_url=ORIGIN) as session:
        before = dict(session)
    assert door.enter(message).status_code == 200
    with door.client.session_transaction(base_url=ORIGIN) as session:
        session.clear()
        session.update(before)
    answer = door.enter(message)
    assert (answer.status_code, answer.json["error"]) == (401, "This message was used already. Try again.")
    assert door.who() == ""


def test_a_message_enters_only_the_browser_that_asked(door: Door) -> None:
    message = door.ask()
    thief = door.browser()
    assert thief.enter(message).status_code == 401
    thief.ask()
    assert thief.enter(message).status_code == 401
    assert thief.who() == ""


def test_the_host_header_has_no_say(door: Door) -> None:
    headers = {"X-CSRFToken": door.token, "Host": "evil.example", "Referer": "https://evil.example/"}
    answer = door.client.post("/sign-in/message", json={"account": door.key.address}, headers=headers, base_url=ORIGIN)
    assert "evil.example" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("shop.example wants", "evil.example wants"),
        (f"URI: {ORIGIN}", "URI: https://evil.example"),
        (f"Chain ID: {DEVNET}", "Chain ID: 1"),
        (STATEMENT, "Anything else."),
        ("Expiration Time: 2", "Expiration Time: 3"),
        ("Version: 1", "Version: 2"),
    ],
)
def test_a_changed_message_is_refused(door: Door, old: str, new: str) -> None:
    message = door.ask()
    assert old in message
    assert door.enter(message.replace(old, new)).status_code == 401
    assert door.who() == ""


def test_another_nonce_is_refused(door: Door) -> None:
    message = door.ask()
    assert door.enter(re.sub(r"Nonce: \w+", "Nonce: " + "0" * 32, message)).status_code == 401


def test_another_accounts_signature_is_refused(door: Door) -> None:
    message = door.ask(Account.create().address)
    answer = door.enter(message)
    assert (answer.status_code, answer.json["error"]) == (
        401,
        "The signature does not fit, or came too late. Try again.",
    )


@pytest.mark.parametrize("signature", ["0x", "0x12", "none", "0x" + "00" * 65, "0x" + "ff" * 65])
def test_a_wrong_signature_is_refused(door: Door, signature: str) -> None:
    assert door.enter(door.ask(), signature).status_code == 401


@pytest.mark.parametrize("body", [{}, {"message": "x"}, {"message": "a\n" * 500, "signature": "0x12"}])
def test_nonsense_is_refused_in_words(door: Door, body: dict[str, str]) -> None:
    door.ask()
    answer = door.post("/sign-in", body)
    assert (answer.status_code, answer.json["error"]) == (
        401,
        "This is not the message that this shop wrote. Nothing was signed in.",
    )


def test_no_message_keeps_the_storefront_busy(door: Door) -> None:
    """Parsers of such messages take a minute for this one."""
    message = door.ask().replace(STATEMENT, "a" * 15_000)
    since = time.process_time()
    assert door.enter(message).status_code == 401
    assert time.process_time() - since < 5


@pytest.mark.parametrize("path", ["/sign-in/message", "/sign-in", "/sign-in/out"])
def test_no_file_is_read_to_its_end(door: Door, path: str) -> None:
    """The token may be in a form: nobody without it may fill the disk by one."""
    form = {"file": (io.BytesIO(bytes(1_000_000)), "big")}
    answer = door.client.post(path, data=form, base_url=ORIGIN)
    assert (answer.status_code, "no message and signature" in answer.json["error"]) == (413, True)


def test_nobody_is_a_contract_that_repeats_what_it_is_told(door: Door) -> None:
    """The fourth precompiled contract is on every chain."""
    assert door.enter(door.ask("0x" + "4".zfill(40))).status_code == 401
    assert door.who() == ""


def test_a_message_expires_by_the_chains_clock(door: Door, shop: Shop) -> None:
    message = door.ask()
    shop.node.rpc("evm_increaseTime", MESSAGE_LASTS + 5)
    shop.node.rpc("evm_mine")
    assert door.browser().app is door.app
    door.app.extensions["handover.clock"].good_until = 0.0
    assert door.enter(message).status_code == 401


def test_a_session_expires(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.enter(door.ask())
    monkeypatch.setattr(sign_in.time, "time", lambda real=sign_in.time.time: real() + SESSION_LASTS + 1)
    assert door.who() == ""


def test_a_session_holds_for_one_market(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.enter(door.ask())
    monkeypatch.setattr(sign_in, "_market", lambda: "1:0x")
    assert door.who() == ""


def test_signing_out_ends_copies_too(door: Door) -> None:
    door.enter(door.ask())
    with door.client.session_transaction(base_url=ORIGIN) as session:
        copy = dict(session)
    door.token = _token_of(door)
    assert door.post("/sign-in/out", {}).status_code == 302
    assert door.who() == ""
    with door.client.session_transaction(base_url=ORIGIN) as session:
        session.update(copy)
    assert door.who() == ""


def test_entering_begins_a_new_session(door: Door) -> None:
    """What stood in the session before is gone: nobody can have planted it."""
    message = door.ask()
    with door.client.session_transaction(base_url=ORIGIN) as session:
        session["planted"] = True
    door.enter(message)
    with door.client.session_transaction(base_url=ORIGIN) as session:
        assert "planted" not in session


@pytest.mark.parametrize("path", ["/sign-in/message", "/sign-in", "/sign-in/out"])
@pytest.mark.parametrize("token", ["", "forged"])
def test_posts_of_other_sites_are_refused(door: Door, path: str, token: str) -> None:
    answer = door.post(path, {"account": door.key.address}, token)
    assert answer.status_code == 400
    assert "Load it again" in answer.json["error"]


def test_without_a_secret_key_nobody_signs_in(shop: Shop) -> None:
    settings = replace(config.load(shop.environment()), secret_key="")
    client = create_app(settings).test_client()
    assert client.get("/sign-in").status_code == 503
    assert client.get("/").status_code == 200


def test_a_contract_signs_in_by_its_own_word(door: Door, shop: Shop) -> None:
    """ERC-1271: what a contract's owner signs."""
    creation = artifacts.compiled("ContractWallet").creation + encode(["address"], [door.key.address])
    wallet = str(shop.wallet("deployer").send(Call(DEPLOYMENT, creation))["contractAddress"])
    answer = door.enter(door.ask(wallet))
    assert (answer.status_code, answer.json) == (200, {"account": wallet})


def _token_of(door: Door) -> str:
    """The token of the session that has begun."""
    context = door.app.test_request_context(base_url=ORIGIN)
    with context, door.client.session_transaction(base_url=ORIGIN) as session:
        current.update(session)
        token = str(generate_csrf())
        session["csrf_token"] = current["csrf_token"]
    return token
