"""The machine with provenance: what can be seen of it on the chain, and what has to hold of that after every step."""

from dataclasses import dataclass

from hypothesis.stateful import invariant

from tests.fixtures.provenance import NONE, Item
from tests.fixtures.terms import EMPTY
from tests.stateful.books import Books
from tests.stateful.machine import Machine
from tests.stateful.market import Call, words
from tests.stateful.provenance.ledger import Thing
from tests.stateful.provenance.market import Event, ProvenanceMarket
from tests.stateful.provenance.moves import MAX_HEIGHT
from tests.stateful.provenance.replay import Replay
from tests.stateful.provenance.world import ProvenanceWorld
from tests.stateful.sight import RecordsSight
from tests.stateful.tally import Tally

LAST_OFFERS = 8


@dataclass
class Held:
    """What Provenance says of a thing."""

    owner: str
    custodian: str
    unit: bytes
    version: int
    contents: int
    claimed: bool
    sold: bool
    order_id: bytes
    round: int


@dataclass
class SeenProvenance:
    """One look: things, lots as producer, count, used, touched and root, recalls as who and whether closed, offers."""

    things: dict[Item, Held]
    lots: dict[bytes, tuple[int, ...]]
    recalls: dict[bytes, tuple[int, int]]
    offers: dict[tuple[Item, int], int]


class ProvenanceSight(RecordsSight):
    """Sees what became of goods."""

    _market: ProvenanceMarket

    def provenance(self, replay: Replay) -> SeenProvenance:
        """Everything that events ever spoke of; of offers the last ones."""
        look, things, lots, recalls = self._market.look, replay.owners, replay.counts, replay.recalls
        asked = [look("holding", item) for item in things]
        asked += [look(view, lot) for lot in lots for view in ("lot", "roots")]
        asked += [look(view, recall) for recall in recalls for view in ("recalled_by", "recall_closed")]
        offers = list(replay.offered)[-LAST_OFFERS:]
        asked += [look("offered", *offer) for offer in offers]
        found = (words(answer) for answer in self._ask(asked))
        return SeenProvenance(
            {item: held(next(found)) for item in things},
            {lot: (*next(found), *next(found)) for lot in lots},
            {recall: (*next(found), *next(found)) for recall in recalls},
            {offer: next(found)[0] for offer in offers},
        )


