"""Addresses that templates put together: as Flask would, however often, and whatever they are made of."""

import tracemalloc

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


def test_what_anybody_can_make_up_at_any_length_is_not_kept(app: Flask) -> None:
    """Or else whoever asks for enough long addresses fills the memory of each process, and drives out all others."""
    url_for = app.jinja_env.globals["url_for"]
    with app.test_request_context():
        tracemalloc.start()
        for number in range(1_000):
            assert url_for("cart", next=f"/{number}/" + "x" * 4_000)  # type: ignore[operator]
        kept, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert kept < 1_000_000  # bytes
