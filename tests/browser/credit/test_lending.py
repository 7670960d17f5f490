"""Lending to buyers and taking it out again on the vault's page, with the practice wallet."""

from playwright.sync_api import Page, expect

from tests.browser.orders.test_devnet import play, sign
from tests.fixtures.borrowing import Borrowing
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.shop import Shop

NBSP = "\N{NO-BREAK SPACE}"


def usd(amount: str) -> str:
    return f"{amount}{NBSP}USD"


def written(units: int) -> str:
    """An amount as pages write it."""
    return f"{units // DOLLAR:,}.{f'{units % DOLLAR:06}'.rstrip('0').ljust(2, '0')}"


def test_lending_until_a_buyer_has_paid(page: Page, shop: Shop, goods: Goods) -> None:
    """1,000 are lent beside others; a buyer pays a fee; the shares are worth more, and all of it comes out."""
    borrowing = Borrowing(shop, goods.offers["lamp"])
    borrowing.open(shop.people["shopper2"])
    credit, lender = borrowing.credit, shop.people["newcomer"]
    shop.wait_for_index(shop.send("deployer", shop.token("mint", lender, 1_000 * DOLLAR)))
    page.goto(f"{shop.url}/lend")
    page.get_by_role("link", name="Lend USD").click()
    expect(page.get_by_role("button", name="Connect wallet")).to_be_visible()
    play(page, "Newcomer")
    page.wait_for_url(f"**?account={lender}")

    deposit = page.locator("#deposit")
    deposit.get_by_role("button", name="All I have").click()
    expect(deposit.get_by_label("Lend, in USD")).to_have_value("1000.00")
    expect(deposit.locator("[data-preview]")).to_contain_text("shares at")
    deposit.get_by_label("I have read what lenders risk").check()
    deposit.get_by_role("button", name="Lend", exact=True).click()
    sign(page, "Let the contract that lends in USD take 1,000.00 USD.")
    sign(page, "Lend 1,000.00 USD through the contract that lends in USD.")
    expect(page.locator("#status")).to_have_text(f"Lent: {usd('1,000.00')}.")
    assert credit.functions.balanceOf(lender).call() > 0

    shop.wait_for_index(_bought_and_paid(borrowing, "shopper2"))
    page.reload()
    worth = credit.functions.maxWithdraw(lender).call()
    assert worth > 1_000 * DOLLAR
    expect(page.locator("section[aria-labelledby='mine'] dd").first).to_have_text(usd(written(worth)))
    page.locator("#wallet").click()
    expect(page.get_by_role("link", name="What I lent, in USD")).to_be_visible()
    page.get_by_role("button", name="Close").first.click()

    withdraw = page.locator("#withdraw")
    for typed, said in (("10,00", "Enter an amount in USD"), ("100,000.00", "more than your shares are worth")):
        withdraw.get_by_label("Take out, in USD").fill(typed)
        withdraw.get_by_role("button", name="Take out", exact=True).click()
        expect(page.locator("#status")).to_contain_text(said)
    withdraw.get_by_role("button", name="All I can").click()
    expect(withdraw.locator("[data-preview]")).to_contain_text("Takes all of your")
    withdraw.get_by_role("button", name="Take out", exact=True).click()
    sign(page, "End")
    expect(page.locator("#status")).to_contain_text("Taken out: ")
    assert shop.book.contract(shop.web3, "Dollar").functions.balanceOf(lender).call() == worth
    assert credit.functions.balanceOf(lender).call() == 0


def _bought_and_paid(borrowing: Borrowing, role: str) -> int:
    """A lamp is bought in four instalments, and all is paid with the first one's fee; the block in which it was."""
    shop = borrowing.shop
    shop.send("deployer", shop.token("mint", shop.people[role], 100 * DOLLAR))
    shop.send(role, shop.token("approve", borrowing.credit.address, 100 * DOLLAR))
    order = borrowing.order(shop.people[role])
    plan = borrowing.opened(shop.send(role, borrowing.call("buy", order, 14 * DOLLAR, 4, 14)))
    return shop.send(role, borrowing.call("repay", plan, borrowing.record(plan)["payoff"]))
