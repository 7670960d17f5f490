"""What a token takes by signature: asked of it, and believed only where its domain gives its own separator."""

import pytest

from scripts import address_book, artifacts, signing
from scripts.address_book import SigningDomain
from scripts.parameters import DEVNET, NOBODY
from scripts.wallet import Call

DOLLARS = SigningDomain("Dollar", "2")


@pytest.fixture
def token(isolation, wallet):
    """`token(name)`: a double without arguments, deployed."""
    return lambda name: wallet("stranger").send(Call("", artifacts.compiled(name).creation))["contractAddress"]


def test_default_behavior(web3, book):
    """What is found stands in the address book, as it is read again."""
    coin, dollar = address_book.read(DEVNET).currencies
    assert (dollar.authorization, dollar.permit) == (DOLLARS, DOLLARS)
    assert (coin.authorization, coin.permit) == (None, None)
    assert book.currencies == [coin, dollar]


def test_without_a_word_about_its_domain(web3, book, monkeypatch):
    """As USDC: it tells its name and its version, and its separator proves them."""
    ask = signing._ask
    told = lambda *asked: b"" if asked[2] == "eip712Domain()" else ask(*asked)  # noqa: E731
    monkeypatch.setattr(signing, "_ask", told)
    assert signing.ways(web3, book.currency("USD").address)["authorization"] == DOLLARS


@pytest.mark.parametrize(
    ("view", "answer", "lost"),
    [
        ("version()", (0).to_bytes(32, "big"), {"authorization", "permit"}),
        ("DOMAIN_SEPARATOR()", b"\x01" * 32, {"authorization", "permit"}),
        ("authorizationState(address,bytes32)", b"", {"authorization"}),
        ("PERMIT_TYPEHASH()", b"\x01" * 32, {"permit"}),
    ],
)
def test_another_way_than_the_standards(web3, book, monkeypatch, view, answer, lost):
    """A guess that its separator does not prove, a function that is missing, a message of its own."""
    ask = signing._ask
    empty = {"eip712Domain()": b"", view: answer}
    monkeypatch.setattr(signing, "VERSIONS", ("1",))
    monkeypatch.setattr(signing, "_ask", lambda *asked: empty[asked[2]] if asked[2] in empty else ask(*asked))
    found = signing.ways(web3, book.currency("USD").address)
    assert {way for way, domain in found.items() if domain is None} == lost


def test_tokens_without(web3, token):
    for address in (token("SilentToken"), NOBODY):
        assert signing.ways(web3, address) == {"authorization": None, "permit": None}
