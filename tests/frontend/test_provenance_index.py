"""Provenance in the index against the contract on the chain, and against a plain reading of the same logs."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from sqlalchemy import Connection, select

from frontend import config
from frontend.chain import Chain
from frontend.index import queries, schema, store
from frontend.index.follower import Follower
from frontend.index.provenance import finding, gaps, having, trace, warnings
from frontend.index.provenance import tables as t
from frontend.index.provenance.journey import journey
from frontend.index.provenance.kinds import NAMES, key_of
from frontend.index.provenance.rows import About, Line, Lot, Outcome, Subject, Thing
from frontend.index.reading import event_of_row
from frontend.index.rows import EMPTY_HASH, Event
from scripts import parameters
from scripts.parameters import NOBODY
from scripts.terms import Status
from tests.frontend.conftest import Traded
from tests.frontend.indexing import differences, dump, environment
from tests.frontend.provenance_deeds import HOLDING
from tests.frontend.traffic import RECORD

Logs = dict[int, Event]


@pytest.fixture
def things(db: Connection) -> list[Thing]:
    """Every item and every unit."""
    return finding.things_at(db, db.execute(select(t.things.c.position)).scalars().all())


@pytest.fixture
def lots(db: Connection) -> list[Lot]:
    return list(finding.lots_at(db, db.execute(select(t.lots.c.position)).scalars()).values())


@pytest.fixture
def logs(db: Connection) -> Logs:
    """All that Provenance logged, by its place."""
    rows = db.execute(select(schema.events).where(schema.events.c.name.in_(NAMES))).mappings()
    return {row["position"]: event_of_row(row) for row in rows}


@pytest.fixture
def subjects(things: list[Thing], lots: list[Lot]) -> Iterator[list[Subject]]:
    return [*things, *lots]


def word(thing: Thing) -> tuple[bytes, bytes]:
    """A thing as the contract takes it."""
    return bytes.fromhex(thing.lot_id[2:]), bytes.fromhex(thing.serial_word[2:])


def test_everybody_has_what_the_contract_says(db: Connection, traded: Traded, things: list[Thing]) -> None:
    """Owner, custodian, the unit around, what lies inside, whether it was claimed and bound, and to which order."""
    calls = [traded.devnet.provenance.call("holding", word(thing)) for thing in things]
    seen: Counter[str] = Counter()
    for thing, said in zip(things, traded.devnet.read(calls, HOLDING), strict=True):
        owner, custodian, unit, _, inside, claimed, sold, order, round_ = said
        held = having.holding(db, thing)
        assert (held.owner.lower(), held.custodian.lower()) == (owner, custodian)
        assert [keccak(b"".join(word(one))) for one in held.units[:1]] == ([unit] if any(unit) else [])
        assert len(finding.contents_of(db, thing, limit=1_000).items) == inside
        assert (having.claim(db, thing) is not None) == claimed
        bindings = having.bindings(db, thing)
        assert bool(bindings) == sold
        unsettled = [(one.order, one.round) for one in bindings if not one.settled]
        assert unsettled == ([("0x" + order.hex(), round_)] if any(order) else [])
        seen.update({"apart": owner != custodian, "inside": any(unit), "claimed": claimed, "sold": sold, "in": inside})
        seen["deep"] += len(held.units) > 1
    assert min(seen[name] for name in ("apart", "inside", "claimed", "sold", "in", "deep")) > 0


def test_offers_that_can_be_accepted_are_the_contracts(db: Connection, traded: Traded, things: list[Thing]) -> None:
    asked = [(thing, role) for thing in things for role in (1, 2, 3)]
    calls = [traded.devnet.provenance.call("offered", word(thing), role) for thing, role in asked]
    found = 0
    for (thing, role), (to,) in zip(asked, traded.devnet.read(calls, ["address"]), strict=True):
        mine = [one for one in having.offers_of(db, thing) if one.role == role]
        assert [one.to.lower() for one in mine] == ([to] if to != NOBODY else [])
        assert all(one in having.offered(db, one.to, limit=1_000).items for one in mine)
        found += len(mine)
    assert found


def test_lots_are_counted_as_the_contract_counts(db: Connection, traded: Traded, lots: list[Lot]) -> None:
    calls = [traded.devnet.provenance.call("lot", bytes.fromhex(lot.id[2:])) for lot in lots]
    answers = traded.devnet.read(calls, ["address", "uint256", "uint256", "uint256"])
    assert [(lot.producer.lower(), lot.count, lot.used, lot.touched) for lot in lots] == answers
    assert any(lot.used for lot in lots)
    assert any(lot.touched for lot in lots)
    for lot in lots:
        items = finding.items_of(db, lot.id, limit=1_000).items
        assert len(items) == lot.touched
        assert all(finding.item(db, lot.id, item.serial) == item for item in items)
        assert lot in finding.lots(db, lot.gtin, lot.batch).items
        assert lot in finding.lots(db, producer=lot.producer, limit=1_000).items


def test_units_are_found_by_serial(db: Connection, things: list[Thing]) -> None:
    units = [thing for thing in things if thing.is_unit]
    assert units
    for unit in units:
        assert unit in finding.units(db, unit.serial).items
        assert finding.unit(db, unit.maker, unit.serial) == unit


def test_bindings_are_as_the_contract_would_settle_them(db: Connection, traded: Traded, things: list[Thing]) -> None:
    """By what Escrow says of the order now, where nobody has settled it; and an order's items are those that say so."""
    met: Counter[tuple[Outcome, bool]] = Counter()
    for thing in things:
        for binding in having.bindings(db, thing):
            call = traded.devnet.escrow.call("record", bytes.fromhex(binding.order[2:]))
            status, round_, _, _, _, returned, _, released, _ = traded.devnet.read([call], RECORD)[0]
            if not binding.settled:
                is_over = status >= Status.CLOSED
                sold = Outcome.SOLD if released else Outcome.NOTHING
                still = sold if is_over else Outcome.OPEN
                assert binding.outcome == (Outcome.NOTHING if returned or round_ != binding.round else still)
            assert thing.place in [one.thing.place for one in having.items_of_order(db, binding.order)]
            met[binding.outcome, binding.settled] += 1
    assert set(met) >= {(Outcome.OPEN, False), (Outcome.SOLD, True), (Outcome.NOTHING, True)}


