"""What may be used only once, by whichever of the storefront's processes it comes to: a file for each that was."""

import os
from contextlib import suppress
from pathlib import Path

KEPT = 12 * 3_600  # seconds after its end, for another process may see the clock that much later


class Spent:
    """Names (letters, digits) that were used; each ends at a time (Unix seconds) by the clock that its caller reads.

    The end is a part of the file's name: whatever this machine's clock says, what was used stays so.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def spend(self, name: str, until: int, now: int) -> bool:
        """Uses a name up; False where somebody else did so before."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._forget(now - KEPT)
        try:
            os.close(os.open(self._file(name, until), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        return True

    def has(self, name: str, until: int) -> bool:
        """Whether a name was used up."""
        return self._file(name, until).exists()

    def _file(self, name: str, until: int) -> Path:
        return self._folder / f"{until}-{name}"

    def _forget(self, over: int) -> None:
        for path in self._folder.iterdir():
            if int(path.name.partition("-")[0]) < over:
                with suppress(FileNotFoundError):
                    path.unlink()
