"""Storage words: whatever bits are in one, the contract reads its fields where its source says that they are."""

import random

import pytest
from eth_abi import decode
from eth_utils import keccak, to_checksum_address

from tests.fixtures.chance import SEED
from tests.fixtures.terms import NO_HASH
from tests.unit.escrow.test_layout import STORAGE as ESCROW
from tests.unit.identity.test_layout import STORAGE as IDENTITY
from tests.unit.loyalty.test_layout import STORAGE as LOYALTY
from tests.unit.provenance.test_layout import STORAGE as PROVENANCE
from tests.unit.reviews.test_layout import STORAGE as REVIEWS
from tests.unit.together.calls import functions, kinds_of

CASES = 60
ONES = 2**256 - 1
KEY = b"\x5a" * 32
SOMEBODY, OTHER = (to_checksum_address("0x" + sign * 40) for sign in "ab")


def words() -> list[int]:
    """Each bit alone, none, all, and some at random."""
    source = random.Random(SEED)
    return [0, ONES, *(1 << bit for bit in range(256)), *(source.getrandbits(256) for _ in range(CASES))]


def account(word: int) -> str:
    return "0x" + (word % 2**160).to_bytes(20, "big").hex()


def bits(word: int, first: int, last: int) -> int:
    """Those from one place to another."""
    return word >> first & 2 ** (last - first + 1) - 1


def order(word: int) -> tuple:
    flags = tuple(bool(bits(word, place, place)) for place in (234, 235, 236))
    numbers = [bits(word, *places) for places in ((192, 231), (96, 191), (0, 95))]
    return (bits(word, 248, 255), bits(word, 240, 247), bits(word, 232, 233), *flags, *numbers)


def stock(word: int) -> tuple:
    return (word != 0, bits(word, 96, 191), bits(word, 0, 95))


def thing(word: int) -> tuple:
    """One that lies in no unit and was bound to no order."""
    owner, version, contents = account(word), bits(word, 160, 199), bits(word, 200, 231)
    signs = (bool(bits(word, 255, 255)), bool(bits(word, 254, 254)))
    return (owner, owner, NO_HASH, version, contents, *signs, NO_HASH, bits(word, 240, 247))


def lot(word: int) -> tuple:
    return (account(word), bits(word, 224, 255), bits(word, 192, 223), bits(word, 160, 191))


def review(word: int) -> tuple:
    return (bits(word, 0, 2), *(bool(bits(word, place, place)) for place in (3, 5, 6)))


def claim(word: int) -> tuple:
    """The hash that it keeps is the first 26 bytes of a document's."""
    signs = (bool(bits(word, place, place)) for place in (0, 1, 2))
    return (*signs, bits(word, 8, 47), bits(word, 48, 255).to_bytes(26, "big"))


# contract, view, its arguments; where the word is kept, and the keys to it; how it is read
READ = {
    "order": ("Escrow", "record", (KEY,), ESCROW["settlement"]["_words"], (KEY,), order),
    "stock": ("Escrow", "stock", (KEY,), ESCROW["offers"]["_stock"], (KEY,), stock),
    "points": ("Loyalty", "balanceOf", (OTHER,), LOYALTY["_accounts"], (OTHER,), lambda word: (bits(word, 0, 127),)),
    "lifetime": ("Loyalty", "lifetime", (OTHER,), LOYALTY["_accounts"], (OTHER,), lambda word: (bits(word, 128, 255),)),
    "thing": ("Provenance", "holding", ((KEY, KEY),), PROVENANCE["_words"], (keccak(KEY + KEY),), thing),
    "lot": ("Provenance", "lot", (KEY,), PROVENANCE["_lots"], (KEY,), lot),
    "review": ("Reviews", "reviewed", (KEY,), REVIEWS["_reviews"], (KEY,), review),
    "claim": ("Identity", "claim", (OTHER, SOMEBODY, KEY), IDENTITY["_claims"], (OTHER, SOMEBODY, KEY), claim),
}


@pytest.mark.parametrize("name", READ)
def test_default_behavior(contracts, wire, name):
    """A word that is not there yet, with each of these put in its place for one call."""
    contract, verb, arguments, (slot, _), keys, wanted = READ[name]
    target = contracts[contract]
    (function,) = [entry for entry in functions(target.abi) if entry["name"] == verb]
    kinds = kinds_of({"inputs": function["outputs"]})
    place = slot.to_bytes(32, "big")
    for key in keys:
        place = keccak(place + (key if isinstance(key, bytes) else bytes.fromhex(key[2:]).rjust(32, b"\0")))
    call = {"to": target.address, "data": getattr(target, verb).encode_input(*arguments)}

    def asked(word: int) -> tuple:
        there = {target.address: {"stateDiff": {"0x" + place.hex(): f"0x{word:064x}"}}}
        return "eth_call", [call, "latest", there]

    answers = [bytes.fromhex(answer["result"][2:]) for answer in wire.answers([asked(word) for word in words()])]
    found = [decode(kinds, answer) for answer in answers]
    assert [one[0] if kinds[0].startswith("(") else one for one in found] == [wanted(word) for word in words()]
