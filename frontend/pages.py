"""Everything of the storefront that people see, put together."""

from flask import Flask

from frontend import (
    about,
    assets,
    calendar,
    cart,
    catalogue,
    checkout,
    compression,
    devnet,
    dump,
    earnings,
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
    receipt,
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
    for blueprint in (catalogue.bp, cart.bp, checkout.bp, receipt.bp, earnings.bp, orders.bp):
        app.register_blueprint(blueprint)
