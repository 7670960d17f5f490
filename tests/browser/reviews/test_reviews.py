"""A review from the order's page to everybody's: a draft, a refusal, an interruption, a reply, what is added later."""

import io
import json

import pytest
import requests
from PIL import Image
from playwright.sync_api import Page, expect

from scripts.parameters import DEVNET
from scripts.terms import Order
from tests.browser import steps
from tests.browser.merchant_moments import sign_in
from tests.browser.selling import photograph
from tests.browser.tabs import new_profile, watched
from tests.browser.wallet import Wallet
from tests.fixtures.reviewed import reviews_of

WORDS = "Pours without a drop beside the cup.\nThe lid is loose."
PUT = "**/api/v1/documents/*"


@pytest.fixture(scope="module")
def buyer(browser, shop):
    """Somebody with a wallet, who has received a teapot."""
    context = new_profile(browser)
    page, wallet = context.new_page(), Wallet(shop.node.url, DEVNET)
    wallet.inject(page)
    wrong = watched(page)
    yield page, wallet
    context.close()
    assert not wrong


@pytest.fixture(scope="module")
def order(buyer, shop, goods):
    """The teapot's order, confirmed; its id."""
    page, wallet = buyer
    people = {"buyer": wallet.address, "payer": shop.people["shopper1"]}
    bought = Order(goods.offers["teapot"], **people, quantity=1, salt=shop.new_salt())
    shop.send("shopper1", shop.market.call("pay", bought, value=bought.total))
    shop.send("merchant1", shop.market.call("ship", bought))
    shop.send("carrier", shop.market.call("attest_delivery", bought))
    shop.wait_for_index()
    order_id = "0x" + shop.market.order_id(bought).hex()
    page.goto(f"{shop.url}/orders/{order_id}")
    steps.connect(page)
    page.get_by_role("button", name="Confirm receipt").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("Confirmed.")
    return order_id


