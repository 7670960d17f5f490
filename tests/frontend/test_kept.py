"""Pages that are kept: asked for again they cost next to nothing, and whatever changes shows at the next request."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from frontend import config
from frontend.app import create_app
from frontend.chain import NodeDown
from frontend.index.changes import Changes
from frontend.moment import FOREVER, Now
from frontend.web import kept
from frontend.web.kept import MOST, Kept, Page
from tests.fixtures.shop import closed_shop
from tests.frontend.desk import as_account
from tests.frontend.documents import Shop, named, offer_document
from tests.frontend.traffic import HOUR

ERASING = 'id="erase"'
PACKED = {"Accept-Encoding": "gzip", "Accept-Language": "en"}


class Asking:
    """A shop's browser, which tells whether a page was written for it or kept."""

    def __init__(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.written = shop.client, 0
        put = Kept.put

        def counting(pages: Kept, place: Any, page: Page) -> None:
            self.written += 1
            put(pages, place, page)

        monkeypatch.setattr(Kept, "put", counting)

    def get(self, path: str, **headers: str) -> str:
        answer = self.client.get(path, headers=PACKED | headers)
        assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip"), path
        return gzip.decompress(answer.data).decode()


@pytest.fixture
def asking(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Asking:
    monkeypatch.setattr(kept, "MOMENT", FOREVER)
    return Asking(shop, monkeypatch)


def test_default_behavior(shop: Shop, asking: Asking) -> None:
    """What is kept is the same to the last byte, with the same headers, and names its styles in its policy."""
    offer = shop.publish(offer_document())
    order = shop.buy(offer, b"sealed")
    order_id = "0x" + shop.devnet.market.order_id(order).hex()
    for path in ("/", f"/orders/{order_id}", f"/orders/?account={shop.buyer}", f"/shops/{shop.seller}"):
        before = asking.written
        first, again = (shop.client.get(path, headers=PACKED) for _ in range(2))
        assert asking.written == before + 1, path
        assert first.data == again.data
        assert [first.headers.get(name) for name in kept.HEADERS] == [again.headers.get(name) for name in kept.HEADERS]
        assert "'sha256-" in again.headers["Content-Security-Policy"]


def test_what_happens_on_chain_shows_at_once(shop: Shop, asking: Asking) -> None:
    assert "Nothing for sale yet" in asking.get("/")
    offer = shop.publish(offer_document())
    assert "Nothing for sale yet" not in asking.get("/")
    order = shop.buy(offer, b"sealed")
    path = "/orders/0x" + shop.devnet.market.order_id(order).hex()
    assert "What happens next" in asking.get(path)
    shop.confirm(order)
    assert "How it ended" in asking.get(path)


def test_a_text_that_comes_shows_at_once(shop: Shop, asking: Asking) -> None:
    """Also one that the index does not learn: it lies in the vault."""
    document = offer_document()
    sealed = shop.sealed()
    order = shop.buy(shop.publish(document), sealed)
    path = "/orders/0x" + shop.devnet.market.order_id(order).hex()
    assert "Green tea" not in asking.get("/")
    assert "Green tea" not in asking.get(path)
    assert shop.put(document).status_code in (200, 201, 204)
    assert "Green tea" in asking.get("/")
    assert "Green tea" in (told := asking.get(path))
    assert ERASING not in told
    assert shop.put(sealed).status_code in (200, 201, 204)
    assert ERASING in asking.get(path)
    shop.vault.erase(named(sealed))
    assert ERASING not in asking.get(path)


def test_a_deadline_that_passes_shows_at_once(shop: Shop, asking: Asking) -> None:
    """However long pages are kept: what was told by the time is told anew when it turns."""
    order = shop.buy(shop.publish(offer_document()), b"sealed")
    path = "/orders/0x" + shop.devnet.market.order_id(order).hex()
    assert "Time is over" not in asking.get(path)
    shop.devnet.mine(after=HOUR)
    clock = shop.client.application.extensions["handover.clock"]
    clock.good_until = 1e-9
    assert "Time is over" in asking.get(path)


@pytest.mark.parametrize("choice", ["/settings/language/zh", "/settings/theme/dark"])
def test_each_reader_gets_his_own(shop: Shop, asking: Asking, choice: str) -> None:
    first = asking.get("/")
    shop.client.get(choice)
    assert asking.get("/") != first
    assert asking.written == 2


def test_nothing_of_a_session_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signed-in reader gets what everybody gets. What has looked at the session would not be kept even if it were
    named among the pages that are the same for everybody."""
    monkeypatch.setattr(kept, "MOMENT", FOREVER)
    monkeypatch.setattr(kept, "PAGES", kept.PAGES | {"sign_in.page", "merchant.overview"})
    with closed_shop(tmp_path, lambda _: None) as shop:
        shop.index_once()
        app = shop.app()
        signed_in, stranger = as_account(app, shop.people["merchant1"]), app.test_client()
        mine = signed_in.get("/", headers=PACKED)
        assert "Set-Cookie" not in mine.headers
        assert stranger.get("/", headers=PACKED).data == mine.data
        for path in ("/dashboard/", "/dashboard/", "/sign-in"):
            signed_in.get(path, headers=PACKED)
            stranger.get(path, headers=PACKED)
        assert {place[:2] for place in app.extensions[kept.KEY]._pages} == {("", "/?")}


def test_below_another_root(shop: Shop, asking: Asking) -> None:
    """Whoever asks by way of another root gets its addresses, and nobody else does."""
    found = [
        gzip.decompress(shop.client.get("/", headers=PACKED, environ_overrides={"SCRIPT_NAME": root}).data)
        for root in ("/other", "", "/other")
    ]
    assert [b'"/other/' in page for page in found] == [True, False, True]
    assert asking.written == 2


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_broken_database_in_words(shop: Shop, encoding: str) -> None:
    """Whether or not the page would have been kept."""
    settings = config.load(shop.settings)
    Path(settings.database.removeprefix("sqlite:///")).with_name("broken").write_bytes(b"this is no database " * 500)
    client = create_app(replace(settings, database=settings.database.replace("index.sqlite3", "broken"))).test_client()
    assert client.get("/", headers={"Accept-Encoding": encoding}).status_code == 503


def test_what_happens_while_a_page_is_asked_for_shows_next_time(
    shop: Shop, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the time is the index's, for the node does not answer."""
    clock = shop.client.application.extensions["handover.clock"]
    clock.good_until, clock._answer = float("inf"), (0, NodeDown("It is silent."))
    state = Changes.state

    def meanwhile(changes: Changes, database: Callable[[], Connection]) -> object:
        monkeypatch.setattr(Changes, "state", state)
        shop.publish(offer_document())
        return changes.state(database)

    monkeypatch.setattr(Changes, "state", meanwhile)
    asking.get("/")
    assert "Nothing for sale yet" not in asking.get("/")


def test_searches_are_not_kept(asking: Asking) -> None:
    """Each counts, and there is no end of them."""
    asking.get("/?q=tea")
    asking.get("/?q=tea")
    assert asking.written == 0


def test_what_is_asked_for_least_goes_first() -> None:
    pages = Kept(None)  # type: ignore[arg-type]
    for number in range(5):
        pages.put((str(number), "en", "auto"), Page((), 10, bytes(MOST // 4), ()))
        pages.find(("0", "en", "auto"), (), 1)
    held = [number for number in range(5) if pages.find((str(number), "en", "auto"), (), 1)]
    assert held == [0, 2, 3, 4]
    assert pages.find(("0", "en", "auto"), (), 10) is None
    assert pages.find(("0", "en", "auto"), ("other",), 1) is None


TURNS: dict[str, tuple[Callable[[Now], bool], int]] = {
    "before": (lambda now: now < 110, 110),
    "at latest": (lambda now: now <= 110, 111),
    "after": (lambda now: now > 110, 111),
    "from": (lambda now: now >= 110, 110),
    "the other way round": (lambda now: now < 110, 110),
    "at latest, the other way round": (lambda now: now <= 110, 111),
    "with something added": (lambda now: now + 4 < 110, 106),
    "added to something": (lambda now: 4 + now >= 110, 106),
    "with something taken away": (lambda now: now - 4 < 110, 114),
    "twice": (lambda now: now < 120 and now + 1 < 110, 109),
    "past": (lambda now: now < 100, FOREVER),
}


@pytest.mark.parametrize("case", TURNS)
def test_a_moment_knows_until_when_what_it_decided_stays_so(case: str) -> None:
    """And not a second longer."""
    decide, turn = TURNS[case]
    now = Now(100)
    said = decide(now)
    assert now.until == turn
    if turn < FOREVER:
        assert decide(Now(turn - 1)) == said != decide(Now(turn))
