"""Points in the index against each Loyalty on the chain: what was earned, spent, given back is the same in both."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from eth_utils.address import to_checksum_address
from sqlalchemy import Connection, select

from frontend import config
from frontend.index import history, keeping, points, projection, queries, schema, store
from frontend.index.bulk import put
from frontend.index.events import Decoded
from frontend.index.money import padded
from frontend.index.points import BACK, COLLECTED, EARNED, KINDS, SPENT, UNSENT, WITHDRAWN, PointsEntry
from frontend.index.rows import OFFER_TERMS, ORDER_TERMS, Order
from scripts import parameters
from scripts.parameters import COIN
from tests.frontend.devnet import Caller
from tests.frontend.index.conftest import Traded
from tests.frontend.indexing import differences, dump, environment, follower

NOT_THERE = "0x" + "99" * 20


def walk(db: Connection, account: str, loyalty: str = "", limit: int = 3) -> list[PointsEntry]:
    """An account's history, part after part."""
    found: list[PointsEntry] = []
    after = ""
    while True:
        part = points.history(db, account, loyalty, after, limit)
        assert len(part.items) <= limit
        found += part.items
        after = part.next
        if not after:
            return found


def ask(traded: Traded, loyalty: Caller, view: str, *arguments: Any) -> int:
    """What a Loyalty's view answers."""
    return int(traded.devnet.read([loyalty.call(view, *arguments)], ["uint256"])[0][0])


def everyone(db: Connection) -> list[Order]:
    """Every order there is."""
    ids = db.execute(select(schema.orders.c.id)).scalars()
    return [order for order_id in ids if (order := queries.order(db, order_id))]


def test_every_account_has_what_loyalty_says(db: Connection, traded: Traded) -> None:
    """Balance, what is ready, lifetime, and cash that could not be sent in either currency; their sum is the supply."""
    seen: Counter[str] = Counter()
    supply: Counter[str] = Counter()
    for account in traded.devnet.people.values():
        for found in points.of_account(db, account):
            loyalty = traded.devnet.loyalties[found.currency]
            assert found.loyalty == to_checksum_address(loyalty.address)
            wanted = [ask(traded, loyalty, view, account) for view in ("balanceOf", "ready", "lifetime")]
            assert [found.balance, found.ready, found.lifetime] == wanted
            (other,) = traded.devnet.loyalties.keys() - {found.currency}
            misplaced = traded.chain.credit(found.loyalty, padded(account), other)
            assert found.misplaced == ({other: misplaced} if misplaced else {})
            seen["misplaced"] += misplaced > 0
            for currency in traded.devnet.loyalties:
                kept = ask(traded, loyalty, "credits", account, bytes(32), currency)
                assert found.unsent.get(currency, 0) == kept
                seen["unsent"] += kept > 0
            supply[found.currency] += found.balance
            seen.update(name for name in ("balance", "ready", "lifetime") if getattr(found, name))
    assert set(seen) == {"balance", "ready", "lifetime", "unsent", "misplaced"}
    for currency, loyalty in traded.devnet.loyalties.items():
        assert supply[currency] == ask(traded, loyalty, "totalSupply") > 0


def test_balances_follow_from_the_history(db: Connection, traded: Traded) -> None:
    """Of one Loyalty and of all, in parts of any size; what was earned is collected or still ready."""
    met: set[str] = set()
    for account in traded.devnet.people.values():
        everything = walk(db, account)
        assert everything == points.history(db, account, limit=10_000).items
        places = [(entry.block, entry.log_index) for entry in everything]
        assert places == sorted(set(places), reverse=True)
        for found in points.of_account(db, account):
            mine = walk(db, account, found.loyalty)
            assert mine == [entry for entry in everything if entry.loyalty == found.loyalty]
            sums = Counter[str]()
            for entry in mine:
                sums[entry.kind] += entry.points
            assert found.balance == sums[COLLECTED] + sums[BACK] - sums[SPENT]
            assert found.lifetime == sums[COLLECTED] == sums[EARNED] - found.ready
        met |= {entry.kind for entry in everything}
    assert met == set(KINDS)


def test_every_entry_has_its_order(db: Connection, traded: Traded) -> None:
    """What was earned, spent and given back is that of the order; what was collected may be of many."""
    orders = {order.id: order for order in everyone(db)}
    sums: Counter[tuple[str, str, str]] = Counter()
    kept_of: set[bool] = set()
    for account in traded.devnet.people.values():
        for entry in walk(db, account, limit=100):
            assert entry.account == account
            assert bool(entry.order) == (entry.kind not in (COLLECTED, WITHDRAWN)) or entry.kind == UNSENT
            assert not entry.order or orders[entry.order].buyer == account
            kept_of |= {bool(entry.order)} if entry.kind == UNSENT else set()
            sums[entry.order, entry.kind, "points"] += entry.points
            sums[entry.order, entry.kind, "cash"] += entry.cash
    for order in orders.values():
        spent = (order.points, order.cash) if order.is_through_loyalty else (0, 0)
        assert (sums[order.id, SPENT, "points"], sums[order.id, SPENT, "cash"]) == spent
        back = sums[order.id, BACK, "points"], sums[order.id, BACK, "cash"]
        assert back == ((order.points_back, order.cash_back) if order.is_through_loyalty else (0, 0))
    assert True in kept_of


