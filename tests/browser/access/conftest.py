"""The demo's market, in a shop that offers mail and has a relay."""

from collections.abc import Iterator

import pytest

from tests.browser.screenshots import furnish
from tests.fixtures.shop import RELAYED, Shop, running_shop

NOWHERE = "smtp://127.0.0.1:9"  # pages offer mail where a server is named; nothing is sent here


@pytest.fixture(scope="package")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The market."""
    with running_shop(tmp_path_factory.mktemp("market"), furnish, **RELAYED, SMTP_URL=NOWHERE) as shop:
        yield shop
