"""What an account owns: recalled goods first, then what is offered to it, then everything else."""

from flask import abort, render_template, request

from frontend import people
from frontend.index.provenance import having
from frontend.index.provenance.rows import Affected, Thing
from frontend.index.provenance.tables import CUSTODIAN, OWNER
from frontend.provenance import banners, journey, subjects
from frontend.provenance.banners import Banner
from frontend.provenance.blueprint import bp, show
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording import whose


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


def facts(account: str, is_kept: bool) -> dict[str, object]:
    """All that the page tells; ValueError for a part of the list that is none."""
    after = request.args.get("after", "")
    found = having.owned(database(), account, after, role=CUSTODIAN if is_kept else OWNER)
    offers = having.offered(database(), account).items
    people.meet({account, *(offer.by for offer in offers)})
    return {
        "owner": people.person(account),
        "affected": [] if after else recalled(account),
        "offers": offers,
        "roles": journey.ROLES,
        "things": found.items,
        "page": found,
        "is_kept": is_kept,
        "name_of": name_of,
        "path_of_thing": subjects.path_of_thing,
    }


def recalled(account: str) -> list[tuple[Affected, Banner]]:
    """Open recalls of what an account owns, each in words."""
    found = having.affected(database(), account)
    told = banners.of_recalls(one.recall for one in found)
    return list(zip(sorted(found, key=lambda one: banners.urgency(one.recall)), told, strict=True))


def name_of(thing: Thing) -> str:
    """What it is called: an item by its goods; empty for a unit."""
    return subjects.made(thing.lot).name if thing.lot else ""
