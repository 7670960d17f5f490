"""What speaks against goods, in a word, for lists; of however many with a few questions.

What was told of units that items lay in is on the items' own pages only.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from frontend.index.provenance import warnings
from frontend.index.provenance.rows import About, Lot, Recall, Thing
from frontend.provenance import banners, journey
from frontend.provenance.banners import Banner
from frontend.resources import database
from frontend.wording.texts import gettext

SHOWN = 3  # recalls of parts of a lot


@dataclass(frozen=True)
class Mark:
    """A word; `is_open` while it is to be heeded, `is_bad` where nothing is worse."""

    text: str
    is_open: bool = True
    is_bad: bool = False


def warned(found: Collection[Banner]) -> list[Mark]:
    """What `banners.warned` says, each as bad as its box."""
    bad = {str(banner.title) for banner in found if banner.tone == banners.BAD}
    return [Mark(text, is_bad=text in bad) for text in banners.warned(found)]


def of_lots(lots: Collection[Lot]) -> dict[int, list[Mark]]:
    """Marks of lots that have any, by their places."""
    recalls, breached = warnings.recalls_of_lots(database(), lots), warnings.breached_lots(database(), lots)
    found = {lot.place: _recalled(recalls.get(lot.place, [])) for lot in lots}
    for lot in lots:
        if lot.place in breached:  # only of these it is asked how
            told = list(banners.of_breaches(warnings.breaches(database(), lot)))
            found[lot.place] += [Mark(one.title) for one in told[:1]]
    return {lot: marks for lot, marks in found.items() if marks}


def of_items(things: Collection[Thing]) -> dict[int, list[Mark]]:
    """Marks of items that have any, by their places: their lots' recalls where these reach them, and their owners'."""
    recalls = warnings.recalls_of_lots(database(), {thing.lot for thing in things if thing.lot})
    own, found = warnings.owners_recalls(database(), things), defaultdict[int, list[Mark]](list)
    for thing in things:
        reaching = [one for one in recalls.get(thing.lot.place, []) if _reaches(one, thing)] if thing.lot else []
        found[thing.place] += _recalled(reaching, whole=True)
        found[thing.place] += [Mark(gettext("Its owner has recalled it"))] if thing.place in own else []
    return {thing: marks for thing, marks in found.items() if marks}


def _reaches(recall: Recall, thing: Thing) -> bool:
    return not recall.first or recall.about is About.INGREDIENT or recall.first <= thing.serial <= recall.last


def _recalled(recalls: list[Recall], whole: bool = False) -> list[Mark]:
    """The worst of a lot's recalls; `whole` where it is about an item, of which there are no parts."""
    still = [recall for recall in recalls if recall.is_open]
    of_lot = [recall for recall in still if recall.about is About.LOT]
    if of_lot and (whole or any(not recall.first for recall in of_lot)):
        return [Mark(gettext("Recalled"))]
    if of_lot:
        parts = [journey.range_of(recall.first, recall.last) for recall in of_lot[:SHOWN]]
        return [Mark(gettext("Recalled: %(serials)s", serials=part)) for part in parts]
    if still:
        return [Mark(gettext("Contains a recalled ingredient"))]
    return [Mark(gettext("Recall closed"), is_open=False)] if recalls else []
