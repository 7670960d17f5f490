"""Why an arbiter ruled as he did: a public document in the reader's language, whose hash goes on the order's record."""

from pathlib import Path
from typing import Any

from scripts import catalogue_file, documents
from scripts.refusal import Refusal

TYPE = "handover/ruling/1"
LANGUAGES = ("en", "zh")
TABLES = (".yaml", ".yml")


def document(order: bytes, reason: dict[str, str]) -> bytes:
    """The document's bytes; `reason` has a text by language."""
    written = {"type": TYPE, "order": "0x" + order.hex(), "reason": reason}
    documents.check(written, "ruling")
    return documents.canonical(written)


def read(order: bytes, path: Path, language: str) -> bytes:
    """The same from a file: a text in one language, or YAML with a text for each (en: and zh:)."""
    if path.suffix in TABLES:
        return document(order, catalogue_file.read_yaml(path))
    if language not in LANGUAGES:
        raise Refusal(f"language= is one of {', '.join(LANGUAGES)}.")
    return document(order, {language: _text(path)})


def reason_of(data: bytes, order: bytes) -> dict[str, Any]:
    """What a document says about an order; empty where it is no ruling on this one."""
    said = documents.read(data, documents.Kind.RULING)
    return dict(said["reason"]) if said.get("order") == "0x" + order.hex() else {}


def _text(path: Path) -> str:
    try:
        return "\n".join(path.read_text(encoding="utf-8").split("\r\n")).strip()
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"The file {path} cannot be read as a text in UTF-8.") from None
