"""Where the storefront finds its node, its address book and its two stores: from the environment, read once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from eth_utils.address import (
    is_address,
    to_checksum_address,
)

from scripts import address_book, parameters
from scripts.address_book import Currency, Deployed
from scripts.refusal import Refusal

Entry = TypeVar("Entry", Currency, Deployed)

RELAY = ("KEYSTORE", "PASSWORD", "ROLE")
COIN_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)


class ConfigError(Exception):
    """The configuration cannot work. One sentence."""


@dataclass(frozen=True)
class AddressBook:
    """What was deployed on one chain, and since which block."""

    chain_id: int
    genesis: str
    start_block: int
    contracts: dict[str, Deployed]
    currencies: dict[str, Currency]  # by address
    carriers: frozenset[str]
    arbiters: frozenset[str]

    @property
    def is_devnet(self) -> bool:
        return self.chain_id == parameters.DEVNET

    @property
    def escrow(self) -> Deployed:
        return self.contracts["Escrow"]

    @property
    def identity(self) -> Deployed:
        return self.contracts["Identity"]

    def loyalty(self, currency: str) -> Deployed | None:
        """The contract whose points are store credit in a currency (an address)."""
        return next((one for one in self.contracts.values() if one.currency and one.currency == currency), None)

    @property
    def loyalties(self) -> dict[str, Currency]:
        """The currency of each Loyalty, by its address."""
        known = self.currencies
        return {one.address: known[one.currency] for one in self.contracts.values() if one.currency in known}

    def credit(self, currency: str) -> Deployed | None:
        """The contract that pays orders in a currency (an address) for buyers who pay later."""
        return next((one for one in self.contracts.values() if one.lends and one.lends == currency), None)

    @property
    def vaults(self) -> dict[str, Currency]:
        """The currency of each Credit, by its address."""
        known = self.currencies
        return {one.address: known[one.lends] for one in self.contracts.values() if one.lends in known}

    @property
    def provenance(self) -> Deployed | None:
        """What tells where goods come from; None where it is not deployed."""
        return self.contracts.get("Provenance")

    @property
    def reviews(self) -> Deployed | None:
        """What keeps buyers' reviews; None where it is not deployed."""
        return self.contracts.get("Reviews")

    @property
    def followed(self) -> list[Deployed]:
        """The contracts whose logs tell what the market is."""
        of_currencies = self.loyalties | self.vaults
        others = (one for one in self.contracts.values() if one.address in of_currencies)
        return [self.escrow, self.identity, *filter(None, (self.provenance, self.reviews)), *others]


@dataclass(frozen=True)
class Operator:
    """Who runs this storefront, how to reach him, which law holds: each may be empty.

    `texts` is a folder with his own terms.en.md, terms.zh.md, privacy.en.md and privacy.zh.md, as far as he has them.
    """

    name: str
    contact: str
    law: str
    texts: Path | None


@dataclass(frozen=True)
class RelaySettings:
    """The account that pays the network's fee for what shoppers signed, and how much of it in a day (in gwei).

    `keystore` is an encrypted key file, `password` a file with its password; on a devnet `role` is one of the node's
    unlocked accounts instead.
    """

    budget: int
    role: str = ""
    keystore: Path | None = None
    password: Path | None = None


