"""The waiting room: sealed delivery details that came before their order was paid or indexed.

The browser leaves them here first, so that nobody pays for an order that cannot be delivered. What no order names in
time is dropped; when the room is full, the oldest goes first.
"""

import time
from hashlib import sha256 as hash_of

from frontend.vault import Vault, bare, write_whole

PATIENCE = 2 * 3_600  # seconds that a document may wait
SEATS = 10_000
MAX_BYTES = 20_000  # of one document: the largest sealed text is smaller


class WaitingRoom:
    """Files by their sha-256 in a folder of the vault; their age is that of the file, on this machine's clock."""

    def __init__(self, vault: Vault) -> None:
        self._folder = vault.folder / "waiting"
        self._vault = vault

    def admit(self, body: bytes) -> str:
        """Keeps a document for a while; returns its name."""
        name = hash_of(body).hexdigest()
        self._make_room()
        write_whole(self._folder / name, body)
        return name

    def has(self, sha256: str) -> bool:
        """Whether a document waits here."""
        return (self._folder / bare(sha256)).is_file()

    def call_in(self, sha256: str) -> None:
        """Moves a document, whose order has come, into the vault; nothing where it does not wait here."""
        path = self._folder / bare(sha256)
        try:
            self._vault.write(path.read_bytes())
        except OSError:
            return
        path.unlink(missing_ok=True)

    def _make_room(self) -> None:
        if not self._folder.is_dir():
            return
        waiting = sorted((path.stat().st_mtime, path) for path in self._folder.iterdir() if path.is_file())
        too_many = max(len(waiting) - SEATS + 1, 0)
        for place, (since, path) in enumerate(waiting):
            if place < too_many or since < time.time() - PATIENCE:
                path.unlink(missing_ok=True)
