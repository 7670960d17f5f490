"""/arbiter: where whoever was named as an arbiter rules. What is sealed opens in the browser, by the key that is there.

An arbiter may be a contract, such as a multisig, whose signers have accounts of their own: `?of=` names it, and they
get the calls to propose. Nothing here is shown to them that the chain and the vault do not tell everybody.
"""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]
from werkzeug.wrappers import Response

from frontend import sign_in
from frontend.resources import chain
from frontend.web.urls import address_in_url
from frontend.wording import evidence_words
from frontend.wording.arbiter_words import WORDS
from frontend.wording.merchant_words import REASONS
from frontend.wording.merchant_words import WORDS as DESK_WORDS
from frontend.wording.words import speak

bp = Blueprint("arbiter", __name__, url_prefix="/arbiter")

bp.after_request(sign_in.keep_private)


@bp.before_request
def enter() -> Response | tuple[Response, int] | None:
    """Only for who is signed in."""
    return sign_in.demand()


def arbiter() -> str:
    """Whose cases are looked at: those of who is signed in, or of a contract; 404 for anybody else's."""
    named = request.args.get("of", "")
    return answering(address_in_url(named)) if named else sign_in.account()


def answering(account: str) -> str:
    """An arbiter's account, if who is signed in may act for it; else 404."""
    if account != sign_in.account() and not chain().has_code(account):
        abort(404)
    return account


def show(template: str, owner: str, **values: Any) -> str:
    """A page of the desk of `owner`; `data` in the values is for its modules."""
    speak(DESK_WORDS | REASONS | evidence_words.WORDS | WORDS)
    account = sign_in.account()
    facts = {"account": account, "owner": owner, "token": generate_csrf()}
    contract = "" if owner == account else owner
    data = {**facts, "contract": contract, **values.pop("data", {})}
    of = {"of": contract} if contract else {}
    return render_template(f"arbiter/{template}.html", data=data, contract=contract, of=of, **values)
