"""Points as pages tell them: beside prices, on orders that they paid, and on a page of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from flask.testing import FlaskClient

from frontend.buying.points import KEY, Covers
from frontend.chain import Chain
from frontend.index import money, points, queries, sales, store
from frontend.index.bulk import put
from frontend.loyalty import points_to_come
from frontend.merchant import offers
from frontend.resources import database
from scripts import artifacts
from scripts.parameters import NOBODY
from scripts.reading import call_of
from scripts.terms import Kind, Order
from scripts.wallet import DEPLOYMENT, Call
from tests.fixtures.goods import DOLLAR, ETHER, Goods
from tests.fixtures.rewards import Rewards, points_contract
from tests.fixtures.shop import Shop, closed_shop

NBSP = "\N{NO-BREAK SPACE}"
USED = 1_234_567
REFUNDED = 41 * DOLLAR  # of a kettle, which costs 42 with postage
POINTS = 160  # where they begin in a salt


@dataclass
class Market:
    """A shop in which points were earned and used; `partly` is an order paid with them and partly refunded.

    `forged` is one that nobody paid: its token let a stranger say that a Loyalty does. Of `unit` both shares grew by
    one as a single one was released. `cancelled` was paid through Loyalty, too.
    """

    shop: Shop
    rewards: Rewards
    partly: str
    forged: str
    unit: str
    refusing: str
    cancelled: Order
    client: FlaskClient

    def get(self, path: str, status: int = 200) -> str:
        """A page's text, with ordinary spaces."""
        answer = self.client.get(path)
        assert answer.status_code == status, path
        return " ".join(answer.get_data(as_text=True).replace(NBSP, " ").split())


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    rewards = Rewards()
    with closed_shop(tmp_path_factory.mktemp("points"), Goods().furnish) as shop:
        rewards.furnish(shop)
        _confirm(shop, _pay(shop, rewards, "kettle", salt=1))
        _confirm(shop, _pay(shop, rewards, "tray", salt=2))
        partly = _pay(shop, rewards, "kettle", salt=3 | USED << POINTS, through="USD")
        shop.send("merchant4", shop.market.call("refund", partly, REFUNDED))
        forged, unit, refusing = _forge(shop, rewards), _release_one(shop, rewards), _refuse_cash(shop, rewards)
        cancelled = _pay(shop, rewards, "kettle", salt=4, through="USD")
        shop.send("shopper1", shop.market.call("cancel", cancelled))
        shop.index_once()
        ids = [_id(shop, order) for order in (partly, forged, unit)]
        yield Market(shop, rewards, *ids, refusing, cancelled, shop.app().test_client())


def _id(shop: Shop, order: Order) -> str:
    return "0x" + shop.market.order_id(order).hex()


def _pay(shop: Shop, rewards: Rewards, name: str, salt: int, through: str = "") -> Order:
    """The shopper pays something in Dollars, by Escrow or through a Loyalty."""
    shopper = shop.people["shopper1"]
    contract = points_contract(shop, through) if through else shop.market.escrow
    payer = contract.address if through else shopper
    order = Order(rewards.goods.offers[name], shopper, payer, quantity=1, salt=salt.to_bytes(32, "big"))
    shop.send("shopper1", shop.token("approve", contract.address, order.total - (salt >> POINTS)))
    shop.send("shopper1", call_of(contract, "pay", order))
    return order


def _confirm(shop: Shop, order: Order) -> None:
    shop.send("merchant4", shop.market.call("ship", order))
    shop.send("shopper1", shop.market.call("confirm", order))


def _forge(shop: Shop, rewards: Rewards) -> Order:
    """A stranger sells shopper2 something in a token that asks for no signature, "paid" by Loyalty with points."""
    creation = artifacts.compiled("CredulousToken").creation
    token = shop.wallet("deployer").send(Call(DEPLOYMENT, creation))["contractAddress"]
    assert token is not None
    offer = rewards.goods.offers["kettle"]._replace(seller=shop.people["stranger"], currency=token)
    shop.send("stranger", shop.market.call("publish", offer, 1))
    loyalty, salt = points_contract(shop, "USD").address, (REFUNDED << POINTS).to_bytes(32, "big")
    order = Order(offer, shop.people["shopper2"], loyalty, quantity=1, salt=salt)
    soon = shop.web3.eth.get_block("latest")["timestamp"] + 600
    signature = 27, bytes(32), bytes(32)
    shop.send("stranger", shop.market.call("pay_with_authorization", order, soon, *signature))
    return order


