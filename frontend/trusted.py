"""Whom this storefront believes: the operator's file of known issuers, of referrers by whose commission reviews weigh
and of what makes one weigh in full, and of texts that are not shown here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from frontend.config import AddressBook, ConfigError, checked_account
from frontend.index.vouching.rows import Claim, State
from scripts import catalogue_file, documents
from scripts.address_book import Currency
from scripts.claims import FACTORS, PERSON
from scripts.parameters import COIN
from scripts.refusal import Refusal
from scripts.units import parse_amount

FULL = 1_000_000  # the weight of a review that weighs in full
COIN_IN_FULL = Decimal("0.0001")
TOKEN_IN_FULL = Decimal("0.25")
WEIGHING = frozenset({PERSON})  # the kinds of claims that reviews weigh by

Json = dict[str, Any]
Words = dict[str, str]  # by language


@dataclass(frozen=True)
class Issuer:
    """Whose claims are believed, and of which kinds; `about` and `website` may be empty."""

    account: str
    name: Words
    kinds: frozenset[str]
    about: Words
    website: str


@dataclass(frozen=True)
class Referrer:
    """By whose commission reviews weigh, as by the storefront's own; `about` and `website` may be empty."""

    account: str
    name: Words
    about: Words
    website: str


@dataclass(frozen=True)
class Hidden:
    """A text that is not shown: of which order, which part of its review, why, and since when."""

    order: str
    part: str
    reason: Words
    since: date


@dataclass(frozen=True)
class Trusted:
    """What the file says. `issuers` and `referrers` by (checksummed) account, `hidden` by order and part.

    `storefront` is the storefront's own account, or empty. `full_weight` is by currency, in its smallest units, of the
    address book's currencies only: commissions in a token of whoever's making cost nobody anything.
    """

    storefront: str = ""
    issuers: dict[str, Issuer] = field(default_factory=dict)
    full_weight: dict[str, int] = field(default_factory=dict)
    hidden: dict[tuple[str, str], Hidden] = field(default_factory=dict)
    referrers: dict[str, Referrer] = field(default_factory=dict)

    def believes(self, issuer: str, kind: str) -> bool:
        """Whether an issuer (checksummed) is believed when it makes claims of a kind."""
        known = self.issuers.get(issuer)
        return known is not None and kind in known.kinds

    def issuers_of(self, kind: str) -> list[str]:
        """Whom this storefront believes claims of a kind."""
        return [account for account, issuer in self.issuers.items() if kind in issuer.kinds]

    @property
    def weighing_referrers(self) -> set[str]:
        """The accounts, in small letters, whose commission makes reviews weigh."""
        return {one.lower() for one in (self.storefront, *self.referrers) if one}

    def factors(self, claims: Iterable[Claim], now: int) -> set[str]:
        """Which different factors known issuers vouch for at a time: their number is an account's level."""
        holding = (one for one in claims if one.kind in FACTORS and one.state(now) is State.HOLDS)
        return {one.kind for one in holding if self.believes(one.issuer, one.kind)}

    @property
    def fingerprint(self) -> str:
        """The sha-256, as 0x and 64 digits, of all that reviews weigh by."""
        believed = {account.lower(): sorted(one.kinds & WEIGHING) for account, one in self.issuers.items()}
        full = {currency.lower(): str(amount) for currency, amount in self.full_weight.items()}
        counts: Json = {"referrers": sorted(self.weighing_referrers), "full_weight": full}
        counts |= {"issuers": {account: kinds for account, kinds in believed.items() if kinds}}
        return "0x" + documents.sha256(documents.canonical(counts))


def load(path: Path | None, book: AddressBook, storefront: str = "") -> Trusted:
    """What the operator's file says; without a file nobody is known. Raises ConfigError."""
    try:
        raw = catalogue_file.read_yaml(path) if path else {}
        documents.check(raw, "trust")
        return Trusted(
            storefront=storefront,
            issuers=_issuers(raw.get("issuers", [])),
            full_weight=_full_weight(raw.get("full_weight", {}), book.currencies),
            hidden=_hidden(raw.get("hidden", [])),
            referrers=_referrers(raw.get("referrers", []), storefront),
        )
    except Refusal as refusal:
        raise ConfigError(f"HANDOVER_TRUST, {refusal}") from None


def _issuers(entries: list[Json]) -> dict[str, Issuer]:
    return {
        account: Issuer(account, entry["name"], frozenset(entry["kinds"]), *_described(entry))
        for account, entry in _by_account(entries, "issuer").items()
    }


def _referrers(entries: list[Json], storefront: str) -> dict[str, Referrer]:
    by_account = _by_account(entries, "referrer")
    if storefront in by_account:
        raise Refusal(f"the referrer {storefront} is this storefront's own account, which counts anyway.")
    return {account: Referrer(account, entry["name"], *_described(entry)) for account, entry in by_account.items()}


def _by_account(entries: list[Json], noun: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for entry in entries:
        account = checked_account(entry["account"])
        if not account:
            raise Refusal(f"the {noun} {entry['account']} is no account: it is empty, or its checksum is wrong.")
        if account in found:
            raise Refusal(f"the {noun} {account} is there twice.")
        found[account] = entry
    return found


def _described(entry: Json) -> tuple[Words, str]:
    return entry.get("about", {}), entry.get("website", "")


def _full_weight(entries: Words, currencies: Mapping[str, Currency]) -> dict[str, int]:
    """What is said, and of the other currencies what usually holds."""
    by_symbol = {currency.symbol: currency for currency in currencies.values()}
    if unknown := sorted(entries.keys() - by_symbol.keys()):
        raise Refusal(f"full_weight names {unknown[0][:40]!r}; the address book has {_listed(by_symbol)}.")
    return {one.address: _amount(one, entries.get(one.symbol, "")) for one in by_symbol.values()}


def _amount(currency: Currency, text: str) -> int:
    usual = COIN_IN_FULL if currency.address == COIN else TOKEN_IN_FULL
    if not text:
        return max(int(10**currency.decimals * usual), 1)
    amount = parse_amount(text, currency)
    if amount == 0:
        raise Refusal(f"full_weight of {currency.symbol} is zero, so that whatever costs nothing would weigh in full.")
    return amount


def _hidden(entries: list[Json]) -> dict[tuple[str, str], Hidden]:
    found: dict[tuple[str, str], Hidden] = {}
    for entry in entries:
        place = entry["order"], entry["part"]
        if place in found:
            raise Refusal(f"{entry['part']} of the order {entry['order']} is hidden twice.")
        found[place] = Hidden(*place, entry["reason"], _day(entry["since"]))
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"{text} is no day of the calendar.") from None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
