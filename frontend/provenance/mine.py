"""What an account owns: recalled goods first, then what is offered to it, then everything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import segno
from flask import Response, abort, g, render_template, request

from frontend import people
from frontend.index.provenance import bound, having, marks, warnings
from frontend.index.provenance.rows import Affected, Offered, Recall, Thing
from frontend.index.provenance.tables import CUSTODIAN, OWNER
from frontend.provenance import banners, journey, subjects
from frontend.provenance.banners import Banner
from frontend.provenance.blueprint import bp, show
from frontend.provenance.marks import Mark, warned
from frontend.provenance.subjects import Made
from frontend.resources import database, settings
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording import whose

OFFERS = 10  # on a page: each is looked at by itself


@dataclass(frozen=True)
class Listed:
    """A thing in a list: the lot that it is of (None of a unit), and in short what speaks against it."""

    thing: Thing
    made: Made | None
    marks: list[Mark]
    offer: Offered | None = None

    @property
    def path(self) -> str:
        """Where its page is."""
        return subjects.path_of_thing(self.thing)


@bp.get("/items")
@limits.limiter.limit(limits.READS)
def mine() -> str:
    """The goods of `account`; without one, the question whose."""
    asked = request.args.get("account", "")
    if not asked:
        return render_template("whose.html", whose=whose.ITEMS)
    try:
        return show("mine", **facts(address_in_url(asked), bool(request.args.get("kept"))))
    except ValueError:
        abort(404)


@bp.get("/items/<address>/account.svg")
@limits.limiter.limit(limits.READS)
def account_code(address: str) -> Response:
    """The QR code of an account, as wallets read it (EIP-681), for whoever wants to give it something."""
    output = BytesIO()
    text = f"ethereum:{address_in_url(address)}@{settings().chain_id}"
    segno.make(text, error="m", micro=False).save(output, kind="svg", scale=6, border=4, light="#fff", dark="#000")
    return Response(output.getvalue(), mimetype="image/svg+xml")


def facts(account: str, is_kept: bool) -> dict[str, object]:
    """All that the page tells; ValueError for a part of a list that is none."""
    after = request.args.get("after", "")
    found = having.owned(database(), account, after, role=CUSTODIAN if is_kept else OWNER)
    offers = having.offered(database(), account, request.args.get("offers", ""), OFFERS)
    people.meet({account, *(offer.by for offer in offers.items)})
    affected = [] if after else recalled(account)
    return {
        "owner": people.person(account),
        "affected": affected,
        "orders": bound.orders_by_items(database(), [thing for one, _ in affected for thing in one.things], account),
        "offers": offered(offers.items),
        "offers_page": offers,
        "roles": journey.ROLES,
        "things": listed(found.items),
        "page": found,
        "is_kept": is_kept,
        "name_of": name_of,
        "path_of_thing": subjects.path_of_thing,
        "data": {"account": account},
    }


def recalled(account: str) -> list[tuple[Affected, Banner]]:
    """Open recalls of what an account owns, each in words."""
    found = having.affected(database(), account)
    told = banners.of_recalls(one.recall for one in found)
    return list(zip(sorted(found, key=lambda one: banners.urgency(one.recall)), told, strict=True))


def offered(offers: list[Offered]) -> list[Listed]:
    """What is offered, with all that whoever accepts it has to know first."""
    inside = marks.recalled(database(), [offer.thing for offer in offers if offer.thing.is_unit])
    return [
        Listed(offer.thing, _made(offer.thing), warned(_against(offer.thing, inside[offer.thing.place])), offer)
        for offer in offers
    ]


def listed(things: list[Thing]) -> list[Listed]:
    """Things of a list, with their recalls."""
    found = marks.recalled(database(), things)
    return [Listed(thing, _made(thing), warned(list(_recalls(thing, found[thing.place])))) for thing in things]


def _against(thing: Thing, inside: list[Recall]) -> list[Banner]:
    """What speaks against a thing, and against what lies in it."""
    db = database()
    known = banners.of_recalls(warnings.recalls(db, thing))
    return [*known, *banners.of_contents(inside), *banners.of_breaches(warnings.breaches(db, thing))]


def _recalls(thing: Thing, recalls: list[Recall]) -> Iterator[Banner]:
    return banners.of_contents(recalls) if thing.is_unit else banners.of_recalls(recalls)


def _made(thing: Thing) -> Made | None:
    """The lot that a thing is of; of several things of a lot its document is read once."""
    seen: dict[str, Made] = g.setdefault("made", {})
    if thing.lot and thing.lot.id not in seen:
        seen[thing.lot.id] = subjects.made(thing.lot)
    return seen[thing.lot.id] if thing.lot else None


def name_of(thing: Thing) -> str:
    """What it is called: an item by its goods; empty for a unit."""
    made = _made(thing)
    return made.name if made else ""