def _release_one(shop: Shop, rewards: Rewards) -> Order:
    """A hundredth each is commission and points; 99 units are released, then one more; 100 stay in question."""
    offer = rewards.goods.offers["kettle"]
    offer = offer._replace(price=200, shipping=0, commission_bps=100, points_bps=100, carrier=NOBODY, arbiter=NOBODY)
    shopper = shop.people["shopper1"]
    order = Order(offer, shopper, shopper, quantity=1, referrer=shop.people["storefront"])
    shop.send("shopper1", shop.token("approve", shop.market.escrow.address, order.total))
    for role, verb, *arguments in (
        ("merchant4", "publish", offer, 1),
        ("shopper1", "pay", order),
        ("merchant4", "ship", order),
        ("shopper1", "request", order, 101, Kind.REFUND, bytes(32)),
        ("shopper1", "release", order, 100),
    ):
        shop.send(role, shop.market.call(verb, *arguments))
    return order


def _refuse_cash(shop: Shop, rewards: Rewards) -> str:
    """A contract buys through Loyalty, cancels, and takes no coin when it is paid back; the contract."""
    artifact = artifacts.compiled("RefusingReceiver")
    address = shop.wallet("deployer").send(Call(DEPLOYMENT, artifact.creation))["contractAddress"]
    assert address is not None
    shop.node.rpc("anvil_setBalance", address, hex(ETHER))
    buyer = shop.web3.eth.contract(address=address, abi=artifact.abi)
    loyalty = points_contract(shop, "ETH")
    order = Order(rewards.goods.offers["bell"], address, loyalty.address, quantity=1, salt=bytes(32))
    pay, cancel = call_of(loyalty, "pay", order, value=order.total), shop.market.call("cancel", order)
    for call in (pay, cancel):
        data = buyer.encode_abi("execute", args=[call.to, call.data, call.value])
        shop.send("deployer", Call(address, bytes.fromhex(data[2:])))
    shop.send("stranger", call_of(loyalty, "settle", order))
    return str(address)


def test_what_comes_back_stands_beside_the_price(market: Market) -> None:
    kettle, tray = (market.rewards.goods.id(name) for name in ("kettle", "tray"))
    assert "4.20 USD</span> as points" in market.get(f"/offers/{kettle}")
    assert "8.20 USD</span> as points" in market.get(f"/offers/{kettle}?quantity=2")
    both = market.get(f"/checkout?offer={kettle}&quantity=2&offer={tray}&quantity=1")
    assert "<dt>You get back as points, once confirmed</dt><dd>8.20 USD</dd>" in both
    card = market.get("/?q=kettle")
    assert "4.20 USD" in card
    assert "points not known to this shop" not in card


def test_points_in_another_currency_count_as_nothing(market: Market) -> None:
    tray = market.rewards.goods.id("tray")
    page = market.get(f"/offers/{tray}")
    assert "Count them as nothing." in page
    assert "You get back" not in page.partition("Description")[0]
    assert "points not known to this shop" in market.get("/?q=tray")
    assert "data-back hidden" in market.get(f"/checkout?offer={tray}")
    kettle = market.rewards.goods.id("kettle")
    caution = '<p class="notice warn fine">This offer promises points'
    for place in ("cart", "checkout"):
        assert caution in market.get(f"/{place}?offer={tray}")
        assert caution not in market.get(f"/{place}?offer={kettle}")


def test_an_order_tells_cash_and_points(market: Market) -> None:
    page = market.get(f"/orders/{market.partly}")
    for line in (
        "<dt>in cash</dt><dd>40.765433 USD</dd>",
        "<dt>in points</dt><dd>1.234567 USD</dd>",
        "<dt>Refund in cash</dt><dd>40.765433 USD</dd>",
        "<dt>Refund in points</dt><dd>0.234567 USD</dd>",
        "<dt>Paid through</dt><dd><bdi>Contract of points in USD</bdi>",
        'data-action="settle" hidden>Fetch 41.00 USD',
        'data-to-buyer="The 1.00 USD (as points) held goes back to you."',
    ):
        assert line in page, line
    assert "<dt>in points</dt><dd>1.234567 USD</dd>" in market.get(f"/orders/{market.partly}/receipt")
    mine = market.get(f"/orders/?account={market.shop.people['shopper1']}")
    assert "1.234567 USD</span> of it in points" in mine
    assert "Paid by somebody else" not in mine


