"""The index's tables.

A `position` is where a log stands in the chain: block number and log index in one number. Offers and orders are known
by the position of the log that began them, and events name the offer or order they are about by it.
"""

from typing import Any

from sqlalchemy import (
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
    literal_column,
    text,
)

from frontend.index.types import Amount, Hash, position_key, required

VERSION = 22
LOG_BITS = 20
EVIDENCE = "EvidenceSubmitted"  # changes nothing, so anybody who takes part may log it without end

metadata = MetaData()


def position(block: int, log_index: int) -> int:
    """A log's place in the chain; log indices stay far below 2^20."""
    return block << LOG_BITS | log_index


def block_of(place: int) -> int:
    """The block of a position."""
    return place >> LOG_BITS


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _where_true(column: str) -> dict[str, Any]:
    return {"sqlite_where": text(f"{column} = 1"), "postgresql_where": text(column)}


def _where_known(column: str) -> dict[str, Any]:
    return _where(f"{column} IS NOT NULL")


# Which market this is, and up to which block it was followed; `trust` is the fingerprint of what reviews were weighed
# by; one row
market = Table(
    "market",
    metadata,
    Column("id", Integer, primary_key=True),
    required("version", Integer),
    required("chain_id", BigInteger),
    required("genesis", Hash),
    required("escrow", Hash),
    required("identity", Hash),
    Column("provenance", Hash),
    Column("reviews", Hash),
    Column("trust", Hash),
    required("start_block", BigInteger),
    required("number", BigInteger),
    required("hash", Hash),
    required("time", BigInteger),
)

# The latest blocks, to find where a re-organised chain parts from what was indexed
blocks = Table(
    "blocks",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    required("hash", Hash),
    required("parent", Hash),
    required("time", BigInteger),
)

# Every log, decoded; `subject` is its order or offer, `other` the offer that a revision replaced, `loyalty` or `vault`
# (a Credit) the one that logged it (null where another contract did)
events = Table(
    "events",
    metadata,
    position_key(),
    required("time", BigInteger),
    required("transaction", Hash),
    required("name", String(32)),
    Column("subject", BigInteger),
    Column("other", BigInteger),
    Column("document", Hash),
    Column("loyalty", Hash),
    Column("vault", Hash),
    required("fields", JSON),
    Index("events_steps", "subject", "position", **_where(f"name <> '{EVIDENCE}'")),
    Index("events_evidence", "subject", "position", **_where(f"name = '{EVIDENCE}'")),
    Index("events_other", "other", **_where_known("other")),
    Index("events_document", "document", **_where_known("document")),
)

# `category` and `product` are those of the offer's text, once it is there; a seller's offers of a product are a
# listing. `line` is the offer that this one continues, through all revisions that published one: the first's position.
# `rated` is where its listing's reviews put it among others, in millionths of a star; 0 where they weigh too little
offers = Table(
    "offers",
    metadata,
    position_key(),
    Column("id", Hash, nullable=False, unique=True),
    required("time", BigInteger),
    required("seller", Hash),
    required("currency", Hash),
    required("price", Amount),
    required("shipping", Amount),
    required("ship_within", Integer),
    required("deliver_within", Integer),
    required("inspect_within", Integer),
    required("carrier", Hash),
    required("arbiter", Hash),
    required("commission_bps", Integer),
    required("loyalty", Hash),
    required("points_bps", Integer),
    required("details", Hash),
    required("cap", Amount),
    required("sold", Amount),
    required("in_stock", Boolean),
    Column("revised_to", Hash),
    Column("revised_from", Hash),
    required("category", String(64)),
    Column("product", String(64)),
    required("line", BigInteger),
    required("rated", Integer),
    Index("offers_in_stock", "in_stock", "position"),
    Index("offers_sellers", "in_stock", "seller", "product"),
    Index("offers_categories", "in_stock", "category", "seller", "product"),
    Index("offers_listing", "seller", "product", "in_stock", "position", **_where_known("product")),
    Index("offers_category", "in_stock", "category", "position"),
    Index("offers_seller", "seller", "position"),
    Index("offers_shop", "in_stock", "seller", "position"),
    Index("offers_details", "details", "seller"),
    Index("offers_price", "in_stock", "currency", "price", "position"),
    Index("offers_sold", "in_stock", "sold", "position"),
    Index("offers_rated", "in_stock", "rated", "position"),
    Index("offers_line", "line", "seller", "product"),
)

