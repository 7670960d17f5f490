"""Points in scripts: which Loyalty a catalogue may name, and what the keeper brings shoppers."""

from dataclasses import replace

import pytest
from eth_utils.address import to_checksum_address

from scripts import artifacts, catalogue, documents, exporting, keeper, parameters, points
from scripts.market import Market, Published
from scripts.parameters import COIN, NOBODY
from scripts.reading import call_of
from scripts.refusal import Refusal
from scripts.terms import POINTS, Order, Status, Stock, offer_id
from scripts.wallet import DEPLOYMENT, Call
from tests.fixtures.refused import refusal_of
from tests.scripts.conftest import ETHER

pytestmark = pytest.mark.usefixtures("isolation")

UNKNOWN = to_checksum_address("0x" + "99" * 20)


@pytest.fixture
def loyalty(web3, book):
    """`loyalty(symbol)`: the contract whose points are credit in a currency."""
    return lambda symbol: book.contract(web3, f"Loyalty {symbol}")


@pytest.fixture
def named(book, account):
    """`named(loyalty, points_bps, symbol)`: the Loyalty of an offer that says so."""
    return lambda name, bps=200, symbol="USD": points.loyalty(
        name, bps, book.currency(symbol), book, account_or(account)
    )


def account_or(account):
    return lambda name: name if name.startswith("0x") else account(name)


@pytest.fixture
def giving(published, wallet, market, loyalty):
    """An offer of merchant1 that gives a tenth as points."""
    offer = published._replace(loyalty=loyalty("ETH").address, points_bps=1_000)
    wallet("merchant1").send(market.call("publish", offer, 100))
    return offer


@pytest.fixture
def earned(giving, paid, move, account, wallet, market):
    """`earned(role)`: a shopper confirmed an order that gives points."""

    def earn(role="shopper1"):
        order = paid(offer=giving, buyer=account(role))
        move(role, "confirm", order)
        return order

    return earn


def test_the_market_s_loyalty_is_that_of_the_currency(named, loyalty):
    assert named("market", symbol="USD") == named(loyalty("USD").address) == loyalty("USD").address
    assert named("market", symbol="ETH") == loyalty("ETH").address
    assert named("market", 0) == named("none", 0) == NOBODY


@pytest.mark.parametrize(
    ("name", "bps", "sentence"),
    [
        ("none", 200, "it gives points of no Loyalty; leave loyalty out, or write `points: 0%`."),
        (UNKNOWN, 0, "it names a Loyalty but gives no points."),
        (UNKNOWN, 200, f"the Loyalty {UNKNOWN} is not in the address book; leave loyalty out for the market's own."),
    ],
)
def test_another_loyalty_is_refused(named, name, bps, sentence):
    assert sentence == refusal_of(lambda: named(name, bps))


def test_the_loyalty_of_another_currency_is_refused(named, loyalty):
    with pytest.raises(Refusal) as refusal:
        named(loyalty("ETH").address, symbol="USD")
    assert str(refusal.value) == f"the Loyalty {loyalty('ETH').address} gives points in ETH, the offer is in USD."


def test_points_without_an_address_book_entry_are_refused(book, account):
    known = {name: entry for name, entry in book.contracts.items() if name != "Loyalty USD"}
    without = type(book)(**{**vars(book), "contracts": known})
    with pytest.raises(Refusal) as refusal:
        points.loyalty("market", 200, book.currency("USD"), without, account)
    assert str(refusal.value) == "the address book has no Loyalty for USD; write `points: 0%`."


def test_a_catalogue_gives_points(tmp_path, account, book, loyalty):
    """By their share alone; each offer those of its own currency."""
    path = tmp_path / "catalogue.csv"
    path.write_text(
        "product,title,description,price,currency,units,arbiter,return_policy,points\n"
        "lamp,Lamp,Bright.,0.05,ETH,2,none,None.,5%\n"
        "cup,Cup,Round.,12,USD,2,none,None.,2.5%\n"
        "plate,Plate,Flat.,12,USD,2,none,None.,\n"
    )
    lamp, cup, plate = catalogue.load(path, catalogue.Context(account("merchant1"), book, account))

    assert (lamp.offer.loyalty, lamp.offer.points_bps) == (loyalty("ETH").address, 500)
    assert (cup.offer.loyalty, cup.offer.points_bps) == (loyalty("USD").address, 250)
    assert (plate.offer.loyalty, plate.offer.points_bps) == (NOBODY, 0)
    documents.examine(cup.document)


