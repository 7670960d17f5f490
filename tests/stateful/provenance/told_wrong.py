"""Refusals of what is told: how each is earned by calls about lots, events and recalls that cannot be."""

from collections.abc import Callable

from tests.fixtures.provenance import GTIN, LAST_DISPOSITION, LAST_STEP, NONE, Item, code_hash, code_of, text
from tests.fixtures.terms import EMPTY
from tests.stateful.market import Call
from tests.stateful.provenance.goods import Goods, chosen, proof, tell

Calls = list[Call]
Mistake = Callable[[Goods, int], Calls]

DOCUMENT = b"\xd0" * 32
ROOT = b"\x11" * 32
HUGE = 2**63
NOBODY = "0x" + "99" * 20
BAD = text("A 5")  # the fifth leaf of every lot


def registering(gtin: int = GTIN, batch: bytes = text("L-X"), count: int = 1, root: bytes = ROOT) -> Mistake:
    """A lot that cannot be."""
    return lambda r, pick: [tell(r.people["producer"], "register", gtin, batch, count, root, DOCUMENT)]


def transforming(inputs: Callable[[Goods, int], tuple], by: str = "", later: int = 0) -> Mistake:
    """A lot made of what there is not; by the producer of what is used, or by somebody."""

    def calls(r: Goods, pick: int) -> Calls:
        maker = r.people[by] if by else chosen(r.lots, pick).producer
        time = r.market.now + later
        return [tell(maker, "transform", inputs(r, pick), GTIN, text("L-X"), 1, ROOT, DOCUMENT, time)]

    return calls


def used(quantity: Callable[[int], int]) -> Callable[[Goods, int], tuple]:
    """Of some lot, so many of those that are left."""
    return lambda r, pick: ((chosen(r.lots, pick).id, quantity(r.ledger.batches[chosen(r.lots, pick).id].left)),)


def promising(low: int, high: int, by: str = "") -> Mistake:
    """Limits that cannot be."""

    def calls(r: Goods, pick: int) -> Calls:
        lot = chosen(r.lots, pick)
        return [tell(r.people[by] if by else lot.producer, "promise_limits", lot.id, low, high)]

    return calls


def reporting(step: int = 1, disposition: int = 1, later: int = 0, item: Item | None = None) -> Mistake:
    """An event that cannot be; of a thing, by its owner, or of what is given."""

    def calls(r: Goods, pick: int) -> Calls:
        about = item or chosen(list(r.ledger.things), pick)
        by = r.people["stranger"] if item else r.ledger.people(about)[0]
        return [tell(by, "report", about, step, disposition, NONE, r.market.now + later, DOCUMENT)]

    return calls


def sensing(count: int, first: int, last: int) -> Mistake:
    """Readings that cannot be; times in seconds from now."""

    def calls(r: Goods, pick: int) -> Calls:
        item, now = chosen(list(r.ledger.things), pick), r.market.now
        told = (ROOT, count, 0, 1, now + first, now + last, 0, 1, NONE, DOCUMENT)
        return [tell(r.ledger.people(item)[0], "report_sensor", item, *told)]

    return calls


def recalling(first: bytes, last: bytes, class_: int = 1, by: str = "", twice: bool = False) -> Mistake:
    """A recall that cannot be."""

    def calls(r: Goods, pick: int) -> Calls:
        lot = chosen(r.lots, pick)
        who = r.people[by] if by else lot.producer
        return [tell(who, "recall", lot.id, first, last, class_, pick.to_bytes(32))] * (1 + twice)

    return calls


def closing(by: str, closed: bool) -> Mistake:
    """Somebody ends a recall that is not his, or that is over."""

    def calls(r: Goods, pick: int) -> Calls:
        recall = chosen([one for one in r.ledger.recalls if (one in r.ledger.closed) == closed], pick)
        who = r.people[by] if by else r.ledger.recalls.get(recall)
        return [tell(who, "close_recall", recall, DOCUMENT)] if recall else []

    return calls


def touching(r: Goods, pick: int) -> Calls:
    """An item of a lot of which nothing is left."""
    spent = [lot for lot in r.lots if not r.ledger.batches[lot.id].left]
    items = [(lot, item) for lot in spent for item in lot.items[:4] if item not in r.ledger.things]
    found = chosen(items, pick)
    return [tell(found[0].producer, "touch", *proof(*found))] if found else []


def touched(fits: Callable[[Goods, int], tuple]) -> Mistake:
    """What cannot be touched, also by its producer."""
    return lambda r, pick: [tell(chosen(r.lots, pick).producer, "touch", *fits(r, pick))]


