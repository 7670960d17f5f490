"""Calldata that is nearly right: bits where there are none, too short, too long, lists elsewhere or without end."""

from collections.abc import Iterator
from random import Random

from tests.unit.together.calls import Entry

WORD = 32
ALL = 2**256 - 1
LONGEST = 1_024  # more than any list or text may have
FAR = (ALL, ALL - WORD + 1, 2**255, 2**64, 2**32)  # where no list is, also such as wrap around


def is_dynamic(entry: Entry) -> bool:
    """Whether an argument is somewhere else, and only its place among the others."""
    kind = entry["type"]
    inner = any(map(is_dynamic, entry.get("components", ())))
    return kind.endswith("[]") or kind in ("bytes", "string") or inner


def places(entries: list[Entry], data: bytes, start: int = 0) -> Iterator[tuple[int, str]]:
    """Each word of encoded arguments: where it begins, and its type, or `place` or `length`."""
    head = start
    for entry in entries:
        if is_dynamic(entry):
            yield head, "place"
            yield from _inside(entry, data, start + _number(data, head))
            head += WORD
        elif entry["type"] == "tuple":
            words = list(places(entry["components"], data, head))
            yield from words
            head += WORD * len(words)
        else:
            yield head, entry["type"]
            head += WORD


def _inside(entry: Entry, data: bytes, start: int) -> Iterator[tuple[int, str]]:
    if entry["type"] == "tuple":
        yield from places(entry["components"], data, start)
        return
    yield start, "length"
    if entry["type"].endswith("[]"):
        inner = {**entry, "type": entry["type"][:-2]}
        yield from places([inner] * _number(data, start), data, start + WORD)


def _number(data: bytes, place: int) -> int:
    return int.from_bytes(_word(data, place), "big")


def too_much(kind: str) -> int | None:
    """The lowest bit that a word of this type has not."""
    if kind in ("address", "bool"):
        return 1 << (160 if kind == "address" else 1)
    bits = int(kind.lstrip("abceinstuy") or 256)
    if kind.startswith("bytes"):
        return 1 if bits < WORD else None
    return 1 << bits if bits < 256 else None


class Unreadable(Exception):
    """Bits where there are none, or a list longer than any may be."""


def read(entries: list[Entry], data: bytes, start: int = 0) -> list:
    """Arguments as the machine reads them: what lies behind the data's end is zero. Unreadable where they are none."""
    found, head = [], start
    for entry in entries:
        if is_dynamic(entry):
            found.append(_read_inside(entry, data, start + _number(data, head)))
            head += WORD
        elif entry["type"] == "tuple":
            parts = entry["components"]
            found.append(tuple(read(parts, data, head)))
            head += WORD * len(list(places(parts, bytes(4_096))))
        else:
            found.append(_value(entry["type"], _number(data, head)))
            head += WORD
    return found


def _read_inside(entry: Entry, data: bytes, start: int) -> object:
    if entry["type"] == "tuple":
        return tuple(read(entry["components"], data, start))
    count = _number(data, start)
    if count > LONGEST:
        raise Unreadable
    start += WORD
    if entry["type"].endswith("[]"):
        return read([{**entry, "type": entry["type"][:-2]}] * count, data, start)
    return b"".join(_word(data, start + place) for place in range(0, count, WORD))[:count]


def _value(kind: str, number: int) -> object:
    word = number.to_bytes(WORD, "big")
    if kind.startswith("bytes"):
        size = int(kind[5:])
        if any(word[size:]):
            raise Unreadable
        return word[:size]
    if kind.startswith("int"):
        bits = int(kind[3:])
        signed = int.from_bytes(word, "big", signed=True)
        if not -(1 << bits - 1) <= signed < 1 << bits - 1:
            raise Unreadable
        return signed
    bit = too_much(kind)
    if bit and number >= bit:
        raise Unreadable
    if kind == "address":
        return "0x" + word[12:].hex()
    return bool(number) if kind == "bool" else number


def _word(data: bytes, place: int) -> bytes:
    return data[place % 2**256 :][:WORD].ljust(WORD, b"\0") if place % 2**256 < len(data) else bytes(WORD)


def twisted(entries: list[Entry], data: bytes, source: Random) -> Iterator[tuple[str, bytes]]:
    """What was done to the arguments, and they as they are then."""

    def put(place: int, word: int) -> bytes:
        return data[:place] + (word & ALL).to_bytes(WORD, "big") + data[place + WORD :]

    words = list(places(entries, data))
    for place, kind in words:
        word = _number(data, place)
        if kind == "place":
            yield from ((f"place {far:#x}", put(place, far)) for far in (*FAR, len(data), word - 1, word + WORD))
        elif kind == "length":
            yield from ((f"length {more:#x}", put(place, more)) for more in (*FAR, word + 1, 51, 1_025))
        elif bit := too_much(kind):
            yield f"{kind} at {place}", put(place, word ^ bit)
            yield f"highest bit of {kind} at {place}", put(place, word ^ (1 << 255 if bit > 1 else 2))
    for place, kind in source.sample(words, min(3, len(words))):
        yield f"another {kind} at {place}", put(place, source.getrandbits(256))
    for less in (1, 31, WORD, len(data) // 2, len(data)):
        if data:
            yield f"{less} bytes less", data[:-less]
    yield "a byte more", data + b"\x01"
    yield "far too long", data + source.randbytes(2_000)
