"""The index's tables.

A `position` is where a log stands in the chain: block number and log index in one number. Offers and orders are known
by the position of the log that began them, and events name the offer or order they are about by it.
"""

from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    event,
    literal_column,
    text,
)
from sqlalchemy.types import TypeEngine

from frontend.index.types import Amount, Hash

VERSION = 10
LOG_BITS = 20
EVIDENCE = "EvidenceSubmitted"  # changes nothing, so anybody who takes part may log it without end

metadata = MetaData()


def position(block: int, log_index: int) -> int:
    """A log's place in the chain; log indices stay far below 2^20."""
    return block << LOG_BITS | log_index


def block_of(place: int) -> int:
    """The block of a position."""
    return place >> LOG_BITS


def _column(name: str, kind: TypeEngine[Any] | type[TypeEngine[Any]]) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _position() -> Column[int]:
    return Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _where_true(column: str) -> dict[str, Any]:
    return {"sqlite_where": text(f"{column} = 1"), "postgresql_where": text(column)}


def _where_known(column: str) -> dict[str, Any]:
    return _where(f"{column} IS NOT NULL")


# Which market this is, and up to which block it was followed; one row
market = Table(
    "market",
    metadata,
    Column("id", Integer, primary_key=True),
    _column("version", Integer),
    _column("chain_id", BigInteger),
    _column("genesis", Hash),
    _column("escrow", Hash),
    _column("identity", Hash),
    Column("provenance", Hash),
    _column("start_block", BigInteger),
    _column("number", BigInteger),
    _column("hash", Hash),
    _column("time", BigInteger),
)

# The latest blocks, to find where a re-organised chain parts from what was indexed
blocks = Table(
    "blocks",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _column("hash", Hash),
    _column("parent", Hash),
    _column("time", BigInteger),
)

# Every log, decoded; `subject` is its order or offer, `other` the offer that a revision replaced, `loyalty` the one
# that logged it (null where another contract did)
events = Table(
    "events",
    metadata,
    _position(),
    _column("time", BigInteger),
    _column("transaction", Hash),
    _column("name", String(32)),
    Column("subject", BigInteger),
    Column("other", BigInteger),
    Column("document", Hash),
    Column("loyalty", Hash),
    _column("fields", JSON),
    Index("events_steps", "subject", "position", **_where(f"name <> '{EVIDENCE}'")),
    Index("events_evidence", "subject", "position", **_where(f"name = '{EVIDENCE}'")),
    Index("events_other", "other", **_where_known("other")),
    Index("events_document", "document", **_where_known("document")),
)

# `category` and `product` are those of the offer's text, once it is there; a seller's offers of a product are a listing
offers = Table(
    "offers",
    metadata,
    _position(),
    Column("id", Hash, nullable=False, unique=True),
    _column("time", BigInteger),
    _column("seller", Hash),
    _column("currency", Hash),
    _column("price", Amount),
    _column("shipping", Amount),
    _column("ship_within", Integer),
    _column("deliver_within", Integer),
    _column("inspect_within", Integer),
    _column("carrier", Hash),
    _column("arbiter", Hash),
    _column("commission_bps", Integer),
    _column("loyalty", Hash),
    _column("points_bps", Integer),
    _column("details", Hash),
    _column("cap", Amount),
    _column("sold", Amount),
    _column("in_stock", Boolean),
    Column("revised_to", Hash),
    Column("revised_from", Hash),
    _column("category", String(64)),
    Column("product", String(64)),
    Index("offers_in_stock", "in_stock", "position"),
    Index("offers_sellers", "in_stock", "seller", "product"),
    Index("offers_categories", "in_stock", "category", "seller", "product"),
    Index("offers_listing", "seller", "product", "in_stock", "position", **_where_known("product")),
    Index("offers_category", "in_stock", "category", "position"),
    Index("offers_seller", "seller", "position"),
    Index("offers_details", "details"),
    Index("offers_price", "in_stock", "currency", "price", "position"),
    Index("offers_sold", "in_stock", "sold", "position"),
)

# `weighted_by` is the referrer of an order that has ended and of which he got something. `given` where somebody else
# than the buyer paid: a Loyalty pays with its buyer's own money, `points` of it as points; what it passed on of what
# came back is `cash_back` and `points_back`.
orders = Table(
    "orders",
    metadata,
    _position(),
    Column("id", Hash, nullable=False, unique=True),
    _column("time", BigInteger),
    _column("offer", BigInteger),
    _column("seller", Hash),
    _column("currency", Hash),
    Column("carrier", Hash),
    Column("arbiter", Hash),
    _column("buyer", Hash),
    _column("payer", Hash),
    _column("given", Boolean),
    _column("points", Amount),
    _column("quantity", Amount),
    _column("referrer", Hash),
    _column("delivery", Hash),
    _column("salt", Hash),
    _column("total", Amount),
    _column("status", SmallInteger),
    _column("round", SmallInteger),
    _column("kind", SmallInteger),
    _column("buyer_extended", Boolean),
    _column("seller_extended", Boolean),
    _column("returned", Boolean),
    _column("deadline", BigInteger),
    _column("released", Amount),
    _column("refunded", Amount),
    _column("goodwill", Amount),
    _column("cash_back", Amount),
    _column("points_back", Amount),
    _column("ended_time", BigInteger),
    _column("shipped_time", BigInteger),
    _column("commission_bps", Integer),
    _column("disputed", Boolean),
    _column("outcome", SmallInteger),
    Column("weighted_by", Hash),
    Column("awaited", Hash),
    Index("orders_buyer", "buyer", "position"),
    Index("orders_payer", "payer", "position", **_where("payer <> buyer")),
    Index("orders_seller", "seller", "position"),
    Index("orders_carrier", "carrier", "position", **_where_known("carrier")),
    Index("orders_arbiter", "arbiter", "position", **_where_known("arbiter")),
    Index("orders_awaited", "awaited", "position", **_where_known("awaited")),
    Index("orders_due", "awaited", "deadline", **_where_known("awaited")),
    Index("orders_status", "status", "position"),
    Index("orders_delivery", "delivery"),
    Index("orders_offer", "offer", "position"),
    Index("orders_outcome", "seller", "outcome", "position"),
    Index("orders_disputed", "seller", "position", **_where_true("disputed")),
    Index("orders_cases", "disputed", "position", **_where_true("disputed")),
    Index("orders_cases_of", "arbiter", "position", **_where_true("disputed")),
    Index("orders_weighted", "seller", "weighted_by", "position", **_where_known("weighted_by")),
)

