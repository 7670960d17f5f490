"""Hidden codes: 128 random bits for each item of a lot, in an encrypted file, and as they are printed.

The file is a line of JSON and blocks of AES-256-GCM. Each block's nonce has its number in it and whether it is the last
(the construction STREAM), each is bound to the first line: none can be changed, left out, moved or cut off unnoticed.
One item is read by opening one block.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scripts import documents, sealing
from scripts.provenance import files
from scripts.provenance.gs1 import TEXT_LENGTH, Product, quoted
from scripts.provenance.tree import OnDone
from scripts.refusal import Refusal

TYPE = "handover/codes-file/1"
CODE = 16  # bytes
RECORD = TEXT_LENGTH + CODE
BLOCK = 4_096  # items
TAG = 16
SALT = 16
PREFIX = 7  # random bytes of a nonce; 4 of the block's number and 1 that marks the last follow
MAX_BLOCKS = 2**32 - 2  # the number behind is the first line's
MAX_HEADER = 1_000  # bytes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing in it looks like another
MISREAD = str.maketrans("ILO", "110")
CHECK_BITS = 12
SIGNS = (CODE * 8 + CHECK_BITS) // 5
GROUP = 4


@dataclass(frozen=True)
class Entry:
    """An item's serial and its hidden code."""

    serial: str
    code: bytes


