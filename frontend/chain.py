"""The one file that talks to a node."""

from dataclasses import dataclass
from typing import Any

from frontend.config import AddressBook
from frontend.state_table import Kind, Status


class NodeDown(Exception):
    """The node does not answer, or answers nonsense. One sentence."""


class WrongChain(Exception):
    """The node serves another chain or other contracts than the address book. One sentence."""


class RangeRefused(Exception):
    """The node refuses to give the logs of so many blocks at once."""


@dataclass(frozen=True)
class Header:
    """A block: its number, hash, parent's hash and time (Unix seconds)."""

    number: int
    hash: str
    parent: str
    time: int


@dataclass(frozen=True)
class Record:
    """Where an order stands on chain, as Escrow has it; status NONE where it was never paid."""

    status: Status
    round: int
    kind: Kind
    buyer_extended: bool
    seller_extended: bool
    returned: bool
    deadline: int
    released: int
    refunded: int


@dataclass(frozen=True)
class Stock:
    """An offer's stock on chain."""

    published: bool
    cap: int
    sold: int


class Chain:
    """A node and the market's contracts on it. Every method raises NodeDown where the node does not answer."""

    def __init__(self, url: str, book: AddressBook) -> None:
        self.url = url
        self.book = book

    def verify(self) -> None:
        """Raises WrongChain unless chain id, genesis and the contracts' code are those of the address book."""
        raise NotImplementedError

    def head(self) -> Header:
        """The latest block."""
        raise NotImplementedError

    def headers(self, numbers: list[int]) -> list[Header | None]:
        """Blocks by number, None for those that the chain does not have."""
        raise NotImplementedError

    def now(self) -> int:
        """The latest block's time plus what has passed since, in Unix seconds."""
        raise NotImplementedError

    def logs(self, first: int, last: int) -> list[dict[str, Any]]:
        """Raw logs of the market's contracts in these blocks, in order; raises RangeRefused."""
        raise NotImplementedError

    def record(self, order_id: str) -> Record:
        """Where an order stands."""
        raise NotImplementedError

    def stock(self, offer_id: str) -> Stock:
        """How many units of an offer may be, and were, sold."""
        raise NotImplementedError

    def credit(self, account: str, key: str, currency: str) -> int:
        """What is credited to an account under a key, in the currency's smallest units."""
        raise NotImplementedError

    def order_id(self, terms: dict[str, Any]) -> str:
        """The id that Escrow gives to an Order struct (as `Order.terms()` has it)."""
        raise NotImplementedError

    def has_code(self, account: str) -> bool:
        """Whether an account is a contract (or delegates to one)."""
        raise NotImplementedError
