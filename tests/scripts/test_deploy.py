"""deploy and verify: what is missing comes, what stands stays, and what differs is named."""

from dataclasses import replace

import pytest
from eth_abi.abi import encode
from web3 import Web3

from scripts import address_book, artifacts, parameters
from scripts import deploy as deploy_script
from scripts import verify as verify_script
from scripts.address_book import credit_of, loyalty_of
from scripts.deployment import artifact_of, deploy, stands
from scripts.refusal import Refusal
from scripts.wallet import DEPLOYMENT, Call, NodeWallet
from tests.fixtures.node import running_node

pytestmark = pytest.mark.usefixtures("isolation")
DEVNET = parameters.network(parameters.DEVNET)


def test_default_behavior(web3, book):
    for name, entry in book.contracts.items():
        of = entry.currency or entry.lends
        currency, lending = (book.currency(of) if of else None), (DEVNET.lending if entry.lends else None)
        assert stands(web3, entry.address, artifact_of(book, name, currency, lending))
    assert web3.eth.get_block(book.start_block)


def test_second_run_sends_nothing(web3, wallet, account, book):
    before = web3.eth.get_transaction_count(account("deployer"))

    again = deploy(wallet("deployer"), web3, DEVNET)

    assert web3.eth.get_transaction_count(account("deployer")) == before
    assert again == book


def test_interrupted_run_is_gone_on_with(web3, wallet, account, book):
    address_book.save(replace(book, contracts={"Escrow": book.contracts["Escrow"]}, currencies=[]))
    before = web3.eth.get_transaction_count(account("deployer"))

    again = deploy(wallet("deployer"), web3, DEVNET)

    assert web3.eth.get_transaction_count(account("deployer")) == before + len(book.contracts) - 1
    assert again.contracts["Escrow"] == book.contracts["Escrow"]
    assert set(again.contracts) == set(book.contracts)
    address_book.save(book)


def test_restarted_devnet_is_deployed_on_anew(book, folders):
    with running_node("--accounts", "23") as other:
        web3 = Web3(other.provider)
        fresh = deploy(NodeWallet(web3, web3.eth.accounts[0]), web3, DEVNET)

        assert address_book.load(web3) == fresh
    assert fresh.genesis != book.genesis
    address_book.save(book)


def test_other_chain_of_the_same_id_is_refused(book, monkeypatch, tmp_path):
    monkeypatch.setattr(parameters, "DEPLOYMENTS", tmp_path)
    address_book.save(replace(book, chain_id=5))
    with running_node("--chain-id", "5") as other:
        web3 = Web3(other.provider)

        with pytest.raises(Refusal, match="belongs to another chain with the id 5; nothing was sent"):
            deploy(NodeWallet(web3, web3.eth.accounts[0]), web3, parameters.network(5))

        assert web3.eth.block_number == 0


def test_other_source_is_refused(web3, node, wallet, book):
    address = book.contracts["Escrow"].address
    node.rpc("anvil_setCode", address, "0x6001")

    with pytest.raises(Refusal, match="was built from another source"):
        deploy(wallet("deployer"), web3, DEVNET)


def test_currency_that_is_none_is_refused(web3, wallet, account, book):
    network = replace(DEVNET, tokens=(account("stranger"),))

    with pytest.raises(Refusal, match="does not answer as a token does"):
        deploy(wallet("deployer"), web3, network)
    address_book.save(book)


def test_command(terminal, account, book):
    output = terminal.run(deploy_script.main)

    assert "Deploying on devnet (chain 31337) from deployer." in output
    assert f"Escrow stands at {book.contracts['Escrow'].address}." in output
    after = address_book.read(book.chain_id)
    assert (after.carriers, after.arbiters) == ([account("carrier")], [account("arbiter")])
    address_book.save(book)


def test_verify(terminal, book):
    assert f"block {book.start_block}" in terminal.run(verify_script.main)


def test_verify_names_what_differs(terminal, node, book):
    node.rpc("anvil_setCode", book.contracts["Identity"].address, "0x6001")

    sentence = terminal.refused(verify_script.main)

    assert sentence.startswith("Not verified: the code of Identity at")
    assert "Identity is not what compiles here" in sentence


def test_each_currency_has_its_points(web3, book):
    for currency in book.currencies:
        loyalty = book.contract(web3, loyalty_of(currency)).functions
        said = [getattr(loyalty, name)().call() for name in ("escrow", "currency", "name", "symbol", "decimals")]

        assert said[:2] == [book.contracts["Escrow"].address, currency.address]
        assert said[2:] == [f"{currency.symbol} points", f"{currency.symbol}p", currency.decimals]


def test_each_token_has_its_credit(web3, book, account):
    """The coin has none; it is told who vouches, and how it lends."""
    assert [book.credit_name(currency) for currency in book.currencies] == ["", "Credit USD"]
    dollar = book.currency("USD")
    credit = book.contract(web3, credit_of(dollar)).functions
    places = [book.contracts[name].address for name in ("Escrow", "Identity")]
    assert list(credit.parameters().call()) == [
        *(*places, account("issuer"), dollar.address, 100 * 10**6, 1_000 * 10**6),
        *(2_500, 100, 500, 2_500, 500),
    ]
    assert [getattr(credit, name)().call() for name in ("name", "symbol", "decimals")] == ["USD credit", "USDc", 9]


