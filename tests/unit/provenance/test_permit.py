"""permit: everybody may let others speak for himself, and only for himself."""

import brownie
import pytest

from tests.fixtures.provenance import INSPECTING, LAST_STEP, SHIPPING
from tests.fixtures.terms import EMPTY

ALL = 2 ** (LAST_STEP + 1) - 1


def test_default_behavior(provenance, lot, producer, reporter, said):
    steps = 1 << SHIPPING | 1 << INSPECTING
    tx = provenance.permit(lot.id, reporter, steps, {"from": producer})

    permitted = {"account": producer.address, "lot": lot.id, "reporter": reporter.address, "steps": steps}
    assert said(tx) == [("ReporterPermitted", permitted)]
    assert provenance.permissions(producer, lot.id, reporter) == steps


@pytest.mark.parametrize("steps", [0, 1, ALL])
def test_instead_of_what_was_permitted(provenance, lot, producer, reporter, steps):
    provenance.permit(lot.id, reporter, 1 << SHIPPING, {"from": producer})
    provenance.permit(lot.id, reporter, steps, {"from": producer})

    assert provenance.permissions(producer, lot.id, reporter) == steps


def test_speaks_for_nobody_else(provenance, lot, producer, reporter, stranger):
    provenance.permit(lot.id, reporter, ALL, {"from": stranger})

    assert provenance.permissions(producer, lot.id, reporter) == 0


def test_unknown_step(provenance, lot, producer, reporter):
    with brownie.reverts("reporters: unknown step"):
        provenance.permit(lot.id, reporter, ALL + 1, {"from": producer})


def test_empty_reporter(provenance, lot, producer):
    with brownie.reverts("reporters: empty reporter"):
        provenance.permit(lot.id, EMPTY, 1, {"from": producer})
