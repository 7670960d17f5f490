"""A cart across sellers and currencies: filling it, paying it at once, and what goes wrong on the way."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from scripts import sealing
from scripts.terms import Status
from scripts.wallet import NodeWallet
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.bazaar import Bazaar
from tests.fixtures.goods import DOLLAR, ETHER, Goods, buy
from tests.fixtures.shop import Shop

DOLLARS = 27 * DOLLAR  # two notebooks, sent together
COIN = ETHER // 20 + ETHER // 25 + ETHER // 500  # a teapot; a vase and its postage
NOBODYS = "0x" + "ab" * 32
FILL = """async (count) => {
  const { add } = await import("/static/js/cart.js");
  return [...Array(count).keys()].map((number) => add("0x" + (number + 10).toString(16).padStart(64, "0"), 1));
}"""


@pytest.fixture
def dollars(shop: Shop, wallet: Wallet) -> None:
    """Dollars in the wallet."""
    shop.send("deployer", shop.token("mint", wallet.address, 100 * DOLLAR))


def sent(wallet: Wallet) -> list[Any]:
    """What the wallet was asked to send."""
    return [params[0] for method, params in wallet.asked if method == "eth_sendTransaction"]


def add(page: Page, shop: Shop, offer_id: str, quantity: int = 1) -> None:
    """Put an offer into the cart on its page."""
    page.goto(f"{shop.url}/offers/{offer_id}")
    page.get_by_label("Quantity").fill(str(quantity))
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator("#status")).to_have_text("It is in your cart.")


def fill_cart(page: Page, shop: Shop, goods: Goods, bazaar: Bazaar) -> None:
    """Goods of three sellers in two currencies."""
    add(page, shop, goods.id("teapot"))
    add(page, shop, bazaar.stationer.id("indigo"), quantity=2)
    add(page, shop, bazaar.potter.id("vase"))


def allow(shop: Shop, wallet: Wallet, amount: int) -> None:
    """Have the wallet's account allow Escrow to take Dollars, without asking the wallet."""
    shop.node.rpc("anvil_impersonateAccount", wallet.address)
    NodeWallet(shop.web3, wallet.address).send(shop.token("approve", shop.market.escrow.address, amount))
    shop.node.rpc("anvil_stopImpersonatingAccount", wallet.address)


def allowance(shop: Shop, wallet: Wallet) -> int:
    """What Escrow may still take of the wallet's Dollars."""
    dollar = shop.book.contract(shop.web3, "Dollar").functions
    return int(dollar.allowance(wallet.address, shop.market.escrow.address).call())


def count(page: Page) -> Any:
    """The number beside the cart in the page's head."""
    return page.locator("#cart-link .count")


@pytest.mark.usefixtures("dollars")
def test_three_sellers_two_currencies_one_confirmation(
    page: Page, shop: Shop, goods: Goods, bazaar: Bazaar, wallet: Wallet
) -> None:
    allow(shop, wallet, DOLLARS)
    page.goto(f"{shop.url}/?q=notebook")
    page.locator(".offers a", has_text="Linen notebook").first.click()
    page.locator(".variants a", has_text="Indigo").click()
    page.wait_for_url(f"**/offers/{bazaar.stationer.id('indigo')}")
    expect(page.locator(".variants [aria-current]")).to_have_text("Indigo")
    page.get_by_label("Quantity").fill("2")
    page.get_by_role("button", name="Add to cart").click()
    add(page, shop, goods.id("teapot"))
    add(page, shop, bazaar.potter.id("vase"))
    expect(count(page)).to_have_text("3")
    steps.check_out(page)
    page.get_by_text("Notes to the sellers").click()
    page.get_by_label("Note to Slow Wheel").fill("Please wrap it well.")
    totals = page.locator(".sums .total dd").all_inner_texts()
    assert {text.replace("\N{NO-BREAK SPACE}", " ") for text in totals} == {"27.00 USD", "0.092 ETH"}
    steps.pay(page)
    orders = steps.arrive_at_receipt(page)
    (payment,) = sent(wallet)
    assert payment["to"].lower() == shop.market.escrow.address.lower()
    assert int(payment["value"], 16) == COIN
    sales = [shop.market.sale(bytes.fromhex(order[2:])) for order in orders]
    assert [sale.record.status for sale in sales] == [Status.AWAITING_SHIPMENT] * 3
    assert {sale.order.offer.seller for sale in sales} == {
        shop.people[role] for role in ("merchant1", "merchant2", "merchant3")
    }
    assert sum(sale.order.total for sale in sales if sale.order.offer.in_coin) == COIN
    assert allowance(shop, wallet) == 0
    expect(count(page)).to_be_hidden()
    keys = {goods.seller: goods.key, "merchant2": bazaar.stationer.key, "merchant3": bazaar.potter.key}
    details = {role: _details(shop, sales, role, key) for role, key in keys.items()}
    assert {one["name"] for one in details.values()} == {steps.RECIPIENT}
    assert len({one["salt"] for one in details.values()}) == 3
    assert [details[role]["note"] for role in keys] == ["", "", "Please wrap it well."]


