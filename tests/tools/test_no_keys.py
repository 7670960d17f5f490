"""Nobody's key is in the repository; of the devnet's, which everybody knows, only what a test signs with."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIGNS = {
    "a number of 32 bytes": re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", re.IGNORECASE),
    "a private key's file": re.compile(r"BEGIN [A-Z ]*PRIVATE KEY"),
    "a keystore": re.compile(r'"(?:kdfparams|ciphertext)"\s*:'),
    "a devnet's words": re.compile(r"\b(?:test ){11}junk\b"),
}
# Numbers of 32 bytes that may be known, and what they are.
KNOWN = {
    "contracts/Credit.vy": "kinds of claims",
    "contracts/modules/errors.vy": "words, which the lint reads",
    "contracts/mocks/Dollar.vy": "the answer of ERC-1271",
    "frontend/web/vendor.py": "the scripts' sha-256",
    "tests/fixtures/signing.py": "the order of the curve",
    "tests/frontend/test_delivery_details.py": "the key of Anvil's sixth account",
    "tests/scripts/provenance/test_event_ids.py": "the id of an event of EPCIS",
    "tests/scripts/vectors/evidence.json": "the documents' sha-256",
    "tests/scripts/vectors/sealing.json": "the documents' sha-256",
    "tests/tools/poisoned/other_name.vy": "words",
    "tests/tools/poisoned/other_words.vy": "words",
    "tools/bootstrap.py": "pip's sha-256",
    "tools/mutation/record.jsonl": "lines of the contracts, changed",
}
WORDS = "tools/chains.py"  # those of which Anvil makes its accounts by itself, and Ganache when it is told


def findings(text: str) -> list[str]:
    """What in a text looks like a key."""
    return [name for name, sign in SIGNS.items() if sign.search(text)]


def test_default_behavior():
    if not (ROOT / ".git").exists():
        pytest.skip("this copy of the project has no git, which knows what belongs to it")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    names = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    found = {name: what for name in names if (what := findings((ROOT / name).read_text(errors="replace")))}
    assert found == {name: ["a number of 32 bytes"] for name in KNOWN} | {WORDS: ["a devnet's words"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KEY = '0x" + "a1" * 32 + "'", "a number of 32 bytes"),
        ("-----BEGIN EC " + "PRIVATE KEY-----", "a private key's file"),
        ('{"crypto": {"' + 'ciphertext": "00"}}', "a keystore"),
        ("test " * 11 + "junk", "a devnet's words"),
    ],
)
def test_bites(text, name):
    assert findings(text) == [name]


def test_hashes_of_other_lengths_are_no_keys():
    assert findings("0x" + "ab" * 20) == findings("0x" + "ab" * 65) == []
