"""One order from the purchase to its end, told in steps of its people; what each page foretells has to come true.

The buyer and the seller act on their pages, each in a browser profile with a wallet; carrier, arbiter and strangers by
the node.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

import requests
from playwright.sync_api import BrowserContext, Locator, Page, expect

from scripts import rulings
from scripts.documents import sha256
from scripts.parameters import NOBODY
from scripts.terms import Order, Record
from tests.browser import selling, steps
from tests.browser.aftersale import foretold
from tests.browser.aftersale.books import Books, People
from tests.browser.wallet import Wallet
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop, until

ASKED = "Asked. Now the seller has to answer."
PARTS = {
    "seller": "To the seller",
    "commission": "Commission",
    "points": "Points",
    "back": "Back to the payer",
    "goodwill": "Paid back afterwards",
}


@dataclass
class Side:
    """Somebody at a browser."""

    context: BrowserContext
    page: Page
    wallet: Wallet
    wrong: list[str]


class Ending(NamedTuple):
    """Who got how much of an order, in its currency's smallest unit; `goodwill` is the seller's own money."""

    seller: int = 0
    commission: int = 0
    points: int = 0
    back: int = 0
    goodwill: int = 0


class Story:
    """What happens with one order."""

    def __init__(self, shop: Shop, goods: Goods, buyer: Side, seller: Side) -> None:
        self.shop = shop
        self.goods = goods
        self.buyer = buyer
        self.seller = seller
        self.books = Books(shop, [buyer.wallet, seller.wallet])
        self.id = ""

    @property
    def order(self) -> Order:
        """Its terms, by the chain's word."""
        return self.shop.market.sale(bytes.fromhex(self.id[2:])).order

    @property
    def record(self) -> Record:
        """Where it stands, by the chain's word."""
        return self.shop.market.sale(bytes.fromhex(self.id[2:])).record

    # The buyer

    def buys(self, goods: str) -> None:
        """For himself, in the shop."""
        self._begin(goods, self.buyer.wallet.address)
        self.id = steps.buy(self.buyer.page, self.shop, self.goods.id(goods))

    def gets_as_a_gift(self, goods: str, giver: str) -> None:
        """A role pays for it, in coin."""
        self._begin(goods, self.shop.people[giver])
        buyer, payer = self.buyer.wallet.address, self.shop.people[giver]
        order = Order(self.goods.offers[goods], buyer, payer, 1, self.people.referrer, salt=self.shop.new_salt())
        self.id = "0x" + self.shop.market.order_id(order).hex()
        self.books.send(giver, self.shop.market.call("pay", order, value=order.total))

    def asks(self, what: str, amount: str = "", text: str = "", picture: bytes = b"") -> None:
        """For money back, a return or an exchange."""
        page = self.order_page()
        dialog = steps.wish(page, what, amount, text, picture)
        self._step(page, dialog, "Ask the seller", ASKED)

    def sends_back(self, number: str) -> None:
        """The goods."""
        page = self.order_page()
        page.get_by_role("button", name="I have sent it back").click()
        dialog = page.locator("#send_back-dialog")
        dialog.get_by_label("Tracking number").fill(number)
        self._step(page, dialog, "It is on its way", "Sent back. Now the seller checks what came.")

    def lets_go_of_all_but(self, amount: str) -> None:
        """Part of what is in question."""
        page = self.order_page()
        page.get_by_role("button", name="Let go of a part").click()
        dialog = page.locator("#release-dialog")
        dialog.get_by_label("Amount in").fill(amount)
        self._step(page, dialog, "Let go of the rest", "Done. The seller has what you let go of.")

    def asks_the_arbiter(self, text: str) -> None:
        """Because the seller does not say where to send the goods, for one."""
        page = self.order_page()
        page.get_by_role("button", name="Ask the arbiter to decide").click()
        dialog = page.locator("#dispute-dialog")
        dialog.get_by_label("Your side of it").fill(text)
        self._step(page, dialog, "Ask the arbiter to decide", "The arbiter was asked.")

    def confirms(self) -> None:
        """All is well."""
        said = "the seller's balance grew by"
        self._agrees(self.order_page(), "Confirm receipt: pay the seller", said)

    def waits_longer(self) -> None:
        """For a late carrier."""
        self._agrees(self.order_page(), "Wait 3 days more", "Done. There is more time now.")

    def ends_it(self, button: str) -> None:
        """From the page, once the time is over."""
        self._agrees(self.order_page(), button, "Done")

    # The seller

    def ships(self) -> None:
        """The parcel."""
        self._answers("Mark as shipped", "Said. The buyer sees that the parcel is on its way.")

    def gives_all_back(self) -> None:
        """Concedes."""
        self._answers("Refund in full", "Given back. The order has ended.")

    def gives_back(self, amount: str) -> None:
        """Part of what is held."""
        self._answers("Refund a part", "The money is on its way back.", amount)

    def takes_the_goods_back(self) -> None:
        """Agrees to a return, and sends the address."""
        self._answers("Take the goods back", "Agreed. The buyer sends the goods back.")

    def sends_another(self) -> None:
        """In exchange."""
        self._answers("Send another one", "Said. The buyer sees that another parcel is on its way.")

    def lets_the_arbiter_decide(self, text: str) -> None:
        """On a request, or on what came back."""
        page = self._answer("Let the arbiter decide")
        dialog = page.locator("#dispute-dialog")
        dialog.get_by_label("Your side of it").fill(text)
        self._step(page, dialog, "Let the arbiter decide", "The arbiter was asked.")

    def pays_back_afterwards(self, amount: str, why: str = "") -> None:
        """From his own account."""
        page = self._answer("Pay something back afterwards")
        dialog = page.locator("#refund_closed-dialog")
        expect(dialog.get_by_label("Amount in")).to_have_value("")
        dialog.get_by_label("Amount in").fill(amount)
        dialog.get_by_label("Why?").fill(why)
        self._step(page, dialog, "Pay it back", "Paid back.")

    # Others, and time

    def carrier_delivers(self) -> None:
        """And says so."""
        self.books.send("carrier", self.shop.market.call("attest_delivery", self.order))

    def arbiter_rules(self, refunded: int, why: str) -> None:
        """So much goes back, in the currency's smallest unit; everybody can read why."""
        reason = rulings.document(bytes.fromhex(self.id[2:]), {"en": why})
        name = sha256(reason)
        self.books.send("arbiter", self.shop.market.call("rule", self.order, refunded, bytes.fromhex(name)))
        assert requests.put(f"{self.shop.url}/api/v1/documents/{name}", data=reason, timeout=30).ok

    def stranger_ends_it(self) -> None:
        """As anybody may, once the time is over."""
        self.books.send("stranger", self.shop.market.call("enforce", self.order))

    def nobody_acts(self) -> None:
        """Until the time is over, and the pages know it."""
        now = self.shop.web3.eth.get_block("latest")["timestamp"]
        self.shop.node.rpc("evm_increaseTime", self.record.deadline - now + 1)
        self.shop.node.rpc("evm_mine")
        self.shop.wait_for_index()
        until(lambda: "The time is over." in requests.get(self._address(), timeout=30).text)

    # Looking

    def order_page(self) -> Page:
        """The order's page, as the buyer sees it now."""
        self.shop.wait_for_index()
        self.buyer.page.goto(self._address())
        return self.buyer.page

    def dashboard_page(self) -> Page:
        """The order in the dashboard, as the seller sees it now."""
        self.shop.wait_for_index()
        return selling.open_order(self.seller.page, self.shop, self.id)

    # The end

    def ended(self, **parts: int) -> None:
        """Everybody has what he should, and the order's page says who was paid what."""
        ending = Ending(**parts)
        order, record = self.order, self.record
        assert not record.status.is_open
        released = ending.seller + ending.commission + ending.points
        assert (record.released, record.refunded) == (released, ending.back)
        paid = ending.back + ending.goodwill - order.total
        moved = {
            "buyer": paid if order.buyer == order.payer else 0,
            "payer": paid,
            "seller": ending.seller - ending.goodwill,
            "referrer": ending.commission,
            "loyalty": ending.points,
            "escrow": 0,
        }
        after = self.books.around(self.people, order.offer.currency)
        assert {name: after[name] - had for name, had in self.before.items()} == moved
        self._page_says(ending)

    # Helpers

    def _begin(self, goods: str, payer: str) -> None:
        offer = self.goods.offers[goods]
        buyer, storefront = self.buyer.wallet.address, self.shop.people["storefront"]
        self.people = People(buyer, payer, offer.seller, storefront if offer.commission_bps else NOBODY, offer.loyalty)
        self.before = self.books.around(self.people, offer.currency)

    def _address(self) -> str:
        return f"{self.shop.url}/orders/{self.id}"

    def _answer(self, button: str) -> Page:
        page = self.dashboard_page()
        page.get_by_role("button", name=button, exact=True).click()
        return page

    def _answers(self, button: str, said: str, amount: str = "") -> None:
        """One of the seller's answers, with an amount where it has one."""
        page = self._answer(button)
        if amount:
            selling.fill_in(page, "amount", amount)
        self._step(page, page.locator("#agree"), "Yes", said)

    def _agrees(self, page: Page, button: str, said: str) -> None:
        page.get_by_role("button", name=button, exact=True).click()
        self._step(page, page.locator("#agree"), "Yes", said)

    def _step(self, page: Page, dialog: Locator, yes: str, said: str) -> None:
        """Say yes to a dialog: what it foretells comes true."""
        expect(dialog).to_be_visible()
        told, before = foretold.read(steps.foretold(dialog)), self.record
        dialog.get_by_role("button", name=yes).click()
        expect(page.locator("#status")).to_contain_text(said)
        foretold.hold_against(told, self.order, before, self.record)

    def _page_says(self, ending: Ending) -> None:
        page = self.order_page()
        sums = dict.fromkeys(PARTS.values(), 0)
        for part, amount in steps.paid_out(page):
            sums[part] += foretold.units(amount)
        assert sums == {title: getattr(ending, name) for name, title in PARTS.items()}
        how = page.locator(".next-step")
        expect(how).to_contain_text("How it ended")
        said = [foretold.units(amount) for amount in re.findall(foretold.AMOUNT, how.locator("p").first.inner_text())]
        record = self.record
        assert said == [amount for amount in (record.released, record.refunded) if amount]
        expect(page.locator("[data-action]")).to_have_count(0)
