"""Asking for mail and ending it: by a signature of the account, or by the links in the mails."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request

from frontend.api import failures
from frontend.index.reading import address, checksummed
from frontend.notices.subscriptions import Subscription, Subscriptions, Unwanted
from frontend.resources import book, chain, settings, vault
from frontend.sign_in import keep_private
from frontend.signatures import parse_signature, signed_by
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording.language import LANGUAGES
from frontend.wording.texts import Text, gettext, lazy_gettext

api = Blueprint("notices_api", __name__, url_prefix="/api/v1/notices")
bp = Blueprint("notices", __name__, url_prefix="/notices")

failures.answer_in_words(api)
bp.after_request(keep_private)

Answer = tuple[Response, int]

VALID_FOR = 3_600  # seconds: the furthest expiry that a request may have
MAX_ASKED_BYTES = 16 * 1024
ASKING = "10/hour"
LINKS = "60/hour"

UNWANTED: dict[str, Text] = {
    "not an address": lazy_gettext("This is not an e-mail address."),
    "too many": lazy_gettext("This address has unanswered mails from here. Confirm or ignore those first."),
}


def request_text(chain_id: int, escrow: str, email: str, language: str, expires: int) -> str:
    """What the account signs (personal_sign); an empty `email` ends all mail. `expires` in Unix seconds."""
    wish = f"To: {email}\nLanguage: {language}" if email else "To: nobody any more"
    about = f"Escrow: {escrow} on chain {chain_id}\nValid until: {expires}"
    return f"Handover: send e-mail about my orders.\n{wish}\n{about}"


@api.put("")
@limits.limiter.limit(ASKING)
def ask() -> Answer:
    """Takes a wish; the first mail asks to confirm it."""
    asked = _asked()
    email, language = str(asked.get("email", "")).strip(), str(asked.get("language"))
    if language not in LANGUAGES:
        return _say(gettext("The language is one of %(languages)s.", languages=", ".join(LANGUAGES)), 400)
    try:
        if not email:
            raise Unwanted("not an address")
        account = _signer(asked, email, language)
        Subscriptions(vault()).ask(account, email, language)
    except Unwanted as refusal:
        return _say(str(UNWANTED[str(refusal)]), 422)
    return jsonify(asked=True), 202


@api.delete("")
@limits.limiter.limit(ASKING)
def end() -> Answer:
    """Forgets the account's address."""
    Subscriptions(vault()).end(_signer(_asked(), "", ""))
    return jsonify(ended=True), 200


@bp.get("/<account>/<token>")
@limits.limiter.limit(LINKS)
def page(account: str, token: str) -> str:
    """What the links in mails lead to; looking changes nothing, for mailboxes look at links by themselves."""
    found = _found(account, token)
    return render_template("notices.html", wish=found, state="confirmed" if found.confirmed else "asked")


@bp.post("/<account>/<token>/confirm")
@limits.limiter.limit(LINKS)
def confirm(account: str, token: str) -> str:
    """From now on mail is sent."""
    found = _found(account, token)
    Subscriptions(vault()).confirm(found.account, token)
    return render_template("notices.html", wish=found, state="confirmed")


@bp.post("/<account>/<token>/end")
@limits.limiter.limit(LINKS)
def leave(account: str, token: str) -> str:
    """No more mail; also what a mail program's own button calls (RFC 8058)."""
    found = _found(account, token)
    Subscriptions(vault()).end(found.account)
    return render_template("notices.html", wish=found, state="ended")


def _found(account: str, token: str) -> Subscription:
    return Subscriptions(vault()).by_token(address_in_url(account), token) or abort(404)


def _asked() -> dict[str, Any]:
    """The request's JSON; refused where this storefront sends no mail."""
    if not settings().sends_mail:
        abort(404, gettext("This storefront sends no mail."))
    request.max_content_length = MAX_ASKED_BYTES
    try:
        asked = request.get_json(silent=True)
    except RecursionError:
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("expires"), int):
        abort(400, gettext("This takes a JSON object with account, expires and signature."))
    return asked


def _signer(asked: dict[str, Any], email: str, language: str) -> str:
    """The account that signed the request; refused where it did not, or where it has expired."""
    account = checksummed(address(str(asked.get("account"))))
    signature = parse_signature(str(asked.get("signature")))
    now, expires = chain().now(), asked["expires"]
    if not now < expires <= now + VALID_FOR:
        abort(403, gettext("The request has expired, or is valid for more than an hour."))
    text = request_text(book().chain_id, book().escrow.address, email, language, expires)
    if not signed_by(chain(), account, text, signature):
        abort(403, gettext("The signature is not this account's."))
    return account


def _say(sentence: str, status: int) -> Answer:
    return jsonify(error=sentence), status
