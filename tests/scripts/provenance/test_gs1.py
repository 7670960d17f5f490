"""GS1's keys and texts; the numbers are those of GS1's own examples."""

import pytest

from scripts.provenance import gs1
from scripts.provenance.gs1 import Place, Product, Unit
from scripts.refusal import Refusal
from tests.fixtures.refused import refusal_of


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("09506000134352", "09506000134352"),
        ("9506000134352", "09506000134352"),
        ("614141123452", "00614141123452"),
        ("96385074", "00000096385074"),
        ("10614141000415", "10614141000415"),
    ],
)
def test_gtins_of_every_length_have_14_digits(text, gtin):
    assert gs1.read_gtin(text) == gtin
    assert Product(text) == Product(gtin)


def test_other_keys():
    assert gs1.read_gln("9506000134369") == Place("9506000134369").gln
    assert gs1.read_sscc("106141412345678908") == Unit("106141412345678908").sscc


def test_every_single_mistyped_digit_is_found():
    for length, key in ((14, "09506000134352"), (18, "106141412345678908")):
        for place in range(length):
            for digit in set("0123456789") - {key[place]}:
                wrong = key[:place] + digit + key[place + 1 :]
                with pytest.raises(Refusal, match="is mistyped"):
                    gs1.read_gtin(wrong) if length == 14 else gs1.read_sscc(wrong)


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (gs1.read_gtin, "09506000134353", "The GTIN 09506000134353 is mistyped: its last digit would be 2."),
        (gs1.read_gtin, "950600013435", "The GTIN 950600013435 is mistyped: its last digit would be 9."),
        (gs1.read_gtin, "", "'' is no GTIN: it must have 8, 12, 13 or 14 digits."),
        (gs1.read_gtin, "9506000 34352", "'9506000 34352' is no GTIN: it must have 8, 12, 13 or 14 digits."),
        (gs1.read_gtin, "٩٥٠٦٠٠٠١٣٤٣٥٢", "'٩٥٠٦٠٠٠١٣٤٣٥٢' is no GTIN: it must have 8, 12, 13 or 14 digits."),
        (gs1.read_gtin, "1" * 90, f"'{'1' * 40}…' is no GTIN: it must have 8, 12, 13 or 14 digits."),
        (gs1.read_gln, "95060001343", "'95060001343' is no GLN: it must have 13 digits."),
        (gs1.read_gln, "9506000134352\n", "'9506000134352\\n' is no GLN: it must have 13 digits."),
        (gs1.read_sscc, "106141412345678900", "The SSCC 106141412345678900 is mistyped: its last digit would be 8."),
    ],
)
def test_faults_of_keys_are_named(read, text, sentence):
    assert sentence == refusal_of(lambda: read(text))


def test_texts():
    every = "".join(sorted(gs1.TEXT_CHARACTERS))

    assert len(every) == 82
    for start in range(0, 82, 20):
        assert gs1.check_text(every[start : start + 20], "lot")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The serial is empty."),
        ("A" * 21, f"The serial '{'A' * 21}' has 21 characters; GS1 allows 20."),
        ("A B", "The serial 'A B' has ' ' in it, which GS1 does not allow."),
        ("№7", "The serial '№7' has '№' in it, which GS1 does not allow."),
        ("a#1", "The serial 'a#1' has '#' in it, which GS1 does not allow."),
        (".", "The serial '.' cannot stand in a link: browsers take it out of the path."),
        ("..", "The serial '..' cannot stand in a link: browsers take it out of the path."),
        ("a\x00", "The serial 'a\\x00' has '\\x00' in it, which GS1 does not allow."),
    ],
)
def test_faults_of_texts_are_named(text, sentence):
    assert sentence == refusal_of(lambda: gs1.check_text(text, "serial"))


def test_things_are_checked_whoever_makes_them():
    with pytest.raises(Refusal, match="The lot 'a b' has ' ' in it"):
        Product("09506000134352", lot="a b")
    with pytest.raises(Refusal, match="is no GLN"):
        Place("1")
    with pytest.raises(Refusal, match="The extension '~' has '~' in it"):
        Place("9506000134369", "~")
    with pytest.raises(Refusal, match="is no SSCC"):
        Unit("1")