def _details(shop: Shop, sales: list[Any], role: str, key: Any) -> Any:
    """The delivery details of a seller's order, which only his key opens."""
    (sale,) = [sale for sale in sales if sale.order.offer.seller == shop.people[role]]
    return sealing.unseal((shop.vault / _place(shop, sale.order.delivery.hex())).read_bytes(), key)


def _place(shop: Shop, name: str) -> str:
    """Where the vault keeps a document."""
    (path,) = [path for path in shop.vault.rglob("*") if name in path.name and "kinds" not in path.parts]
    return str(path.relative_to(shop.vault))


@pytest.mark.usefixtures("dollars")
def test_an_exact_allowance_is_asked_for_first(
    page: Page, shop: Shop, goods: Goods, bazaar: Bazaar, wallet: Wallet
) -> None:
    fill_cart(page, shop, goods, bazaar)
    steps.check_out(page)
    steps.pay(page)
    assert len(steps.arrive_at_receipt(page)) == 3
    approval, _payment = sent(wallet)
    assert int(approval["data"][-64:], 16) == DOLLARS
    assert allowance(shop, wallet) == 0


@pytest.mark.usefixtures("dollars")
def test_a_line_sold_out_before_signing_is_named(
    page: Page, shop: Shop, goods: Goods, bazaar: Bazaar, wallet: Wallet
) -> None:
    fill_cart(page, shop, goods, bazaar)
    add(page, shop, bazaar.potter.id("jug"))
    steps.check_out(page)
    buy(shop, bazaar.potter.offers["jug"], "shopper2")
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("Last jug: The last one has just been sold.")
    assert not sent(wallet)
    shop.wait_for_index()
    page.locator("#cart-link").click()
    line = page.locator(f"[data-line='{bazaar.potter.id('jug')}']")
    expect(line).to_contain_text("Sold out")
    expect(page.locator(".aside")).to_contain_text("1 item cannot be bought now and stays in the cart.")
    page.get_by_role("button", name="To the checkout: 3 orders").click()
    expect(page.locator("[data-line]")).to_have_count(3)


@pytest.mark.usefixtures("dollars")
def test_rejecting_keeps_the_cart_and_pays_the_same_orders_later(
    page: Page, shop: Shop, goods: Goods, bazaar: Bazaar, wallet: Wallet
) -> None:
    uploads: list[str] = []
    page.on("request", lambda request: uploads.append(request.url) if request.method == "PUT" else None)
    allow(shop, wallet, DOLLARS)
    fill_cart(page, shop, goods, bazaar)
    steps.check_out(page)
    wallet.declines.add("eth_sendTransaction")
    steps.pay(page)
    expect(page.locator("#status")).to_have_text("You declined in your wallet. Nothing was sent.")
    expect(count(page)).to_have_text("3")
    wallet.declines.clear()
    steps.pay(page)
    assert len(steps.arrive_at_receipt(page)) == 3
    assert len(set(uploads)) == 3


@pytest.mark.usefixtures("dollars")
def test_reload_while_pending_resumes_all_orders(
    page: Page, shop: Shop, goods: Goods, bazaar: Bazaar, wallet: Wallet
) -> None:
    allow(shop, wallet, DOLLARS)
    fill_cart(page, shop, goods, bazaar)
    steps.check_out(page)
    with shop.node.held_up():
        steps.pay(page)
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
        page.reload()
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
    assert len(steps.arrive_at_receipt(page)) == 3
    assert len(sent(wallet)) == 1
    expect(count(page)).to_be_hidden()


def test_another_tab_does_not_pay_a_second_time(
    context: BrowserContext, page: Page, shop: Shop, goods: Goods, wallet: Wallet
) -> None:
    other = context.new_page()
    wallet.inject(other)
    for tab in (page, other):
        steps.open_checkout(tab, shop, goods.id("teapot"))
    with shop.node.held_up():
        steps.pay(page)
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
        steps.pay(other)
        expect(other.locator("#status")).to_contain_text("Waiting until it is on the chain")
    assert steps.arrive_at_receipt(other) == steps.arrive_at_receipt(page)
    assert len(sent(wallet)) == 1


def test_it_is_kept_over_reloads_and_tabs(
    context: BrowserContext, page: Page, shop: Shop, goods: Goods, bazaar: Bazaar
) -> None:
    add(page, shop, goods.id("teapot"))
    other = context.new_page()
    other.goto(f"{shop.url}/about")
    expect(count(other)).to_have_text("1")
    add(page, shop, bazaar.potter.id("vase"))
    expect(count(other)).to_have_text("2")
    other.reload()
    expect(count(other)).to_have_text("2")


