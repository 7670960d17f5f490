"""Paying instalments on the page of an account's credit, with a wallet."""

from playwright.sync_api import Page, expect
from web3.contract import Contract

from scripts.claims import word_of
from scripts.parameters import NOBODY
from scripts.reading import call_of
from scripts.terms import Order
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import DOLLAR
from tests.fixtures.rewards import Rewards
from tests.fixtures.shop import Shop

NBSP = "\N{NO-BREAK SPACE}"
FOREVER = 2**40 - 1
LENT = 10_000 * DOLLAR
DOWN = 22 * DOLLAR  # of a kettle, which costs 42 with postage: 4 x 5.00 are left


def test_the_next_one_then_any_amount_then_all_that_is_left(page: Page, shop: Shop, wallet: Wallet) -> None:
    """Somebody else pays a shopper's plan: 5.20 an instalment, and all without the fees that are still to come."""
    buyer = _bought(shop)
    shop.send("deployer", shop.token("mint", wallet.address, LENT))
    page.goto(f"{shop.url}/credit?account={buyer}")
    steps.connect(page)
    page.get_by_role("button", name=f"Pay 5.20{NBSP}USD").click()
    expect(page.locator("#status")).to_have_text(f"Paid: 5.20{NBSP}USD.")
    expect(page.locator(".instalments .badge")).to_have_text("paid")

    page.get_by_label("Another amount, in USD").fill("nothing")
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.locator("#status")).to_have_text("Enter an amount in USD, more than nothing.")
    page.get_by_label("Another amount, in USD").fill("2.20")
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.locator("#status")).to_have_text(f"Paid: 2.20{NBSP}USD.")

    page.get_by_role("button", name="Pay all:").click()
    expect(page.locator("#status")).to_contain_text("Paid: 13.")
    expect(page.get_by_text("Ended", exact=True).first).to_be_visible()
    token = shop.book.contract(shop.web3, "Dollar")
    credit = _credit(shop)
    assert token.functions.allowance(wallet.address, credit.address).call() == 0
    assert credit.functions.lent().call() == 0


def _credit(shop: Shop) -> Contract:
    return shop.book.contract(shop.web3, shop.book.credit_name(shop.book.currency("USD")))


def _bought(shop: Shop) -> str:
    """A shopper who bought a kettle in four instalments; his account."""
    credit, buyer = _credit(shop), shop.people["shopper1"]
    rewards = Rewards()
    rewards.furnish(shop)
    identity = shop.book.contract(shop.web3, "Identity")
    for who, kind in ((buyer, "person"), (shop.people["merchant4"], "business")):
        word = bytes.fromhex(word_of(kind)[2:])
        shop.send("issuer", call_of(identity, "issue", who, word, FOREVER, b"\7" * 32))
    for role in ("stranger", "shopper1"):
        shop.send("deployer", shop.token("mint", shop.people[role], LENT))
        shop.send(role, shop.token("approve", credit.address, LENT))
    shop.send("stranger", call_of(credit, "deposit", LENT, shop.people["stranger"]))
    order = Order(rewards.goods.offers["kettle"], buyer, credit.address, 1, NOBODY, shop.new_salt())
    shop.wait_for_index(shop.send("shopper1", call_of(credit, "buy", order, DOWN, 4, 14)))
    return buyer
