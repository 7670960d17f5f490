"""Pages that are the same for everybody, kept for a moment: until anything that they say may have changed.

A page is kept by its address, its language and its theme. What it says comes from the index, the vault, the time and
whether the node answers, so it is kept with the state of these, and asked for anew as soon as one is another. A page
that has looked at somebody's session, or sets a cookie, never is; only those that are named here ever are.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from flask import Flask, Response, current_app, g, request
from flask.globals import request_ctx

from frontend import market
from frontend.claims.journal import Journal
from frontend.goods import filters
from frontend.index.changes import Changes
from frontend.resources import database, resources, vault
from frontend.wording.language import current, theme

PAGES = frozenset({"catalogue.index", "catalogue.shop", "catalogue.offer", "orders.page", "orders.mine"})
MOST = 32 * 1024 * 1024  # bytes of them, in each process
LONGEST = 300  # characters of an address line
MOMENT = 10  # seconds by the chain's clock: so far behind may be the time that a kept page names
HEADERS = ("Content-Type", "Content-Encoding", "Content-Security-Policy", "Vary")
KEY = "handover.kept"

Place = tuple[str, ...]
State = tuple[object, ...]


@dataclass(frozen=True)
class Page:
    """A whole answer, compressed; `until` is when a deadline that it tells of is over (Unix seconds)."""

    state: State
    until: int
    body: bytes
    headers: tuple[tuple[str, str], ...]


class Kept:
    """The pages that were asked for last."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self._lock = Lock()
        self._pages: OrderedDict[Place, Page] = OrderedDict()
        self._size = 0

    def find(self, place: Place, state: State, now: int) -> Page | None:
        """A page, if it would be written the same now."""
        with self._lock:
            found = self._pages.get(place)
            if found is None or found.state != state or found.until <= now:
                return None
            self._pages.move_to_end(place)
            return found

    def put(self, place: Place, page: Page) -> None:
        """Keeps a page in place of what was there, and drops those that nobody has asked for the longest."""
        with self._lock:
            self._drop(place)
            self._pages[place] = page
            self._size += len(page.body)
            while self._size > MOST:
                self._drop(next(iter(self._pages)))

    def _drop(self, place: Place) -> None:
        gone = self._pages.pop(place, None)
        self._size -= len(gone.body) if gone else 0


def init_app(app: Flask) -> None:
    """Answer with what is kept, and keep what may be."""
    with app.app_context():
        app.extensions[KEY] = Kept(Changes(resources().engine))
    app.before_request(_answer)
    app.after_request(_keep)


def _answer() -> Response | None:
    """What is kept of this page; None where it has to be written."""
    if request.method != "GET" or request.endpoint not in PAGES or len(request.full_path) > LONGEST:
        return None
    if filters.any_asked() or not request.accept_encodings.quality("gzip"):
        return None  # searches are counted, and there is no end of them
    stores = _kept().changes.state(database), vault().changes(), Journal(vault().folder).size()
    now = market.now()  # which may ask the index
    g.state = *stores, now // MOMENT, market.node_problem()
    place = request.script_root, request.full_path, current(), theme()
    found = _kept().find(place, g.state, now)
    if found is None:
        g.place = place
        return None
    return Response(found.body, headers=list(found.headers))


def _keep(response: Response) -> Response:
    """Keeps a page that was just written."""
    if "place" not in g or response.status_code != 200 or response.headers.get("Content-Encoding") != "gzip":
        return response
    looked = request_ctx._session is None or request_ctx._session.accessed  # to ask by `session` would be to look
    if looked or "Set-Cookie" in response.headers or response.cache_control.no_store:
        return response
    headers = tuple((name, response.headers[name]) for name in HEADERS if name in response.headers)
    _kept().put(g.place, Page(g.state, market.now().until, response.get_data(), headers))
    return response


def _kept() -> Kept:
    found = current_app.extensions[KEY]
    assert isinstance(found, Kept)
    return found