def test_without_an_issuer_nobody_lends(web3, wallet, book):
    network = replace(DEVNET, lending=parameters.Lending())
    without = {name: entry for name, entry in book.contracts.items() if not entry.lends}
    address_book.save(replace(book, contracts=without))
    again = deploy(wallet("deployer"), web3, network)
    assert set(again.contracts) == set(without)
    address_book.save(book)


def test_verify_needs_to_know_who_vouches(web3, book, terminal, monkeypatch):
    monkeypatch.setitem(parameters.NETWORKS, parameters.DEVNET, replace(DEVNET, lending=parameters.Lending()))
    fault = "Credit USD stands, but scripts/parameters.py names nobody who vouches on this network"
    assert terminal.refused(verify_script.main) == f"Not verified: {fault}."


def test_credit_of_other_terms_is_refused(web3, wallet, book):
    """They were fixed when it was deployed."""
    dearer = replace(DEVNET, lending=replace(DEVNET.lending, fee_bps=101))
    with pytest.raises(Refusal, match=r"Credit USD at .* was built from another source"):
        deploy(wallet("deployer"), web3, dearer)
    address_book.save(book)


def test_provenance_asks_this_escrow(web3, book):
    assert book.contract(web3, "Provenance").functions.escrow().call() == book.contracts["Escrow"].address


def test_provenance_of_another_escrow_is_refused(web3, wallet, book, terminal):
    """It has the right code, and was told of another contract."""
    creation = artifacts.compiled("Provenance").creation + encode(["address"], [book.contracts["Identity"].address])
    other = wallet("deployer").send(Call(DEPLOYMENT, creation))["contractAddress"]
    known = book.contracts["Provenance"]
    told = replace(known, address=other, code_hash=address_book.code_hash(web3, other))
    address_book.save(replace(book, contracts={**book.contracts, "Provenance": told}))

    assert terminal.refused(verify_script.main) == "Not verified: Provenance is not what compiles here."
    with pytest.raises(Refusal, match=r"Provenance at .* was built from another source"):
        deploy(wallet("deployer"), web3, DEVNET)
    address_book.save(book)


def _named(wallet, symbol):
    creation = artifacts.compiled("NamedToken").creation + encode(["string", "string", "uint8"], ["Token", symbol, 18])
    return wallet("deployer").send(Call(DEPLOYMENT, creation))["contractAddress"]


@pytest.mark.parametrize("symbol", ["USD", "ETH"])
def test_two_currencies_of_one_symbol_are_refused(web3, wallet, book, symbol):
    token = _named(wallet, symbol)

    with pytest.raises(Refusal, match=f"Two currencies have the symbol {symbol}, 0x.* and 0x.*: a market can have one"):
        deploy(wallet("deployer"), web3, replace(DEVNET, tokens=(token,)))
    address_book.save(book)


def test_points_stay_those_of_a_currency_that_took_another_symbol(web3, node, wallet, book, terminal):
    token = _named(wallet, "OLD")
    first = deploy(wallet("deployer"), web3, replace(DEVNET, tokens=(token,)))
    node.rpc("anvil_setCode", token, web3.eth.get_code(_named(wallet, "NEW")).to_0x_hex())

    second = deploy(wallet("deployer"), web3, replace(DEVNET, tokens=(token,)))

    kept = first.loyalty(first.currency("OLD"))
    assert kept
    assert kept == second.loyalty(second.currency("NEW"))
    assert f"block {book.start_block}" in terminal.run(verify_script.main)
    address_book.save(book)


def test_verify_names_points_whose_currency_is_gone(web3, wallet, book, terminal):
    token = _named(wallet, "GONE")
    deploy(wallet("deployer"), web3, replace(DEVNET, tokens=(token,)))
    deploy(wallet("deployer"), web3, DEVNET)

    does = ("Loyalty GONE gives points in", "Credit GONE lends")
    sentences = [f"{one} {token}, which is no currency of this market any more" for one in does]
    assert terminal.refused(verify_script.main) == f"Not verified: {'; '.join(sentences)}."
    address_book.save(book)


def test_verify_names_points_of_another_currency(terminal, node, web3, book):
    """Each has the other's code: the same but for what its constructor was told."""
    coin, dollar = (book.loyalty(currency) for currency in book.currencies)
    code = web3.eth.get_code(dollar.address)
    node.rpc("anvil_setCode", coin.address, code.to_0x_hex())
    swapped = replace(coin, code_hash=dollar.code_hash)
    address_book.save(replace(book, contracts={**book.contracts, "Loyalty ETH": swapped}))

    assert terminal.refused(verify_script.main) == "Not verified: Loyalty ETH is not what compiles here."
    address_book.save(book)


def test_verify_sees_one_changed_byte_among_the_immutables(terminal, node, web3, book):
    address = book.contracts["Escrow"].address
    code = bytearray(web3.eth.get_code(address))
    code[-1] ^= 1
    node.rpc("anvil_setCode", address, "0x" + code.hex())
    address_book.save(
        replace(
            book,
            contracts={
                **book.contracts,
                "Escrow": replace(book.contracts["Escrow"], code_hash=address_book.code_hash(web3, address)),
            },
        )
    )

    assert terminal.refused(verify_script.main) == "Not verified: Escrow is not what compiles here."
    address_book.save(book)
