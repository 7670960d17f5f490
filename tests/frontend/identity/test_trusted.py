"""The operator's file: whom it makes known, what makes a review weigh, what it hides; each fault in a sentence."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from frontend import trusted
from frontend.config import AddressBook, ConfigError
from frontend.trusted import Trusted
from scripts.address_book import Currency
from scripts.parameters import COIN

CHAMBER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
NOTARY = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
GUIDE = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
DOLLAR = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
ORDER = "0x" + "ab" * 32
FULL = f"""
issuers:
  - account: "{CHAMBER}"
    name: {{en: Chamber of Commerce of Leith, zh: 利斯商会}}
    kinds: [business, person, email]
    about: {{en: Looks into the register.}}
    website: https://chamber.example
  - account: "{NOTARY.lower()}"
    name: {{en: A notary}}
    kinds: [arbiter]
referrers:
  - account: "{GUIDE}"
    name: {{en: Tea Guide, zh: 茶指南}}
    website: https://guide.example
full_weight: {{USD: "0.5"}}
hidden:
  - order: "{ORDER}"
    part: reply
    reason: {{en: It names a customer.}}
    since: 2026-11-23
"""

Loading = Callable[[str], Trusted]


@pytest.fixture
def loading(tmp_path: Path) -> Loading:
    """`loading(text)`: what a file with this text says, in a market with a coin and a Dollar."""
    currencies = {COIN: Currency(COIN, "ETH", 18, "Ether"), DOLLAR: Currency(DOLLAR, "USD", 6, "Dollar")}
    book = AddressBook(31337, "0x", 0, {}, currencies, frozenset(), frozenset())

    def load(text: str, storefront: str = "") -> Trusted:
        path = tmp_path / "trust.yaml"
        path.write_text(text)
        return trusted.load(path, book, storefront)

    return load


def test_default_behavior(loading: Loading) -> None:
    found = loading(FULL)
    assert found.believes(CHAMBER, "person")
    assert not found.believes(CHAMBER, "arbiter")
    assert found.believes(NOTARY, "arbiter")
    assert not found.believes(DOLLAR, "business")
    assert found.issuers_of("arbiter") == [NOTARY]
    assert found.issuers[CHAMBER].name["zh"] == "利斯商会"
    assert found.full_weight == {COIN: 10**14, DOLLAR: 500_000}
    assert found.referrers[GUIDE].name["zh"] == "茶指南"
    assert found.weighing_referrers == {GUIDE.lower()}
    assert loading(FULL, NOTARY).weighing_referrers == {GUIDE.lower(), NOTARY.lower()}
    hidden = found.hidden[ORDER, "reply"]
    assert (hidden.reason, hidden.since) == ({"en": "It names a customer."}, date(2026, 11, 23))
    assert len(found.hidden) == 1


def test_without_a_file_nobody_is_known(loading: Loading) -> None:
    nobody = trusted.load(None, AddressBook(1, "0x", 0, {}, {}, frozenset(), frozenset()))
    assert (nobody.issuers, nobody.hidden) == ({}, {})
    assert loading("{}").full_weight == {COIN: 10**14, DOLLAR: 250_000}


def test_the_fingerprint_is_of_what_reviews_weigh_by(loading: Loading) -> None:
    """Names, texts, other kinds and hidden texts are no part of it."""
    before = loading(FULL).fingerprint
    unweighed = ("[arbiter]", "[business]"), ("part: reply", "part: review"), ("register", "files"), ("Tea", "Cup")
    for same in (("Leith", "Hull"), *unweighed):
        assert loading(FULL.replace(*same)).fingerprint == before
    for other in (("business, person", "business"), ('"0.5"', '"0.6"'), ("[arbiter]", "[person]"), (GUIDE, DOLLAR)):
        assert loading(FULL.replace(*other)).fingerprint != before
    assert loading(FULL, NOTARY).fingerprint != before


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("kinds: [arbiter]", "kinds: [king]", "issuers[1].kinds[0]: must be one of business"),
        ("kinds: [arbiter]", "kinds: []", "issuers[1].kinds: is empty"),
        ("kinds: [arbiter]", "", "issuers[1]: 'kinds' is missing"),
        (NOTARY.lower(), CHAMBER.lower(), f"the issuer {CHAMBER} is there twice."),
        (NOTARY.lower(), "0x" + "0" * 40, "is no account: it is empty, or its checksum is wrong."),
        (CHAMBER, CHAMBER.replace("C", "c"), "is no account: it is empty, or its checksum is wrong."),
        (CHAMBER, "chamber.eth", "issuers[0].account: has characters or a form that is not allowed."),
        ("https://chamber", "javascript://chamber", "issuers[0].website: has characters or a form"),
        (GUIDE, GUIDE.replace("b", "B"), f"the referrer {GUIDE.replace('b', 'B')} is no account: it is empty, or"),
        (GUIDE, "guide.eth", "referrers[0].account: has characters or a form that is not allowed."),
        ("name: {en: Tea Guide, zh: 茶指南}", "", "referrers[0]: 'name' is missing"),
        ("https://guide", "http://guide", "referrers[0].website: has characters or a form"),
        ("USD:", "EUR:", "full_weight names 'EUR'; the address book has ETH, USD."),
        ('"0.5"', '"0"', "full_weight of USD is zero"),
        ('"0.5"', '"0.0000001"', "has more than the 6 decimals of USD."),
        ('"0.5"', "half", "'half' is not an amount"),
        ("part: reply", "part: stars", "hidden[0].part: must be one of review, follow_up"),
        ("2026-11-23", "2026-02-30", "2026-02-30 is no day of the calendar."),
        (ORDER, "0x12", "hidden[0].order: has characters or a form"),
        ("hidden:", "hiding:", "'hiding' is not a known field"),
        ("issuers:", "issuers: [", "trust.yaml, line 3: this is not valid YAML."),
    ],
)
def test_faults(loading: Loading, before: str, after: str, fault: str) -> None:
    assert before in FULL
    with pytest.raises(ConfigError) as refused:
        loading(FULL.replace(before, after))
    assert str(refused.value).startswith("HANDOVER_TRUST, ")
    assert fault in str(refused.value)


def test_a_text_hidden_twice(loading: Loading) -> None:
    entry = FULL.split("hidden:\n")[1]
    with pytest.raises(ConfigError, match=f"reply of the order {ORDER} is hidden twice"):
        loading(FULL + entry)


def test_a_referrer_named_twice(loading: Loading) -> None:
    """Also where it is the storefront's own account."""
    entry = f'  - {{account: "{GUIDE.lower()}", name: {{en: Again}}}}\n'
    with pytest.raises(ConfigError, match=f"the referrer {GUIDE} is there twice"):
        loading(FULL.replace("full_weight:", f"{entry}full_weight:"))
    with pytest.raises(ConfigError, match=f"the referrer {GUIDE} is this storefront's own account"):
        loading(FULL, GUIDE)


def test_a_missing_file() -> None:
    book = AddressBook(1, "0x", 0, {}, {}, frozenset(), frozenset())
    with pytest.raises(ConfigError, match=r"^HANDOVER_TRUST, There is no file nowhere\.yaml\.$"):
        trusted.load(Path("nowhere.yaml"), book)
