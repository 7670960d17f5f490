"""Choosing to pay later: what offers say of it, the page of the choice, and the checkout's fixed terms."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from scripts.credit.terms import PLANS
from scripts.terms import Order
from tests.fixtures.borrowing import Borrowing
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.shop import Shop, closed_shop

NBSP = "\N{NO-BREAK SPACE}"
TAG = re.compile(r"<[^>]+>")


@dataclass
class Market:
    """A lamp of 50 Dollars with postage, a jar whose seller nobody vouches for; the second shopper has six plans."""

    shop: Shop
    goods: Goods
    lending: Borrowing
    client: FlaskClient
    paid: str
    order: Order

    def get(self, path: str, status: int = 200, language: str = "en") -> str:
        """A page with ordinary spaces."""
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, path
        return unescape(" ".join(answer.get_data(as_text=True).replace(NBSP, " ").split()))

    def text(self, path: str, language: str = "en") -> str:
        """What is read on it, without tags."""
        main = self.get(path, language=language).split("<main")[1].split("</main>")[0]
        return re.sub(r" +([.,;:])", r"\1", " ".join(TAG.sub(" ", main).split()))

    def choosing(self, page: str = "instalments", **wanted: object) -> str:
        """The path of the choice, for one lamp unless another offer is named."""
        query = {"offer": self.goods.id("lamp")} | wanted
        return f"/{page}?" + "&".join(f"{name}={value}" for name, value in query.items())

    def account(self, role: str) -> str:
        return self.shop.people[role]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    goods, others = Goods(), Goods(seller="merchant4")
    with closed_shop(tmp_path_factory.mktemp("instalments"), goods.furnish) as shop:
        others.describe(shop)
        others.publish(shop, ("jar", "Jar", "罐"), currency=goods.offers["lamp"].currency, price=10 * DOLLAR)
        goods.offers["jar"] = others.offers["jar"]
        lending = Borrowing(shop, goods.offers["lamp"])
        lending.open(shop.people["shopper1"], shop.people["shopper2"])
        for _ in range(PLANS):
            order, _ = lending.buy(shop.people["shopper2"], 95 * DOLLAR // 2, 2)
        shop.index_once()
        paid = "0x" + shop.market.order_id(order).hex()
        yield Market(shop, goods, lending, shop.app().test_client(), paid, order)


def test_offers_say_what_is_paid_at_once_and_how_often_how_much(market: Market) -> None:
    """A quarter rounded up, so that what is left divides into round amounts with their fees."""
    card = market.text("/?q=lamp")
    assert "or 13.00 USD at once and 4 × 9.62 USD" in card
    assert "at once and" not in market.text("/?q=teapot")
    said = market.text(f"/offers/{market.goods.id('lamp')}?quantity=2")
    assert "Or in instalments: 24.00 USD at once, then 4 × 18.46 USD, one every 30 days; 97.84 USD in all" in said
    assert 'data-of-quantity="2"' in market.get(f"/offers/{market.goods.id('lamp')}?quantity=2")


def test_nothing_is_said_of_it_where_the_seller_is_not_vouched_for(market: Market) -> None:
    assert "instalments" not in market.text(f"/offers/{market.goods.id('jar')}")
    page = market.text(market.choosing(offer=market.goods.id("jar")))
    assert "No: Issuer does not vouch for the seller" in page
    assert "On to the checkout" not in page


def test_the_schedule_its_cost_and_what_happens_if(market: Market) -> None:
    page = market.text(market.choosing(instalments=2, days=14, down="20"))
    assert "1 × 45.00 USD + 5.00 USD shipping" in page
    assert page.count("15.30 USD 15.00 USD + 0.30 USD") == 2  # to pay, principal, fee
    assert "In all 50.60 USD" in page
    assert "Yearly rate 41.1%" in page
    assert "costs 0.75 USD more, once; all of them late would be 1.50 USD more" in page
    assert "On the first day that is 30.30 USD, which saves 0.30 USD." in page
    assert "came back on the first day, you would owe 5.00 USD instead of 30.00 USD, without fees." in page
    assert "With the fee of the first instalment, whose period has begun, 5.30 USD would pay that off." in page
    assert "a shorter time costs more by the year, fewer instalments cost less in all" in page
    assert "vouches for buyer and seller, and nobody decides by hand" in page
    assert "A part pays the instalments in their order, each with its fee, also one whose period has not begun." in page
    assert "whoever sends one, you or anybody else, pays its network fee" in page
    assert "the 20.00 USD are yours again" in page
    assert "Everybody can see the plan on the chain under the buyer's account" in page


@pytest.mark.parametrize(
    ("down", "said"),
    [
        ("12.49", "At least a quarter of the total has to be paid at once: 12.50 USD."),
        ("50", "Enter less than the total of 50.00 USD: something has to be left to pay."),
        ("a lot", "Enter an amount in USD, such as 12.50."),
        ("13.0000001", "Enter an amount in USD, such as 12.50."),
        ("1,3", "Enter an amount in USD, such as 12.50."),
        ("1,300", "Enter less than the total of 50.00 USD: something has to be left to pay."),
    ],
)
def test_a_down_payment_that_cannot_be_is_told_and_kept(market: Market, down: str, said: str) -> None:
    page = market.get(market.choosing(down=down))
    assert said in page
    assert f'value="{down}"' in page
    assert "On to the checkout" not in page
    checkout = market.client.get(market.choosing("checkout", quantity=1, instalments=4, days=30, down=down))
    assert checkout.status_code == 302
    assert checkout.location.startswith("/instalments?")


@pytest.mark.parametrize(("instalments", "most"), [(3, "12.71"), (6, "6.54")])
def test_parts_that_differ_are_said_as_what_each_is_at_most(market: Market, instalments: int, most: str) -> None:
    """37.01 Dollars do not divide evenly; the table has each part as it is."""
    for page in ("instalments", "checkout"):
        said = market.text(market.choosing(page, quantity=1, instalments=instalments, days=30, down="12.99"))
        assert f"{instalments} × {most} USD at most The exact parts stand in the table." in said
    assert "the last" not in said
    assert "12.70676" in said or "6.53843" in said


def test_who_is_vouched_for_and_has_a_limit_goes_on_to_the_checkout(market: Market) -> None:
    page = market.get(market.choosing(account=market.account("shopper1")))
    assert page.count('<li class="good">') == 7
    assert '<li class="bad">' not in page
    assert f"/checkout?offer={market.goods.id('lamp')}&quantity=1&instalments=4&days=30&down=13.00" in page
    assert "The account's limit leaves 100.00 USD, of which this takes 37.00 USD." in page


def test_each_obstacle_is_told_with_the_way_past_it(market: Market) -> None:
    page = market.text(market.choosing(quantity=5, account=market.account("shopper2")))
    assert "It has 6 open plans, which is the most. Pay one off first." in page
    assert "leaves 85.00 USD, and this would take 172.00 USD" in page
    assert "On to the checkout" not in page
    assert "Pay all at once instead" in page
    page = market.get(market.choosing(quantity=5, account=market.account("shopper2")))
    assert f"down=145.00&account={market.account('shopper2')}" in page  # 85 are left
    page = market.text(market.choosing(quantity=100, down=1200, account=market.account("shopper1")))
    assert (
        "At one seller at most 25% of lenders' money is being paid later, and only 2,485.00 USD of that is free."
        in page
    )
    assert "Nobody may owe more than 5% of lenders' money, now 500.00 USD: this would be above it." in page


def test_a_stranger_reads_how_to_be_vouched_for_and_no_good_news_before(market: Market) -> None:
    path = market.choosing(account=market.account("stranger"))
    page, text = market.get(path), market.text(path)
    assert "No: Issuer does not vouch that the account is one person, and without that nothing can be paid" in text
    assert "Up to 100.00 USD of an order could then be paid later." in text
    assert page.count('<li class="good">') == 3  # seller, cash, seller's share
    assert "limit leaves" not in text
    (asking,) = re.findall(r'<a href="([^"]+)">How it vouches, and where to ask</a>', page)
    assert "Whoever wants to be vouched for asks here:" in market.text(asking)
    another = market.text(f"/issuers/{market.account('stranger')}")
    assert "It decides by itself whom it vouches for, and nobody can make it." in another


def test_what_is_usual_can_be_had(market: Market) -> None:
    """No more is lent for an order than to anybody, nor than an account's limit leaves, where that is not much less."""
    assert "4,005.00 USD when you buy." in market.text(market.choosing(quantity=100))
    path = market.choosing(quantity=4, account=market.account("shopper1"))
    assert "85.00 USD when you buy." in market.text(path)
    assert '<li class="bad">' not in market.get(path)
    assert "58.00 USD when you buy." in market.text(market.choosing(quantity=5, account=market.account("stranger")))


