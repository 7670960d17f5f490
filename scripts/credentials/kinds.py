"""Kinds of claims, and what the credential of each says; contracts/README.md tells what an issuer means by one."""

from typing import Any

from scripts.refusal import Refusal

FACTORS = ("email", "phone", "document", "address")  # different ways to reach or to find somebody
WORD_BYTES = 32

# What a credential says beside how and when it was found out: must, may
SAYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "business": (frozenset({"name", "registration"}), frozenset()),
    "brand": (frozenset({"brands"}), frozenset({"name", "registration"})),
    "producer": (frozenset({"name"}), frozenset({"registration"})),
    "carrier": (frozenset({"name"}), frozenset({"registration"})),
    "arbiter": (frozenset({"name"}), frozenset({"registration"})),
    # Nothing by which a person could be known
    **{kind: (frozenset(), frozenset()) for kind in ("person", *FACTORS)},
}
KINDS = tuple(SAYS)


def word(kind: str) -> bytes:
    """A kind as Identity has it: ASCII, zero-padded to 32 bytes."""
    if kind not in SAYS:
        raise Refusal(f"{kind[:80]!r} is no kind of claim; there are {', '.join(KINDS)}.")
    return kind.encode().ljust(WORD_BYTES, b"\0")


def read(word_: bytes) -> str:
    """The kind that a word of the contract means; of unknown ones the digits."""
    text = word_.rstrip(b"\0")
    return text.decode() if text.isascii() and text.decode() in SAYS else "0x" + word_.hex()


def check(kind: str, said: dict[str, Any]) -> None:
    """Refuse a claim that leaves out what its kind has to say, or says what it must not."""
    must, may = SAYS[kind]
    told = said.keys() & {"name", "registration", "brands"}
    if missing := sorted(must - told):
        raise Refusal(f"A claim of the kind {kind} needs {' and '.join(missing)}.")
    if too_much := sorted(told - must - may):
        raise Refusal(f"A claim of the kind {kind} does not say {' or '.join(too_much)}.")
