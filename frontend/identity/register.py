"""Every name that known issuers vouch for, as far as their subjects publish the credentials: what looks like one of
them, and which brands a title names."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock

from flask import Flask, current_app, g
from sqlalchemy import Connection

from frontend import market
from frontend.claims import published
from frontend.claims.journal import Journal
from frontend.identity.likeness import is_near, keys, looks, near
from frontend.identity.titles import Named, brand_keys, named
from frontend.index import queries
from frontend.index.rows import Cursor
from frontend.index.vouching import claims
from frontend.index.vouching.rows import Claim, State
from frontend.resources import database, resources, trusted, vault
from frontend.vault import Missing
from scripts.claims import ARBITER, BRAND, BUSINESS, CARRIER, PRODUCER

PART = 500  # claims read at once
TITLES = 4_096  # whose brands are kept
NAMING = frozenset({BUSINESS, BRAND, PRODUCER, CARRIER, ARBITER})  # kinds of claims with a name in them
KEY = "handover.names"

Id = tuple[str, str, str]  # issuer, subject, kind


@dataclass(frozen=True)
class Vouched:
    """A claim, and a name or a brand in its credential."""

    claim: Claim
    name: str

    @property
    def holds(self) -> bool:
        """Whether it still does, as far as time goes, and is still published."""
        return self.claim.state(market.now()) is State.HOLDS and vault().has(self.claim.document)


@dataclass
class Names:
    """The names of claims, by what those that look alike have in common, and brands by how titles write them.

    `read` is up to where each issuer's claims were: the place and the transaction of the last one. `version` grows
    whenever a name comes or goes.
    """

    version: int = 0
    read: dict[str, tuple[str, str]] = field(default_factory=dict)
    like: dict[str, tuple[tuple[str, Vouched], ...]] = field(default_factory=dict)
    brands: dict[str, tuple[Vouched, ...]] = field(default_factory=dict)
    titles: dict[str, list[Named]] = field(default_factory=dict)
    _claims: dict[Id, tuple[Claim, list[str]]] = field(default_factory=dict)
    _documents: dict[str, Id] = field(default_factory=dict)

    def put(self, claim: Claim) -> None:
        """Takes the names of a claim, in place of those that it had."""
        id_ = (claim.issuer, claim.subject, claim.kind)
        self._drop(id_)
        if claim.kind not in NAMING or claim.revoked or claim.declined:
            return
        said = _names_in(claim)
        self.version += bool(said)
        self._claims[id_], self._documents[claim.document] = (claim, said), id_
        for name in said:
            vouched = Vouched(claim, name)
            for key in keys(name):
                for part in near(key):
                    self.like[part] = (*self.like.get(part, ()), (key, vouched))
            for key in brand_keys(name) if claim.kind == BRAND else ():
                self.brands[key] = (*self.brands.get(key, ()), vouched)
                self.titles = {}

    def look_again(self, document: str) -> None:
        """Reads a claim's credential again, which came or went."""
        id_ = self._documents.get(document)
        if id_:
            self.put(self._claims[id_][0])

    def _drop(self, id_: Id) -> None:
        claim, said = self._claims.pop(id_, (None, []))
        if claim is None:
            return
        self._documents.pop(claim.document, None)
        self.version += bool(said)
        for part in {part for name in said for key in keys(name) for part in near(key)}:
            self.like[part] = tuple(entry for entry in self.like[part] if entry[1].claim is not claim)
        for key in {key for name in said for key in brand_keys(name)} & self.brands.keys():
            self.brands[key] = tuple(one for one in self.brands[key] if one.claim is not claim)
            self.titles = {}


class Register:
    """All these names. Each request that asks for any looks whether the index went on, or a credential came or went,
    and if so reads what has changed.

    Whoever comes while another one reads gets those of before.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    @property
    def version(self) -> int:
        """Another number whenever a name has come or gone."""
        return self._fresh().version

    def like(self, names: Iterable[str]) -> Iterator[Vouched]:
        """Those that look like one of these names, some perhaps more than once."""
        known = self._fresh()
        for key in {key for name in names for key in looks(name)}:
            found = {id(entry): entry for part in near(key) for entry in known.like.get(part, ())}
            yield from (vouched for other, vouched in found.values() if is_near(key, other))

    def brands_in(self, title: str) -> list[tuple[Named, Vouched]]:
        """The brands that a title names, and where; once for each who is vouched for as its seller."""
        known = self._fresh()
        found = known.titles.get(title)
        if found is None:
            if len(known.titles) >= TITLES:
                known.titles = {}
            found = known.titles[title] = named(title, known.brands)
        return [(one, vouched) for one in found for vouched in known.brands.get(one.key, ())]

    def forget(self) -> None:
        """Have the next one look at everything."""
        self._names = Names()
        self._seen: Cursor | None = None  # of the chain
        self._place = 0  # in the journal

    def _fresh(self) -> Names:
        """Those that this request sees."""
        if "names" not in g:
            if self._lock.acquire(blocking=self._seen is None):
                try:
                    self._names = self._read_on()
                finally:
                    self._lock.release()
            g.names = self._names
        assert isinstance(g.names, Names)
        return g.names

    def _read_on(self) -> Names:
        """With a connection of its own: what a request asks for itself does not depend on what others have read."""
        known = self._names
        changed, place = Journal(vault().folder).after(self._place)
        seen = queries.cursor(database())
        if seen != self._seen:
            with resources().engine.connect() as db:
                seen = queries.cursor(db)
                if not claims.are_there(db, known.read.values()):  # the chain went back behind one of them
                    known = Names(version=known.version + 1)
                _read_claims(db, known)
        for sha256 in changed if self._seen else ():
            known.look_again("0x" + sha256)
        self._seen, self._place = seen, place
        return known


def init_app(app: Flask) -> None:
    """Give an app its register."""
    app.extensions[KEY] = Register()


def register() -> Register:
    found = current_app.extensions[KEY]
    assert isinstance(found, Register)
    return found


def _read_claims(db: Connection, known: Names) -> None:
    """Reads on in what each issuer says."""
    for issuer in (account for account, one in trusted().issuers.items() if one.kinds & NAMING):
        more = True
        while more:
            part = claims.changed(db, issuer, known.read.get(issuer, ("", ""))[0], PART)
            for claim in part.items:
                if trusted().believes(issuer, claim.kind):
                    known.put(claim)
            if part.items:
                known.read[issuer] = part.next, part.items[-1].last.transaction
            more = len(part.items) == PART


def _names_in(claim: Claim) -> list[str]:
    """Every name and brand in what is published of a claim; it was genuine when it came, and is not checked again."""
    with suppress(Missing, ValueError, LookupError, TypeError, AttributeError):
        document = json.loads(vault().read(claim.document))
        told, place = document["credentialSubject"], published.place()
        about = (document["issuer"], told["id"], told["kind"])
        if about == (place.did(claim.issuer), place.did(claim.subject), claim.kind):
            return [*told.get("name", {}).values(), *told.get("brands", [])]
    return []
