"""Mail about orders: asked for by the account, confirmed by a link, sent once, ended at any time."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from flask.testing import FlaskClient

from frontend import config
from frontend.app import create_app
from frontend.index import store
from frontend.notices.mail import NotTaken
from frontend.notices.pages import request_text
from frontend.notices.sending import Sender
from frontend.notices.subscriptions import Subscriptions
from frontend.web import limits
from scripts.parameters import ROOT
from scripts.terms import Order
from tests.fixtures.mailbox import Mailbox, running_mailbox
from tests.fixtures.shop import until
from tests.frontend.documents import BUYER_KEY, COPIER_KEY, DAY, HOUR, Shop, offer_document

EMAIL = "shopper@example.org"
LINK = re.compile(r"http://[^\s]+/notices/[^\s]+")


@dataclass
class Post:
    """A shop that sends mail, and the server that takes it."""

    shop: Shop
    box: Mailbox
    settings: config.Settings
    client: FlaskClient

    @property
    def wishes(self) -> Subscriptions:
        return Subscriptions(self.shop.vault)

    def ask(
        self, email: str = EMAIL, key: str = BUYER_KEY, language: str = "en", method: str = "put", **other: Any
    ) -> Any:
        """Ask for mail (or end it) as whoever has the key."""
        expires = self.shop.devnet.time() + 600
        wish = (email, language) if method == "put" else ("", "")
        text = request_text(31337, self.shop.devnet.escrow.address, *wish, expires)
        signature = "0x" + Account.sign_message(encode_defunct(text=text), key).signature.hex()
        asked = {"account": Account.from_key(key).address, "expires": expires, "signature": signature}
        asked |= {"email": email, "language": language}
        return getattr(self.client, method)("/api/v1/notices", json=asked | other)

    def round(self) -> int:
        """What the process does every half minute."""
        app = create_app(self.settings)
        with app.app_context(), store.open_engine(self.settings.database).connect() as db:
            return Sender(self.settings, self.wishes).round(db)

    def link(self, mail: int = -1) -> str:
        """The path of the link in a mail."""
        found = LINK.search(self.box.mails[mail].get_content())
        assert found
        return found.group().removeprefix(self.settings.origin)

    def subscribe(self, **other: Any) -> None:
        """Ask, and confirm."""
        assert self.ask(**other).status_code == 202
        assert self.round() == 1
        assert self.client.post(self.link() + "/confirm").status_code == 200
        self.box.mails.clear()
        assert self.round() == 0

    def sent_to_the_buyer(self, order: Order) -> None:
        """An order that waits for its buyer: it has no carrier."""
        self.shop.devnet.mine((order.offer.seller, self.shop.devnet.escrow.call("ship", order)))
        self.shop.follow.catch_up()


@pytest.fixture
def post(shop: Shop) -> Iterator[Post]:
    with running_mailbox() as box:
        shop.settings["SMTP_URL"] = box.url
        settings = config.load(shop.settings)
        limits.limiter.reset()
        yield Post(shop, box, settings, create_app(settings).test_client())


@pytest.fixture
def order(post: Post) -> Order:
    offer = post.shop.publish(offer_document())
    post.shop.put(offer_document())
    return post.shop.buy(offer, post.shop.sealed())


def test_nothing_is_sent_before_the_link_is_confirmed(post: Post, order: Order) -> None:
    assert post.ask().status_code == 202
    post.sent_to_the_buyer(order)
    assert [post.round(), post.round()] == [1, 0]
    (mail,) = post.box.mails
    assert (mail["To"], mail["Subject"]) == (EMAIL, "Confirm: mail about your orders")
    for _ in range(2):  # mailboxes look at links
        assert "Yes, write to me" in post.client.get(post.link()).get_data(as_text=True)
    assert post.round() == 0


def test_one_mail_for_what_newly_waits(post: Post, order: Order) -> None:
    post.subscribe()
    assert post.round() == 0  # the seller has to ship
    post.sent_to_the_buyer(order)
    assert [post.round(), post.round()] == [1, 0]
    (mail,) = post.box.mails
    text = mail.get_content()
    assert mail["Subject"] == "Your turn: Green tea"
    assert "Once it has arrived, confirm" in text
    assert "What if you do nothing? The" in text
    order_id = next(iter(re.findall(r"/orders/(0x[0-9a-f]{64})", text)))
    assert post.client.get(f"/orders/{order_id}").status_code == 200
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_day_before_the_end(post: Post, order: Order) -> None:
    post.subscribe()
    post.sent_to_the_buyer(order)
    assert post.round() == 1
    post.shop.devnet.node.rpc("evm_increaseTime", 2 * DAY + 3 * HOUR)
    post.shop.devnet.node.rpc("evm_mine")
    post.shop.follow.catch_up()
    assert [post.round(), post.round()] == [1, 0]
    assert post.box.subjects() == ["Your turn: Green tea", "Only a day left: Green tea"]


def test_in_the_readers_language(post: Post, order: Order) -> None:
    post.subscribe(language="zh")
    post.sent_to_the_buyer(order)
    assert post.round() == 1
    assert post.box.subjects() == ["待你处理：绿茶"]
    assert "如果你不处理" in post.box.mails[0].get_content()


def test_what_waits_already_is_no_news(post: Post, order: Order) -> None:
    post.sent_to_the_buyer(order)
    post.subscribe()
    assert post.box.mails == []


def test_gifts_are_no_news(post: Post) -> None:
    """Anybody could pay orders in somebody's name, to have this shop write to him."""
    post.subscribe()
    offer = post.shop.publish(offer_document())
    post.sent_to_the_buyer(post.shop.buy(offer, post.shop.sealed(), payer=post.shop.copier))
    assert post.round() == 0


