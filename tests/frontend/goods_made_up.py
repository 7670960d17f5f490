"""Events of goods as Provenance would log them, folded into an index without a chain: as many as a test thinks of."""

import json
import random
from collections.abc import Sequence
from typing import Any

from eth_utils.crypto import keccak
from sqlalchemy import Connection

from frontend.index.events import Decoded
from frontend.index.schema import position
from frontend.index.writer import Batch

AT_ONCE = 8_000  # events of a batch, as the index takes them
PER_BLOCK = 500
START = 1_700_000_000
EMPTY = "0x" + "00" * 32

Item = dict[str, str]


def account(number: int) -> str:
    return f"0x{number + 1:040x}"


def word(text: str) -> str:
    return "0x" + text.encode().hex().ljust(64, "0")


class GoodsMadeUp:
    """A row of events; each method logs one and returns what it began."""

    def __init__(self) -> None:
        self.events: list[Decoded] = []
        self.passed = 0  # seconds, beside the blocks'

    @property
    def first_lot(self) -> str:
        """The id of the lot that all begins with."""
        return str(self.events[0].fields["lot_id"])

    def log(self, name: str, **fields: Any) -> None:
        block, index = divmod(len(self.events), PER_BLOCK)
        time = START + 12 * block + self.passed
        self.events.append(Decoded(name, fields, position(block, index), EMPTY, time, json.dumps(fields)))

    def lot(self, producer: str, count: int, inputs: Sequence[tuple[str, int]] = ()) -> str:
        number = len(self.events)
        lot_id = "0x" + keccak(number.to_bytes(32, "big")).hex()
        fields = {"producer": producer, "gtin": number * 10, "batch": word(f"L{number}"), "count": count}
        self.log("LotRegistered", lot_id=lot_id, **fields, root=lot_id, document=EMPTY)
        if inputs:
            used = [{"lot": lot, "quantity": quantity} for lot, quantity in inputs]
            self.log("LotTransformed", lot_id=lot_id, by=producer, inputs=used, time=0)
        return lot_id

    def item(self, lot: str, serial: str, owner: str) -> Item:
        item = {"lot": lot, "serial": word(serial)}
        self.log("ItemTouched", **item, owner=owner)
        return item

    def unit(self, maker: str) -> Item:
        unit = {"lot": "0x" + maker[2:].rjust(64, "0"), "serial": word(f"U{len(self.events)}")}
        self.log("UnitMade", maker=maker, serial=unit["serial"])
        return unit

    def pack(self, unit: Item, items: list[Item], by: str) -> None:
        self.log("ItemsAggregated", **unit, items=items, by=by)

    def unpack(self, unit: Item, items: list[Item], by: str) -> None:
        self.log("ItemsDisaggregated", **unit, items=items, by=by)

    def claim(self, item: Item, by: str) -> None:
        self.log("ItemClaimed", **item, by=by)

    def give(self, item: Item, giver: str, to: str) -> None:
        self.log("HandoverAccepted", **item, from_=giver, to=to, role=3)

    def report(self, item: Item, by: str, step: int, time: int) -> str:
        event_id = self._event_id()
        told = {"step": step, "disposition": 0, "read_point": EMPTY, "time": time, "document": EMPTY}
        self.log("EventReported", event_id=event_id, **item, by=by, **told)
        return event_id

    def sense(
        self, item: Item, by: str, values: tuple[int, int], span: tuple[int, int], limits: tuple[int, int]
    ) -> str:
        """What a sensor read: lowest and highest value, first and last time, the report's own limits."""
        event_id = self._event_id()
        told = {"root": event_id, "count": 2, "read_point": EMPTY, "document": EMPTY}
        names = ("minimum", "maximum", "first", "last", "low", "high")
        told |= dict(zip(names, (*values, *span, *limits), strict=True))
        self.log("SensorReported", event_id=event_id, **item, by=by, **told)
        return event_id

    def promise(self, lot: str, low: int, high: int) -> None:
        self.log("LimitsPromised", lot_id=lot, low=low, high=high)

    def recall(self, lot: str, by: str, first: str = "", last: str = "", class_: int = 1) -> str:
        recall_id = self._event_id()
        span = {name: word(text) if text else EMPTY for name, text in (("first", first), ("last", last))}
        self.log("Recalled", recall_id=recall_id, lot=lot, by=by, **span, class_=class_, document=EMPTY)
        return recall_id

    def close(self, recall_id: str) -> None:
        self.log("RecallClosed", recall_id=recall_id, document=EMPTY)

    def bind(self, item: Item, order: str) -> None:
        self.log("ItemBound", order_id=order, **item, round=0)

    def sell(self, item: Item, order: str, buyer: str) -> None:
        self.log("ItemSold", order_id=order, **item, buyer=buyer)

    @property
    def now(self) -> int:
        """The latest event's time."""
        return self.events[-1].time

    def _event_id(self) -> str:
        return "0x" + keccak(b"event" + len(self.events).to_bytes(32, "big")).hex()

    def write(self, db: Connection) -> None:
        """Folds all that was logged into empty tables."""
        for start in range(0, len(self.events), AT_ONCE):
            Batch(db, self.events[start : start + AT_ONCE]).write()


def chain_of_goods(levels: int, items: int, chance: random.Random) -> GoodsMadeUp:
    """A raw lot, and lots made of lots in so many levels, with so many items in all: some in pallets, a third sold."""
    made, farm = GoodsMadeUp(), account(0)
    before = [made.lot(farm, 2**31)]
    left = items
    for level in range(levels):
        now = []
        for number in range(4**level):
            inputs = [(one, 5) for one in chance.sample(before, min(2, len(before)))]
            now.append(made.lot(account(1 + number % 50), 2**30, inputs))
        for lot in now:
            share = items // levels // len(now) if level < levels - 1 else left // (len(now) - now.index(lot))
            left -= share
            _fill(made, lot, share, account(1 + now.index(lot) % 50), chance)
        before = now
    return made


def _fill(made: GoodsMadeUp, lot: str, count: int, producer: str, chance: random.Random) -> None:
    """Items of a lot: 50 in a case, ten cases in a pallet that somebody else owns; of the rest a half is sold."""
    items = [made.item(lot, f"S{number}", producer) for number in range(count)]
    cases: list[Item] = []
    for start in range(0, count // 3, 50):
        cases.append(made.unit(producer))
        made.pack(cases[-1], items[start : start + 50], producer)
    for start in range(0, len(cases), 10):
        pallet = made.unit(producer)
        made.pack(pallet, cases[start : start + 10], producer)
        made.give(pallet, producer, account(chance.randrange(100, 400)))
    packed = (count // 3 + 49) // 50 * 50
    for item in items[packed::2]:
        order = "0x" + chance.randbytes(32).hex()
        made.bind(item, order)
        made.sell(item, order, account(chance.randrange(1_000, 9_000)))
