"""A market of shops that issuers say different things of, in a shop of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from frontend.identity.register import register
from frontend.web import limits
from tests.fixtures.shop import closed_shop
from tests.fixtures.vouching import Vouching
from tests.frontend.vouched import Market


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market, furnished and indexed, open to the tests of one file."""
    with closed_shop(tmp_path_factory.mktemp("vouched"), lambda _: None) as shop:
        opened = Market(Vouching(shop))
        opened.furnish()
        yield opened


@pytest.fixture(scope="module")
def app(market: Market) -> Flask:
    """Its storefront."""
    return market.shop.app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who asks it, as if nobody had asked before."""
    limits.limiter.reset()
    with app.app_context():
        register().forget()
    return app.test_client()
