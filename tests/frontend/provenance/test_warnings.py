"""What a shopper has to see first: breaches, recalls, gaps, told by stories that were thought of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from frontend.index import store
from frontend.index.provenance import finding, gaps, having, marks, warnings
from frontend.index.provenance.journey import journey
from frontend.index.provenance.rows import About, Breach, Gap, Label, Recall, Subject, Thing
from frontend.index.reading import checksummed
from frontend.index.schema import metadata
from tests.frontend.goods_made_up import GoodsMadeUp, Item, account, word

FARM, DAIRY, LORRY, SHOP = map(account, range(4))
DAY = 86_400
SHIPPING, RECEIVING = 33, 24
WIDE = (-50_000, 50_000)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    engine = store.open_engine(f"sqlite:///{tmp_path}/index.sqlite3")
    metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection


class Story:
    """Milk of a dairy in a pallet that a lorry drives."""

    def __init__(self) -> None:
        self.made = GoodsMadeUp()
        self.raw = self.made.lot(FARM, 100)
        self.lot = self.made.lot(DAIRY, 100, [(self.raw, 10)])
        self.milk = self.made.item(self.lot, "S1", DAIRY)
        self.other = self.made.item(self.lot, "S2", DAIRY)
        self.pallet = self.made.unit(DAIRY)

    def drive(self) -> None:
        self.made.pack(self.pallet, [self.milk], DAIRY)
        self.made.give(self.pallet, DAIRY, LORRY)

    def thing(self, db: Connection, item: Item | None = None) -> Thing:
        """As the index knows it, once all is written."""
        serial = bytes.fromhex((item or self.milk)["serial"][2:]).rstrip(b"\0").decode()
        found = finding.item(db, self.lot, serial)
        assert found is not None
        return found


@pytest.fixture
def story() -> Story:
    return Story()


def breached(db: Connection, subject: Subject) -> list[tuple[str, About, bool, bool]]:
    found: list[Breach] = warnings.breaches(db, subject)
    return [(one.event_id, one.about, one.exceeds_own, one.exceeds_promised) for one in found]


def recalled(db: Connection, subject: Subject) -> list[tuple[str, About, bool]]:
    found: list[Recall] = warnings.recalls(db, subject)
    return [(one.id, one.about, one.is_open) for one in found]


# Breaches


def test_warm_lorry_is_a_breach_of_what_lies_in_the_pallet(db: Connection, story: Story) -> None:
    story.drive()
    now = story.made.now
    warm = story.made.sense(story.pallet, LORRY, (2_000, 9_000), (now, now), (2_000, 8_000))
    story.made.write(db)
    assert breached(db, story.thing(db)) == [(warm, About.UNIT, True, False)]
    assert breached(db, story.thing(db, story.other)) == []


def test_told_after_unpacking_is_a_breach_all_the_same(db: Connection, story: Story) -> None:
    """A logger is read when the pallet has long been empty; what it read before counts for who lay in there then."""
    story.drive()
    loaded = story.made.now
    story.made.passed += 2 * DAY
    story.made.unpack(story.pallet, [story.milk], LORRY)
    unloaded = story.made.now
    story.made.passed += DAY
    on_the_way = story.made.sense(story.pallet, LORRY, (1, 9), (loaded - DAY, loaded + DAY), (1, 8))
    story.made.sense(story.pallet, LORRY, (1, 9), (unloaded + 60, unloaded + DAY), (1, 8))
    story.made.sense(story.pallet, LORRY, (1, 9), (loaded - DAY, loaded - 60), (1, 8))
    story.made.write(db)
    assert [event_id for event_id, *_ in breached(db, story.thing(db))] == [on_the_way]


def test_strictest_promise_before_the_report_counts(db: Connection, story: Story) -> None:
    """A promise is loosened for nobody, and binds nothing that was told before it."""
    story.drive()
    now = story.made.now
    before = story.made.sense(story.pallet, LORRY, (0, 7_000), (now, now), WIDE)
    story.made.promise(story.lot, 0, 6_000)
    story.made.promise(story.lot, -9_000, 9_000)
    after = story.made.sense(story.pallet, LORRY, (0, 6_001), (now, now), WIDE)
    of_lot = story.made.sense({"lot": story.lot, "serial": word("")}, DAIRY, (-1, 6_000), (now, now), WIDE)
    story.made.write(db)
    found = breached(db, story.thing(db))
    assert found == [(of_lot, About.LOT, False, True), (after, About.UNIT, False, True)]
    assert before not in [event_id for event_id, *_ in found]
    (promised,) = {(one.promised_low, one.promised_high) for one in warnings.breaches(db, story.thing(db))}
    assert promised == (0, 6_000)


def test_breach_that_was_declared_an_error_stays_with_that(db: Connection, story: Story) -> None:
    """By its reporter; not of the dairy, which would have its milk cold, nor of a stranger."""
    story.drive()
    now = story.made.now
    first, second = [story.made.sense(story.pallet, LORRY, (1, 9), (now - n, now), (1, 8)) for n in range(2)]
    for event_id, by in ((first, LORRY), (second, DAIRY), (second, SHOP)):
        story.made.log("ErrorDeclared", event_id=event_id, by=by, reason=2, document=word(""))
    story.made.write(db)
    errors = {one.event_id: [error.by for error in one.errors] for one in warnings.breaches(db, story.thing(db))}
    assert errors == {first: [checksummed(LORRY)], second: []}


def test_breached_lots_are_found_at_once(db: Connection, story: Story) -> None:
    """But what its reporter, or the lot's producer, took back; not who else says so."""
    now = story.made.now
    lots = [story.made.lot(DAIRY, 10) for _ in range(4)]
    items = [story.made.item(lot, "S1", LORRY) for lot in lots]
    told = [story.made.sense(item, LORRY, (1, 9), (now, now), (1, 8)) for item in items[:3]]
    story.made.sense(items[3], LORRY, (1, 8), (now, now), (1, 8))
    for event_id, by in ((told[0], SHOP), (told[1], LORRY), (told[2], DAIRY)):
        story.made.log("ErrorDeclared", event_id=event_id, by=by, reason=2, document=word(""))
    story.made.write(db)
    known = [found for lot in lots if (found := finding.lot(db, lot))]
    assert warnings.breached_lots(db, known) == {known[0].place}


