"""Hidden codes: the encrypted file and what is printed; and the file of proofs that is made of it."""

import json
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.parameters import ROOT
from scripts.provenance import codes, identity, items_file, tree
from scripts.provenance.codes import BLOCK, Codes
from scripts.provenance.gs1 import Product
from scripts.provenance.items_file import ItemsFile
from scripts.refusal import Refusal
from tests.fixtures.refused import refusal_of

LOT = Product("09506000134352", lot="L-1")
PRODUCER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
PASSPHRASE = "correct horse battery"
BIG = BLOCK + 5


def ignore(_):
    """No progress to show."""


def make(path, count):
    codes.write(path, LOT, (f"{number:06}" for number in range(1, count + 1)), count, PASSPHRASE, ignore)
    return path


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    """A file of two blocks; not to be changed."""
    return make(tmp_path_factory.mktemp("codes") / "big.codes", BIG)


@pytest.fixture(scope="module")
def big_items(big):
    """Its proofs."""
    path = big.with_suffix(".items")
    items_file.write(path, PRODUCER, Codes(big, PASSPHRASE), ignore)
    return path


def test_every_item_has_a_code_of_its_own(big):
    entries = list(Codes(big, PASSPHRASE).entries())

    assert [entry.serial for entry in entries] == [f"{number:06}" for number in range(1, BIG + 1)]
    assert len({entry.code for entry in entries}) == BIG
    assert {len(entry.code) for entry in entries} == {16}


@pytest.mark.parametrize(("start", "stop"), [(0, 1), (BLOCK - 1, BLOCK + 1), (BLOCK, BIG + 9), (7, 7)])
def test_a_part_is_read_alone(big, start, stop):
    file = Codes(big, PASSPHRASE)

    assert list(file.entries(start, stop)) == list(file.entries())[start:stop]


@pytest.mark.parametrize("number", [1, BLOCK, BLOCK + 1, BIG])
def test_one_item_is_found(big, number):
    file = Codes(big, PASSPHRASE)

    assert file.find(f"{number:06}") == list(file.entries())[number - 1]


@pytest.mark.parametrize("serial", ["000000", "999999", "1", ""])
def test_an_item_that_there_is_not(big, serial):
    with pytest.raises(Refusal, match=rf"^The lot L-1 has no item '{serial}'\.$"):
        Codes(big, PASSPHRASE).find(serial)


def test_the_file_tells_nothing_and_is_its_owners(big):
    data = big.read_bytes()

    assert stat.S_IMODE(big.stat().st_mode) == 0o600
    assert b"000001" not in data
    assert not any(entry.code in data for entry in Codes(big, PASSPHRASE).entries(0, 50))


def test_another_passphrase(big):
    with pytest.raises(Refusal, match=r"^The passphrase does not open .*big\.codes\.$"):
        Codes(big, "another passphrase")


def changed(path, tmp_path, change):
    """A copy of a file with its bytes changed."""
    copy = tmp_path / path.name
    copy.write_bytes(change(path.read_bytes()))
    return copy


def flipped(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data[:-1], "is cut off: it has"),
        (lambda data: data[: data.index(b"\n") + 1 + BLOCK * codes.RECORD + codes.TAG], "is cut off: it has"),
        (lambda data: data + b"\0", "is damaged: it has"),
        (lambda data: flipped(data, len(data) - 30), f"is damaged: its items {BLOCK + 1:,} to {BIG:,} cannot be"),
        (lambda data: flipped(data, 1_000), f"is damaged: its items 1 to {BLOCK:,} cannot be opened."),
        (lambda data: data.replace(b'"L-1"', b'"L-2"'), "The passphrase does not open"),
        (lambda data: b"", "is no file of codes, or its first line is damaged."),
        (lambda data: b"{}\n" + data, "is no file of codes"),
        (lambda data: data.replace(b'"prefix":"', b'"prefix":"A'), "is no file of codes"),
        (lambda data: data.replace(b'"salt":"', b'"salt":"*'), "is no file of codes"),
        (lambda data: data.replace(b'"count":', b'"count":-'), "is no file of codes"),
        (lambda data: data.replace(b'"gtin":"0', b'"gtin":"1'), "is no file of codes"),
        (lambda data: b"[" * 900 + b"\n", "is no file of codes"),
        (lambda data: data.replace(b"codes-file/1", b"codes-file/2"), "is no file of codes"),
    ],
)
def test_damage_is_found(big, tmp_path, change, sentence):
    copy = changed(big, tmp_path, change)

    assert sentence in refusal_of(lambda: list(Codes(copy, PASSPHRASE).entries()))