@pytest.fixture(scope="module")
def drafted(buyer, order):
    """Four stars by the keyboard, words and a photograph, not published."""
    page, _ = buyer
    page.get_by_role("link", name="Review this order").click()
    page.wait_for_url("**/review")
    page.get_by_role("radio", name="1 star").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#stars-said")).to_have_text("4 stars: good")
    page.get_by_label("What was good, what was not?").fill(WORDS)
    file = {"name": "teapot.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.locator("#pictures").set_input_files(file)
    expect(page.locator("#picture-list img")).to_have_count(1)
    expect(page.locator("#pictures-count")).to_have_text("1 attached")
    expect(page.locator("#fee-estimate")).to_contain_text("ETH at most.")
    expect(page.locator("#draft")).to_have_text("Kept in this browser")


@pytest.fixture(scope="module")
def published(buyer, shop, order, drafted):
    """The review is on the chain; the page was closed before this shop had the words, and opened again."""
    page, _ = buyer
    page.route(PUT, lambda route: route.abort() if route.request.method == "PUT" else route.continue_())
    dialog = look(page)
    with page.expect_request(lambda request: request.method == "PUT"):
        dialog.get_by_role("button", name="Publish it").click()
    page.goto("about:blank")
    page.unroute(PUT)
    page.goto(f"{shop.url}/orders/{order}/review")
    page.wait_for_url(f"{shop.url}/orders/{order}")
    expect(page.locator("#status")).to_have_text("Thank you. Your review is public now.")


def look(page: Page):
    """Ask to see what everybody will see; the dialog."""
    page.get_by_role("button", name="Look at it, then publish").click()
    dialog = page.locator("#preview")
    expect(dialog).to_be_visible()
    return dialog


def test_draft_outlives_the_page(buyer, drafted):
    page, _ = buyer
    page.reload()
    expect(page.get_by_role("radio", name="4 stars")).to_be_checked()
    expect(page.get_by_label("What was good, what was not?")).to_have_value(WORDS)
    expect(page.locator("#picture-list img")).to_have_count(1)


def test_what_is_missing_or_declined_is_said_and_nothing_lost(buyer, shop, order, drafted):
    page, wallet = buyer
    dialog = look(page)
    expect(dialog.locator("#preview-said")).to_contain_text("The lid is loose.")
    expect(dialog.locator(".stars")).to_have_text("★★★★☆")
    expect(dialog.locator("#preview-fee")).to_contain_text("ETH")
    wallet.declines.add("eth_sendTransaction")
    dialog.get_by_role("button", name="Publish it").click()
    expect(page.locator("#status")).to_have_text("You declined in your wallet. Nothing was sent.")
    wallet.declines.clear()
    assert not reviews_of(shop, order).stars
    expect(page.get_by_label("What was good, what was not?")).to_have_value(WORDS)


def test_who_has_no_coin_is_told_what_to_do(buyer, shop, order, drafted):
    page, wallet = buyer
    coin = shop.web3.eth.get_balance(wallet.address)
    shop.node.rpc("anvil_setBalance", wallet.address, "0x0")
    page.get_by_role("button", name="Look at it, then publish").click()
    expect(page.locator("#status")).to_contain_text("which your own account pays, and it has 0 ETH. Nothing was sent.")
    expect(page.locator("#status")).to_contain_text("Send a little of this chain's coin to your account")
    shop.node.rpc("anvil_setBalance", wallet.address, hex(coin))
    expect(page.get_by_label("What was good, what was not?")).to_have_value(WORDS)


def test_words_and_pictures_come_after_an_interruption(buyer, shop, order, published):
    page, wallet = buyer
    said = page.locator(".review")
    expect(said).to_contain_text("Pours without a drop")
    expect(said).to_contain_text("there after")
    expect(said.locator(".review-pictures img")).to_have_count(1)
    found = requests.get(f"{shop.url}/api/v1/orders/{order}/review", timeout=30).json()
    assert found["stars"] == reviews_of(shop, order).stars == 4
    link = said.locator(".review-pictures a").get_attribute("href")
    picture = Image.open(io.BytesIO(requests.get(shop.url + link, timeout=30).content))
    assert (picture.format, dict(picture.getexif())) == ("WEBP", {})
    assert wallet.address.lower()[2:] in json.dumps(found).lower()


def test_draft_is_gone_once_it_is_public(buyer, shop, order, published):
    page, _ = buyer
    page.goto(f"{shop.url}/orders/{order}/review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Add to your review")
    expect(page.get_by_label("What has come out since?")).to_have_value("")
    page.get_by_role("button", name="Look at it, then publish").click()
    expect(page.locator("#text-error")).to_have_text("Write something, or choose a picture.")


def test_seller_replies_and_the_buyer_adds(buyer, shop, order, published, page):
    sign_in(page, shop, "merchant1", "/dashboard/reviews")
    form = page.locator(f"form[data-reply='{order}']")
    page.locator("details", has=form).locator("summary").click()
    form.get_by_label("Your reply").fill("谢谢，盖子可以换。")
    expect(form.locator("[name=language]")).to_have_value("zh")
    form.get_by_role("button", name="Publish the reply").click()
    steps.agree(page)
    expect(page.locator("#devnet-prompt [data-what]")).to_contain_text("Publish the reply of")
    page.locator("#devnet-prompt [value=yes]").click()
    expect(page.locator("#status")).to_have_text("Your reply is public now.")
    expect(form).to_have_count(0)
    own, _ = buyer
    own.goto(f"{shop.url}/orders/{order}/review")
    own.get_by_label("What has come out since?").fill("The new lid fits.")
    look(own).get_by_role("button", name="Publish it").click()
    expect(own.locator("#status")).to_have_text("Thank you. What you added is public now.")
    expect(own.locator(".review .by-seller [lang=zh]")).to_have_text("谢谢，盖子可以换。")
    expect(own.locator(".review")).to_contain_text("The new lid fits.")
    expect(own.locator(".timeline li").first).to_contain_text("You added to your review")
    assert reviews_of(shop, order).replied


def test_another_account_is_told_whose_review_it_is(shop, goods, order, page, wallet):
    page.goto(f"{shop.url}/orders/{order}/review")
    expect(page.get_by_role("main")).to_contain_text("that is all that can be said of it")
    page.goto(f"{shop.url}/offers/{goods.id('teapot')}/reviews?stars=4")
    expect(page.locator(".review")).to_contain_text("Pours without a drop")
