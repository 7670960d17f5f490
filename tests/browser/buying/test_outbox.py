"""What waits in the browser for the shop: kept as long as something may name it, and no longer."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import steps
from tests.browser.held import HELD, HOLD
from tests.browser.tabs import wait_until
from tests.browser.wallet import Wallet
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop

SEND_PICTURE = """async () => {
  const { hold, send } = await import("/static/js/outbox.js");
  const picture = [`0x${"1".repeat(64)}`, new Uint8Array([1]), 1];
  await hold([picture]);
  await send([picture]);
}"""
RETRY = 'async () => (await import("/static/js/outbox.js")).retry()'


@pytest.fixture
def about(page: Page, shop: Shop) -> Page:
    """A page to run modules in."""
    page.goto(f"{shop.url}/about")
    return page


def answer(page: Page, statuses: list[int]) -> list[str]:
    """Let the shop answer for each document by its first byte; the names of those that it is given."""
    given: list[str] = []

    def fulfil(route: Route) -> None:
        body = route.request.post_data_buffer or b""
        given.append(route.request.url.rpartition("/")[2])
        route.fulfill(status=statuses[body[0]], json={"error": "no"})

    page.route("**/api/v1/documents/*", fulfil)
    return given


def test_what_was_erased_is_not_kept(about: Page) -> None:
    """Nor is what nothing came to name in time; what may still be named stays."""
    answer(about, [410, 409, 202, 409])
    about.evaluate(HOLD, [None, 1, None, None])
    about.evaluate(RETRY)
    assert about.evaluate(HELD) == [None, None]


def test_nobody_waits_for_another_ones_documents(about: Page) -> None:
    given = answer(about, [409, 200])
    about.evaluate(HOLD, [None])
    about.evaluate(SEND_PICTURE)
    assert given == ["0x" + "1" * 64]
    assert about.evaluate(HELD) == [None]


def test_clearing_says_what_would_be_lost(page: Page, shop: Shop, wallet: Wallet) -> None:
    page.goto(f"{shop.url}/record?account={wallet.address}")
    expect(page.get_by_text("This browser keeps nothing of this shop.", exact=True)).to_be_visible()
    page.evaluate(HOLD, [None])
    page.reload()
    page.get_by_role("button", name="Clear what this browser keeps").click()
    expect(page.locator("#agree")).to_contain_text("has not stored yet")
    assert page.evaluate(HELD) == [None]
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text(
        "This browser keeps nothing of this shop any more. What this page shows is public"
    )
    assert page.evaluate(HELD) == []


def test_details_stay_as_long_as_their_payment_may_come(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    status = page.locator("#status")
    wallet.declines.add("eth_sendTransaction")
    steps.open_checkout(page, shop, goods.id("teapot"))
    steps.pay(page)
    expect(status).to_contain_text("You declined in your wallet.")
    assert page.evaluate(HELD) == [24]
    wallet.declines.clear()
    with shop.node.held_up():
        steps.pay(page)
        expect(status).to_contain_text("Waiting until it is on the chain")
        assert page.evaluate(HELD) == [None]
        wait_until(page, "Object.values(localStorage).some((kept) => kept.includes('nonce'))")
        wallet.send_nothing_instead()
    expect(status).to_contain_text("Your wallet sent another transaction instead")
    assert page.evaluate(HELD) == [24]