class ProvenanceMachine(Machine):
    """Six more invariants, which look only at the chain; Escrow's own are the other machines'."""

    market: ProvenanceMarket
    model: ProvenanceWorld
    sight: ProvenanceSight
    tally: Tally

    a_balances_are_what_is_held_and_credited = None
    b_no_more_leaves_than_was_paid = None
    c_money_goes_to_an_orders_people_only = None
    d_a_stranger_can_end_every_order = None
    e_nothing_else_changes_an_orders_end = None
    f_units_are_sold_once = None
    g_nobody_delays_the_end = None

    def __init__(self, market: ProvenanceMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        self.replay = Replay()
        self.logged: list[Event] = []  # ever
        self.shown = self.was = self.sight.provenance(self.replay)

    def looking(self, market: ProvenanceMarket) -> ProvenanceSight:
        return ProvenanceSight(market)

    def foreseeing(self, books: Books, market: ProvenanceMarket) -> ProvenanceWorld:
        return ProvenanceWorld(books, market)

    def do(self, *calls: Call, at: int = 0) -> None:
        """Calls of one step go to Escrow or to Provenance, not to both: a record is looked at after it."""
        super().do(*calls, at=at)
        self.replay.orders = {self.market.order_id(order): order for order in self.orders}
        self.replay.records = {self.market.order_id(order): self.seen.records[order] for order in self.orders}
        logged = [event for events in self.market.logged for event in events]
        for event in logged:
            self.replay.read(event)
        foreseen = self.model.said()
        if logged != foreseen and not self.surprise:
            self.surprise = f"{self.done}: logged {logged}, foreseen {foreseen}"
        self.logged += logged
        self.tally.successes.update(event.name for event in logged)
        self.was, self.shown = self.shown, self.sight.provenance(self.replay)

    def teardown(self) -> None:
        """The run is over: all that was ever logged is there."""
        assert self.market.everything_logged() == self.logged, "(n) what was logged is not there any more"

    def _holds(self, letter: str, fact: bool, what: object) -> None:
        found = self.replay.faults[letter]
        assert not found, f"({letter}) {self.done}: {found}"
        assert fact, f"({letter}) {self.done}: {what}"

    @invariant()
    def o_one_owner_and_one_custodian(self) -> None:
        """Those of whom the events say so, also inside units."""
        for item, seen in self.shown.things.items():
            people = self.replay.owners[item], self.replay.custodians[item]
            self._holds("o", (seen.owner, seen.custodian) == people and EMPTY not in people, (item, seen, people))

    @invariant()
    def n_nothing_is_deleted(self) -> None:
        for lot, seen in self.shown.lots.items():
            lasting = (int(self.replay.producers[lot], 16), self.replay.counts[lot])
            root = int.from_bytes(self.replay.roots[lot])
            self._holds("n", (seen[:2], seen[4]) == (lasting, root), (lot, seen))
        for recall, by in self.replay.recalls.items():
            made = int(by, 16), recall in self.replay.closed
            self._holds("n", self.shown.recalls[recall] == made, (recall, made))
        for item, was in self.was.things.items():
            now = self.shown.things[item]
            stays = now.claimed >= was.claimed and now.sold >= was.sold and now.version >= was.version
            self._holds("n", stays, (item, was, now))

    @invariant()
    def q_quantities_are_conserved(self) -> None:
        for lot, (_, count, used, touched, _) in self.shown.lots.items():
            said = self.replay.used[lot], self.replay.touched[lot]
            self._holds("q", (used, touched) == said and used + touched <= count, (lot, count, used, touched, said))

    @invariant()
    def u_units_form_a_forest(self) -> None:
        for item, seen in self.shown.things.items():
            around = self.replay.units.get(item)
            inside = [other for other, unit in self.replay.units.items() if unit == item]
            self._holds("u", seen.unit == (around.id if around else NONE), (item, seen, around))
            self._holds("u", seen.contents == len(inside), (item, seen, inside))
            levels = 0
            while around is not None and levels <= MAX_HEIGHT:
                around, levels = self.replay.units.get(around), levels + 1
            self._holds("u", levels <= MAX_HEIGHT, item)

    @invariant()
    def s_an_item_is_sold_once(self) -> None:
        """It is bound to one order at most, as often as ordered, and whose it is comes of what became of that."""
        for item, seen in self.shown.things.items():
            bound = self.replay.bindings.get(item, (NONE, 0))
            self._holds("s", seen.order_id == bound[0] and seen.sold == (item in self.replay.sold), (item, seen, bound))
            self._holds("s", seen.order_id == NONE or seen.round == bound[1], (item, seen, bound))

    @invariant()
    def c_a_code_is_shown_once(self) -> None:
        for item, seen in self.shown.things.items():
            self._holds("c", seen.claimed == (item in self.replay.claimed), (item, seen))

    @invariant()
    def model_foresaw_provenance(self) -> None:
        assert not self.surprise, self.surprise
        ledger = self.model.ledger
        assert set(self.shown.things) == set(ledger.things)
        for item, thing in ledger.things.items():
            found, foreseen = self.shown.things[item], self._foreseen(item, thing)
            found.round = found.round if thing.order else 0
            assert found == foreseen, f"{self.done}: {found}, foreseen {foreseen} of {item}"
        for lot, batch in ledger.batches.items():
            said = (int(batch.producer, 16), batch.count, batch.used, batch.touched, int.from_bytes(batch.root))
            assert self.shown.lots[lot] == said, f"{self.done}: {self.shown.lots[lot]}, foreseen {said}"

        for (item, role), seen in self.shown.offers.items():
            (to, version), thing = ledger.offers[item, role], ledger.things[item]
            foreseen = to if thing.unit is None and thing.version == version else EMPTY
            assert seen == int(foreseen, 16), f"{self.done}: {seen:x} offered {item}, {role}, foreseen {foreseen}"

    def _foreseen(self, item: Item, thing: Thing) -> Held:
        owner, custodian = self.model.ledger.people(item)
        return Held(
            owner,
            custodian,
            thing.unit.id if thing.unit else NONE,
            thing.version,
            len(self.model.ledger.contents(item)),
            thing.claimed,
            thing.sold,
            self.market.order_id(thing.order) if thing.order else NONE,
            thing.round if thing.order else 0,
        )


def held(answer: list[int]) -> Held:
    """Out of what `holding` returned."""
    owner, custodian, unit, version, contents, claimed, sold, order_id, round_ = answer
    accounts = (f"0x{account:040x}" for account in (owner, custodian))
    ids = (number.to_bytes(32) for number in (unit, order_id))
    return Held(*accounts, next(ids), version, contents, bool(claimed), bool(sold), next(ids), round_)
