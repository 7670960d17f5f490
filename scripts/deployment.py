"""Deployment: put the contracts on a chain and write its address book; what stands there already is kept."""

import subprocess
from collections.abc import Callable
from dataclasses import replace

from eth_abi.abi import encode
from web3 import Web3

from scripts import address_book, artifacts, parameters, signing
from scripts.address_book import CREDIT, LOYALTY, AddressBook, Currency, Deployed, credit_of, loyalty_of
from scripts.artifacts import Artifact
from scripts.parameters import Lending, Network
from scripts.refusal import Refusal
from scripts.units import parse_amount
from scripts.wallet import DEPLOYMENT, Call, Wallet

READS_ESCROW = ("Provenance", "Reviews")
CORE = ("Escrow", "Identity", *READS_ESCROW)
DOLLAR = "Dollar"
READS_ESCROW_TAKES = ("address",)
LOYALTY_TAKES = ("address", "address", "string", "string", "uint8")
CREDIT_TAKES = (
    "(address,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,uint256)",
    "string",
    "string",
)


def deploy(
    deployer: Wallet, web3: Web3, network: Network, report: Callable[[str], None] = lambda line: None
) -> AddressBook:
    """Deploy what is missing and return the address book, which is also written after every step.

    The same function serves production, tests and the demo. `report` is told each step as one line.
    """
    book = _begin(web3)
    for name in _plan(network):
        book = _deploy_one(deployer, web3, book, name, report)
    currencies = _currencies(web3, book, network)
    book = replace(book, currencies=currencies, carriers=list(network.carriers), arbiters=list(network.arbiters))
    for currency in currencies:
        name = book.loyalty_name(currency) or loyalty_of(currency)
        book = _deploy_one(deployer, web3, book, name, report, currency)
        if network.lending.issuer and currency.address != parameters.COIN:
            name = book.credit_name(currency) or credit_of(currency)
            book = _deploy_one(deployer, web3, book, name, report, currency, network.lending)
    report(f"Address book: {address_book.save(book)}")
    return book


def artifact_of(
    book: AddressBook, name: str, currency: Currency | None = None, lending: Lending | None = None
) -> Artifact:
    """What a contract is deployed from, its constructor's arguments included.

    A Loyalty or a Credit (a name with a symbol) is of a currency; a Credit is told how it lends.
    """
    artifact = artifacts.compiled(name if currency is None else name.partition(" ")[0])
    return replace(artifact, creation=artifact.creation + _arguments(book, name, currency, lending))


def stands(web3: Web3, address: str, artifact: Artifact) -> bool:
    """Whether the code at an address is what a contract compiles to, its immutables included."""
    code = bytes(web3.eth.get_code(Web3.to_checksum_address(address)))
    return code == artifact.runtime + _immutables(web3, address, artifact)


def read_currency(web3: Web3, token: str) -> Currency:
    """What a token says about itself; refused where it is none."""
    fields: dict[str, str] = {"name": "string", "symbol": "string", "decimals": "uint8"}
    abi = [
        {"type": "function", "name": name, "inputs": [], "outputs": [{"type": type_}], "stateMutability": "view"}
        for name, type_ in fields.items()
    ]
    contract = web3.eth.contract(address=Web3.to_checksum_address(token), abi=abi)
    try:
        answers = {name: contract.functions[name]().call() for name in fields}
    except Exception as error:  # noqa: BLE001 - whatever answers there, it is no token
        raise Refusal(f"The currency at {token} does not answer as a token does ({type(error).__name__}).") from None
    signed = signing.ways(web3, contract.address)
    return Currency(contract.address, answers["symbol"], answers["decimals"], answers["name"], **signed)


def _begin(web3: Web3) -> AddressBook:
    """The address book to go on with: this chain's, or an empty one where there is none, or a devnet was restarted."""
    chain_id, genesis = web3.eth.chain_id, address_book.genesis_of(web3)
    empty = AddressBook(chain_id, genesis, _commit(), start_block=web3.eth.block_number)
    if not address_book.path_of(chain_id).exists():
        return empty
    book = address_book.read(chain_id)
    if book.genesis == genesis:
        return book
    if chain_id == parameters.DEVNET:
        return empty
    raise Refusal(
        f"{address_book.path_of(chain_id)} belongs to another chain with the id {chain_id}; nothing was sent."
    )


