"""A purchase by keyboard alone: found, put into the cart, paid and confirmed with the practice wallet.

Each key is followed by a look at what has the focus: it is to be seen, and a dialog that closes or a change without a
new page leaves it somewhere.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from scripts.terms import Status
from tests.browser.selling import enter, photograph
from tests.browser.steps import RECIPIENT, STREET
from tests.browser.wallet import Wallet
from tests.fixtures.bazaar import Bazaar
from tests.fixtures.cups import publish_cups
from tests.fixtures.goods import ETHER, Goods
from tests.fixtures.shop import Shop

TABS = 120  # more than any of these pages has stops

# What has the focus once the page's scripts run and that is drawn: its name, and whether a ring around it shows that
# inside the window.
FOCUSED = """async () => {
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded));
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const part = document.activeElement;
  if (part === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(part);
  const { width, top, bottom, left, right } = part.getBoundingClientRect();
  const onScreen = width > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const name = part.getAttribute("aria-label") || [...(part.labels ?? [])].map((label) => label.innerText).join(" ") ||
    part.innerText || part.title;
  return { name: name.replace(/\\s+/g, " ").trim(), id: part.id, tag: part.localName,
    isSeen: onScreen && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
}"""


@dataclass
class Keyboard:
    """A person with a keyboard, and a tab."""

    page: Page

    def focused(self) -> dict[str, str]:
        """What has the focus; fails if nothing has it, or if it cannot be seen."""
        found = self.page.evaluate(FOCUSED)
        assert found, f"the focus is lost on {self.page.url}"
        assert found["isSeen"], f"the focus cannot be seen on {found}"
        return found  # type: ignore[no-any-return]

    def to(self, name: str, key: str = "Tab") -> None:
        """Go on with Tab until something of that name has the focus."""
        passed = []
        for _ in range(TABS):
            self.page.keyboard.press(key)
            if self.page.evaluate(FOCUSED) is None:
                continue  # between the page's end and its beginning is the browser itself
            passed.append(self.focused()["name"])
            if re.fullmatch(name, passed[-1]):
                return
        raise AssertionError(f"Tab does not come to {name!r}, only to {passed}")

    def press(self, name: str, key: str = "Enter") -> None:
        """Go to a button or link, and press it."""
        self.to(name)
        self.page.keyboard.press(key)

    def type(self, name: str, text: str) -> None:
        """Go to a field, and fill it in; a list's choice is made by its first letters."""
        self.to(name)
        self.page.keyboard.type(text)

    def sign(self) -> None:
        """Say yes to the practice wallet, whose question takes the focus."""
        prompt = self.page.locator("#devnet-prompt")
        expect(prompt).to_be_visible()
        assert self.focused()["name"] == "Sign"
        self.page.keyboard.press("Enter")
        expect(prompt).to_be_hidden()


@pytest.fixture
def keyboard(page: Page, shop: Shop) -> Keyboard:
    """At the shop's door."""
    page.goto(shop.url)
    return Keyboard(page)


def test_a_purchase(keyboard: Keyboard, page: Page, shop: Shop, goods: Goods) -> None:
    find(keyboard, page)
    put_into_cart(keyboard, page)
    pay(keyboard, page)
    order_id = page.url.rsplit("/", 2)[1]
    keyboard.press("To the order")
    page.wait_for_url(f"**/orders/{order_id}")
    sale = shop.market.sale(bytes.fromhex(order_id[2:]))
    shop.wait_for_index(shop.send("merchant1", shop.market.call("ship", sale.order)))
    page.reload()
    confirm(keyboard, page)
    assert shop.market.sale(sale.id).record.status == Status.CLOSED


def find(keyboard: Keyboard, page: Page) -> None:
    keyboard.type("Search", "teapot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*q=teapot*")
    keyboard.press("Teapot.*")
    page.wait_for_url("**/offers/0x*")


def put_into_cart(keyboard: Keyboard, page: Page) -> None:
    keyboard.to("Quantity.*")
    page.keyboard.press("ArrowUp")
    keyboard.press("Add to cart", "Space")
    expect(page.locator("#status")).to_have_text("It is in your cart.")
    assert keyboard.focused()["name"] == "Add to cart"
    keyboard.press("To the cart")
    page.wait_for_url("**/cart*")
    keyboard.to("Quantity.*")
    page.keyboard.press("ArrowDown")
    keyboard.press("To the checkout: 1 order")
    page.wait_for_url("**/checkout*")


def pay(keyboard: Keyboard, page: Page) -> None:
    keyboard.type("Name", RECIPIENT)
    keyboard.type("Street and number", STREET)
    keyboard.type("City", "Hull")
    keyboard.type("Country", "United K")
    keyboard.press("Pay .*", "Space")
    keyboard.sign()
    page.wait_for_url("**/orders/0x*/receipt")


def confirm(keyboard: Keyboard, page: Page) -> None:
    keyboard.press("Confirm receipt: pay the seller")
    dialog = page.locator("#agree")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-action=confirm]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    keyboard.press("Yes.*")
    keyboard.sign()
    expect(page.locator("#status")).to_contain_text("the seller's balance grew by")