def bad_serial(r: Goods, pick: int) -> tuple:
    """An item whose leaf is there, and whose serial is none."""
    lot = chosen(r.lots, pick)
    return proof(lot, Item(lot.id, BAD))


def node_as_leaf(r: Goods, pick: int) -> tuple:
    """A node with the rest of its path."""
    lot = chosen(r.lots, pick)
    one, other = sorted(lot.tree[0][:2])
    return Item(lot.id, one), other, tuple(lot.path(lot.items[0])[1:])


def wrong_code(r: Goods, pick: int) -> tuple:
    """An item with a code that is another's."""
    lot = chosen(r.lots, pick)
    item = lot.items[0]
    return item, code_hash(item, code_of(lot.items[1])), tuple(lot.path(item))


def again(r: Goods, pick: int) -> Calls:
    """A lot, an item and a unit that are there."""
    lot, item = chosen(r.lots, pick), r.lots[0].items[0]
    return [tell(lot.producer, "register", *lot.terms(7)), tell(r.lots[0].producer, "touch", *proof(r.lots[0], item))]


def speaking(r: Goods, pick: int) -> Calls:
    """Of a thing, by somebody who was permitted another step."""
    item = chosen(list(r.ledger.things), pick)
    people = r.ledger.people(item)
    by = r.other_than(*people)
    permitted = [tell(account, "permit", item.lot, by, 1 << 1) for account in people]
    return [*permitted, tell(by, "report", item, 2 + pick % 9, 1, NONE, r.market.now, DOCUMENT)]


def permitting(reporter: str, steps: int) -> Mistake:
    """Nobody, or too much."""
    return lambda r, pick: [tell(r.somebody(pick), "permit", chosen(r.lots, pick).id, reporter, steps)]


def proving(r: Goods, pick: int) -> Calls:
    """An item with another's code, or a node as if it were an item."""
    return [tell(chosen(r.lots, pick).producer, "touch", *fits(r, pick)) for fits in (wrong_code, node_as_leaf)]


NOWHERE = Item(b"\x77" * 32, text("A001"))

TOLD: dict[str, Mistake] = {
    "lots: no GTIN": registering(gtin=GTIN + 1),
    "lots: no batch": registering(batch=NONE),
    "lots: wrong count": registering(count=2**32),
    "lots: empty root": registering(root=NONE),
    "lots: registered already": again,
    "lots: no inputs": transforming(lambda r, pick: ()),
    "lots: in the future": transforming(used(lambda left: 1), later=100),
    "lots: not registered": transforming(lambda r, pick: ((NOWHERE.lot, 1),)),
    "lots: not permitted": transforming(used(lambda left: 1), by="second_buyer"),
    "lots: nothing used": transforming(used(lambda left: 0)),
    "lots: not so much left": transforming(used(lambda left: left + 1)),
    "lots: not the producer": promising(0, 1, by="stranger"),
    "lots: no serial": touched(bad_serial),
    "lots: not an item of this lot": proving,
    "lots: nothing left": touching,
    "things: touched already": again,
    "things: made already": lambda r, pick: [tell(r.people["seller"], "make_unit", text("CASE-seller"))],
    "things: no serial": lambda r, pick: [tell(r.somebody(pick), "make_unit", NONE)],
    "things: never touched": reporting(item=NOWHERE),
    "readings: low above high": promising(1, 0),
    "readings: not a reading's value": promising(0, HUGE),
    "reporters: empty reporter": permitting(EMPTY, 1),
    "reporters: unknown step": permitting(NOBODY, 2 ** (LAST_STEP + 1)),
    "reports: unknown step": reporting(step=LAST_STEP + 1),
    "reports: unknown disposition": reporting(disposition=LAST_DISPOSITION + 1),
    "reports: in the future": reporting(later=100),
    "reports: no readings": sensing(0, -1, 0),
    "reports: last before first": sensing(1, -1, -2),
    "reports: no such lot": reporting(item=Item(NOWHERE.lot, NONE)),
    "reports: not permitted": speaking,
    "reports: unknown reason": lambda r, pick: [tell(r.somebody(pick), "declare_error", ROOT, 3 * (pick % 2), NONE)],
    "recalls: unknown class": recalling(NONE, NONE, class_=4),
    "recalls: no serial": recalling(NONE, text("A001")),
    "recalls: first after last": recalling(text("A002"), text("A001")),
    "recalls: not yours to recall": recalling(NONE, NONE, by="second_buyer"),
    "recalls: recalled already": recalling(NONE, NONE, twice=True),
    "recalls: not yours to close": closing("second_buyer", closed=False),
    "recalls: closed already": closing("", closed=True),
}
