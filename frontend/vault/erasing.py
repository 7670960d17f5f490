"""Erasing what was sealed: some days after an order is over, or when its buyer or seller signs for it."""

from collections.abc import Iterable, Sequence
from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from frontend.chain import Chain
from frontend.index.evidence import namings
from frontend.index.queries import places_of_document
from frontend.index.schema import events, orders
from frontend.signatures import signed_by
from frontend.vault import Missing, Vault
from frontend.wording.texts import gettext
from scripts.documents import Kind, examine, parse
from scripts.refusal import Refusal

DAY = 86_400
VALID_FOR = 3_600  # seconds: the furthest expiry that a request may have


class NotAllowed(Exception):
    """The request to erase was not made by who may make it. One sentence, in the reader's language."""


def request_text(chain_id: int, escrow: str, documents: Iterable[str], expires: int) -> str:
    """What the buyer or the seller signs (personal_sign) to have sealed documents erased; `expires` in Unix seconds."""
    return "\n".join(
        (
            "Handover: erase what was sealed for these orders.",
            *(f"Document: {sha256}" for sha256 in documents),
            f"Escrow: {escrow} on chain {chain_id}",
            f"Valid until: {expires}",
        )
    )


def parties(body: bytes) -> tuple[str, ...]:
    """The buyer and the seller between whom delivery details say they are; empty where they do not."""
    said = parse(body).get("between", {}) if body.startswith(b"{") else {}
    return tuple(to_checksum_address(said[role]) for role in ("buyer", "seller") if role in said)


def check_request(
    chain: Chain, documents: Sequence[str], sealed: Iterable[bytes], account: str, expires: int, signature: bytes
) -> None:
    """Raises NotAllowed unless the buyer or the seller of what is sealed signed this, and it is not expired.

    `documents` are all that the request names, `sealed` the texts of those that are still kept. Who the two are stands
    in the texts, which only their writers could fill: orders can name any hash, also one seen in somebody else's.
    """
    now = chain.now()
    if not now < expires <= now + VALID_FOR:
        raise NotAllowed(gettext("The request has expired, or is valid for more than an hour."))
    if any(account not in parties(body) for body in sealed):
        raise NotAllowed(gettext("Only the buyer or the seller of these delivery details may have them erased."))
    text = request_text(chain.book.chain_id, chain.book.escrow.address, documents, expires)
    if not signed_by(chain, account, text, signature):
        raise NotAllowed(gettext("The signature is not this account's."))


def check_evidence(db: Connection, sealed: dict[str, bytes], account: str) -> None:
    """Raises NotAllowed where evidence (by sha-256) of somebody else's is still needed: nobody erases what speaks
    against him before it is decided. What an order of other people names does not matter."""
    for name, body in sealed.items():
        if not _is(Kind.EVIDENCE, body):
            continue
        two = tuple(map(str.lower, parties(body)))
        if any(one.is_open and one.by != account.lower() for one in namings(db, name, two)):
            raise NotAllowed(gettext("While the order is open, only whoever put evidence there may have it erased."))


def erase_ended(db: Connection, vault: Vault, now: int, days: int) -> int:
    """Erases what was sealed for orders that ended so many days before `now` (Unix seconds); returns how much."""
    before = now - days * DAY
    over = and_(orders.c.ended_time > 0, orders.c.ended_time < before)
    return _erase_letters(db, vault, over, before) + _erase_deliveries(db, vault, over, before)


def _erase_letters(db: Connection, vault: Vault, over: ColumnElement[bool], before: int) -> int:
    """What an event of such an order names, and what says that it is between this order's buyer and its seller."""
    told = and_(events.c.document.is_not(None), events.c.time < before)  # goodwill comes later, with a word about it
    query = select(events.c.document, orders.c.buyer, orders.c.seller).where(over, told)
    done = 0
    for row in db.execute(query.join_from(orders, events, events.c.subject == orders.c.position).distinct()):
        try:
            sealed = vault.read(row.document)
        except Missing:
            continue
        is_theirs = _is_sealed(sealed) and tuple(map(str.lower, parties(sealed))) == (row.buyer, row.seller)
        if is_theirs and not _needed(db, row.document, sealed, before) and not _named(db, row, before):
            vault.erase(row.document)
            done += 1
    return done


def _named(db: Connection, row: Row[Any], before: int) -> bool:
    """Whether an order of the same two that has not ended, or not before that time, names the document."""
    named = select(events.c.position).join_from(events, orders, events.c.subject == orders.c.position)
    theirs = and_(orders.c.buyer == row.buyer, orders.c.seller == row.seller)
    going_on = or_(orders.c.ended_time == 0, orders.c.ended_time >= before)
    return db.execute(named.where(events.c.document == row.document, theirs, going_on).limit(1)).first() is not None


def _erase_deliveries(db: Connection, vault: Vault, over: ColumnElement[bool], before: int) -> int:
    """The delivery details of such orders."""
    done = 0
    for delivery in db.execute(select(orders.c.delivery).where(over).distinct()).scalars():
        try:
            sealed = vault.read(delivery)
        except Missing:
            continue
        if _is_sealed(sealed) and not _needed(db, delivery, sealed, before):
            vault.erase(delivery)
            done += 1
    return done


def _is_sealed(body: bytes) -> bool:
    """Whether this may be erased at all: an order can name the hash of any offer's or profile's document."""
    return _is(Kind.SEALED, body) or _is(Kind.EVIDENCE, body)


def _is(kind: Kind, body: bytes) -> bool:
    try:
        return examine(body)[0] is kind
    except Refusal:
        return False


def _needed(db: Connection, delivery: str, sealed: bytes, before: int) -> bool:
    """Whether an order between those whom the details name has not ended, or not before that time.

    What names nobody may be a return address instead; then an event names it.
    """
    o = orders.c
    conditions = [o.delivery == delivery, (o.ended_time == 0) | (o.ended_time >= before)]
    if between := parties(sealed):
        buyer, seller = map(str.lower, between)
        conditions += [o.buyer == buyer, o.seller == seller]
    elif "event" in places_of_document(db, delivery):
        return True
    return db.execute(select(o.position).where(*conditions).limit(1)).first() is not None
