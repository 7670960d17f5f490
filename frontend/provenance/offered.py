"""Where the goods of an offer come from, as its seller says: whose lots, and which of them were recalled.

What the seller names is a part of the offer's text: with another lot it would be another offer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import g

from frontend.index.provenance import finding, warnings
from frontend.index.provenance.finding import Name
from frontend.index.provenance.rows import About, Lot, Recall
from frontend.index.rows import Offer
from frontend.provenance import banners, covered
from frontend.provenance.banners import Banner, Covered
from frontend.provenance.subjects import path_of
from frontend.resources import book, database
from frontend.wording.texts import gettext
from scripts.provenance.gs1 import Product

SHOWN = 5  # of a producer's lots, where the offer names none
BINDING = (About.LOT, About.INGREDIENT)
RECALLS = "recalls"  # where a lot's page tells of them


@dataclass(frozen=True)
class Named:
    """A lot of an offer's goods, with its producer's recalls and open ones of what went into it."""

    lot: Lot
    recalls: list[Recall]

    @property
    def open_ones(self) -> list[Recall]:
        return [recall for recall in self.recalls if counts(recall)]

    @property
    def path(self) -> str:
        """The lot's page, where it has any its recalls on it."""
        path = path_of(self.lot)
        return f"{path}#{RECALLS}" if self.recalls and not path.startswith("/trace/") else path

    @property
    def state(self) -> str:
        """recalled, ingredient (open ones of what went into it only), closed; empty where nothing was recalled."""
        if not self.open_ones:
            return "closed" if self.recalls else ""
        return "ingredient" if banners.only_of_ingredients(self.open_ones) else "recalled"


@dataclass(frozen=True)
class Origin:
    """Lots that an offer names, or else some of its goods'; `missing` ones are named, and nobody registered them."""

    gtin: str
    producer: str
    lots: list[Named]
    are_named: bool = True
    missing: list[str] = field(default_factory=list)

    @property
    def recalls(self) -> list[Recall]:
        """Producers' open ones of named lots."""
        return [recall for named in self.recalled for recall in named.open_ones]

    @property
    def recalled(self) -> list[Named]:
        """The named lots that are recalled now, themselves or what went into them."""
        return [named for named in self.lots if named.open_ones] if self.are_named else []

    @property
    def fine(self) -> list[Named]:
        """Those that are not."""
        return [named for named in self.lots if not named.open_ones]

    @property
    def is_recalled_in_part(self) -> bool:
        """Whether a buyer may get one of a recalled lot, and also one of another that the offer names."""
        return bool(self.recalled) and bool(self.fine or self.missing)

    @property
    def path(self) -> str:
        """Where all lots of these goods are."""
        return f"/01/{Product(self.gtin).gtin}?producer={self.producer}"

    @property
    def evidence(self) -> str:
        """Where the chain's word on it is: the one lot, the first that is recalled, or all of these goods."""
        some = self.recalled or self.lots
        return some[0].path if self.recalled or len(self.lots) == 1 else self.path


def meet(offers: Iterable[Offer]) -> None:
    """Ask the index for the named lots of several offers at once, for `origin` and `mark` to find."""
    known: dict[str, Origin | None] = g.setdefault("origins", {})
    said = {offer.id: _said(offer) for offer in offers if offer.id not in known}
    names = {name for one in said.values() for name in _names(one)}
    try:
        lots = finding.lots_named(database(), names) if names else {}
    except ValueError:
        lots = {}
    recalls = warnings.recalls_of_lots(database(), lots.values()) if lots else {}
    for offer_id, one in said.items():
        if "lots" in one:
            known[offer_id] = _origin(one, lots, recalls)


def origin(offer: Offer) -> Origin | None:
    """Where an offer's goods come from; None where its text does not say, or there is no Provenance."""
    meet([offer])
    known: dict[str, Origin | None] = g.origins
    if offer.id not in known:
        said = _said(offer)
        known[offer.id] = _of_goods(said["gtin"], said["producer"]) if said else None
    return known[offer.id]


def mark(offer: Offer) -> str:
    """A word or two for a list: whether lots that an offer names are recalled now; empty where none is."""
    said = _said(offer)
    found = origin(offer) if "lots" in said else None
    if found is None or not found.recalled:
        return ""
    if banners.only_of_ingredients(found.recalls):
        return gettext("Contains a recalled ingredient")
    return gettext("Recalled in part") if found.is_recalled_in_part else gettext("Recalled")


def counts(recall: Recall) -> bool:
    """Whether who buys of a lot has to be asked once more."""
    return recall.is_open and recall.by_producer and recall.about in BINDING


def banners_of(offer: Offer) -> list[Banner]:
    """What whoever buys an offer has to know of recalls first."""
    found = origin(offer)
    return told(found) if found else []


def told(found: Origin) -> list[Banner]:
    """The recalls of an offer's lots as banners, one for each, with the lots that it is about."""
    return covered.notices(covering(found))


def covering(found: Origin) -> list[tuple[Covered, list[Recall]]]:
    """Each recall of a named lot, with what of the lot it is about."""
    return [
        (covered.lot(named.lot, named.path, recall), [recall]) for named in found.recalled for recall in named.open_ones
    ]


def _said(offer: Offer) -> dict[str, Any]:
    said: dict[str, Any] = (offer.document or {}).get("provenance", {})
    return said if book().provenance else {}


def _names(said: dict[str, Any]) -> list[Name]:
    return [(said["gtin"], batch, said["producer"]) for batch in said.get("lots", [])]


def _origin(said: dict[str, Any], lots: dict[Name, Lot], recalls: dict[int, list[Recall]]) -> Origin:
    names = _names(said)
    found = [_named(lots[name], recalls) for name in names if name in lots]
    return Origin(said["gtin"], said["producer"], found, missing=[name[1] for name in names if name not in lots])


def _of_goods(gtin: str, producer: str) -> Origin | None:
    try:
        lots = finding.lots(database(), gtin, producer=producer, limit=SHOWN).items
    except ValueError:
        return None
    recalls = warnings.recalls_of_lots(database(), lots)
    return Origin(gtin, producer, [_named(lot, recalls) for lot in lots], are_named=False)


def _named(lot: Lot, recalls: dict[int, list[Recall]]) -> Named:
    return Named(lot, recalls.get(lot.place, []))
