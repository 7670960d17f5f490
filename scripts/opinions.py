"""Reviews and replies as documents, and a seller's work on them: listing what buyers said, replying."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts import documents, order_list, outbox, units, uploads
from scripts.documents import Kind
from scripts.market import Sale
from scripts.reading import Fields, Reader, address_topic, call_of
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import NO_DOCUMENT
from scripts.wording import hexadecimal

CONTRACT = "Reviews"
REVIEW, FOLLOW_UP = 1, 2  # what is replied to, as the contract numbers it
PARTS = {"review": REVIEW, "follow_up": FOLLOW_UP}
LANGUAGES = ("en", "zh")
MOST_STARS = 5


@dataclass
class Said:
    """What was said of an order: stars, by part the hash of the document, the block of the review; `replied` are the
    parts with a reply."""

    order: bytes
    buyer: str
    stars: int
    parts: dict[int, bytes]
    block: int
    replied: set[int] = field(default_factory=set)

    @property
    def waiting(self) -> list[int]:
        """The parts without a reply."""
        return sorted(self.parts.keys() - self.replied)


def review(text: str, language: str, pictures: Sequence[str] = ()) -> bytes:
    """A review's document, or that of what is added to one; pictures by their sha-256."""
    said: dict[str, Any] = {"type": "handover/review/1", "language": language}
    said |= {"text": text} if text else {}
    return _document(said | ({"pictures": [{"sha256": name} for name in pictures]} if pictures else {}), Kind.REVIEW)


def reply(text: str, language: str) -> bytes:
    """A reply's document."""
    return _document({"type": "handover/reply/1", "language": language, "text": text}, Kind.REPLY)


def show(session: Session, which: str) -> None:
    """A seller's reviews, the newest first: those without a reply, or `all`."""
    if which not in ("waiting", "all"):
        raise Refusal(f"{which!r} is neither `waiting` nor `all`.")
    found = of_seller(session, session.wallet.address)
    chosen = [said for said in found if said.waiting or which == "all"][::-1]
    with_follow_ups(session, chosen)
    for said in chosen:
        _show(session, said)
    waiting = sum(bool(said.waiting) for said in found)
    session.say(f"{units.count(len(found), 'review')}, {waiting} without a reply.")


def answer(session: Session, order: bytes, text: str, language: str, part: str) -> None:
    """Reply to the review of an order, or to what was added to it; the text goes to the storefront afterwards."""
    if part not in ("", *PARTS):
        raise Refusal(f"part= is one of {', '.join(PARTS)}.")
    if language not in LANGUAGES:
        raise Refusal(f"language= is one of {', '.join(LANGUAGES)}.")
    if not text.strip():
        raise Refusal("Say what you reply, text=…")
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    said = of_order(session, sale)
    if said is None:
        raise Refusal(f"The buyer of {hexadecimal(order)} has not reviewed it.")
    number = PARTS[part] if part else next(iter(said.waiting), REVIEW)
    document = reply(text.strip(), language)
    name = documents.sha256(document)
    call = call_of(session.book.contract(session.web3, CONTRACT), "reply", sale.order, number, bytes.fromhex(name))
    session.check(wallet, call)
    _show(session, said)
    session.announce("Your reply becomes public for good:")
    _quote(session, text.strip())
    with outbox.holding(session, {name: document}):
        session.send(wallet, call, "reply")


def of_seller(session: Session, seller: str) -> list[Said]:
    """All that was said of a seller's orders, oldest first: one search of the logs, however many there are.

    Where something was added, which document that is has to be looked up by `with_follow_ups`.
    """
    reader = _reader(session)
    return _standing(reader, reader.events("OrderReviewed", None, address_topic(seller)))


def of_order(session: Session, sale: Sale) -> Said | None:
    """What was said of one order."""
    reader = _reader(session)
    found = _standing(reader, reader.events("OrderReviewed", sale.id, since=sale.block))
    with_follow_ups(session, found)
    return found[0] if found else None


def with_follow_ups(session: Session, said: Sequence[Said]) -> None:
    """Looks up the documents of what was added to these."""
    added_to = {one.order: one for one in said if FOLLOW_UP in one.parts}
    if added_to:
        first = min(one.block for one in added_to.values())
        for added in _reader(session).events("ReviewFollowedUp", list(added_to), since=first):
            added_to[added["order_id"]].parts[FOLLOW_UP] = added["document"]


def _reader(session: Session) -> Reader:
    return Reader(session.web3, session.book.contract(session.web3, CONTRACT), session.book.start_block)


def _standing(reader: Reader, reviewed: Sequence[Fields]) -> list[Said]:
    """Reviews with what the contract says has been said since: no logs are read for that."""
    answers = reader.read("reviewed", [(one["order_id"],) for one in reviewed])
    return [_said(one, *answer[1:]) for one, answer in zip(reviewed, answers, strict=True)]


def _said(one: Fields, added: bool, replied: bool, replied_to_follow_up: bool) -> Said:
    parts = {REVIEW: one["document"]} | ({FOLLOW_UP: NO_DOCUMENT} if added else {})
    replies = {part for part, there in ((REVIEW, replied), (FOLLOW_UP, replied_to_follow_up)) if there}
    return Said(one["order_id"], one["buyer"], one["stars"], parts, one["block"], replies)


def _document(value: dict[str, Any], kind: Kind) -> bytes:
    documents.check(value, kind.value)
    return documents.canonical(value)


def _show(session: Session, said: Said) -> None:
    stars = "★" * said.stars + "☆" * (MOST_STARS - said.stars)
    sale = session.market.sale(said.order)
    session.say(f"{hexadecimal(said.order)}  {stars}  {order_list.title_of(session, sale.order.offer.details)}")
    for part, document in said.parts.items():
        mark = "" if part in said.replied else ", without a reply"
        session.say(f"   {'added later' if part == FOLLOW_UP else session.who(said.buyer)}{mark}:")
        _quote(session, _text(session, document))


def _quote(session: Session, text: str) -> None:
    for line in text.splitlines():
        session.quote(order_list.clean(line))


def _text(session: Session, document: bytes) -> str:
    """What a review says; in brackets why nothing is to be read."""
    if document == NO_DOCUMENT:
        return "(only stars)"
    data = uploads.find(session.origin, document.hex())
    said = documents.read(data, Kind.REVIEW) if data else {}
    if not said:
        return "(its text is not here, or hidden)"
    pictures = units.count(len(said.get("pictures", [])), "picture")
    return "\n".join(filter(None, (said.get("text", ""), f"({pictures})" if said.get("pictures") else "")))
