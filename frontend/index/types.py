"""How hashes, addresses and amounts are kept: compact and sortable in every database, plain Python outside.

They are bound as bytearrays, not as bytes: Python's sqlite3 takes these as they are, and looks for an adapter of those.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, Integer, LargeBinary, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine

MAX_DIGITS = 78  # of a uint256

Processor = Callable[[Any], Any]


class Hash(TypeDecorator[str]):
    """A hash or an address: outside 0x and lower-case hex, inside the bytes."""

    impl = LargeBinary
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Processor:
        fromhex = bytearray.fromhex
        return lambda value: None if value is None else fromhex(value[2:])

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:
        return lambda value: None if value is None else "0x" + value.hex()


class Amount(TypeDecorator[int]):
    """Outside an int up to 2^256 - 1, inside a number where the database has such, else bytes that sort like it."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric(MAX_DIGITS, 0))
        return dialect.type_descriptor(LargeBinary())

    def bind_processor(self, dialect: Dialect) -> Processor:
        return Decimal if dialect.name == "postgresql" else pack

    def result_processor(self, dialect: Dialect, coltype: object) -> Processor:
        return int if dialect.name == "postgresql" else unpack


def pack(value: int) -> bytearray:
    """A natural number as its length and its bytes: sorts as the number does."""
    length = (value.bit_length() + 7) // 8
    return bytearray((length,)) + value.to_bytes(length, "big")


def unpack(packed: bytes | bytearray) -> int:
    """The number that `pack` packed."""
    return int.from_bytes(packed[1:], "big")


def required(name: str, kind: TypeEngine[Any] | type[TypeEngine[Any]]) -> Column[Any]:
    """A column in which there is always something."""
    return Column(name, kind, nullable=False)


def position_key() -> Column[int]:
    """A table's key where its rows are known by the place of a log in the chain."""
    return Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
