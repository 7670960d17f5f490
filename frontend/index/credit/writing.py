"""What a batch of events makes of plans, vaults and lenders; forgetting what a re-organised chain has forgotten."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from frontend.index import sums
from frontend.index.bulk import add, change, event_of, load
from frontend.index.credit import books, kinds, progress
from frontend.index.credit import tables as table
from frontend.index.events import Decoded
from frontend.index.schema import events
from frontend.state_table import EMPTY_ADDRESS
from scripts.credit.terms import Parameters

Row = dict[str, Any]

LENDERS = ("deposited", "taken_out", "received", "given")  # kinds of steps, in the order of the sums' columns
INTO = ("deposited", "received")
UNSENT_SIGN = {"unsent": 1, "withdrawn": -1}
WRITTEN = (table.plans, table.plan_steps, table.credit_entries, table.lender_steps)


class Credits:
    """Folds what each Credit logged, oldest first, into rows, and writes them."""

    def __init__(self, db: Connection, batch: Sequence[Decoded]) -> None:
        self._db = db
        mine = [event for event in batch if event.vault]
        self._vaults = _known(db) if mine else {}
        self._books = books.Books(db, {str(event.vault) for event in mine})
        ids = {event.fields["plan_id"] for event in mine if event.name in kinds.OF_PLANS}
        self._plans = {row["id"]: row for row in load(db, table.plans, table.plans.c.id, ids)}
        self._there = {row["position"] for row in self._plans.values()}
        self._touched: dict[int, Row] = {}
        self._opened: dict[str, Row] = {}  # by the order, until it is paid
        self._steps: list[Row] = []
        self._entries: list[Row] = []
        self._lenders: list[Row] = []

    def fold(self, event: Decoded) -> None:
        """Applies an event that a Credit logged."""
        if event.name == kinds.OPENED:
            self._open(event)
        elif event.name in kinds.OF_PLANS:
            self._advance(event)
        elif event.name == kinds.TRANSFER:
            self._transfer(event)
        elif event.name in (kinds.DEPOSIT, kinds.WITHDRAW):
            self._lend(event)
        elif event.name in (kinds.UNSENT, kinds.WITHDRAWN):
            part = "unsent" if event.name == kinds.UNSENT else "withdrawn"
            fields = event.fields
            entry = self._entry(event, part, fields["account"], fields["amount"], self._settled_before(event))
            self._entries.append(entry | {"currency": fields["currency"]})

    def paid(self, event: Decoded) -> int:
        """What a Credit has just lent for an order that is now paid; 0 where none has."""
        plan = self._opened.pop(event.fields["order_id"], None)
        if plan is None:
            return 0
        plan["order"] = event.position
        return int(plan["principal"])

    def write(self) -> None:
        """Writes what was folded."""
        rows = self._touched.items()
        add(self._db, table.plans, [row for place, row in rows if place not in self._there])
        change(self._db, table.plans, [row for place, row in rows if place in self._there], progress.CHANGES)
        add(self._db, table.plan_steps, self._steps)
        add(self._db, table.credit_entries, self._entries)
        add(self._db, table.lender_steps, self._lenders)
        self._books.write()
        _count(self._db, self._steps, self._lenders, self._entries, 1)

    def _open(self, event: Decoded) -> None:
        plan = progress.opened(event, self._vaults[str(event.vault)][1])
        self._plans[plan["id"]] = self._opened[plan["order_id"]] = plan
        self._touched[plan["position"]] = plan
        self._steps.append(_step(event, plan, borrowed=plan["principal"]))
        self._books.open(event, plan["principal"])

    def _advance(self, event: Decoded) -> None:
        plan = self._plans[event.fields["plan_id"]]
        self._touched[plan["position"]] = plan
        moved = progress.advance(plan, event)
        self._steps.append(_step(event, plan, cleared=moved.cleared, freed=moved.freed, in_time=moved.in_time))
        self._books.move(event, moved, event.name == kinds.SETTLED)
        if event.name == kinds.REPAID:
            parts = {"repaid": moved.cleared, "fee": moved.fees, "late_fee": moved.late_fees}
            entries = [(part, event.fields["payer"], amount) for part, amount in parts.items()]
        else:
            entries = [("debt_back", plan["vault"], moved.cash), ("cash_back", plan["buyer"], moved.to_buyer)]
        self._entries += [self._entry(event, part, who, amount, plan) for part, who, amount in entries if amount]

    def _lend(self, event: Decoded) -> None:
        """A deposit is its owner's, whoever paid it; what is taken out goes to whom the owner names."""
        fields, vault = event.fields, str(event.vault)
        assets, shares = fields["assets"], fields["shares"]
        if event.name == kinds.DEPOSIT:
            part, who = "deposited", fields["sender"]
            self._books.change(event, cash=assets, deposited=assets, shares=shares)
        else:
            part, who = "taken_out", fields["receiver"]
            self._books.change(event, cash=-assets, taken_out=assets, shares=-shares)
        self._lenders.append(_of_lender(event, vault, part, fields["owner"], shares, assets))
        self._entries += [self._entry(event, part, who, assets)] if assets else []

    def _transfer(self, event: Decoded) -> None:
        """Shares that one account gave another; minting and burning are told by the deposit and the withdrawal."""
        sender, receiver, shares = (event.fields[name] for name in ("sender", "receiver", "value"))
        if EMPTY_ADDRESS in (sender, receiver) or sender == receiver or not shares:
            return
        vault = str(event.vault)
        amount = self._books.worth(vault, shares)
        self._lenders.append(_of_lender(event, vault, "given", sender, shares, amount))
        self._lenders.append(_of_lender(event, vault, "received", receiver, shares, amount))

    def _settled_before(self, event: Decoded) -> Row | None:
        """The plan of a settlement of which this could not be sent: it is logged right behind."""
        last = self._steps[-1] if self._steps else None
        if event.name != kinds.UNSENT or last is None or last["position"] != event.position - 1:
            return None
        return self._touched[last["plan"]]

    def _entry(self, event: Decoded, part: str, account: str, amount: int, plan: Row | None = None) -> Row:
        vault = str(event.vault)
        of = {"plan": plan["position"], "order": plan["order"]} if plan else {"plan": None, "order": None}
        row = {"position": event.position, "part": part, "vault": vault, "time": event.time, "account": account}
        return row | of | {"currency": self._vaults[vault][0], "amount": amount}