# `weighted_by` is the referrer of an order that has ended and of which he got something. `given` where somebody else
# than the buyer paid: a Loyalty pays with its buyer's own money, `points` of it as points; what it passed on of what
# came back is `cash_back` and `points_back`. A Credit pays for its buyer too, to whom it has `lent` so much of the
# total. `received_time` is when the carrier attested the delivery, or the buyer confirmed;
# `attested` where it was the carrier.
orders = Table(
    "orders",
    metadata,
    position_key(),
    Column("id", Hash, nullable=False, unique=True),
    required("time", BigInteger),
    required("offer", BigInteger),
    required("seller", Hash),
    required("currency", Hash),
    Column("carrier", Hash),
    Column("arbiter", Hash),
    required("buyer", Hash),
    required("payer", Hash),
    required("given", Boolean),
    required("points", Amount),
    required("lent", Amount),
    required("quantity", Amount),
    required("referrer", Hash),
    required("delivery", Hash),
    required("salt", Hash),
    required("total", Amount),
    required("status", SmallInteger),
    required("round", SmallInteger),
    required("kind", SmallInteger),
    required("buyer_extended", Boolean),
    required("seller_extended", Boolean),
    required("returned", Boolean),
    required("deadline", BigInteger),
    required("released", Amount),
    required("refunded", Amount),
    required("goodwill", Amount),
    required("cash_back", Amount),
    required("points_back", Amount),
    required("ended_time", BigInteger),
    required("shipped_time", BigInteger),
    required("received_time", BigInteger),
    required("attested", Boolean),
    required("commission_bps", Integer),
    required("disputed", Boolean),
    required("outcome", SmallInteger),
    Column("weighted_by", Hash),
    Column("awaited", Hash),
    Index("orders_buyer", "buyer", "position"),
    Index("orders_dealings", "seller", "buyer", "position"),
    Index("orders_payer", "payer", "position", **_where("payer <> buyer")),
    Index("orders_seller", "seller", "position"),
    Index("orders_carrier", "carrier", "position", **_where_known("carrier")),
    Index("orders_arbiter", "arbiter", "position", **_where_known("arbiter")),
    Index("orders_awaited", "awaited", "position", **_where_known("awaited")),
    Index("orders_due", "awaited", "deadline", **_where_known("awaited")),
    Index("orders_status", "status", "position"),
    Index("orders_delivery", "delivery", "buyer", "seller"),
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
    required("time", BigInteger),
    required("account", Hash),
    required("currency", Hash),
    required("amount", Amount),
    required("key", Hash),
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
    required("amount", Amount),
    required("certain", Boolean),
    sqlite_with_rowid=False,
)

# Each time an account described itself; the latest counts
profiles = Table(
    "profiles",
    metadata,
    position_key(),
    required("account", Hash),
    required("document", Hash),
    Index("profiles_account", "account", "position"),
    Index("profiles_document", "document"),
)

# Texts of offers and profiles, copied from the vault so that they can be listed
documents = Table(
    "documents",
    metadata,
    Column("sha256", Hash, primary_key=True),
    required("kind", String(16)),
    required("category", String(64)),
    required("product", String(64)),
    required("body", JSON),
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
    required("producer", Hash),
    required("gtin", BigInteger),
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

IS_EVIDENCE = events.c.name == literal_column(f"'{EVIDENCE}'")  # as the partial indices have it
IS_STEP = events.c.name != literal_column(f"'{EVIDENCE}'")
