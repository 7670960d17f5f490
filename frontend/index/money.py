"""Who gets how much: the ledger entries that follow from an event, and the credits that follow from the entries."""

from collections.abc import Iterable
from typing import Any

from frontend.index.events import Decoded
from frontend.index.rows import EMPTY_HASH
from frontend.state_table import EMPTY_ADDRESS

Row = dict[str, Any]
CreditKey = tuple[str, str, str]  # account, key, currency
Move = tuple[str, str, int, str | None]  # part, account, amount, key

BPS = 10_000
TAKEN = ("withdrawn", "collected")
MOVED = ("released", "refunded", "amount")
UNCERTAIN = ("refund", "goodwill")


def entries(event: Decoded, order: Row, offer: Row, released_before: int) -> list[Row]:
    """Ledger rows of an order's event; `released_before` is what had been released before it."""
    fields = event.fields
    if event.name == "OrderPaid" and order["given"]:
        moved: list[Move] = [("paid", order["payer"], order["total"], None)]
    elif event.name == "OrderPaid":
        points, lent = order["points"], order["lent"]
        moved = [("paid", order["buyer"], order["total"] - points - lent, None)]
        moved += [("spent", order["buyer"], points, None), ("lent", order["payer"], lent, None)]
    elif event.name == "OrderSettled":
        moved = [("cash_back", order["buyer"], fields["cash"], None)]
        moved.append(("points_back", order["buyer"], fields["points"], None))
    elif event.name == "ClosedOrderRefunded":
        moved = [("goodwill", order["payer"], fields["amount"], _refund_key(order))]
    else:
        moved = _released(order, offer, released_before, fields.get("released", 0))
        moved.append(("refund", order["payer"], fields.get("refunded", 0), _refund_key(order)))
    return [_entry(event, order["position"], order["currency"], *move) for move in moved if move[2] > 0]


def credits_somebody(event: Decoded, order: Row, offer: Row) -> bool:
    """Whether any entry of an order's event may wait in Escrow."""
    if event.fields.keys().isdisjoint(MOVED):
        return False
    shared = order["referrer"] != EMPTY_ADDRESS or offer["loyalty"] != EMPTY_ADDRESS
    return bool(shared or order["payer"] != order["buyer"])


def payout_entries(event: Decoded, order: int | None) -> list[Row]:
    """Ledger rows of Escrow's events about credits; `order` is the position of the one before in the transaction.

    Only a payout that could not be sent is of that order: what was taken may come from any.
    """
    fields = event.fields
    if event.name == "PayoutCredited":
        part, key = "unsent", EMPTY_HASH
    elif event.name == "CreditWithdrawn":
        part, key, order = "withdrawn", EMPTY_HASH, None
    elif event.name == "CreditCollected":
        part, key, order = "collected", fields["key"], None
    else:
        return []
    return [_entry(event, order, fields["currency"], part, fields["account"], fields["amount"], key)]


def share(released: int, bps: int) -> int:
    """A share of all that was ever released, so that splitting a release gains nothing."""
    return released * bps // BPS


def shares(before: int, amount: int, commission_bps: int, points_bps: int) -> tuple[int, int]:
    """Commission and points of an amount that is released after others: of a last unit, commission comes first."""
    after = before + amount
    commission = share(after, commission_bps) - share(before, commission_bps)
    return commission, min(share(after, points_bps) - share(before, points_bps), amount - commission)


def credit_key(entry: Row) -> CreditKey:
    """Where an entry with a key waits in Escrow."""
    return entry["account"], entry["key"], entry["currency"]


def credited(amount: int, certain: bool, entry: Row) -> tuple[int, bool]:
    """A credit's amount and certainty after one more entry: taking takes all."""
    if entry["part"] in TAKEN:
        return 0, True
    return amount + entry["amount"], certain and entry["part"] not in UNCERTAIN


def fold_credits(ordered: Iterable[Row]) -> dict[CreditKey, tuple[int, bool]]:
    """All credits that some ledger rows, oldest first, leave."""
    credits: dict[CreditKey, tuple[int, bool]] = {}
    for entry in ordered:
        key = credit_key(entry)
        credits[key] = credited(*credits.get(key, (0, True)), entry)
    return credits


def _released(order: Row, offer: Row, before: int, amount: int) -> list[Move]:
    commission_bps = 0 if order["referrer"] == EMPTY_ADDRESS else offer["commission_bps"]
    commission, points = shares(before, amount, commission_bps, offer["points_bps"])
    return [
        ("proceeds", order["seller"], amount - commission - points, None),
        ("commission", order["referrer"], commission, EMPTY_HASH),
        ("points", offer["loyalty"], points, padded(order["buyer"])),
    ]


def padded(address: str) -> str:
    """An address as the 32-byte key that Escrow makes of it."""
    return "0x" + address[2:].lower().rjust(64, "0")


def _refund_key(order: Row) -> str | None:
    return None if order["payer"] == order["buyer"] else str(order["id"])


def _entry(
    event: Decoded, order: int | None, currency: str, part: str, account: str, amount: int, key: str | None
) -> Row:
    return {
        "position": event.position,
        "part": part,
        "order": order,
        "time": event.time,
        "account": account,
        "currency": currency,
        "amount": amount,
        "key": key,
    }
