"""Who somebody is, in a word and a sentence: verified, unverified, revoked, expired, or not what the name suggests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from flask import Flask, g, url_for

from frontend import market, people
from frontend.identity import names
from frontend.identity.register import NAMING, Vouched
from frontend.index import queries
from frontend.index.listing import OfferFilter
from frontend.index.provenance import finding
from frontend.index.queries import OrderFilter
from frontend.index.vouching.rows import Claim, State
from frontend.people import ROLE_KINDS, Person
from frontend.provenance import journey
from frontend.resources import book, database, trusted
from frontend.wording import claims as words
from frontend.wording.formats import day, listed
from frontend.wording.language import in_words
from frontend.wording.moments import utc
from frontend.wording.texts import Text, gettext, lazy_gettext
from scripts import claims as kinds
from scripts.claims import FACTORS
from scripts.credentials.form import Credential

SELLER = "seller"
PERSON = "person"  # who neither sells nor plays another role
PERSON_KINDS = (kinds.PERSON, *FACTORS)  # what makes him more than an address, what says most first
SHOWN = 4  # of a credential's brands
TRANSLATED = 2  # names that may be of one brand, in two languages


class Look(Enum):
    """What a badge looks like: its colours by this name, its icon by the value."""

    GOOD = "verified"
    NONE = "unverified"
    EXPIRED = "clock"
    REVOKED = "revoked"
    FAKE = "lookalike"


WRONG = (Look.REVOKED, Look.FAKE)  # what warns

ENDED: dict[State, tuple[Look, Text, Text]] = {
    State.EXPIRED: (Look.EXPIRED, lazy_gettext("Verification expired"), lazy_gettext("Expired")),
    State.REVOKED: (Look.REVOKED, lazy_gettext("Verification revoked"), lazy_gettext("Revoked")),
    State.DECLINED: (Look.NONE, lazy_gettext("Declined by the account itself"), lazy_gettext("Declined")),
}


@dataclass(frozen=True)
class Badge:
    """A word or a few (`short` where there is little room) and a sentence; `path` is where it is shown why.

    `claim` is whose badge it is; None where it comes of no claim of the account's own. `reason` is why it was revoked,
    per language; empty where its issuer gave none, or none that this storefront has.
    """

    look: Look
    text: str
    short: str
    sentence: str
    path: str
    claim: Claim | None = None
    reason: dict[str, str] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Make `badges`, `shows_badges`, `taken_name` and `brand_named` callable in templates."""
    app.add_template_global(badges)
    app.add_template_global(shows_badges)
    app.add_template_global(taken_name)
    app.add_template_global(names.brand_named)


def shows_badges() -> bool:
    """Whether this storefront knows any issuer: where it knows none, nobody is more or less unverified than others."""
    return bool(trusted().issuers)


def badges(account: str, role: str = SELLER) -> list[Badge]:
    """What is said of an account in a role, what matters most first.

    At least one where there are known issuers; of a person it may be nothing.
    """
    if not shows_badges():
        return []
    known: dict[tuple[str, str], list[Badge]] = g.setdefault("badges", {})
    if (account, role) not in known:
        somebody = people.person(account)
        known[account, role] = [*_fake(somebody), *_vouched(somebody, role)] or _unverified(somebody, role)
    return known[account, role]


def warned_of(accounts: Iterable[str]) -> set[str]:
    """Those sellers that look like somebody else, or of whom an issuer took back what he had said."""
    people.meet(set(accounts))
    return {account for account in accounts if any(one.look in WRONG for one in badges(account)[:1])}


def usual_role(account: str) -> str:
    """The role in which an account is vouched for, if any; else the one that it plays, or that of a person."""
    said = {claim.kind for claim in people.person(account).claims}
    own = {role: wanted[0] for role, wanted in ROLE_KINDS.items()}
    return next((role for role, kind in own.items() if kind in said), "") or _played(account)


def taken_name(account: str) -> Vouched | None:
    """Whose vouched name an account's own looks like; None where it is like nobody else's."""
    found: dict[str, Vouched | None] = g.setdefault("taken_names", {})
    if account not in found:
        somebody = people.person(account)
        said = somebody.profile.document.get("name", {}).values()
        found[account] = names.taken(account, said, somebody.vouched) if said and shows_badges() else None
    return found[account]


def badge_of(claim: Claim) -> Badge:
    """One claim of a known issuer."""
    state, path = claim.state(market.now()), url_for("identity.claims", address=claim.subject)
    if state is State.HOLDS:
        return Badge(Look.GOOD, *_verified(claim), sentence(claim), path, claim)
    look, text, short = ENDED[state]
    return Badge(look, str(text), str(short), sentence(claim), path, claim, journey.notice(claim.notice))


