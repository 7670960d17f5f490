"""/api/v1/signed: what shoppers signed, for this storefront to send, or for the seller."""

import logging
import sqlite3

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from frontend.api import answers, failures
from frontend.chain import NodeDown, WrongChain
from frontend.index import queries
from frontend.index.reading import address
from frontend.relay.policy import REASONS, NotNow
from frontend.relay.service import Outcome, relay
from frontend.relay.wire import Reverted
from frontend.resources import database
from frontend.vault import bare
from frontend.web import limits
from frontend.web.urls import number_in_url
from frontend.wording import credit_words
from frontend.wording.reasons import REASONS as CONTRACTS_REASONS
from frontend.wording.texts import gettext
from scripts import signed
from scripts.refusal import Refusal

bp = Blueprint("signed", __name__, url_prefix="/api/v1/signed")

failures.answer_in_words(bp)

Answer = tuple[Response, int]

ACCEPTED = ("sent", "kept")  # more will become of it

log = logging.getLogger(__name__)


@bp.post("")
@limits.limiter.limit(limits.SIGNED)
def post() -> Answer:
    """Takes a signed document, and says what becomes of it."""
    if not limits.may_nearby("signed", limits.SIGNED_NEARBY):
        return _say(gettext("Too many signed messages come from here; try again later."), 429)
    document = signed.read(_body())
    outcome = relay().take(database(), document, lambda: limits.may("kept", limits.KEPT))
    return _answer(outcome)


@bp.get("/<sha256>")
@limits.limiter.limit(limits.READS)
def get(sha256: str) -> Answer:
    """What became of a document."""
    outcome = relay().find(database(), bare(sha256))
    return _answer(outcome) if outcome else _say(gettext("Nothing is known here of such a document."), 404)


@bp.get("")
@limits.limiter.limit(limits.SEARCHES)
def kept() -> Answer:
    """Confirmations and releases of a seller's orders that anybody may send."""
    seller = address(request.args.get("seller", ""))
    after, limit = request.args.get("after", "0"), request.args.get("limit", str(queries.PAGE_SIZE))
    found = relay().kept(seller, _number("after", after), _number("limit", limit, queries.MAX_PAGE_SIZE))
    return jsonify(answers.page(found, found.items)), 200


def _number(name: str, text: str, most: int = 2**53) -> int:
    number = number_in_url(text, 1 if name == "limit" else 0, most)
    if number is None:
        raise ValueError(f"{name} is a number, {most} at most.")
    return number


def _body() -> bytes:
    request.max_content_length = signed.MAX_BYTES
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise RequestEntityTooLarge(f"A signed document may have {signed.MAX_BYTES // 1024} KiB at most.") from None


def _answer(outcome: Outcome) -> Answer:
    said = {"id": outcome.id, "status": outcome.status}
    if outcome.transaction:
        said["transaction"] = outcome.transaction
    if outcome.why:
        said["reason"] = str(REASONS[outcome.why])
    return jsonify(said), 202 if outcome.status in ACCEPTED else 200


def _say(sentence: str, status: int) -> Answer:
    return jsonify(error=sentence), status


@bp.errorhandler(Refusal)
def _malformed(refusal: Refusal) -> Answer:
    return _say(str(refusal), 400)


@bp.errorhandler(Reverted)
def _would_fail(refusal: Reverted) -> Answer:
    """The contract's reason in the reader's language; what a currency says stands as it is."""
    known = (CONTRACTS_REASONS | credit_words.REASONS).get(refusal.reason)
    if known:
        return _say(str(known), 409)
    if refusal.reason:
        return _say(gettext("This would fail: “%(reason)s”.", reason=refusal.reason), 409)
    return _say(gettext("This would fail; the contract gives no reason."), 409)


@bp.errorhandler(NotNow)
def _not_now(refusal: NotNow) -> Answer:
    return _say(str(REASONS[refusal.why]), 429 if refusal.why == "underway" else 503)


@bp.errorhandler(NodeDown)
@bp.errorhandler(WrongChain)
def _no_node(_problem: NodeDown | WrongChain) -> Answer:
    return _say(gettext("This shop cannot see the chain at the moment; try again later."), 503)


@bp.errorhandler(sqlite3.Error)
@bp.errorhandler(OSError)
def _no_ledger(error: Exception) -> Answer:
    log.error("The relay's ledger cannot be used: %s", error)
    return _say(str(REASONS["busy"]), 503)
