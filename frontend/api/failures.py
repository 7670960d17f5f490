"""What the API answers when something is wrong: a status and one sentence, as JSON."""

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import DatabaseError
from werkzeug.exceptions import HTTPException


def answer_in_words(blueprint: Blueprint) -> None:
    """Gives a blueprint these answers."""
    blueprint.register_error_handler(ValueError, _bad)
    blueprint.register_error_handler(DatabaseError, _no_index)
    blueprint.register_error_handler(HTTPException, _refused)


def _bad(error: Exception) -> tuple[Response, int]:
    return jsonify(error=str(error)), 400


def _no_index(_error: Exception) -> tuple[Response, int]:
    return jsonify(error="The index is not there yet, or its database cannot be reached."), 503


def _refused(error: Exception) -> tuple[Response, int]:
    assert isinstance(error, HTTPException)
    return jsonify(error=error.description), error.code or 500