def test_no_flood_hides_recall_or_breach(db: Connection, story: Story) -> None:
    """However much somebody tells of an item: both are there, and the journey goes on in parts."""
    recall = story.made.recall(story.lot, DAIRY)
    story.drive()
    now = story.made.now
    breach = story.made.sense(story.pallet, LORRY, (1, 9), (now, now), (1, 8))
    for _ in range(5_000):
        story.made.report(story.milk, LORRY, 0, now)
        story.made.sense(story.pallet, LORRY, (1, 8), (now, now), (1, 8))
    story.made.write(db)
    thing = story.thing(db)
    assert recalled(db, thing) == [(recall, About.LOT, True)]
    assert breached(db, thing) == [(breach, About.UNIT, True, False)]
    part = journey(db, thing, limit=100)
    assert len(part.items) == 100
    assert part.next


# Recalls


def test_recall_of_a_range_is_by_bytes(db: Connection, story: Story) -> None:
    """S10 lies between S1 and S2; a label that nobody ever touched is in it, too."""
    tenth = story.made.item(story.lot, "S10", DAIRY)
    recall = story.made.recall(story.lot, DAIRY, "S1", "S10")
    story.made.write(db)
    for item in (story.milk, tenth):
        assert recalled(db, story.thing(db, item)) == [(recall, About.LOT, True)]
    assert recalled(db, story.thing(db, story.other)) == []
    lot = finding.lot(db, story.lot)
    assert lot is not None
    assert recalled(db, lot) == [(recall, About.LOT, True)]
    assert recalled(db, Label(lot, "S100", word("S100"))) == []
    assert recalled(db, Label(lot, "S1", word("S1"))) == [(recall, About.LOT, True)]


