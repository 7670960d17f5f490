"""Everything of the storefront that people see, put together."""

from flask import Flask

from frontend import (
    about,
    calendar,
    catalogue,
    checkout,
    devnet,
    formats,
    headers,
    language,
    market,
    orders,
    people,
    proof,
    record,
    sign_in,
    vendor,
    wares,
)
from frontend.notices import pages as notices


def init_app(app: Flask) -> None:
    """Add the pages to a storefront that has its resources; raises ConfigError."""
    for part in (language, headers, vendor, formats, wares, people, market, devnet, about, sign_in):
        part.init_app(app)
    for blueprint in (calendar.bp, proof.bp, record.bp, notices.api, notices.bp):
        app.register_blueprint(blueprint)
    for blueprint in (catalogue.bp, checkout.bp, orders.bp):
        app.register_blueprint(blueprint)
