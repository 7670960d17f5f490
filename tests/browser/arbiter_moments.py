"""The arbiter's desk for its photographs: the cases, one of each kind, the ruling that is asked about, the profile."""

from playwright.sync_api import BrowserContext, expect

from scripts.market import Market
from scripts.terms import Status
from tests.browser.merchant_moments import sign_in
from tests.browser.moments import Take
from tests.fixtures.shop import Shop


class ArbiterMoments:
    """Walks through the desk of the demo's arbiter in one look, by the practice wallet."""

    def __init__(self, shop: Shop, context: BrowserContext, take: Take) -> None:
        self.shop = shop
        self.page = context.new_page()
        self.take = take
        market = Market(shop.web3, shop.book)
        self.pages = {"cases": "/arbiter/", "profile": "/arbiter/profile"}
        for id_ in cases_of(shop, market):
            is_open = market.sale(id_).record.status == Status.AWAITING_RULING
            self.pages["case-open" if is_open else "case-ruled"] = f"/arbiter/cases/0x{id_.hex()}"

    def walk(self) -> None:
        """All of it."""
        sign_in(self.page, self.shop, "arbiter", "/arbiter/")
        for name, path in self.pages.items():
            self.page.goto(self.shop.url + path, wait_until="networkidle")
            self.take(self.page, f"arbiter-{name}")
        self.ruling()
        self.page.close()

    def ruling(self) -> None:
        """What is missing, and what is asked before it is sent."""
        self.page.goto(self.shop.url + self.pages["case-open"], wait_until="networkidle")
        self.page.locator("#rule").click()
        expect(self.page.locator("#reason-error")).not_to_be_empty()
        self.take(self.page, "arbiter-ruling-missing")
        self.page.locator("[data-refund=half]").click()
        self.page.locator("#reason-en").fill("Both are a little right.")
        self.page.locator("#rule").click()
        expect(self.page.locator("#agree")).to_be_visible()
        self.take(self.page, "arbiter-ruling-ask")


def cases_of(shop: Shop, market: Market) -> list[bytes]:
    """The orders in which an arbiter was asked."""
    sales = market.sales(market.offers())
    return [event["order_id"] for event in market.events("OrderDisputed", [sale.id for sale in sales])]
