"""What may be used only once, by whichever of the storefront's processes it comes to: a file for each that was."""

import os
import time
from contextlib import suppress
from pathlib import Path


class Spent:
    """Names that were used in the last `lasts` seconds of this machine's clock; they consist of letters and digits."""

    def __init__(self, folder: Path, lasts: int) -> None:
        self._folder = folder
        self._lasts = lasts

    def spend(self, name: str) -> bool:
        """Uses a name up; False where somebody else did so before."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._forget()
        try:
            os.close(os.open(self._folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        return True

    def has(self, name: str) -> bool:
        """Whether a name was used up."""
        return (self._folder / name).exists()

    def _forget(self) -> None:
        over = time.time() - self._lasts
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < over:
                    path.unlink()