@dataclass(frozen=True)
class Settings:
    """`proxies` stand before the server; `erase_after` is in days.

    `node` is the server's and stays secret, for its address may hold a key; `public_node` is the browsers', or empty.
    Mail goes out by `smtp` (smtp:// or smtps://, may hold a password), from `mail_from`; where it is empty, none does.
    `account` is the storefront's own, which sales that nobody else brought are credited to; or empty. Without `relay`
    nothing is sent for anybody.
    """

    chain_id: int
    node: str
    public_node: str
    origin: str
    account: str
    database: str
    vault: Path
    secret_key: str
    uploads_per_minute: int
    proxies: int
    erase_after: int
    smtp: str
    mail_from: str
    operator: Operator
    relay: RelaySettings | None
    trust: Path | None

    @property
    def is_devnet(self) -> bool:
        return self.chain_id == parameters.DEVNET

    @property
    def sends_mail(self) -> bool:
        return bool(self.smtp)


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables; raises ConfigError."""
    chain_id = _number(environment, "HANDOVER_CHAIN_ID", parameters.DEVNET)
    node = environment.get("HANDOVER_NODE", f"http://127.0.0.1:{environment.get('HANDOVER_PORT', '8545')}")
    return Settings(
        chain_id=chain_id,
        node=node,
        public_node=environment.get("HANDOVER_PUBLIC_NODE", node if chain_id == parameters.DEVNET else ""),
        origin=environment.get("HANDOVER_ORIGIN", parameters.ORIGIN),
        account=_account(environment, "HANDOVER_STOREFRONT"),
        database=environment.get("DATABASE_URL", f"sqlite:///{parameters.ROOT}/build/index.sqlite3"),
        vault=Path(environment.get("HANDOVER_VAULT", parameters.VAULT)),
        secret_key=environment.get("HANDOVER_SECRET_KEY", ""),
        uploads_per_minute=_number(environment, "HANDOVER_UPLOADS_PER_MINUTE", 1_200),
        proxies=_number(environment, "HANDOVER_PROXIES", 0),
        erase_after=_number(environment, "HANDOVER_ERASE_AFTER", 14),
        smtp=_smtp(environment.get("SMTP_URL", "")),
        mail_from=environment.get("HANDOVER_MAIL_FROM", ""),
        operator=_operator(environment),
        relay=_relay(environment, chain_id),
        trust=Path(trust) if (trust := environment.get("HANDOVER_TRUST", "")) else None,
    )


def load_book(settings: Settings) -> AddressBook:
    """The address book of the configured chain; raises ConfigError."""
    try:
        written = address_book.read(settings.chain_id)
    except Refusal as refusal:
        raise ConfigError(str(refusal)) from None
    missing = [name for name in ("Escrow", "Identity") if name not in written.contracts]
    if missing:
        raise ConfigError(f"The address book of chain {settings.chain_id} has no {missing[0]}.")
    return AddressBook(
        chain_id=written.chain_id,
        genesis=written.genesis,
        start_block=written.start_block,
        contracts={name: _checksummed(entry) for name, entry in written.contracts.items()},
        currencies={currency.address: currency for currency in map(_checksummed, written.currencies)},
        carriers=frozenset(map(to_checksum_address, written.carriers)),
        arbiters=frozenset(map(to_checksum_address, written.arbiters)),
    )


def _operator(environment: Mapping[str, str]) -> Operator:
    folder = environment.get("HANDOVER_LEGAL", "")
    if folder and not Path(folder).is_dir():
        raise ConfigError(f"HANDOVER_LEGAL must be a folder with Markdown files, not {folder!r}.")
    name, contact, law = (environment.get(f"HANDOVER_{what}", "") for what in ("OPERATOR", "CONTACT", "LAW"))
    return Operator(name, contact, law, Path(folder) if folder else None)


def _relay(environment: Mapping[str, str], chain_id: int) -> RelaySettings | None:
    """None unless the operator names an account for it."""
    keystore, password, role = (environment.get(f"HANDOVER_RELAY_{what}", "") for what in RELAY)
    budget = _gwei(environment, "HANDOVER_RELAY_BUDGET", parameters.network(chain_id).relay_budget)
    if role:
        if chain_id != parameters.DEVNET or role not in parameters.ROLES:
            raise ConfigError("HANDOVER_RELAY_ROLE is one of the devnet's roles, and for a devnet only.")
        return RelaySettings(budget, role)
    if bool(keystore) != bool(password):
        raise ConfigError("HANDOVER_RELAY_KEYSTORE and HANDOVER_RELAY_PASSWORD go together: two files.")
    return RelaySettings(budget, "", Path(keystore), Path(password)) if keystore else None


def _gwei(environment: Mapping[str, str], name: str, otherwise: str) -> int:
    """An amount of coin, like 0.05, in billionths."""
    text = environment.get(name, "") or otherwise
    if not COIN_AMOUNT.fullmatch(text):
        raise ConfigError(f"{name} must be an amount of coin like 0.05, with at most 9 decimals; not {text!r}.")
    return int(Decimal(text) * 10**9)


def _checksummed(entry: Entry) -> Entry:
    return replace(entry, address=to_checksum_address(entry.address))


def _account(environment: Mapping[str, str], name: str) -> str:
    text = environment.get(name, "")
    if text and not checked_account(text):
        raise ConfigError(f"{name} must be an account: 0x and 40 hex digits, with a right checksum; not {text!r}.")
    return checked_account(text)


def checked_account(text: str) -> str:
    """An account, checksummed; empty for what is none, or has capital letters in the wrong places."""
    found = checked_address(text)
    return found if found and int(found, 16) else ""


def checked_address(text: str) -> str:
    """The same, and the address that is nobody's, which stands for the coin."""
    if not text.startswith("0x") or not is_address(text):
        return ""
    found = str(to_checksum_address(text))
    return found if text in (found, found.lower()) or text[2:] == found[2:].upper() else ""


def _smtp(url: str) -> str:
    parts = urlsplit(url)
    if url and not (parts.scheme in ("smtp", "smtps") and parts.hostname):
        raise ConfigError(
            "SMTP_URL must be like smtp://name:password@mail.example.org:587, or smtps:// for TLS at once."
        )
    return url


def _number(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environment.get(name, "")
    if text and not text.isdecimal():
        raise ConfigError(f"{name} must be a whole number, not {text!r}.")
    return int(text) if text else otherwise
