"""Files that are there entirely or not at all, whenever the writing is stopped."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from scripts.refusal import Refusal

PRIVATE, PUBLIC = 0o600, 0o644


@contextmanager
def writing(path: Path, mode: int = PUBLIC, replaces: bool = True) -> Iterator[BinaryIO]:
    """A file to write, which takes its place at the end; what stood there before is replaced, or it is refused.

    Several at once do not meet: each has its own until then.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _place(part, path, replaces)
    except OSError as error:
        raise Refusal(f"The file {path} cannot be written ({error.strerror}).") from None
    finally:
        with suppress(OSError):
            part.unlink()


def _place(part: Path, path: Path, replaces: bool) -> None:
    if replaces:
        part.replace(path)
        return
    try:
        os.link(part, path)  # fails where there is one, in one step
    except FileExistsError:
        raise Refusal(f"{path} is there already, and is not written over.") from None


def header_of(file: BinaryIO, limit: int) -> bytes:
    """The first line of a file without its end; refused where it is not one of at most `limit` bytes."""
    line = file.readline(limit + 1)
    if not line.endswith(b"\n"):
        raise Refusal("its first line is damaged.")
    return line[:-1]
