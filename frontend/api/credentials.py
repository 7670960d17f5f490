"""/api/v1/presentations and /api/v1/credentials: what subjects let this storefront publish, and take back."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from frontend import sign_in
from frontend.api import answers, failures
from frontend.chain import NodeDown, WrongChain
from frontend.claims import published, questions
from frontend.index.reading import address, checksummed
from frontend.resources import chain, settings
from frontend.signatures import parse_signature, signed_by
from frontend.vault import bare
from frontend.web import limits
from frontend.wording import credential_faults
from frontend.wording.texts import gettext
from scripts.credentials import checking, form, presentations
from scripts.credentials.checking import Refused
from scripts.credentials.form import Credential
from scripts.credentials.taking_back import VALID_FOR, request_text

presented = Blueprint("presentations", __name__, url_prefix="/api/v1/presentations")
bp = Blueprint("credentials", __name__, url_prefix="/api/v1/credentials")

for one in (presented, bp):
    failures.answer_in_words(one)
    one.after_request(sign_in.keep_private)

Answer = tuple[Response, int]

MEDIA_TYPE = "application/vc+ld+json"
MAX_ASKED_BYTES = 16 * 1024  # of a request to take back; a contract's signature may be long


@presented.before_request
def can_ask() -> None:
    """Questions are signed with the storefront's secret."""
    if not settings().secret_key:
        abort(503, "This storefront has no HANDOVER_SECRET_KEY, so nothing can be presented to it.")


@presented.get("/challenge")
@limits.limiter.limit(limits.PRESENTATIONS)
def challenge() -> Response:
    """What a presentation has to answer, and for whom it has to be."""
    question, until = questions.ask()
    return jsonify(domain=published.domain(), challenge=question, expires=until)


@presented.post("/drafts")
@limits.limiter.limit(limits.PRESENTATIONS)
def draft() -> Response:
    """A presentation of a credential that holds, for its subject to sign: `typed_data`, by eth_signTypedData_v4.

    Its signature, as the proof's `proofValue`, makes the presentation complete.
    """
    where = published.place()
    credential = checking.verify(_body(checking.MAX_BYTES), where, published.witness())
    question, until = questions.ask()
    document = presentations.compose(where, credential, published.domain(), question, until - questions.LASTS)
    typed = presentations.asked(where, document)
    return jsonify(presentation=form.prove(document, typed, b""), typed_data=typed, expires=until)


@presented.post("")
@limits.limiter.limit(limits.PRESENTATIONS)
def present() -> Answer:
    """Publishes the credential that its subject presents, if all about it holds."""
    said = presentations.read(_body(presentations.MAX_BYTES))
    question = questions.check(said.challenge)
    credential = presentations.verify(said, published.place(), published.witness(), published.domain())
    questions.spend(question)
    try:
        published.publish(credential)
    except OSError:  # no room, or a folder that cannot be written
        return _say(gettext("This shop cannot keep documents at the moment; try again later."), 507)
    return jsonify(_told(credential)), 201


@bp.get("/<sha256>")
@limits.limiter.limit(limits.READS)
def get(sha256: str) -> Response:
    """A published credential, byte for byte; whether it holds is another question."""
    return Response(_found(sha256).data, mimetype=MEDIA_TYPE)


@bp.get("/<sha256>/state")
@limits.limiter.limit(limits.PRESENTATIONS)
def state(sha256: str) -> Response:
    """Whether a published credential holds at this moment, by its signature and the chain; and if not, why."""
    credential = _found(sha256)
    refused = published.refusal(credential)
    reason = credential_faults.sentence(refused) if refused else None
    return jsonify(_told(credential) | {"holds": refused is None, "reason": reason})


@bp.delete("/<sha256>")
@limits.limiter.limit(limits.ERASURES)
def take_back(sha256: str) -> Answer:
    """Deletes a credential for its subject, who is signed in here or signs the request."""
    request.max_content_length = MAX_ASKED_BYTES
    credential = _found(sha256)
    if _asker(credential) != credential.subject:
        return _say(gettext("Only the account that a credential is about can take it back."), 403)
    published.take_back(credential)
    return jsonify(taken_back=credential.sha256), 200


def _asker(credential: Credential) -> str:
    """Who asks: by a signature in the request, else by the session; empty where nobody does."""
    asked = _json()
    if asked is None:
        if sign_in.account():
            sign_in.csrf.protect()
        return sign_in.account()
    account = checksummed(address(str(asked.get("account"))))
    signature = parse_signature(str(asked.get("signature")))
    expires, now = asked.get("expires"), chain().now()
    if not isinstance(expires, int) or not now < expires <= now + VALID_FOR:
        abort(403, gettext("The request has expired, or is valid for more than an hour."))
    domain, where = published.domain(), published.place()
    if asked.get("domain") != domain:
        abort(403, gettext("This request was signed for another storefront than %(this)s.", this=domain))
    text = request_text(domain, where.chain_id, where.identity, credential.sha256, expires)
    if not signed_by(chain(), account, text, signature):
        abort(403, gettext("The signature is not this account's."))
    return account


def _json() -> dict[str, Any] | None:
    """The request's JSON object; None where there is none."""
    try:
        asked = request.get_json(force=True, silent=True)
    except RecursionError:
        asked = None
    return asked if isinstance(asked, dict) else None


def _found(sha256: str) -> Credential:
    return published.credential(bare(sha256)) or abort(404, gettext("No such credential is published here."))


def _told(credential: Credential) -> dict[str, Any]:
    names = ("sha256", "issuer", "subject", "kind")
    return {name: getattr(credential, name) for name in names} | {"expires": answers.moment(credential.expires)}


def _body(limit: int) -> bytes:
    request.max_content_length = limit
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise RequestEntityTooLarge(f"This may have {limit // 1024} KiB at most.") from None


def _say(sentence: str, status: int) -> Answer:
    return jsonify(error=sentence), status


@presented.errorhandler(Refused)
def _refused(refusal: Refused) -> Answer:
    return _say(credential_faults.sentence(refusal), 422)


@presented.errorhandler(NodeDown)
@presented.errorhandler(WrongChain)
@bp.errorhandler(NodeDown)
@bp.errorhandler(WrongChain)
def _no_node(_problem: NodeDown | WrongChain) -> Answer:
    return _say(gettext("This shop cannot see the chain at the moment; try again later."), 503)