def test_what_is_missing_and_what_was_declined(keyboard: Keyboard, page: Page, shop: Shop, goods: Goods) -> None:
    """The first field that lacks something gets the focus; a question that was declined gives it back."""
    page.goto(f"{shop.url}/checkout?offer={goods.id('teapot')}")
    keyboard.press("Pay .*")
    expect(page.locator("#recipient")).to_be_focused()
    keyboard.focused()
    page.keyboard.type(RECIPIENT)
    keyboard.type("Street and number", STREET)
    keyboard.type("City", "Hull")
    keyboard.type("Country", "United K")
    keyboard.press("Pay .*")
    prompt = page.locator("#devnet-prompt")
    expect(prompt).to_be_visible()
    page.keyboard.press("Escape")
    expect(prompt).to_be_hidden()
    expect(page.locator("#pay")).to_be_focused()
    keyboard.focused()


def test_the_cart_keeps_the_focus(keyboard: Keyboard, page: Page, shop: Shop, goods: Goods, bazaar: Bazaar) -> None:
    for id_ in (goods.id("teapot"), bazaar.potter.id("vase")):
        page.goto(f"{shop.url}/offers/{id_}")
        keyboard.press("Add to cart")
        expect(page.locator("#status")).to_have_text("It is in your cart.")
    page.goto(f"{shop.url}/cart")
    keyboard.press("Remove .*")
    expect(page.locator("#removed")).to_be_visible()
    assert keyboard.focused()["name"] == "Undo"
    page.keyboard.press("Enter")
    expect(page.locator("[data-line]")).to_have_count(2)
    expect(page.locator("[data-remove]").first).to_be_focused()
    keyboard.focused()


def test_a_late_answer_keeps_the_focus(keyboard: Keyboard, page: Page, shop: Shop, bazaar: Bazaar) -> None:
    """The cart is written anew while somebody is further down already."""
    page.goto(f"{shop.url}/offers/{bazaar.potter.id('vase')}")
    keyboard.press("Add to cart")
    page.goto(f"{shop.url}/cart")
    expect(page).to_have_url(re.compile("quantity=1"))
    answers: list[Route] = []
    page.route("**/cart?*", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright marks what handles)
    keyboard.to("Quantity.*")
    with page.expect_request("**/cart?*"):
        page.keyboard.press("ArrowUp")
        keyboard.to("Remove .*")
    keyboard.to("To the checkout: 1 order")
    answers[0].continue_()
    expect(page).to_have_url(re.compile("quantity=2"))
    assert keyboard.focused()["name"] == "To the checkout: 1 order"


def test_a_replaced_line_keeps_the_focus(keyboard: Keyboard, page: Page, shop: Shop, bazaar: Bazaar) -> None:
    bazaar.potter.publish(shop, ("ewer", "Ewer", "水壶"), price=ETHER // 100)
    old = bazaar.potter.offers["ewer"]
    shop.wait_for_index()
    page.goto(f"{shop.url}/offers/{bazaar.potter.id('ewer')}")
    keyboard.press("Add to cart")
    shop.wait_for_index(shop.send("merchant3", shop.market.call("revise", old, old._replace(price=ETHER // 50))))
    page.goto(f"{shop.url}/cart")
    keyboard.press("Take the new one")
    expect(page.get_by_role("button", name="Take the new one")).to_have_count(0)
    expect(page.locator("[data-remove]")).to_be_focused()


def test_the_gallery_keeps_the_focus(keyboard: Keyboard, page: Page, shop: Shop, goods: Goods) -> None:
    """At its last picture the button onwards is disabled: the other one has the focus."""
    cups = publish_cups(shop, goods)
    shop.wait_for_index()
    page.goto(f"{shop.url}/offers/{cups['red']}")
    keyboard.press("Next picture.*")
    expect(page.locator("[data-step='1']")).to_be_disabled()
    expect(page.locator("[data-step='-1']")).to_be_focused()
    keyboard.focused()


def test_a_variant_and_a_picture_removed_keep_the_focus(
    keyboard: Keyboard, page: Page, shop: Shop, wallet: Wallet
) -> None:
    enter(page, shop, "/dashboard/offers/new")
    keyboard.type("Comes in variants by.*", "Size")
    keyboard.press("Another variant")
    expect(page.locator("#variants li")).to_have_count(2)
    keyboard.focused()
    keyboard.press("Remove.*")
    expect(page.locator("#variants li")).to_have_count(1)
    expect(page.locator("#variants input").first).to_be_focused()
    page.locator("#pictures").set_input_files({"name": "bowl.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    expect(page.locator("#picture-list img")).to_have_count(1)
    page.locator("#picture-list button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#picture-list img")).to_have_count(0)
    expect(page.locator("#pictures")).to_be_focused()
