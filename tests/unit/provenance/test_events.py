"""An event's id is a hash of all that it says: nothing of it can be changed and still be that event."""

import pytest

from tests.fixtures.provenance import INSPECTING, NONE, SHIPPING

DOCUMENT = b"\xd1" * 32


@pytest.fixture
def id_of(provenance, said):
    """`id_of(who, item, *fields)`."""
    return lambda who, *fields: said(provenance.report(*fields, {"from": who}))[0][1]["event_id"]


def test_default_behavior(id_of, item, producer):
    """The same words are the same event."""
    fields = (item, SHIPPING, 1, NONE, 5, DOCUMENT)
    assert id_of(producer, *fields) == id_of(producer, *fields)


def test_edited_document(id_of, item, producer):
    """Whose bytes change in one bit has another hash, and so its event another id."""
    edited = bytes([DOCUMENT[0] ^ 1]) + DOCUMENT[1:]
    assert id_of(producer, item, SHIPPING, 1, NONE, 5, DOCUMENT) != id_of(producer, item, SHIPPING, 1, NONE, 5, edited)


def test_every_field_counts(provenance, id_of, item, others, producer, reporter):
    provenance.permit(item.lot, reporter, 1 << SHIPPING, {"from": producer})
    first = [item, SHIPPING, 1, NONE, 5, DOCUMENT]
    changes = [others[0], INSPECTING, 2, DOCUMENT, 6, NONE]
    ids = {id_of(producer, *first), id_of(reporter, *first)}
    for place, other in enumerate(changes):
        ids.add(id_of(producer, *first[:place], other, *first[place + 1 :]))
    assert len(ids) == 2 + len(changes)
