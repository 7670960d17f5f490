"""Everything of the storefront that people see, put together."""

from flask import Flask

from frontend import (
    about,
    catalogue,
    checkout,
    devnet,
    formats,
    headers,
    language,
    market,
    orders,
    people,
    sign_in,
    vendor,
    wares,
)


def init_app(app: Flask) -> None:
    """Add the pages to a storefront that has its resources; raises ConfigError."""
    for part in (language, headers, vendor, formats, wares, people, market, devnet, about, sign_in):
        part.init_app(app)
    for blueprint in (catalogue.bp, checkout.bp, orders.bp):
        app.register_blueprint(blueprint)