def test_orders_through_loyalty_are_their_buyers_own(db: Connection, traded: Traded) -> None:
    """Cash comes back before points, points before goodwill; nothing more than Escrow gave back."""
    through = [order for order in everyone(db) if order.is_through_loyalty]
    loyalties = {caller.address: currency for currency, caller in traded.devnet.loyalties.items()}
    assert {order.offer.currency for order in through} == set(traded.devnet.loyalties)
    for order in through:
        assert loyalties[order.payer] == order.offer.currency
        assert (order.given, order.paid_by, order.cash + order.points) == (False, order.buyer, order.total)
        passed_on = order.cash_back + order.points_back
        assert order.points_back == min(max(passed_on - order.cash, 0), order.points)
        waiting = traded.chain.credit(order.payer, order.id, order.offer.currency)
        assert passed_on + waiting == order.refunded + order.goodwill
        assert order.waiting == waiting
    assert any(order.cash_back and order.points_back for order in through)
    forged = [
        order for order in everyone(db) if loyalties.get(order.payer, order.offer.currency) != order.offer.currency
    ]
    assert forged
    assert all(order.given and not order.points for order in forged)
    assert {order.given for order in everyone(db) if order.payer != order.buyer} == {True, False}


def test_orders_through_loyalty_are_no_gifts(db: Connection, traded: Traded) -> None:
    """Nobody gave them, and what was sealed for them is needed whether or not their buyer has acted on them."""
    through = [order for order in everyone(db) if order.is_through_loyalty]
    assert {order.id for order in through} - history.acted_on(db, through)
    for order in through:
        assert keeping.is_needed(db, order.delivery, (order.buyer.lower(), order.offer.seller.lower()), 0)
        for account in (order.buyer, order.payer):
            given = queries.orders(db, queries.OrderFilter(giver=account)).items
            assert all(one.given and one.payer == account for one in given)


def test_reserves_are_told_as_of_one_block(traded: Traded) -> None:
    found = {one.currency: one for one in traded.chain.reserves()}
    assert set(found) == set(traded.devnet.loyalties)
    for currency, loyalty in traded.devnet.loyalties.items():
        assert found[currency].reserve == ask(traded, loyalty, "reserve") >= found[currency].supply
        assert found[currency].supply == ask(traded, loyalty, "totalSupply")
        assert found[currency].block == traded.chain.head()


@pytest.mark.parametrize("name", ["Loyalty ETH", "Loyalty USD"])
def test_a_loyalty_that_was_added_later_is_followed_from_the_start(traded: Traded, tmp_path: Path, name: str) -> None:
    """Until then it is a payer as any contract is."""
    parameters.DEPLOYMENTS = traded.devnet.deployments
    settings = environment(traded.devnet, tmp_path)
    book = config.load_book(config.load(settings))
    before = {entry: contract for entry, contract in book.contracts.items() if entry != name}
    follower(settings, replace(book, contracts=before)).catch_up()
    with store.open_engine(settings["DATABASE_URL"]).connect() as db:
        payer = book.contracts[name].address
        bought = queries.orders(db, queries.OrderFilter(payer=payer)).items
        assert bought
        assert all(order.given and order.paid_by == payer for order in bought)
    follower(settings, book).catch_up()
    assert differences(dump(settings), dump(traded.settings)) == []


def test_nobody_has_less_than_nothing(tmp_path: Path) -> None:
    """What is spent beyond all that there is, as no Loyalty lets anybody, stops no index; nor does forgetting it."""
    row = {"kind": SPENT, "loyalty": NOT_THERE, "account": NOT_THERE, "order": None, "time": 0, "cash": 0}
    row |= {"currency": COIN}
    with store.open_engine(f"sqlite:///{tmp_path}/index.sqlite3").begin() as db:
        schema.metadata.create_all(db)
        put(db, points.loyalties, [{"loyalty": NOT_THERE, "currency": COIN}])
        points.note(db, [row | {"position": 1, "points": 5}, row | {"position": 2, "points": 1, "kind": COLLECTED}])
        (found,) = points.of_account(db, NOT_THERE)
        assert (found.balance, found.lifetime) == (0, 1)
        points.take_back(db, 2)
        points.take_back(db, 1)
        assert db.execute(select(points.balances)).all() == []


@pytest.mark.parametrize(("currency", "used", "given"), [(NOT_THERE, 3, False), (COIN, 3, True), (NOT_THERE, 4, True)])
def test_a_loyalty_pays_in_its_currency_and_no_more_than_the_total(currency: str, used: int, given: bool) -> None:
    offer = dict.fromkeys(OFFER_TERMS, COIN) | {"position": 1, "currency": currency, "price": 1, "shipping": 1}
    offer |= {"ship_within": 0}
    fields = dict.fromkeys(ORDER_TERMS, COIN) | {"order_id": NOT_THERE, "payer": NOT_THERE, "quantity": 2}
    event = Decoded("OrderPaid", fields | {"salt": hex(used << 160)}, 2, NOT_THERE, 0)
    order = projection.paid(event, offer, {NOT_THERE: NOT_THERE})
    assert (order["given"], order["points"]) == (given, 0 if given else used)


def test_nobody_has_nothing(db: Connection) -> None:
    assert [(one.balance, one.ready, one.lifetime, one.unsent) for one in points.of_account(db, NOT_THERE)] == [
        (0, 0, 0, {})
    ] * 2
    assert points.history(db, NOT_THERE).items == []
