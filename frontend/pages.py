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
    evidence,
    fees,
    formats,
    guide,
    headers,
    language,
    ledger,
    legal,
    market,
    merchant,
    orders,
    people,
    proof,
    receipt,
    record,
    sharing,
    sign_in,
    statistics,
    thumbnails,
    wares,
)
from frontend.notices import pages as notices


def init_app(app: Flask) -> None:
    """Add the pages to a storefront that has its resources; raises ConfigError."""
    parts = (language, headers, compression, assets, formats, fees, sharing, wares, people, market, devnet, about)
    for part in (*parts, sign_in, thumbnails):
        part.init_app(app)
    for blueprint in (
        catalogue.bp,
        evidence.bp,
        sharing.bp,
        cart.bp,
        checkout.bp,
        receipt.bp,
        earnings.bp,
        orders.bp,
        merchant.bp,
        calendar.bp,
        proof.bp,
        record.bp,
        notices.api,
        notices.bp,
        ledger.bp,
        statistics.bp,
        dump.bp,
        guide.bp,
        legal.bp,
    ):
        app.register_blueprint(blueprint)
