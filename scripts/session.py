"""One run of a command: the node, the address book, who acts, and what is told on the terminal."""

import sys
import textwrap
from dataclasses import dataclass
from functools import cached_property
from getpass import getpass
from typing import Any

import brownie
from eth_account import Account
from rich.console import Console
from rich.prompt import Confirm
from rich.table import Table
from web3 import Web3
from web3.types import TxReceipt

from scripts import address_book, node, parameters, roles, units
from scripts.address_book import AddressBook
from scripts.credentials.ledger import Claims
from scripts.goods.ledger import Goods
from scripts.market import Market
from scripts.refusal import Refusal
from scripts.wallet import Call, NodeWallet, Wallet, refuse_failing, succeeded

MIN_PASSPHRASE = 10  # characters
UNSEEN_WIDTH = 200  # columns of a table where no screen limits it
QUOTED = "     │ "  # before what others wrote
NARROW = 20  # columns that are left to it at least


@dataclass(frozen=True)
class KeystoreWallet:
    """An account of Brownie's encrypted keystore; Brownie signs, and fills in fees and nonce."""

    web3: Web3
    account: Any
    confirmations: int

    @property
    def address(self) -> str:
        """See Wallet."""
        return str(self.account.address)

    def send(self, call: Call) -> TxReceipt:
        """See Wallet."""
        refuse_failing(self.web3, self.address, call)
        try:
            sent = self.account.transfer(
                call.to or None, call.value, data="0x" + call.data.hex(), required_confs=self.confirmations
            )
        except ValueError as error:
            raise Refusal(f"The transaction was not sent: {error}.") from None
        return succeeded(self.web3.eth.get_transaction_receipt(sent.txid))

    def sign(self, asked: dict[str, Any]) -> bytes:
        """See Wallet."""
        return bytes(Account.sign_typed_data(self.account.private_key, full_message=asked).signature)

    def sign_text(self, text: str) -> bytes:
        """See Wallet."""
        return bytes(self.account.sign_defunct_message(text).signature)


