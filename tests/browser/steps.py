"""What people do on the pages, in the words of the pages."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.fixtures.shop import Shop

RECIPIENT = "Philippa Quillfeather"
STREET = "17 Marmalade Mews"


def connect(page: Page, wallet: str = "Test wallet") -> None:
    """Connect one of the wallets that have announced themselves."""
    page.locator("#wallet").click()
    page.get_by_role("button", name=wallet, exact=True).click()
    expect(page.locator("#wallet .label")).not_to_have_text("Connect")


def fill_details(page: Page) -> None:
    """Say where it goes."""
    page.get_by_label("Name", exact=True).fill(RECIPIENT)
    page.get_by_label("Street and number").fill(STREET)
    page.get_by_label("City").fill("Hull")
    page.get_by_label("Country").select_option("GB")


def open_checkout(page: Page, shop: Shop, offer_id: str, quantity: int = 1) -> None:
    """From the offer's page to the checkout, with the details filled in."""
    page.goto(f"{shop.url}/offers/{offer_id}")
    page.get_by_label("Quantity").fill(str(quantity))
    page.get_by_role("button", name="Buy now", exact=True).click()
    page.wait_for_url("**/checkout?**")
    fill_details(page)


def check_out(page: Page) -> None:
    """From the cart to the checkout, with the details filled in."""
    page.locator("#cart-link").click()
    page.wait_for_url("**/cart**")
    page.get_by_role("button", name="To the checkout").click()
    page.wait_for_url("**/checkout?**")
    fill_details(page)


def pay_button(page: Page) -> Locator:
    """The checkout's own button; it names the sum where there is one."""
    return page.get_by_role("button", name=re.compile(r"^Pay( [\d.,]+\s\w+)?$"))


def pay(page: Page, wallet: str = "Test wallet") -> None:
    """Press the button, and choose a wallet where the page asks for one."""
    pay_button(page).click()
    choice = page.get_by_role("button", name=wallet, exact=True)
    expect(choice.or_(page.locator("#status:not([hidden])")).first).to_be_visible()
    if choice.is_visible():
        choice.click()


def arrive_at_receipt(page: Page) -> list[str]:
    """Wait for the receipt; the ids of the orders on it."""
    page.wait_for_url(re.compile(r"/orders/0x[0-9a-f]{64}/receipt(\?and=[^#]*)?$"))
    expect(page.locator(".receipt")).to_be_visible()
    links = page.locator(".receipt h2 a").all()
    return [str(link.get_attribute("href")).rsplit("/", 1)[1] for link in links]


def arrive_at_order(page: Page) -> str:
    """Wait for the receipt of one order, and go on to the order's page; the order's id."""
    (order_id,) = arrive_at_receipt(page)
    page.get_by_role("link", name="To the order").click()
    page.wait_for_url(re.compile(r"/orders/0x[0-9a-f]{64}$"))
    return order_id


def buy(page: Page, shop: Shop, offer_id: str, quantity: int = 1) -> str:
    """The whole way to a paid order; its id."""
    open_checkout(page, shop, offer_id, quantity)
    pay(page)
    return arrive_at_order(page)


def agree(page: Page) -> None:
    """Say yes to the page's own question."""
    page.locator("#agree").get_by_role("button", name="Yes").click()


def status(page: Page) -> str:
    """The sentence that the page shows."""
    return page.locator("#status").inner_text()


def wish(page: Page, what: str, amount: str = "", text: str = "", picture: bytes = b"") -> Locator:
    """Say on the order's page that something is wrong, show a picture (JPEG), up to the last question; the dialog."""
    page.get_by_role("button", name="Something is wrong").click()
    dialog = page.locator("#request-dialog")
    dialog.get_by_label(what).check()
    if amount:
        dialog.get_by_label("Amount in").fill(amount)
    dialog.get_by_label("What happened?").fill(text)
    if picture:
        file = {"name": "shown.jpg", "mimeType": "image/jpeg", "buffer": picture}
        dialog.get_by_label("Photographs").set_input_files(file)
    return dialog


def foretold(dialog: Locator) -> str:
    """What a dialog says that a step will bring about, in one line."""
    place = dialog.locator("[data-consequence]:visible, :scope#agree p")
    return " ".join(place.inner_text().split())


def paid_out(page: Page) -> list[tuple[str, str]]:
    """The lines of "Who got what" on the order's page: what it was, and how much."""
    lines = page.locator("dl[aria-label='Who got what'] > div").all()
    title = "(term) => term.firstChild.textContent.split(' · ')[0].trim()"
    return [(one.locator("dt").evaluate(title), one.locator("dd").inner_text()) for one in lines]
