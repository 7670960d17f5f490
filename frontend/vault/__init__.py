"""The vault: documents, pictures and cipher-texts by the sha-256 of their bytes, as files. Backed up, never rebuilt."""

import os
import re
import tempfile
from hashlib import sha256 as hash_of
from pathlib import Path

NAME = re.compile(r"(0x)?[0-9a-f]{64}")


class Missing(Exception):
    """The vault does not have a document as it was. One sentence."""


class Tampered(Missing):
    """What lies under a document's name is something else. One sentence."""


class Erased(Missing):
    """The document was erased on purpose. One sentence."""


class Vault:
    """Files `<2 hex>/<64 hex>` under a folder. Names are sha-256 hashes in hex, with or without 0x."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._erased = folder / "erased"
        self._kinds = folder / "kinds"
        self._changed = folder / "changed"

    def has(self, sha256: str) -> bool:
        """Whether a document is there (unread)."""
        return self._path(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """A document's bytes, which hash to its name; raises Missing, Tampered or Erased."""
        name = bare(sha256)
        if self.is_erased(name):
            raise Erased("This document was erased, because the order is over or its people wanted it so.")
        try:
            body = self._path(name).read_bytes()
        except OSError:
            raise Missing("This storefront does not have the document.") from None
        if hash_of(body).hexdigest() != name:
            raise Tampered("The document was changed after it was agreed on, so it is not shown.")
        return body

    def start(self, sha256: str, size: int) -> bytes:
        """The first bytes of a document, unchecked; empty where it is not there."""
        try:
            with self._path(sha256).open("rb") as file:
                return file.read(size)
        except OSError:
            return b""

    def write(self, body: bytes) -> str:
        """Keeps a document, unless it was erased; returns its name."""
        name = hash_of(body).hexdigest()
        if not self.is_erased(name):
            write_whole(self._path(name), body)
            self._change()
        return name

    def changes(self) -> int:
        """Grows whenever a document comes or goes, in whichever process."""
        return size_of(self._changed)

    def note(self, sha256: str, kind: str) -> None:
        """Remembers what a document is, for good: of its name there is no other."""
        write_whole(self._kinds / bare(sha256), kind.encode())

    def noted(self, sha256: str) -> str:
        """What a document was found to be; empty where nobody has looked."""
        try:
            return (self._kinds / bare(sha256)).read_text()
        except OSError:
            return ""

    def erase(self, sha256: str) -> None:
        """Deletes a document for good: it is not taken again."""
        name = bare(sha256)
        write_whole(self._erased / name, b"")
        for path in (self._path(name), self._kinds / name):
            path.unlink(missing_ok=True)
        self._change()

    def drop(self, sha256: str) -> None:
        """Deletes a document that may come back."""
        self._path(sha256).unlink(missing_ok=True)
        self._change()

    def is_erased(self, sha256: str) -> bool:
        """Whether a document was deleted for good."""
        return (self._erased / bare(sha256)).exists()

    def _change(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._changed.open("ab") as file:
            file.write(b".")

    def _path(self, sha256: str) -> Path:
        name = bare(sha256)
        return self.folder / name[:2] / name


def bare(sha256: str) -> str:
    """A hash as 64 hex digits; ValueError (one sentence) for anything else."""
    if not NAME.fullmatch(sha256):
        raise ValueError("A document's name is the sha-256 of its bytes, in 64 lower-case hex digits.")
    return sha256.removeprefix("0x")


def size_of(path: Path) -> int:
    """How many bytes a file has; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def write_whole(path: Path, body: bytes) -> None:
    """Writes a file so that a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
        try:
            part.write(body)
            part.flush()
            os.fsync(part.fileno())
        except OSError:
            os.unlink(part.name)
            raise
    os.replace(part.name, path)
