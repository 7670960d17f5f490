"""Ids: the layout that the contract hashes, written out by hand."""

import hashlib

import pytest
from eth_utils.crypto import keccak

from scripts.provenance import identity
from scripts.provenance.identity import Item
from scripts.refusal import Refusal

PRODUCER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
ADDRESS = bytes(12) + bytes.fromhex(PRODUCER[2:])


def test_lot_id():
    lot = identity.lot_id(PRODUCER, "9506000134352", "L-1")

    assert lot == keccak(ADDRESS + (9506000134352).to_bytes(32, "big") + b"L-1".ljust(32, b"\0"))


def test_item_and_unit():
    item = Item(b"\x01" * 32, identity.word("7", "serial"))

    assert item.id == keccak(b"\x01" * 32 + b"7" + bytes(31))
    assert identity.unit(PRODUCER, "106141412345678908") == (ADDRESS, b"106141412345678908".ljust(32, b"\0"))


def test_commitment():
    item = Item(b"\x01" * 32, b"\x02" * 32)

    assert identity.commitment(item, b"\x03" * 16, PRODUCER) == keccak(
        b"\x01" * 32 + b"\x02" * 32 + b"\x03" * 16 + bytes(16) + ADDRESS
    )


def test_recall_id():
    lot, document = b"\x01" * 32, b"\x05" * 32

    assert identity.recall_id(PRODUCER, lot, identity.ALL, identity.ALL, 2, document) == keccak(
        ADDRESS + lot + bytes(32) + bytes(32) + (2).to_bytes(32, "big") + document
    )


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("", bytes(32)),
        ("9506000134369.dock-4", b"9506000134369.dock-4".ljust(32, b"\0")),
        ("https://id.gs1.org/414/9506000134369", hashlib.sha256(b"https://id.gs1.org/414/9506000134369").digest()),
        ("café", hashlib.sha256("café".encode()).digest()),
    ],
)
def test_read_point(place, expected):
    assert identity.read_point(place) == expected


def test_texts_come_back():
    assert identity.text_of(identity.word("a/b", "serial")) == "a/b"


@pytest.mark.parametrize("raw", [bytes(32), b"a\0b".ljust(32, b"\0"), b"a" * 21 + bytes(11), b"\xff" * 32, b"a"])
def test_garbage_is_no_text(raw):
    with pytest.raises(Refusal):
        identity.text_of(raw)
