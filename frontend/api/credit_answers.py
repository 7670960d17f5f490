"""How the API says plans, limits, vaults and lenders."""

from typing import Any

from frontend.api.answers import moment, money
from frontend.index.credit.rows import Books, Borrower, Lender, LenderStep, Plan, Step, Vault
from scripts.credit.limit import limit_of
from scripts.credit.moves import charged

Json = dict[str, Any]

AMOUNTS = (
    *("cash", "lent", "assets", "deposited", "taken_out", "granted", "repaid", "refunded"),
    *("fees", "late_fees", "written_off", "recovered"),
)
COUNTS = ("plans", "running", "ended", "lost")
SHARES = ("growth_bps", "fee_bps", "late_bps", "seller_bps", "buyer_bps")
TERMS = ("base", "earned", "maximum", "repaid", "limit", "outstanding", "left")


def plan(found: Plan, now: int) -> Json:
    """A plan as it would stand after a call at `now` (Unix seconds), with its schedule."""
    course, currency, given = charged(found.course, now), found.order.offer.currency, found.given
    progress, terms = course.progress, course.terms
    return {
        "id": found.id,
        "vault": found.vault,
        "order": found.order.id,
        **{"buyer": given.buyer, "seller": given.seller, "slot": given.slot},
        **{"start": moment(given.start), "instalments": given.instalments, "interval": given.interval},
        "state": found.state.name.lower(),
        "waiting": found.is_waiting(now),
        "down": money(found.order.cash, currency),
        **{name: money(getattr(terms, name), currency) for name in ("principal", "fee", "late_fee")},
        **{name: money(getattr(progress, name), currency) for name in ("paid", "refunded")},
        "outstanding": money(course.outstanding, currency),
        "payoff": money(course.payoff(now), currency),
        "next": _next(found, now),
        "schedule": [_instalment(found, number, now) for number in range(1, course.last + 1)],
        **{name: money(getattr(found, name), currency) for name in ("settled", "fees", "late_fees", "in_time")},
        **{name: money(getattr(found, name), currency) for name in ("written_off", "recovered")},
        "paused": progress.paused + course.pausing(now),
        "written_off_at": moment(found.written_off_time),
        "ended": moment(found.ended_time),
        "opened": {"block": found.opened_block, "time": moment(found.opened_time)},
    }


def step(found: Step, currency: str) -> Json:
    """What happened to a plan; instalments that were missed by then are counted from 1."""
    return {
        "name": found.name,
        "by": found.by or None,
        **{name: money(getattr(found, name), currency) for name in ("amount", "principal", "fee", "late_fee")},
        "late": [number + 1 for number in range(found.late.bit_length()) if found.late >> number & 1],
        "paused": found.paused,
        **{"block": found.block, "log_index": found.log_index, "time": moment(found.time)},
        "transaction": found.transaction,
    }


def borrower(found: Borrower, now: int) -> Json:
    """What somebody may owe a vault, term by term."""
    currency, limit = found.vault.currency, limit_of(found.account, found.vault.parameters, now)
    return {
        "vault": found.vault.address,
        **{name: money(getattr(limit, name), currency) for name in TERMS},
        "overdue": limit.overdue,
        "halved_until": moment(limit.halved_until),
        "written_off": moment(found.account.written_off_at),
    }


def vault(found: Vault) -> Json:
    """What was fixed at a vault's deployment."""
    fixed = found.parameters
    return {
        "vault": found.address,
        "currency": found.currency,
        "issuer": fixed.issuer,
        **{name: money(getattr(fixed, name), found.currency) for name in ("base", "maximum")},
        **{name: getattr(fixed, name) for name in SHARES},
    }


def books(found: Books, vault: Vault) -> Json:
    return {
        "time": moment(found.time),
        **{name: money(getattr(found, name), vault.currency) for name in AMOUNTS},
        "shares": str(found.shares),
        "price": round(found.price, 9),
        **{name: getattr(found, name) for name in COUNTS},
    }


def lender(found: Lender, books: Books, currency: str) -> Json:
    """What an account has of a vault whose books are these; what it earned is below zero where it lost."""
    amounts = ("deposited", "taken_out", "received", "given")
    return {
        "vault": found.vault,
        "shares": str(found.shares),
        "worth": money(books.worth(found.shares), currency),
        **{name: money(getattr(found, name), currency) for name in amounts},
        "earned": money(found.earned(books), currency),
    }


def lender_step(found: LenderStep, currency: str) -> Json:
    return {
        "kind": found.kind,
        "shares": str(found.shares),
        "amount": money(found.amount, currency),
        **{"block": found.block, "log_index": found.log_index, "time": moment(found.time)},
    }


def _next(found: Plan, now: int) -> Json | None:
    if not found.is_open:
        return None
    currency = found.order.offer.currency
    return {
        "number": found.next,
        "amount": money(found.next_amount(now), currency),
        "due": moment(found.next_due(now)),
        "overdue": found.course.is_overdue(now),
    }


def _instalment(found: Plan, number: int, now: int) -> Json:
    """Those that were paid off early keep the fee that was dropped: it is the plan's `fees` that was paid."""
    course, currency = charged(found.course, now), found.order.offer.currency
    return {
        "number": number,
        "principal": money(course.part(number), currency),
        "fee": money(course.terms.fee, currency),
        "late_fee": money(course.late_fee(number), currency),
        "due": moment(course.due(number, now)),
        "covered": number <= course.covered or not found.is_open,
    }
