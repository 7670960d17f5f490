"""What an account buys in instalments and lends, in the file of everything about it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from frontend import market
from frontend.api import credit_answers
from frontend.index.credit import plans, vaults
from frontend.index.credit.rows import LenderStep, Plan
from frontend.index.queries import MAX_PAGE_SIZE
from frontend.index.rows import Page
from frontend.orders.writing import listed, walk

Json = dict[str, Any]


def head(db: Connection, account: str) -> Json:
    """What it may owe each vault, and what it has there."""
    every, now = vaults.all_of(db), market.now()
    lent = [(vaults.lender(db, vault.address, account), vault) for vault in every]
    return {
        "may_owe": [credit_answers.borrower(vaults.borrower(db, vault, account), now) for vault in every],
        "lent": [credit_answers.lender(one, vaults.books(db, vault.address), vault.currency) for one, vault in lent],
        "waiting_in_vaults": [
            {"vault": vault, "currency": currency, "amount": str(amount)}
            for vault, currency, amount in vaults.unsent(db, account)
        ],
    }


def as_json(db: Connection, account: str) -> Iterator[str]:
    """Two lists, behind one that is open: plans with what happened to them, and steps as a lender."""
    yield '],\n "plans": ['
    yield from listed(_plan(db, plan) for plan in walk(lambda after: _plans(db, account, after)))
    yield '],\n "lent_history": ['
    yield from listed(_lent(db, account))


def _plans(db: Connection, buyer: str, after: str) -> Page[Plan]:
    found = plans.of_buyer(db, buyer, after, MAX_PAGE_SIZE)
    return Page(found.items, found.next)


def _plan(db: Connection, plan: Plan) -> Json:
    currency = plan.order.offer.currency
    steps = walk(lambda after: plans.steps(db, plan.id, after, MAX_PAGE_SIZE))
    told = [credit_answers.step(one, currency) for one in steps]
    return credit_answers.plan(plan, market.now()) | {"steps": told}


def _lent(db: Connection, account: str) -> Iterator[Json]:
    for vault in vaults.all_of(db):

        def part(after: str, of: str = vault.address) -> Page[LenderStep]:
            return vaults.lender_history(db, of, account, after, MAX_PAGE_SIZE)

        for one in walk(part):
            yield {"vault": vault.address, **credit_answers.lender_step(one, vault.currency)}
