"""Addresses that templates put together: as Flask would, however often, and whatever they are made of."""

import pytest
from flask import Flask

from frontend.web import addresses


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.add_url_rule("/goods/<name>", "goods")
    made.add_url_rule("/cart", "cart")
    addresses.init_app(made)
    return made


@pytest.mark.parametrize(
    ("endpoint", "values", "address"),
    [
        ("goods", {"name": "tea & cups"}, "/goods/tea%20&%20cups"),
        ("cart", {"page": 1}, "/cart?page=1"),
        ("cart", {"page": True}, "/cart?page=True"),
        ("cart", {"page": 1.0}, "/cart?page=1.0"),
        ("cart", {"page": None}, "/cart"),
        ("cart", {"offer": ["a", "b"]}, "/cart?offer=a&offer=b"),
        ("cart", {"_anchor": "sum"}, "/cart#sum"),
    ],
)
def test_default_behavior(app: Flask, endpoint: str, values: dict[str, object], address: str) -> None:
    with app.test_request_context():
        url_for = app.jinja_env.globals["url_for"]
        url_for("cart", page=1)  # type: ignore[operator]
        assert [url_for(endpoint, **values) for _ in range(2)] == [address] * 2  # type: ignore[operator]


def test_below_another_root(app: Flask) -> None:
    url_for = app.jinja_env.globals["url_for"]
    found = []
    for root in ("", "/shop", ""):
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": root}):
            found.append(url_for("cart"))  # type: ignore[operator]
    assert found == ["/cart", "/shop/cart", "/cart"]
