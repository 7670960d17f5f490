"""Every status, action and role, one second before, at and after the deadline, against the table written by hand."""

from typing import NamedTuple

import pytest

from tests.fixtures import chains, terms
from tests.fixtures.people import ROLES
from tests.fixtures.terms import EMPTY
from tests.unit.escrow import state_table
from tests.unit.escrow.table_cases import Bench, Case
from tests.unit.escrow.table_rules import (
    EVENTS,
    MOMENTS,
    STATUSES,
    WAITING,
    Cell,
    Observed,
    Situation,
    deciding,
    expected,
    moments,
    read,
)

ACTIONS = tuple(EVENTS)
TABLE, _, _ = read(state_table.TABLE)

# world: the terms that differ, in Dollars or not, what was asked
WORLDS: dict[str, tuple[dict[str, str], bool, int]] = {
    "usual": ({}, False, terms.EXCHANGE),
    "in Dollars": ({}, True, terms.EXCHANGE),
    "no carrier": ({"carrier": EMPTY}, False, terms.EXCHANGE),
    "no arbiter": ({"arbiter": EMPTY}, False, terms.EXCHANGE),
    "a refund was asked": ({}, False, terms.REFUND),
    "a return was asked": ({}, False, terms.RETURN),
}
# those that are tried on every chain
EVERYWHERE = ("usual", "in Dollars")


class World(NamedTuple):
    """A table, and everything that was seen on the node where that table holds."""

    name: str
    cells: dict[tuple[str, str], Cell]
    statuses: tuple[str, ...]
    seen: dict[Case, tuple[Situation, Observed]]


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=() if name in EVERYWHERE else chains.WORLD) for name in WORLDS],
)
def world(request, escrow, people, wire, funds, reach, publish, fund, dollar, order, payer) -> World:
    differing, in_dollars, kind = WORLDS[request.param]
    differences, _, impossible = read(state_table.VARIANTS.get(request.param, ""))
    statuses = tuple(status for status in STATUSES if status not in impossible)
    order = order.of(**differing, **({"currency": dollar.address} if in_dollars else {}))._replace(payer=payer.address)
    publish(order.offer)
    for account in (order.payer, order.offer.seller):
        fund(account, order.offer.currency, 100 * order.total)
    bench = Bench(escrow, people, wire, funds, reach)
    first = len(STATUSES) * list(WORLDS).index(request.param)
    seen = {
        case: found
        for number, status in enumerate(statuses, first)
        for case, found in bench.observe(terms.salted(order, number), status, kind).items()
    }
    cells = {(status, action): cell for (status, action), cell in TABLE.items() if status in statuses}
    return World(request.param, {**cells, **differences}, statuses, seen)


def test_default_behavior(world):
    wrong = {case: found for case in world.seen if (found := disagreement(world, case, world.cells))}
    assert not wrong, "\n".join(f"{case}: {found}" for case, found in list(wrong.items())[:20])


def test_nothing_is_left_out(world, capsys):
    waiting = [status for status in world.statuses if status in WAITING]
    others = [status for status in world.statuses if status not in WAITING]
    assert len(others) == 3
    assert len(waiting) == 7 or world.name in state_table.VARIANTS
    count = len(ACTIONS) * len(ROLES) * (len(waiting) * len(MOMENTS) + len(others))
    assert len(world.seen) == count
    with capsys.disabled():
        print(
            f"\nstate table, {world.name}: {count:,} cases = {len(waiting)} waiting statuses x {len(ACTIONS)} actions"
            f" x {len(ROLES)} roles x {len(MOMENTS)} moments + {len(others)} others x {len(ACTIONS)} x {len(ROLES)}"
        )


def test_every_rule_decides_something(world):
    deciders = {
        (case.status, case.action, deciding(world.cells[case.status, case.action], case.role, case.moment))
        for case in world.seen
    }
    written = {(*place, rule) for place, cell in world.cells.items() for rule in cell}
    assert written == deciders


def test_flipping_anything_fails(world, capsys):
    """Not one hand-written word can be changed without a case that disagrees."""
    flips = 0
    for (status, action), cell in world.cells.items():
        cases = [Case(status, action, role, moment) for role in ROLES for moment in moments(status)]
        for flipped in flips_of(cell, status):
            if meaning(flipped, status) == meaning(cell, status):
                continue
            flips += 1
            table = {(status, action): flipped}
            assert any(disagreement(world, case, table) for case in cases), (status, action, flipped)
    with capsys.disabled():
        print(f"\nstate table, {world.name}: {flips:,} flips of {len(world.cells)} cells noticed")


def disagreement(world: World, case: Case, cells: dict[tuple[str, str], Cell]) -> str:
    """What a table expects of a case and what was seen, where they differ."""
    situation, observed = world.seen[case]
    rule = deciding(cells[case.status, case.action], case.role, case.moment)
    wanted = expected(case.action, rule.outcome, situation)
    return "" if observed == wanted else f"expected {wanted}, seen {observed}"


def meaning(cell: Cell, status: str) -> list[str]:
    """What a cell says to everybody at every moment, however it is put."""
    return [deciding(cell, role, moment).outcome for role in ROLES for moment in moments(status)]


def flips_of(cell: Cell, status: str) -> list[Cell]:
    """The cell with one rule changed: somebody more or less, a moment more or less, another outcome, or no rule."""
    flipped = []
    for place, rule in enumerate(cell):
        others = [
            *(rule._replace(who=toggled(rule.who, role)) for role in ROLES),
            *(rule._replace(moments=toggled(rule.moments, moment)) for moment in moments(status)),
            *(rule._replace(outcome=outcome) for outcome in other_outcomes(rule.outcome)),
        ]
        flipped += [(*cell[:place], other, *cell[place + 1 :]) for other in others]
        flipped.append((*cell[:place], *cell[place + 1 :]))
    return flipped


def toggled(chosen: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(name for name in chosen if name != one) if one in chosen else (*chosen, one)


def other_outcomes(outcome: str) -> list[str]:
    """Wrong statuses, times, sums, flags and reasons, one wrong thing at a time."""
    status, *facts = outcome.split(", ")
    if status not in STATUSES:
        return ["skipped", "CLOSED, all back", "CLOSED, all to the seller", outcome + "?"]
    wrong = [", ".join([other, *facts]) for other in STATUSES if other != status]
    wrong += ["skipped", "not in this status"]
    wrong += [f"{outcome}, {more}" for more in ("units back", "round 9", "kind 9", "returned 9", "until now + 5 days")]
    for place, fact in enumerate(facts):
        rest = [*facts[:place], *facts[place + 1 :]]
        wrong.append(", ".join([status, *rest]))
        wrong += [", ".join([status, *rest, other]) for other in instead_of(fact)]
    return wrong


def instead_of(fact: str) -> list[str]:
    money = ["all to the seller", "all back", "half to the seller", "a third back and the rest to the seller"]
    if fact.startswith("until"):
        return [f"{fact} + 1 days", "until now", "until deadline"]
    return [other for other in money if other != fact] if fact in money else []
