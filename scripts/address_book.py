"""The address book of a chain: what was deployed where, in scripts/deployments/<chain id>.json.

It is only believed after the node has shown the same chain id, the same genesis and the same code: a restarted devnet
or a wrong node would otherwise be taken for the shop.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_utils.crypto import keccak
from web3 import Web3
from web3.contract import Contract

from scripts import parameters
from scripts.refusal import Refusal

LOYALTY = "Loyalty "  # and the symbol that its currency had
CREDIT = "Credit "  # likewise


@dataclass(frozen=True)
class Deployed:
    """A contract at its address; `code_hash` is keccak256 of the code that stands there, as 0x and 64 digits.

    `currency` is what a Loyalty gives points in, `lends` what a Credit lends; empty for any other contract. They are
    addresses, for symbols may change.
    """

    address: str
    abi: list[dict[str, Any]]
    code_hash: str
    currency: str = ""
    lends: str = ""


@dataclass(frozen=True)
class SigningDomain:
    """Under which name and version a token knows what is signed for it (EIP-712)."""

    name: str
    version: str


@dataclass(frozen=True)
class Currency:
    """What prices are in: amounts count its smallest unit, of which 10 ** decimals make one.

    `authorization` (ERC-3009) and `permit` (ERC-2612) say how these are signed; None where the token takes none.
    """

    address: str
    symbol: str
    decimals: int
    name: str
    authorization: SigningDomain | None = None
    permit: SigningDomain | None = None


@dataclass(frozen=True)
class AddressBook:
    """What is deployed on one chain, since which block, and built from which commit ("unknown" outside git)."""

    chain_id: int
    genesis: str
    commit: str
    start_block: int
    contracts: dict[str, Deployed] = field(default_factory=dict)
    currencies: list[Currency] = field(default_factory=list)
    carriers: list[str] = field(default_factory=list)
    arbiters: list[str] = field(default_factory=list)

    def contract(self, web3: Web3, name: str) -> Contract:
        """A deployed contract by its name, to call and to read."""
        if name not in self.contracts:
            raise Refusal(f"{name} is not in the address book of chain {self.chain_id}.")
        entry = self.contracts[name]
        return web3.eth.contract(address=Web3.to_checksum_address(entry.address), abi=entry.abi)

    def loyalty(self, currency: Currency) -> Deployed | None:
        """The contract whose points are store credit in a currency."""
        return self.contracts.get(self.loyalty_name(currency))

    def loyalty_name(self, currency: Currency) -> str:
        """Under which name the book has it; empty where it has none."""
        return next((name for name, entry in self.contracts.items() if entry.currency == currency.address), "")

    def credit_name(self, currency: Currency) -> str:
        """Under which name the book has the contract that lends a currency; empty where it has none."""
        return next((name for name, entry in self.contracts.items() if entry.lends == currency.address), "")

    def currency(self, key: str) -> Currency:
        """A currency by its symbol or its address."""
        for currency in self.currencies:
            if key in (currency.symbol, currency.address):
                return currency
        known = ", ".join(currency.symbol for currency in self.currencies)
        raise Refusal(f"The currency {key!r} is not in the address book of chain {self.chain_id} (it has {known}).")


def loyalty_of(currency: Currency) -> str:
    """What people call the Loyalty of a currency, and under which name it comes into the book."""
    return f"{LOYALTY}{currency.symbol}"


def credit_of(currency: Currency) -> str:
    """The same of the Credit."""
    return f"{CREDIT}{currency.symbol}"


def path_of(chain_id: int) -> Path:
    """Where the address book of a chain is kept."""
    return parameters.DEPLOYMENTS / f"{chain_id}.json"


def save(book: AddressBook) -> Path:
    """Write an address book so that a reader sees the old one or the new one, never a part."""
    path = path_of(book.chain_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w") as file:
        file.write(json.dumps(book, default=vars) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path


def read(chain_id: int) -> AddressBook:
    """The address book of a chain as it is written, not compared with any node."""
    path = path_of(chain_id)
    try:
        raw = json.loads(path.read_text())
        return AddressBook(
            chain_id=raw["chain_id"],
            genesis=raw["genesis"],
            commit=raw["commit"],
            start_block=raw["start_block"],
            contracts={name: _deployed(**entry) for name, entry in raw["contracts"].items()},
            currencies=[_currency(**entry) for entry in raw["currencies"]],
            carriers=raw["carriers"],
            arbiters=raw["arbiters"],
        )
    except FileNotFoundError:
        raise Refusal(f"Nothing is deployed on chain {chain_id}: {path} does not exist; `deploy` writes it.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(f"The address book {path} cannot be read ({type(error).__name__}: {error}).") from None


def _deployed(address: str, **others: Any) -> Deployed:
    return Deployed(Web3.to_checksum_address(address), **others)


def _currency(**fields: Any) -> Currency:
    signed = {name: SigningDomain(**fields[name]) for name in ("authorization", "permit") if fields.get(name)}
    return Currency(**{**fields, **signed})


def load(web3: Web3) -> AddressBook:
    """The address book of the node's chain, after chain id, genesis and code were compared with the node's."""
    book = read(web3.eth.chain_id)
    mismatch = find_mismatch(web3, book)
    if mismatch:
        raise Refusal(f"The address book {path_of(book.chain_id)} is not this node's: {mismatch}; deploy anew.")
    return book


def find_mismatch(web3: Web3, book: AddressBook) -> str:
    """How a node differs from an address book, in words; empty where it does not."""
    if book.chain_id != web3.eth.chain_id:
        return f"it is of chain {book.chain_id}, the node of chain {web3.eth.chain_id}"
    if book.genesis != genesis_of(web3):
        return "the node's first block is another one"
    for name, entry in book.contracts.items():
        found = code_hash(web3, entry.address)
        if found != entry.code_hash:
            return f"the code of {name} at {entry.address} is another one"
    return ""


def genesis_of(web3: Web3) -> str:
    """The hash of the node's first block."""
    return web3.eth.get_block(0)["hash"].to_0x_hex()


def code_hash(web3: Web3, address: str) -> str:
    """keccak256 of the code at an address."""
    return "0x" + keccak(web3.eth.get_code(Web3.to_checksum_address(address))).hex()
