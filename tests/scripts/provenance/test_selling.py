"""merchant ship with items, and the keeper who settles them."""

import pytest

from scripts import keeper, merchant, producer
from scripts.goods import selling
from scripts.terms import Status
from scripts.wallet import NodeWallet
from tests.scripts.provenance.conftest import LOT, SSCC

pytestmark = pytest.mark.usefixtures("registered")


@pytest.fixture
def stock(terminal, registered):
    """Three cartons that merchant1 owns."""
    things = [f"{LOT}/A00{number}" for number in (1, 2, 3)]
    terminal.run(producer.offer, "merchant1", *things)
    terminal.run(merchant.receive, *things)
    return things


def test_default_behavior(terminal, stock, paid, name, status, holding, item, market):
    order = paid()

    output = terminal.run(merchant.ship, name(order), f"items={LOT}/A001")

    assert holding(item("A001")).order_id == market.order_id(order)
    assert status(order) == Status.AWAITING_DELIVERY
    assert f"{name(order)} gets {LOT}/A001; 0 are bound already." in output
    assert output.index("✓ bind 1 item") < output.index("✓ ship")


def test_several_items(terminal, stock, paid, name, goods, market, tmp_path):
    order = paid(quantity=3)
    path = tmp_path / "picked.txt"
    path.write_text(f"{LOT}/A002\n{LOT}/A003\n")

    terminal.run(merchant.ship, name(order), f"items={LOT}/A001,{path}")

    assert goods.reader.read("bound", [(market.order_id(order), 0)]) == [(3,)]


def test_shipping_that_failed_half_way_goes_on(terminal, stock, paid, name, status, goods, market, monkeypatch):
    order, send = paid(), NodeWallet.send
    ship = market.call("ship", order)

    def fail(wallet, call):
        if call.data[:4] == ship.data[:4]:
            raise KeyboardInterrupt
        return send(wallet, call)

    with monkeypatch.context() as patch:
        patch.setattr(NodeWallet, "send", fail)
        terminal.refused(merchant.ship, name(order), f"items={LOT}/A001")
    assert status(order) == Status.AWAITING_SHIPMENT

    output = terminal.run(merchant.ship, name(order), f"items={LOT}/A001")

    assert "1 are bound already" in output
    assert "✓ bind" not in output
    assert status(order) == Status.AWAITING_DELIVERY
    assert goods.reader.read("bound", [(market.order_id(order), 0)]) == [(1,)]


def test_items_of_an_order_that_is_shipped_are_bound_all_the_same(terminal, stock, paid, name, holding, item, market):
    order = paid()
    terminal.run(merchant.ship, name(order))

    output = terminal.run(merchant.ship, name(order), f"items={LOT}/A001")

    assert holding(item("A001")).order_id == market.order_id(order)
    assert "It is shipped already: " in output


def test_refuses(terminal, stock, paid, name, web3, wallet, goods):
    order, other = paid(), paid()
    terminal.run(producer.aggregate, SSCC, f"{LOT}/A020")
    terminal.run(producer.touch, f"{LOT}/A021")
    before = web3.eth.block_number

    def refused(items, *orders):
        return terminal.refused(merchant.ship, *map(name, orders or (order,)), f"items={items}")

    assert refused(f"{LOT}/A001", order, other) == "items= are of one order; ship the other orders apart."
    assert refused(f"{LOT}/A001,{LOT}/A002") == (
        "The order is of 1 unit; 0 of its items are bound, 2 more would be too many."
    )
    assert refused(f"{LOT}/A030") == f"{LOT}/A030 is still its producer's; he offers it, `receive` takes it."
    assert refused(f"{LOT}/A020") == f"{LOT}/A020 lies in a case; take it out first."
    assert refused(f"{LOT}/A021") == f"{LOT}/A021 belongs to producer."
    assert refused(SSCC) == f"{SSCC} is a case or a pallet; name the items."
    assert web3.eth.block_number == before


def test_item_of_another_order_is_refused_by_name(terminal, stock, paid, name):
    first, second = paid(), paid()
    terminal.run(merchant.ship, name(first), f"items={LOT}/A001")
    assert terminal.refused(merchant.ship, name(second), f"items={LOT}/A001") == (
        f"{LOT}/A001: Refused by the contract: bindings: bound to an order."
    )


@pytest.fixture
def exchange(terminal, stock, paid, name, move):
    """An order with an item, whose buyer asks for another one."""
    order = paid()
    terminal.run(merchant.ship, name(order), f"items={LOT}/A001")
    move("carrier", "attest_delivery", order)
    move("shopper1", "request", order, 10**18, 3, bytes(32))
    return order


def test_exchange_binds_another_item(terminal, exchange, name, holding, item, market):
    terminal.run(merchant.replace, name(exchange), f"items={LOT}/A002")
    found = holding(item("A002"))
    assert (found.order_id, found.round) == (market.order_id(exchange), 1)


def test_exchange_without_items_says_how_to_go_on(terminal, exchange, name, holding, item):
    output = terminal.run(merchant.replace, name(exchange))
    assert "1 item bound to it before count no more" in output
    assert f"brownie run merchant ship {name(exchange)} items=" in output

    terminal.run(merchant.ship, name(exchange), f"items={LOT}/A001")
    assert holding(item("A001")).round == 1


def test_keeper_gives_sold_items_to_the_buyer(terminal, stock, paid, name, move, holding, item, account):
    order = paid()
    terminal.run(merchant.ship, name(order), f"items={LOT}/A001")
    assert "Nothing is overdue" in terminal.run(keeper.once)
    move("shopper1", "confirm", order)

    output = terminal.run(keeper.once)

    assert holding(item("A001")).owner == account("shopper1")
    assert f"✓ settle 1 item of {name(order)}" in output
    assert "Nothing is overdue" in terminal.run(keeper.once)


def test_keeper_frees_what_was_not_sold(terminal, stock, paid, name, move, holding, item, account):
    order = paid()
    terminal.run(merchant.ship, name(order), f"items={LOT}/A001")
    move("merchant1", "refund", order, 10**18)

    terminal.run(keeper.once)

    assert holding(item("A001")).order_id == bytes(32)
    assert holding(item("A001")).owner == account("merchant1")


def test_keeper_settles_what_he_ends_himself(terminal, stock, paid, name, holding, item, account, later, move):
    order = paid()
    terminal.run(merchant.ship, name(order), f"items={LOT}/A001")
    move("carrier", "attest_delivery", order)
    later(8)

    output = terminal.run(keeper.once)

    assert output.index("✓ enforce_many of 1") < output.index("✓ settle 1 item")
    assert holding(item("A001")).owner == account("shopper1")


def test_keeper_works_without_provenance(terminal, in_status, later, monkeypatch):
    monkeypatch.setattr(selling, "CONTRACT", "Nowhere")
    in_status(Status.AWAITING_CONFIRMATION)
    later(20)
    assert "✓ enforce_many of 1" in terminal.run(keeper.once)
