"""A newcomer without a wallet: plays a shopper, then lets the merchant ship by the command that the page shows."""

import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from scripts.parameters import DAY, ROOT
from tests.browser import steps
from tests.fixtures.goods import Goods, buy
from tests.fixtures.shop import Shop

PRACTICE = "Practice wallet"
ERASE = """async () => {
  const { erase } = await import("/static/js/erasing.js");
  const { connect } = await import("/static/js/wallet.js");
  erase(["0x01", "0x02"], await connect()).catch(() => {});
}"""


def sign(page: Page, question: str = "") -> None:
    """Say yes to the practice wallet's question, by how that begins."""
    prompt = page.locator("#devnet-prompt")
    expect(prompt).to_be_visible()
    expect(prompt.locator("[data-what]")).to_have_text(re.compile("^" + r"\s".join(map(re.escape, question.split()))))
    prompt.get_by_role("button", name="Sign").click()


def play(page: Page, role: str) -> None:
    """Choose a role in the practice market's bar."""
    if not page.locator(".devnet details[open]").count():
        page.locator(".devnet summary").click()
    option = page.locator("#role option", has_text=re.compile(rf"^{role}( · |$)"))
    page.get_by_label("Be", exact=True).select_option(option.get_attribute("value"))
    expect(page.locator("#wallet .label")).to_have_text(role)


@pytest.mark.parametrize(
    ("offer", "prompts"),
    [
        ("teapot", ["Pay 0.05 ETH to the escrow contract, which holds it for the order from Harbour Goods."]),
        (
            "lamp",
            [
                "Sign: the escrow contract may take 50.00 USD, until",
                "Pay 50.00 USD to the escrow contract, which holds it for the order from Harbour Goods.",
            ],
        ),
    ],
)
def test_newcomer_buys_ships_and_confirms(page: Page, shop: Shop, goods: Goods, offer: str, prompts: list[str]) -> None:
    steps.open_checkout(page, shop, goods.id(offer))
    steps.pay_button(page).click()
    for prompt in prompts:
        sign(page, prompt)
    order_id = steps.arrive_at_order(page)

    page.locator("summary", has_text="In a terminal").click()
    command = page.locator(".copy-line code").first.inner_text()
    assert order_id in command
    done = subprocess.run(
        command, check=False, shell=True, cwd=ROOT, env=shop.environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    shop.wait_for_index()

    page.reload()
    page.get_by_role("button", name="Confirm receipt: pay the seller").click()
    steps.agree(page)
    sign(page)
    expect(page.locator("#status")).to_contain_text("the seller's balance grew by")
    expect(page.locator("main")).to_contain_text("Completed")


def test_the_other_side_is_played_on_the_page(page: Page, shop: Shop, goods: Goods) -> None:
    order = buy(shop, goods.offers["teapot"], "shopper2")
    shop.wait_for_index()
    page.goto(f"{shop.url}/orders/0x{shop.market.order_id(order).hex()}")
    page.get_by_role("button", name="The seller sends the parcel").click()
    expect(page.locator(".badge").first).to_have_text("On its way")
    page.get_by_role("button", name="The carrier reports the delivery").click()
    expect(page.locator(".badge").first).to_have_text("To be received")


def test_declining_in_the_practice_wallet_is_quiet(page: Page, shop: Shop, goods: Goods) -> None:
    steps.open_checkout(page, shop, goods.id("teapot"))
    steps.pay_button(page).click()
    page.locator("#devnet-prompt").get_by_role("button", name="Decline").click()
    expect(page.locator("#status")).to_have_text("You declined in your wallet. Nothing was sent.")
    expect(page.locator("#pay")).to_be_focused()


def test_starting_again_forgets_the_payment_never_sent(page: Page, shop: Shop, goods: Goods) -> None:
    steps.open_checkout(page, shop, goods.id("teapot"))
    checkout = page.url
    steps.pay_button(page).click()
    expect(page.locator("#devnet-prompt [data-what]")).to_contain_text("Pay")
    page.reload()
    expect(page.locator("#status")).to_contain_text("You began to pay on this page.")
    steps.fill_details(page)
    steps.pay_button(page).click()
    page.get_by_role("button", name="I rejected it: pay with these").click()
    sign(page, "Pay")
    steps.arrive_at_order(page)
    page.goto(checkout, wait_until="networkidle")
    expect(page.locator("#status")).to_be_hidden()


def test_first_connection_says_who_one_is(page: Page, shop: Shop) -> None:
    page.goto(shop.url)
    page.locator("#wallet").click()
    expect(page.locator("#status")).to_contain_text("You play Shopper 1 now.")
    page.reload()
    expect(page.locator("#wallet .label")).to_have_text("Shopper 1")
    expect(page.locator("#status")).to_be_hidden()


def test_erasing_is_asked_in_words_above_what_is_signed(page: Page, shop: Shop) -> None:
    page.context.add_cookies([{"name": "language", "value": "zh", "url": shop.url}])
    page.goto(f"{shop.url}/about")
    page.evaluate(ERASE)
    said = page.locator("#devnet-prompt [data-what]")
    expect(said).to_contain_text("签名：请本站永久删除其保存的加密内容，共 2 份。此请求在 20")  # a year, no bare number
    expect(said).to_have_text(re.compile(r"Handover: erase what was sealed.*Valid until: \d{10}$", re.DOTALL))


def test_roles_can_be_chosen_and_stay(page: Page, shop: Shop) -> None:
    page.goto(shop.url)
    play(page, "Merchant 2")
    page.goto(f"{shop.url}/about")
    expect(page.locator("#wallet .label")).to_have_text("Merchant 2")


def test_keys_only_go_through_the_roles_until_one_is_taken(page: Page, shop: Shop) -> None:
    """What was told to somebody else is not left standing."""
    page.goto(shop.url)
    play(page, "Shopper 1")
    expect(page.locator("#status")).to_have_text("You are Shopper 1 now.")
    chooser = page.get_by_label("Be", exact=True)
    for _ in range(2):
        chooser.press("ArrowDown")
    expect(chooser).to_have_value("shopper3")
    expect(page.locator("#wallet .label")).to_have_text("Shopper 1")
    chooser.press("Tab")
    expect(page.locator("#wallet .label")).to_have_text("Shopper 3")
    expect(page.locator("#status")).to_have_text("You are Shopper 3 now.")


def test_time_moves_forward(page: Page, shop: Shop) -> None:
    before = shop.web3.eth.get_block("latest")["timestamp"]
    page.goto(shop.url)
    page.locator(".devnet summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="+ 1 day").click()
    assert shop.web3.eth.get_block("latest")["timestamp"] >= before + DAY
    expect(page.get_by_role("button", name="+ 1 day")).to_be_visible()


def test_after_the_deadline_anyone_ends_the_order(page: Page, shop: Shop, goods: Goods) -> None:
    page.goto(shop.url)
    play(page, "Shopper 1")
    steps.open_checkout(page, shop, goods.id("teapot"))
    steps.pay_button(page).click()
    sign(page)
    steps.arrive_at_order(page)
    page.locator(".devnet summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Past this deadline").click()
    expect(page.locator("main")).to_contain_text("The time is over. Anyone can now have the 0.05 ETH sent back")
    play(page, "Stranger")
    page.get_by_role("button", name="Send the money back now").click()
    steps.agree(page)
    sign(page)
    expect(page.locator("main")).to_contain_text(re.compile(r"This order has ended; all of it, 0.05\sETH, went back"))
