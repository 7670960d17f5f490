"""Everything of the storefront that people see, put together."""

from flask import Flask

from frontend import arbiter, devnet, identity, loyalty, market, merchant, people, provenance, sign_in
from frontend.api import dump
from frontend.buying import cart, checkout, earnings, points, receipt
from frontend.credit import account as credit
from frontend.credit import instalments, lending, offering
from frontend.goods import catalogue, evidence, fees, seen, sharing, thumbnails, wares
from frontend.identity import badges, lookalikes, register
from frontend.notices import pages as notices
from frontend.orders import calendar, proof, record
from frontend.orders import pages as orders
from frontend.public import about, cases, guide, ledger, legal, statistics
from frontend.reviews import pages as reviews
from frontend.reviews import rating
from frontend.web import addresses, assets, compression, headers, kept, styles
from frontend.wording import formats, language


def init_app(app: Flask) -> None:
    """Add the pages to a storefront that has its resources; raises ConfigError."""
    web = (kept, language, headers, compression, assets, styles, addresses)
    who = (people, register, badges, lookalikes)
    parts = (formats, fees, sharing, wares, loyalty, points, offering, rating, market, devnet, about)
    for part in (*web, *who, *parts, sign_in, thumbnails):
        part.init_app(app)
    for blueprint in (
        catalogue.bp,
        evidence.bp,
        seen.bp,
        sharing.bp,
        cart.bp,
        checkout.bp,
        receipt.bp,
        earnings.bp,
        points.bp,
        credit.bp,
        instalments.bp,
        lending.bp,
        orders.bp,
        reviews.bp,
        merchant.bp,
        arbiter.bp,
        cases.bp,
        provenance.bp,
        identity.bp,
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
