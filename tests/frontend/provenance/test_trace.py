"""The trace against a naive walk over the same events, in both databases."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from frontend.index import store
from frontend.index.provenance import finding, trace
from frontend.index.provenance.kinds import key_of
from frontend.index.reading import checksummed
from frontend.index.rows import Page
from frontend.index.schema import metadata
from tests.fixtures.postgresql import running_postgresql
from tests.frontend.goods_made_up import GoodsMadeUp, Item, account

PEOPLE = [account(number) for number in range(5)]
ORDERS = ["0x" + f"{number + 1:064x}" for number in range(4)]


@dataclass
class Walk:
    """The same world, kept as simply as can be."""

    made: GoodsMadeUp = field(default_factory=GoodsMadeUp)
    inputs: dict[str, dict[str, int]] = field(default_factory=dict)  # by lot: how much of which
    items: list[Item] = field(default_factory=list)
    units: list[Item] = field(default_factory=list)
    owner: dict[str, str] = field(default_factory=dict)
    inside: dict[str, Item] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)

    def top(self, thing: Item) -> Item:
        while key_of(thing) in self.inside:
            thing = self.inside[key_of(thing)]
        return thing

    def owner_of(self, thing: Item) -> str:
        return self.owner[key_of(self.top(thing))]

    def height(self, unit: Item) -> int:
        return max((1 + self.height(one) for one in self.units if self.inside.get(key_of(one)) == unit), default=1)

    def below(self, lot: str, near: dict[str, set[str]]) -> dict[str, int]:
        """Lots that can be reached, with how many steps it takes."""
        levels, current = {lot: 0}, {lot}
        while current:
            current = {further for one in current for further in near.get(one, set())} - levels.keys()
            levels |= dict.fromkeys(current, max(levels.values()) + 1)
        return levels

    @property
    def lots(self) -> list[str]:
        return list(self.inputs)


@st.composite
def worlds(draw: Any) -> Walk:
    """Up to 60 deeds, whichever are possible."""
    walk = Walk()
    pick = lambda some: draw(st.sampled_from(some))  # noqa: E731
    for deed in draw(st.lists(st.sampled_from(sorted(DEEDS)), min_size=5, max_size=60)):
        DEEDS[deed](walk, pick)
    if not walk.lots:
        _lot(walk, pick)
    return walk


def _lot(walk: Walk, pick: Any) -> None:
    sources = [pick(walk.lots) for _ in range(pick(range(4)))] if walk.lots else []
    used = [(source, pick(range(1, 9))) for source in sources]
    lot = walk.made.lot(pick(PEOPLE), 1_000, used)
    walk.inputs[lot] = {}
    for source, quantity in used:
        walk.inputs[lot][source] = walk.inputs[lot].get(source, 0) + quantity


def _item(walk: Walk, pick: Any) -> None:
    if walk.lots:
        owner = pick(PEOPLE)
        walk.items.append(walk.made.item(pick(walk.lots), f"S{len(walk.items)}", owner))
        walk.owner[key_of(walk.items[-1])] = owner


def _unit(walk: Walk, pick: Any) -> None:
    maker = pick(PEOPLE)
    walk.units.append(walk.made.unit(maker))
    walk.owner[key_of(walk.units[-1])] = maker


def _pack(walk: Walk, pick: Any) -> None:
    loose = [unit for unit in walk.units if key_of(unit) not in walk.inside]
    if not loose:
        return
    unit = pick(loose)
    owner = walk.owner_of(unit)
    fitting = [
        thing
        for thing in [*walk.items, *walk.units]
        if key_of(thing) not in walk.inside and thing != unit and walk.owner_of(thing) == owner
        if thing not in walk.units or walk.height(thing) < 4
    ]
    if fitting and walk.height(unit) <= 4:
        walk.made.pack(unit, [thing := pick(fitting)], owner)
        walk.inside[key_of(thing)] = unit


def _unpack(walk: Walk, pick: Any) -> None:
    inside = [thing for thing in [*walk.items, *walk.units] if key_of(thing) in walk.inside]
    if inside:
        thing = pick(inside)
        unit, owner = walk.inside[key_of(thing)], walk.owner_of(thing)
        if key_of(unit) not in walk.inside:
            walk.made.unpack(unit, [thing], owner)
            del walk.inside[key_of(thing)]
            walk.owner[key_of(thing)] = owner


def _give(walk: Walk, pick: Any) -> None:
    loose = [thing for thing in [*walk.items, *walk.units] if key_of(thing) not in walk.inside]
    if loose:
        thing, to = pick(loose), pick(PEOPLE)
        walk.made.give(thing, walk.owner_of(thing), to)
        walk.owner[key_of(thing)] = to


def _claim(walk: Walk, pick: Any) -> None:
    fresh = [item for item in walk.items if key_of(item) not in walk.orders]
    if fresh:
        item, by = pick(fresh), pick(PEOPLE)
        if not any(one.name == "ItemClaimed" and key_of(one.fields) == key_of(item) for one in walk.made.events):
            walk.made.claim(item, by)
            walk.inside.pop(key_of(item), None)
            walk.owner[key_of(item)] = by


def _sell(walk: Walk, pick: Any) -> None:
    loose = [item for item in walk.items if key_of(item) not in walk.inside]
    if loose:
        item, order, buyer = pick(loose), pick(ORDERS), pick(PEOPLE)
        walk.made.bind(item, order)
        walk.made.sell(item, order, buyer)
        walk.orders.setdefault(key_of(item), []).append(order)
        walk.owner[key_of(item)] = buyer


DEEDS = {
    **{f"lot {number}": _lot for number in range(3)},
    **{f"item {number}": _item for number in range(3)},
    **{"unit": _unit, "pack": _pack, "pack more": _pack, "unpack": _unpack},
    **{"give": _give, "claim": _claim, "sell": _sell},
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "sqlite":
        made = store.open_engine(f"sqlite:///{tmp_path_factory.mktemp('trace')}/index.sqlite3")
        metadata.create_all(made)
        yield made
        return
    with running_postgresql() as url:
        made = store.open_engine(url)
        metadata.create_all(made)
        yield made
        made.dispose()


def walked(ask: Any, *given: Any) -> list[Any]:
    """All parts of a list, three at a time."""
    found: list[Any] = []
    part = Page([], "")
    while True:
        part = ask(*given, part.next, 3)
        assert len(part.items) <= 3
        found += part.items
        if not part.next:
            return found


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(walk=worlds(), number=st.integers(0, 100))
def test_same_as_a_naive_walk(engine: Engine, walk: Walk, number: int) -> None:
    """Of any lot: all lots above and below with levels and quantities, and all items, owners and orders below."""
    start = walk.lots[number % len(walk.lots)]
    outputs: dict[str, set[str]] = {}
    for lot, used in walk.inputs.items():
        for source in used:
            outputs.setdefault(source, set()).add(lot)
    with engine.connect() as db:
        walk.made.write(db)
        lot = finding.lot(db, start)
        assert lot is not None
        for ask, near in (
            (trace.ingredients, {one: set(used) for one, used in walk.inputs.items()}),
            (trace.products, outputs),
        ):
            levels, found = walk.below(start, near), walked(ask, db, lot)
            assert {one.lot.id: one.level for one in found} == {one: at for one, at in levels.items() if at}
            assert len(found) == len(levels) - 1
            assert [one.level for one in found] == sorted(one.level for one in found)
            edges = {(use.source.id, use.product.id): use.quantity for one in found for use in one.used}
            assert edges == {
                (source, product): quantity
                for product, used in walk.inputs.items()
                for source, quantity in used.items()
                if {source, product} <= levels.keys()
            }
        below = walk.below(start, outputs)
        mine = [item for item in walk.items if item["lot"] in below]
        items = walked(trace.items, db, lot)
        assert [(one.thing.lot_id, one.thing.serial_word) for one in items] == [(i["lot"], i["serial"]) for i in mine]
        assert [one.owner for one in items] == [checksummed(walk.owner_of(item)) for item in mine]
        assert [one.order for one in items] == [walk.orders.get(key_of(item), [""])[-1] for item in mine]
        whole = sorted(trace.everything(db, lot))
        assert [(owner, order) for _, _, owner, order in whole] == [(one.owner.lower(), one.order) for one in items]
        owners = [walk.owner_of(item) for item in mine]
        assert walked(trace.owners, db, lot) == [(checksummed(one), owners.count(one)) for one in sorted(set(owners))]
        bound = sorted({(order, key_of(item)) for item in mine for order in walk.orders.get(key_of(item), [])})
        orders = [order for order, _ in bound]
        assert walked(trace.orders, db, lot) == [(one, orders.count(one)) for one in sorted(set(orders))]
        used = sum(quantity for one in walk.inputs.values() for source, quantity in one.items() if source in below)
        counts = trace.counts(db, lot)
        assert counts == trace.Counts(
            lots=len(below),
            items=len(mine),
            untouched=1_000 * len(below) - used - len(mine),
            orders=len(set(orders)),
            owners=len(set(owners)),
        )
        db.rollback()
