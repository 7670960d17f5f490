"""Which accounts call themselves by a name that looks like one that somebody else is vouched for by: their goods stand
behind those of others."""

from dataclasses import dataclass, field
from threading import Lock

from flask import Flask, current_app
from sqlalchemy import Connection

from frontend import market, people
from frontend.identity import badges
from frontend.identity.register import register
from frontend.index import profiles, queries
from frontend.index.profiles import Described
from frontend.index.rows import Cursor
from frontend.resources import database, resources

MOST = 1_000  # whose goods are put behind others', the last that took a name; those of more are only marked, as all are
WAITING = 100  # descriptions without a text that are looked for again, the latest
FOREVER = 1 << 64  # seconds
KEY = "handover.lookalikes"


@dataclass
class Heard:
    """What accounts call themselves, up to the `last` that described itself; `waiting` are documents without a text."""

    last: Described | None = None
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)

    def hear(self, one: Described) -> None:
        """Takes a description, in place of those before."""
        self.waiting.pop(one.account, None)
        if one.names is None:
            self.waiting[one.account] = one.document
        self.last = one
        self.call(one.account, one.names or ())

    def call(self, account: str, said: tuple[str, ...]) -> None:
        """Takes an account's names."""
        self.names.pop(account, None)
        if said:
            self.names[account] = said


class Lookalikes:
    """Read on where the index went on, and judged anew where names have changed, on one side or the other, or where a
    claim ended by itself.

    Whoever comes while another request reads gets those of before.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._heard = Heard()
        self._seen: Cursor | None = None  # of the chain
        self._version: int | None = None  # of the register, by which these were judged
        self._alike: dict[tuple[str, ...], bool] = {}  # by an account's names, as the register has it
        self._like: list[str] = []  # the accounts whose names are
        self._found: frozenset[str] = frozenset()  # of these who may not bear them, from a time on until another
        self._since = self._until = 0

    def all(self) -> frozenset[str]:
        """The accounts; none where there are no known issuers."""
        if badges.shows_badges() and self._lock.acquire(blocking=self._version is None):
            try:
                is_new, version = self._is_anything_new(), register().version
                if is_new or version != self._version:
                    self._like = self._look(version)
                    self._judge()
                    self._version = version
                elif not self._since <= market.now() < self._until:
                    self._judge()
            finally:
                self._lock.release()
        return self._found

    def _is_anything_new(self) -> bool:
        """With a connection of its own: what a request asks for itself does not depend on what others have read."""
        seen = queries.cursor(database())
        if seen == self._seen and not self._heard.waiting:
            return False
        with resources().engine.connect() as db:
            if self._seen and not queries.still_has(db, self._seen):
                self._heard = Heard()
            self._seen = queries.cursor(db)
            return self._read_on(db)

    def _read_on(self, db: Connection) -> bool:
        """Whether anybody may have another name than before."""
        is_new = self._texts_came(db) or self._heard.last is None
        while following := profiles.described(db, self._heard.last.position + 1 if self._heard.last else 0):
            for one in following:
                self._heard.hear(one)
            is_new = True
        return is_new

    def _texts_came(self, db: Connection) -> bool:
        latest = list(self._heard.waiting.items())[-WAITING:]
        said = profiles.names_in(db, [document for _, document in latest]) if latest else {}
        for account, document in latest:
            if document in said:
                self._heard.call(account, said[document])
                del self._heard.waiting[account]
        return bool(said)

    def _look(self, version: int) -> list[str]:
        """The accounts whose names look like vouched ones, the last that took theirs; only new names are looked at."""
        known = self._alike if version == self._version else {}
        names = self._heard.names
        self._alike = {said: known[said] if said in known else any(register().like(said)) for said in names.values()}
        return [account for account, said in names.items() if self._alike[said]][-MOST:]

    def _judge(self) -> None:
        """Says which of these may not bear their names, and until when that is so."""
        people.meet(set(self._like))
        own = (claim for account in self._like for claim in people.person(account).vouched)
        others = (one.claim for account in self._like for one in register().like(self._heard.names[account]))
        self._since = market.now()
        self._until = min((one.expires for one in (*own, *others) if one.expires > self._since), default=FOREVER)
        self._found = frozenset(account for account in self._like if badges.taken_name(account))


def init_app(app: Flask) -> None:
    """Give an app its list of them."""
    app.extensions[KEY] = Lookalikes()


def lookalikes() -> frozenset[str]:
    """All of them, as far as this process has heard."""
    found = current_app.extensions[KEY]
    assert isinstance(found, Lookalikes)
    return found.all()
