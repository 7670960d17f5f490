"""A producer: profile, lots, recalls. Whether a GTIN is his nothing on the chain proves, and the page says so."""

from flask import abort, request

from frontend import people
from frontend.index.provenance import finding, warnings
from frontend.index.rows import Page
from frontend.provenance import banners, subjects
from frontend.provenance.blueprint import bp, show
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import address_in_url


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
    recalls = Page([], "") if after else warnings.recalls_by(database(), account)
    return show(
        "producer",
        who=people.person(account),
        lots=[subjects.made(lot) for lot in found.items],
        page=found,
        banners=list(banners.of_recalls(recalls.items)),
        recalls=[(recall, subjects.made(recall.lot)) for recall in recalls.items if recall.lot],
    )
