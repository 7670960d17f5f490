"""The index against Escrow: whatever was traded, both say the same."""

from collections import Counter

import pytest
from eth_utils.address import to_checksum_address
from sqlalchemy import select

from frontend.index import history, money, queries, schema
from frontend.index.rows import EMPTY_HASH, Event
from frontend.state_table import EMPTY_ADDRESS, OPEN
from scripts.terms import Kind, Status

PARTS = (
    "paid",
    "spent",
    "lent",
    "proceeds",
    "commission",
    "points",
    "refund",
    "goodwill",
    "unsent",
    "cash_back",
    "points_back",
)


def test_every_order_is_where_escrow_has_it(db, traded) -> None:
    """Status, round, kind, flags, deadline, released and refunded of every order."""
    ids = [row.id for row in db.execute(select(schema.orders.c.id))]
    assert len(ids) > 100
    met = set()
    for order_id in ids:
        order = queries.order(db, order_id)
        record = traded.chain.record(order_id)
        assert {name: getattr(order, name) for name in record._fields} == record._asdict()
        met.add(order.status)
    assert {Status.CLOSED, Status.CANCELLED} < met
    assert len(met & OPEN) > 3


def test_every_event_happened(db, traded) -> None:
    """The traffic that all of this is tested with leaves no event out; to write a plan off takes longer than it has."""
    abis = [contract.abi for contract in traded.chain.book.followed]
    names = {entry["name"] for abi in abis for entry in abi if entry["type"] == "event"}
    assert names - {"PlanWrittenOff"} == {row.name for row in db.execute(select(schema.events.c.name).distinct())}


def test_every_stock_is_what_escrow_has(db, traded) -> None:
    found = db.execute(select(schema.offers.c.id)).all()
    assert found
    for row in found:
        offer, stock = queries.offer(db, row.id), traded.chain.stock(row.id)
        assert (offer.cap, offer.sold, True) == (stock.cap, stock.sold, stock.published)


def test_every_credit_is_what_escrow_has(db, traded) -> None:
    """Certain ones exactly; the others are what a payer with code would have, or nothing."""
    seen = set()
    for account in traded.devnet.people.values():
        for credit in queries.credits(db, account):
            on_chain = traded.chain.credit(account, credit.key, credit.currency)
            assert on_chain == credit.amount or (not credit.certain and on_chain == 0)
            assert credit.certain or not traded.chain.has_code(account) or on_chain == credit.amount
            seen.add((credit.certain, on_chain > 0))
    assert {(True, True), (False, True), (False, False)} <= seen


def test_no_credit_is_left_out(db, traded) -> None:
    """Every account, key and currency that Escrow could credit."""
    people = traded.devnet.people.values()
    currencies = [EMPTY_ADDRESS, traded.devnet.dollar.address]
    listed = {(c.account, c.key, c.currency) for account in people for c in queries.credits(db, account)}
    for account in people:
        for key in [EMPTY_HASH, *(money.padded(one) for one in people)]:
            for currency in currencies:
                if traded.chain.credit(account, key, currency):
                    assert (account, key, to_checksum_address(currency)) in listed


