"""A producer: profile, lots, recalls. Whether a GTIN is his nothing on the chain proves, and the page says so."""

from dataclasses import dataclass, replace

from flask import abort, request

from frontend import people
from frontend.index.provenance import finding, warnings
from frontend.index.provenance.rows import Recall
from frontend.provenance import banners, covered, journey, marks, subjects
from frontend.provenance.banners import Banner
from frontend.provenance.blueprint import bp, show
from frontend.provenance.subjects import Made
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import address_in_url


@dataclass(frozen=True)
class Recalled:
    """A recall of his, of which goods, and of which serials of them (empty: all)."""

    recall: Recall
    made: Made
    serials: str


@bp.get("/producers/<address>")
@limits.limiter.limit(limits.READS)
def producer(address: str) -> str:
    """The page of an account that has registered lots, or not yet."""
    account = address_in_url(address)
    after = request.args.get("after", "")
    try:
        found = finding.lots(database(), producer=account, after=after)
    except ValueError:
        abort(404)
    recalls = [] if after else _recalls(account)
    return show(
        "producer",
        who=people.person(account),
        lots=[subjects.made(lot) for lot in found.items],
        marked=marks.of_lots(found.items),
        page=found,
        banners=[_banner(one) for one in recalls if one.recall.is_open],
        recalls=recalls,
    )


def _recalls(account: str) -> list[Recalled]:
    """What somebody recalled: open ones first, then the worst, then the latest."""
    found = warnings.recalls_by(database(), account).items
    ordered = sorted(found, key=lambda one: (not one.is_open, one.class_, -one.time))
    return [
        Recalled(one, subjects.made(one.lot), journey.range_of(one.first, one.last) if one.first else "")
        for one in ordered
        if one.lot
    ]


def _banner(one: Recalled) -> Banner:
    """The notice of one recall, with the goods that it is of."""
    (banner,) = banners.of_recalls([one.recall])
    lot = covered.lot(one.made.lot, one.made.path, one.recall)
    return replace(banner, covers=(replace(lot, name=f"{one.made.name} · {lot.name}"),))
