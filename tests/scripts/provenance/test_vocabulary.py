"""The words of CBV 2.0 and their numbers on the chain."""

import pytest

from scripts.provenance.vocabulary import (
    COMPONENTS,
    DISPOSITIONS,
    ERROR_REASONS,
    PARTIES,
    STEPS,
    TRANSACTIONS,
    permission,
)
from scripts.refusal import Refusal


def test_numbers_that_the_contract_knows():
    assert [STEPS.number(word) for word in ("accepting", "commissioning", "retail_selling")] == [1, 5, 30]
    assert [STEPS.number(word) for word in ("sensor_reporting", "void_shipping")] == [32, 41]
    assert [DISPOSITIONS.number(word) for word in ("active", "inactive", "unknown")] == [1, 16, 33]
    assert ERROR_REASONS.words == ("did_not_occur", "incorrect_data")


@pytest.mark.parametrize("words", [STEPS, DISPOSITIONS, ERROR_REASONS, TRANSACTIONS, PARTIES, COMPONENTS])
def test_words_stand_in_the_order_of_ascii_and_come_back_by_their_numbers(words):
    assert list(words.words) == sorted(set(words.words))
    assert [words.word(words.number(word)) for word in words.words] == list(words.words)
    assert words.word(0) == ""


def test_every_spelling_of_a_word_is_the_same():
    for text in (
        "shipping",
        "urn:epcglobal:cbv:bizstep:shipping",
        "https://ref.gs1.org/cbv/BizStep-shipping",
        "https://ns.gs1.org/cbv/BizStep-shipping",
        "cbv:BizStep-shipping",
    ):
        assert STEPS.number(text) == 33
        assert STEPS.address(text) == "https://ref.gs1.org/cbv/BizStep-shipping"


def test_other_vocabularies_have_no_number():
    assert STEPS.number("https://dairy.example/steps/stirring") == 0
    assert STEPS.address("https://dairy.example/steps/stirring") == "https://dairy.example/steps/stirring"


@pytest.mark.parametrize("text", ["shiping", "Shipping", "", "urn:epcglobal:cbv:bizstep:flying", "cbv:BizStep-"])
def test_unknown_words_are_refused(text):
    with pytest.raises(Refusal, match=r"is not a business step of CBV 2\.0"):
        STEPS.number(text)


@pytest.mark.parametrize("number", [-1, 42])
def test_unknown_numbers_are_refused(number):
    with pytest.raises(Refusal, match="they go from 1 to 41"):
        STEPS.word(number)


def test_permission_has_a_bit_for_each_step():
    assert permission("accepting", "sensor_reporting", "accepting") == 2 + 2**32
    assert permission() == 0
