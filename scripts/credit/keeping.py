"""What anyone may do for plans: pass on what came back of their orders, let dates wait, give up what is lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.credit.course import State
from scripts.credit.ledger import Record, Vault, is_lost, vaults
from scripts.credit.terms import MAX_PAUSE, WRITE_OFF, Plan
from scripts.market import Market
from scripts.terms import Status
from scripts.wallet import Call
from scripts.wording import hexadecimal


@dataclass(frozen=True)
class Step:
    """A transaction that is due: what it does, why, and the call."""

    what: str
    why: str
    call: Call


@dataclass(frozen=True)
class Standing:
    """A plan, how it stands, how its order stands, and what Escrow keeps of it."""

    vault: Vault
    plan: Plan
    record: Record
    status: Status
    waiting: int

    @property
    def is_over(self) -> bool:
        """Whether only a seller's goodwill can change anything still."""
        return not (self.record.state.is_running or self.status.is_open or self.waiting)

    @property
    def would_end(self) -> bool:
        """Whether what waits pays all that is owed: then the plan is not written off, however little it is."""
        return self.record.state.is_running and self.waiting >= self.record.outstanding


class Plans:
    """The plans of a market's vaults that a keeper looks after."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._vaults = vaults(market)
        self._known: dict[bytes, tuple[Vault, Plan]] = {}
        self._watched: set[bytes] = set()
        self.moments: list[int] = []  # when time alone makes a plan due to be moved, as `to_move` found it

    def note(self, since: int) -> None:
        """Read what happened from the block `since` on."""
        for vault in self._vaults:
            for id_, plan in vault.plans(since).items():
                self._known[id_] = vault, plan
                self._watched.add(id_)
        if self._known:
            paid_back = self._market.orders_of("ClosedOrderRefunded", since)
            self._watched |= {id_ for id_, (_, plan) in self._known.items() if plan.order_id in paid_back}

    def to_settle(self, least: dict[str, int]) -> list[Step]:
        """What Escrow keeps of orders, if it ends the plan or is at least so much (by currency, smallest unit)."""
        return [
            Step(
                f"settle {_name(id_, one)}",
                f"{one.vault.amount(one.waiting)} came back of its order",
                one.vault.call("settle", one.plan),
            )
            for id_, one in self._standing()
            if one.waiting and (one.would_end or one.waiting >= least[one.vault.currency.address])
        ]

    def to_move(self, now: int) -> list[Step]:
        """Plans to pause, to resume and to write off at a time of the chain (Unix seconds)."""
        found, self.moments = [], []
        for id_, one in self._standing():
            if (moment := _moment(one, now)) > now:
                self.moments.append(moment)
            verb, why = _verb(one, now)
            if verb:
                found.append(Step(f"{verb} {_name(id_, one)}", why, one.vault.call(verb, one.plan)))
        return found

    def _standing(self) -> Iterator[tuple[bytes, Standing]]:
        """How all that are watched stand now; what is over is watched no more."""
        for vault in self._vaults:
            ids = [id_ for id_ in self._known if id_ in self._watched and self._known[id_][0] is vault]
            plans = [self._known[id_][1] for id_ in ids]
            statuses = [record.status for record in self._market.records([plan.order_id for plan in plans])]
            found = zip(ids, plans, vault.records(plans), statuses, vault.waiting(plans), strict=True)
            for id_, plan, record, status, waiting in found:
                one = Standing(vault, plan, record, status, waiting)
                if one.is_over:
                    self._watched.discard(id_)
                else:
                    yield id_, one


def _verb(one: Standing, now: int) -> tuple[str, str]:
    """Which call moves a plan now, and why; empty for none."""
    state, waits = one.record.state, one.status.is_in_question and one.record.has_pause
    if waits:
        return ("pause", "its order is in question") if state == State.OPEN else ("", "")
    if is_lost(one.plan, one.record, now):
        owed = one.vault.amount(one.record.outstanding)
        return "write_off", f"{owed} are 60 days overdue"
    if state == State.PAUSED:
        return "resume", "its pause is used up" if one.status.is_in_question else "its order is in question no more"
    return "", ""


def _moment(one: Standing, now: int) -> int:
    """When time alone makes a plan due to be moved; 0 for never."""
    if one.record.state == State.PAUSED:
        return now + MAX_PAUSE - one.record.paused
    if one.record.state == State.OPEN:
        return one.plan.start + one.record.paused + one.record.next * one.plan.interval + WRITE_OFF
    return 0


def _name(id_: bytes, one: Standing) -> str:
    return f"plan {hexadecimal(id_)} of {one.vault.name}"