def test_lenders_cash_is_looked_at(market: Market) -> None:
    assert "Lenders have only 9,985.00 USD at hand now." in market.text(market.choosing(quantity=400, down=8000))
    assert "at once and" in market.text("/?q=lamp")


def test_what_nobody_lends_for_says_so(market: Market) -> None:
    assert "Nobody lends in this currency" in market.text(market.choosing(offer=market.goods.id("teapot")))
    market.get(market.choosing(offer="0x12"), status=404)
    market.get(market.choosing(account="0x12"), status=404)


def test_the_checkout_has_the_terms_fixed(market: Market) -> None:
    path = market.choosing("checkout", quantity=1, instalments=4, days=30, down="13.00")
    page = market.get(path)
    (line,) = _data(page)["lines"]
    assert line["plan"] == {"down": "13000000", "instalments": "4", "days": "30", "fee": "370000"}
    text = market.text(path)
    assert f"Yearly rate {line['costs']['rate']}" in text
    assert line["costs"]["late_fee"].endswith("USD")
    assert "Lenders pay − 37.00 USD You pay at once 13.00 USD" in text
    assert "Then, every 30 days 4 × 9.62 USD" in text
    assert "allow exactly 13.00 USD" in text
    assert "Points cannot pay a part of this, and it can be no gift" in text
    assert "Everybody can see the plan on the chain under the buyer's account" in text
    assert 'id="points"' not in page
    assert "plan" not in _data(market.get(market.choosing("checkout")))["lines"][0]


