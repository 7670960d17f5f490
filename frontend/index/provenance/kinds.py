"""What Provenance logs, and how its words are read."""

from typing import Any

from frontend.index.rows import EMPTY_HASH

REPORTED, SENSED, RECALLED, RECALL_CLOSED = "EventReported", "SensorReported", "Recalled", "RecallClosed"
ACCEPTED, SOLD, CLAIMED = "HandoverAccepted", "ItemSold", "ItemClaimed"

# Of a bound item, beside its order: they change nothing of the order
OF_BINDINGS = ("ItemBound", SOLD, "ItemReleased")

NAMES = frozenset(
    {
        *("LotRegistered", "LotTransformed", "LimitsPromised", "ReporterPermitted", "ItemTouched", "UnitMade"),
        *("HandoverOffered", ACCEPTED, "ItemsAggregated", "ItemsDisaggregated", *OF_BINDINGS, CLAIMED),
        *(REPORTED, SENSED, "LimitsBreached", "ErrorDeclared", RECALLED, RECALL_CLOSED),
    }
)

# What the document is that each of these names
PLACES = {
    "LotRegistered": "lot",
    REPORTED: "report",
    SENSED: "sensor",
    RECALLED: "notice",
    RECALL_CLOSED: "notice",
    "ErrorDeclared": "notice",
}


def key_of(item: dict[str, Any]) -> str:
    """Lot and serial in one."""
    return str(item["lot"]) + str(item["serial"])[2:]


def text_of(word: str) -> str:
    """A batch, a serial or a place as people write it: ASCII behind which the word is empty, otherwise the word."""
    text = bytes.fromhex(word[2:]).rstrip(b"\0")
    is_text = all(33 <= character <= 126 for character in text)
    return text.decode("ascii") if is_text else word


def word_of(text: str) -> str:
    """The other way; ValueError (one sentence) for what is no batch and no serial."""
    if not 1 <= len(text) <= 20 or not all("!" <= character <= "~" for character in text):
        raise ValueError("A batch or a serial is 1 to 20 characters, letters, digits and signs without blanks.")
    return "0x" + text.encode("ascii").hex().ljust(64, "0")


def is_empty(word: str) -> bool:
    return word == EMPTY_HASH
