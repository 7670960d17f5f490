"""The address book: written whole, and believed only where the node shows the same chain and the same code."""

import json
from dataclasses import replace

import pytest
from web3 import Web3

from scripts import address_book
from scripts.refusal import Refusal
from tests.fixtures.node import running_node

LISTS = '{"chain_id": 1, "genesis": "", "commit": "", "start_block": 0, "contracts": []}'

pytestmark = pytest.mark.usefixtures("isolation")


def test_default_behavior(web3, book):
    assert address_book.load(web3) == book
    assert book.chain_id == 31337
    currencies = {"Loyalty ETH", "Loyalty USD", "Credit USD"}
    assert {"Escrow", "Identity", "Provenance", "Reviews", "Dollar", *currencies} == set(book.contracts)
    assert [(currency.symbol, currency.decimals) for currency in book.currencies] == [("ETH", 18), ("USD", 6)]


def test_nothing_else_is_left_in_the_folder(book):
    folder = address_book.path_of(book.chain_id).parent

    address_book.save(book)

    assert [path.name for path in folder.iterdir()] == ["31337.json"]


def test_failed_writing_leaves_the_old_book(book):
    with pytest.raises(TypeError):
        address_book.save(replace(book, arbiters=[object()]))

    assert address_book.read(book.chain_id) == book


def test_missing(book, monkeypatch, tmp_path):
    monkeypatch.setattr(address_book.parameters, "DEPLOYMENTS", tmp_path)

    with pytest.raises(Refusal, match="Nothing is deployed on chain 31337"):
        address_book.read(book.chain_id)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"chain_id": 31337}', '{"contracts": 7}', LISTS])
def test_damaged(book, monkeypatch, tmp_path, text):
    monkeypatch.setattr(address_book.parameters, "DEPLOYMENTS", tmp_path)
    (tmp_path / "31337.json").write_text(text)

    with pytest.raises(Refusal, match="cannot be read"):
        address_book.read(book.chain_id)


def test_restarted_devnet(book):
    with running_node() as other, pytest.raises(Refusal, match="first block is another one"):
        address_book.load(Web3(other.provider))


def test_other_chain(book, monkeypatch, tmp_path):
    monkeypatch.setattr(address_book.parameters, "DEPLOYMENTS", tmp_path)
    raw = json.dumps({**json.loads(json.dumps(book, default=vars))})
    (tmp_path / "5.json").write_text(raw)

    with running_node("--chain-id", "5") as other, pytest.raises(Refusal, match="chain 31337, the node of chain 5"):
        address_book.load(Web3(other.provider))


@pytest.mark.parametrize("code", ["0x", "0x00"])
def test_other_code(web3, node, book, code):
    node.rpc("anvil_setCode", book.contracts["Escrow"].address, code)

    with pytest.raises(Refusal, match=r"the code of Escrow at .* is another one"):
        address_book.load(web3)


def test_unknown_currency(book):
    with pytest.raises(Refusal, match=r"'EUR' is not in the address book of chain 31337 \(it has ETH, USD\)"):
        book.currency("EUR")


def test_unreadable(book, monkeypatch, tmp_path):
    monkeypatch.setattr(address_book.parameters, "DEPLOYMENTS", tmp_path)
    (tmp_path / "31337.json").mkdir()

    with pytest.raises(Refusal, match="cannot be read"):
        address_book.read(book.chain_id)


def test_address_cut_off(book, monkeypatch, tmp_path):
    text = address_book.path_of(book.chain_id).read_text()
    monkeypatch.setattr(address_book.parameters, "DEPLOYMENTS", tmp_path)
    (tmp_path / "31337.json").write_text(text.replace(book.contracts["Escrow"].address, "0x12"))

    with pytest.raises(Refusal, match="cannot be read"):
        address_book.read(book.chain_id)
