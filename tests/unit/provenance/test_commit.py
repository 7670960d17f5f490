"""commit: something is kept with its block, and says nothing."""

from tests.fixtures.provenance import code_of, commitment


def test_default_behavior(provenance, item, buyer, said):
    made = commitment(item, code_of(item), buyer.address)
    tx = provenance.commit(made, {"from": buyer})

    assert said(tx) == []
    assert provenance.commitments(made) == tx.block_number


def test_repeated(provenance, item, buyer, stranger, chain):
    """The first one counts: nobody can put off somebody's claim by committing the same again and again."""
    made = commitment(item, code_of(item), buyer.address)
    first = provenance.commit(made, {"from": buyer})
    chain.mine(3)
    provenance.commit(made, {"from": stranger})

    assert provenance.commitments(made) == first.block_number