def test_what_is_exported_is_the_same_offer(tmp_path, account, book, loyalty):
    """With its Loyalty by address; one that the book has not is left out."""
    path = tmp_path / "catalogue.csv"
    path.write_text(
        "product,title,description,price,currency,units,arbiter,return_policy,points\n"
        "lamp,Lamp,Bright.,0.05,ETH,2,none,None.,5%\n"
    )
    context = catalogue.Context(account("merchant1"), book, lambda name: name)
    (lamp,) = catalogue.load(path, context)
    strange = lamp.offer._replace(loyalty=UNKNOWN)
    published = [(Published(offer_id(one), one, 1), Stock(True, 2, 0)) for one in (lamp.offer, strange)]
    kept = {lamp.offer.details.hex(): lamp.document}
    found = exporting.collect(published, context, kept.get, tmp_path)

    assert [(row["loyalty"], row["points"]) for row in found.rows] == [(loyalty("ETH").address, "5%")]
    (reason,) = found.left_out
    assert f"the Loyalty {UNKNOWN} is not in the address book" in reason


def test_the_keeper_collects_for_shoppers(terminal, earned, loyalty, account, web3):
    """In one transaction for all; a second round finds nothing."""
    order = earned()
    earned("shopper2")
    earned("shopper2")

    output = terminal.run(keeper.once, "least=0.001ETH")

    gained = loyalty("ETH").functions.balanceOf
    assert gained(account("shopper1")).call() == order.total // 10
    assert gained(account("shopper2")).call() == 2 * (order.total // 10)
    assert "collect_many of Loyalty ETH for 2 shoppers: 0.033 ETH of points" in output
    before = web3.eth.block_number
    assert "Nothing is overdue" in terminal.run(keeper.once)
    assert web3.eth.block_number == before


def test_the_keeper_leaves_what_is_not_worth_the_gas(terminal, earned, web3):
    earned()
    before = web3.eth.block_number

    output = terminal.run(keeper.once, "least=1ETH")

    assert "Loyalty ETH: 1 credit of less than 1 ETH left, not worth the gas." in output
    assert web3.eth.block_number == before
    assert "Nothing is overdue" in output


@pytest.mark.parametrize("text", ["1", "ETH", "1GBP", "0.001ETH,manyUSD"])
def test_least_is_amounts_of_known_currencies(terminal, text):
    refused = terminal.refused(keeper.once, f"least={text}")
    assert "is no amount of a known currency" in refused or "is not an amount" in refused


def test_least_knows_a_symbol_that_ends_as_another(market, book):
    wrapped = replace(book.currency("USD"), address=UNKNOWN, symbol="WETH", decimals=18)
    known = Market(market.web3, replace(book, currencies=[*book.currencies, wrapped]))
    assert points.least_of(known, "2WETH")[UNKNOWN] == 2 * ETHER
    assert points.least_of(known, "2WETH")[COIN] == points.least_of(known, "")[COIN]


def test_what_is_worth_the_gas_follows_its_price(market, web3):
    least = points.least_of(market, "")
    assert least[COIN] == web3.eth.gas_price * parameters.POINTS_GAS * parameters.POINTS_WORTH
    assert least[market.book.currency("USD").address] == 10**6
    assert points.least_of(market, "0.5 USD")[market.book.currency("USD").address] == 5 * 10**5


def test_the_keeper_settles_what_came_back(
    terminal, earned, giving, loyalty, account, wallet, market, move, paid, web3
):
    """Cash first, then points; also what a seller pays back after the end."""
    earned()
    terminal.run(keeper.once)
    spent = ETHER // 100
    order = paid(offer=giving)._replace(payer=loyalty("ETH").address, salt=(spent << POINTS | 77).to_bytes(32, "big"))
    wallet("shopper1").send(call_of(loyalty("ETH"), "pay", order, value=order.total - spent))
    watch_before = web3.eth.get_balance(account("shopper1"))
    move("merchant1", "refund", order, order.total - spent // 2)

    output = terminal.run(keeper.once)

    assert "settle_many of Loyalty ETH for 1 order" in output
    assert web3.eth.get_balance(account("shopper1")) == watch_before + order.total - spent
    assert loyalty("ETH").functions.balanceOf(account("shopper1")).call() == spent // 2 + spent // 10
    move("merchant1", "refund", order, order.total)
    assert market.sale(market.order_id(order)).record.status == Status.CANCELLED
    goodwill = market.call("refund_closed", order, 5, bytes(32), value=5)
    wallet("merchant1").send(goodwill)
    before = web3.eth.get_balance(account("shopper1"))
    terminal.run(keeper.once)
    assert web3.eth.get_balance(account("shopper1")) == before + 5


def test_the_keeper_spends_no_gas_on_an_order_in_the_name_of_points(
    terminal, published, loyalty, account, wallet, market, web3
):
    """Its token let a stranger say that a Loyalty pays; nothing of it can be settled."""
    creation = artifacts.compiled("CredulousToken").creation
    token = wallet("stranger").send(Call(DEPLOYMENT, creation))["contractAddress"]
    offer = published._replace(seller=account("stranger"), currency=token)
    order = Order(offer, account("shopper1"), loyalty("ETH").address, quantity=1)
    soon, signature = web3.eth.get_block("latest")["timestamp"] + 600, (27, bytes(32), bytes(32))
    for verb, *arguments in (
        ("publish", offer, 1),
        ("pay_with_authorization", order, soon, *signature),
        ("refund", order, order.total),
    ):
        wallet("stranger").send(market.call(verb, *arguments))
    before = web3.eth.block_number

    assert "Nothing is overdue" in terminal.run(keeper.once, "least=0.001ETH")
    assert web3.eth.block_number == before


def test_the_keeper_goes_on_after_a_loyalty_that_does_not_work(
    terminal, node, published, earned, dollars, loyalty, book, account, paid, move, wallet, market
):
    earned()
    dollars("shopper1", 100)
    offer = published._replace(currency=book.currency("USD").address, price=50 * 10**6, shipping=0)
    offer = offer._replace(loyalty=loyalty("USD").address, points_bps=1_000)
    wallet("merchant1").send(market.call("publish", offer, 1))
    move("shopper1", "confirm", paid(offer=offer))
    node.rpc("anvil_setBalance", market.escrow.address, "0x0")  # coin cannot be had of it

    output = terminal.run(keeper.once, "least=0.001ETH,1USD")

    assert "collect_many of Loyalty ETH for 1 shopper does not work now" in output
    assert loyalty("USD").functions.balanceOf(account("shopper1")).call() == 5 * 10**6


def test_the_keeper_leaves_small_refunds(terminal, giving, loyalty, paid, wallet, move, web3):
    order = paid(offer=giving)._replace(payer=loyalty("ETH").address, salt=(78).to_bytes(32, "big"))
    wallet("shopper1").send(call_of(loyalty("ETH"), "pay", order, value=order.total))
    move("merchant1", "refund", order, ETHER // 1000)
    before = web3.eth.block_number

    output = terminal.run(keeper.once, "least=0.0011ETH")

    assert "Loyalty ETH: 1 credit of less than 0.0011 ETH left, not worth the gas." in output
    assert web3.eth.block_number == before
    assert "settle_many of Loyalty ETH for 1 order" in terminal.run(keeper.once, "least=0.001ETH")


def test_points_that_an_offer_names_for_another_currency_are_not_looked_after(
    monkeypatch, published, loyalty, paid, wallet, market, move
):
    offer = published._replace(loyalty=loyalty("USD").address, points_bps=1_000)
    wallet("merchant1").send(market.call("publish", offer, 1))
    order = paid(offer=offer)
    move("shopper1", "confirm", order)
    watch, asked = points.Shoppers(market), []
    monkeypatch.setattr(market, "credited", lambda wanted: asked.extend(wanted) or [0] * len(wanted))
    watch.note([market.sale(market.order_id(order))], 0)
    watch.waiting(dict.fromkeys([currency.address for currency in market.book.currencies], 1))
    assert asked == []


def test_a_loop_knows_what_it_read(web3, market, earned, giving, loyalty, paid, move):
    """Round after round, as orders end."""
    watch = points.Shoppers(market)
    least = dict.fromkeys([currency.address for currency in market.book.currencies], 1)
    first, second = paid(offer=giving), paid(offer=giving)
    sales = [market.sale(market.order_id(order)) for order in (first, second)]
    watch.note(sales, 0)
    assert [waiting.buyers for waiting in watch.waiting(least)] == [[], []]
    move("shopper1", "confirm", first)
    watch.note(market.refreshed(sales), 0)
    assert [waiting.buyers for waiting in watch.waiting(least)] == [[first.buyer], []]
    assert watch.waiting(least)[0].points == first.total // 10
