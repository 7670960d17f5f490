"""Looking for a text in everything that a shop keeps or publishes, however it may be written there."""

import base64
import sqlite3
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from scripts import sealing
from scripts.refusal import Refusal
from tests.fixtures.shop import Shop


def places(shop: Shop, text: str) -> set[str]:
    """Where a text is found: calldata, events, logs, database, vault."""
    wanted = spellings(text)
    return {name for name, read in PLACES.items() if any(part in kept for kept in read(shop) for part in wanted)}


def spellings(text: str) -> set[bytes]:
    """The bytes of a text in every usual encoding."""
    raw = text.encode()
    found = {raw, text.encode("utf-16-le"), text.encode("utf-16-be"), raw.hex().encode(), raw.hex().upper().encode()}
    found |= {urllib.parse.quote(text).encode(), urllib.parse.quote_plus(text).encode()}
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + raw)
        inner = whole[4 if shift else 0 : -4]
        found |= {inner, inner.translate(bytes.maketrans(b"+/", b"-_"))}
    return found


def _calldata(shop: Shop) -> Iterator[bytes]:
    for number in range(shop.web3.eth.block_number + 1):
        for transaction in shop.web3.eth.get_block(number, full_transactions=True)["transactions"]:
            yield bytes(transaction["input"])


def _events(shop: Shop) -> Iterator[bytes]:
    for log in shop.web3.eth.get_logs({"fromBlock": 0, "toBlock": "latest"}):
        yield b"".join(bytes(topic) for topic in log["topics"]) + bytes(log["data"])


def _logs(shop: Shop) -> Iterator[bytes]:
    for path in shop.folder.glob("*.log"):
        yield path.read_bytes()


def _database(shop: Shop) -> Iterator[bytes]:
    for path in shop.folder.glob(f"{shop.database.name}*"):
        yield path.read_bytes()
    with sqlite3.connect(shop.database) as connection:
        yield "\n".join(connection.iterdump()).encode()


def _vault(shop: Shop) -> Iterator[bytes]:
    for path in shop.vault.rglob("*"):
        if path.is_file():
            yield str(path).encode() + path.read_bytes()


PLACES: dict[str, Callable[[Shop], Iterator[bytes]]] = {
    "calldata": _calldata,
    "events": _events,
    "logs": _logs,
    "database": _database,
    "vault": _vault,
}


def encrypted_for(key: EllipticCurvePrivateKey, path: Path) -> bool:
    """Whether a file holds what the holder of a key can read."""
    try:
        return bool(sealing.unseal(path.read_bytes(), key))
    except Refusal:
        return False


def plant_file(folder: Path, text: str) -> Path:
    """Leave a text in a file, for the search to find."""
    path = folder / "planted"
    path.write_text(f"to {text}, by hand")
    return path
