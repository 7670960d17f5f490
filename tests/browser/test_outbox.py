"""What waits in the browser for the shop: kept as long as something may name it, and no longer."""

import pytest
from playwright.sync_api import Page, Route

from tests.browser.held import HELD, HOLD
from tests.fixtures.shop import Shop

SEND_SECOND = 'async () => (await import("/static/js/outbox.js")).send([[`0x${"1".repeat(64)}`]])'


@pytest.fixture
def about(page: Page, shop: Shop) -> Page:
    """A page to run modules in."""
    page.goto(f"{shop.url}/about")
    return page


def answer(page: Page, statuses: list[int]) -> list[str]:
    """Let the shop answer for each document by its first byte; the names of those that it is given."""
    given: list[str] = []

    def fulfil(route: Route) -> None:
        body = route.request.post_data_buffer or b""
        given.append(route.request.url.rpartition("/")[2])
        route.fulfill(status=statuses[body[0]], json={"error": "no"})

    page.route("**/api/v1/documents/*", fulfil)
    return given


def test_nobody_waits_for_another_ones_documents(about: Page) -> None:
    given = answer(about, [409, 200])
    about.evaluate(HOLD, [None, None])
    about.evaluate(SEND_SECOND)
    assert given == ["0x" + "1" * 64]
    assert about.evaluate(HELD) == [None]
