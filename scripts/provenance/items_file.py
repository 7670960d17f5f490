"""What whoever handles a lot's items needs to prove them: serials, the hashes of their codes, and the tree over them.

There is nothing secret in it. It is made from the file of codes, and may be made again. After a line of JSON come the
items in byte order, then the tree's levels above its leaves: a proof reads some twenty places and computes one leaf.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from eth_utils.address import is_checksum_address

from scripts import documents
from scripts.provenance import files, identity, tree
from scripts.provenance.codes import Codes
from scripts.provenance.gs1 import TEXT_LENGTH, Product, quoted
from scripts.provenance.identity import Item
from scripts.provenance.tree import HASH, OnDone
from scripts.refusal import Refusal

TYPE = "handover/items-file/1"
RECORD = TEXT_LENGTH + HASH
MAX_HEADER = 1_000  # bytes
NO_ROOT = "00" * HASH


class Proof(NamedTuple):
    """That an item is of its lot: what Provenance.vy takes to touch it."""

    item: Item
    code_hash: bytes
    path: list[bytes]


def write(path: Path, producer: str, codes: Codes, on_done: OnDone) -> bytes:
    """Write the file of a lot and return the tree's root; `on_done` is told twice for each item, nearly."""
    fields = {"type": TYPE, "producer": producer, "gtin": codes.lot.gtin, "lot": codes.lot.lot, "count": codes.count}
    leaves = bytearray()
    with files.writing(path) as file:
        file.write(_header(fields, NO_ROOT))
        for leaf in _written(file, producer, codes, on_done):
            leaves += leaf
        level, *above = tree.levels(bytes(leaves), on_done)
        file.writelines(above)
        root = above[-1] if above else level
        file.seek(0)
        file.write(_header(fields, root.hex()))
    return root


class ItemsFile:
    """A lot's file that is open; close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        """Refused where it is not there, is damaged, or cut off."""
        self.path = path
        try:
            self._file = path.open("rb")
            fields = self._read_header()
            self.lot = Product(fields["gtin"], lot=fields["lot"])
            self.producer: str = fields["producer"]
            self.count: int = fields["count"]
            self.root = bytes.fromhex(fields["root"])
            self._sizes = tree.sizes(self.count)
            self._start = self._file.tell()
        except OSError:
            raise Refusal(f"The file of items {path} cannot be read.") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._file.close()
            raise Refusal(f"{path} is no file of items, or its first line is damaged.") from None
        self._check_size()

    def __enter__(self) -> "ItemsFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    @property
    def lot_id(self) -> bytes:
        """The id of the lot."""
        return identity.lot_id(self.producer, self.lot.gtin, self.lot.lot)

    def items(self, start: int = 0, stop: int | None = None) -> list[tuple[str, bytes]]:
        """Serials and hashes of the codes from one place to another; places count from 0."""
        stop = self.count if stop is None else min(stop, self.count)
        records = map(self._record, range(start, stop))
        return [(serial.decode(errors="replace"), code_hash) for serial, code_hash in records]

    def node(self, height: int, place: int) -> bytes:
        """A node of the tree, so many levels above the leaves; the root where the tree is not so high."""
        return self._hash(height, place) if height < len(self._sizes) else self.root

    def between(self, first: str, last: str) -> list[str]:
        """The serials from one to another, both included; refused where the lot has not both in this order."""
        start, stop = self._find(first), self._find(last) + 1
        if start >= stop:
            raise Refusal(f"The serial {quoted(last)} comes before {quoted(first)}.")
        return [serial for serial, _ in self.items(start, stop)]

    def proof(self, serial: str) -> Proof:
        """The proof of an item; refused where the lot has no such serial, or its path does not lead to the root."""
        index = self._find(serial)
        raw, code_hash = self._record(index)
        path = [self._hash(height, place) for height, place in tree.siblings(index, self.count)]
        if tree.root_of(_leaf(raw, code_hash), path) != self.root:
            raise Refusal(f"{self.path} is damaged: the path of {serial} does not lead to the lot's root.")
        return Proof(Item(self.lot_id, identity.word(serial, "serial")), code_hash, path)

    def _find(self, serial: str) -> int:
        low, high, wanted = 0, self.count, serial.encode()
        while low < high:
            middle = (low + high) // 2
            found, _ = self._record(middle)
            if found == wanted:
                return middle
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        raise Refusal(f"The lot {self.lot.lot} has no item {quoted(serial)}.")

    def _record(self, place: int) -> tuple[bytes, bytes]:
        """Serial and hash of the code."""
        self._file.seek(self._start + place * RECORD)
        record = self._file.read(RECORD)
        return record[:TEXT_LENGTH].rstrip(b"\0"), record[TEXT_LENGTH:]

    def _hash(self, height: int, place: int) -> bytes:
        if height == 0:
            return _leaf(*self._record(place))
        before = sum(self._sizes[1:height])
        self._file.seek(self._start + self.count * RECORD + (before + place) * HASH)
        return self._file.read(HASH)

    def _read_header(self) -> dict[str, Any]:
        fields: dict[str, Any] = json.loads(files.header_of(self._file, MAX_HEADER))
        is_whole = isinstance(fields["count"], int) and len(fields["root"]) == len(NO_ROOT)
        if fields["type"] != TYPE or not is_whole or not is_checksum_address(fields["producer"]):
            raise ValueError
        return fields

    def _check_size(self) -> None:
        wanted = self._start + self.count * RECORD + sum(self._sizes[1:]) * HASH
        size = self.path.stat().st_size
        if size != wanted:
            self.close()
            what = "cut off" if size < wanted else "damaged"
            raise Refusal(f"{self.path} is {what}: it has {size:,} bytes, not {wanted:,}.")


def _written(file: BinaryIO, producer: str, codes: Codes, on_done: OnDone) -> Iterator[bytes]:
    """Write the items, and tell the leaf of each."""
    lot_id = identity.lot_id(producer, codes.lot.gtin, codes.lot.lot)
    for number, entry in enumerate(codes.entries(), 1):
        raw, code_hash = entry.serial.encode(), tree.hash_of_code(lot_id, entry.code)
        file.write(raw.ljust(TEXT_LENGTH, b"\0") + code_hash)
        yield _leaf(raw, code_hash)
        if number % tree.REPORTED == 0 or number == codes.count:
            on_done((number - 1) % tree.REPORTED + 1)


def _leaf(serial: bytes, code_hash: bytes) -> bytes:
    return tree.item_leaf(serial.ljust(identity.WORD, b"\0"), code_hash)


def _header(fields: dict[str, Any], root: str) -> bytes:
    return documents.canonical({**fields, "root": root}) + b"\n"
