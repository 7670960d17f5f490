"""Asking for mail from the browser, confirming by the link in the mailbox, and ending it."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from frontend.notices.subscriptions import Subscriptions
from frontend.vault import Vault
from scripts.parameters import ROOT
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import Goods
from tests.fixtures.mailbox import Mailbox, running_mailbox
from tests.fixtures.shop import Shop, running_shop

EMAIL = "shopper@example.org"


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """The mail server."""
    with running_mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def shop(mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory, goods: Goods) -> Iterator[Shop]:
    """A shop that sends mail."""
    with running_shop(tmp_path_factory.mktemp("shop"), goods.furnish, SMTP_URL=mailbox.url) as running:
        yield running


def send(shop: Shop) -> None:
    """One round of the process that sends."""
    command = [sys.executable, "-m", "frontend.notices", "--once"]
    subprocess.run(command, cwd=ROOT, env=shop.environment(), check=True, capture_output=True)


def test_mail_from_the_wish_to_the_end(page: Page, shop: Shop, goods: Goods, wallet: Wallet, mailbox: Mailbox) -> None:
    order_id = steps.buy(page, shop, goods.id("bowl"))
    page.goto(f"{shop.url}/orders/?account={wallet.address}")
    page.get_by_label("Or by e-mail").fill(EMAIL)
    page.get_by_role("button", name="Send me mail").click()
    expect(page.locator("#status")).to_have_text("Look into your mailbox: the first mail has a link to confirm.")
    assert [method for method, _ in wallet.asked].count("personal_sign") == 1

    send(shop)
    (mail,) = mailbox.mails
    found = re.search(r"http://\S+/notices/\S+", mail.get_content())
    assert found
    page.goto(found.group())
    page.get_by_role("button", name="Yes, write to me").click()
    expect(page.get_by_text(f"This shop writes to {EMAIL}")).to_be_visible()
    send(shop)

    order = shop.market.sale(bytes.fromhex(order_id[2:])).order
    shop.wait_for_index(shop.send("merchant1", shop.market.call("ship", order)))
    send(shop)
    assert mailbox.subjects() == ["Confirm: mail about your orders", "Your turn: Bowl"]
    assert f"{shop.url}/orders/{order_id}" in mailbox.mails[-1].get_content()

    page.goto(f"{shop.url}/orders/?account={wallet.address}")
    page.get_by_role("button", name="No mail any more").click()
    expect(page.locator("#status")).to_contain_text("this shop has forgotten the address")
    assert list(Subscriptions(Vault(shop.vault)).all()) == []
