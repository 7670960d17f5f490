"""Whom this storefront believes, as its operator's file says: issuers, referrers, weights, what is not shown."""

from flask import abort, request

from frontend import market, people
from frontend.identity.blueprint import bp, show
from frontend.index.vouching import claims
from frontend.resources import database, trusted
from frontend.reviews.rating import full_weight
from frontend.web import limits
from frontend.web.paging import pager
from frontend.web.urls import address_in_url
from frontend.wording import claims as words
from frontend.wording.formats import day


@bp.get("/believed")
@limits.limiter.limit(limits.READS)
def believed() -> str:
    """Everything in the file."""
    return show(
        "believed",
        issuers=list(trusted().issuers.values()),
        weights=trusted().full_weight,
        full_weight=full_weight(),
        storefront=trusted().storefront,
        referrers=list(trusted().referrers.values()),
        hidden=sorted(trusted().hidden.values(), key=lambda one: one.since, reverse=True),
        parts_of_reviews=words.PARTS_OF_REVIEWS,
        day=day,
    )


@bp.get("/issuers/<address>")
@limits.limiter.limit(limits.READS)
def issuer(address: str) -> str:
    """What an issuer says of others, the latest first."""
    account = address_in_url(address)
    try:
        found = claims.by(database(), account, request.args.get("after", ""))
    except ValueError:
        abort(404)
    people.meet({account, *(claim.subject for claim in found.items)})
    return show(
        "issuer",
        who=people.person(account),
        issuer=trusted().issuers.get(account),
        believes=trusted().believes,
        page=found,
        pager=pager(found.next),
        state_of=lambda claim: claim.state(market.now()).value,
    )
