"""/api/v1/dump.jsonl: the whole market as JSON lines, in the order of the chain, to be computed with or kept.

The first line describes the rest. Every other line has a position, behind which `after` goes on. What an offer, an
order or a plan is at the time of the latest block stands with the event that began it, and what happened to it in its
events. Only the last line, of type "end", says that nothing is missing.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, Response, abort, request
from sqlalchemy import Connection, RowMapping, Select, Table, select
from werkzeug.exceptions import ServiceUnavailable

from frontend.api import answers, credit_answers, failures
from frontend.config import AddressBook
from frontend.index import queries
from frontend.index.credit import plans
from frontend.index.reading import event_of_row, offer_of, offer_query, orders_of, place
from frontend.index.reviews import kinds as reviews
from frontend.index.rows import EMPTY_HASH, Cursor
from frontend.index.schema import blocks, events, offers, orders, position, profiles
from frontend.index.texts import kinds_of
from frontend.resources import Resources, resources
from frontend.vault import Missing, Vault
from frontend.web import limits
from scripts.documents import Kind

bp = Blueprint("dump", __name__, url_prefix="/api/v1")

failures.answer_in_words(bp)

DUMPS = "12/hour"
AT_ONCE = 200  # events
AT_A_TIME = 2  # dumps that a worker of the server sends
VERSION = 1
GZIP = 16 + zlib.MAX_WBITS

Json = dict[str, Any]

_places = BoundedSemaphore(AT_A_TIME)


@bp.get("/dump.jsonl")
@limits.limiter.limit(DUMPS)
def stream() -> Response:
    """Everything from the beginning, or behind a position."""
    after = place(request.args.get("after", "")) or 0
    with resources().engine.connect() as db:
        cursor = queries.cursor(db) or abort(503, "Nothing is indexed yet.")
    if not _places.acquire(blocking=False):
        raise ServiceUnavailable("This storefront is sending as many dumps as it can; try again later.")
    lines = _lines(resources(), cursor, after, cursor.time)
    is_packed = request.accept_encodings.quality("gzip") > 0
    body = _packed(lines) if is_packed else (line.encode() for line in lines)
    response = Response(body, mimetype="application/jsonl")
    response.call_on_close(_places.release)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept-Encoding")
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _lines(kept: Resources, cursor: Cursor, after: int, now: int) -> Iterator[str]:
    """A dump up to where the index stood at first; without its last line where the chain went back meanwhile."""
    yield _line("market", after, _description(kept.book, cursor))
    end = position(cursor.number + 1, 0)
    while True:
        with kept.engine.connect() as db:  # a short one each time: a slow reader shall not hold the database
            if not _is_still_there(db, cursor):
                return
            inside = events.c.position > after, events.c.position < end
            query = select(events).where(*inside).order_by(events.c.position).limit(AT_ONCE)
            rows = db.execute(query).mappings().all()
            lines = _part(db, kept, rows, now)
        yield from lines
        if len(rows) < AT_ONCE:
            yield _line("end", end - 1, {"block": cursor.number, "hash": cursor.hash})
            return
        after = rows[-1]["position"]


def _part(db: Connection, kept: Resources, rows: Sequence[RowMapping], now: int) -> list[str]:
    """Some events, each after what it began."""
    begun = [row["position"] for row in rows]
    offer_at = {row["position"]: offer_of(row) for row in _at(db, offer_query(), offers, begun)}
    paid = _at(db, select(orders), orders, begun)
    order_at = {row["position"]: order for row, order in zip(paid, orders_of(db, paid), strict=True)}
    profile_at = {row["position"]: row for row in _at(db, select(profiles), profiles, begun)}
    plan_at = plans.opened_at(db, begun)
    named = {row["document"] for row in rows if row["document"]} | {offer.details for offer in offer_at.values()}
    texts = _Texts(db, kept.vault, named)
    lines: list[str] = []
    for row in rows:
        at = row["position"]
        if at in offer_at:
            offer = answers.offer(offer_at[at]) | {"document": None}
            lines += [*texts.lines(at, offer["details"], Kind.OFFER), _line("offer", at, offer)]
        if at in order_at:
            order = answers.order(order_at[at], now) | {"offer": order_at[at].offer.id, "next": None}
            lines.append(_line("order", at, order))
        if at in plan_at:
            lines.append(_line("plan", at, credit_answers.plan(plan_at[at], now)))
        if at in profile_at:
            profile = {name: profile_at[at][name] for name in ("account", "document")}
            lines += [*texts.lines(at, profile["document"], Kind.PROFILE), _line("profile", at, profile)]
        if row["name"] in reviews.NAMES and not _is_hidden(db, kept, row):
            lines += texts.lines(at, row["document"] or EMPTY_HASH, Kind(reviews.PLACES[row["name"]]))
        lines.append(_line("event", at, answers.event(event_of_row(row))))
    return lines


def _at(db: Connection, query: Select[Any], table: Table, positions: list[int]) -> Sequence[RowMapping]:
    return db.execute(query.where(table.c.position.in_(positions))).mappings().all()


def _is_hidden(db: Connection, kept: Resources, row: RowMapping) -> bool:
    """Whether this storefront does not show what an event of a review names."""
    part = reviews.part_of(row["name"], row["fields"])
    return kept.hiding.texts(db).of_text(row["fields"]["order_id"], part, row["document"] or "") is not None


class _Texts:
    """Documents that events name, where the index has them as of the kind that is named there."""

    def __init__(self, db: Connection, vault: Vault, hashes: set[str]) -> None:
        self._vault = vault
        self._kinds = kinds_of(db, hashes)

    def lines(self, at: int, sha256: str, kind: Kind) -> list[str]:
        """A text, letter by letter, so that it hashes to its name; none where the vault does not have it."""
        if self._kinds.get(sha256) is not kind:
            return []
        try:
            return [_line("document", at, {"sha256": sha256, "text": self._vault.read(sha256).decode()})]
        except (Missing, UnicodeDecodeError):
            return []


def _description(book: AddressBook, cursor: Cursor) -> Json:
    return {
        "version": VERSION,
        "chain_id": book.chain_id,
        "genesis": book.genesis,
        "contracts": {name: contract.address for name, contract in book.contracts.items()},
        "currencies": [asdict(currency) for currency in book.currencies.values()],
        "from_block": cursor.start_block,
        "to_block": cursor.number,
        "to_time": answers.moment(cursor.time),
        "lines": ["document", "offer", "order", "plan", "profile", "event", "end"],
        "license": "Facts of a public chain. Texts and pictures belong to whoever published them.",
    }


def _is_still_there(db: Connection, cursor: Cursor) -> bool:
    """Whether the index has not gone back behind the block up to which it is told; old headers are not kept."""
    now = queries.cursor(db)
    if now is None or now.number < cursor.number:
        return False
    kept = db.execute(select(blocks.c.hash).where(blocks.c.number == cursor.number)).scalar()
    return kept in (None, cursor.hash)


def _line(kind: str, at: int, told: Json) -> str:
    return json.dumps({"type": kind, "position": at} | told, ensure_ascii=False, separators=(",", ":")) + "\n"


def _packed(lines: Iterator[str]) -> Iterator[bytes]:
    """Lines, compressed as they come."""
    packer = zlib.compressobj(wbits=GZIP)
    for line in lines:
        if some := packer.compress(line.encode()):
            yield some
    yield packer.flush()
