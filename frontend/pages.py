"""Everything of the storefront that people see, put together."""

from flask import Flask

from frontend import (
    about,
    assets,
    calendar,
    catalogue,
    checkout,
    compression,
    devnet,
    dump,
    formats,
    guide,
    headers,
    language,
    ledger,
    legal,
    market,
    orders,
    people,
    proof,
    record,
    sign_in,
    statistics,
    wares,
)
from frontend.notices import pages as notices


def init_app(app: Flask) -> None:
    """Add the pages to a storefront that has its resources; raises ConfigError."""
    parts = (language, headers, compression, assets, formats, wares, people, market, devnet, about, sign_in)
    for part in parts:
        part.init_app(app)
    for blueprint in (ledger.bp, statistics.bp, dump.bp, guide.bp, legal.bp):
        app.register_blueprint(blueprint)
    for blueprint in (calendar.bp, proof.bp, record.bp, notices.api, notices.bp):
        app.register_blueprint(blueprint)
    for blueprint in (catalogue.bp, checkout.bp, orders.bp):
        app.register_blueprint(blueprint)