def test_owner_recalls_only_his_item(db: Connection, story: Story) -> None:
    story.made.give(story.milk, DAIRY, SHOP)
    recall = story.made.recall(story.lot, SHOP, "S1", "S1")
    story.made.write(db)
    assert recalled(db, story.thing(db)) == [(recall, About.ITEM, True)]
    assert recalled(db, story.thing(db, story.other)) == []


def test_what_owners_recall_is_found_at_once(db: Connection, story: Story) -> None:
    third = story.made.item(story.lot, "S3", SHOP)
    story.made.recall(story.lot, DAIRY, "S2", "S2")
    story.made.give(story.milk, DAIRY, SHOP)
    story.made.recall(story.lot, SHOP, "S1", "S1")
    story.made.close(story.made.recall(story.lot, SHOP, "S3", "S3"))
    story.made.write(db)
    things = [story.thing(db, item) for item in (story.milk, story.other, third)]
    assert warnings.owners_recalls(db, things) == {things[0].place}


def test_made_with_what_is_recalled(db: Connection, story: Story) -> None:
    """As long as that recall is open, and of the producer's recalls only."""
    closed, still = story.made.recall(story.raw, FARM, "A", "B"), story.made.recall(story.raw, FARM, "C", "D")
    story.made.close(closed)
    of_one = story.made.item(story.raw, "C1", FARM)
    story.made.give(of_one, FARM, SHOP)
    story.made.recall(story.raw, SHOP, "C1", "C1")
    story.made.write(db)
    assert recalled(db, story.thing(db)) == [(still, About.INGREDIENT, True)]


def test_of_several_lots_at_once(db: Connection, story: Story) -> None:
    """Each as if it had been asked for alone, whatever its neighbours have."""
    story.made.close(story.made.recall(story.lot, DAIRY))
    for _ in range(warnings.MOST + 1):
        story.made.recall(story.raw, FARM)
    story.made.give(story.milk, DAIRY, SHOP)
    story.made.recall(story.lot, SHOP, "S1", "S1")
    other = story.made.lot(DAIRY, 5)
    story.made.write(db)
    lots = [found for lot in (story.raw, story.lot, other) if (found := finding.lot(db, lot))]
    alone = {lot.place: found for lot in lots if (found := warnings.recalls(db, lot))}
    assert warnings.recalls_of_lots(db, lots) == alone
    assert [len(found) for found in alone.values()] == [warnings.MOST, 1 + warnings.MOST]
    names = [(lot.gtin, lot.batch, lot.producer) for lot in lots]
    assert finding.lots_named(db, [*names, (names[0][0], "X", names[0][2])]) == dict(zip(names, lots, strict=True))


def test_producers_recall_stands_before_an_owners_many(db: Connection, story: Story) -> None:
    recall = story.made.recall(story.lot, DAIRY)
    story.made.give(story.milk, DAIRY, SHOP)
    for _ in range(200):
        story.made.recall(story.lot, SHOP, "S1", "S1")
    story.made.write(db)
    found = recalled(db, story.thing(db))
    assert found[0] == (recall, About.LOT, True)
    assert len(found) == 1 + warnings.MOST


def test_recall_of_a_pallet_is_of_what_lay_in_it(db: Connection, story: Story) -> None:
    story.drive()
    recall = story.made.recall(
        story.pallet["lot"], LORRY, *[bytes.fromhex(story.pallet["serial"][2:]).decode().rstrip("\0")] * 2
    )
    story.made.write(db)
    assert recalled(db, story.thing(db)) == [(recall, About.UNIT, True)]
    assert recalled(db, story.thing(db, story.other)) == []


def test_of_several_things_each_has_what_is_of_it_or_lies_in_it(db: Connection, story: Story) -> None:
    """A pallet what lies in it; what was closed, and what lies elsewhere, nobody."""
    story.drive()
    of_one, of_raw = story.made.recall(story.lot, DAIRY, "S1", "S1"), story.made.recall(story.raw, FARM, "A", "B")
    story.made.close(story.made.recall(story.lot, DAIRY, "S2", "S2"))
    story.made.write(db)
    milk, other = story.thing(db), story.thing(db, story.other)
    (pallet,) = having.holding(db, milk).units
    inherited = (of_raw, About.INGREDIENT)
    expected = {milk.place: {(of_one, About.LOT), inherited}, other.place: {inherited}}
    expected[pallet.place] = expected[milk.place]
    found = marks.recalled(db, [milk, other, pallet])
    assert {place: {(one.id, one.about) for one in recalls} for place, recalls in found.items()} == expected
    assert marks.recalled(db, []) == {}


