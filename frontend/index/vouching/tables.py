"""The table of claims: a row for what each event made of one.

A claim is of an issuer, a subject and a kind, which `key` has in one. Nothing is overwritten but `until`, the position
of the next event of the same claim, or FOREVER; so what a re-organisation takes away is deleted, and what was before
holds again.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, text

from frontend.index.provenance.tables import FOREVER
from frontend.index.schema import metadata
from frontend.index.types import Hash, position_key, required

__all__ = ["FOREVER", "vouchings"]

HOLDING: dict[str, Any] = {
    "sqlite_where": text("issued = 1 AND revoked = 0 AND declined = 0"),
    "postgresql_where": text("issued AND NOT revoked AND NOT declined"),
}
WAS_ISSUED: dict[str, Any] = {"sqlite_where": text("issued = 1"), "postgresql_where": text("issued")}

# `since`, `expires` and `revoked_at` (0 where it was not) are times; `document` is the last credential's hash, `notice`
# that of why it was revoked
vouchings = Table(
    "vouchings",
    metadata,
    position_key(),
    required("key", Hash),
    required("issuer", Hash),
    required("subject", Hash),
    required("kind", Hash),
    required("time", BigInteger),
    required("issued", Boolean),
    required("revoked", Boolean),
    required("declined", Boolean),
    required("since", BigInteger),
    required("expires", BigInteger),
    required("revoked_at", BigInteger),
    Column("document", Hash),
    Column("notice", Hash),
    required("until", BigInteger),
    Index("vouchings_key", "key", "position"),
    Index("vouchings_about", "subject", "until", "issuer"),
    Index("vouchings_latest", "subject", "until", "position", **WAS_ISSUED),
    Index("vouchings_by", "issuer", "until", "position", **WAS_ISSUED),
    Index("vouchings_expiring", "issuer", "until", "expires", "position", **HOLDING),
    Index("vouchings_until", "until"),
)
