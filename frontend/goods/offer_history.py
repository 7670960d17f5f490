"""What happened to an offer, in words and part by part: a seller may set its stock as often as he likes."""

from dataclasses import dataclass

from flask import abort, request

from frontend.index import queries
from frontend.index.rows import Event, Offer, Page
from frontend.resources import database
from frontend.wording.texts import gettext, ngettext


@dataclass(frozen=True)
class Step:
    """An event with its name; `other` is the offer that it leads to, or empty."""

    event: Event
    title: str
    other: str = ""


def part(offer: Offer) -> Page[Step]:
    """The part that this request asks for, the latest first; 404 where there is no such part."""
    try:
        found = queries.offer_history(database(), offer.id, request.args.get("after", ""))
    except ValueError:
        abort(404)
    return Page([_step(offer, event) for event in found.items], found.next)


def _step(offer: Offer, event: Event) -> Step:
    fields = event.fields
    if event.name == "OfferPublished":
        title = ngettext("Published with %(num)d unit", "Published with %(num)d units", fields["cap"])
        return Step(event, title)
    if event.name == "OfferRevised" and fields["old_id"] == offer.id:
        return Step(event, gettext("Replaced by another offer"), fields["new_id"])
    if event.name == "OfferRevised":
        return Step(event, gettext("Took the place of another offer"), fields["old_id"])
    if not fields["cap"]:
        return Step(event, gettext("Taken back"))
    return Step(event, ngettext("%(num)d unit for sale in all", "%(num)d units for sale in all", fields["cap"]))