Span = tuple[str, int, int, int, int]  # a unit, from and to which place, from and to which time


class Packing:
    """What lay in what, by reading all logs."""

    def __init__(self, logs: Logs) -> None:
        self._inside: dict[str, tuple[str, int, int]] = {}
        self._spans: list[tuple[str, Span]] = []
        bound: set[str] = set()
        for place, event in sorted(logs.items()):
            fields, things = event.fields, [key_of(item) for item in event.fields.get("items", [])]
            if event.name == "ItemsAggregated":
                self._inside |= {key: (key_of(fields), place, event.time) for key in things}
            elif event.name == "ItemBound":
                bound.add(key_of(fields))
            elif event.name == "ItemClaimed" and key_of(fields) not in bound:
                self._end([key_of(fields)], place, event.time)
            elif event.name == "ItemsDisaggregated":
                self._end(things, place, event.time)
        self._end(list(self._inside), t.FOREVER, t.FOREVER)

    def around(
        self, key: str, low: int = 0, high: int = t.FOREVER, first: int = 0, last: int = t.FOREVER
    ) -> list[Span]:
        """Units around a thing, also what was around those meanwhile."""
        found: list[Span] = []
        for one, (unit, since, until, since_time, until_time) in self._spans:
            span = max(low, since), min(high, until), max(first, since_time), min(last, until_time)
            if one == key and span[0] < span[1]:
                found += [(unit, *span), *self.around(unit, *span)]
        return found

    def _end(self, keys: list[str], place: int, time: int) -> None:
        for key in keys:
            if key in self._inside:
                unit, since, since_time = self._inside.pop(key)
                self._spans.append((key, (unit, since, place, since_time, time)))


@pytest.fixture
def spans(logs: Logs) -> Callable[[Thing], list[Span]]:
    """Units around a thing."""
    packing = Packing(logs)
    return lambda thing: packing.around(thing.lot_id + thing.serial_word[2:])


def walk(db: Connection, subject: Subject, limit: int) -> list[Line]:
    """A journey, part after part."""
    found: list[Line] = []
    after = ""
    while True:
        part = journey(db, subject, after, limit)
        found += part.items
        after = part.next
        if not after:
            return found


TOLD = {"EventReported": ("time", "time"), "SensorReported": ("first", "last")}


def concerns(
    event: Event, place: int, thing: Thing, around: list[tuple[str, int, int, int, int]], ids: set[str]
) -> bool:
    """Whether a line about it belongs into the thing's journey, by what the README says."""
    fields, me = event.fields, thing.lot_id + thing.serial_word[2:]
    named = {key_of(item) for item in fields.get("items", [])}
    if "maker" in fields:
        named.add("0x" + fields["maker"][2:].lower().rjust(64, "0") + fields["serial"][2:])
    elif "serial" in fields:
        named.add(key_of(fields))
    if me in named:
        return True
    if event.name in ("Recalled", "RecallClosed"):
        return fields["recall_id"] in ids
    if thing.lot and (fields.get("lot_id") == thing.lot.id or me[:66] + EMPTY_HASH[2:] in named):
        return True
    named -= {key_of(fields)} if "items" in fields else set()
    if event.name not in TOLD:
        return any(unit in named and since <= place < until for unit, since, until, *_ in around)
    began, ended = (fields[name] for name in TOLD[event.name])
    return any(
        unit in named and (since <= place < until or (ended >= since_time and began < until_time))
        for unit, since, until, since_time, until_time in around
    )


