"""Files that are there entirely or not at all, whenever the writing is stopped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from scripts.refusal import Refusal

PRIVATE, PUBLIC = 0o600, 0o644


@contextmanager
def writing(path: Path, mode: int = PUBLIC) -> Iterator[BinaryIO]:
    """A file to write, which takes its place at the end; what stood there before is replaced."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise Refusal(f"The file {path} cannot be written ({error.strerror}).") from None
        raise


def header_of(file: BinaryIO, limit: int) -> bytes:
    """The first line of a file without its end; refused where it is not one of at most `limit` bytes."""
    line = file.readline(limit + 1)
    if not line.endswith(b"\n"):
        raise Refusal("its first line is damaged.")
    return line[:-1]