def test_a_shorter_lot_is_not_made_by_taking_the_end_away(big, tmp_path):
    """Even by someone who rewrites the count in the first line."""

    def shorten(data):
        header, rest = data.split(b"\n", 1)
        fields = {**json.loads(header), "count": BLOCK}
        line = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
        return line + b"\n" + rest[: BLOCK * codes.RECORD + codes.TAG]

    with pytest.raises(Refusal, match="The passphrase does not open"):
        Codes(changed(big, tmp_path, shorten), PASSPHRASE)


def test_what_is_there_is_not_written_over(big):
    before = big.read_bytes()

    with pytest.raises(Refusal, match="is there already; its codes may be on labels"):
        make(big, 3)
    assert big.read_bytes() == before


@pytest.mark.parametrize(
    ("serials", "count", "sentence"),
    [
        (["b", "a"], 2, "The serial 'a' does not come after the one before it."),
        (["a", "a"], 2, "The serial 'a' does not come after the one before it."),
        (["a"], 2, "There are 1 serials for 2 items."),
        (["a", "b", "c"], 2, "There are 3 serials for 2 items."),
    ],
)
def test_nothing_is_left_of_a_file_that_failed(tmp_path, serials, count, sentence):
    assert sentence == refusal_of(lambda: codes.write(tmp_path / "a.codes", LOT, serials, count, PASSPHRASE, ignore))
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_do_not_mix(tmp_path):
    """The one that ends first stays, whole; the other is told."""

    def slowly():
        yield "000001"
        make(tmp_path / "a.codes", 3)
        yield "000002"

    with pytest.raises(Refusal, match=r"a\.codes is there already, and is not written over\.$"):
        codes.write(tmp_path / "a.codes", LOT, slowly(), 2, PASSPHRASE, ignore)
    assert [path.name for path in tmp_path.iterdir()] == ["a.codes"]
    assert len(list(Codes(tmp_path / "a.codes", PASSPHRASE).entries())) == 3


