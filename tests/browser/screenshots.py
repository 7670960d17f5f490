"""`python -m tests.browser.screenshots` photographs every page of the demo market into build/screenshots.

At 390 and 1,280 pixels, light and dark, in both languages; also the moments in between (moments.py), empty, error,
overdue and node-down states. Names of pages as arguments limit it to these; "moments" stands for all of those,
"dashboard" for a merchant's pages, "arbiter" for an arbiter's. Prints what is wider than the screen and what the
browser complains of.
"""

import itertools
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import requests
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect, sync_playwright

from scripts import parameters
from scripts.address_book import credit_of
from scripts.demo_market.build import build
from scripts.market import Market, Published
from scripts.provenance import identity
from scripts.terms import Status
from tests.browser.arbiter_moments import ArbiterMoments, cases_of
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.merchant_moments import MerchantMoments
from tests.browser.moments import Moments
from tests.browser.tabs import TIMEOUT
from tests.fixtures.goods import DOLLAR
from tests.fixtures.shop import RELAYED, Shop, running_shop
from tests.frontend.test_without_scripts import wish_for_mail

TARGET = parameters.ROOT / "build" / "screenshots"
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
LANGUAGES = ("en", "zh")
UNKNOWN = "0x" + "ab" * 32
DOCUMENTS = "**/api/v1/documents/*"
LOAD_PICTURES = """() => Promise.all([...document.images].map((picture) => {
  picture.loading = "eager";
  return picture.decode().catch(() => console.error(`${picture.src} is no picture`));
}))"""
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll("body *")].filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 3).map((part) => `${part.tagName}.${part.className}`)
  : []"""


def pages(shop: Shop) -> dict[str, str]:
    """Every page by a name: its path."""
    market = Market(shop.web3, shop.book)
    offers = list(market.offers().values())
    sales = market.sales(market.offers())
    bare = next((entry for entry in offers if entry.offer.arbiter == parameters.NOBODY), offers[0])
    dollars = next(entry for entry in offers if not entry.offer.in_coin)
    vault = next(one.address for one in shop.book.contracts.values() if one.lends)
    found = {
        "catalogue": "/",
        "nothing-found": "/?q=nothing-like-it",
        "catalogue-rated": "/?sort=rated",
        "found": "/?q=cup&ships_to=DE",
        "found-nearly": "/?q=teapot&category=stationery&ships_to=DE",
        "price-wrong": f"/?from=ten&currency={shop.book.contracts['Dollar'].address}",
        "sold-out-too": f"/shops/{shop.people['merchant1']}?sold_out=1",
        "evidence": f"/shops/{shop.people['merchant1']}/record",
        "evidence-none": f"/shops/{shop.people['stranger']}/record",
        "share": f"/offers/0x{dollars.id.hex()}/share?account={shop.people['shopper2']}",
        "share-wrong": f"/offers/0x{dollars.id.hex()}/share?account=0x12",
        "shop": f"/shops/{shop.people['merchant1']}",
        "offer": f"/offers/0x{dollars.id.hex()}",
        "offer-without-arbiter": f"/offers/0x{bare.id.hex()}",
        "checkout-coin": f"/checkout?offer=0x{next(entry for entry in offers if entry.offer.in_coin).id.hex()}",
        "checkout-dollars": f"/checkout?offer=0x{dollars.id.hex()}",
        "checkout-later": f"/checkout?offer=0x{dollars.id.hex()}&quantity=1&{_half_later(dollars)}",
        "cart-empty": "/cart",
        "seen": f"/seen?offer=0x{dollars.id.hex()}",
        "earnings": f"/earnings?account={shop.people['storefront']}",
        "earnings-none": f"/earnings?account={shop.people['stranger']}",
        "whose-earnings": "/earnings",
        "points": f"/points?account={shop.people['shopper1']}",
        "points-none": f"/points?account={shop.people['stranger']}",
        "whose-points": "/points",
        "credit": f"/credit?account={shop.people['shopper1']}",
        "credit-none": f"/credit?account={shop.people['stranger']}",
        "whose-credit": "/credit",
        "lend": f"/lend?account={shop.people['lender']}",
        "vault": f"/lend/{vault}?account={shop.people['lender']}&by=day",
        "vault-none": f"/lend/{vault}?account={shop.people['stranger']}",
        "instalments": f"/instalments?offer=0x{dollars.id.hex()}&account={shop.people['shopper1']}",
        "instalments-wrong": f"/instalments?offer=0x{dollars.id.hex()}&account={shop.people['stranger']}&down=1",
        "instalments-none": f"/instalments?offer=0x{next(entry for entry in offers if entry.offer.in_coin).id.hex()}",
        "my-orders": f"/orders/?account={shop.people['shopper1']}",
        "my-orders-empty": f"/orders/?account={shop.people['stranger']}",
        "my-orders-waiting": f"/orders/?account={shop.people['shopper1']}&status=waiting",
        "my-orders-to-review": f"/orders/?account={shop.people['shopper1']}&status=to_review",
        "my-orders-after-sales": f"/orders/?account={shop.people['shopper1']}&status=after_sales",
        "record": f"/record?account={shop.people['shopper1']}",
        "record-empty": f"/record?account={shop.people['stranger']}",
        "whose-orders": "/orders/",
        "about": "/about",
        "guide": "/guide/",
        "guide-first-purchase": "/guide/first-purchase",
        "guide-what-if": "/guide/what-if",
        "guide-paying-later": "/guide/paying-later",
        "guide-glossary": "/guide/glossary",
        "guide-proof": "/guide/proof",
        "terms": "/terms",
        "privacy": "/privacy",
        "ledger": "/ledger",
        "ledger-nothing": "/ledger?kind=points&from=2000-01-01&to=2000-01-02",
        "ledger-block": f"/ledger/blocks/{market.events('OrderPaid', [sales[-1].id])[0]['block']}",
        "account": f"/accounts/{shop.people['merchant1']}",
        "statistics": "/statistics",
        "statistics-days": "/statistics?by=day",
        "not-found": "/nothing",
        "shop-empty": f"/shops/{shop.people['stranger']}",
        "notices": f"/notices/{wish_for_mail(shop)}",
    }
    found |= _claims(shop)
    found |= _not_for_sale(shop, market, offers) | _goods(shop) | _reviews(shop)
    for sale in sales:
        found[f"order-{sale.record.status.name.lower().replace('_', '-')}"] = f"/orders/0x{sale.id.hex()}"
    lender = shop.book.contracts[credit_of(shop.book.currency("USD"))].address
    later = [sale for sale in sales if sale.order.payer == lender]
    found["order-later"] = f"/orders/0x{max(later, key=lambda sale: sale.record.refunded).id.hex()}"
    return found | _cases(shop, market)


def _half_later(entry: Published) -> str:
    """How half of an offer in Dollars is paid at once, the rest in instalments."""
    return f"instalments=4&days=30&down={(entry.offer.price + entry.offer.shipping) / DOLLAR / 2:.2f}"


def _claims(shop: Shop) -> dict[str, str]:
    """Shops without claims, with some, with one that was revoked or has expired, a look-alike; who vouches."""
    people = shop.people
    looks = {"unverified": "newcomer", "verified": "merchant1", "revoked": "merchant4", "expired": "merchant3"}
    looks["look-alike"] = "lookalike"
    found = {f"shop-{look}": f"/shops/{people[role]}" for look, role in looks.items()}
    found |= {f"claims-{look}": f"/accounts/{people[role]}/claims" for look, role in looks.items()}
    return found | {
        "claim": f"/accounts/{people['merchant1']}/claims/{people['issuer']}/business?check=1",
        "my-claims": f"/claims?account={people['merchant1']}",
        "my-claims-none": f"/claims?account={people['keeper']}",
        "whose-claims": "/claims",
        "believed": "/believed",
        "issuer": f"/issuers/{people['issuer']}",
    }


def _reviews(shop: Shop) -> dict[str, str]:
    """What buyers say of goods and of a shop, filtered and not; nothing said; writing, adding, all said."""
    said = requests.get(f"{shop.url}/api/v1/reviews?limit=100", timeout=30).json()["items"]
    longest = max(said, key=lambda review: len(review["texts"]))
    adding = next(review for review in said if review != longest)
    shops = f"/shops/{shop.people['merchant1']}/reviews"
    closed = requests.get(f"{shop.url}/api/v1/orders?status=CLOSED&limit=100", timeout=30).json()["items"]
    silent = next(order for order in closed if order["id"] not in {review["order"] for review in said})
    return {
        "reviews-shop": shops,
        "reviews-none-found": f"{shops}?q=nothing-like-it&stars=5",
        "reviews-none": f"/shops/{shop.people['newcomer']}/reviews",
        "reviews-offer": f"/offers/{longest['offer']}/reviews?sort=critical",
        "review-write": f"/orders/{silent['id']}/review",
        "review-add": f"/orders/{adding['order']}/review",
        "order-reviewed": f"/orders/{longest['order']}",
    }


def _goods(shop: Shop) -> dict[str, str]:
    """Scanned goods: recalled, sold, claimed, untouched, forged; lots, a case, a producer, what people have."""
    milk, watch = "/01/09506000200026/10", "/01/09506000200040/10"
    bad = identity.lot_id(shop.people["dairy"], "09506000200026", "M-2")
    return {
        "scan": "/scan",
        "scan-wrong": "/scan?text=https://example.org/01/09506000200027",
        "item": f"{milk}/M-2/21/001",
        "item-untouched": f"{milk}/M-3/21/300",
        "item-forged": f"{milk}/M-3/21/999",
        "item-claimed": f"{watch}/W-3/21/01",
        "item-unregistered": f"{milk}/none",
        "lot": f"{milk}/M-2",
        "lots": milk.removesuffix("/10"),
        "case": "/00/095060000000000114",
        "trace": f"/trace/0x{bad.hex()}",
        "producer": f"/producers/{shop.people['dairy']}",
        "my-items": f"/items?account={shop.people['shopper1']}",
        "my-items-none": f"/items?account={shop.people['stranger']}",
        "my-items-kept": f"/items?account={shop.people['merchant3']}&kept=1",
        "whose-items": "/items",
        "catalogue-with-provenance": "/?origin=1",
    }


def _cases(shop: Shop, market: Market) -> dict[str, str]:
    """The cases, one that is open and one that was ruled on."""
    found = {"cases": "/cases/"}
    for id_ in cases_of(shop, market):
        is_open = market.sale(id_).record.status == Status.AWAITING_RULING
        found["case-open" if is_open else "case-ruled"] = f"/cases/0x{id_.hex()}"
    return found


def _not_for_sale(shop: Shop, market: Market, offers: list[Published]) -> dict[str, str]:
    """An offer that its seller took back and one that he replaced, and a try to buy each."""
    found = {}
    for entry, stock in zip(offers, market.stocks([entry.id for entry in offers]), strict=True):
        if stock.cap > stock.sold:
            continue
        offer = requests.get(f"{shop.url}/api/v1/offers/0x{entry.id.hex()}", timeout=30).json()
        name = "replaced" if offer["revised_to"] else "sold-out"
        found[f"offer-{name}"] = f"/offers/{offer['id']}"
        found[f"checkout-{name}"] = f"/checkout?offer={offer['id']}"
    return found


def looks(browser: Browser) -> Iterator[tuple[BrowserContext, str]]:
    """Every look: a browser profile of its own, and a name."""
    for host, (width, scheme, language) in enumerate(itertools.product(WIDTHS, SCHEMES, LANGUAGES), 1):
        look = f"{width}-{scheme}-{language}"
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="light" if scheme == "light" else "dark",
            locale={"en": "en-GB", "zh": "zh-CN"}[language],
            timezone_id="Europe/Berlin",
        )
        context.route(DOCUMENTS, lambda route, host=host: _send_from(f"192.0.2.{host}", route))
        context.on("weberror", lambda error, look=look: print(f"{look}: {error.error}"))
        context.on("response", lambda answer, look=look: _complain(answer, look))
        yield context, look
        context.close()


def _send_from(address: str, route: Route) -> None:
    """Let what is uploaded come from an address: each has a limit of its own."""
    route.continue_(headers=route.request.headers | {"x-forwarded-for": address})


def photograph(browser: Browser, shop: Shop, wanted: dict[str, str]) -> None:
    """Take every page in every look."""
    for context, look in looks(browser) if wanted else ():
        page = context.new_page()
        for name, path in wanted.items():
            page.goto(shop.url + path, wait_until="networkidle")
            _take(page, f"{name}-{look}")


def photograph_moments(browser: Browser, shop: Shop) -> None:
    """Take the moments between the pages in every look."""
    for context, look in looks(browser):
        Moments(shop, context, lambda page, name, look=look: _take(page, f"{name}-{look}")).walk()


def photograph_dashboard(browser: Browser, shop: Shop) -> None:
    """Take a merchant's dashboard in every look."""
    for context, look in looks(browser):
        MerchantMoments(shop, context, lambda page, name, look=look: _take(page, f"{name}-{look}")).walk()


