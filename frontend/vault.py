"""The vault: documents, pictures and cipher-texts by the sha-256 of their bytes, as files. Backed up, never rebuilt."""

from pathlib import Path


class Missing(Exception):
    """The vault does not have the document, or no longer as it was. One sentence."""


class Erased(Missing):
    """The document was erased on request. One sentence."""


class Vault:
    """Files named `<2 hex>/<64 hex>` under a folder; hashes are given as 0x and 64 hex digits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, sha256: str) -> bool:
        """Whether a document is there (unread)."""
        raise NotImplementedError

    def read(self, sha256: str) -> bytes:
        """A document's bytes, which hash to its name; raises Missing or Erased."""
        raise NotImplementedError

    def write(self, body: bytes) -> str:
        """Keeps a document; returns its hash."""
        raise NotImplementedError
