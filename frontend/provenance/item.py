"""An item: who made it, its journey, what was measured, who owns it, whether its code was claimed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno
from flask import abort, request, url_for
from markupsafe import Markup

from frontend import market, people
from frontend.goods import sharing
from frontend.index import queries
from frontend.index.provenance import finding, gaps, having, journey, warnings
from frontend.index.provenance.rows import (
    Binding,
    Breach,
    Claim,
    Gap,
    Holding,
    Label,
    Line,
    Lot,
    Offered,
    Outcome,
    Recall,
    Thing,
)
from frontend.index.rows import Order, Page
from frontend.orders.terms import words as terms_of
from frontend.provenance import banners, belonging, lot, papers, route, stages, subjects, temperatures
from frontend.provenance import journey as told
from frontend.provenance.banners import PLAIN, Banner
from frontend.provenance.belonging import Belonging
from frontend.provenance.blueprint import show, with_camera
from frontend.provenance.journey import Told
from frontend.provenance.subjects import Made, path_of_thing
from frontend.resources import database
from frontend.wording.texts import gettext
from scripts.provenance.gs1 import Product
from scripts.refusal import Refusal

Json = dict[str, Any]

QR_CODES = 1_024  # that are remembered
ALL = 200  # lines of a journey that the map and the plots are drawn of


@dataclass(frozen=True)
class Standing:
    """Who has a thing, and what became of it; of an item that the chain does not know by itself there is nothing."""

    holding: Holding | None = None
    claim: Claim | None = None
    binding: Binding | None = None
    offers: tuple[Offered, ...] = ()
    was_sold: bool = False
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What speaks against an item."""

    recalls: list[Recall]
    breaches: list[Breach]
    gaps: list[Gap]


def page(product: Product) -> subjects.Page:
    """The page of the item that a label names; where several producers may be meant, the question which."""
    asked, others = subjects.producer_asked(), subjects.others_asked()
    try:
        found = finding.labelled(database(), product.gtin, product.lot, product.serial, asked, others)
    except ValueError:
        abort(404)
    lots = lots_of(found.items)
    if not lots:
        return show("unregistered", product=product), 404
    if len(lots) > 1 or others:
        return subjects.which(product, lots, found)
    return with_camera(show("item", **facts(found.items[0], subjects.made(lots[0]))))


def facts(subject: Thing | Label, made: Made) -> Json:
    """All that the page of an item tells."""
    standing = standing_of(subject)
    order = order_of(standing)
    whose = whose_of(standing, order)
    recalls = warnings.recalls(database(), subject)
    shown = _part(subject)
    whole = (
        shown if not shown.next and not request.args.get("after") else journey.journey(database(), subject, limit=ALL)
    )
    named = _named(standing, made, recalls) | whose.named | ({order.buyer} if order else set())
    people.meet(told.accounts(whole.items) | told.accounts(shown.items) | named)
    known = subjects.known_places(told.accounts(whole.items), made.lot.producer, made.document)
    lines = told.tell(told.steps_of(shown.items), known)
    way = lines if whole is shown else told.tell(told.steps_of(whole.items), known)
    of_lot = is_of_lot(subject, made)
    found = Found(recalls, warnings.breaches(database(), subject), _gaps(subject, standing))
    seen_first = _banners(found, of_lot, whose, order, standing.offers)
    warned = banners.warned(seen_first)
    return {
        "subject": subject,
        "made": made,
        "standing": standing,
        "whose": whose,
        "banners": seen_first,
        "warned": warned,
        "assured": [] if of_lot is False else assured(subject, found, whole.items),
        "is_forged": of_lot is False,
        "stages": stages.stages(lines),
        "page": shown,
        "map": route.draw(route.Visit(line.spot, line.is_of_lot) for line in way if line.spot),
        "plots": temperatures.plots(whole.items),
        "place": made.document.get("place"),
        "qr": _qr(sharing.absolute(made.item(subject.serial))),
        "inputs": lot.inputs(whole.items),
        "documents": named_documents(made, lines, recalls),
        "order": order,
        "is_recalled": banners.told_by_producer(recalls),
        "path_of_thing": path_of_thing,
        "checked": {"lines": told.checkable(told.steps_of(shown.items))},
        "data": data(subject, made, standing, whole.items) | {"warned": warned},
    }


def lots_of(found: Iterable[Thing | Label]) -> list[Lot]:
    """The lots that items are of."""
    return [one.lot for one in found if one.lot]


def standing_of(subject: Thing | Label) -> Standing:
    """Who has it, and what became of it."""
    if isinstance(subject, Label):
        return Standing()
    bindings = having.bindings(database(), subject)
    return Standing(
        having.holding(database(), subject),
        having.claim(database(), subject),
        next((one for one in bindings if one.outcome is not Outcome.NOTHING or not one.settled), None),
        tuple(having.offers_of(database(), subject)),
        bool(bindings),
        tuple(having.former_owners(database(), subject)),
    )