def photograph_desk(browser: Browser, shop: Shop) -> None:
    """Take an arbiter's desk in every look."""
    for context, look in looks(browser):
        ArbiterMoments(shop, context, lambda page, name, look=look: _take(page, f"{name}-{look}")).walk()


def let_time_pass(shop: Shop) -> dict[str, str]:
    """Move time past what the first order has to be sent within; that order."""
    market = Market(shop.web3, shop.book)
    waiting = [sale for sale in market.sales(market.offers()) if sale.record.status == Status.AWAITING_SHIPMENT]
    first = min(waiting, key=lambda sale: sale.record.deadline)
    left = first.record.deadline - shop.web3.eth.get_block("latest")["timestamp"]
    shop.node.rpc("evm_increaseTime", max(left, 0) + 1)
    shop.node.rpc("evm_mine")
    shop.wait_for_index()
    return {"order-overdue": f"/orders/0x{first.id.hex()}"}


def _complain(answer: Response, look: str) -> None:
    """Say which part of a page is missing."""
    is_part = answer.request.method == "GET" and not answer.request.is_navigation_request()
    if answer.status >= 400 and is_part:
        print(f"{look}: {answer.status} for {answer.url}")


def _take(page: Page, name: str) -> None:
    page.evaluate(LOAD_PICTURES)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate(TOO_WIDE)
    if wide:
        print(f"{name}: wider than the screen: {', '.join(wide)}")
    is_asking = page.locator("dialog[open]").count() > 0
    page.screenshot(path=str(TARGET / f"{name}.png"), full_page=not is_asking)


def furnish(shop: Shop) -> None:
    """Open the demo market in the shop."""
    parameters.VAULT = shop.vault
    parameters.PROFILES = shop.folder / "profiles"
    shop.book = build(shop.web3)


def main() -> int:
    """Everything while the node runs, then what is left to see without it."""
    TARGET.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=TIMEOUT)
    only = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with running_shop(Path(folder), furnish, **RELAYED, HANDOVER_PROXIES="1") as shop:
            wanted = {name: path for name, path in pages(shop).items() if not only or name in only}
            photograph(browser, shop, wanted)
            if not only or "moments" in only:
                photograph_moments(browser, shop)
            if not only or "dashboard" in only:
                photograph_dashboard(browser, shop)
            if not only or "arbiter" in only:
                photograph_desk(browser, shop)
            if not only or "order-overdue" in only:
                photograph(browser, shop, let_time_pass(shop))
            if not only or "node-down" in only:
                shop.node.stop()
                down = {"node-down-catalogue": "/", "node-down": f"/orders/{UNKNOWN}"}
                photograph(browser, shop, down)
        browser.close()
    print(f"{len(os.listdir(TARGET))} pictures in {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
