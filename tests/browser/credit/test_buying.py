"""Buying in instalments, from the offer's page to the plan."""

import pytest
from playwright.sync_api import Page, expect

from scripts.claims import PERSON
from scripts.parameters import DEVNET
from tests.browser import steps
from tests.browser.wallet import Patient
from tests.fixtures.borrowing import Borrowing
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.lending import take_back, vouch
from tests.fixtures.shop import Shop, until

NBSP = "\N{NO-BREAK SPACE}"


def usd(amount: str) -> str:
    return f"{amount}{NBSP}USD"


@pytest.fixture
def wallet(page: Page, shop: Shop) -> Patient:
    """A wallet that may leave its prompt open."""
    made = Patient(shop.node.url, DEVNET)
    made.inject(page)
    return made


def to_the_checkout(page: Page, shop: Shop, account: str) -> None:
    """From the choice, while nobody vouches for the account for a moment: it is told so before it fills in anything."""
    take_back(shop, account, PERSON)
    page.get_by_role("link", name="On to the checkout").click()
    expect(page.locator("#status")).to_contain_text("Only accounts that the issuer vouches for as one person")
    vouch(shop, account, PERSON)
    page.reload()


def test_in_four_instalments(page: Page, shop: Shop, goods: Goods, wallet: Patient) -> None:
    """A lamp of 50 with postage: chosen on a page of its own, agreed to at the checkout, paid through the vault.

    A claim that is taken back meanwhile is seen before anything is filled in, and before the wallet is asked. The
    page is loaded again between the allowance and the payment.
    """
    lending = Borrowing(shop, goods.offers["lamp"])
    lending.open(wallet.address)
    shop.wait_for_index(shop.send("deployer", shop.token("mint", wallet.address, 20 * DOLLAR)))
    page.goto(f"{shop.url}/offers/{goods.id('lamp')}")
    expect(page.locator(".buy-box")).to_contain_text(f"Or in instalments: {usd('13.00')} at once")
    page.get_by_label("Quantity").fill("2")
    expect(page.locator("[data-of-quantity]")).to_be_hidden()
    page.get_by_label("Quantity").fill("1")
    expect(page.locator("[data-of-quantity]")).to_be_visible()
    page.get_by_role("button", name="Pay in instalments").click()
    expect(page.locator(".checks .good")).to_have_count(3)
    steps.connect(page)
    expect(page.locator(".checks .good")).to_have_count(7)
    to_the_checkout(page, shop, wallet.address)
    expect(page.locator(".agreed")).to_contain_text(f"4 × {usd('9.62')}")
    expect(steps.pay_button(page)).to_have_text(f"Pay {usd('13.00')}")
    steps.fill_details(page)
    take_back(shop, wallet.address, PERSON)
    steps.pay(page)
    expect(steps.pay_button(page)).to_be_enabled()  # once it was refused
    expect(page.locator("#status")).to_contain_text(
        "Only accounts that the issuer vouches for as one person can pay later."
    )
    assert not [method for method, _ in wallet.asked if method == "eth_sendTransaction"]

    vouch(shop, wallet.address, PERSON)
    wallet.waits = lambda wanted: wanted["to"].lower() == lending.credit.address.lower()
    steps.pay(page)
    until(lambda: page.evaluate("true") and wallet.shown)
    page.reload()
    expect(page.locator("#status")).to_contain_text("You began to pay on this page.")
    steps.fill_details(page)
    steps.pay(page)
    dialog = page.locator("#begun-before")
    expect(dialog).to_contain_text(f"asked to pay {usd('13.00')} for 1 × Lamp, in 4 instalments")
    wallet.waits = None
    dialog.get_by_role("button", name="Go on with the details of then").click()

    steps.arrive_at_receipt(page)
    expect(page.locator(".receipt")).to_contain_text(usd("37.00"))
    assert lending.credit.functions.lent().call() == 37 * DOLLAR
    token = shop.book.contract(shop.web3, "Dollar")
    assert token.functions.allowance(wallet.address, lending.credit.address).call() == 0
    assert token.functions.balanceOf(wallet.address).call() == 7 * DOLLAR

    page.get_by_role("link", name="To the order").click()
    page.get_by_role("button", name="Cancel the order").click()
    expect(page.locator("#agree")).to_contain_text("first it cuts what you owe, beyond that it is yours")
    page.locator("#agree").get_by_role("button", name="No, go back").click()
    page.get_by_role("link", name="Bought in instalments").click()
    expect(page.get_by_text("Next: instalment 1")).to_be_visible()
    expect(page.locator(".instalments tbody tr")).to_have_count(4)