def test_an_order_in_the_name_of_points_is_not_paid_by_them(market: Market) -> None:
    page = market.get(f"/orders/{market.forged}")
    assert "in its name only: these points did not pay" in page
    assert "Paid through" not in page
    assert "in its name only" in market.get(f"/orders/{market.forged}/receipt")
    assert "Paid by somebody else" in market.get(f"/orders/?account={market.shop.people['shopper2']}")
    assert "in its name only" not in market.get(f"/orders/{market.partly}")


def test_a_merchant_s_form_keeps_points_of_another_currency_apart(market: Market) -> None:
    """As "the market's own" they would become others unasked; by their address, they are refused."""
    with market.client.application.test_request_context():
        found = [queries.offer(database(), market.rewards.goods.id(name)) for name in ("kettle", "tray")]
        own, other = [offers._loyalty(offer) for offer in found if offer]
    assert (own, other) == ("market", points_contract(market.shop, "ETH").address)


def test_of_a_last_unit_commission_comes_before_points(market: Market) -> None:
    """As Escrow has it, in the seller's books; and in what may still come."""
    seller, wanted = market.shop.people["merchant4"], sales.SalesFilter(text=market.unit)
    with store.open_engine(f"sqlite:///{market.shop.database}").connect() as db:
        (sale,) = sales.listed(db, seller, wanted).items
    assert (sale.order.released, sale.commission, sale.points, sale.net) == (100, 1, 0, 99)
    assert money.shares(99, 1, 100, 100) == (1, 0)
    with market.client.application.test_request_context():
        assert points_to_come(replace(sale.order, released=99, refunded=100)) == 0
        assert points_to_come(sale.order) == 1


def test_the_page_of_points(market: Market) -> None:
    page = market.get(f"/points?account={market.shop.people['shopper1']}")
    for part in (
        "<dd>2.965433 USD</dd>",  # what is left of 4.20, collected where it was needed
        "<dt>Collected in all</dt><dd>4.20 USD</dd>",
        "<dt>All points of everybody</dt><dd>2.965433 USD</dd>",
        "<dt>Money that covers them</dt><dd>2.965433 USD</dd>",
        "<dd>− 1.234567 USD</dd>",
        f"/orders/{market.partly}",
        'What it gave back is <span class="amount">4.20 USD</span> in cash.',  # by the tray, in points of coin
        "Fetch 4.20 USD",
    ):
        assert part in page, part


def test_what_is_to_be_fetched_is_shown_wherever_one_looks(market: Market) -> None:
    shopper, cancelled = market.shop.people["shopper1"], _id(market.shop, market.cancelled)
    mine = market.get(f"/orders/?account={shopper}&status=waiting")
    for order, amount in ((market.partly, "41.00"), (cancelled, "42.00")):
        assert f"/orders/{order}" in mine
        assert f'<span class="amount">{amount} USD</span> to fetch' in mine
        assert f"<dt>of it still to be fetched</dt><dd>{amount} USD</dd>" in market.get(f"/orders/{order}")
    page = market.get(f"/points?account={shopper}")
    assert "<dt>Came back of orders in cash, to be fetched</dt><dd>82.765433 USD</dd>" in page
    assert "<dt>Came back of orders as points, to be fetched</dt><dd>0.234567 USD</dd>" in page
    assert f"/orders/{cancelled}" in page
    record = market.get(f"/record?account={shopper}")
    assert record.count("of it still to be fetched</a></dt><dd>83.00 USD</dd>") == 2  # this month and this year
    assert record.index("This month (") < record.index("Spending in ")
    for kind, amount in (("points", "1.234567"), ("points", "0.234567"), ("cash", "82.765433")):
        assert f"<dt>of it in {kind}</dt><dd>{amount} USD</dd>" in record, (kind, amount)


