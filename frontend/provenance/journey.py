"""What happened to goods, a line for each event, in plain words: what, where, by whom, when, and when it was told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from frontend.index.provenance.naming import Names
from frontend.index.provenance.rows import About, Error, Line
from frontend.index.rows import EMPTY_HASH
from frontend.provenance import measured, papers, places, steps
from frontend.provenance.blueprint import thousandths
from frontend.provenance.places import Known, Spot
from frontend.resources import database
from frontend.wording.texts import Text, gettext, lazy_gettext, ngettext
from scripts.documents import Kind
from scripts.provenance.epcis import agreement
from scripts.provenance.vocabulary import STEPS
from scripts.refusal import Refusal

Json = dict[str, Any]

REPORTED, SENSED, OFFERED = "EventReported", "SensorReported", "HandoverOffered"
MADE = STEPS.number("commissioning")  # what is said of a lot's making is true of each item
NOBODY = "0x" + "00" * 20
LONGEST_NOTE = 2_000  # characters of it that are shown

ROLES: dict[int, Text] = {
    1: lazy_gettext("ownership"),
    2: lazy_gettext("custody"),
    3: lazy_gettext("ownership and custody"),
}

SIMPLE: dict[str, Text] = {
    "LotRegistered": lazy_gettext("The lot was registered"),
    "LotTransformed": lazy_gettext("Made of other lots"),
    "LimitsPromised": lazy_gettext("The producer promised within which limits it is kept"),
    "ItemTouched": lazy_gettext("Followed one by one from here on"),
    "UnitMade": lazy_gettext("The case or pallet was registered"),
    "ItemsAggregated": lazy_gettext("Put into a case or on a pallet"),
    "ItemsDisaggregated": lazy_gettext("Taken out of its case or pallet"),
    "ItemBound": lazy_gettext("Put into the parcel of an order"),
    "ItemSold": lazy_gettext("Sold: the order's buyer owns it now"),
    "ItemReleased": lazy_gettext("Free again: nothing came of its order"),
    "ItemClaimed": lazy_gettext("Its hidden code was claimed"),
    "Recalled": lazy_gettext("Recalled"),
    "RecallClosed": lazy_gettext("The recall was closed"),
}

# By event: the field that says who did it
ACTORS = {"LotRegistered": "producer", "ItemTouched": "owner", "UnitMade": "maker", "ItemSold": "buyer"}


@dataclass(frozen=True)
class Told:
    """A line of a journey. `by` and `to` are accounts or empty, `time` is when it happened by whoever told it.

    `wrong` are corrections, each with its reason in words. Documents are read where something is asked that they tell.
    `is_of_lot` where only of its lot is said that something was done there: perhaps with a sample.
    """

    line: Line
    name: str
    by: str
    to: str
    time: int
    recorded: int
    is_back_dated: bool
    about: str
    document: str
    order: str
    condition: Text | None
    is_breach: bool
    is_of_lot: bool
    transaction: str
    block: int
    names: Names
    places: Mapping[str, Spot]  # that who did it tells of
    wrong: list[tuple[Error, str, str]] = field(default_factory=list)

    @cached_property
    def title(self) -> str:
        """What happened."""
        return _title(self.line)

    @property
    def is_plain(self) -> bool:
        """Whether its condition says no more than what happened."""
        fields = self.line.event.fields
        return steps.is_plain(fields.get("step", 0), fields.get("disposition", 0))

    @property
    def note(self) -> str:
        """What the reporter wrote beside it, in a document that says what the chain was told."""
        return _note(self._said)

    @cached_property
    def spot(self) -> Spot | None:
        """Where."""
        fields = self.line.event.fields
        return places.of(fields["read_point"], lambda: self._said, self.places) if "read_point" in fields else None

    @cached_property
    def _said(self) -> Json:
        return _said(self.line, self.names)


def steps_of(lines: Iterable[Line]) -> list[Line]:
    """Lines that are steps of a journey: an offer is none before it is accepted."""
    return [line for line in lines if line.event.name != OFFERED]


def tell(lines: Iterable[Line], known: Known) -> list[Told]:
    """Lines in words; `known` are the places that documents tell of."""
    names = Names(database())
    return [_told(line, known, names) for line in lines]


def checkable(lines: Sequence[Line]) -> list[Json]:
    """What a browser needs to look for each line on the chain; numbers as texts, since a browser's are too small."""
    return [
        {
            "name": line.event.name,
            "fields": _texts(line.event.fields),
            "transaction": line.event.transaction,
            "block": line.event.block,
            "document": _document(line),
        }
        for line in lines
    ]


