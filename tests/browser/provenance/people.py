"""What shoppers do with goods: scan, claim, hand on; and the label that they hold in their hands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from scripts.parameters import DEVNET
from tests.browser import steps
from tests.browser.tabs import new_profile, watched
from tests.browser.wallet import Wallet, another_tab
from tests.fixtures.shop import Shop


@dataclass(frozen=True)
class Label:
    """A printed label: its picture, the lines of text on it, and the hidden code under its scratch layer."""

    picture: bytes
    printed: str
    code: str

    @property
    def serial(self) -> str:
        """The serial number on it."""
        return self.printed.rpartition("(21)")[2]

    @classmethod
    def of(cls, browser: Browser, svg: str) -> "Label":
        """A sheet with one label, photographed."""
        tab = browser.new_page()
        tab.set_content(svg)
        picture = tab.locator("svg").screenshot()
        tab.close()
        lines = re.findall(r"<text [^>]*>([^<]*)</text>", svg)
        return cls(picture, "".join(lines[:3]), "-".join(lines[3:]))


@dataclass
class Shopper:
    """Somebody at a browser."""

    shop: Shop
    context: BrowserContext
    page: Page
    wallet: Wallet

    @classmethod
    def at(cls, browser: Browser, shop: Shop) -> Iterator["Shopper"]:
        """With a wallet that is connected; nothing may go wrong in the tab."""
        context = new_profile(browser)
        page, wallet = context.new_page(), Wallet(shop.node.url, DEVNET)
        wallet.inject(page)
        wrong = watched(page)
        page.goto(f"{shop.url}/scan")
        steps.connect(page)
        yield cls(shop, context, page, wallet)
        context.close()
        assert not wrong

    def another_tab(self) -> "Shopper":
        """The same one at another tab."""
        return Shopper(self.shop, self.context, another_tab(self.context, self.wallet), self.wallet)

    def scan(self, label: Label) -> None:
        """Read a label's code from a photograph; ends on the item's page."""
        scan(self.page, self.shop, label)

    def buy(self, offer: str, quantity: int = 1) -> str:
        """The whole way to a paid order; its id."""
        steps.open_checkout(self.page, self.shop, offer, quantity)
        steps.pay_button(self.page).click()
        return steps.arrive_at_order(self.page)

    def confirm(self, order: str) -> None:
        """Say on an order's page that all is well."""
        self.page.goto(f"{self.shop.url}/orders/{order}")
        self.page.get_by_role("button", name="Confirm receipt").click()
        steps.agree(self.page)
        expect(self.told).to_contain_text("Confirmed.")

    def settle(self, label: Label) -> None:
        """Make the item that a label names one's own, now that its order has ended."""
        self.scan(label)
        self.page.get_by_role("button", name="Settle it now").click()
        expect(self.told).to_contain_text("Settled: the item follows what became of its order.")

    def claim(self, code: str) -> None:
        """Claim the item whose page is open."""
        self.page.locator("summary", has_text="Claim its hidden code").click()
        self.page.get_by_label("The hidden code", exact=True).fill(code)
        self.page.get_by_role("button", name="Claim it", exact=True).click()

    def give(self, to: str) -> None:
        """Offer the item whose page is open to an account."""
        self.page.get_by_label("The new owner's account").fill(to)
        self.page.get_by_role("button", name="Offer it", exact=True).click()

    @property
    def told(self) -> Locator:
        """The sentence that the page says about what was done."""
        return self.page.locator("#status")


def scan(page: Page, shop: Shop, label: Label) -> None:
    """Read a label's code from a photograph; ends on the item's page."""
    page.goto(f"{shop.url}/scan")
    file = {"name": "label.png", "mimeType": "image/png", "buffer": label.picture}
    page.get_by_label("A photograph of the code").set_input_files(file)
    page.wait_for_url(re.compile(r"/01/\d{14}/10/[^/]+/21/"))


def banner(page: Page, kind: str) -> Locator:
    """A notice on top of a page, by its kind."""
    return page.locator(f".banner[data-banner='{kind}']")


def fact(page: Page, name: str) -> Locator:
    """What an item's page says under a name."""
    return page.locator("dl.terms > div").filter(has=page.locator("dt", has_text=re.compile(f"^{name}$"))).locator("dd")


def journey(page: Page) -> Locator:
    """The lines of a journey."""
    return page.locator("ol.stages .told")


def check(line: Locator) -> None:
    """Have one line of a journey checked against the chain."""
    if not line.get_by_role("button", name="Check").is_visible():
        line.locator("summary").click()
    line.get_by_role("button", name="Check").click()