def test_sellers_get_mail_too(post: Post) -> None:
    post.subscribe(key=COPIER_KEY)
    offer = post.shop.publish(offer_document(), post.shop.copier)
    post.shop.buy(offer, post.shop.sealed())
    assert post.round() == 1
    assert "The seller packs the parcel" in post.box.mails[0].get_content()


def test_ended_by_the_link_and_by_the_account(post: Post, order: Order) -> None:
    post.subscribe()
    post.sent_to_the_buyer(order)
    post.round()
    unsubscribe = str(post.box.mails[0]["List-Unsubscribe"])[1:-1].removeprefix(post.settings.origin)
    assert post.client.post(unsubscribe, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert post.client.get(unsubscribe.removesuffix("/end")).status_code == 404
    assert not list((post.shop.vault.folder / "private").rglob("*.*"))
    post.subscribe()
    assert post.ask(method="delete").get_json() == {"ended": True}
    assert post.wishes.get(post.shop.buyer) is None


def test_who_did_not_sign_is_refused(post: Post) -> None:
    for refused, status in (
        (post.ask(account=post.shop.copier), 403),
        (post.ask(expires=1), 403),
        (post.ask(email="not an address"), 422),
        (post.ask(email="a@b.org\nBcc: c@d.org"), 422),
        (post.ask(email=""), 422),
        (post.ask(language="xx"), 400),
        (post.ask(signature="0xzz"), 400),
        (post.client.put("/api/v1/notices", data=b"[" * 9_000, content_type="application/json"), 400),
    ):
        assert (refused.status_code, bool(refused.get_json()["error"])) == (status, True)
    assert list(post.wishes.all()) == []


def test_nobody_is_flooded_with_questions(post: Post) -> None:
    """A stranger with many accounts cannot make this shop write to one address again and again."""
    codes = [post.ask(key="0x" + f"{number:02x}" * 32).status_code for number in range(0x51, 0x55)]
    assert codes == [202, 202, 202, 422]
    assert post.round() == 3
    post.shop.devnet.node.rpc("evm_increaseTime", 3 * DAY + HOUR)
    post.shop.devnet.node.rpc("evm_mine")
    assert post.round() == 0
    assert list(post.wishes.all()) == []


def test_asking_again_asks_nobody_again(post: Post) -> None:
    """Nor does ending it meanwhile, nor another name of the same mailbox."""
    for email in (EMAIL, EMAIL, "Shopper+shop@example.org", "s.h.opper@example.org"):
        assert post.ask(email=email).status_code == 202
    assert post.round() == 1
    for _ in range(2):
        assert post.ask(method="delete").status_code == 200
        assert post.ask(email="shopper+more@example.org").status_code == 422
    assert post.round() == 0


def test_a_link_of_somebody_else_does_nothing(post: Post) -> None:
    post.subscribe()
    path = f"/notices/{post.shop.buyer}/{'x' * 32}"
    codes = {post.client.open(path + end, method=method).status_code for end, method in (("", "GET"), ("/end", "POST"))}
    assert codes == {404}
    assert post.wishes.get(post.shop.buyer) is not None


def test_where_the_server_is_away_nothing_is_lost(post: Post, order: Order) -> None:
    post.subscribe()
    post.sent_to_the_buyer(order)
    post.box.refused[EMAIL] = "451 later"
    failed = _process(post, "--once")
    assert (failed.returncode, "takes some mail only later" in failed.stderr) == (1, True)
    post.box.refused.clear()
    assert post.round() == 1


def test_a_mailbox_that_is_gone_is_not_tried_for_ever(post: Post, order: Order) -> None:
    post.subscribe()
    post.sent_to_the_buyer(order)
    post.box.refused[EMAIL] = "550 no such mailbox"
    assert [post.round(), post.round()] == [1, 0]
    assert post.box.mails == []


@pytest.mark.parametrize("reply", ["550 this is spam", "451 later"])
def test_a_mail_that_is_not_taken_holds_up_no_other(post: Post, order: Order, reply: str) -> None:
    """A seller chooses the title, and with it what a server takes for spam."""
    post.subscribe(key=COPIER_KEY, email="other@example.org")
    post.subscribe()
    post.box.spam_word, post.box.spam = "Green tea", reply
    offer = post.shop.publish(offer_document(title={"en": "Lamp"}), post.shop.copier)
    post.shop.put(offer_document(title={"en": "Lamp"}))
    post.sent_to_the_buyer(order)
    post.shop.buy(offer, post.shop.sealed(), salt=3)
    for _ in range(2):
        with suppress(NotTaken):
            post.round()
    assert post.box.subjects() == ["Only a day left: Lamp"]


def test_a_server_that_says_no_goodbye_has_the_mail(post: Post, order: Order) -> None:
    post.subscribe()
    post.sent_to_the_buyer(order)
    post.box.goodbye = "421 busy"
    assert [post.round(), post.round()] == [1, 0]
    assert post.box.subjects() == ["Your turn: Green tea"]


def test_what_a_link_shows_is_in_no_cache(post: Post) -> None:
    post.ask()
    post.round()
    assert post.client.get(post.link()).headers["Cache-Control"] == "no-store"


def test_the_process_sends_once_over_restarts(post: Post, order: Order) -> None:
    post.subscribe()
    post.sent_to_the_buyer(order)
    assert _process(post, "--once").returncode == 0
    assert len(post.box.mails) == 1
    command = [sys.executable, "-m", "frontend.notices"]
    post.sent_to_the_buyer(post.shop.buy(order.offer, post.shop.sealed(), salt=2))
    with subprocess.Popen(command, cwd=ROOT, env=post.shop.settings) as running:
        until(lambda: len(post.box.mails) == 2)
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0
    assert len(post.box.mails) == 2


def test_without_a_server_there_is_no_mail(post: Post) -> None:
    del post.shop.settings["SMTP_URL"]
    post.client = create_app(config.load(post.shop.settings)).test_client()
    assert post.ask().get_json()["error"] == "This storefront sends no mail."
    page = post.client.get(f"/orders/?account={post.shop.buyer}").get_data(as_text=True)
    assert 'id="mail"' not in page
    refused = _process(post, "--once")
    assert (refused.returncode, refused.stderr) == (1, "SMTP_URL names no mail server, so no mail is sent.\n")


def test_addresses_are_in_the_vaults_private_files_only(post: Post, order: Order) -> None:
    post.subscribe()
    post.sent_to_the_buyer(order)
    post.round()
    folder = Path(post.shop.vault.folder)
    found = {path for path in folder.parent.rglob("*") if path.is_file() and EMAIL.encode() in path.read_bytes()}
    assert {path.relative_to(folder).parts[:2] for path in found} == {("private", "notices")}
    assert {path.stat().st_mode & 0o77 for path in found} == {0}
    assert json.loads(next(iter(found)).read_text())["email"] == EMAIL
    for path in (
        "/api/v1/documents/" + post.shop.buyer[2:],
        "/orders/?account=" + post.shop.buyer,
        "/record.json?account=" + post.shop.buyer,
    ):
        assert EMAIL not in post.client.get(path).get_data(as_text=True)


def _process(post: Post, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "frontend.notices", *options]
    return subprocess.run(command, cwd=ROOT, env=post.shop.settings, capture_output=True, text=True, check=False)
