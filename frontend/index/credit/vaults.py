"""Questions about vaults: their books now and by day, their lenders, and what buyers and sellers have of them."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from frontend.index.credit.rows import Books, Borrower, Lender, LenderStep, Vault
from frontend.index.credit.tables import (
    SUMS,
    WAS_WRITTEN_OFF,
    borrowers,
    credit_sellers,
    credit_unsent,
    lender_steps,
    lenders,
    plans,
    vault_books,
)
from frontend.index.credit.tables import vaults as table
from frontend.index.daily import DAY
from frontend.index.reading import address, checksummed, next_cursor, place
from frontend.index.rows import Page
from frontend.index.schema import LOG_BITS, block_of
from scripts.credit.limit import Account
from scripts.credit.terms import Parameters

PART = 50
FULL = 2**96 - 1  # what was repaid in time stays at this, as in the contract


def all_of(db: Connection) -> list[Vault]:
    """Each Credit that this index follows."""
    return sorted(map(_vault, db.execute(select(table)).mappings()), key=attrgetter("currency"))


def of_currency(db: Connection, currency: str) -> Vault | None:
    """The Credit of a currency (an address)."""
    row = db.execute(select(table).where(table.c.currency == address(currency))).mappings().first()
    return _vault(row) if row else None


def vault(db: Connection, vault: str) -> Vault | None:
    """A Credit by its address."""
    row = db.execute(select(table).where(table.c.vault == address(vault))).mappings().first()
    return _vault(row) if row else None


def books(db: Connection, vault: str) -> Books:
    """What a vault has, and all that moved."""
    query = select(vault_books).where(vault_books.c.vault == address(vault))
    row = db.execute(query.order_by(vault_books.c.position.desc()).limit(1)).mappings().first()
    return _books(row) if row else Books()


def begun(db: Connection, vault: str) -> int:
    """When somebody lent it something for the first time (Unix seconds); 0 where nobody has."""
    query = select(vault_books.c.time).where(vault_books.c.vault == address(vault))
    return db.execute(query.order_by(vault_books.c.position).limit(1)).scalar() or 0


def books_by_day(db: Connection, vault: str, since: int, until: int) -> dict[int, Books]:
    """A vault's books at the end of each day between two times (Unix seconds) on which they changed, and before.

    Days are those of UTC, counted from 1970, in their order. What a day moved is its books less the row before.
    """
    b, mine = vault_books.c, [vault_books.c.vault == address(vault), vault_books.c.closes]
    before = select(vault_books).where(*mine, b.day < since // DAY).order_by(b.day.desc()).limit(1)
    within = select(vault_books).where(*mine, b.day.between(since // DAY, until // DAY)).order_by(b.day)
    rows = [*db.execute(before).mappings(), *db.execute(within).mappings()]
    return {row["day"]: _books(row) for row in rows}


def borrower(db: Connection, vault: Vault, buyer: str) -> Borrower:
    """What a vault keeps of a buyer: scripts/credit/limit.py makes his limit of it."""
    of, who = address(vault.address), address(buyer)
    sums = select(borrowers).where(borrowers.c.vault == of, borrowers.c.buyer == who)
    row = db.execute(sums).mappings().first() or {"outstanding": 0, "repaid": 0}
    p, lost = plans.c, select(func.max(plans.c.written_off_time))
    written_off_at = db.execute(lost.where(p.vault == of, p.buyer == who, WAS_WRITTEN_OFF)).scalar() or 0
    dues = select(p.due, p.vault).where(p.buyer == who, p.due.is_not(None)).order_by(p.due)
    due = tuple(one.due for one in db.execute(dues) if one.vault == of)
    account = Account(row["outstanding"], min(row["repaid"], FULL), written_off_at, due)
    return Borrower(vault, checksummed(who), account)


def open_at_seller(db: Connection, vault: str, seller: str) -> int:
    """What counts for a seller's share of a vault: principals less what came back of them, until their plans end."""
    s = credit_sellers.c
    query = select(s.open).where(s.vault == address(vault), s.seller == address(seller))
    return db.execute(query).scalar() or 0


def lender(db: Connection, vault: str, account: str) -> Lender:
    """What an account has in a vault, put in and took out."""
    query = select(lenders).where(lenders.c.vault == address(vault), lenders.c.account == address(account))
    row = db.execute(query).mappings().first()
    sums = {name: row[name] for name in ("shares", "deposited", "taken_out", "received", "given")} if row else {}
    return Lender(checksummed(address(vault)), checksummed(address(account)), **sums)


def lender_history(db: Connection, vault: str, account: str, after: str = "", limit: int = PART) -> Page[LenderStep]:
    """What made it so, the latest first; ValueError (one sentence) for a cursor it never gave."""
    s, before = lender_steps.c, place(after)
    mine = [
        s.account == address(account),
        s.vault == address(vault),
        *([] if before is None else [s.position < before]),
    ]
    query = select(lender_steps).where(*mine).order_by(s.position.desc()).limit(limit + 1)
    rows = db.execute(query).mappings().all()
    return Page([_lender_step(row) for row in rows[:limit]], next_cursor(rows, limit))


def unsent(db: Connection, account: str) -> list[tuple[str, str, int]]:
    """What could not be sent to an account and waits in a vault: vault, currency, amount."""
    query = select(credit_unsent).where(credit_unsent.c.account == address(account))
    return [(checksummed(row.vault), checksummed(row.currency), row.amount) for row in db.execute(query)]


def _vault(row: RowMapping) -> Vault:
    fixed: list[Any] = [checksummed(one) if isinstance(one, str) else one for one in row["parameters"]]
    return Vault(checksummed(row["vault"]), checksummed(row["currency"]), Parameters(*fixed))


def _books(row: RowMapping) -> Books:
    return Books(time=row["time"], **{name: row[name] for name in SUMS})


def _lender_step(row: RowMapping) -> LenderStep:
    named: dict[str, Any] = {name: row[name] for name in ("kind", "shares", "amount", "time")}
    at = row["position"]
    return LenderStep(
        vault=checksummed(row["vault"]), block=block_of(at), log_index=at & ((1 << LOG_BITS) - 1), **named
    )


def known(db: Connection) -> dict[str, tuple[str, Sequence[Any]]]:
    """The currency and the parameters of each vault, as they are kept."""
    return {row.vault: (row.currency, row.parameters) for row in db.execute(select(table))}
