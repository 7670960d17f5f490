"""Where the goods of an offer come from, as its seller says: whose lots, and whether any of them was recalled.

What the seller names is a part of the offer's text: with another lot it would be another offer.
"""

from dataclasses import dataclass, field
from typing import Any

from frontend.index.provenance import finding, warnings
from frontend.index.provenance.rows import About, Recall
from frontend.index.rows import Offer
from frontend.provenance import banners
from frontend.provenance.banners import Banner
from frontend.provenance.subjects import Made, made
from frontend.resources import book, database
from scripts.provenance.gs1 import Product

SHOWN = 5  # of a producer's lots, where the offer names none
BINDING = (About.LOT, About.INGREDIENT)


@dataclass(frozen=True)
class Origin:
    """Lots that an offer names, or else some of its goods'; `recalls` are producers' open ones of named lots."""

    gtin: str
    producer: str
    lots: list[Made]
    missing: list[str] = field(default_factory=list)  # lots that are named and that nobody registered
    recalls: list[Recall] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where all lots of these goods are."""
        return f"/01/{Product(self.gtin).gtin}?producer={self.producer}"


def origin(offer: Offer) -> Origin | None:
    """Where an offer's goods come from; None where its text does not say, or there is no Provenance."""
    said: dict[str, Any] = (offer.document or {}).get("provenance", {})
    if not said or book().provenance is None:
        return None
    gtin, producer, db = said["gtin"], said["producer"], database()
    try:
        if "lots" not in said:
            found = finding.lots(db, gtin, producer=producer, limit=SHOWN).items
            return Origin(gtin, producer, [made(lot) for lot in found])
        by_name = {name: finding.lots(db, gtin, name, producer, limit=1).items for name in said["lots"]}
    except ValueError:
        return None
    lots = [lot for found in by_name.values() for lot in found]
    recalls = [one for lot in lots for one in warnings.recalls(db, lot) if counts(one)]
    missing = [name for name, found in by_name.items() if not found]
    return Origin(gtin, producer, [made(lot) for lot in lots], missing, recalls)


def counts(recall: Recall) -> bool:
    """Whether who buys of a lot has to be asked once more."""
    return recall.is_open and recall.by_producer and recall.about in BINDING


def banners_of(offer: Offer) -> list[Banner]:
    """What whoever buys an offer has to know of recalls first."""
    found = origin(offer)
    return told(found) if found else []


def told(found: Origin) -> list[Banner]:
    """The recalls of an offer's lots as banners."""
    return list(banners.of_recalls(found.recalls))