def _plan(network: Network) -> tuple[str, ...]:
    return (*CORE, DOLLAR) if network.mints_dollar else CORE


def _currencies(web3: Web3, book: AddressBook, network: Network) -> list[Currency]:
    """The coin, and what each token says about itself; refused where two have one symbol, by which people know them."""
    tokens = [*network.tokens, *([book.contracts[DOLLAR].address] if network.mints_dollar else [])]
    coin = Currency(parameters.COIN, network.coin, 18, network.coin)
    named: dict[str, Currency] = {}
    for currency in (coin, *(read_currency(web3, token) for token in tokens)):
        other = named.setdefault(currency.symbol, currency)
        if other != currency:
            both = f"{other.address} and {currency.address}"
            raise Refusal(f"Two currencies have the symbol {currency.symbol}, {both}: a market can have one of them.")
    return list(named.values())


def _deploy_one(
    deployer: Wallet,
    web3: Web3,
    book: AddressBook,
    name: str,
    report: Callable[[str], None],
    currency: Currency | None = None,
    lending: Lending | None = None,
) -> AddressBook:
    artifact, of = artifact_of(book, name, currency, lending), currency.address if currency else ""
    gives, lends = ("", of) if lending else (of, "")
    known = book.contracts.get(name)
    if known is not None:
        if not stands(web3, known.address, artifact):
            path = address_book.path_of(book.chain_id)
            raise Refusal(f"{name} at {known.address} was built from another source; move {path} away to deploy anew.")
        report(f"{name} stands at {known.address}.")
        return replace(book, contracts={**book.contracts, name: replace(known, currency=gives, lends=lends)})
    receipt = deployer.send(Call(DEPLOYMENT, artifact.creation))
    address = receipt["contractAddress"]
    if address is None or not stands(web3, address, artifact):
        raise Refusal(f"{name} did not arrive on the chain as it was compiled.")
    report(f"{name} deployed at {address}, {receipt['gasUsed']:,} gas.")
    entry = Deployed(address, artifact.abi, address_book.code_hash(web3, address), gives, lends)
    book = replace(book, contracts={**book.contracts, name: entry})
    address_book.save(book)
    return book


def _arguments(book: AddressBook, name: str, currency: Currency | None, lending: Lending | None) -> bytes:
    """What a contract's constructor is given."""
    if currency is not None and lending is not None:
        return _lending_arguments(book, name.removeprefix(CREDIT), currency, lending)
    if currency is not None:
        symbol, escrow = name.removeprefix(LOYALTY), book.contracts["Escrow"].address
        return encode(LOYALTY_TAKES, (escrow, currency.address, f"{symbol} points", f"{symbol}p", currency.decimals))
    return encode(READS_ESCROW_TAKES, [book.contracts["Escrow"].address]) if name in READS_ESCROW else b""


def _lending_arguments(book: AddressBook, symbol: str, currency: Currency, lending: Lending) -> bytes:
    """Those of a Credit; its name and symbol are as short as its token takes them."""
    places = [book.contracts[name].address for name in ("Escrow", "Identity")]
    limits = [parse_amount(amount, currency) for amount in (lending.base, lending.maximum)]
    shares = [lending.growth_bps, lending.fee_bps, lending.late_bps, lending.seller_bps, lending.buyer_bps]
    given = (*places, lending.issuer, currency.address, *limits, *shares)
    name, short = (
        text.encode()[:most].decode(errors="ignore") for text, most in ((f"{symbol} credit", 25), (symbol, 4))
    )
    return encode(CREDIT_TAKES, (given, name, f"{short}c"))


def _immutables(web3: Web3, address: str, artifact: Artifact) -> bytes:
    """What the constructor appends to the code, where it runs at this very address."""
    place = Web3.to_checksum_address(address)
    trial = web3.eth.call({"to": place}, "latest", {place: {"code": artifact.creation}})
    return bytes(trial)[len(artifact.runtime) :]


def _commit() -> str:
    """The commit that is being deployed, marked when there are changes on top of it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        answer = subprocess.run(command, cwd=parameters.ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return answer.stdout.strip()
