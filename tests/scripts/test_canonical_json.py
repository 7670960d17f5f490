"""Canonical JSON: the examples of RFC 8785, JavaScript's numbers, and what is not JSON."""

import json
import random
import struct

import pytest

from scripts import canonical_json
from scripts.refusal import Refusal
from tests.fixtures import javascript

LIMIT = 10**6
PRINT = """
const doubles = require("fs").readFileSync(0, "utf8").trim().split("\\n");
console.log(doubles.map((hex) => JSON.stringify(Buffer.from(hex, "hex").readDoubleBE(0))).join("\\n"));
"""


def again(text: str) -> str:
    return canonical_json.write(canonical_json.read(text.encode(), LIMIT)).decode()


def test_example_of_the_rfc():
    text = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    value = json.loads(text)  # its first number has more digits than a double: `read` refuses it
    assert canonical_json.write(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_utf_16():
    """A key beyond the basic plane comes before one at its end, though its code point is higher."""
    assert (
        again('{"\\ufb33":1,"\\ud83d\\ude00":2,"\\u20ac":3,"1":4,"\\r":5}') == '{"\\r":5,"1":4,"€":3,"😀":2,"\ufb33":1}'
    )


def test_numbers_are_written_as_javascript_does():
    seed = random.randrange(2**32)
    dice = random.Random(seed)
    doubles = [
        0.0,
        -0.0,
        5e-324,
        1.7976931348623157e308,
        1e21,
        1e-7,
        1e-6,
        123456789012345680000.0,
        0.1,
        9007199254740993.0,
    ]
    doubles += [dice.randint(-(10**9), 10**9) / 10 ** dice.randint(0, 9) for _ in range(2_000)]
    while len(doubles) < 6_000:
        (double,) = struct.unpack(">d", dice.randbytes(8))
        doubles += [double] if double - double == 0 else []
    asked = "\n".join(struct.pack(">d", double).hex() for double in doubles)
    printed = javascript.run(PRINT, asked).split()
    assert [canonical_json.number(double) for double in doubles] == printed, f"seed {seed}"


def test_one_encoding_of_each_number():
    assert again("[26.0, 26, 2.60e1, -0, 0.10]") == "[26,26,26,0,0.1]"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"a":1,"b":{"c":1,"c":1}}', "The key 'c' stands twice in the same object"),
        (b"[NaN]", "NaN is not a number of JSON"),
        (b"[-Infinity]", "-Infinity is not a number"),
        (b"[1e400]", "more digits than others keep"),
        (b"[1e99999999999999999999]", "beyond all measure"),
        (b"[9007199254740993]", "9007199254740993 has more digits than others keep"),
        (b"[0.12345678901234567890]", "more digits than others keep"),
        (b"[" + b"1" * 500 + b"]", "more than 400 characters"),
        (b"[1,]", "line 1, column 4"),
        (b'{\n "a": tru }', "line 2, column 7"),
        (b"", "line 1, column 1"),
        (b"[01]", "not JSON"),
        (b'["\xff"]', "This is not UTF-8: byte 2"),
        (b'["\t"]', "not JSON"),
        (b"[" * 61 + b"]" * 61, "more than 60 times"),
        (b"[" * 400_000, "more than 60 times"),
        (b'{"a":' * 100_000, "more than 60 times"),
        (b" " * (LIMIT + 1), "more than 1,000,000 bytes"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_refused(data, sentence):
    with pytest.raises(Refusal, match=sentence):
        canonical_json.read(data, LIMIT)


def test_many_keys_and_one_twice_are_found_at_once():
    data = json.dumps({f"k{n}": 0 for n in range(70_000)}).replace("k69999", "k0").encode()
    with pytest.raises(Refusal, match="'k0' stands twice"):
        canonical_json.read(data, LIMIT)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}])
def test_half_a_character_is_refused(value):
    with pytest.raises(Refusal, match="half a character"):
        canonical_json.write(value)


@pytest.mark.parametrize("value", [{1: 2}, {"a": b""}, {"a": {1, 2}}])
def test_what_json_does_not_have_is_refused(value):
    with pytest.raises(Refusal, match="JSON has no"):
        canonical_json.write(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_is_refused(value):
    with pytest.raises(Refusal, match="neither infinity nor NaN"):
        canonical_json.write(value)