def test_a_receipt_shows_several_payments_of_one_payer(market: Market) -> None:
    first, second = market.partly, _id(market.shop, market.cancelled)
    both = market.get(f"/orders/{first}/receipt?and={second}&and={market.forged}")
    assert (both.count("<dt>Paid in all</dt>"), both.count("<dt>Transaction</dt>")) == (2, 2)
    assert f'href="/orders/{market.forged}"' not in both
    assert market.get(f"/orders/{first}/receipt?and=0x{'0' * 64}").count("<dt>Paid in all</dt>") == 1
    market.get(f"/orders/{first}/receipt?and=x", 404)


def test_what_is_set_aside_is_no_points_in_the_ledger(market: Market) -> None:
    ledger = market.get("/ledger?kind=refund")
    assert '<span class="badge">Set aside for the buyer</span>' in ledger
    assert "<bdi>Contract of points in USD</bdi>" in ledger


def test_what_is_set_aside_has_not_gone_back_yet(market: Market) -> None:
    """Until it is passed on: then it has, and is no sum beside it."""
    order = f"/orders/{_id(market.shop, market.cancelled)}"
    page = market.get(order)
    assert 'data-to-buyer="This order was cancelled. 42.00 USD is set aside for you: fetch it.' in page
    assert "<dt>Set aside for the buyer " in page
    assert 'data-to-buyer="You cancelled: 42.00 USD set aside for you"' in page
    assert "42.00 USD went back" not in page
    assert "set aside for the buyer" in market.get(f"{order}/receipt")
    market.shop.send("stranger", call_of(points_contract(market.shop, "USD"), "settle", market.cancelled))
    market.shop.index_once()
    page = market.get(order)
    assert 'data-to-buyer="This order was cancelled; 42.00 USD went back to you."' in page
    assert '<div class="fine"><dt>of it passed on in cash ' in page
    assert "still to be fetched" not in page


def test_what_is_ready_is_no_sum(market: Market) -> None:
    """Entries with a sign make the balance."""
    page = market.get(f"/points?account={market.shop.people['shopper1']}")
    assert "<dt>Becomes ready</dt><dd>4.20 USD</dd>" in page
    assert "<dt>Points</dt><dd>+ 4.20 USD</dd>" in page


def test_cash_that_was_not_taken_waits(market: Market) -> None:
    page = market.get(f"/points?account={market.refusing}")
    assert "0.1 ETH</span> in cash came back, and your account did not take it." in page
    assert "Withdraw 0.1 ETH" in page


def test_cash_in_tokens_that_nobody_knows_is_left_out(market: Market) -> None:
    """Anybody can have one say that it waits for somebody."""
    row = {"account": market.shop.people["stranger"].lower(), "currency": "0x" + "77" * 20, "amount": 1}
    with store.writing(store.open_engine(f"sqlite:///{market.shop.database}")) as db:
        put(db, points.unsent, [row | {"loyalty": loyalty} for loyalty in points.known(db)])
    assert "No points yet" in market.get(f"/points?account={market.shop.people['stranger']}")


def test_the_node_is_asked_once_for_many_views(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(Chain, "reserves", lambda _: asked.append(1) or [])
    monkeypatch.setattr(Chain, "credit", lambda *_: asked.append(2) or 0)
    market.client.application.extensions[KEY] = Covers()
    monkeypatch.setattr("frontend.buying.points.FRESH_FOR", 3_600)
    for _ in range(3):
        market.get(f"/points?account={market.shop.people['shopper1']}")
    assert asked == [1]
    market.client.application.extensions[KEY] = Covers()
    answer = market.client.get(f"/points?account={market.shop.people['shopper1']}")
    assert answer.headers["X-RateLimit-Limit"] == "1200"


def test_without_points(market: Market) -> None:
    assert "No points yet" in market.get(f"/points?account={market.shop.people['stranger']}")
    assert "Whose points?" in market.get("/points")
    market.get("/points?account=0x12", 404)
    market.get(f"/points?account={market.shop.people['shopper1']}&after=x", 404)


def test_without_a_node(market: Market) -> None:
    """Stops the node: the last of these."""
    market.client.application.extensions[KEY] = Covers()
    market.shop.node.stop()
    assert 'data-action="settle" hidden>Fetch 41.00 USD' in market.get(f"/orders/{market.partly}")
    page = market.get(f"/points?account={market.shop.people['shopper1']}")
    assert "2.965433 USD" in page
    assert "What covers them cannot be asked now" in page
