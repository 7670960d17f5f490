"""Notices: why goods are recalled, why that is over, what is wrong with an event; public, in the reader's language."""

from scripts import documents
from scripts.documents import sha256
from scripts.refusal import Refusal

TYPE = "handover/notice/1"
NO_DOCUMENT = bytes(32)

Written = tuple[bytes, dict[str, bytes]]  # a document's hash, and the document to upload by its name


def document(en: str = "", zh: str = "") -> bytes:
    """The document's bytes; a text in at least one language."""
    text = {language: said.strip() for language, said in (("en", en), ("zh", zh)) if said.strip()}
    if not text:
        raise Refusal("Say why with text=, text_zh= or both.")
    written = {"type": TYPE, "text": text}
    documents.check(written, "notice")
    return documents.canonical(written)


def written_if(en: str = "", zh: str = "") -> Written:
    """The same with its hash; no document where nothing is said."""
    if not en and not zh:
        return NO_DOCUMENT, {}
    data = document(en, zh)
    return bytes.fromhex(sha256(data)), {sha256(data): data}
