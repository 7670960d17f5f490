"""Questions about claims: what is said of an account, what an issuer says, what became of a claim, what ends soon.

Anybody may claim anything of anybody, as often as he pays for the gas. So what known issuers say is asked for by their
names, and all else comes in parts.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, not_, or_, select

from frontend.index.reading import HASH, address, checksummed, next_cursor, place
from frontend.index.rows import EMPTY_HASH, Page
from frontend.index.schema import block_of, events
from frontend.index.vouching.rows import Claim, Place, Step
from frontend.index.vouching.tables import FOREVER, vouchings
from frontend.index.vouching.writing import key_of
from scripts.claims import KINDS, kind_of, word_of

PART = 24
MEANT = [word_of(kind) for kind in KINDS]  # the others mean nothing, and there is no end of them


def about(db: Connection, accounts: Iterable[str], issuers: Iterable[str]) -> dict[str, list[Claim]]:
    """What these issuers say of each of these accounts, by (checksummed) account; also what holds no more.

    Only in kinds that have a meaning, so that none of these issuers crowds out another one.
    """
    v, found = vouchings.c, {checksummed(address(one)): list[Claim]() for one in accounts}
    said_by = sorted(address(one) for one in issuers)
    if not said_by or not found:
        return found
    wanted = v.subject.in_(sorted(map(address, found))), v.issuer.in_(said_by), v.kind.in_(MEANT)
    for claim in _read(db, _claims().where(*wanted, v.until == FOREVER, v.issued)):
        found[claim.subject].append(claim)
    return {
        account: sorted(claims, key=lambda one: (one.kind, one.since, one.issuer)) for account, claims in found.items()
    }


def by_others(db: Connection, account: str, issuers: Iterable[str], after: str = "", limit: int = PART) -> Page[Claim]:
    """What `about` does not find of an account, the latest first; ValueError for a cursor it never gave."""
    v = vouchings.c
    others = or_(v.issuer.not_in([address(one) for one in issuers]), v.kind.not_in(MEANT))
    return _part(db, after, limit, v.subject == address(account), others)


def by(db: Connection, issuer: str, after: str = "", limit: int = PART) -> Page[Claim]:
    """What an issuer says of others, the latest first; ValueError (one sentence) for a cursor it never gave."""
    return _part(db, after, limit, vouchings.c.issuer == address(issuer))


def changed(db: Connection, issuer: str, after: str = "", limit: int = PART) -> Page[Claim]:
    """What an issuer said after a place, the oldest first, each claim as it is now; `next` is behind the last one."""
    v, before = vouchings.c, place(after)
    query = _claims().where(v.issuer == address(issuer), v.until == FOREVER, v.issued)
    query = query.where(*[] if before is None else [v.position > before]).order_by(v.position).limit(limit)
    rows = db.execute(query).mappings().all()
    return Page([_claim(row) for row in rows], str(rows[-1]["position"]) if rows else "")


def are_there(db: Connection, places: Iterable[tuple[str, str]]) -> bool:
    """Whether at each of these places (that `changed` gave) there is still an event of this transaction."""
    wanted = {int(at): transaction for at, transaction in places}
    query = select(events.c.position, events.c.transaction).where(events.c.position.in_(wanted))
    return {row.position: row.transaction for row in db.execute(query)} == wanted


def claim(db: Connection, issuer: str, subject: str, kind: str) -> Claim | None:
    """One claim, also one that holds no more; None where it was never issued."""
    v = vouchings.c
    found = _read(db, _claims().where(v.key == _key(issuer, subject, kind), v.until == FOREVER, v.issued))
    return found[0] if found else None


def history(db: Connection, issuer: str, subject: str, kind: str, after: str = "", limit: int = PART) -> Page[Step]:
    """What became of a claim, the latest first; ValueError (one sentence) for a cursor it never gave."""
    v, before = vouchings.c, place(after)
    query = select(v.position, events.c.name, events.c.time, events.c.transaction, events.c.fields)
    query = query.join_from(vouchings, events, events.c.position == v.position)
    query = query.where(v.key == _key(issuer, subject, kind), *[] if before is None else [v.position < before])
    rows = db.execute(query.order_by(v.position.desc()).limit(limit + 1)).mappings().all()
    return Page([_step(row) for row in rows[:limit]], next_cursor(rows, limit))


def expiring(db: Connection, issuer: str, now: int, until: int, limit: int = PART) -> list[Claim]:
    """What an issuer says that ends after `now` and not after `until` (Unix seconds), what ends first at the top."""
    v = vouchings.c
    holding = v.until == FOREVER, v.issued, not_(v.revoked), not_(v.declined)
    query = _claims().where(v.issuer == address(issuer), *holding, v.expires.between(now + 1, until))
    return _read(db, query.order_by(v.expires, v.position).limit(limit))


def _part(db: Connection, after: str, limit: int, *conditions: ColumnElement[bool]) -> Page[Claim]:
    v, before = vouchings.c, place(after)
    query = _claims().where(*conditions, v.until == FOREVER, v.issued, *[] if before is None else [v.position < before])
    rows = db.execute(query.order_by(v.position.desc()).limit(limit + 1)).mappings().all()
    return Page([_claim(row) for row in rows[:limit]], next_cursor(rows, limit))


def _claims() -> Select[tuple[object, ...]]:
    return select(vouchings, events.c.transaction).join_from(
        vouchings, events, events.c.position == vouchings.c.position
    )


def _read(db: Connection, query: Select[tuple[object, ...]]) -> list[Claim]:
    rows: Sequence[RowMapping] = db.execute(query).mappings().all()
    return [_claim(row) for row in rows]


def _claim(row: RowMapping) -> Claim:
    return Claim(
        issuer=checksummed(row["issuer"]),
        subject=checksummed(row["subject"]),
        kind=kind_of(row["kind"]),
        since=row["since"],
        expires=row["expires"],
        revoked_at=row["revoked_at"],
        declined=row["declined"],
        document=row["document"] or "",
        notice=row["notice"] or "",
        last=Place(block_of(row["position"]), row["time"], row["transaction"]),
    )


def _step(row: RowMapping) -> Step:
    fields = row["fields"]
    document = fields.get("document", EMPTY_HASH)
    return Step(
        name=row["name"],
        place=Place(block_of(row["position"]), row["time"], row["transaction"]),
        expires=fields.get("expires", 0),
        document="" if document == EMPTY_HASH else document,
        declined=fields.get("declined", False),
    )


def _key(issuer: str, subject: str, kind: str) -> str:
    word = kind if HASH.fullmatch(kind) else word_of(kind)
    return key_of({"issuer": address(issuer), "subject": address(subject), "kind": word})
