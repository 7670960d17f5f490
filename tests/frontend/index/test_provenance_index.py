"""Provenance in the index against the contract on the chain, and against a plain reading of the same logs."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from sqlalchemy import Connection

from frontend import config
from frontend.index import queries, store
from frontend.index.provenance import finding, gaps, having, warnings
from frontend.index.provenance.rows import About, Lot, Outcome, Thing
from scripts import parameters
from scripts.parameters import NOBODY
from scripts.terms import Status
from tests.frontend.index.conftest import Traded
from tests.frontend.indexing import differences, dump, environment, follower
from tests.frontend.provenance_deeds import HOLDING
from tests.frontend.traffic import RECORD


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
    book = config.load_book(config.load(settings))
    known: dict[str, Any] = {name: one for name, one in book.contracts.items() if name != without}
    follower(settings, replace(book, contracts=known)).catch_up()


def test_market_without_provenance_and_one_that_gets_it(traded: Traded, tmp_path: Path) -> None:
    """Nothing breaks where it is not in the address book; once it is, the index is made anew from the start."""
    settings = environment(traded.devnet, tmp_path)
    _follow(settings, without="Provenance")
    with store.open_engine(settings["DATABASE_URL"]).connect() as db:
        assert not finding.is_anything_known(db)
        assert queries.count_orders(db, queries.OrderFilter())
    _follow(settings)
    assert differences(dump(settings), dump(traded.settings)) == []
