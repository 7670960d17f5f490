"""What the credential of each kind of claim says; contracts/README.md tells what an issuer means by one."""

from typing import Any

from scripts.claims import ARBITER, BRAND, BUSINESS, CARRIER, FACTORS, KINDS, PERSON, PRODUCER, word_of
from scripts.refusal import Refusal

# Beside how and when it was found out: must, may. Of persons nothing by which they could be known.
SAYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    BUSINESS: (frozenset({"name", "registration"}), frozenset()),
    BRAND: (frozenset({"brands"}), frozenset({"name", "registration"})),
    **dict.fromkeys((PRODUCER, CARRIER, ARBITER), (frozenset({"name"}), frozenset({"registration"}))),
    **dict.fromkeys((PERSON, *FACTORS), (frozenset(), frozenset())),
}


def word(kind: str) -> bytes:
    """A kind as Identity has it, 32 bytes; refused where it is none of those with a meaning."""
    if kind not in KINDS:
        raise Refusal(f"{kind[:80]!r} is no kind of claim; there are {', '.join(KINDS)}.")
    return bytes.fromhex(word_of(kind)[2:])


def check(kind: str, said: dict[str, Any]) -> None:
    """Refuse a claim that leaves out what its kind has to say, or says what it must not."""
    must, may = SAYS[kind]
    told = said.keys() & {"name", "registration", "brands"}
    if missing := sorted(must - told):
        raise Refusal(f"A claim of the kind {kind} needs {' and '.join(missing)}.")
    if too_much := sorted(told - must - may):
        raise Refusal(f"A claim of the kind {kind} does not say {' or '.join(too_much)}.")
