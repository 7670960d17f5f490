"""How the database answers: no question of a page or of the API reads through a table that grows."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select

from frontend.index import (
    cases,
    due,
    earnings,
    evidence,
    flows,
    history,
    keeping,
    papers,
    points,
    profiles,
    purchases,
    queries,
    related,
    sales,
    schema,
    spending,
    standing,
    statistics,
)
from frontend.index.deeds import Deed
from frontend.index.evidence import Naming
from frontend.index.flows import FlowFilter
from frontend.index.listing import OfferFilter, Sort
from frontend.index.provenance import finding, gaps, having, marks, trace, warnings
from frontend.index.provenance import tables as goods
from frontend.index.provenance.journey import journey
from frontend.index.queries import OrderFilter
from frontend.index.rows import Cursor
from frontend.index.sales import SalesFilter
from frontend.state_table import OPEN
from scripts.terms import Status
from tests.frontend.index.conftest import Traded
from tests.frontend.plans import Explain, Question, explaining, scans

WHO = "0x" + "11" * 20
HASH = "0x" + "22" * 32
CLOSED = frozenset({Status.CLOSED})

FEW = frozenset({WHO, "0x" + "33" * 20})
MONEY = FlowFilter(part="paid", since=1, until=10**10)
DOLLARS = OfferFilter(currency=WHO, price_from=1, price_to=10)
TEA = OfferFilter(text="tea", seller=WHO, currency=WHO, category="tea", ships_to="CN")

QUESTIONS: dict[str, Question] = {
    "offers of a seller": lambda db: queries.offers(db, OfferFilter(seller=WHO, in_stock=False)),
    "offers of a category": lambda db: queries.offers(db, OfferFilter(category="tea")),
    "offers in stock": lambda db: queries.offers(db, OfferFilter()),
    "offers by text": lambda db: queries.offers(db, OfferFilter(text="tea")),
    "offers by text and filter": lambda db: queries.offers(db, TEA, sort=Sort.CHEAPEST),
    "offers by price": lambda db: queries.offers(db, DOLLARS, sort=Sort.CHEAPEST),
    "offers by price, dearest first": lambda db: queries.offers(db, DOLLARS, sort=Sort.DEAREST),
    "offers by what is sold": lambda db: queries.offers(db, OfferFilter(), sort=Sort.MOST_SOLD),
    "offers by rating": lambda db: queries.offers(db, OfferFilter(), sort=Sort.RATED),
    "listings by rating": lambda db: queries.listings(db, OfferFilter(), sort=Sort.RATED),
    "offers shipped to": lambda db: queries.offers(db, OfferFilter(ships_to="CN")),
    "listings": lambda db: queries.listings(db, OfferFilter()),
    "listings by price": lambda db: queries.listings(db, DOLLARS, sort=Sort.CHEAPEST),
    "listings by what is sold": lambda db: queries.listings(db, OfferFilter(category="tea"), sort=Sort.MOST_SOLD),
    "listings of all but a few": lambda db: queries.listings(db, OfferFilter(not_of=FEW)),
    "listings of few": lambda db: queries.listings(db, OfferFilter(of=FEW, category="tea"), sort=Sort.MOST_SOLD),
    "listings of few by text": lambda db: queries.listings(db, OfferFilter(of=FEW, text="tea")),
    "what accounts call themselves": lambda db: profiles.described(db, 1_000),
    "whether the chain went back": lambda db: queries.still_has(db, Cursor(1, HASH, 1, 1)),
    "names in documents": lambda db: profiles.names_in(db, [HASH]),
    "listings of a seller, sold out too": lambda db: queries.listings(db, OfferFilter(seller=WHO, sold_out=True)),
    "listings by text and filter": lambda db: queries.listings(db, TEA, sort=Sort.CHEAPEST),
    "a seller's record": lambda db: standing.standing(db, WHO, WHO),
    **{
        f"orders {deed.name.lower()}": lambda db, deed=deed: standing.orders_with(db, WHO, deed, WHO)  # type: ignore[misc]
        for deed in Deed
    },
    "sales per day": lambda db: sales.days(db, WHO, 1, 9),
    "sales per offer": lambda db: sales.by_offer(db, WHO, 1, 9),
    "what is due to a seller": lambda db: sales.due(db, WHO),
    "sales": lambda db: sales.listed(db, WHO, SalesFilter()),
    "sales of a status and a time": lambda db: sales.listed(db, WHO, SalesFilter(CLOSED, since=1, before=9)),
    "sales of goods": lambda db: sales.listed(db, WHO, SalesFilter(text="tea")),
    "sales by order": lambda db: sales.listed(db, WHO, SalesFilter(text=HASH)),
    "offer": lambda db: queries.offer(db, HASH),
    "history": lambda db: queries.offer_history(db, HASH),
    "categories": queries.categories,
    "sellers": queries.sellers,
    **{
        f"orders of a {role}": lambda db, role=role: queries.orders(db, OrderFilter(**{role: WHO}))  # type: ignore[misc]
        for role in ("buyer", "payer", "seller", "carrier", "arbiter", "awaited")
    },
    "orders of a status": lambda db: queries.orders(db, OrderFilter(statuses=CLOSED)),
    "orders of statuses": lambda db: queries.orders(db, OrderFilter(statuses=OPEN)),
    "counts": lambda db: queries.count_orders(db, OrderFilter()),
    "counts of a seller": lambda db: queries.count_orders(db, OrderFilter(seller=WHO)),
    "counts of a buyer": lambda db: queries.count_orders(db, OrderFilter(buyer=WHO)),
    "order": lambda db: queries.order(db, HASH),
    "timeline": lambda db: history.timeline(db, HASH),
    "a later part of a timeline": lambda db: history.timeline(db, HASH, "1000"),
    "steps of an order": lambda db: history.steps(db, HASH),
    "events at places": lambda db: history.at(db, [1, 2]),
    "on whose orders a document is": lambda db: evidence.namings(db, HASH, (WHO, WHO)),
    "documents of an account": lambda db: evidence.named_by(db, Naming(1, WHO, True)),
    "whether a document is needed": lambda db: keeping.is_needed(db, HASH, (WHO, WHO), 10),
    "whether it is another's": lambda db: keeping.is_anothers(db, HASH, (WHO, WHO), WHO),
    "whether it is on a record": lambda db: keeping.is_on_record(db, HASH, (WHO, WHO)),
    "cases": cases.cases,
    "cases of an arbiter": lambda db: cases.cases(db, WHO),
    "what is due to an arbiter": lambda db: cases.due(db, WHO),
    "what is due": lambda db: due.due(db, WHO),
    "what waits for a buyer": lambda db: due.waiting(db, WHO, 10),
    "what a buyer can fetch": lambda db: due.to_fetch(db, WHO),
    "how much waits for a buyer": lambda db: due.count_waiting(db, WHO, 10),
    "spending of a year": lambda db: spending.by_month(db, WHO, 2026),
    "years of spending": lambda db: spending.years(db, WHO),
    "credits": lambda db: queries.credits(db, WHO),
    "accounts": lambda db: queries.accounts(db, [WHO]),
    "turnover": queries.turnover,
    "flows": lambda db: flows.flows(db, MONEY),
    "flows of an account": lambda db: flows.flows(db, FlowFilter(account=WHO)),
    "a block": lambda db: flows.block(db, 10),
    "sums of days": lambda db: statistics.moved(db, 1, WHO),
    "waits": lambda db: statistics.confirmations(db, 1),
    "sellers of months": lambda db: statistics.sellers(db, 1),
    "orders brought": lambda db: earnings.orders_brought(db, WHO, "", 10),
    "earned": lambda db: earnings.earned(db, WHO),
    "points": lambda db: points.of_account(db, WHO),
    "entries of points": lambda db: points.history(db, WHO),
    "entries of one Loyalty's points": lambda db: points.history(db, WHO, WHO, "1000"),
    "document": lambda db: queries.places_of_document(db, HASH),
}


UNSORTED: dict[str, Question] = {
    "newest": lambda db: queries.offers(db, OfferFilter(of=FEW)),
    "newest of others": lambda db: queries.offers(db, OfferFilter(not_of=FEW)),
    "most sold": lambda db: queries.offers(db, OfferFilter(of=FEW), sort=Sort.MOST_SOLD),
    "most sold of others": lambda db: queries.offers(db, OfferFilter(not_of=FEW), sort=Sort.MOST_SOLD),
    "of a category": lambda db: queries.offers(db, OfferFilter(of=FEW, category="tea")),
}


@pytest.fixture
def plans(traded: Traded) -> Iterator[Explain]:
    """`plans(question)`: the steps in which SQLite answers it."""
    with explaining(traded.settings["DATABASE_URL"]) as explain:
        yield explain


@pytest.mark.parametrize("name", QUESTIONS)
def test_answered_by_an_index(plans: Explain, name: str) -> None:
    steps = plans(QUESTIONS[name])
    assert any(step.startswith("SEARCH") for step in steps)
    assert scans(steps) == []


@pytest.mark.parametrize("name", UNSORTED)
def test_what_stands_behind_is_in_order_already(plans: Explain, name: str) -> None:
    """However much few sellers offer: nothing is sorted to show a part of it."""
    assert not [step for step in plans(UNSORTED[name]) if "TEMP B-TREE FOR ORDER" in step]


def test_ledger_is_answered_by_an_index(plans: Explain, db: Connection) -> None:
    """Of an order that is there: its offer, its events, and what could not be sent."""
    order_id = db.execute(select(schema.orders.c.id)).scalars().first()
    steps = plans(lambda db: queries.ledger(db, order_id))
    assert len(steps) >= 4
    assert scans(steps) == []


def test_letters_are_answered_by_an_index(plans: Explain, db: Connection) -> None:
    """Of an order that is there."""
    order = queries.order(db, db.execute(select(schema.orders.c.id)).scalars().first())
    steps = plans(lambda db: history.letters(db, order))
    assert any("named_latest (order=? AND author=?)" in step for step in steps)
    assert scans(steps) == []


def test_papers_are_answered_by_an_index(plans: Explain, db: Connection) -> None:
    """Of an order that is there, and of all orders of its buyer."""
    order = queries.order(db, db.execute(select(schema.orders.c.id)).scalars().first())
    for question in (lambda db: evidence.papers(db, order.id), lambda db: list(papers.papers(db, order.buyer))):
        steps = plans(question)
        assert any("named_latest (order=? AND author=?)" in step for step in steps)
        assert not any("TEMP B-TREE" in step for step in steps)
        assert scans(steps) == []


def test_receipt_is_answered_by_an_index(plans: Explain, db: Connection) -> None:
    """Of an order that is there: what was paid in its block, and its offer."""
    order_id = db.execute(select(schema.orders.c.id)).scalars().first()
    for question in (purchases.paid_together, purchases.transaction_of):
        steps = plans(lambda db, question=question: question(db, order_id))  # type: ignore[misc]
        assert any("events USING INTEGER PRIMARY KEY" in step for step in steps)
        assert scans(steps) == []


def test_related_is_answered_by_an_index(plans: Explain, db: Connection) -> None:
    """Of an offer that was bought."""
    bought = select(schema.offers.c.id).join(schema.orders, schema.orders.c.offer == schema.offers.c.position)
    offer = queries.offer(db, db.execute(bought).scalars().first())
    steps = plans(lambda db: related.also_bought(db, offer))
    assert len(steps) >= 4
    assert scans(steps) == []


GOODS: dict[str, Callable[[Connection, Any], Any]] = {
    "journey": journey,
    "a later part of a journey": lambda db, thing: journey(db, thing, "1000.1000"),
    "recalls": warnings.recalls,
    "recalls of lots": lambda db, thing: warnings.recalls_of_lots(db, [thing.lot]),
    "lots that are named": lambda db, thing: finding.lots_named(db, [(thing.lot.gtin, thing.lot.batch, thing.maker)]),
    "breaches": warnings.breaches,
    "gaps": lambda db, thing: gaps.gaps(db, thing, 10**10),
    "recalls of several things": lambda db, thing: marks.recalled(db, [thing]),
    "holding": having.holding,
    "former owners": having.former_owners,
    "claim": having.claim,
    "orders of an item": having.bindings,
    "offers of a thing": having.offers_of,
    "contents": lambda db, thing: finding.contents_of(db, thing, "1000"),
    "items of a lot": lambda db, thing: finding.items_of(db, thing.lot_id, "1000"),
    "a label": lambda db, thing: finding.labelled(db, thing.lot.gtin, thing.lot.batch, thing.serial),
    "units": lambda db, thing: finding.units(db, thing.serial),
    "lots of a producer": lambda db, thing: finding.lots(db, producer=thing.maker, after="1000"),
    "whom somebody permitted": lambda db, thing: having.permitted(db, thing.lot_id, thing.maker),
    "what somebody recalled": lambda db, thing: warnings.recalls_by(db, thing.maker, "1000"),
    "what somebody owns": lambda db, thing: having.owned(db, thing.maker, "1000"),
    "what somebody owns of what is recalled": lambda db, thing: having.affected(db, thing.maker),
    "what was offered to somebody": lambda db, thing: having.offered(db, thing.maker, "1000"),
    "items of an order": lambda db, thing: having.items_of_order(db, HASH),
    "ingredients": lambda db, thing: trace.ingredients(db, thing.lot),
    "products": lambda db, thing: trace.products(db, thing.lot),
    "items behind a lot": lambda db, thing: trace.items(db, thing.lot, "1000"),
    "orders behind a lot": lambda db, thing: trace.orders(db, thing.lot, HASH),
    "owners behind a lot": lambda db, thing: trace.owners(db, thing.lot, WHO),
    "how much is behind a lot": lambda db, thing: trace.counts(db, thing.lot),
}


@pytest.mark.parametrize("name", GOODS)
def test_goods_are_answered_by_an_index(plans: Explain, db: Connection, name: str) -> None:
    """Of an item that is there, lies or lay in a unit, and whose lot was made of others."""
    made = select(goods.inputs.c.lot)
    inside = select(goods.contents.c.thing)
    item = select(goods.things.c.position).where(goods.things.c.lot.in_(made), goods.things.c.position.in_(inside))
    (thing,) = finding.things_at(db, [db.execute(item).scalars().first()])
    steps = plans(lambda db: GOODS[name](db, thing))
    assert any(step.startswith("SEARCH") for step in steps)
    assert scans(steps) == []


def test_a_text_is_looked_for_before_anything_else(plans: Explain) -> None:
    """Not in the text of one offer after the other."""
    steps = plans(QUESTIONS["offers by text and filter"])
    joined = [step for step in steps if "search_words" in step or " offers " in step]
    assert joined[0].startswith("SCAN search_words VIRTUAL TABLE INDEX")
    assert "SEARCH offers USING INTEGER PRIMARY KEY (rowid=?)" in joined


def test_prices_are_read_in_order(plans: Explain) -> None:
    steps = plans(QUESTIONS["offers by price"])
    assert any("offers_price" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


def test_a_status_does_not_stand_before_a_person(plans: Explain) -> None:
    """Among all closed orders a buyer's would be looked for very long."""
    steps = plans(lambda db: queries.orders(db, OrderFilter(buyer=WHO, statuses=CLOSED)))
    assert "SEARCH orders USING INDEX orders_buyer (buyer=?)" in steps


def test_a_scan_is_noticed(plans: Explain) -> None:
    unindexed = select(schema.orders.c.id).where(schema.orders.c.quantity > 1)
    assert scans(plans(lambda db: db.execute(unindexed))) == ["SCAN orders"]
