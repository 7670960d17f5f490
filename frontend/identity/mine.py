"""My claims: what others say of the reader's account, what of it is published here, and what he does not want said."""

from flask import render_template, request

from frontend.claims import published
from frontend.identity.account import facts
from frontend.identity.blueprint import bp, said, show
from frontend.resources import settings
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording import whose


@bp.get("/claims")
@limits.limiter.limit(limits.READS)
def mine() -> str:
    """The claims about `account`; without one, the question whose."""
    asked = request.args.get("account", "")
    if not asked:
        return render_template("whose.html", whose=whose.CLAIMS)
    found = facts(address_in_url(asked))
    claims = [claim for claim, *_ in (*found["known"], *found["factors"])] + found["others"].items
    data = {"account": found["who"].address, "domain": published.domain(), "claims": [said(claim) for claim in claims]}
    return show("mine", **found, can_publish=bool(settings().secret_key), data=data)
