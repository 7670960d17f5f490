"""Whose evidence is taken: that of an order's own two sides, and of each account so much on one order."""

from sqlalchemy import Connection

from frontend.index.evidence import MOST, named_by, namings
from frontend.vault import Vault
from frontend.vault.erasing import parties
from frontend.wording.texts import gettext
from scripts.refusal import Refusal


def check_evidence(db: Connection, vault: Vault, sha256: str, body: bytes) -> None:
    """Raises Refusal unless an order between those whom the evidence names has it, and its author has room left."""
    theirs = namings(db, sha256, tuple(map(str.lower, parties(body))))
    if not theirs:
        raise Refusal(gettext("No order between these two names this evidence."))
    if vault.has(sha256):
        return
    if not any("0x" + sha256 in named_by(db, one) for one in theirs):
        raise Refusal(gettext("This shop keeps %(count)s documents of one account for an order.", count=MOST))
