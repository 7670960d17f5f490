"""The shop's profile: what shoppers see, and the key that delivery details are encrypted for."""

from flask import Response, jsonify

from frontend import sign_in
from frontend.goods import wares
from frontend.index import queries
from frontend.merchant.blueprint import CHECKS, bp, show
from frontend.merchant.faults import in_words
from frontend.merchant.publishing import asked_json
from frontend.resources import book, database
from frontend.web import limits
from scripts import documents
from scripts.refusal import Refusal


@bp.get("/profile")
def profile() -> str:
    """The form, with what the chain says now."""
    described = queries.account(database(), sign_in.account()).document
    return show(
        "profile",
        described=described,
        countries=wares.countries("any"),
        data={"identity": book().identity.address, "described": described},
    )


@bp.post("/profile/check")
@limits.limiter.limit(CHECKS)
def check_profile() -> Response:
    """The profile document's bytes, by the schema that the scripts use; or what is wrong."""
    document = asked_json()
    try:
        documents.check(document, "profile")
        return jsonify(document=documents.canonical(document).decode())
    except Refusal as refusal:
        return jsonify(problem=in_words(refusal))