class Session:
    """What a command works with. `name` is what `as=` said; it may be empty."""

    def __init__(self, web3: Web3, default_role: str, name: str = "") -> None:
        self.web3 = web3
        self.chain_id = web3.eth.chain_id
        self.default_role = default_role
        self.name = name
        self.origin = parameters.ORIGIN.rstrip("/")
        self._agreed = False
        self._accounts: dict[str, str] = {}
        width = None if sys.stdout.isatty() else UNSEEN_WIDTH
        self.console = Console(width=width, highlight=False, markup=False, emoji=False)

    @classmethod
    def open(cls, default_role: str, name: str = "") -> "Session":
        """A session on the network that Brownie is connected to."""
        if not brownie.network.is_connected():
            raise Refusal("No node is reachable; start one with `make devnet`, or name a network with --network.")
        return cls(Web3(brownie.web3.provider), default_role, name)

    # The chain

    @property
    def is_devnet(self) -> bool:
        """Whether roles are the node's unlocked accounts and nothing is asked."""
        return self.chain_id == parameters.DEVNET

    @cached_property
    def book(self) -> AddressBook:
        """The address book, compared with the node."""
        return address_book.load(self.web3)

    @cached_property
    def market(self) -> Market:
        """The market of the address book."""
        return Market(self.web3, self.book)

    @cached_property
    def goods(self) -> Goods:
        """The Provenance of the address book."""
        return Goods(self.web3, self.book)

    @cached_property
    def claims(self) -> Claims:
        """The claims in the Identity of the address book."""
        return Claims(self.web3, self.book)

    @cached_property
    def now(self) -> int:
        """The chain's time when it was first asked for, Unix seconds."""
        return node.now(self.web3)

    # Who acts

    @cached_property
    def wallet(self) -> Wallet:
        """The account that `as=` names, or the command's usual one."""
        if self.is_devnet:
            return NodeWallet(self.web3, roles.account(self.web3, self.name or self.default_role))
        return self._keystore()

    def acting(self, address: str, part: str) -> Wallet:
        """The wallet of whoever has a part in an order ("seller"); refused if `as=` names somebody else.

        On the devnet nobody needs to say who acts: the order does.
        """
        if self.is_devnet and not self.name:
            if address not in self.web3.eth.accounts:
                raise Refusal(f"The {part} {self.who(address)} is none of this node's accounts.")
            return NodeWallet(self.web3, address)
        if self.wallet.address != address:
            raise Refusal(f"The {part} is {self.who(address)}, not {self.who(self.wallet.address)}.")
        return self.wallet

    def resolve(self, name: str) -> str:
        """An account by its address, on the devnet also by its role; checksummed."""
        if Web3.is_address(name):
            if name not in (name.lower(), Web3.to_checksum_address(name)):
                raise Refusal(f"The address {name} has a wrong checksum.")
            return Web3.to_checksum_address(name)
        if not self.is_devnet:
            raise Refusal(f"{name!r} is not an address.")
        if name not in self._accounts:
            self._accounts[name] = roles.account(self.web3, name)
        return self._accounts[name]

    def who(self, address: str) -> str:
        """An account as people read it: its role on the devnet, else its address."""
        return roles.role_of(self.web3, address) or address

    def _keystore(self) -> Wallet:
        known = sorted(brownie.accounts.load())
        name = self.name or (known[0] if len(known) == 1 else "")
        if name not in known:
            names = ", ".join(known) or "none; `brownie accounts new NAME` makes one"
            raise Refusal(f"Say which account of Brownie's keystore acts, as=NAME (it has {names}).")
        try:
            account = brownie.accounts.load(name)
        except ValueError:
            raise Refusal(f"The password does not open the account {name}.") from None
        if account.address in parameters.PUBLIC_ACCOUNTS:
            raise Refusal(f"The key of {account.address} is known to everyone; it signs on a devnet only.")
        return KeystoreWallet(self.web3, account, parameters.network(self.chain_id).confirmations)

    def passphrase(self, new: bool = False, of: str = "key file") -> str:
        """The passphrase of an encrypted file: a fixed one on the devnet, else typed (twice if it is new)."""
        if self.is_devnet:
            return parameters.DEVNET_PASSPHRASE
        typed = getpass(f"Passphrase of the {of}: ")
        if new and (len(typed) < MIN_PASSPHRASE or getpass("The same again: ") != typed):
            raise Refusal(f"The passphrase needs {MIN_PASSPHRASE} characters, typed alike twice; nothing was written.")
        return typed

    # Telling

    def say(self, text: str) -> None:
        """One line of what was done; never broken, so that ids can be copied."""
        self.console.print(text, soft_wrap=True)

    def quote(self, line: str) -> None:
        """A line that somebody else wrote; folded here and not by the terminal, so nothing in it passes for ours.

        Terminals differ in how wide a character is that is not ASCII: two columns at most.
        """
        columns = max(self.console.width - len(QUOTED), NARROW)
        for part in textwrap.wrap(line, columns if line.isascii() else columns // 2) or [""]:
            self.say(f"{QUOTED}{part}")

    def amount(self, amount: int, currency: str) -> str:
        """An amount with its symbol; of an unknown currency the smallest units and the address."""
        if any(entry.address == currency for entry in self.book.currencies):
            return units.format_amount(amount, self.book.currency(currency))
        return f"{amount:,} smallest units of {currency} (unknown currency)"

    def table(self, *columns: str, title: str = "") -> Table:
        """An empty table; print it with `show`."""
        table = Table(title=title or None, title_justify="left", header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        return table

    def show(self, table: Table) -> None:
        """Print a table."""
        self.console.print(table)

    # Doing

    def check(self, wallet: Wallet, call: Call) -> None:
        """Try a call without sending it; refused with the contract's reason."""
        refuse_failing(self.web3, wallet.address, call)

    def announce(self, what: str) -> None:
        """Say what will be done; on a live network ask, once in a run, before anything is spent."""
        self.say(what)
        if self.is_devnet or self._agreed:
            return
        try:
            question = f"Go ahead on {parameters.network(self.chain_id).name}, with this and what follows from it?"
            self._agreed = Confirm.ask(question, console=self.console)
        except EOFError:
            self._agreed = False
        if not self._agreed:
            raise Refusal("Not confirmed; nothing was sent.")

    def send(self, wallet: Wallet, call: Call, what: str) -> TxReceipt:
        """Send a call and say what it did."""
        receipt = wallet.send(call)
        fee = units.format_amount(
            receipt["gasUsed"] * receipt["effectiveGasPrice"], self.book.currency(parameters.COIN)
        )
        self.say(f"✓ {what}: block {receipt['blockNumber']:,}, {receipt['gasUsed']:,} gas ({fee})")
        return receipt