# What was credited to somebody, or taken by him; `order` is null where it was of no order
ledger = Table(
    "ledger",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("part", String(16), primary_key=True),
    Column("order", BigInteger),
    _column("time", BigInteger),
    _column("account", Hash),
    _column("currency", Hash),
    _column("amount", Amount),
    _column("key", Hash),
    Index("ledger_order", "order", **_where_known('"order"')),
    Index("ledger_account", "account", "position"),
    sqlite_with_rowid=False,
)

# What waits in Escrow for an account
credits = Table(
    "credits",
    metadata,
    Column("account", Hash, primary_key=True),
    Column("key", Hash, primary_key=True),
    Column("currency", Hash, primary_key=True),
    _column("amount", Amount),
    _column("certain", Boolean),
    sqlite_with_rowid=False,
)

# Each time an account described itself; the latest counts
profiles = Table(
    "profiles",
    metadata,
    _position(),
    _column("account", Hash),
    _column("document", Hash),
    Index("profiles_account", "account", "position"),
    Index("profiles_document", "document"),
)

# Texts of offers and profiles, copied from the vault so that they can be listed
documents = Table(
    "documents",
    metadata,
    Column("sha256", Hash, primary_key=True),
    _column("kind", String(16)),
    _column("category", String(64)),
    _column("product", String(64)),
    _column("body", JSON),
)

# Pictures that those texts name
pictures = Table(
    "pictures",
    metadata,
    Column("sha256", Hash, primary_key=True),
    Column("document", Hash, primary_key=True),
    sqlite_with_rowid=False,
)

# Whose goods an offer's text says they are, where their journey is on the chain
origins = Table(
    "origins",
    metadata,
    Column("document", Hash, primary_key=True),
    _column("producer", Hash),
    _column("gtin", BigInteger),
    sqlite_with_rowid=False,
)

# Countries that a text's goods are shipped to, or "any"
destinations = Table(
    "destinations",
    metadata,
    Column("document", Hash, primary_key=True),
    Column("country", String(3), primary_key=True),
    sqlite_with_rowid=False,
)

# What offers are searched by: words with blanks between them, for every offer whose text is there
search = Table(
    "search",
    metadata,
    _position(),
    _column("title", Text),
    _column("facets", Text),
    _column("shop", Text),
    _column("description", Text),
)

# Which words there are in titles, variants and names, to find those that were meant; of which texts, of which kind
vocabulary = Table(
    "vocabulary",
    metadata,
    Column("word", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("document", Hash, primary_key=True),
    Index("vocabulary_document", "document"),
    sqlite_with_rowid=False,
)

# Three letters in a row, and the words that have them
trigrams = Table(
    "trigrams",
    metadata,
    Column("trigram", String(3), primary_key=True),
    Column("word", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# SQLite's full-text index over `search`, which it follows by triggers
FOLLOW = """
CREATE TRIGGER search_{name} AFTER {verb} ON search BEGIN
    INSERT INTO search_words ({command} rowid, title, facets, shop, description)
    VALUES ({value} {row}.position, {row}.title, {row}.facets, {row}.shop, {row}.description);
END"""
FULL_TEXT_SQLITE = (
    """
CREATE VIRTUAL TABLE search_words USING fts5(title, facets, shop, description,
    content='search', content_rowid='position', tokenize='unicode61 remove_diacritics 0')""",
    FOLLOW.format(name="added", verb="INSERT", command="", value="", row="new"),
    FOLLOW.format(name="dropped", verb="DELETE", command="search_words,", value="'delete',", row="old"),
)

# PostgreSQL's: the words are final, so the simple configuration changes nothing in them
FULL_TEXT_POSTGRESQL = (
    """
ALTER TABLE search ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', facets), 'B') ||
    setweight(to_tsvector('simple', shop), 'D') || setweight(to_tsvector('simple', description), 'C')) STORED""",
    "CREATE INDEX search_words ON search USING gin (words)",
)


IS_EVIDENCE = events.c.name == literal_column(f"'{EVIDENCE}'")  # as the partial indices have it
IS_STEP = events.c.name != literal_column(f"'{EVIDENCE}'")


def _when(moment: str, dialect: str, *statements: str) -> None:
    for statement in statements:
        event.listen(search, moment, DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


_when("after_create", "sqlite", *FULL_TEXT_SQLITE)
_when("after_create", "postgresql", *FULL_TEXT_POSTGRESQL)
_when("before_drop", "sqlite", "DROP TABLE IF EXISTS search_words")
