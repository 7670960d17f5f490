"""The waiting room: sealed delivery details that came before their order was paid or indexed.

The browser leaves them here first, so that nobody pays for an order that cannot be delivered. What no order names in
time is dropped; when the room is full, the oldest goes first. What an order does name goes on into the vault.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256 as hash_of
from pathlib import Path

from frontend.vault import NAME, Vault, bare, write_whole

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
        write_whole(self._folder / name, body)
        return name

    @property
    def is_full(self) -> bool:
        """Whether it has no seat left before it is tidied."""
        return len(list(self._waiting())) >= SEATS

    def has(self, sha256: str) -> bool:
        """Whether a document waits here."""
        return (self._folder / bare(sha256)).is_file()

    def came_lately(self, sha256: str) -> bool:
        """Whether a document waits here, and not for half of its time yet."""
        with suppress(FileNotFoundError):
            return (self._folder / bare(sha256)).stat().st_mtime >= time.time() - PATIENCE / 2
        return False

    def call_in(self, sha256: str) -> None:
        """Moves a document, whose order has come, into the vault; nothing where it does not wait here."""
        path = self._folder / bare(sha256)
        try:
            self._vault.write(path.read_bytes())
        except OSError:
            return
        path.unlink(missing_ok=True)

    def tidy(self, is_named: Callable[[str], bool]) -> None:
        """Ends the wait of what is here for too long, or too much; `is_named` tells of each whether its order came.

        Only for who knows all orders: what none of them names goes for good.
        """
        waiting = sorted(self._waiting())
        too_many = max(len(waiting) - SEATS + 1, 0)
        for place, (since, path) in enumerate(waiting):
            if place >= too_many and since >= time.time() - PATIENCE:
                continue
            if NAME.fullmatch(path.name) and is_named(path.name):
                self.call_in(path.name)
            else:
                path.unlink(missing_ok=True)

    def _waiting(self) -> Iterator[tuple[float, Path]]:
        """Files and since when they are here; another request may take any of them away meanwhile."""
        for path in self._folder.glob("*"):
            with suppress(FileNotFoundError):
                yield path.stat().st_mtime, path
