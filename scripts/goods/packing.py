"""Putting things into cases and pallets, and taking them out."""

from collections.abc import Sequence

from scripts import units
from scripts.goods import naming, proving
from scripts.goods.naming import Named
from scripts.parameters import NOBODY
from scripts.provenance import identity, typed
from scripts.provenance.gs1 import Unit
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import Wallet


def aggregate(session: Session, text: str, words: Sequence[str]) -> None:
    """Put things into a unit, which is made if it is not there; what lies in it already is left there."""
    unit, things = _unit(session, text), naming.things(session, words)
    proving.touch_missing(session, things)
    before = session.goods.holding(unit.item)
    wallet = session.acting(before.custodian, "custodian") if before.is_known else session.wallet
    wanted = _outside(session, unit, things, wallet)
    number = units.count(len(wanted), "thing")
    session.say(
        f"{unit.name}: {before.contents:,} inside, {number} to be put in, {len(things) - len(wanted):,} are there."
    )
    if not wanted:
        return
    session.announce(f"{session.who(wallet.address)}: put {number} into {unit.name}")
    if not before.is_known:
        session.send(wallet, session.goods.call("make_unit", unit.item.serial), f"make the unit {unit.name}")
    _move(session, wallet, "aggregate", unit, wanted)


def disaggregate(session: Session, text: str, words: Sequence[str]) -> None:
    """Take things out of a unit, or all that lies in it if none are named."""
    unit = naming.thing(session, text)
    if not unit.is_unit:
        raise Refusal(f"{unit.name} is no unit.")
    wallet = session.acting(session.goods.holding(unit.item).custodian, "custodian")
    contents = naming.of_items(session.goods, session.goods.contents(unit.item))
    named = naming.things(session, words) if words else contents
    there = {thing.item for thing in contents}
    wanted = [thing for thing in named if thing.item in there]
    if len(wanted) < len(named):
        session.say(f"{len(named) - len(wanted):,} of them do not lie in {unit.name}.")
    if not wanted:
        session.say(f"Nothing is to be taken out of {unit.name}.")
        return
    session.announce(f"{session.who(wallet.address)}: take {units.count(len(wanted), 'thing')} out of {unit.name}")
    _move(session, wallet, "disaggregate", unit, wanted)


def _unit(session: Session, text: str) -> Named:
    """A unit, which may not be there yet: then it is whoever acts who makes it."""
    said = typed.read(text)
    if not isinstance(said.thing, Unit):
        raise Refusal(f"{text[:40]!r} is no unit; write its SSCC, 18 digits.")
    if said.producer or session.goods.makers(said.thing):
        return naming.thing(session, text)
    item = identity.unit(session.wallet.address, said.thing.sscc)
    return Named(item, said.thing.sscc, session.wallet.address)


def _outside(session: Session, unit: Named, things: Sequence[Named], wallet: Wallet) -> list[Named]:
    """The things that are not in the unit yet; refused where one cannot be put there."""
    wanted = []
    owner = session.goods.holding(unit.item).owner
    for thing, holding in zip(things, session.goods.holdings([thing.item for thing in things]), strict=True):
        if holding.unit == unit.item.id:
            continue
        if any(holding.unit):
            raise Refusal(f"{thing.name} lies in another unit; take it out first.")
        if holding.custodian != wallet.address or holding.owner != (owner if owner != NOBODY else wallet.address):
            hands = f"is {session.who(holding.owner)}'s and kept by {session.who(holding.custodian)}"
            raise Refusal(f"{thing.name} {hands}; what lies in a unit has its owner and its custodian.")
        wanted.append(thing)
    return wanted


def _move(session: Session, wallet: Wallet, verb: str, unit: Named, things: Sequence[Named]) -> None:
    for part in proving.batches(things):
        call = session.goods.call(verb, unit.item, [thing.item for thing in part])
        session.send(wallet, call, f"{verb} {units.count(len(part), 'thing')}, {unit.name}")
    after = session.goods.holding(unit.item)
    session.say(f"{unit.name}: {after.contents:,} inside, version {after.version}.")