def sentence(claim: Claim) -> str:
    """What a known issuer says, said or took back, in one sentence."""
    credential = names.credential_of(claim)
    said = {"issuer": in_words(trusted().issuers[claim.issuer].name), "what": str(words.SAID[claim.kind])}
    match claim.state(market.now()):
        case State.EXPIRED:
            return gettext(
                "%(issuer)s said until %(day)s that %(what)s, and has not renewed it.", day=_day(claim.expires), **said
            )
        case State.REVOKED:
            return gettext("%(issuer)s took back on %(day)s that %(what)s.", day=_day(claim.revoked_at), **said)
        case State.DECLINED:
            return gettext("%(issuer)s says that %(what)s; the account itself does not want that said.", **said)
    if credential and credential.brands:
        said["what"] = gettext("it may sell goods of %(brands)s", brands=_brands(credential, SHOWN))
    elif name := names.called(credential):
        said["what"] = gettext("this is %(name)s, %(what)s", name=name, what=str(words.IS[claim.kind]))
    return gettext("%(issuer)s vouches until %(day)s that %(what)s.", day=_day(claim.expires), **said)


def since(one: Badge) -> str:
    """Beside a badge: who vouches since when; its sentence where nobody does."""
    if one.claim is None or one.look is not Look.GOOD:
        return one.sentence
    issuer = in_words(trusted().issuers[one.claim.issuer].name)
    return gettext("by %(issuer)s since %(day)s", issuer=issuer, day=_day(one.claim.since))


def level(claims: Iterable[Claim]) -> list[str]:
    """The different ways in which known issuers have reached somebody or seen his papers, as far as that holds."""
    now = market.now()
    held = {claim.kind for claim in claims if claim.state(now) is State.HOLDS}
    return [kind for kind in FACTORS if kind in held]


def _verified(claim: Claim) -> tuple[str, str]:
    """What a badge says of a claim that holds, and the same in short.

    Beside another name than the vouched one it has that one: nobody is verified under a name of his own making.
    """
    said, short = str(words.VERIFIED[claim.kind]), gettext("Verified")
    if claim.kind not in NAMING:
        return said, short
    credential = names.credential_of(claim)
    if credential is None:
        return str(words.UNNAMED[claim.kind]), gettext("Verified, name not published")
    if credential.brands:
        text = gettext("Authorised seller of %(brands)s", brands=_brands(credential, 1))
        return text, text
    if names.goes_by(people.person(claim.subject).name, credential):
        return said, short
    name = names.called(credential)
    return _named(said, name), _named(short, name)


def _named(what: str, name: str) -> str:
    return gettext("%(what)s: %(name)s", what=what, name=name)


def _brands(credential: Credential, shown: int) -> str:
    """So many of a credential's brands, those in the reader's script first."""
    ordered = sorted(credential.brands, key=names.is_foreign)
    return listed(ordered[:shown]) + ("" if len(ordered) <= max(shown, TRANSLATED) else " …")


def _vouched(somebody: Person, role: str) -> Iterator[Badge]:
    """A badge for each kind of claim that counts in a role: first what holds, then what was taken back or ended."""
    wanted = PERSON_KINDS if role == PERSON else ROLE_KINDS[role]
    best = [min(found, key=_rank) for kind in wanted if (found := _of_kind(somebody, kind))]
    for claim in sorted(best, key=_rank):
        yield badge_of(claim)


def _of_kind(somebody: Person, kind: str) -> list[Claim]:
    now = market.now()
    return [claim for claim in somebody.claims if claim.kind == kind and claim.state(now) is not State.DECLINED]


def _rank(claim: Claim) -> int:
    return (State.HOLDS, State.REVOKED, State.EXPIRED, State.DECLINED).index(claim.state(market.now()))


def _fake(somebody: Person) -> Iterator[Badge]:
    vouched = taken_name(somebody.address)
    if vouched:
        issuer = in_words(trusted().issuers[vouched.claim.issuer].name)
        yield Badge(
            Look.FAKE,
            gettext("Not the verified %(name)s", name=vouched.name),
            gettext("Not %(name)s", name=vouched.name),
            gettext(
                "Its name looks like %(name)s, for which %(issuer)s vouches: that is another account.",
                name=vouched.name,
                issuer=issuer,
            ),
            url_for("identity.claims", address=somebody.address),
        )


def _played(account: str) -> str:
    """What an account does in this market, by its offers, its orders and its lots; a person where that is nothing."""
    if queries.offers(database(), OfferFilter(seller=account, in_stock=False), limit=1).items:
        return SELLER
    taking_part = {"carrier": OrderFilter(carrier=account), "arbiter": OrderFilter(arbiter=account)}
    for role, orders in taking_part.items():
        if account in _listed_as(role) or queries.orders(database(), orders, limit=1).items:
            return role
    return "producer" if finding.lots(database(), producer=account, limit=1).items else PERSON


def _listed_as(role: str) -> frozenset[str]:
    return book().carriers if role == "carrier" else book().arbiters


def _unverified(somebody: Person, role: str) -> list[Badge]:
    if role == PERSON:
        return []
    path = url_for("identity.claims", address=somebody.address)
    if role != SELLER and somebody.address in people.listed():
        text = gettext("Known to this shop")
        said = gettext("The operator of this shop names this account; no issuer vouches for it.")
        return [Badge(Look.GOOD, text, gettext("Known"), said, path)]
    said = gettext("Nobody whom this shop knows vouches for who this is.")
    return [Badge(Look.NONE, gettext("Unverified"), gettext("Unverified"), said, path)]


def _day(at: int) -> str:
    return day(utc(at).date())