def whose_of(standing: Standing, order: Order | None) -> Belonging:
    """Whose it is; `order` is the one that it is bound to, or was sold in."""
    bound = standing.binding
    is_awaited = bound is not None and not bound.settled and bound.outcome is not Outcome.NOTHING
    buyer = order.buyer if order and is_awaited else ""
    return Belonging(standing.holding, standing.claim, buyer, standing.was_sold, standing.former)


def order_of(standing: Standing) -> Order | None:
    """The order that an item is bound to, or was sold in."""
    return queries.order(database(), standing.binding.order) if standing.binding else None


def data(subject: Thing | Label, made: Made, standing: Standing, lines: list[Line]) -> Json:
    """What the page's modules need; `touched` is the transaction that made the item individual, if it is."""
    order = order_of(standing)
    return {
        "lot": made.lot.id,
        "serial": subject.serial_word,
        "proof": url_for("provenance.proof", lot_id=made.lot.id, serial=subject.serial_word),
        "path": made.item(subject.serial),
        "touched": next((line.event.transaction for line in lines if line.event.name == "ItemTouched"), ""),
        "order": {"id": order.id, "terms": terms_of(order)} if order else None,
    }


def named_documents(made: Made, lines: list[Told], recalls: list[Recall]) -> list[tuple[str, str]]:
    """Documents that the chain names, each once, with what it is about."""
    found = {made.lot.document: gettext("What the producer says of the lot")}
    found |= {recall.document: gettext("Why it was recalled") for recall in recalls}
    found |= {line.document: line.title for line in lines if line.document not in found}
    return [(title, document) for document, title in found.items() if papers.is_named(document)]


def is_of_lot(subject: Thing | Label, made: Made) -> bool | None:
    """Whether an item belongs to its lot; None where this storefront lacks the documents to tell."""
    if isinstance(subject, Thing):
        return True
    try:
        proof = papers.proof(made.lot.id, made.lot.root, made.document, subject.serial)
    except Refusal:
        return False
    return True if proof else None


def assured(subject: Thing | Label, found: Found, lines: Iterable[Line]) -> list[str]:
    """What was looked for that speaks against the item, and not found: as far as anything was reported."""
    is_breached = any(not breach.errors for breach in found.breaches)
    is_measured = any(line.event.name == told.SENSED and not line.errors for line in lines)
    said = {
        gettext("Not recalled"): not found.recalls,
        gettext("Within its limits whenever it was measured"): is_measured and not is_breached,
        gettext("No gap in its journey"): isinstance(subject, Thing) and not found.gaps,
    }
    return [word for word, is_so in said.items() if is_so]


def _banners(
    found: Found, of_lot: bool | None, whose: Belonging, order: Order | None, offers: Iterable[Offered]
) -> list[Banner]:
    return [
        *banners.of_recalls(found.recalls),
        *(_helps(order, whose.owner) if order and banners.told_by_producer(found.recalls) else ()),
        *banners.of_offers(offers),
        *banners.of_label(of_lot),
        *banners.of_breaches(found.breaches),
        *(belonging.banners(whose) if of_lot is not False else ()),
        *banners.of_gaps(found.gaps),
    ]


def _helps(order: Order, owner: str) -> Iterator[Banner]:
    """The way to the money: for who bought it, and for who got it from him."""
    title, link = gettext("What helps now"), url_for("orders.page", order_id=order.id)
    text = gettext("Your order says how you get your money back, and how to reach the shop.")
    yield Banner("helps", PLAIN, title, text, link=link, leads_to=gettext("To the order"), only_for=(order.buyer,))
    if owner and owner not in (order.buyer, order.offer.seller):
        text = gettext("Only the buyer of its order can ask the shop for the money. Ask them:")
        yield Banner("helps", PLAIN, title, text, account=order.buyer, only_for=(owner,))


def _gaps(subject: Thing | Label, standing: Standing) -> list[Gap]:
    """Until it was sold or claimed: among shoppers nobody reports. A label alone has none that could be known."""
    if isinstance(subject, Label):
        return []
    ends = [one.time for one in (standing.claim, standing.binding) if one]
    end = min(ends, default=market.now())
    return [gap for gap in gaps.gaps(database(), subject, market.now()) if gap.since < end]


@lru_cache(QR_CODES)
def _qr(link: str) -> Markup:
    """The code that leads from a printed page back to it."""
    return Markup(segno.make(link, error="m", micro=False).svg_inline(border=2, light="#fff", omitsize=True))


def _part(subject: Thing | Label) -> Page[Line]:
    try:
        return journey.journey(database(), subject, request.args.get("after", ""))
    except ValueError:
        abort(404)


def _named(standing: Standing, made: Made, recalls: list[Recall]) -> set[str]:
    """Whom the page names beside its journey."""
    found = {made.lot.producer, *(recall.by for recall in recalls), *(offer.to for offer in standing.offers)}
    found |= {standing.holding.owner, standing.holding.custodian} if standing.holding else set()
    return found | ({standing.claim.by} if standing.claim else set())
