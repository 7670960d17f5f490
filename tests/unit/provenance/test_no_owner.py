"""Whoever deployed Provenance can do nothing with it that a stranger cannot."""

import pytest

from tests.fixtures.provenance import BOTH, NONE, Lot, code_of, commitment, text, unit_of
from tests.fixtures.terms import EMPTY
from tests.unit.answers import Asked, alike, functions

FOR_ANYONE = {"commit", "declare_error", "make_unit", "permit", "register", "settle", "settle_many"}
VIEWS = {
    *("bound", "commitments", "escrow", "holding", "is_reading", "lot", "offered", "permissions", "recall_closed"),
    *("recalled_by", "roots"),
}


@pytest.fixture
def calls(provenance, escrow, lot, item, others, case, bound, producer, seller, buyer, stranger):
    """Of each function a call that goes through for who may make it."""
    provenance.aggregate(case, [others[0]], {"from": producer})
    provenance.offer(others[1], seller, BOTH, {"from": producer})
    escrow.confirm(bound, {"from": buyer})
    new = Lot(stranger.address, "NEW")
    whole = (lot.id, NONE)
    found = {
        "accept": (others[1], BOTH, 0),
        "aggregate": (case, [others[1]]),
        "bind": (others[1], bound),
        "bind_many": ([others[1]], bound),
        "bound": (NONE, 0),
        "claim": (others[1], code_of(others[1]), lot.path(others[1])),
        "claim_bought": (item, code_of(item), lot.path(item), bound),
        "close_recall": (NONE, NONE),
        "commit": (commitment(item, code_of(item), stranger.address),),
        "commitments": (NONE,),
        "declare_error": (NONE, 1, NONE),
        "disaggregate": (case, [others[0]]),
        "holding": (item,),
        "is_reading": (NONE, 0, 0, []),
        "lot": (lot.id,),
        "make_unit": (text("NEW"),),
        "offer": (others[1], EMPTY, BOTH),
        "offered": (others[1], BOTH),
        "permissions": (producer, lot.id, stranger),
        "permit": (lot.id, stranger, 1),
        "promise_limits": (lot.id, 0, 1),
        "recall": (*whole, NONE, 1, NONE),
        "recall_closed": (NONE,),
        "recalled_by": (NONE,),
        "register": new.terms(),
        "report": (whole, 1, 1, NONE, 0, NONE),
        "report_sensor": (whole, lot.root, 1, 0, 0, 0, 0, 0, 0, NONE, NONE),
        "roots": (lot.id,),
        "settle": (item, bound),
        "settle_many": ([item], bound),
        "touch": lot.proof(lot.items[4]),
        "touch_many": ([lot.proof(lot.items[4])],),
        "transform": ([(lot.id, 1)], *new.terms(), 0),
        "escrow": (),
    }
    verbs = functions(provenance)
    assert found.keys() == verbs
    assert unit_of(producer, "CASE-1") == case
    return [Asked(verb, getattr(provenance, verb).encode_input(*arguments)) for verb, arguments in found.items()]


def test_default_behavior(provenance, calls, wire, deployer, stranger):
    """Every function answers both alike: with the same result, or with the same reason."""
    done = alike(provenance, calls, (deployer, stranger), wire.answers)
    assert done == FOR_ANYONE | VIEWS
