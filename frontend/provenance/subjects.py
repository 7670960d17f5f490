"""What a page is about: goods of a GTIN, a lot, an item or a unit, found by the path of a Digital Link."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response

from frontend import people
from frontend.index.provenance import finding
from frontend.index.provenance.rows import Label, Lot, Thing
from frontend.index.rows import Page as Part
from frontend.provenance import naming, papers, places
from frontend.provenance.blueprint import show
from frontend.provenance.places import Known
from frontend.resources import database
from frontend.web.urls import address_in_url
from frontend.wording.language import in_words
from frontend.wording.texts import gettext, ngettext
from scripts.documents import Kind
from scripts.provenance.gs1 import Product
from scripts.refusal import Refusal

Json = dict[str, Any]
Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Made:
    """A lot with what its producer's document says of it."""

    lot: Lot
    document: Json

    @property
    def name(self) -> str:
        """What it is called; by its GTIN where this storefront does not know."""
        return in_words(self.document.get("name", {})) or gettext("Goods %(gtin)s", gtin=self.lot.gtin)

    def counted(self, number: int) -> str:
        """So many of its items, in what its producer counts them in: "3 × bottle of 1 litre"."""
        item = in_words(self.document.get("item", {}))
        if not item:
            return ngettext("%(num)d item", "%(num)d items", number)
        return gettext("%(number)s × %(item)s", number=f"{number:,}", item=item)

    @property
    def path(self) -> str:
        """Where its page is, also where others have registered the same name."""
        return path_of(self.lot)

    def item(self, serial: str) -> str:
        """Where the page of one of its items is."""
        return path_of(self.lot, serial)


def made(lot: Lot) -> Made:
    """A lot with its document."""
    return Made(lot, papers.read(lot.document, Kind.LOT))


def path_of(lot: Lot, serial: str = "") -> str:
    """The path of a lot or of one of its items: a Digital Link, and whose lot it is.

    The chain takes signs that GS1 does not allow. What has such a name no label can name: its lot's trace tells of it.
    """
    try:
        named = Product(lot.gtin, lot=lot.batch, serial=serial)
    except Refusal:
        return f"/trace/{lot.id}"
    return f"{naming.path_of(named)}?producer={lot.producer}"


def path_of_thing(thing: Thing | Label) -> str:
    """The path of an item or a unit."""
    if isinstance(thing, Thing) and thing.lot is None:
        return f"/00/{quote(thing.serial, safe='')}?maker={thing.maker}"
    assert thing.lot is not None
    return path_of(thing.lot, thing.serial)


def producer_asked() -> str:
    """The producer that an address line names, or nothing; 404 for what is no account."""
    given = request.args.get("producer", "")
    return address_in_url(given) if given else ""


def named() -> naming.Named:
    """What this request's path names, as it was percent-encoded: a lot may have a slash in its name. Raises Unnamed."""
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.path
    return naming.in_address(urlsplit(raw).path)


def answered(tell: Callable[[naming.Named], Page]) -> Page:
    """A page about what the path names; under its one name, and with a sentence where it names nothing."""
    try:
        thing = named()
    except naming.Unnamed as unnamed:
        return show("unnamed", problem=str(unnamed)), 404
    canonical = naming.path_of(thing)
    asked = urlsplit(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or canonical)
    if asked.path != canonical and "%" not in asked.path:
        return redirect(f"{canonical}?{asked.query}" if asked.query else canonical, 302)
    return tell(thing)


def others_asked() -> str:
    """From where on others of the same name are asked for: anybody may have put many before the right one."""
    return request.args.get("others", "")


def lots_named(product: Product) -> Part[Lot]:
    """Lots that a name may mean; several where several producers registered it."""
    return finding.lots(database(), product.gtin, product.lot, producer_asked(), others_asked())


def which(product: Product, lots: Collection[Lot], page: Part[Any]) -> str:
    """The question whose lot is meant, of those on a part of the list."""
    people.meet({lot.producer for lot in lots})
    return show("which", product=product, lots=[made(lot) for lot in lots], page=page, here=naming.path_of(product))


def known_places(accounts: set[str], producer: str, document: Json) -> Known:
    """Places that people tell in their profiles, and a producer also in the lot's document."""
    known = {account: places.told(people.person(account).profile.document.get("places", [])) for account in accounts}
    if "place" in document:
        known[producer] = known.get(producer, {}) | places.told([document["place"]])
    return known
