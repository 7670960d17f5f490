"""Names that known issuers vouch for, as far as their subjects publish the credentials; and who looks like them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from frontend.claims import published
from frontend.identity.likeness import is_short_for, keys, looks
from frontend.identity.register import Vouched, register
from frontend.identity.titles import brand_keys, named
from frontend.index.rows import Offer
from frontend.index.vouching.rows import Claim
from frontend.people import person
from frontend.resources import vault
from frontend.wording.language import current, in_words
from scripts.claims import BRAND
from scripts.credentials.form import Credential

KEPT = 2_048  # credentials
HAN = re.compile("[\u4e00-\u9fff]")


def credential_of(claim: Claim) -> Credential | None:
    """What a claim's subject publishes of it; None where it does not, or where it is another claim's."""
    if not claim.document or not vault().has(claim.document):
        return None
    try:
        found = _read(str(vault().folder), claim.document[2:])
    except LookupError:
        return None
    about = (claim.issuer, claim.subject, claim.kind)
    return found if (found.issuer, found.subject, found.kind) == about else None


def taken(account: str, names: Iterable[str], own: Iterable[Claim]) -> Vouched | None:
    """The name of somebody else that one of an account's looks like, unless its own claims vouch for that one, too.

    Who is vouched for under a name that is nearly another's may bear his own, and not the other's.
    """
    mine = {key for claim in own for name in told(claim) for key in keys(name)}
    not_mine = [name for name in names if not looks(name) & mine]
    others = (one for one in register().like(not_mine) if one.claim.subject != account and one.holds)
    return min((one for one in others if not keys(one.name) & mine), key=_plainest, default=None)


def brand_named(offer: Offer) -> Vouched | None:
    """The brand that an offer's title names, for which its seller is not vouched for; None where there is none.

    What of another brand is but a part of one of the seller's own is not meant.
    """
    titles = offer.document.get("title", {}).values()
    return min((one for title in titles for one in _others_brands(title, offer.seller)), key=_plainest, default=None)


def is_foreign(name: str) -> bool:
    """Whether a name is in characters of another language than the reader's."""
    return bool(HAN.search(name)) != (current() == "zh")


def _plainest(vouched: Vouched) -> tuple[bool, int, str]:
    """A short name in the reader's own characters goes before others."""
    return is_foreign(vouched.name), len(vouched.name), vouched.claim.subject


def told(claim: Claim) -> list[str]:
    """Every name and brand in what is published of a claim."""
    found = credential_of(claim)
    return [*found.name.values(), *found.brands] if found else []


def goes_by(name: str, credential: Credential) -> bool:
    """Whether a name is the one in a credential, in whatever language; what registers append may be left out."""
    return any(is_short_for(name, whole) for whole in credential.name.values())


def called(credential: Credential | None) -> str:
    """The name in a credential, in the reader's language; empty where it has none."""
    return in_words(credential.name) if credential and credential.name else ""


def _others_brands(title: str, seller: str) -> list[Vouched]:
    """The longest brand in a title, but for the seller's own and what is a part of these; by each who may sell it."""
    found = [(brand, one) for brand, one in register().brands_in(title) if one.holds]
    if not found:
        return []
    own = [claim for claim in person(seller).vouched if claim.kind == BRAND]
    mine = named(title, {key for claim in own for name in told(claim) for key in brand_keys(name)})
    others = [(brand, one) for brand, one in found if not any(brand.is_within(other) for other in mine)]
    longest = max((brand.end - brand.start for brand, _ in others), default=0)
    return [one for brand, one in others if brand.end - brand.start == longest]


@lru_cache(KEPT)
def _read(_folder: str, sha256: str) -> Credential:
    """A credential of a vault, which is the same as long as its hash is; LookupError where there is none."""
    found = published.credential(sha256)
    if found is None:
        raise LookupError(sha256)
    return found
