"""What happens to the demo market's goods, planned into its timeline: lots, codes, hands, loggers, recalls."""

from collections.abc import Callable
from datetime import datetime, timezone
from math import sin
from pathlib import Path
from typing import Any

from web3.contract import Contract

from scripts import documents, parameters
from scripts.catalogue import picture
from scripts.demo_market import goods_story as story
from scripts.demo_market.goods_story import Act, Made
from scripts.goods import lot_files
from scripts.parameters import DAY
from scripts.provenance import digital_link, identity, notices, serials, vocabulary
from scripts.provenance.codes import Codes
from scripts.provenance.gs1 import Product, Unit
from scripts.provenance.identity import Item
from scripts.provenance.items_file import ItemsFile
from scripts.provenance.lots import Planned
from scripts.provenance.sensors import Readings
from scripts.reading import call_of
from scripts.refusal import Refusal
from scripts.terms import Order
from scripts.wallet import Call

Json = dict[str, Any]
NO_SERIAL = identity.ALL
LAG = 900  # seconds that an event is older than its record
HALF_AN_HOUR = 1 / 48  # days
EVERY = 600  # seconds between two readings
WARM = range(22, 28)  # which readings are of the hour when the cooling failed
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


class Goods:
    """Plans one devnet's goods; `add(days ago, role, call, label)` and `keep(document)` are the market's.

    `places` are those of people's profiles, by GLN.
    """

    def __init__(
        self,
        contract: Contract,
        account: Callable[[str], str],
        places: dict[str, Json],
        time_of: Callable[[float], int],
        add: Callable[[float, str, Call, str], None],
        keep: Callable[[bytes], bytes],
    ) -> None:
        self.contract = contract
        self.account, self.places, self.time_of, self._add, self._keep = account, places, time_of, add, keep
        self.products: dict[str, Product] = {}
        self.lots: dict[str, bytes] = {}
        self.changes: list[tuple[Item, float]] = []  # of a thing's version, days ago
        self.touched: set[str] = set()
        self.recalls: dict[str, bytes] = {}

    def make(self, paintings: Path) -> None:
        """Plan all lots; `paintings` is the folder of their pictures."""
        for made in story.MADE:
            self._make(made, paintings)

    def act(self) -> None:
        """Plan everything else that happens to them; the sales come first."""
        for act in sorted(story.ACTS, key=lambda act: -act.days_ago):
            getattr(self, f"_{act.verb}")(act)

    def sell(self, shipped: float, role: str, things: tuple[str, ...], order: Order, settled: float) -> None:
        """Bind items to an order when it is shipped; with `settled` they were its buyer's so many days ago."""
        for thing in things:
            item = self.item(thing)
            self._send(shipped, role, "bind", item, order)
            self.changes.append((item, shipped))
            if settled:
                self._send(settled, "keeper", "settle", item, order)
                self.changes.append((item, settled))

    def item(self, name: str) -> Item:
        """A lot (with no serial), an item or a unit by its short name."""
        if name in story.UNITS:
            maker, sscc = story.UNITS[name]
            return identity.unit(self.account(maker), sscc)
        lot, _, serial = name.partition("/")
        return Item(self.lots[lot], identity.word(serial, "serial") if serial else NO_SERIAL)

    # Lots

    def _make(self, made: Made, paintings: Path) -> None:
        product = Product(made.gtin, lot=made.lot)
        maker = self.account(made.maker)
        self.products[made.lot] = product
        self.lots[made.lot] = identity.lot_id(maker, made.gtin, made.lot)
        files = self._files(made, maker, paintings)
        for block in files.blocks.values():
            self._keep(block)
        document = self._keep(files.document)
        terms = int(made.gtin), identity.word(made.lot, "lot"), made.count, files.root, document
        if made.inputs:
            inputs = [(self.lots[lot], quantity) for lot, quantity in made.inputs]
            time = self.time_of(made.days_ago) - LAG
            self._send(made.days_ago, made.maker, "transform", inputs, *terms, time)
        else:
            self._send(made.days_ago, made.maker, "register", *terms)
        if made.limits:
            self._send(made.days_ago, made.maker, "promise_limits", self.lots[made.lot], *made.limits)

    def _files(self, made: Made, maker: str, paintings: Path) -> lot_files.Made:
        """The lot's files, of which a devnet that begins anew has some already, and what it is registered with."""
        lot_id = self.lots[made.lot]
        if _count(lot_id) != made.count:  # that of a demo before this one
            lot_files.codes_path(lot_id).unlink(missing_ok=True)
        planned = Planned(
            place=made.lot,
            product=self.products[made.lot],
            count=made.count,
            serials=serials.counted("", made.count),
            document=self._document(made, paintings),
            pictures={},
            limits=made.limits,
            inputs=(),
            made=0,
        )
        return lot_files.make(lot_id, planned, maker, parameters.DEVNET_PASSPHRASE, _ignore)

    def _document(self, made: Made, paintings: Path) -> bytes:
        document: Json = {
            **{"type": "handover/lot/1", "gtin": made.gtin, "lot": made.lot},
            **{"name": made.name, "description": made.description, "item": made.item},
            "made": _iso(self.time_of(made.days_ago) - LAG),
            "place": self.places[made.place],
        }
        if made.keeps:
            document["best_before"] = _iso(self.time_of(made.days_ago) + made.keeps * DAY)[:10]
        if made.limits:
            document["limits"] = {"low": made.limits[0], "high": made.limits[1], "unit": "CEL"}
        if made.picture:
            data = picture(paintings, f"{made.picture}.png")
            self._keep(data)
            document["pictures"] = [{"sha256": documents.sha256(data), "alt": made.name}]
        return documents.canonical(document)

    # What people do

    def _permit(self, act: Act) -> None:
        reporter, *steps = map(str, act.details)
        mask = vocabulary.permission(*steps)
        self._send(act.days_ago, act.by, "permit", self.lots[act.about], self.account(reporter), mask)

    def _report(self, act: Act) -> None:
        step, disposition, place = map(str, act.details)
        time = self.time_of(act.days_ago) - LAG
        numbers = vocabulary.STEPS.number(step), vocabulary.DISPOSITIONS.number(disposition)
        document = self._keep(self._event(act.about, step, disposition, place, time))
        where = identity.read_point(place)
        self._send(act.days_ago, act.by, "report", self.item(act.about), *numbers, where, time, document)

    def _pack(self, act: Act) -> None:
        """Into a new unit, what has to be touched first being touched."""
        unit, things = self.item(act.about), [str(thing) for thing in act.details]
        proofs = [self._proof(thing) for thing in things if thing not in self.touched]
        self.touched.update(things)
        _, sscc = story.UNITS[act.about]
        self._send(act.days_ago, act.by, "touch_many", proofs)
        self._send(act.days_ago, act.by, "make_unit", identity.word(sscc, "SSCC"))
        self._send(act.days_ago, act.by, "aggregate", unit, [self.item(thing) for thing in things])
        self.changes.append((unit, act.days_ago))

    def _unpack(self, act: Act) -> None:
        things = [self.item(str(thing)) for thing in act.details]
        unit = self.item(act.about)
        self._send(act.days_ago, act.by, "disaggregate", unit, things)
        self.changes += [(thing, act.days_ago) for thing in (unit, *things)]

    def _hand(self, act: Act) -> None:
        taker, role = act.details
        item = self.item(act.about)
        version = sum(changed == item and days_ago > act.days_ago for changed, days_ago in self.changes)
        self._send(act.days_ago, act.by, "offer", item, self.account(str(taker)), role)
        self._send(act.days_ago - HALF_AN_HOUR, str(taker), "accept", item, role, version)
        self.changes.append((item, act.days_ago - HALF_AN_HOUR))

    def _sense(self, act: Act) -> None:
        worst, place = act.details
        readings = self._readings(self.time_of(act.days_ago) - LAG, int(worst))
        bounds = readings.count, readings.minimum, readings.maximum, readings.first, readings.last, *story.COLD
        told = identity.read_point(str(place)), self._keep(readings.document)
        self._send(act.days_ago, act.by, "report_sensor", self.item(act.about), readings.root, *bounds, *told)

    def _readings(self, end: int, worst: int) -> Readings:
        """Eight hours in a cold lorry, and one of them not so cold."""
        count = 48
        calm = [4_200 + round(600 * sin(number / 3)) for number in range(count)]
        values = [worst - abs(number - 25) * 900 if number in WARM else value for number, value in enumerate(calm)]
        times = [end - (count - 1 - number) * EVERY for number in range(count)]
        return Readings("CEL", tuple(zip(times, values, strict=True)), "Logger 0417")

    def _recall(self, act: Act) -> None:
        class_ = int(act.details[0])
        document = self._keep(notices.document(**story.RECALLED[act.about]))
        terms = self.lots[act.about], NO_SERIAL, NO_SERIAL, class_, document
        self.recalls[act.about] = identity.recall_id(self.account(act.by), *terms)
        self._send(act.days_ago, act.by, "recall", *terms)

    def _close(self, act: Act) -> None:
        document = self._keep(notices.document(**story.CLOSED[act.about]))
        self._send(act.days_ago, act.by, "close_recall", self.recalls[act.about], document)

    def _claim(self, act: Act) -> None:
        """Committed first, shown half an hour later."""
        item, code, path = self.item(act.about), self._code(act.about), self._proof(act.about)[2]
        commitment = identity.commitment(item, code, self.account(act.by))
        self._send(act.days_ago, act.by, "commit", commitment)
        self._send(act.days_ago - HALF_AN_HOUR, act.by, "claim", item, code, path)
        self.changes.append((item, act.days_ago - HALF_AN_HOUR))

    # Helpers

    def _send(self, days_ago: float, role: str, verb: str, *arguments: Any) -> None:
        self._add(days_ago, role, call_of(self.contract, verb, *arguments), verb)

    def _proof(self, thing: str) -> tuple[Item, bytes, list[bytes]]:
        lot, serial = thing.split("/")
        with ItemsFile(lot_files.items_path(self.lots[lot])) as file:
            return file.proof(serial)

    def _code(self, thing: str) -> bytes:
        lot, serial = thing.split("/")
        return Codes(lot_files.codes_path(self.lots[lot]), parameters.DEVNET_PASSPHRASE).find(serial).code

    def _event(self, about: str, step: str, disposition: str, place: str, time: int) -> bytes:
        """The document of a report: an event of EPCIS 2.0."""
        if about in story.UNITS:
            subject: Json = {"epcList": [digital_link.write(Unit(story.UNITS[about][1]))]}
        else:
            made = next(made for made in story.MADE if made.lot == about)
            element = {"epcClass": digital_link.write(self.products[about]), "quantity": made.count}
            subject = {"quantityList": [element]}
        event: Json = {
            **{"type": "ObjectEvent", "eventTime": _iso(time), "eventTimeZoneOffset": "+00:00"},
            "action": "ADD" if step == "commissioning" else "OBSERVE",
            **subject,
            **{"bizStep": step, "disposition": disposition},
            "readPoint": {"id": f"{digital_link.CANONICAL}/414/{place}"},
        }
        return documents.canonical({"type": "handover/event/1", "context": CONTEXT, "event": event})


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _count(lot_id: bytes) -> int:
    """Of how many items there are files; 0 of none."""
    try:
        with ItemsFile(lot_files.items_path(lot_id)) as file:
            return file.count
    except Refusal:
        return 0


def _ignore(_: int) -> None:
    """Nobody watches a lot of some hundred items being made."""
