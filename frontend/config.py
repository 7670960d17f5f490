"""Where the storefront finds its node, its address book and its two stores: from the environment, read once."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_utils.address import to_checksum_address

ROOT = Path(__file__).resolve().parent.parent
DEVNET = 31337


class ConfigError(Exception):
    """The configuration cannot work. One sentence."""


@dataclass(frozen=True)
class Currency:
    """Something prices are in; the empty address is the chain's own coin."""

    address: str
    symbol: str
    decimals: int
    name: str


@dataclass(frozen=True)
class Contract:
    """A deployed contract; `code_hash` is keccak256 of its code."""

    address: str
    abi: list[dict[str, Any]]
    code_hash: str


@dataclass(frozen=True)
class AddressBook:
    """What was deployed on one chain, and since which block."""

    chain_id: int
    genesis: str
    start_block: int
    contracts: dict[str, Contract]
    currencies: dict[str, Currency]

    @property
    def escrow(self) -> Contract:
        return self.contracts["Escrow"]

    @property
    def identity(self) -> Contract:
        return self.contracts["Identity"]


@dataclass(frozen=True)
class Settings:
    """`node` is for the server, `public_node` for browsers; sizes in bytes, `erase_after` in days."""

    chain_id: int
    node: str
    public_node: str
    origin: str
    database: str
    vault: Path
    deployments: Path
    secret_key: str
    uploads_per_minute: int
    max_picture: int
    erase_after: int

    @property
    def is_devnet(self) -> bool:
        return self.chain_id == DEVNET


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables; raises ConfigError."""
    node = environment.get("HANDOVER_NODE", f"http://127.0.0.1:{environment.get('HANDOVER_PORT', '8545')}")
    build = ROOT / "build"
    return Settings(
        chain_id=_number(environment, "HANDOVER_CHAIN_ID", DEVNET),
        node=node,
        public_node=environment.get("HANDOVER_PUBLIC_NODE", node),
        origin=environment.get("HANDOVER_ORIGIN", "http://127.0.0.1:5000"),
        database=environment.get("DATABASE_URL", f"sqlite:///{build / 'index.sqlite3'}"),
        vault=Path(environment.get("HANDOVER_VAULT", build / "vault")),
        deployments=Path(environment.get("HANDOVER_DEPLOYMENTS", ROOT / "scripts" / "deployments")),
        secret_key=environment.get("HANDOVER_SECRET_KEY", ""),
        uploads_per_minute=_number(environment, "HANDOVER_UPLOADS_PER_MINUTE", 1_200),
        max_picture=_number(environment, "HANDOVER_MAX_PICTURE", 2_000_000),
        erase_after=_number(environment, "HANDOVER_ERASE_AFTER", 14),
    )


def load_book(settings: Settings) -> AddressBook:
    """The address book of the configured chain; raises ConfigError."""
    path = settings.deployments / f"{settings.chain_id}.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"Nothing is deployed on chain {settings.chain_id}: {path} does not exist.") from None
    except ValueError:
        raise ConfigError(f"The address book {path} is not valid JSON.") from None
    try:
        return _book(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"The address book {path} lacks or misstates {error}.") from None


def _book(raw: dict[str, Any]) -> AddressBook:
    currencies = [_currency(entry) for entry in raw["currencies"]]
    contracts = {
        name: Contract(to_checksum_address(entry["address"]), entry["abi"], entry["code_hash"])
        for name, entry in raw["contracts"].items()
    }
    for name in ("Escrow", "Identity"):
        contracts[name]
    return AddressBook(
        chain_id=int(raw["chain_id"]),
        genesis=raw["genesis"],
        start_block=int(raw["start_block"]),
        contracts=contracts,
        currencies={currency.address: currency for currency in currencies},
    )


def _currency(entry: dict[str, Any]) -> Currency:
    address = to_checksum_address(entry["address"])
    return Currency(address, entry["symbol"], int(entry["decimals"]), entry.get("name", entry["symbol"]))


def _number(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environment.get(name, "")
    if text and not text.isdecimal():
        raise ConfigError(f"{name} must be a whole number, not {text!r}.")
    return int(text) if text else otherwise
