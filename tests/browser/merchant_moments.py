"""The dashboard for its photographs: every page of it, signed in, and the questions it asks."""

from playwright.sync_api import BrowserContext, Page, expect

from scripts.market import Market
from scripts.terms import Status
from tests.browser.moments import Take
from tests.fixtures.shop import Shop
from tests.scripts.other_shops import Good, shopify_csv

PAGES = {
    "overview": "",
    "overview-empty": "?from=2001-01-01&to=2001-01-31",
    "orders": "orders",
    "orders-none": "orders?q=nothing-like-it",
    "reviews": "reviews",
    "reviews-all": "reviews?which=all",
    "offers": "offers",
    "offer-new": "offers/new",
    "statement": "statement",
    "import": "import",
    "profile": "profile",
}


def sign_in(page: Page, shop: Shop, role: str, path: str, take: Take = lambda *_: None) -> None:
    """Sign in as a role, by the practice wallet, on the way to a page."""
    page.goto(shop.url)
    page.evaluate("localStorage.clear()")
    page.evaluate("(role) => localStorage.setItem('handover.role', role)", role)
    page.goto(shop.url + path, wait_until="networkidle")
    take(page, "sign-in")
    page.locator("#sign-in").click()
    expect(page.locator("#devnet-prompt")).to_be_visible()
    take(page, "sign-in-wallet")
    page.locator("#devnet-prompt [value=yes]").click()
    page.wait_for_url(shop.url + path)


class MerchantMoments:
    """Walks through the dashboard of the demo's first merchant in one look, by the practice wallet."""

    def __init__(self, shop: Shop, context: BrowserContext, take: Take) -> None:
        self.shop = shop
        self.page = context.new_page()
        self.take = take
        market = Market(shop.web3, shop.book)
        offers = market.offers(shop.people["merchant1"])
        self.sales = market.sales(offers)
        stocks = zip(offers, market.stocks(list(offers)), strict=True)
        on_sale = next(id_ for id_, stock in stocks if stock.cap > stock.sold)
        self.pages = PAGES | {"offer-revise": f"offers/0x{on_sale.hex()}/revise"}

    def walk(self) -> None:
        """All of it."""
        self.sign_in()
        for name, path in self.pages.items():
            self._open(path)
            self.take(self.page, f"dashboard-{name}")
        self.orders()
        self.preview()
        self.page.close()

    def sign_in(self) -> None:
        """The page before, and what the wallet asks."""
        sign_in(self.page, self.shop, "merchant1", "/dashboard/", self.take)

    def orders(self) -> None:
        """An order in every status that there is, and what is asked before the parcel is said to go out."""
        seen: set[Status] = set()
        for sale in self.sales:
            if sale.record.status in seen:
                continue
            seen.add(sale.record.status)
            name = sale.record.status.name.lower().replace("_", "-")
            self._open(f"orders/0x{sale.id.hex()}")
            self.take(self.page, f"dashboard-order-{name}")
            if sale.record.status == Status.AWAITING_SHIPMENT:
                self.page.locator("[data-verb=ship]").click()
                expect(self.page.locator("#agree")).to_be_visible()
                self.take(self.page, "dashboard-order-ask")
                self.slip()
            if sale.record.status == Status.CLOSED:
                self.page.locator("[data-verb=refund_closed]").click()
                expect(self.page.locator("#refund_closed-dialog")).to_be_visible()
                self.take(self.page, "dashboard-order-pay-back")
                self.page.locator("#refund_closed-dialog [value=no]").click()

    def slip(self) -> None:
        """Where the parcel goes, and how that is printed."""
        self.page.locator("#agree [value=no]").click()
        self.page.locator("#open-details").click()
        expect(self.page.locator("#packing-slip address")).not_to_be_empty()
        self.take(self.page, "dashboard-order-address")
        self.page.emulate_media(media="print")
        self.page.evaluate("document.body.classList.add('printing-slip')")
        self.take(self.page, "dashboard-slip")
        self.page.emulate_media(media="screen")

    def preview(self) -> None:
        """A product export, looked at."""
        goods = [
            Good("cup", "Cup"),
            Good("jar", "Jar", variants=[((), "12.00", "0")]),
            Good("tray", "Tray", pictures=["x/tray.jpg"]),
        ]
        self._open("import")
        data = shopify_csv(goods).encode()
        self.page.locator("#file").set_input_files({"name": "products.csv", "mimeType": "text/csv", "buffer": data})
        self.page.locator("#look").click()
        expect(self.page.locator("#preview")).to_be_visible()
        self.take(self.page, "dashboard-import-preview")

    def _open(self, path: str) -> None:
        self.page.goto(f"{self.shop.url}/dashboard/{path}", wait_until="networkidle")
