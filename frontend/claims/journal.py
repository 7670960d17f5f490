"""Which credentials were published or taken back, one after the other, for every process of a storefront to read on."""

import os
from pathlib import Path

from frontend.vault import size_of

LINE = 65  # bytes: a sha-256 in hex, and the line's end


class Journal:
    """A file in the vault's folder that only grows; places in it are numbers of bytes, 0 its beginning."""

    def __init__(self, vault: Path) -> None:
        self._file = vault / "published"

    def add(self, sha256: str) -> None:
        """Notes that a credential (64 hex digits) came or went."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(file, f"{sha256}\n".encode())
        finally:
            os.close(file)

    def size(self) -> int:
        """The place behind all that was noted."""
        return size_of(self._file)

    def after(self, place: int) -> tuple[list[str], int]:
        """What was noted after a place, and the place behind that; all of it where the file is shorter than that."""
        try:
            with self._file.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                file.seek(place if place <= size else 0)
                lines = file.read()
                end = file.tell()
        except FileNotFoundError:
            return [], 0
        whole = len(lines) // LINE * LINE
        return lines[:whole].decode().split(), end - len(lines) + whole
