"""The account that pays: signs calls of Escrow or a Credit, and nothing else. Its key comes from an encrypted file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from frontend.chain import NodeDown
from frontend.config import ConfigError, RelaySettings, Settings
from frontend.relay.wire import Fees, Wire
from scripts import parameters
from scripts.signed import Signed
from scripts.wallet import Call


@dataclass(frozen=True)
class Payment:
    """A signed transaction, and the hash that it will be found under."""

    raw: bytes
    hash: str


class Purse:
    """Signs as the operator's account. A transaction takes no coin along: it can but pay for gas."""

    def __init__(self, settings: Settings, wire: Wire) -> None:
        assert settings.relay
        self._wire = wire
        self._role = settings.relay.role
        self._key = None if self._role else _open(settings.relay, settings.chain_id)
        self._address = self._key.address if self._key else ""

    @property
    def address(self) -> str:
        """The account; empty while the devnet's node, which knows it, is down."""
        if not self._address:
            try:
                accounts = self._wire.chain.accounts()
            except NodeDown:
                return ""
            place = parameters.ROLES.index(self._role)
            self._address = accounts[place] if place < len(accounts) else ""
        return self._address

    def called(self, signed: Signed) -> str:
        """The contract that a document is brought to."""
        return signed.credit or self._wire.chain.book.escrow.address

    def knows(self, call: Call) -> bool:
        """Whether this is a call of Escrow, or of a Credit that the address book has still."""
        book = self._wire.chain.book
        return call.to in (book.escrow.address, *book.vaults)

    def sign(self, call: Call, nonce: int, gas: int, fees: Fees) -> Payment:
        """A call that it knows; anything else is a mistake of ours."""
        book = self._wire.chain.book
        if call.value or not self.knows(call):
            raise ValueError(f"The relay does not call {call.to}.")
        numbers = {
            "chainId": book.chain_id,
            "nonce": nonce,
            "gas": gas,
            "maxFeePerGas": fees.most,
            "maxPriorityFeePerGas": fees.tip,
            "value": 0,
            "type": 2,
        }
        called = {"to": call.to, "data": "0x" + call.data.hex()}
        raw = self._signed(numbers, called)
        return Payment(raw, "0x" + keccak(raw).hex())

    def _signed(self, numbers: dict[str, int], called: dict[str, Any]) -> bytes:
        if self._key:
            return bytes(self._key.sign_transaction({**numbers, **called}).raw_transaction)
        written = {name: hex(value) for name, value in numbers.items()}
        return self._wire.sign({"from": self.address, **written, **called})


def _open(settings: RelaySettings, chain_id: int) -> LocalAccount:
    """The key of an encrypted file; ConfigError where it cannot be opened, or everybody has it."""
    assert settings.keystore
    assert settings.password
    keystore, password = _read(settings.keystore), _read(settings.password)
    try:
        account: LocalAccount = Account.from_key(Account.decrypt(keystore, password.rstrip("\r\n")))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ConfigError(f"The password does not open {settings.keystore}, or this is no keystore file.") from None
    if account.address in parameters.PUBLIC_ACCOUNTS and chain_id != parameters.DEVNET:
        raise ConfigError(f"The key of {account.address} is known to everyone; it signs on a devnet only.")
    return account


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"The relay's file {path} cannot be read.") from None
