"""What goods are called on the chain: lots, items, units and events, as Provenance.vy computes their ids."""

from typing import NamedTuple

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts.documents import sha256
from scripts.provenance.gs1 import TEXT_LENGTH, check_text, read_gtin, read_sscc
from scripts.refusal import Refusal

WORD = 32  # bytes
ALL = bytes(WORD)  # in place of a serial: the whole lot


class Item(NamedTuple):
    """One of a lot; or a unit, whose `lot` is its maker's address. `serial` is empty (`ALL`) for the lot itself."""

    lot: bytes
    serial: bytes

    @property
    def id(self) -> bytes:
        """keccak256 of both."""
        return keccak(self.lot + self.serial)


def word(text: str, name: str) -> bytes:
    """A lot's or a serial's text (AI 10, AI 21; `name` says which) as a word of the chain, zeros behind it."""
    return check_text(text, name).encode("ascii").ljust(WORD, b"\0")


def text_of(raw: bytes) -> str:
    """The text of such a word; refused where it holds none that GS1 allows."""
    text = raw.rstrip(b"\0")
    if len(raw) != WORD or len(text) > TEXT_LENGTH or not text.isascii():
        raise Refusal(f"0x{raw.hex()} is not the name of a lot or an item.")
    return check_text(text.decode("ascii"), "name")


def lot_id(producer: str, gtin: str, lot: str) -> bytes:
    """The id of a producer's lot."""
    number = int(read_gtin(gtin))
    return keccak(encode(["address", "uint256", "bytes32"], [producer, number, word(lot, "lot")]))


def unit(maker: str, sscc: str) -> Item:
    """A case or a pallet of its maker, by its SSCC."""
    return Item(encode(["address"], [maker]), word(read_sscc(sscc), "SSCC"))


def read_point(place: str) -> bytes:
    """A place as the chain has it: a short ASCII text (a GLN, GLN.extension) as it is, of others the sha-256.

    Empty where nothing is known.
    """
    raw = place.encode()
    if len(raw) <= WORD and place.isascii() and place.isprintable():
        return raw.ljust(WORD, b"\0")
    return bytes.fromhex(sha256(raw))


def recall_id(by: str, lot: bytes, first: bytes, last: bytes, class_: int, document: bytes) -> bytes:
    """The id of a recall; `first` and `last` are serials, both `ALL` for the whole lot."""
    types = ["address", "bytes32", "bytes32", "bytes32", "uint256", "bytes32"]
    return keccak(encode(types, [by, lot, first, last, class_, document]))


def commitment(item: Item, code: bytes, claimer: str) -> bytes:
    """What is committed to before a hidden code is shown."""
    types = ["(bytes32,bytes32)", "bytes32", "address"]
    return keccak(encode(types, [item, code.ljust(WORD, b"\0"), claimer]))
