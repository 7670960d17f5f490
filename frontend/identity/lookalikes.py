"""Which accounts call themselves by a name that looks like one that somebody else is vouched for by: their goods stand
behind those of others."""

from dataclasses import dataclass, field
from threading import Lock

from flask import Flask, current_app
from sqlalchemy import Connection

from frontend import people
from frontend.identity import badges
from frontend.identity.register import register
from frontend.index import profiles, queries
from frontend.index.profiles import Described
from frontend.index.rows import Cursor
from frontend.resources import database, resources

MOST = 1_000  # whose goods are put behind others'; those of more are only marked, as all are
WAITING = 100  # descriptions without a text that are looked for again, the latest
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
    """Read on where the index went on, and judged anew where names have changed, on one side or the other.

    Whoever comes while another request reads gets those of before.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._heard = Heard()
        self._seen: Cursor | None = None  # of the chain
        self._version: int | None = None  # of the register, by which these were judged
        self._found: frozenset[str] = frozenset()

    def all(self) -> frozenset[str]:
        """The accounts; none where there are no known issuers."""
        if badges.shows_badges() and self._lock.acquire(blocking=self._version is None):
            try:
                is_new, version = self._is_anything_new(), register().version
                if is_new or version != self._version:
                    self._found, self._version = self._judge(), version
            finally:
                self._lock.release()
        return self._found

    def _is_anything_new(self) -> bool:
        """With a connection of its own: what a request asks for itself does not depend on what others have read."""
        seen = queries.cursor(database())
        if seen == self._seen and not self._heard.waiting:
            return False
        with resources().engine.connect() as db:
            self._seen = queries.cursor(db)
            return self._read_on(db)

    def _read_on(self, db: Connection) -> bool:
        """Whether anybody has another name than before."""
        is_new = self._texts_came(db)
        while following := self._following(db):
            for one in following:
                self._heard.hear(one)
            is_new = True
        return is_new

    def _following(self, db: Connection) -> list[Described]:
        """What follows on the last; everything, where a re-organised chain has that no more."""
        last = self._heard.last
        found = profiles.described(db, last.position if last else 0)
        if last is None:
            return found
        if found and (found[0].account, found[0].document) == (last.account, last.document):
            return found[1:]
        self._heard = Heard()
        return profiles.described(db, 0)

    def _texts_came(self, db: Connection) -> bool:
        latest = list(self._heard.waiting.items())[-WAITING:]
        said = profiles.names_in(db, [document for _, document in latest]) if latest else {}
        for account, document in latest:
            if document in said:
                self._heard.call(account, said[document])
                del self._heard.waiting[account]
        return bool(said)

    def _judge(self) -> frozenset[str]:
        like = [account for account, names in self._heard.names.items() if any(register().like(names))][:MOST]
        if like:
            people.meet(set(like))
        return frozenset(account for account in like if badges.taken_name(account))


def init_app(app: Flask) -> None:
    """Give an app its list of them."""
    app.extensions[KEY] = Lookalikes()


def lookalikes() -> frozenset[str]:
    """All of them, as far as this process has heard."""
    found = current_app.extensions[KEY]
    assert isinstance(found, Lookalikes)
    return found.all()