def test_ledger_adds_up(db) -> None:
    """What was paid is what left and what is held; shares are those of the whole."""
    for row in db.execute(select(schema.orders.c.id)).all():
        order, ledger = queries.order(db, row.id), queries.ledger(db, row.id)
        sums = {part: sum(entry.amount for entry in ledger if entry.part == part) for part in PARTS}
        assert sums["paid"] + sums["spent"] + sums["lent"] == order.total
        assert (sums["spent"], sums["cash_back"], sums["points_back"]) == (
            order.points,
            order.cash_back,
            order.points_back,
        )
        assert sums["proceeds"] + sums["commission"] + sums["points"] == order.released
        assert sums["refund"] == order.refunded
        assert sums["goodwill"] == order.goodwill
        assert order.held == order.total - order.released - order.refunded >= 0
        has_referrer = order.referrer != EMPTY_ADDRESS
        assert sums["commission"] == (order.released * order.offer.commission_bps // 10_000 if has_referrer else 0)
        assert sums["points"] == order.released * order.offer.points_bps // 10_000


def test_timeline_tells_all(db) -> None:
    """From the payment to the end, in order, in parts of any size; a request says its kind."""
    for row in db.execute(select(schema.orders.c.id)).all():
        order, timeline = queries.order(db, row.id), _timeline(db, row.id, limit=3)[::-1]
        assert timeline[::-1] == _timeline(db, row.id, limit=100)
        assert timeline[0].name == ("PlanOpened" if order.lent else "OrderPaid")
        assert {event.fields["order_id"] for event in timeline if not event.vault} == {row.id}
        places = [(event.block, event.log_index) for event in timeline]
        assert places == sorted(places)
        requests = [event.fields["kind"] for event in timeline if event.name == "OrderRequested"]
        replaced = any(event.name == "OrderReplaced" for event in timeline)
        assert order.kind == (requests[-1] if requests else Kind.NONE) or replaced


def _timeline(db, order_id: str, limit: int) -> list[Event]:
    """All parts of it, the latest first."""
    found = history.timeline(db, order_id, limit=limit)
    events = list(found.items)
    while found.next:
        found = history.timeline(db, order_id, found.next, limit)
        assert len(found.items) <= limit
        events += found.items
    return events


def test_revisions_link_offers(db) -> None:
    """An offer that replaced another tells so, and so does the other."""
    linked = db.execute(select(schema.offers.c.id).where(schema.offers.c.revised_from.is_not(None))).all()
    assert linked
    for row in linked:
        new = queries.offer(db, row.id)
        names = [event.name for event in queries.offer_history(db, new.revised_from).items]
        assert names[-1] == "OfferPublished"
        assert "OfferRevised" in names


def test_profile_is_the_latest(db, traded) -> None:
    for account in traded.devnet.people.values():
        (document,) = traded.devnet.read([traded.devnet.identity.call("profiles", account)], ["bytes32"])[0]
        found = queries.account(db, account).profile
        assert found == ("" if document == bytes(32) else "0x" + document.hex())


@pytest.mark.parametrize("seller", ["", "seller", "rival", "refuser", "stranger"])
def test_turnover_is_the_sum_of_orders(db, traded, seller: str) -> None:
    """Of the whole market, of each seller, and nothing of who sells nothing."""
    account = traded.devnet.people.get(seller, "")
    everybody = [queries.order(db, row.id) for row in db.execute(select(schema.orders.c.id))]
    orders = [order for order in everybody if account in ("", order.offer.seller)]
    found = queries.turnover(db, account.lower())
    assert {f.currency for f in found} == {o.offer.currency for o in orders if o.status != Status.CANCELLED}
    assert queries.count_orders(db, queries.OrderFilter(seller=account)) == Counter(o.status for o in orders)
    for figures in found:
        mine = [o for o in orders if o.offer.currency == figures.currency and o.status != Status.CANCELLED]
        assert figures.orders == len(mine)
        assert figures.gross == sum(o.total for o in mine)
        assert figures.released == sum(o.released for o in mine)
        assert figures.refunded == sum(o.refunded for o in mine)
        assert figures.held == sum(o.held for o in mine)
        assert figures.goodwill == sum(o.goodwill for o in mine)
        assert figures.open == sum(o.status in OPEN for o in mine)
        assert figures.disputed == sum(o.status in queries.QUESTIONED for o in mine)


def test_lists_have_no_gaps(db, traded) -> None:
    """Page after page, each order and each offer once, newest first."""
    for ask, wanted, table in (
        (queries.orders, queries.OrderFilter(), schema.orders),
        (queries.offers, queries.OfferFilter(in_stock=False), schema.offers),
    ):
        seen, after = [], ""
        while True:
            page = ask(db, wanted, after, 7)
            seen += [item.id for item in page.items]
            after = page.next
            if not after:
                break
        assert seen == [row.id for row in db.execute(select(table.c.id).order_by(table.c.position.desc()))]


@pytest.mark.parametrize("role", ["buyer", "payer", "seller", "carrier", "arbiter"])
def test_orders_by_people(db, traded, role: str) -> None:
    everybody = [queries.order(db, row.id) for row in db.execute(select(schema.orders.c.id))]
    for account in traded.devnet.people.values():
        found = queries.orders(db, queries.OrderFilter(**{role: account.lower()}), limit=100).items
        theirs = {order.id for order in everybody if order.account(role) == account}
        theirs |= {order.id for order in everybody if role == "payer" and order.paid_by == account}
        assert {order.id for order in found} <= theirs
        assert len(found) == min(len(theirs), 100)


def test_orders_by_status(db) -> None:
    """One status and several, page after page, newest first; also together with a person."""
    everybody = [queries.order(db, row.id) for row in db.execute(select(schema.orders.c.id))]
    everybody.sort(key=lambda order: order.paid_block, reverse=True)
    buyer = everybody[0].buyer
    for statuses in ({Status.CLOSED}, {Status.CANCELLED, Status.AWAITING_SHIPMENT, Status.AWAITING_ANSWER}, OPEN):
        for who in ("", buyer):
            seen, after = [], ""
            while True:
                page = queries.orders(db, queries.OrderFilter(buyer=who, statuses=frozenset(statuses)), after, 9)
                seen += page.items
                after = page.next
                if not after:
                    break
            theirs = {order.id for order in everybody if order.status in statuses and who in ("", order.buyer)}
            assert len(seen) == len(theirs)
            assert {order.id for order in seen} == theirs
            assert [o.paid_block for o in seen] == sorted((o.paid_block for o in seen), reverse=True)


def test_awaited_account_is_found(db, traded) -> None:
    everybody = [queries.order(db, row.id) for row in db.execute(select(schema.orders.c.id))]
    for account in traded.devnet.people.values():
        found = queries.orders(db, queries.OrderFilter(awaited=account), limit=100).items
        assert {order.id for order in found} == {o.id for o in everybody if o.awaited_account == account}
