"""Erasing what was sealed: some days after an order is over, or when its buyer or seller signs for it."""

from collections.abc import Iterable, Sequence
from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy import Connection, Row, and_, literal, or_, select, union

from frontend.chain import Chain
from frontend.index.keeping import is_anothers, is_needed, is_on_record
from frontend.index.queries import cursor, places_of_document
from frontend.index.schema import events, orders
from frontend.signatures import signed_by
from frontend.vault import Missing, Vault
from frontend.vault.waiting import WaitingRoom
from frontend.wording.texts import gettext
from scripts.documents import Kind, examine, parse
from scripts.refusal import Refusal

DAY = 86_400
LATE = 600  # seconds that the index may be behind
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


def knows_all(db: Connection, chain: Chain) -> bool:
    """Whether the index has come so near to the chain's end that it knows who still needs what."""
    seen = cursor(db)
    return seen is not None and (seen.number >= chain.head().number or seen.time >= chain.now() - LATE)


def check_evidence(db: Connection, sealed: dict[str, bytes], account: str) -> None:
    """Raises NotAllowed where evidence (by sha-256) of somebody else's is still needed, and where the index knows of no
    order that names it: nobody erases what speaks against him before it is decided."""
    for name, body in sealed.items():
        if not _is(Kind.EVIDENCE, body):
            continue
        two = _two(body)
        if not is_on_record(db, name, two):
            raise NotAllowed(gettext("No order between these two names this evidence."))
        if is_anothers(db, name, two, account.lower()):
            raise NotAllowed(gettext("While the order is open, only whoever put evidence there may have it erased."))


def erase_ended(db: Connection, vault: Vault, now: int, days: int) -> int:
    """Erases what was sealed for orders that ended so many days before `now` (Unix seconds); returns how much."""
    before = now - days * DAY
    room = WaitingRoom(vault)
    room.tidy(lambda name: bool(places_of_document(db, name)))
    done = 0
    for row in _over(db, before):
        room.call_in(row.document)
        try:
            sealed = vault.read(row.document)
        except Missing:
            continue
        if _is_sealed(sealed) and _may_go(db, row, sealed, before):
            vault.erase(row.document)
            done += 1
    return done


def _over(db: Connection, before: int) -> Sequence[Row[Any]]:
    """What orders that ended before a time name: delivery details, and what was put on their records until then."""
    over = and_(orders.c.ended_time > 0, orders.c.ended_time < before)
    two = (orders.c.buyer, orders.c.seller)
    deliveries = select(orders.c.delivery.label("document"), *two, literal(True).label("is_delivery")).where(over)
    told = select(events.c.document, *two, literal(False)).join_from(
        orders, events, events.c.subject == orders.c.position
    )
    return db.execute(union(deliveries, told.where(over, events.c.document.is_not(None), events.c.time < before))).all()


def _may_go(db: Connection, row: Row[Any], sealed: bytes, before: int) -> bool:
    """Whether nobody needs what was sealed any more. What names nobody may be a return address: an event names it."""
    if two := _two(sealed):
        return two == (row.buyer, row.seller) and not is_needed(db, row.document, two, before)
    if not row.is_delivery or "event" in places_of_document(db, row.document):
        return False
    lasts = or_(orders.c.ended_time == 0, orders.c.ended_time >= before)
    query = select(orders.c.position).where(orders.c.delivery == row.document, lasts)
    return db.execute(query.limit(1)).first() is None


def _two(body: bytes) -> tuple[str, ...]:
    """The buyer and the seller whom a document names, as the index has them; empty where it names nobody."""
    return tuple(map(str.lower, parties(body)))


def _is_sealed(body: bytes) -> bool:
    """Whether this may be erased at all: an order can name the hash of any offer's or profile's document."""
    return _is(Kind.SEALED, body) or _is(Kind.EVIDENCE, body)


def _is(kind: Kind, body: bytes) -> bool:
    try:
        return examine(body)[0] is kind
    except Refusal:
        return False
