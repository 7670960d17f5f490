"""A logger's file on the chain: its readings' root and bounds, the limits that were promised, and the document."""

from pathlib import Path

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts import units
from scripts.documents import sha256
from scripts.goods import hands, naming, sending, words
from scripts.goods.naming import Named
from scripts.provenance import sensors
from scripts.provenance.epcis import subjects
from scripts.provenance.sensors import Readings, shown, thousandths
from scripts.refusal import Refusal
from scripts.session import Session

TYPES = [
    *("(bytes32,bytes32)", "address", "bytes32", "uint256", "int256", "int256"),
    *("uint256", "uint256", "int256", "int256", "bytes32", "bytes32"),
]


def report(
    session: Session, text: str, file: Path, limits: tuple[str, str], place: str, unit: str, device: str
) -> None:
    """Report what a logger read that travelled with a thing; limits that are not said are those promised for it."""
    thing, found = naming.thing(session, text), sensors.read(file, unit, device)
    low, high = _limits(session, thing, limits)
    where = subjects.read_point(words.place(place))
    data = found.document
    hash_ = bytes.fromhex(sha256(data))
    bounds = (found.minimum, found.maximum, found.first, found.last)
    terms = (found.root, found.count, *bounds, low, high, where, hash_)
    _show(session, thing, found, low, high)
    wallet = session.wallet
    event_id = keccak(encode(TYPES, [thing.item, wallet.address, *terms]))
    if session.goods.reader.events("SensorReported", event_id):
        session.say("These readings are reported already.")
        sending.upload(session, {hash_.hex(): data})
        return
    call = session.goods.call("report_sensor", thing.item, *terms)
    what = f"report {units.count(found.count, 'reading')} of {thing.name}"
    sending.send(session, wallet, call, what, {hash_.hex(): data})


def _limits(session: Session, thing: Named, said: tuple[str, str]) -> tuple[int, int]:
    """The limits that are said, else the narrowest that were promised for what is there."""
    if all(said):
        return thousandths(said[0]), thousandths(said[1])
    if any(said):
        raise Refusal("Say both limits, low= and high=, or neither for those that were promised.")
    lots = [one.thing.item.lot for one in hands.inside(session, thing) if not one.thing.is_unit]
    promised = list(session.goods.promised(lots).values())
    if not promised:
        raise Refusal(f"No limits were promised for {thing.name}; say them with low= and high=.")
    low, high = max(low for low, _ in promised), min(high for _, high in promised)
    if low > high:
        raise Refusal(f"What was promised for the things in {thing.name} cannot hold at once; say low= and high=.")
    return low, high


def _show(session: Session, thing: Named, found: Readings, low: int, high: int) -> None:
    table = session.table("of", "readings", "from", "to", "lowest", "highest", "limits")
    times = (units.format_time(moment) for moment in (found.first, found.last))
    values = (shown(value, found.unit) for value in (found.minimum, found.maximum))
    limits = f"{shown(low, found.unit)} to {shown(high, found.unit)}"
    table.add_row(thing.name, f"{found.count:,}", *times, *values, limits)
    session.show(table)
    outside = [time for time, value in found.points if not low <= value <= high]
    if outside:
        number = f"{units.count(len(outside), 'reading')} of {found.count:,}"
        session.say(f"Outside of the limits: {number}, first at {units.format_time(outside[0])}.")