@pytest.mark.parametrize("wrong", ["instalments=7", "days=15", "down=13", "quantity=two"])
def test_no_term_of_the_checkout_is_filled_in_by_the_shop(market: Market, wrong: str) -> None:
    asked = {"quantity": "1", "instalments": "4", "days": "30", "down": "13.00"} | dict([wrong.split("=")])
    answer = market.client.get(market.choosing("checkout", **asked, endpoint="x", _external="1"))
    assert answer.location.startswith("/instalments?offer=")


def test_a_cart_is_not_paid_later(market: Market) -> None:
    path = market.choosing("checkout", instalments=4, days=30, down="13.00")
    answer = market.client.get(f"{path}&offer={market.goods.id('teapot')}&quantity=1")
    assert answer.location.startswith("/instalments?offer=")


def test_the_receipt_and_my_orders_say_what_is_paid_later(market: Market) -> None:
    page = market.text(f"/orders/{market.paid}/receipt")
    paid = "In all 50.00 USD The buyer paid 47.50 USD Lenders paid 2.50 USD"
    assert f"{paid} The buyer owes 2 instalments, in all, with fees 2.55 USD" in page
    assert "In all 50.00 USD Paid by the buyer 47.50 USD Paid by lenders 2.50 USD" in page
    assert "Paid 50.00 USD" not in page
    assert 'data-to-buyer="You owe 2 instalments, in all, with fees"' in market.get(f"/orders/{market.paid}/receipt")
    assert paid in market.text(f"/orders/{market.paid}")
    assert "Next: instalment 1 Due" in page
    assert "The 50.00 USD held comes back: first it cuts what you owe" in market.get(f"/orders/{market.paid}/receipt")
    mine = market.text(f"/orders/?account={market.account('shopper2')}")
    assert mine.count("2.50 USD of it paid by lenders") == PLANS


def test_it_speaks_chinese(market: Market) -> None:
    assert "分期付款" in market.text(market.choosing(), language="zh")
    assert "首付 13.00 USD" in market.text("/?q=lamp", language="zh")


def test_nothing_is_free_where_lenders_left(market: Market) -> None:
    """More is open at the seller, and owed by the buyer, than shares of what is left allow."""
    shop, lender = market.shop, market.account("stranger")
    vault = market.lending.credit.functions
    shop.send("stranger", market.lending.call("redeem", vault.maxRedeem(lender).call(), lender, lender))
    shop.index_once()
    page = market.text(market.choosing(account=market.account("shopper2")))
    assert "Lenders have only 0.00 USD at hand now." in page
    assert "and only 0.00 USD of that is free." in page
    assert "Nobody may owe more than 5% of lenders' money, now 0.75 USD: this would be above it." in page
    assert "On to the checkout" not in page


def test_what_comes_back_cuts_the_debt_say_the_explanation_and_the_request(market: Market) -> None:
    assert "What comes back of such an order first cuts what you owe; beyond that it is yours." in market.text("/about")
    market.shop.send(market.goods.seller, market.shop.market.call("ship", market.order))
    market.shop.index_once()
    (request,) = re.findall(r'<dialog id="request-dialog".*?</dialog>', market.get(f"/orders/{market.paid}"))
    assert "This order is paid in instalments: what comes back first cuts what you owe" in request


def _data(page: str) -> dict[str, Any]:
    """What the checkout's module is given."""
    found = re.search(r'id="checkout">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data
