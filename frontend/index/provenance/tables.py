"""The tables of provenance.

A lot, an item and a unit are each known by the position of the log that began them; `thing` is an item or a unit,
`subject` any of the three. Nothing is overwritten: what holds for a while has the positions `since` and `until` (which
it no longer holds at), and the same as times; what holds still has FOREVER. So what a re-organisation takes away is
deleted, and what it had ended goes on.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, SmallInteger, String, Table, text
from sqlalchemy.types import TypeEngine

from frontend.index.schema import metadata
from frontend.index.types import Hash, position_key, required

FOREVER = 2**62  # a position, and seconds

OWNER, CUSTODIAN = 1, 2  # roles, as the contract has them


def _key(name: str, kind: TypeEngine[Any] | type[TypeEngine[Any]] = BigInteger) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def where_any(*flags: str) -> dict[str, Any]:
    """Of an index that has only rows with one of these flags."""
    names = {"sqlite": [f"{flag} = 1" for flag in flags], "postgresql": flags}
    return {f"{dialect}_where": text(" OR ".join(parts)) for dialect, parts in names.items()}


def _span() -> list[Column[Any]]:
    """When something ended that began at `since`."""
    return [required("since_time", BigInteger), required("until", BigInteger), required("until_time", BigInteger)]


lots = Table(
    "lots",
    metadata,
    position_key(),
    Column("id", Hash, nullable=False, unique=True),
    required("time", BigInteger),
    required("producer", Hash),
    required("gtin", BigInteger),
    required("batch", Hash),
    required("count", BigInteger),
    required("root", Hash),
    required("document", Hash),
    Index("lots_goods", "gtin", "batch", "position"),
    Index("lots_producer", "producer", "position"),
    Index("lots_document", "document"),
)

# Blocks of items that lots' documents name
blocks = Table(
    "item_blocks",
    metadata,
    Column("sha256", Hash, primary_key=True),
    Column("document", Hash, primary_key=True),
    Index("item_blocks_document", "document"),
    sqlite_with_rowid=False,
)

# How many of a lot's items were used up in other lots, and how many became individual
lot_counts = Table("lot_counts", metadata, _key("lot"), required("used", BigInteger), required("touched", BigInteger))

# Items and units; `key` is lot and serial in one, of a unit `lot` is null and the lot in its key is its maker's address
things = Table(
    "things",
    metadata,
    position_key(),
    Column("key", Hash, nullable=False, unique=True),
    required("time", BigInteger),
    Column("lot", BigInteger),
    required("serial", Hash),
    Index("things_lot", "lot", "serial"),
    Index("things_place", "lot", "position"),
    Index("things_serial", "serial", "position"),
)

# What became of lots: so much of the input is in the lot, the `place`-th of its inputs
inputs = Table(
    "inputs",
    metadata,
    _key("lot"),
    _key("place", SmallInteger),
    required("input", BigInteger),
    required("quantity", BigInteger),
    required("position", BigInteger),
    Index("inputs_input", "input", "lot"),
    Index("inputs_position", "position"),
    sqlite_with_rowid=False,
)

# Who owns and who keeps a thing while it lies in no unit
holders = Table(
    "holders",
    metadata,
    _key("thing"),
    _key("role", SmallInteger),
    _key("since"),
    required("account", Hash),
    required("event", String(32)),
    *_span(),
    Index("holders_account", "account", "role", "until", "thing"),
    Index("holders_since", "since"),
    Index("holders_until", "until"),
    sqlite_with_rowid=False,
)

# What lies in which unit
contents = Table(
    "contents",
    metadata,
    _key("thing"),
    _key("since"),
    required("unit", BigInteger),
    *_span(),
    Index("contents_unit", "unit", "until", "thing"),
    Index("contents_since", "since"),
    Index("contents_until", "until"),
    sqlite_with_rowid=False,
)

# Roles that were offered and may be accepted until then
handovers = Table(
    "handovers",
    metadata,
    _key("thing"),
    _key("role", SmallInteger),
    _key("since"),
    required("by", Hash),
    required("to", Hash),
    required("version", BigInteger),
    *_span(),
    Index("handovers_to", "to", "until", "since"),
    Index("handovers_since", "since"),
    Index("handovers_until", "until"),
    sqlite_with_rowid=False,
)

# What happened to whom: from `began` to `time` by whoever told it; `recorded` is when the chain heard of it. Of a lot
# it may be about the serials from `first` to `last` only. `of_others` where a unit is told what was put into it.
lines = Table(
    "lines",
    metadata,
    _key("subject"),
    _key("position"),
    required("began", BigInteger),
    required("time", BigInteger),
    required("recorded", BigInteger),
    required("name", String(32)),
    required("of_others", Boolean),
    Column("first", Hash),
    Column("last", Hash),
    Index("lines_time", "subject", "time", "position"),
    Index("lines_position", "position"),
    sqlite_with_rowid=False,
)

# Each event that was reported, once; `step` and `disposition` are CBV's by number
reports = Table(
    "reports",
    metadata,
    position_key(),
    Column("event_id", Hash, nullable=False, unique=True),
    required("subject", BigInteger),
    required("by", Hash),
    required("step", SmallInteger),
    Index("reports_steps", "subject", "step", "position"),
)

# Each sensor's report, once. A reading may lie outside of the limits that the report itself names, and of those that
# were promised of the `lot` before; what is in a unit may be of several lots, so there the latter is not known here.
sensors = Table(
    "sensors",
    metadata,
    position_key(),
    Column("event_id", Hash, nullable=False, unique=True),
    required("subject", BigInteger),
    Column("lot", BigInteger),
    required("by", Hash),
    required("recorded", BigInteger),
    required("root", Hash),
    required("count", BigInteger),
    *(required(name, BigInteger) for name in ("minimum", "maximum", "first", "last", "low", "high")),
    required("read_point", Hash),
    required("document", Hash),
    required("exceeds_own", Boolean),
    required("exceeds_promised", Boolean),
    Index("sensors_subject", "subject", "position"),
    Index("sensors_breached", "lot", "position", **where_any("exceeds_own", "exceeds_promised")),
)

# What producers promised of their lots; `strictest_low` and `strictest_high` of all promises up to this one
promises = Table(
    "promises",
    metadata,
    _key("lot"),
    _key("position"),
    *(required(name, BigInteger) for name in ("low", "high", "strictest_low", "strictest_high")),
    Index("promises_position", "position"),
    sqlite_with_rowid=False,
)

# Who declared which event an error, the first time
errors = Table(
    "declared_errors",
    metadata,
    _key("event_id", Hash),
    _key("by", Hash),
    required("position", BigInteger),
    required("time", BigInteger),
    required("reason", SmallInteger),
    required("document", Hash),
    Index("declared_errors_position", "position"),
    sqlite_with_rowid=False,
)

# Who let whom report which steps (a bit each) of a lot, for himself; the latest counts
permissions = Table(
    "permissions",
    metadata,
    position_key(),
    required("account", Hash),
    required("lot", Hash),
    required("reporter", Hash),
    required("steps", BigInteger),
    Index("permissions_whose", "lot", "account", "reporter", "position"),
)

# `subject` is the lot, or the unit that its owner recalled; `closed` is a position
recalls = Table(
    "recalls",
    metadata,
    position_key(),
    Column("id", Hash, nullable=False, unique=True),
    required("time", BigInteger),
    required("subject", BigInteger),
    required("by", Hash),
    required("by_producer", Boolean),
    required("first", Hash),
    required("last", Hash),
    required("class", SmallInteger),
    required("document", Hash),
    Column("closed", BigInteger),
    Column("closed_time", BigInteger),
    Column("closed_document", Hash),
    Index("recalls_subject", "subject", "by_producer", "closed", "position"),
    Index("recalls_by", "by", "position"),
    Index("recalls_closed", "closed"),
)

# Which item was bound to which order and round; `sold` once it is settled, null until then
bindings = Table(
    "bindings",
    metadata,
    _key("thing"),
    _key("since"),
    required("order_id", Hash),
    required("round", SmallInteger),
    *_span(),
    Column("sold", Boolean),
    Index("bindings_order", "order_id", "since"),
    Index("bindings_since", "since"),
    Index("bindings_until", "until"),
    sqlite_with_rowid=False,
)

# Whose the hidden code of an item was
claims = Table(
    "claims",
    metadata,
    _key("thing"),
    required("position", BigInteger),
    required("time", BigInteger),
    required("by", Hash),
    Index("claims_position", "position"),
    sqlite_with_rowid=False,
)