def test_journeys_are_complete_and_in_order(
    db: Connection, things: list[Thing], logs: Logs, spans: Callable[[Thing], list[Span]]
) -> None:
    """Each line once: all that concerns the thing, its lot, and units while it lay in them; in parts of any size."""
    met: Counter[About] = Counter()
    seen: set[str] = set()
    for thing in things:
        lines = walk(db, thing, 1_000)
        assert [(line.time, line.event) for line in walk(db, thing, 20)] == [(line.time, line.event) for line in lines]
        assert [line.time for line in lines] == sorted(line.time for line in lines)
        around = spans(thing)
        ids = {recall.id for recall in warnings.recalls(db, thing) if recall.about in (About.LOT, About.ITEM)}
        wanted, told = set(), set()
        for place, event in sorted(logs.items()):
            once = event.fields.get("event_id", str(place))
            is_line = event.name not in ("LimitsBreached", "ErrorDeclared", "ReporterPermitted") and once not in told
            told |= {once} if event.name in TOLD else set()
            if is_line and concerns(event, place, thing, around, ids):
                wanted.add(place)
        got = [
            line for line in lines if not (line.about == About.UNIT and line.event.name in ("Recalled", "RecallClosed"))
        ]
        assert {event.transaction + str(event.log_index) for event in (logs[place] for place in wanted)} == {
            line.event.transaction + str(line.event.log_index) for line in got
        }
        met.update(line.about for line in lines)
        seen |= {line.event.name for line in lines} | {"late" for line in lines if line.is_back_dated}
    assert set(met) == {About.ITEM, About.LOT, About.UNIT}
    assert seen == NAMES - {"LimitsBreached", "ErrorDeclared", "ReporterPermitted"} | {"late"}


def test_only_the_right_ones_are_believed(db: Connection, subjects: list[Subject], logs: Logs) -> None:
    """Errors that the reporter or the lot's producer declared stand with the event, those of others nowhere."""
    declared = [event for event in logs.values() if event.name == "ErrorDeclared"]
    believed = ignored = 0
    for subject in subjects:
        lot = subject if isinstance(subject, Lot) else subject.lot if isinstance(subject, Thing) else None
        for line in walk(db, subject, 1_000):
            if "event_id" in line.event.fields:
                mine = [one.fields["by"] for one in declared if one.fields["event_id"] == line.event.fields["event_id"]]
                trusted = {line.event.fields["by"]} | ({lot.producer} if lot and line.about != About.UNIT else set())
                assert {one.by for one in line.errors} == trusted & set(mine)
                believed += len(line.errors)
                ignored += len(set(mine) - trusted)
    assert believed > 0
    assert ignored > 0


def test_recalls_concern_whom_they_should(db: Connection, things: list[Thing], logs: Logs) -> None:
    """Ranges by bytes; the owner's of this very thing; open ones of what went into the lot."""
    closed = {event.fields["recall_id"] for event in logs.values() if event.name == "RecallClosed"}
    made = [event for event in logs.values() if event.name == "Recalled"]
    met: Counter[tuple[About, bool]] = Counter()
    for thing in things:
        found = warnings.recalls(db, thing)
        mine = {event.fields["recall_id"] for event in made if _is_of(event, thing)}
        assert {one.id for one in found if one.about in (About.LOT, About.ITEM)} == mine
        above = (
            {one.lot.id: one.lot for one in trace.ingredients(db, thing.lot, limit=1_000).items} if thing.lot else {}
        )
        inherited = {
            event.fields["recall_id"]
            for event in made
            if event.fields["lot"] in above and event.fields["by"] == above[event.fields["lot"]].producer
        }
        assert {one.id for one in found if one.about == About.INGREDIENT} == inherited - closed
        assert all(one.is_open == (one.id not in closed) for one in found)
        met.update((one.about, one.is_open) for one in found)
    assert {about for about, _ in met} >= {About.LOT, About.ITEM, About.INGREDIENT}
    assert {is_open for _, is_open in met} == {True, False}


def _is_of(event: Event, thing: Thing) -> bool:
    fields = event.fields
    is_range = fields["first"] == EMPTY_HASH or fields["first"] <= thing.serial_word <= fields["last"]
    is_producers = thing.lot is not None and fields["by"] == thing.lot.producer
    return fields["lot"] == thing.lot_id and is_range and (is_producers or fields["first"] == thing.serial_word)