def write(path: Path, lot: Product, serials: Iterable[str], count: int, passphrase: str, on_done: OnDone) -> "Codes":
    """Make a code for each serial; only the owner of the file may read it, and a file that is there is never replaced.

    The serials come in byte order, `count` of them. Returns the file, open.
    """
    if path.exists():
        raise Refusal(f"{path} is there already; its codes may be on labels, so it is not written over.")
    salt, prefix = secrets.token_bytes(SALT), secrets.token_bytes(PREFIX)
    cipher = AESGCM(sealing.stretch(passphrase, salt))
    fields: dict[str, Any] = {"type": TYPE, "gtin": lot.gtin, "lot": lot.lot, "count": count}
    fields |= {"salt": sealing.encode(salt), "prefix": sealing.encode(prefix)}
    check = cipher.encrypt(_nonce(prefix, MAX_BLOCKS + 1, True), b"", documents.canonical(fields))
    header = documents.canonical({**fields, "check": sealing.encode(check)})
    with files.writing(path, files.PRIVATE, replaces=False) as file:
        file.write(header + b"\n")
        for number, plain in enumerate(_plain_blocks(serials, count)):
            is_last = (number + 1) * BLOCK >= count
            file.write(cipher.encrypt(_nonce(prefix, number, is_last), plain, header))
            on_done(len(plain) // RECORD)
    return Codes(path, passphrase, cipher)


class Codes:
    """An encrypted file that is open; nothing of it is in clear but what was asked for."""

    def __init__(self, path: Path, passphrase: str, cipher: AESGCM | None = None) -> None:
        """Refused where the file is not there, is damaged or cut off, or the passphrase is another.

        `cipher` is what the passphrase gives, where that is known: to find it takes a tenth of a second.
        """
        self.path = path
        fields = self._read_header()
        self.lot = Product(fields["gtin"], lot=fields["lot"])
        self.count: int = fields["count"]
        self._check_size()
        self._cipher = cipher or AESGCM(sealing.stretch(passphrase, sealing.decode(fields["salt"])))
        check = sealing.decode(fields.pop("check"))
        try:
            self._cipher.decrypt(_nonce(self._prefix, MAX_BLOCKS + 1, True), check, documents.canonical(fields))
        except InvalidTag:
            raise Refusal(f"The passphrase does not open {path}.") from None

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """The items from one place to another, in the order of their serials; places count from 0."""
        stop = self.count if stop is None else min(stop, self.count)
        for number in range(start // BLOCK, -(-stop // BLOCK)):
            first = number * BLOCK
            plain = self._block(number)
            for place in range(max(start - first, 0), min(stop - first, BLOCK)):
                yield _entry(plain, place)

    def find(self, serial: str) -> Entry:
        """One item by its serial."""
        low, high, wanted = 0, -(-self.count // BLOCK), serial.encode()
        while high - low > 1:
            middle = (low + high) // 2
            first = _entry(self._block(middle), 0).serial.encode()
            low, high = (middle, high) if first <= wanted else (low, middle)
        for entry in self.entries(low * BLOCK, (low + 1) * BLOCK):
            if entry.serial == serial:
                return entry
        raise Refusal(f"The lot {self.lot.lot} has no item {quoted(serial)}.")

    def _read_header(self) -> dict[str, Any]:
        try:
            with self.path.open("rb") as file:
                self._header = files.header_of(file, MAX_HEADER)
            fields: dict[str, Any] = json.loads(self._header)
            if fields["type"] != TYPE or not isinstance(fields["count"], int) or fields["count"] < 1:
                raise ValueError
            self._prefix, salt, check = (sealing.decode(fields[name]) for name in ("prefix", "salt", "check"))
            if (len(self._prefix), len(salt), len(check)) != (PREFIX, SALT, TAG):
                raise ValueError
            Product(fields["gtin"], lot=fields["lot"])
        except OSError:
            raise Refusal(f"The file of codes {self.path} cannot be read.") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Refusal(f"{self.path} is no file of codes, or its first line is damaged.") from None
        return fields

    def _check_size(self) -> None:
        blocks = -(-self.count // BLOCK)
        wanted = len(self._header) + 1 + self.count * RECORD + blocks * TAG
        size = self.path.stat().st_size
        if size != wanted:
            what = "cut off" if size < wanted else "damaged"
            raise Refusal(f"{self.path} is {what}: it has {size:,} bytes, not {wanted:,}.")

    def _block(self, number: int) -> bytes:
        is_last = (number + 1) * BLOCK >= self.count
        items = min(BLOCK, self.count - number * BLOCK)
        with self.path.open("rb") as file:
            file.seek(len(self._header) + 1 + number * (BLOCK * RECORD + TAG))
            sealed = file.read(items * RECORD + TAG)
        try:
            return self._cipher.decrypt(_nonce(self._prefix, number, is_last), sealed, self._header)
        except InvalidTag:
            first, last = number * BLOCK + 1, number * BLOCK + items
            raise Refusal(f"{self.path} is damaged: its items {first:,} to {last:,} cannot be opened.") from None


def printed(code: bytes) -> str:
    """A code as it stands on a label: seven groups of four signs, the last of which find what is mistyped."""
    number = int.from_bytes(code, "big") << CHECK_BITS | _check_bits(code)
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(SIGNS)))
    return "-".join(signs[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def typed(text: str) -> bytes:
    """The code that somebody typed; small letters, blanks, and what looks alike (O and 0) make no difference."""
    signs = re.sub(r"[\s-]", "", text).upper().translate(MISREAD)
    if len(signs) != SIGNS or set(signs) - set(ALPHABET):
        raise Refusal(f"A hidden code has {SIGNS} letters and digits.")
    number = 0
    for sign in signs:
        number = number << 5 | ALPHABET.index(sign)
    code = (number >> CHECK_BITS).to_bytes(CODE, "big")
    if _check_bits(code) != number & (1 << CHECK_BITS) - 1:
        raise Refusal("The hidden code is mistyped.")
    return code


def _check_bits(code: bytes) -> int:
    return int.from_bytes(hashlib.sha256(code).digest()[:2], "big") >> 16 - CHECK_BITS


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


def _plain_blocks(serials: Iterable[str], count: int) -> Iterator[bytes]:
    """What is encrypted, block by block; serials that are not in order, or not as many, are refused."""
    plain, before, made = bytearray(), b"", 0
    for serial in serials:
        raw = serial.encode()
        if raw <= before:
            raise Refusal(f"The serial {quoted(serial)} does not come after the one before it.")
        before, made = raw, made + 1
        plain += raw.ljust(TEXT_LENGTH, b"\0") + secrets.token_bytes(CODE)
        if len(plain) == BLOCK * RECORD or made == count:
            yield bytes(plain)
            plain.clear()
    if made != count:
        raise Refusal(f"There are {made:,} serials for {count:,} items.")


def _entry(plain: bytes, place: int) -> Entry:
    record = plain[place * RECORD : (place + 1) * RECORD]
    return Entry(record[:TEXT_LENGTH].rstrip(b"\0").decode(), record[TEXT_LENGTH:])
