"""describe: an account names the document that describes it."""

import brownie

NO_DOCUMENT = bytes(32)


def test_default_behavior(identity, seller, document):
    tx = identity.describe(document, {"from": seller})

    assert bytes(identity.profiles(seller)) == document
    (described,) = tx.events["ProfileDescribed"]
    assert dict(described) == {"account": seller.address, "document": "0x" + document.hex()}


def test_speaks_for_the_caller_only(identity, seller, stranger, document):
    identity.describe(document, {"from": stranger})

    assert bytes(identity.profiles(seller)) == NO_DOCUMENT


def test_may_be_changed(identity, seller, document):
    identity.describe(document, {"from": seller})
    identity.describe(document[::-1][:31] + b"\x01", {"from": seller})

    assert bytes(identity.profiles(seller)) == document[::-1][:31] + b"\x01"


def test_may_be_taken_back(identity, seller, document):
    identity.describe(document, {"from": seller})
    identity.describe(NO_DOCUMENT, {"from": seller})

    assert bytes(identity.profiles(seller)) == NO_DOCUMENT


def test_unchanged(identity, seller, document):
    identity.describe(document, {"from": seller})

    with brownie.reverts("Identity: nothing changed"):
        identity.describe(document, {"from": seller})


def test_nothing_to_take_back(identity, seller):
    with brownie.reverts("Identity: nothing changed"):
        identity.describe(NO_DOCUMENT, {"from": seller})