def accounts(lines: Iterable[Line]) -> set[str]:
    """Whom the lines name."""
    named = {line.event.fields.get(name, "") for line in lines for name in ("by", "to", "from_", "producer", "buyer")}
    return {account for account in named if account and account != NOBODY}


def notice(document: str) -> Json:
    """The text of a notice per language; empty where there is none."""
    return dict(papers.read(document, Kind.NOTICE).get("text", {}))


def _told(line: Line, known: Known, names: Names) -> Told:
    event, fields = line.event, line.event.fields
    return Told(
        line=line,
        name=event.name,
        by=_actor(event.name, fields),
        to=_receiver(event.name, fields),
        time=line.time,
        recorded=event.time,
        is_back_dated=line.is_back_dated,
        about=_about(line),
        document=_document(line),
        order=fields.get("order_id", ""),
        condition=steps.disposition(fields["disposition"]) if "disposition" in fields else None,
        is_breach=event.name == SENSED
        and not fields["low"] <= fields["minimum"] <= fields["maximum"] <= fields["high"],
        is_of_lot=line.about is About.LOT and event.name in (REPORTED, SENSED) and fields.get("step") != MADE,
        transaction=event.transaction,
        block=event.block,
        names=names,
        places=known.get(_actor(event.name, fields), {}),
        wrong=[(error, str(steps.ERRORS[error.reason]), error.document) for error in line.errors],
    )


def _said(line: Line, names: Names) -> Json:
    """The event that a report came with; empty where it says something else than was reported."""
    event = papers.event(_document(line)) if line.event.name == REPORTED else None
    try:
        return event.body if event and agreement.tells(event, names.report(line.event.fields)) else {}
    except Refusal:  # GS1 has no name for it, so that no event names it
        return {}


def _note(event: Json) -> str:
    """What the reporter wrote beside an event; empty for nothing."""
    said = event.get("chain:note")
    return said[:LONGEST_NOTE] if isinstance(said, str) else ""


def _title(line: Line) -> str:
    name, fields = line.event.name, line.event.fields
    say: Callable[[Json], str] | None = TITLES.get(name)
    return say(fields) if say else str(SIMPLE.get(name, steps.UNTOLD))


def _reported(fields: Json) -> str:
    return str(steps.step(fields["step"]))


def _measured(fields: Json) -> str:
    unit = measured.unit_of(fields)
    low, high = (f"{thousandths(fields[name])}{unit}" for name in ("minimum", "maximum"))
    return ngettext(
        "Measured %(num)d time: from %(low)s to %(high)s",
        "Measured %(num)d times: from %(low)s to %(high)s",
        fields["count"],
        low=low,
        high=high,
    )


def _accepted(fields: Json) -> str:
    return gettext("Handed over: %(role)s", role=ROLES[fields["role"]])


TITLES: dict[str, Callable[[Json], str]] = {
    REPORTED: _reported,
    SENSED: _measured,
    "HandoverAccepted": _accepted,
}


def _actor(name: str, fields: Json) -> str:
    if name == "HandoverAccepted":
        return str(fields["from_"])
    return str(fields.get(ACTORS.get(name, "by"), ""))


def _receiver(name: str, fields: Json) -> str:
    to = str(fields.get("to", ""))
    return "" if to == NOBODY else to


def _about(line: Line) -> str:
    """Through what it concerns the item, where that is not the item itself."""
    if line.about is About.UNIT and line.thing:
        return gettext("the case or pallet %(serial)s, in which it lay", serial=line.thing.serial)
    return gettext("the whole lot") if line.about is About.LOT else ""


def _document(line: Line) -> str:
    name = str(line.event.fields.get("document", EMPTY_HASH))
    return "" if name == EMPTY_HASH else name


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _texts(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    return str(value) if isinstance(value, int) else value


def range_of(first: str, last: str) -> str:
    """Serials from one to another in words; empty for all of them."""
    return gettext("%(first)s to %(last)s", first=first, last=last) if first != last else first