# Whose it is


def test_how_an_owner_came_by_it_and_who_had_it_before(db: Connection, story: Story) -> None:
    """Given in a pallet, taken out of it, given on, claimed by whoever holds it, and given back."""
    story.drive()
    story.made.unpack(story.pallet, [story.milk], LORRY)
    story.made.give(story.milk, LORRY, SHOP)
    story.made.claim(story.milk, FARM)
    story.made.give(story.milk, FARM, SHOP)
    story.made.write(db)
    thing, other = story.thing(db), story.thing(db, story.other)
    assert [having.holding(db, one).how for one in (thing, other)] == ["HandoverAccepted", "ItemTouched"]
    assert having.former_owners(db, thing) == [checksummed(one) for one in (FARM, SHOP, LORRY, DAIRY)]
    assert having.former_owners(db, other) == []


# Gaps


def test_custody_that_nobody_told_of(db: Connection, story: Story) -> None:
    """Neither sent nor got; three days are given to tell of it."""
    story.made.give(story.milk, DAIRY, SHOP)
    when = story.made.now
    story.made.write(db)
    thing = story.thing(db)
    assert gaps.gaps(db, thing, when + gaps.GRACE) == []
    gap = Gap(True, when, when, checksummed(DAIRY), checksummed(SHOP))
    assert gaps.gaps(db, thing, when + gaps.GRACE + 1) == [gap]


@pytest.mark.parametrize("is_sender", [True, False])
@pytest.mark.parametrize("in_pallet", [True, False])
def test_custody_that_somebody_told_of(db: Connection, story: Story, is_sender: bool, in_pallet: bool) -> None:
    """Either side, of the thing or of the pallet that it lay in."""
    told = story.pallet if in_pallet else story.milk
    if in_pallet:
        story.made.pack(story.pallet, [story.milk], DAIRY)
    if is_sender:
        story.made.report(told, DAIRY, SHIPPING, 0)
    story.made.give(told, DAIRY, LORRY)
    if not is_sender:
        story.made.report(told, LORRY, RECEIVING, 0)
    story.made.write(db)
    assert gaps.gaps(db, story.thing(db), story.made.now + 10 * DAY) == []


def test_what_one_tells_is_not_of_the_next_change(db: Connection, story: Story) -> None:
    """Shipped by the dairy, but what the lorry did with it nobody told."""
    story.made.report(story.milk, DAIRY, SHIPPING, 0)
    story.made.give(story.milk, DAIRY, LORRY)
    story.made.give(story.milk, LORRY, SHOP)
    story.made.write(db)
    found = gaps.gaps(db, story.thing(db), story.made.now + 10 * DAY)
    assert [(gap.from_, gap.to) for gap in found] == [(checksummed(LORRY), checksummed(SHOP))]


def test_silence_by_the_records_time(db: Connection, story: Story) -> None:
    """Once it has left its producer; a report that is dated back fills nothing, and with the sale it ends."""
    story.made.passed += 100 * DAY
    story.made.report(story.milk, DAIRY, SHIPPING, 0)
    story.made.give(story.milk, DAIRY, SHOP)
    left = story.made.now
    story.made.passed += 31 * DAY
    story.made.report(story.milk, SHOP, 0, left + DAY)
    heard = story.made.now
    story.made.passed += 29 * DAY
    story.made.bind(story.milk, word("order"))
    story.made.sell(story.milk, word("order"), FARM)
    story.made.write(db)
    assert gaps.gaps(db, story.thing(db), story.made.now + 900 * DAY) == [Gap(False, left, heard, "", "")]
