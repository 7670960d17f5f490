"""The model of provenance beside that of Escrow, after what was agreed of it and not after its code."""

from collections.abc import Sequence

from eth_abi import encode
from eth_utils import keccak

from tests.fixtures.provenance import COMMISSIONING, LAST_DISPOSITION, LAST_STEP, NONE, SENSOR_REPORTING, Item
from tests.fixtures.terms import EMPTY
from tests.stateful.books import Books
from tests.stateful.market import Call
from tests.stateful.provenance.ledger import Batch, Ledger, is_text
from tests.stateful.provenance.market import PROVENANCE, Event, ProvenanceMarket
from tests.stateful.provenance.moves import Moves
from tests.stateful.reasons import Reasons
from tests.stateful.world import World

MAX_COUNT = 2**32 - 1
LARGEST = 2**63 - 1
CLASSES = (1, 2, 3)
ERRORS = (1, 2)

Input = tuple[bytes, int]  # a lot, and how many of it


class Provenance(Moves):
    """Lots and what is said of them; what moves, and what is sold and claimed, is in the class below."""

    # Lots

    def register(self, gtin: int, batch: bytes, count: int, root: bytes, document: bytes) -> None:
        self._unregistrable(gtin, batch, count, root).check()
        self._register(gtin, batch, count, root, document)

    def transform(
        self,
        inputs: Sequence[Input],
        gtin: int,
        batch: bytes,
        count: int,
        root: bytes,
        document: bytes,
        time: int,
    ) -> None:
        reasons = self._unregistrable(gtin, batch, count, root)
        reasons.when(not inputs, "lots: no inputs")
        reasons.when(time > self.now, "lots: in the future")
        for lot, quantity in inputs:
            reasons |= self._unusable(lot, quantity)
        reasons.check()
        lot_id = self._register(gtin, batch, count, root, document)
        self.ledger.say("LotTransformed", lot_id, self.by, tuple(inputs), time)

    def _unregistrable(self, gtin: int, batch: bytes, count: int, root: bytes) -> Reasons:
        reasons = Reasons()
        reasons.when(not is_gtin(gtin), "lots: no GTIN")
        reasons.when(not is_text(batch), "lots: no batch")
        reasons.when(not 1 <= count <= MAX_COUNT, "lots: wrong count")
        reasons.when(root == NONE, "lots: empty root")
        reasons.when(lot_id(self.by, gtin, batch) in self.ledger.batches, "lots: registered already")
        return reasons

    def _register(self, gtin: int, batch: bytes, count: int, root: bytes, document: bytes) -> bytes:
        lot = lot_id(self.by, gtin, batch)
        self.ledger.batches[lot] = Batch(self.by, count, root)
        self.ledger.say("LotRegistered", lot, self.by, gtin, batch, count, root, document)
        return lot

    def _unusable(self, lot: bytes, quantity: int) -> Reasons:
        """Uses some of a lot up, or says why not."""
        reasons, batch = Reasons(), self.ledger.batches.get(lot)
        reasons |= self._unmade(lot)
        reasons.when(quantity == 0, "lots: nothing used")
        if batch is not None:
            reasons.when(quantity > batch.left, "lots: not so much left")
            batch.used += quantity
        return reasons

    def _unmade(self, lot: bytes) -> Reasons:
        """Why the caller makes nothing of a lot."""
        reasons, producer = Reasons(), self._producer(lot)
        reasons.when(producer == EMPTY, "lots: not registered")
        reasons.when(not self.speaks(producer, lot, COMMISSIONING), "lots: not permitted")
        return reasons

    def promise_limits(self, lot: bytes, low: int, high: int) -> None:
        reasons = self._unreadable(low, high)
        reasons.when(self._producer(lot) != self.by, "lots: not the producer")
        reasons.check()
        self.ledger.say("LimitsPromised", lot, low, high)

    def permit(self, lot: bytes, reporter: str, steps: int) -> None:
        reasons = Reasons()
        reasons.when(reporter == EMPTY, "reporters: empty reporter")
        reasons.when(steps >= 2 ** (LAST_STEP + 1), "reporters: unknown step")
        reasons.check()
        self.ledger.permissions[self.by, lot, reporter] = steps
        self.ledger.say("ReporterPermitted", self.by, lot, reporter, steps)

    # What happened

    def report(self, item: Item, step: int, disposition: int, read_point: bytes, time: int, document: bytes) -> None:
        reasons = self._unheard(item, step)
        reasons.when(step > LAST_STEP, "reports: unknown step")
        reasons.when(disposition > LAST_DISPOSITION, "reports: unknown disposition")
        reasons.when(time > self.now, "reports: in the future")
        reasons.check()
        told = step, disposition, read_point, time, document
        kinds = ("uint256", "uint256", "bytes32", "uint256", "bytes32")
        self.ledger.say("EventReported", self._event_id(item, kinds, told), *item, self.by, *told)

    def report_sensor(
        self,
        item: Item,
        root: bytes,
        count: int,
        minimum: int,
        maximum: int,
        first: int,
        last: int,
        low: int,
        high: int,
        read_point: bytes,
        document: bytes,
    ) -> None:
        reasons = self._unheard(item, SENSOR_REPORTING)
        reasons |= self._unreadable(minimum, maximum)
        reasons |= self._unreadable(low, high)
        reasons.when(root == NONE or count == 0, "reports: no readings")
        reasons.when(first > last, "reports: last before first")
        reasons.when(last > self.now, "reports: in the future")
        reasons.check()
        told = root, count, minimum, maximum, first, last, low, high, read_point, document
        kinds = ("bytes32", "uint256", "int256", "int256", "uint256", "uint256", "int256", "int256") + ("bytes32",) * 2
        event_id = self._event_id(item, kinds, told)
        self.ledger.say("SensorReported", event_id, *item, self.by, *told)
        if minimum < low or maximum > high:
            self.ledger.say("LimitsBreached", event_id, *item)

    def declare_error(self, event_id: bytes, reason: int, document: bytes) -> None:
        reasons = Reasons()
        reasons.when(reason not in ERRORS, "reports: unknown reason")
        reasons.check()
        self.ledger.say("ErrorDeclared", event_id, self.by, reason, document)

    def _unheard(self, item: Item, step: int) -> Reasons:
        """Why the caller may not speak about a thing, or about a lot as a whole."""
        reasons = Reasons()
        if item.serial == NONE:
            producer = self._producer(item.lot)
            reasons.when(producer == EMPTY, "reports: no such lot")
            reasons.when(not self.speaks(producer, item.lot, step), "reports: not permitted")
        elif item not in self.ledger.things:
            reasons.add("things: never touched")
        else:
            heard = any(self.speaks(account, item.lot, step) for account in self.ledger.people(item))
            reasons.when(not heard, "reports: not permitted")
        return reasons

    def _unreadable(self, low: int, high: int) -> Reasons:
        reasons = Reasons()
        reasons.when(low > high, "readings: low above high")
        reasons.when(low < -LARGEST - 1 or high > LARGEST, "readings: not a reading's value")
        return reasons

    def _event_id(self, item: Item, kinds: tuple[str, ...], told: tuple) -> bytes:
        return keccak(encode(["(bytes32,bytes32)", "address", *kinds], [item, self.by, *told]))

    # Recalls

    def recall(self, lot: bytes, first: bytes, last: bytes, class_: int, document: bytes) -> None:
        reasons, item = Reasons(), Item(lot, first)
        reasons.when(class_ not in CLASSES, "recalls: unknown class")
        if self._producer(lot) == self.by:
            if {first, last} != {NONE}:
                reasons.when(not (is_text(first) and is_text(last)), "recalls: no serial")
                reasons.when(first > last, "recalls: first after last")
        else:
            is_own = first == last and item in self.ledger.things and self.ledger.people(item)[0] == self.by
            reasons.when(not is_own, "recalls: not yours to recall")
        told = lot, first, last, class_, document
        kinds = ("bytes32", "bytes32", "bytes32", "uint256", "bytes32")
        recall_id = keccak(encode(["address", *kinds], [self.by, *told]))
        reasons.when(recall_id in self.ledger.recalls, "recalls: recalled already")
        reasons.check()
        self.ledger.recalls[recall_id] = self.by
        self.ledger.say("Recalled", recall_id, lot, self.by, first, last, class_, document)

    def close_recall(self, recall_id: bytes, document: bytes) -> None:
        reasons = Reasons()
        reasons.when(self.ledger.recalls.get(recall_id) != self.by, "recalls: not yours to close")
        reasons.when(recall_id in self.ledger.closed, "recalls: closed already")
        reasons.check()
        self.ledger.closed.add(recall_id)
        self.ledger.say("RecallClosed", recall_id, document)

    def _producer(self, lot: bytes) -> str:
        """Nobody of a lot that is not there."""
        return self.ledger.batches[lot].producer if lot in self.ledger.batches else EMPTY

    # Becoming individual

    def touch(self, item: Item, code_hash: bytes, path: Sequence[bytes]) -> None:
        reasons = self._unmade(item.lot)
        reasons |= self.untouchable(item, code_hash, path)
        reasons.when(item in self.ledger.things, "things: touched already")
        reasons.check()
        self.take(item)

    def touch_many(self, proofs: Sequence[tuple[Item, bytes, Sequence[bytes]]]) -> None:
        for item, code_hash, path in proofs:
            self._unmade(item.lot).check()
            if item not in self.ledger.things:
                self.untouchable(item, code_hash, path).check()
                self.take(item)

    def make_unit(self, serial: bytes) -> None:
        unit, reasons = Item(bytes.fromhex(self.by[2:]).rjust(32, b"\x00"), serial), Reasons()
        reasons.when(not is_text(serial), "things: no serial")
        reasons.when(unit in self.ledger.things, "things: made already")
        reasons.check()
        self.begin(unit, self.by)
        self.ledger.say("UnitMade", self.by, serial)


