"""declare_error: an event stays, and another one says that it was wrong."""

import brownie
import pytest

EVENT = b"\x0e" * 32
DOCUMENT = b"\xd3" * 32


@pytest.mark.parametrize("reason", [1, 2])
def test_default_behavior(provenance, producer, said, reason):
    tx = provenance.declare_error(EVENT, reason, DOCUMENT, {"from": producer})

    declared = {"event_id": EVENT, "by": producer.address, "reason": reason, "document": DOCUMENT}
    assert said(tx) == [("ErrorDeclared", declared)]


@pytest.mark.parametrize("reason", [0, 3, 2**256 - 1])
def test_unknown_reason(provenance, producer, reason):
    with brownie.reverts("reports: unknown reason"):
        provenance.declare_error(EVENT, reason, DOCUMENT, {"from": producer})
