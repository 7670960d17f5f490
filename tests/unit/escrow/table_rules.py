"""Reads the state table, and says for one case after it what has to be observed."""

from typing import NamedTuple

from tests.fixtures import terms
from tests.fixtures.clock import DAY
from tests.fixtures.funds import share
from tests.fixtures.people import ROLES
from tests.fixtures.terms import Order

STATUSES = (
    "NEVER_PAID",
    "AWAITING_SHIPMENT",
    "AWAITING_DELIVERY",
    "AWAITING_CONFIRMATION",
    "AWAITING_ANSWER",
    "AWAITING_RETURN",
    "AWAITING_RETURN_CHECK",
    "AWAITING_RULING",
    "CLOSED",
    "CANCELLED",
)
WAITING = STATUSES[terms.AWAITING_SHIPMENT : terms.CLOSED]
# Around a deadline; an order that awaits nothing has only a present.
MOMENTS = {"before": -1, "at": 0, "after": 1}
NOW = ("now",)
LATE = ("at", "after")

POCKET = 1_000  # what refund_closed pays, in the currency's smallest unit


class Rule(NamedTuple):
    """Whoever is in `who` sees `outcome` at these moments, unless an earlier rule fits."""

    who: tuple[str, ...]
    moments: tuple[str, ...]
    outcome: str


class Situation(NamedTuple):
    """An order as it stands, and the time in Unix seconds at which something is tried."""

    order: Order
    record: dict[str, int]
    sold: int
    now: int


class Observed(NamedTuple):
    """A reason, or else the record, the units sold, the money that moved by roles, and the events' names."""

    reason: str
    record: dict[str, int] | None = None
    sold: int = 0
    moved: dict[str, int] | None = None
    events: tuple[str, ...] = ()


Cell = tuple[Rule, ...]
Table = dict[tuple[str, str], Cell]


def moments(status: str) -> tuple[str, ...]:
    """When something is tried in a status."""
    return tuple(MOMENTS) if status in WAITING else NOW


# Reading


def read(text: str) -> tuple[Table, dict[str, str], set[str]]:
    """The cells by status and action, until when each status lasts in words, and the statuses that cannot be."""
    cells: Table = {}
    until: dict[str, str] = {}
    impossible: set[str] = set()
    status = ""
    for line in joined(text):
        if not line.startswith(" "):
            status, _, note = line.partition(" ")
            assert status in STATUSES, line
            if note == "cannot be":
                impossible.add(status)
            else:
                until[status] = note.removeprefix("until ")
            continue
        action, rules = line.split(maxsplit=1)
        assert (status, action) not in cells, line
        cells[status, action] = tuple(read_rule(rule, status) for rule in rules.split(";"))
    return cells, until, impossible


def joined(text: str) -> list[str]:
    """The lines of the text, those that only continue another put together with it."""
    lines: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        if line.startswith("   "):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return lines


def read_rule(text: str, status: str) -> Rule:
    whose, outcome = text.strip().split(": ", maxsplit=1)
    names, when = whose, moments(status)
    for word, chosen in (("before", ("before",)), ("late", LATE)):
        if whose.endswith(" " + word):
            names, when = whose.removesuffix(" " + word), chosen
    who = ROLES if names in ("anyone", "else") else tuple(names.split(", "))
    assert set(who) <= set(ROLES), text
    return Rule(who, when, outcome)


def deciding(cell: Cell, role: str, moment: str) -> Rule:
    """The first rule of a cell that fits, or one that nothing can agree with."""
    fitting = (rule for rule in cell if role in rule.who and moment in rule.moments)
    return next(fitting, Rule((role,), (moment,), "the table says nothing"))


# Expecting


def expected(action: str, outcome: str, situation: Situation) -> Observed:
    """What a rule's outcome comes to in a situation."""
    if outcome == "skipped":
        return Observed("", situation.record, situation.sold, {})
    facts = outcome.split(", ")
    if facts[0] not in STATUSES:
        return Observed(outcome if ": " in outcome else f"Escrow: {outcome}")
    order, before = situation.order, situation.record
    record = {**before, "status": STATUSES.index(facts[0])}
    sold, moved = situation.sold, {}
    if record["status"] in (terms.CLOSED, terms.CANCELLED):
        record["deadline"] = 0
    for fact in facts[1:]:
        word, _, rest = fact.partition(" ")
        if word == "until":
            record["deadline"] = moment_in(rest, situation)
        elif word in record:
            record[word] = int(rest)
        elif fact == "units back":
            sold -= order.quantity
        elif fact == "paid in":
            sold += order.quantity
            moved = {"escrow": order.total, payer(order): -order.total}
        elif fact == "from the seller's own pocket":
            moved = {"seller": -POCKET, payer(order): POCKET}
        else:
            released, refunded = parts(fact, order.total - before["released"] - before["refunded"])
            record["released"] += released
            record["refunded"] += refunded
            moved = paid_out(order, before["released"], released, refunded)
    return Observed("", record, sold, moved, (EVENTS[action],))


EVENTS = {
    "pay": "OrderPaid",
    "pay_many": "OrderPaid",
    "ship": "OrderShipped",
    "ship_many": "OrderShipped",
    "attest_delivery": "DeliveryAttested",
    "confirm": "OrderConfirmed",
    "cancel": "OrderCancelled",
    "refund": "OrderRefunded",
    "refund_closed": "ClosedOrderRefunded",
    "request": "OrderRequested",
    "release": "OrderReleased",
    "approve_return": "ReturnApproved",
    "send_back": "ReturnSent",
    "concede": "OrderConceded",
    "replace": "OrderReplaced",
    "dispute": "OrderDisputed",
    "rule": "OrderRuled",
    "extend": "OrderExtended",
    "enforce": "OrderEnforced",
    "enforce_many": "OrderEnforced",
    "submit_evidence": "EvidenceSubmitted",
}


def payer(order: Order) -> str:
    """The role of whoever paid."""
    return "buyer" if order.payer == order.buyer else "payer"


def moment_in(words: str, situation: Situation) -> int:
    """The time that such words as `now + deliver_within + 14 days` mean."""
    values = {"now": situation.now, "deadline": situation.record["deadline"], **situation.order.offer._asdict()}
    return sum(values[term] if term in values else int(term.removesuffix(" days")) * DAY for term in words.split(" + "))


def parts(words: str, held: int) -> tuple[int, int]:
    """What goes to the seller and what goes back."""
    return {
        "all to the seller": (held, 0),
        "half to the seller": (held - held // 2, 0),
        "all back": (0, held),
        "a third back and the rest to the seller": (held - held // 3, held // 3),
    }[words]


def paid_out(order: Order, before: int, released: int, refunded: int) -> dict[str, int]:
    """Where the parts arrive: pushed to the seller and to the payer, credited to the others; nothing is left out."""
    offer = order.offer
    commission = share(before + released, offer.commission_bps) - share(before, offer.commission_bps)
    points = share(before + released, offer.points_bps) - share(before, offer.points_bps)
    moved = {
        "escrow": commission + points - released - refunded,
        "seller": released - commission - points,
        payer(order): refunded,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    return {name: amount for name, amount in moved.items() if amount}