class ProvenanceWorld(World):
    """Escrow's verbs and Provenance's; `provenance` is the model of the latter."""

    def __init__(self, books: Books, market: ProvenanceMarket) -> None:
        super().__init__(books, market)
        self.provenance = Provenance(Ledger(), self.cases, market.order_id)

    @property
    def ledger(self) -> Ledger:
        """What the model of provenance keeps."""
        return self.provenance.ledger

    def perform(self, call: Call, now: int) -> None:
        if call.to != PROVENANCE:
            super().perform(call, now)
            return
        model = self.provenance
        model.by, model.now = call.by, now
        with model.ledger.all_or_nothing():
            getattr(model, call.verb)(*call.args)

    def said(self) -> list[Event]:
        """What this step's calls have to log; and begins anew."""
        said, self.ledger.said = self.ledger.said, []
        return said


def lot_id(producer: str, gtin: int, batch: bytes) -> bytes:
    """Under what a lot is known."""
    return keccak(encode(["address", "uint256", "bytes32"], [producer, gtin, batch]))


def is_gtin(number: int) -> bool:
    """At most 14 digits, whose weighted sum ends in zero."""
    digits = [int(digit) for digit in reversed(str(number))]
    total = sum(digits[::2]) + 3 * sum(digits[1::2])
    return 0 < number < 10**14 and total % 10 == 0
