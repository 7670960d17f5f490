"""What is claimed of an account: by known issuers in full, by others in small print; and one claim with its history."""

from typing import Any

from flask import abort, request

from frontend import market, people
from frontend.claims import published
from frontend.identity import badges, names
from frontend.identity.blueprint import bp, said, show
from frontend.index.rows import Page
from frontend.index.vouching import claims as index
from frontend.index.vouching.rows import Claim
from frontend.provenance import journey
from frontend.resources import database, trusted
from frontend.web import limits
from frontend.web.paging import pager
from frontend.web.urls import address_in_url
from frontend.wording import claims as words
from frontend.wording import credential_faults
from scripts.claims import FACTORS
from scripts.credentials.form import Credential

OTHERS = 12  # claims by issuers whom nobody here knows, shown at once


@bp.get("/accounts/<address>/claims")
@limits.limiter.limit(limits.READS)
def claims(address: str) -> str:
    """Who vouches for an account, and since when until when."""
    account = address_in_url(address)
    return show("account", **facts(account))


@bp.get("/accounts/<address>/claims/<issuer>/<kind>")
@limits.limiter.limit(limits.READS)
@limits.limiter.limit(limits.PRESENTATIONS, exempt_when=lambda: "check" not in request.args)
def claim(address: str, issuer: str, kind: str) -> str:
    """One claim: what became of it, and its credential as published; with `check` asked of the node, now."""
    try:
        found = index.claim(database(), address_in_url(issuer), address_in_url(address), kind) or abort(404)
        history = index.history(database(), found.issuer, found.subject, found.kind, request.args.get("after", ""))
    except ValueError:
        abort(404)
    people.meet({found.issuer, found.subject})
    credential = names.credential_of(found)
    return show(
        "claim",
        claim=found,
        who=people.person(found.subject),
        believed=trusted().believes(found.issuer, found.kind),
        badge=badges.badge_of(found) if trusted().believes(found.issuer, found.kind) else None,
        state=found.state(market.now()).value,
        credential=credential,
        notice=journey.notice(found.notice),
        history=history,
        event_name=words.event_name,
        checked=_checked(credential),
        data=said(found),
    )


def facts(account: str) -> dict[str, Any]:
    """What is claimed of an account; 404 for a part of the list that is none."""
    try:
        others = index.by_others(database(), account, trusted().issuers, request.args.get("after", ""), OTHERS)
    except ValueError:
        abort(404)
    found = index.about(database(), [account], trusted().issuers)[account]
    believed = [claim for claim in found if trusted().believes(claim.issuer, claim.kind)]
    people.meet({account, *(claim.issuer for claim in (*found, *others.items))})
    return {
        "who": people.person(account),
        "role": badges.usual_role(account),
        "pager": pager(others.next),
        "known": [told(claim) for claim in believed if claim.kind not in FACTORS],
        "factors": [told(claim) for claim in believed if claim.kind in FACTORS],
        "level": badges.level(believed),
        "others": Page([*_not_believed(found), *others.items], others.next),
        "state_of": lambda claim: claim.state(market.now()).value,
    }


def told(claim: Claim) -> tuple[Claim, badges.Badge, Credential | None]:
    """A claim, its badge, and what is published of it."""
    return claim, badges.badge_of(claim), names.credential_of(claim)


def _not_believed(found: list[Claim]) -> list[Claim]:
    """What known issuers say and are not believed for, on the first page only."""
    is_first = not request.args.get("after")
    return [claim for claim in found if not trusted().believes(claim.issuer, claim.kind)] if is_first else []


def _checked(credential: Credential | None) -> str | None:
    """What a check at this moment says: empty where all holds; None where none was asked for."""
    if credential is None or "check" not in request.args:
        return None
    refused = published.refusal(credential)
    return credential_faults.sentence(refused) if refused else ""