def test_breaches_by_either_limit(
    db: Connection, things: list[Thing], logs: Logs, spans: Callable[[Thing], list[Span]]
) -> None:
    """By the report's own limits, and by the strictest that was promised before it; also of units in their time."""
    sensed: dict[str, tuple[int, Event]] = {}
    for place, event in sorted(logs.items()):
        if event.name == "SensorReported":
            sensed.setdefault(event.fields["event_id"], (place, event))
    promised = [(place, one.fields) for place, one in logs.items() if one.name == "LimitsPromised"]
    met: Counter[tuple[About, bool, bool]] = Counter()
    for thing in things:
        around, wanted = spans(thing), set()
        for event_id, (place, event) in sensed.items():
            fields = event.fields
            limits = [p for at, p in promised if at < place and thing.lot and p["lot_id"] == thing.lot.id]
            lows, highs = [p["low"] for p in limits], [p["high"] for p in limits]
            own = fields["minimum"] < fields["low"] or fields["maximum"] > fields["high"]
            broken = bool(limits) and (fields["minimum"] < max(lows) or fields["maximum"] > min(highs))
            if (own or broken) and concerns(event, place, thing, around, set()):
                wanted.add((event_id, own, broken))
        found = warnings.breaches(db, thing)
        assert {(one.event_id, one.exceeds_own, one.exceeds_promised) for one in found} == wanted
        met.update((one.about, one.exceeds_own, one.exceeds_promised) for one in found)
    assert {about for about, *_ in met} == {About.ITEM, About.LOT, About.UNIT}
    assert {limits for _, *limits in map(tuple, met) for limits in [tuple(limits)]} == {
        (True, False),
        (False, True),
        (True, True),
    }


def test_owners_see_what_is_recalled(db: Connection, traded: Traded, things: list[Thing]) -> None:
    """Of all they own, in units too: the same as each thing says of itself."""
    wanted: Counter[tuple[str, str]] = Counter()
    for thing in things:
        if not thing.is_unit:
            owner = having.holding(db, thing).owner
            ids = {one.id for one in warnings.recalls(db, thing) if one.is_open and one.about != About.UNIT}
            wanted.update((owner, one) for one in ids)
    found: Counter[tuple[str, str]] = Counter()
    for account in traded.devnet.people.values():
        for one in having.affected(db, account):
            found[account, one.recall.id] += one.count
    assert found == wanted
    assert wanted


def test_permissions_are_the_contracts(db: Connection, traded: Traded, lots: list[Lot]) -> None:
    seen = 0
    for lot in lots[:20]:
        for account in traded.devnet.people.values():
            mine = {one.reporter: one.steps for one in having.permitted(db, lot.id, account)}
            calls = [
                traded.devnet.provenance.call("permissions", account, bytes.fromhex(lot.id[2:]), other)
                for other in traded.devnet.people.values()
            ]
            answers = zip(traded.devnet.people.values(), traded.devnet.read(calls, ["uint256"]), strict=True)
            assert mine == {to_checksum_address(other): steps for other, (steps,) in answers if steps}
            seen += len(mine)
    assert seen


def test_gaps_only_where_somebody_else_had_it(db: Connection, traded: Traded, things: list[Thing]) -> None:
    now, met = traded.devnet.time(), set()
    for thing in things:
        for gap in gaps.gaps(db, thing, now):
            met.add(gap.handed)
            assert gap.handed == (gap.since == gap.until)
            assert gap.handed or gap.until - gap.since > gaps.SILENCE
    assert met


def _follow(settings: dict[str, str], without: str = "") -> None:
    parameters.DEPLOYMENTS = Path(settings["HANDOVER_DEPLOYMENTS"])
    loaded = config.load(settings)
    book = config.load_book(loaded)
    known: dict[str, Any] = {name: one for name, one in book.contracts.items() if name != without}
    follow = Follower(Chain(loaded.node, replace(book, contracts=known)), store.open_engine(loaded.database))
    follow.prepare()
    follow.catch_up()


def test_market_without_provenance_and_one_that_gets_it(traded: Traded, tmp_path: Path) -> None:
    """Nothing breaks where it is not in the address book; once it is, the index is made anew from the start."""
    settings = environment(traded.devnet, tmp_path)
    _follow(settings, without="Provenance")
    with store.open_engine(settings["DATABASE_URL"]).connect() as db:
        assert not finding.is_anything_known(db)
        assert queries.count_orders(db, queries.OrderFilter())
    _follow(settings)
    assert differences(dump(settings), dump(traded.settings)) == []
