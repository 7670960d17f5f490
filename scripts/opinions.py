"""Reviews and replies as documents, and a seller's work on them: listing what buyers said, replying."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts import documents, order_list, outbox, units, uploads
from scripts.documents import Kind
from scripts.reading import Reader, address_topic, call_of
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
    """What was said of an order: stars, and by part the hash of the document; `replied` are the parts with a reply."""

    order: bytes
    buyer: str
    stars: int
    parts: dict[int, bytes]
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
    chosen = [said for said in found.values() if said.waiting or which == "all"][::-1]
    for said in chosen:
        _show(session, said)
    waiting = sum(bool(said.waiting) for said in found.values())
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
    said = of_seller(session, wallet.address).get(order)
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


def of_seller(session: Session, seller: str) -> dict[bytes, Said]:
    """All that was said of a seller's orders, by order, oldest first."""
    contract = session.book.contract(session.web3, CONTRACT)
    reader = Reader(session.web3, contract, session.book.start_block)
    reviewed = reader.events("OrderReviewed", None, address_topic(seller))
    found = {
        one["order_id"]: Said(one["order_id"], one["buyer"], one["stars"], {REVIEW: one["document"]})
        for one in reviewed
    }
    if found:
        for added in reader.events("ReviewFollowedUp", list(found)):
            found[added["order_id"]].parts[FOLLOW_UP] = added["document"]
        for replied in reader.events("ReviewReplied", list(found)):
            found[replied["order_id"]].replied.add(replied["part"])
    return found


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
        return "(its text is not here)"
    pictures = units.count(len(said.get("pictures", [])), "picture")
    return "\n".join(filter(None, (said.get("text", ""), f"({pictures})" if said.get("pictures") else "")))
