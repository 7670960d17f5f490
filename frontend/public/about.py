"""How it works, and what pages say when something is not there or went wrong."""

from flask import Blueprint, Flask, jsonify, render_template, request
from sqlalchemy.exc import DatabaseError
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from frontend.chain import NodeDown, WrongChain
from frontend.resources import book

bp = Blueprint("about", __name__)

API = "/api/"


def init_app(app: Flask) -> None:
    """Register the pages, and the answers to errors."""
    app.register_blueprint(bp)
    app.register_error_handler(404, _missing)
    app.register_error_handler(500, _failed)
    app.register_error_handler(NodeDown, _node_down)
    app.register_error_handler(WrongChain, _node_down)
    app.register_error_handler(DatabaseError, _not_indexed)
    app.register_error_handler(405, _wrong_method)


@bp.get("/about")
def page() -> str:
    """How buying here works, and which contracts it rests on."""
    return render_template("about.html", contracts=book().contracts)


def _is_api() -> bool:
    return request.path.startswith(API)


def _missing(error: HTTPException) -> Response | tuple[Response | str, int]:
    if _is_api():
        return jsonify(error=error.description), 404
    why = error.description if error.description != NotFound.description else ""
    return render_template("404.html", why=why), 404


def _wrong_method(error: HTTPException) -> Response:
    response = error.get_response()
    if _is_api():
        response.data = jsonify(error=f"This address does not take {request.method}.").data
        response.content_type = "application/json"
    return response


def _failed(_error: Exception) -> tuple[Response | str, int]:
    if _is_api():
        return jsonify(error="The storefront failed; this is its fault, not yours."), 500
    return render_template("500.html"), 500


def _not_indexed(_error: Exception) -> tuple[str, int]:
    return render_template("not_indexed.html"), 503


def _node_down(error: Exception) -> tuple[Response | str, int]:
    if _is_api():
        return jsonify(error=str(error)), 503
    return render_template("node_down.html"), 503