def take_back(db: Connection, gone: int) -> None:
    """Forgets events from a position on, and computes plans anew that they had changed."""
    lost = {
        one: [dict(row) for row in db.execute(select(one).where(one.c.position >= gone)).mappings()] for one in WRITTEN
    }
    steps = lost[table.plan_steps]
    _count(db, steps, lost[table.lender_steps], lost[table.credit_entries], -1)
    for one in WRITTEN:
        db.execute(delete(one).where(one.c.position >= gone))
    books.take_back(db, gone)
    touched = {row["plan"] for row in steps if row["plan"] < gone}
    rows = {row["position"]: progress.begun(row) for row in load(db, table.plans, table.plans.c.position, touched)}
    for place in sorted(rows):
        at = table.plan_steps.c.position
        told = select(events).join_from(table.plan_steps, events, events.c.position == at).order_by(at)
        for row in db.execute(told.where(table.plan_steps.c.plan == place, at > place)).mappings():
            progress.advance(rows[place], event_of(row))
    change(db, table.plans, list(rows.values()), progress.CHANGES)


def _known(db: Connection) -> dict[str, tuple[str, Parameters]]:
    """The currency and the parameters of each vault."""
    rows = db.execute(select(table.vaults))
    return {row.vault: (row.currency, Parameters(*row.parameters)) for row in rows}


def _step(event: Decoded, plan: Row, borrowed: int = 0, cleared: int = 0, freed: int = 0, in_time: int = 0) -> Row:
    of = {"plan": plan["position"], **{name: plan[name] for name in ("vault", "buyer", "seller")}}
    return {
        "position": event.position,
        **of,
        "borrowed": borrowed,
        "cleared": cleared,
        "freed": freed,
        "in_time": in_time,
    }


def _of_lender(event: Decoded, vault: str, kind: str, account: str, shares: int, amount: int) -> Row:
    row = {"position": event.position, "account": account, "vault": vault, "kind": kind, "shares": shares}
    return row | {"amount": amount, "time": event.time}


def _count(db: Connection, steps: Iterable[Row], lenders: Iterable[Row], entries: Iterable[Row], sign: int) -> None:
    """Adds to the sums what rows say, or takes it back (-1)."""
    changed: dict[Any, defaultdict[sums.Key, sums.Sums]] = {
        one: defaultdict(lambda: (0,) * 5) for one in (table.borrowers, table.credit_sellers, table.lenders)
    }
    changed |= {table.credit_unsent: defaultdict(lambda: (0,) * 5)}

    def note(one: Any, key: sums.Key, *moved: int) -> None:
        padded = (*(sign * part for part in moved), *[0] * (5 - len(moved)))
        changed[one][key] = sums.total(changed[one][key], padded)

    for step in steps:
        borrowed = step["borrowed"]
        note(table.borrowers, (step["vault"], step["buyer"]), borrowed - step["cleared"], step["in_time"])
        note(table.credit_sellers, (step["vault"], step["seller"]), borrowed - step["freed"])
    for step in lenders:
        shares = step["shares"] if step["kind"] in INTO else -step["shares"]
        amounts = (step["amount"] * (step["kind"] == kind) for kind in LENDERS)
        note(table.lenders, (step["vault"], step["account"]), shares, *amounts)
    for entry in entries:
        if entry["part"] in UNSENT_SIGN:
            key = entry["account"], entry["vault"], entry["currency"]
            note(table.credit_unsent, key, UNSENT_SIGN[entry["part"]] * entry["amount"])
    for one, changes in changed.items():
        width = len(one.c) - len(one.primary_key)
        sums.add(db, one, {key: change[:width] for key, change in changes.items() if any(change)})
