"""Questions to the index. Each takes an open connection and answers from one consistent state."""

from dataclasses import dataclass

from sqlalchemy import Connection

from frontend.index.rows import Account, Credit, Cursor, Entry, Event, Offer, Order, Page, Turnover
from frontend.state_table import Status

PAGE_SIZE = 24
MAX_PAGE_SIZE = 100


@dataclass(frozen=True)
class OfferFilter:
    """Which offers; empty fields do not matter. `text` is looked for in titles, categories and product names."""

    seller: str = ""
    currency: str = ""
    text: str = ""
    category: str = ""
    in_stock: bool = True


@dataclass(frozen=True)
class OrderFilter:
    """Which orders; empty fields do not matter. `awaited` is the account whose step is awaited."""

    buyer: str = ""
    payer: str = ""
    seller: str = ""
    carrier: str = ""
    arbiter: str = ""
    awaited: str = ""
    statuses: frozenset[Status] = frozenset()


def offers(db: Connection, wanted: OfferFilter, after: str = "", limit: int = PAGE_SIZE) -> Page[Offer]:
    """Newest first; `after` is the `next` of the page before. ValueError (one sentence) for a cursor it never gave."""
    raise NotImplementedError


def offer(db: Connection, offer_id: str) -> Offer | None:
    """One offer, or None where it was never published."""
    raise NotImplementedError


def offers_by_id(db: Connection, offer_ids: list[str]) -> dict[str, Offer]:
    """Several offers at once, by id."""
    raise NotImplementedError


def offer_history(db: Connection, offer_id: str) -> list[Event]:
    """What happened to an offer's terms and stock, oldest first: published, revised (from or to), caps."""
    raise NotImplementedError


def variants(db: Connection, wanted: Offer) -> list[Offer]:
    """Offers of the same seller and product that are still for sale, the given one among them if it is."""
    raise NotImplementedError


def categories(db: Connection) -> list[tuple[str, int]]:
    """Categories of the offers in stock with their counts, most used first."""
    raise NotImplementedError


def sellers(db: Connection) -> list[tuple[Account, int]]:
    """Accounts with offers in stock and how many, most first."""
    raise NotImplementedError


def orders(db: Connection, wanted: OrderFilter, after: str = "", limit: int = PAGE_SIZE) -> Page[Order]:
    """Newest first; `after` is the `next` of the page before. ValueError (one sentence) for a cursor it never gave."""
    raise NotImplementedError


def order(db: Connection, order_id: str) -> Order | None:
    """One order, or None where it was never paid."""
    raise NotImplementedError


def count_orders(db: Connection, wanted: OrderFilter) -> dict[Status, int]:
    """How many orders a filter finds in each status."""
    raise NotImplementedError


def timeline(db: Connection, order_id: str) -> list[Event]:
    """An order's events, oldest first."""
    raise NotImplementedError


def ledger(db: Connection, order_id: str) -> list[Entry]:
    """Who paid and got how much of an order, oldest first."""
    raise NotImplementedError


def credits(db: Connection, account: str) -> list[Credit]:
    """Money that waits in Escrow for an account."""
    raise NotImplementedError


def account(db: Connection, address: str) -> Account:
    """An account with its profile, if it has described itself."""
    raise NotImplementedError


def accounts(db: Connection, addresses: list[str]) -> dict[str, Account]:
    """Several accounts at once, by address."""
    raise NotImplementedError


def turnover(db: Connection, seller: str = "") -> list[Turnover]:
    """Figures per currency, of one seller or of the whole market."""
    raise NotImplementedError


def cursor(db: Connection) -> Cursor | None:
    """Up to where the index has followed the chain; None before the first block."""
    raise NotImplementedError


def known_document(db: Connection, sha256: str) -> str:
    """Where a document's hash stands: offer, profile, order, event or picture; empty where nowhere."""
    raise NotImplementedError
