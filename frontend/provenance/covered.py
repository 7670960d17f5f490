"""Recalls of several things at once: one notice for each recall, with the lots or items that it is about."""

from collections.abc import Iterable
from dataclasses import replace

from frontend.index.provenance.rows import About, Lot, Recall, Thing
from frontend.provenance import banners, journey
from frontend.provenance.banners import Banner, Covered
from frontend.provenance.subjects import made, path_of_thing
from frontend.wording.texts import gettext


def lot(found: Lot, path: str, recall: Recall) -> Covered:
    """A lot, or what of it is recalled."""
    if recall.about is About.LOT and recall.first:
        serials = journey.range_of(recall.first, recall.last)
        return Covered(gettext("Lot %(lot)s, serial numbers %(serials)s", lot=found.batch, serials=serials), path)
    return Covered(gettext("Lot %(lot)s", lot=found.batch), path)


def thing(found: Thing) -> Covered:
    """An item or a unit."""
    name = f"{made(found.lot).name} {found.lot.batch}/{found.serial}" if found.lot else found.serial
    return Covered(name, path_of_thing(found))


def notices(several: Iterable[tuple[Covered, list[Recall]]]) -> list[Banner]:
    """The recalls of all of these, what is urgent first; each once, however many of them it is about."""
    found: dict[tuple[str, About], tuple[Recall, list[Covered]]] = {}
    for one, recalls in several:
        for recall in recalls:
            found.setdefault((recall.id, recall.about), (recall, []))[1].append(one)
    ordered = sorted(found.values(), key=lambda pair: banners.urgency(pair[0]))
    return [replace(banner, covers=tuple(of)) for recall, of in ordered for banner in banners.of_recalls([recall])]
