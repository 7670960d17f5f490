"""The folder of a merchant's pictures: the file of an address is found by its name, or by more of its path."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scripts import catalogue
from scripts.refusal import Refusal


class Folder:
    """Looks only below the folder, whatever an address says; without a folder nothing is found.

    A catalogue in the folder `beside` is to name the files.
    """

    def __init__(self, folder: Path | None, addresses: Iterable[str], beside: Path = Path()) -> None:
        self.folder = folder.resolve() if folder else None
        self.beside = beside
        self.names = Counter(_parts(address)[-1:] for address in set(addresses))

    def name(self, address: str) -> str:
        """What to call the file: its name, with its path where other pictures have the same name."""
        parts = _parts(address)
        return "/".join(parts[-1:] if self.names[parts[-1:]] <= 1 else parts)

    def find(self, address: str) -> Path | None:
        """The file of an address; the longest end of its path that is there, its mere name only where that is clear."""
        parts = _parts(address)
        shortest = 1 if self.names[parts[-1:]] <= 1 else 2
        if self.folder is None:
            return None
        for length in range(len(parts), shortest - 1, -1):
            if file := self._file(self.folder, parts[-length:]):
                return file
        return None

    def called(self, file: Path) -> str:
        """What the catalogue calls a file that was found."""
        return os.path.relpath(file, self.beside)

    def fault(self, file: Path) -> str:
        """Why a file is no picture; empty where it is one."""
        try:
            catalogue.picture(file.parent, file.name)
        except Refusal as refusal:
            return str(refusal).removeprefix(f"{file.name}: ")
        return ""

    def _file(self, folder: Path, parts: tuple[str, ...]) -> Path | None:
        try:
            file = folder.joinpath(*parts).resolve()
            return file if file.is_relative_to(folder) and file.is_file() else None
        except OSError:  # a name that no file can have
            return None


class Chosen(Folder):
    """Pictures that are re-encoded already: what a catalogue calls each, by its file's name."""

    def __init__(self, chosen: Mapping[str, str], addresses: Iterable[str]) -> None:
        super().__init__(Path(), addresses)
        self.chosen = chosen

    def called(self, file: Path) -> str:
        """See Folder."""
        return self.chosen[file.name]

    def fault(self, file: Path) -> str:
        """See Folder."""
        return ""

    def _file(self, folder: Path, parts: tuple[str, ...]) -> Path | None:
        return Path(parts[-1]) if parts[-1] in self.chosen else None


@cache
def _parts(address: str) -> tuple[str, ...]:
    """The path of an address without what could lead out of a folder."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ()
    parts = path.replace("\\", "/").replace("\0", "").split("/")
    return tuple(part for part in parts if part not in ("", ".", ".."))