def test_nothing_is_left_where_it_was_stopped(tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        codes.write(tmp_path / "a.codes", LOT, ["a"], 1, PASSPHRASE, stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(Refusal, match=r"cannot be written \(Not a directory|cannot be written \(File exists"):
        make(tmp_path / "file" / "a.codes", 1)


@given(st.binary(min_size=16, max_size=16))
def test_what_is_printed_can_be_typed(code):
    printed = codes.printed(code)

    assert len(printed) == 34
    assert codes.typed(printed) == code
    assert codes.typed(printed.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code


def test_what_is_printed():
    assert codes.printed(bytes(16)) == "0000-0000-0000-0000-0000-0000-00VM"
    assert codes.printed(b"\xff" * 16).startswith("ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-Z")


def test_mistyped_codes_are_found():
    printed = codes.printed(bytes(range(16)))
    signs = [place for place, sign in enumerate(printed) if sign != "-"]
    found = 0
    for place in signs:
        for sign in codes.ALPHABET.replace(printed[place], ""):
            try:
                codes.typed(printed[:place] + sign + printed[place + 1 :])
            except Refusal:
                found += 1
    assert found >= len(signs) * 31 * 0.99


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 28, "0" * 29])
def test_what_is_no_code(text):
    with pytest.raises(Refusal, match=r"^A hidden code has 28 letters and digits\.$"):
        codes.typed(text)


# The file of proofs


def test_items_are_proved(big, big_items):
    with ItemsFile(big_items) as file:
        assert (file.lot, file.producer, file.count) == (LOT, PRODUCER, BIG)
        assert file.lot_id == identity.lot_id(PRODUCER, LOT.gtin, LOT.lot)
        assert [serial for serial, _ in file.items(0, 2)] == ["000001", "000002"]
        for entry in [*Codes(big, PASSPHRASE).entries()][:: BIG // 7]:
            proof = file.proof(entry.serial)
            serial = entry.serial.encode().ljust(32, b"\0")
            assert proof.item == (file.lot_id, serial)
            assert proof.code_hash == tree.hash_of_code(file.lot_id, entry.code)
            assert tree.root_of(tree.item_leaf(serial, proof.code_hash), proof.path) == file.root


@pytest.mark.parametrize("count", [1, 2, 3])
def test_small_lots_are_proved(tmp_path, count):
    root = items_file.write(tmp_path / "a.items", PRODUCER, Codes(make(tmp_path / "a", count), PASSPHRASE), ignore)

    with ItemsFile(tmp_path / "a.items") as file:
        assert file.root == root
        assert len(file.proof(f"{count:06}").path) == (0, 1, 1)[count - 1]


def test_items_hold_no_code(big, big_items):
    data = big_items.read_bytes()

    assert not any(entry.code in data for entry in Codes(big, PASSPHRASE).entries(0, 50))


def test_it_is_made_again_alike(big, big_items):
    before = big_items.read_bytes()

    items_file.write(big_items, PRODUCER, Codes(big, PASSPHRASE), ignore)

    assert big_items.read_bytes() == before


def test_a_stranger_is_not_proved(big_items):
    with ItemsFile(big_items) as file, pytest.raises(Refusal, match=r"^The lot L-1 has no item '7'\.$"):
        file.proof("7")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data[:-1], "is cut off: it has"),
        (lambda data: data + b"\0", "is damaged: it has"),
        (lambda data: flipped(data, data.index(b"000001") + 30), "is damaged: the path of 000001 does not lead to"),
        (lambda data: flipped(data, len(data) - 40), "is damaged: the path of 000001 does not lead to the lot's root."),
        (lambda data: data.replace(PRODUCER.encode(), PRODUCER.lower().encode()), "is no file of items"),
        (lambda data: b"", "is no file of items, or its first line is damaged."),
        (lambda data: data.replace(b'"count":', b'"count":-'), "is no file of items"),
    ],
)
def test_damage_of_proofs_is_found(big_items, tmp_path, change, sentence):
    copy = changed(big_items, tmp_path, change)

    with pytest.raises(Refusal) as refusal, ItemsFile(copy) as file:
        file.proof("000001")

    assert sentence in str(refusal.value)


def test_no_such_files(tmp_path):
    with pytest.raises(Refusal, match=r"^The file of items .* cannot be read\.$"):
        ItemsFile(tmp_path / "a")
    with pytest.raises(Refusal, match=r"^The file of codes .* cannot be read\.$"):
        Codes(tmp_path / "a", PASSPHRASE)


MILLION = f"""
import resource, sys, time
from pathlib import Path
from scripts.provenance import codes, items_file
from scripts.provenance.gs1 import Product
folder, count = Path(sys.argv[1]), 1_000_000
start = time.monotonic()
serials = (f"{{number:07}}" for number in range(1, count + 1))
codes.write(folder / "a.codes", Product("{LOT.gtin}", lot="L-1"), serials, count, "passphrase", print)
items_file.write(folder / "a.items", "{PRODUCER}", codes.Codes(folder / "a.codes", "passphrase"), print)
taken = time.monotonic() - start
start = time.process_time()
with items_file.ItemsFile(folder / "a.items") as file:
    hashes = len(file.proof("0000001").path)
print(taken, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, hashes)
"""


def test_a_million_items(tmp_path):
    """Under two minutes and 300 MB, and then a proof of twenty hashes at once."""
    done = subprocess.run(
        [sys.executable, "-c", MILLION, str(tmp_path)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    seconds, proof_seconds, megabytes, hashes = map(float, done.stdout.splitlines()[-1].split())

    assert seconds < 120
    assert proof_seconds < 0.25
    assert megabytes < 300
    assert hashes == 20
