"""What both sides put on an order's record, opened as far as a key opens it: the arbiter's, or the seller's.

A sealed document names the content keys of earlier ones, so that what was written before there was a dispute can be
read too: the original, whose hash is on the chain, and no copy.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from scripts import documents, order_list, profiles, rulings, sealing, uploads
from scripts import evidence as sealed_evidence
from scripts.market import Sale
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import NO_DOCUMENT
from scripts.units import count, format_time

# Events that bring a document, and whose it is where the event does not say
DOCUMENTED = {
    "OrderRequested": "buyer",
    "ReturnApproved": "seller",
    "ReturnSent": "buyer",
    "OrderDisputed": "",
    "EvidenceSubmitted": "",
    "OrderRuled": "arbiter",
    "ClosedOrderRefunded": "seller",
}
MOST_OF_ONE = 20  # messages of one account, and as many documents with its steps, as a storefront keeps them
SHOWN = (sealed_evidence.EVIDENCE_TYPE, sealing.PARCEL_TYPE)
ENDINGS = {"image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True)
class Paper:
    """A document that an event names: its hash, its bytes as far as they are here, whether they open, what they say."""

    event: str
    by: str
    time: int
    document: bytes
    body: bytes
    is_open: bool
    said: dict[str, Any]


def key_of(session: Session, account: str) -> ec.EllipticCurvePrivateKey | None:
    """An account's key; None, and a sentence, where it is not on this machine."""
    path = profiles.path_of(session.chain_id, account)
    if not path.exists():
        session.say(f"The key of {session.who(account)} is not here ({path}), so sealed documents stay closed.")
        return None
    return profiles.read_secrets(path, session.passphrase()).key


def bodies(session: Session, sale: Sale) -> dict[str, bytes]:
    """The documents on an order's record by their sha-256, newest first; of each account the first only."""
    return _bodies(session, sale, reversed(_events(session, sale)))


def papers(session: Session, sale: Sale, key: ec.EllipticCurvePrivateKey | None) -> Iterator[Paper]:
    """The documents of an order, oldest first; of each account the first only."""
    found = _events(session, sale)
    kept = _bodies(session, sale, found)
    opened = sealed_evidence.read_all(kept, key) if key else {}
    own = sealed_evidence.keys_of(kept, key) if key else {}
    for fields in found:
        name = fields["document"].hex()
        yield Paper(
            event=fields["event"],
            by=session.who(fields["by"]) if "by" in fields else DOCUMENTED[fields["event"]],
            time=session.web3.eth.get_block(fields["block"])["timestamp"],
            document=fields["document"],
            body=kept.get(name, b""),
            is_open=name in opened or name in own,
            said=_shown(opened.get(name, {})) or rulings.reason_of(kept.get(name, b""), sale.id),
        )


def show(session: Session, number: int, paper: Paper, to: Path | None) -> None:
    """A paper in a few lines; its pictures go into a folder, if one is given."""
    is_read = paper.said or paper.document == NO_DOCUMENT
    session.say(f"{number}. {format_time(paper.time)}  {paper.event} by {paper.by}{'' if is_read else _why(paper)}")
    for line in _lines(paper):
        session.quote(order_list.clean(line))
    pictures = paper.said.get("pictures", [])
    if pictures and to is None:
        session.say(f"     {count(len(pictures), 'picture')}; to=FOLDER keeps them")
    for place, picture in enumerate(pictures if to else [], 1):
        path = _path(to, f"{number}-{place}", picture)
        session.say(f"     {path}")


def _events(session: Session, sale: Sale) -> list[dict[str, Any]]:
    """The events of an order that bring documents, oldest first: each document of an account once, where it was named
    first, since anybody may repeat what a buyer signed; and of each account the first only, messages apart from what
    came with a step.
    """
    found = [{**fields, "event": event} for event in DOCUMENTED for fields in session.market.events(event, [sale.id])]
    once: dict[Any, dict[str, Any]] = {}
    for fields in sorted(found, key=lambda fields: int(fields["block"])):
        is_empty = fields["document"] == NO_DOCUMENT
        if not is_empty or fields["event"] != "EvidenceSubmitted":
            of = (fields["event"], fields["block"]) if is_empty else fields["document"]
            once.setdefault((_author(sale, fields), of), fields)
    counted: Counter[tuple[str, bool]] = Counter()
    first = []
    for (author, _), fields in once.items():
        counted[sort := (author, fields["event"] == "EvidenceSubmitted")] += fields["document"] != NO_DOCUMENT
        first += [fields] if counted[sort] <= MOST_OF_ONE else []
    return first


def _author(sale: Sale, fields: dict[str, Any]) -> str:
    """The account whose event it is."""
    people = {"buyer": sale.order.buyer, "seller": sale.order.offer.seller, "arbiter": sale.order.offer.arbiter}
    return str(fields.get("by") or people[DOCUMENTED[fields["event"]]])


def _shown(plain: dict[str, Any]) -> dict[str, Any]:
    """What was sealed, where it has a form that is shown."""
    try:
        if plain.get("type") == sealing.PARCEL_TYPE:
            documents.check(plain, "parcel")
    except Refusal:
        return {}
    return plain if plain.get("type") in SHOWN else {}


def _bodies(session: Session, sale: Sale, found: Iterable[dict[str, Any]]) -> dict[str, bytes]:
    """The documents that events name, as far as they are to be had, and not of other people's order."""
    two = (sale.order.buyer, sale.order.offer.seller)
    named = dict.fromkeys(fields["document"] for fields in found if fields["document"] != NO_DOCUMENT)
    bodies = {name.hex(): uploads.find(session.origin, name.hex()) for name in named}
    return {name: body for name, body in bodies.items() if body and sealing.is_between(body, *two)}


def _why(paper: Paper) -> str:
    """Why a document cannot be read here."""
    if not paper.body:
        return f": {paper.document.hex()}, kept by whoever submitted it"
    if paper.is_open:
        return f": {paper.document.hex()}, opened, but it has no form that can be shown"
    return f": {paper.document.hex()}, not sealed for this key"


def _lines(paper: Paper) -> list[str]:
    if paper.said.get("type") == sealing.PARCEL_TYPE:
        return [f"{name}: {paper.said[name]}" for name in ("carrier", "number", "link") if paper.said.get(name)]
    if "text" in paper.said:
        return str(paper.said["text"]).splitlines()
    return [f"{language}: {line}" for language, text in paper.said.items() for line in str(text).splitlines()]


def _path(folder: Path | None, name: str, picture: dict[str, Any]) -> Path:
    """Where a picture is kept, once it is there."""
    path = (folder or Path()) / f"{name}.{ENDINGS[picture['type']]}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sealing.decode(picture["data"]))
    except OSError as error:
        raise Refusal(f"The picture {path} cannot be written: {error.strerror}.") from None
    return path
