"""Points at the checkout of a shop that pays network fees: who uses them pays the fee himself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from scripts.terms import Order
from tests.browser import steps
from tests.fixtures.rewards import Rewards
from tests.fixtures.shop import RELAYED, Shop, running_shop

ALL = "one => (one.click(), document.querySelector('#cost-fee').textContent)"


@pytest.fixture(scope="module")
def rewards() -> Rewards:
    """The seller who gives points."""
    return Rewards()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, rewards: Rewards) -> Iterator[Shop]:
    """A shop with a relay."""
    with running_shop(tmp_path_factory.mktemp("fee"), rewards.furnish, **RELAYED) as running:
        yield running


def test_points_leave_no_choice_who_sends(page: Page, shop: Shop, rewards: Rewards) -> None:
    """And until the fee of sending it is known, nobody is said to pay it."""
    _earn(shop, rewards)
    steps.open_checkout(page, shop, rewards.goods.id("kettle"))
    page.locator("#wallet").click()
    choice, fee, points = (
        page.get_by_label("I pay the network fee myself"),
        page.locator("#cost-fee"),
        page.get_by_label("Amount in"),
    )
    expect(page.get_by_role("group", name="Use points")).to_contain_text("your wallet asks once more")
    expect(choice).to_be_visible()
    expect(fee).to_have_text("paid by this shop")
    assert page.get_by_role("button", name="As many as possible").evaluate(ALL) == "…"
    expect(choice).to_be_hidden()
    expect(fee).to_contain_text("about")
    points.fill("")
    expect(fee).to_have_text("paid by this shop")


def _earn(shop: Shop, rewards: Rewards) -> None:
    """The first shopper buys and confirms something that gives points."""
    shopper, escrow = shop.people["shopper1"], shop.market.escrow
    order = Order(rewards.goods.offers["kettle"], shopper, shopper, quantity=1, salt=bytes(32))
    shop.send("deployer", shop.token("mint", shopper, 2 * order.total))
    shop.send("shopper1", shop.token("approve", escrow.address, order.total))
    for who, verb in (("shopper1", "pay"), ("merchant4", "ship"), ("shopper1", "confirm")):
        shop.send(who, shop.market.call(verb, order))
    shop.wait_for_index()
