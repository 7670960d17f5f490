"""The storefront, put together."""

from flask import Flask

from frontend import config, pages, resources, trusted
from frontend.api import credentials, credit, documents, goods, opinions, signed
from frontend.api import market as api
from frontend.chain import Chain
from frontend.claims import did
from frontend.index import store
from frontend.relay import service as relay
from frontend.vault import Vault
from frontend.web import limits


def create_app(settings: config.Settings | None = None) -> Flask:
    """The storefront as a WSGI application; raises ConfigError."""
    settings = settings or config.load()
    book = config.load_book(settings)
    app = Flask(__name__, static_folder=None)
    engine = store.open_engine(settings.database)
    chain = Chain(settings.node, book)
    believed = trusted.load(settings.trust, book, settings.account)
    resources.init_app(app, resources.Resources(settings, book, engine, chain, Vault(settings.vault), believed))
    limits.init_app(app)
    relay.init_app(app)
    for blueprint in (
        api.bp,
        goods.bp,
        opinions.bp,
        credit.bp,
        documents.bp,
        credentials.presented,
        credentials.bp,
        signed.bp,
        did.bp,
    ):
        app.register_blueprint(blueprint)
    pages.init_app(app)
    return app