def test_quantities_change_and_what_is_removed_comes_back(page: Page, shop: Shop, bazaar: Bazaar) -> None:
    add(page, shop, bazaar.potter.id("vase"))
    add(page, shop, bazaar.stationer.id("moss"))
    page.locator("#cart-link").click()
    page.wait_for_url("**/cart**")
    line = page.locator(f"[data-line='{bazaar.stationer.id('moss')}']")
    line.get_by_label("Quantity").fill("3")
    line.get_by_label("Quantity").press("Tab")
    expect(line).to_contain_text(re.compile(r"39.00\sUSD"))
    line.get_by_role("button", name="Remove").click()
    expect(line).to_have_count(0)
    expect(page.locator("#removed")).to_contain_text("Removed: Linen notebook")
    page.get_by_role("button", name="Undo").click()
    expect(line.get_by_label("Quantity")).to_have_value("3")


def test_the_checkout_has_what_was_put_back_a_moment_ago(
    page: Page, shop: Shop, goods: Goods, bazaar: Bazaar, wallet: Wallet
) -> None:
    fill_cart(page, shop, goods, bazaar)
    page.locator("#cart-link").click()
    page.locator(f'[data-remove="{bazaar.potter.id("vase")}"]').click()
    expect(page.locator(".cart-line")).to_have_count(2)
    page.evaluate("""() => {
      document.querySelector("#removed button").click();
      document.querySelector("#cart [formaction]").click();
    }""")
    page.wait_for_url(re.compile("/checkout"))
    assert bazaar.potter.id("vase") in page.url


def test_a_revised_offer_can_be_taken_instead(page: Page, shop: Shop, bazaar: Bazaar) -> None:
    bazaar.potter.publish(shop, ("mug", "Mug", "马克杯"), price=ETHER // 100)
    old = bazaar.potter.offers["mug"]
    shop.wait_for_index()
    add(page, shop, bazaar.potter.id("mug"), quantity=2)
    shop.send("merchant3", shop.market.call("revise", old, old._replace(price=ETHER // 50)))
    shop.wait_for_index()
    page.locator("#cart-link").click()
    expect(page.locator(".cart-line")).to_contain_text("The seller has replaced this offer")
    expect(page.locator(".cart-line")).to_contain_text(re.compile(r"costs 0.02\sETH instead of 0.01\sETH"))
    page.get_by_role("button", name="Take the new one").click()
    expect(page.locator(".sums .total")).to_contain_text(re.compile(r"0.04\sETH"))
    expect(page.get_by_role("button", name="Take the new one")).to_have_count(0)


def test_what_the_market_does_not_have_can_be_removed(page: Page, shop: Shop) -> None:
    page.goto(shop.url)
    page.evaluate("(id) => localStorage.setItem('handover.cart', JSON.stringify([{offer: id, quantity: 1}]))", NOBODYS)
    page.goto(f"{shop.url}/cart")
    expect(page.locator("#cart")).to_contain_text("is not in this market (any more)")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#cart")).to_contain_text("Your cart is empty")


def test_a_full_cart_says_so(page: Page, shop: Shop, goods: Goods) -> None:
    page.goto(shop.url)
    assert page.evaluate(FILL, 21) == [True] * 20 + [False]
    page.goto(f"{shop.url}/offers/{goods.id('teapot')}")
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator("#status")).to_contain_text("A cart holds 20 different items at most.")


def test_what_is_not_sent_to_a_country_is_marked(
    page: Page, shop: Shop, goods: Goods, bazaar: Bazaar, wallet: Wallet
) -> None:
    add(page, shop, goods.id("teapot"))
    add(page, shop, bazaar.potter.id("plate"))
    steps.check_out(page)
    plate = page.locator(f"[data-line='{bazaar.potter.id('plate')}']")
    expect(plate).to_contain_text("Not sent to United Kingdom.")
    steps.pay_button(page).click()
    expect(page.locator("#status")).to_contain_text("Not everything is sent to United Kingdom.")
    page.get_by_label("Country").select_option("CH")
    expect(plate).not_to_contain_text("Not sent to")
    assert not sent(wallet)


def test_without_scripts_the_cart_can_be_read(browser: Any, shop: Shop, goods: Goods) -> None:
    with browser.new_context(java_script_enabled=False, locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{shop.url}/offers/{goods.id('teapot')}")
        page.get_by_role("button", name="Add to cart").click()
        expect(page.locator(".cart-line")).to_contain_text("Teapot")
        page.get_by_label("Quantity").fill("2")
        page.get_by_role("button", name="Change quantities").click()
        expect(page.locator(".sums .total")).to_contain_text(re.compile(r"0.1\sETH"))
