"""The moments between the pages, for their photographs: questions, refusals, waiting, and what is said afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask import render_template
from playwright.sync_api import BrowserContext, Page, Route, expect

from scripts.market import Market, Sale
from scripts.parameters import DEVNET, NOBODY
from scripts.terms import Status
from tests.browser.wallet import Wallet
from tests.fixtures.shop import Shop

MAINNET = 1
TOO_MANY = 429
Take = Callable[[Page, str], None]

KEEP_CART = "(lines) => localStorage.setItem('handover.cart', JSON.stringify(lines))"

# Pages that only a failure shows: each as its template, with the status that it comes with.
FAILURES = {
    "failed": ("500.html", 500),
    "opening": ("not_indexed.html", 503),
    "order-soon": ("order_soon.html", 202),
    "too-many": ("429.html", 429),
}


class Moments:
    """Walks through a furnished shop in one look; what it shows a stranger works in any language."""

    def __init__(self, shop: Shop, context: BrowserContext, take: Take) -> None:
        self.shop = shop
        self.context = context
        self.take = take
        market = Market(shop.web3, shop.book)
        offers = market.offers()
        self.market = market
        self.offers = list(offers.values())
        self.dollars = next(entry for entry in offers.values() if not entry.offer.in_coin)
        self.coin = next(
            entry
            for entry, stock in zip(offers.values(), market.stocks(list(offers)), strict=True)
            if entry.offer.in_coin and entry.offer.carrier == NOBODY and stock.cap > stock.sold + 1
        )
        self.sales = market.sales(offers)

    def walk(self) -> None:
        """All of them."""
        self.failures()
        self.practice_market()
        self.without_wallet()
        self.choice_of_wallets()
        self.wrong_network()
        self.cart()
        self.checkout()
        self.points()
        self.too_often()
        self.purchase()
        self.asking_the_seller()
        self.letting_go()
        self.clearing()

    def failures(self) -> None:
        """What is shown when the shop itself fails, or is not ready."""
        app = self.shop.app()
        language = {"Accept-Language": str(self._fresh().evaluate("navigator.language"))}
        for name, (template, status) in FAILURES.items():
            with app.test_request_context(headers=language):
                body = render_template(template)
            page = self._fresh()
            page.route(f"**/{name}", _answering(status, body))
            page.goto(f"{self.shop.url}/{name}", wait_until="networkidle")
            self.take(page, name)

    def practice_market(self) -> None:
        """The bar, opened, where there is a deadline to move past."""
        page = self._open(self._order(Status.AWAITING_SHIPMENT))
        page.locator(".devnet summary").click()
        self.take(page, "practice-market")

    def without_wallet(self) -> None:
        """A browser without any wallet."""
        page = self._fresh()
        page.route("**/devnet/static/main.js", lambda route: route.abort())
        page.goto(f"{self.shop.url}/offers/0x{self.coin.id.hex()}", wait_until="networkidle")
        page.locator("#wallet").click()
        self._told(page, "no-wallet")

    def choice_of_wallets(self) -> None:
        """Two wallets, and then the account of the one that was chosen."""
        page = self._open("/", Wallet(self.shop.node.url, DEVNET))
        page.locator("#wallet").click()
        expect(page.locator("#wallets")).to_be_visible()
        self.take(page, "wallets")
        page.locator("#wallets .choices button", has_text="Test wallet").click()
        expect(page.locator("#account code")).not_to_be_empty()
        page.locator("#wallet").click()
        self.take(page, "account")

    def wrong_network(self) -> None:
        """A wallet that stays on another network."""
        wallet = Wallet(self.shop.node.url, DEVNET)
        wallet.chain_id = MAINNET
        wallet.declines.add("wallet_switchEthereumChain")
        page = self._open("/", wallet)
        page.locator("#wallet").click()
        page.locator("#wallets .choices button", has_text="Test wallet").click()
        self._told(page, "wrong-network")

    def cart(self) -> None:
        """Goods of several shops, some of which cannot be bought any more; then all of it paid at once."""
        page = self._open("/")
        page.evaluate(KEEP_CART, self._lines())
        page.goto(f"{self.shop.url}/cart", wait_until="networkidle")
        self.take(page, "cart")
        page.locator("[data-remove]").first.click()
        expect(page.locator("#removed")).to_be_visible()
        self.take(page, "cart-removed")
        page.locator("#removed button").click()
        expect(page.locator("#removed")).to_be_hidden()
        page.locator("button[formaction]").click()
        self._fill(page)
        self.take(page, "checkout-not-sent-there")
        page.locator("#country").select_option("DE")
        page.locator("#gift").check()
        self.take(page, "checkout-cart")
        page.locator("#gift").uncheck()
        page.locator("#pay").click()
        expect(page.locator("#devnet-prompt")).to_be_visible()
        page.locator("#devnet-prompt [value=yes]").click()
        expect(page.locator("#devnet-prompt [data-what]")).to_contain_text("ETH")
        expect(page.locator("#devnet-prompt")).to_be_visible()
        self.take(page, "checkout-cart-sign")
        page.locator("#devnet-prompt [value=yes]").click()
        page.wait_for_url("**/orders/0x*/receipt")
        expect(page.locator(".receipt")).to_be_visible()
        self.take(page, "receipt-of-cart")

    def _lines(self) -> list[dict[str, object]]:
        """One offer in stock of each seller, and one that is sold out or replaced."""
        found: dict[str, bytes] = {}
        gone: dict[str, bytes] = {}
        for entry, stock in zip(self.offers, self.market.stocks([entry.id for entry in self.offers]), strict=True):
            (found if stock.cap > stock.sold else gone).setdefault(entry.offer.seller, entry.id)
        return [{"offer": "0x" + one.hex(), "quantity": 1} for one in [*found.values(), *gone.values()]]

    def checkout(self) -> None:
        """Nothing filled in; what is signed, declined; a permit for his own way; a relay that sends nothing."""
        page = self._open(f"/checkout?offer=0x{self.dollars.id.hex()}")
        page.locator("#pay").click()
        self._told(page, "checkout-missing")
        self._fill(page)
        self.take(page, "checkout-signed")
        page.locator("#pay").click()
        expect(page.locator("#authorize")).to_be_visible()
        self.take(page, "checkout-authorize")
        page.locator("#authorize [value=yes]").click()
        expect(page.locator("#devnet-prompt")).to_be_visible()
        self.take(page, "checkout-authorize-sign")
        page.locator("#devnet-prompt [value=no]").click()
        expect(page.locator("#pay")).to_be_enabled()
        self.take(page, "checkout-declined")
        page.locator("#direct").check()
        page.locator("#pay").click()
        expect(page.locator("#devnet-prompt")).to_be_visible()
        self.take(page, "checkout-permit")
        page.locator("#devnet-prompt [value=no]").click()
        page.locator("#direct").uncheck()
        with self._poor_relay():
            page.locator("#pay").click()
            page.locator("#authorize [value=yes]").click()
            page.locator("#devnet-prompt [value=yes]").click()
            self._other_way(page, "checkout-not-sent")

    def points(self) -> None:
        """As many as possible, a gift, too many, what the wallet is asked; then what came back, to be fetched."""
        page = self._open(f"/checkout?offer=0x{self.dollars.id.hex()}")
        page.locator("#connect-for-points button").click()
        expect(page.locator("[data-points-of]")).to_be_visible()
        self._fill(page)
        page.locator("[data-points-of] [data-all]").click()
        self.take(page, "checkout-points")
        page.locator("#gift").check()
        self.take(page, "checkout-points-gift")
        page.locator("#gift").uncheck()
        page.locator("[data-points-of] input[type=text]").fill("1000000")
        self.take(page, "checkout-points-wrong")
        page.locator("[data-points-of] [data-all]").click()
        page.locator("#pay").click()
        expect(page.locator("#devnet-prompt")).to_be_visible()
        self.take(page, "checkout-points-sign")
        page.locator("#devnet-prompt [value=no]").click()
        page = self._open(f"/orders/0x{self._to_settle().id.hex()}")
        self._asked(page, "settle", "order-ask-settle")

    def _to_settle(self) -> Sale:
        """An order paid with points, of which something waits to be passed on."""
        credit = self.market.escrow.functions.credits
        paid = [sale for sale in self.sales if sale.order.points]
        return next(one for one in paid if credit(one.order.payer, one.id, one.order.offer.currency).call())

    @contextmanager
    def _poor_relay(self) -> Iterator[None]:
        """The shop's relay has no coin meanwhile."""
        account = self.shop.people["storefront"]
        coin = self.shop.web3.eth.get_balance(account)
        self.shop.node.rpc("anvil_setBalance", account, "0x0")
        yield
        self.shop.node.rpc("anvil_setBalance", account, hex(coin))

    def _other_way(self, page: Page, name: str) -> None:
        """The offer of the direct way, turned down."""
        expect(page.locator("#other-way")).to_be_visible()
        self.take(page, name)
        page.locator("#other-way [value=no]").click()
        self._told(page, f"{name}-yet")

    def too_often(self) -> None:
        """The shop takes no more from this address for now."""
        page = self._open(f"/checkout?offer=0x{self.dollars.id.hex()}")
        page.route("**/api/v1/documents/*", _refuse_uploads)
        self._fill(page)
        page.locator("#pay").click()
        expect(page.locator("#status")).to_have_class("notice bad")
        self.take(page, "checkout-too-often")

    def purchase(self) -> None:
        """Signed, pending, paid; sent, confirmed, and what the seller has got."""
        page = self._open(f"/checkout?offer=0x{self.coin.id.hex()}")
        self._fill(page)
        page.locator("#pay").click()
        expect(page.locator("#devnet-prompt")).to_be_visible()
        self.take(page, "checkout-sign")
        self._pending(page)
        page.wait_for_url("**/orders/0x*/receipt")
        expect(page.locator(".receipt")).to_be_visible()
        self.take(page, "receipt")
        page.get_by_role("main").locator("h2 a").click()
        page.wait_for_url("**/orders/0x*")
        self.take(page, "order-just-paid")
        self._asked(page, "cancel", "order-ask-cancel")
        sale = self.market.sale(bytes.fromhex(urlsplit(page.url).path.rsplit("0x", 1)[1]))
        seller = next(name for name, address in self.shop.people.items() if address == sale.order.offer.seller)
        self.shop.wait_for_index(self.shop.send(seller, self.market.call("ship", sale.order)))
        page.reload(wait_until="networkidle")
        with self._poor_relay():
            self._asked(page, "confirm", "order-ask-confirm", "yes")
            expect(page.locator("#devnet-prompt")).to_be_visible()
            self.take(page, "order-sign")
            page.locator("#devnet-prompt [value=yes]").click()
            self._other_way(page, "order-kept")
        page.locator("[data-action=confirm]").click()
        page.locator("#agree [value=yes]").click()
        with page.expect_navigation():
            page.locator("#devnet-prompt [value=yes]").click()
        self._told(page, "order-receipt")

    def asking_the_seller(self) -> None:
        """The question what is wrong; and the answer to somebody who is not the buyer."""
        path = self._order(Status.AWAITING_CONFIRMATION)
        page = self._open(path)
        self._asked(page, "extend", "order-ask-extend")
        page.locator("[data-action=request]").click()
        expect(page.locator("#request-dialog")).to_be_visible()
        self.take(page, "order-request")
        stranger = self._open(path, Wallet(self.shop.node.url, DEVNET))
        stranger.locator("[data-action=confirm]").click()
        stranger.locator("#wallets .choices button", has_text="Test wallet").click()
        self._told(stranger, "order-other-account")

    def letting_go(self) -> None:
        """What stays in question, as the wallet will show it."""
        asked = next(sale for sale in self.sales if sale.record.status == Status.AWAITING_ANSWER)
        role = next(name for name, address in self.shop.people.items() if address == asked.order.buyer)
        page = self._open(f"/orders/0x{asked.id.hex()}")
        page.evaluate("(role) => localStorage.setItem('handover.role', role)", role)
        page.reload(wait_until="networkidle")
        page.locator("[data-action=release]").click()
        page.locator("#kept").fill("0.001")
        expect(page.locator("#release-dialog [data-consequence]")).not_to_be_empty()
        self.take(page, "order-release")

    def clearing(self) -> None:
        """The question before a browser forgets what it keeps."""
        page = self._open(f"/record?account={self.shop.people['shopper1']}")
        page.locator("#clear").click()
        expect(page.locator("#agree")).to_be_visible()
        self.take(page, "record-ask-clear")

    def _pending(self, page: Page) -> None:
        with self.shop.node.held_up():
            page.locator("#devnet-prompt [value=yes]").click()
            expect(page.locator("[data-step=wait]")).to_have_attribute("aria-current", "step")
            self.take(page, "checkout-pending")

    def _asked(self, page: Page, action: str, name: str, answer: str = "no") -> None:
        page.locator(f"[data-action={action}]").click()
        expect(page.locator("#agree")).to_be_visible()
        self.take(page, name)
        page.locator(f"#agree [value={answer}]").click()

    def _told(self, page: Page, name: str) -> None:
        expect(page.locator("#status")).to_be_visible()
        self.take(page, name)

    def _fill(self, page: Page) -> None:
        page.locator("#recipient").fill("Philippa Quillfeather")
        page.locator("#street").fill("17 Marmalade Mews")
        page.locator("#city").fill("Hull")
        page.locator("#country").select_option(index=1)

    def _order(self, status: Status) -> str:
        buyer = self.shop.people["shopper1"]  # whom the practice wallet plays first
        wanted = (sale for sale in self.sales if sale.record.status == status and sale.order.buyer == buyer)
        first = min(wanted, key=lambda sale: sale.record.buyer_extended)
        return f"/orders/0x{first.id.hex()}"

    def _fresh(self) -> Page:
        for page in self.context.pages:
            page.close()
        return self.context.new_page()

    def _open(self, path: str, wallet: Wallet | None = None) -> Page:
        page = self._fresh()
        page.goto(self.shop.url)
        page.evaluate("localStorage.clear()")
        if wallet:
            wallet.inject(page)
        page.goto(self.shop.url + path, wait_until="networkidle")
        return page


def _answering(status: int, body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")


def _refuse_uploads(route: Route) -> None:
    if route.request.method == "PUT":
        route.fulfill(status=TOO_MANY, json={"error": "Too many requests"})
    else:
        route.continue_()
