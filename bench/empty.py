"""An empty page of Flask's, which pages are measured beside."""

from flask import Flask


def create_app() -> Flask:
    """Answers with nothing, wherever it is asked."""
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    @app.get("/<path:_>")
    def page(_: str = "") -> str:
        return ""

    return app
