"""What an account said of its orders, and what is said of it: the latest, for its own record."""

from dataclasses import dataclass

from frontend import market
from frontend.index.reviews.listed import ReviewFilter, reviews_listed
from frontend.index.vouching import claims
from frontend.index.vouching.rows import Claim
from frontend.resources import database, trusted
from frontend.reviews.shown import Shown, shown
from frontend.wording.claims import STATES, kind_name
from frontend.wording.language import in_words

LATEST = 6  # reviews


@dataclass(frozen=True)
class Vouched:
    """What an issuer whom this storefront knows says of an account."""

    claim: Claim
    kind: str
    issuer: str
    state: str


@dataclass(frozen=True)
class Opinions:
    """An account's latest reviews, whether there are more, and what known issuers say of it."""

    written: list[Shown]
    has_more: bool
    vouched: list[Vouched]


def about(account: str) -> Opinions:
    """All of it, for an account's record."""
    latest = reviews_listed(database(), ReviewFilter(buyer=account), limit=LATEST)
    known = claims.about(database(), [account], trusted().issuers)[account]
    return Opinions(shown(latest.items), bool(latest.next), [_vouched(claim) for claim in known])


def _vouched(claim: Claim) -> Vouched:
    issuer = in_words(trusted().issuers[claim.issuer].name)
    return Vouched(claim, kind_name(claim.kind), issuer, str(STATES[claim.state(market.now()).value]))
