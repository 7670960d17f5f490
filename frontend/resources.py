"""What a request works with: the node, the vault, whom to believe, and one read connection to the index, opened when
first asked for."""

from flask import Flask, current_app, g
from sqlalchemy import Connection, Engine

from frontend.chain import Chain
from frontend.config import AddressBook, Settings
from frontend.index.reviews.hidden import HiddenTexts, Hiding, of_picture
from frontend.trusted import Hidden, Trusted
from frontend.vault import Vault

KEY = "handover"


class Resources:
    """Everything a storefront was started with."""

    def __init__(
        self, settings: Settings, book: AddressBook, engine: Engine, chain: Chain, vault: Vault, trusted: Trusted
    ) -> None:
        self.settings = settings
        self.book = book
        self.engine = engine
        self.chain = chain
        self.vault = vault
        self.trusted = trusted
        self.hiding = Hiding(trusted)


def init_app(app: Flask, resources: Resources) -> None:
    """Gives an app its resources."""
    app.extensions[KEY] = resources
    app.teardown_appcontext(_close)


def resources() -> Resources:
    """The current app's resources."""
    found = current_app.extensions[KEY]
    assert isinstance(found, Resources)
    return found


def settings() -> Settings:
    return resources().settings


def book() -> AddressBook:
    return resources().book


def chain() -> Chain:
    return resources().chain


def vault() -> Vault:
    return resources().vault


def trusted() -> Trusted:
    return resources().trusted


def hidden_texts() -> HiddenTexts:
    """What of reviews is not shown here; the index is asked only where anything is."""
    return resources().hiding.texts(database()) if trusted().hidden else HiddenTexts()


def hidden_picture(sha256: str) -> Hidden | None:
    """Why a picture (64 digits) is not served here; None where it is."""
    return of_picture(database(), hidden_texts(), sha256) if trusted().hidden else None


def database() -> Connection:
    """This request's connection to the index; closed when the request ends."""
    if "database" not in g:
        g.database = resources().engine.connect()
    connection = g.database
    assert isinstance(connection, Connection)
    return connection


def _close(_error: BaseException | None) -> None:
    connection = g.pop("database", None)
    if connection is not None:
        connection.close()
