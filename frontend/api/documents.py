"""/api/v1/documents/<sha256>: documents by the hash of their bytes, kept in the vault."""

from hashlib import sha256 as hash_of

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import Gone, NotFound, RequestEntityTooLarge

from frontend.api import failures, opinions_answers
from frontend.chain import NodeDown
from frontend.index import queries, store
from frontend.index.documents import LEARNT, learn
from frontend.index.reading import address, checksummed
from frontend.resources import chain, database, hidden_picture, hidden_texts, resources, vault
from frontend.signatures import parse_signature
from frontend.trusted import Hidden
from frontend.vault import Erased, Missing, Tampered, bare, taking
from frontend.vault.erasing import NotAllowed, check_evidence, check_request, knows_all
from frontend.vault.waiting import MAX_BYTES, WaitingRoom
from frontend.web import limits
from frontend.wording.language import in_words
from frontend.wording.texts import gettext
from scripts.documents import (
    CREDENTIAL_STARTS,
    MAX_DOCUMENT_BYTES,
    MAX_EVIDENCE_BYTES,
    MAX_PICTURE_BYTES,
    Kind,
    examine,
)
from scripts.refusal import Refusal

bp = Blueprint("documents", __name__, url_prefix="/api/v1/documents")

failures.answer_in_words(bp)

Answer = tuple[Response, int]

MAX_ASKED_BYTES = 32 * 1024  # of a request to erase; a contract's signature may be long
MAX_ERASED = 100  # documents by one signature
MOST_BYTES = max(MAX_PICTURE_BYTES, MAX_DOCUMENT_BYTES)  # of anything but evidence
EVIDENCE_STARTS = b'{"between":'  # in its canonical form

# What may stand in each place where the chain names a document
ACCEPTED = {
    "offer": {Kind.OFFER},
    "profile": {Kind.PROFILE},
    "picture": {Kind.PICTURE},
    "order": {Kind.SEALED},
    "event": {Kind.SEALED, Kind.EVIDENCE},
    "ruling": {Kind.RULING},
    "lot": {Kind.LOT},
    "items": {Kind.ITEMS},
    "report": {Kind.EVENT},
    "sensor": {Kind.READINGS},
    "notice": {Kind.NOTICE, Kind.EVENT},  # an event of another system says itself what was wrong about it
    "credential": set(),  # only whom it is about publishes it
    "review": {Kind.REVIEW},
    "reply": {Kind.REPLY},
}
FOR_GOOD = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
OF_REVIEWS = (b'"type":"handover/review/', b'"type":"handover/reply/')
SIGNATURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp", b"{": "application/json"}


@bp.get("/<sha256>")
@limits.limiter.limit(limits.PICTURES)
def get(sha256: str) -> Response | Answer:
    """A document as it was agreed on, byte for byte."""
    name = bare(sha256)
    body = _read(name)
    if why := _hidden(name, body):
        return _say_why(why)
    kind = next((kind for start, kind in SIGNATURES.items() if body.startswith(start)), "application/octet-stream")
    response = Response(body, mimetype=kind)
    response.set_etag(name)
    response.headers["Cache-Control"] = _kept_by_others(body)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.make_conditional(request)
    return response


def _kept_by_others(body: bytes) -> str:
    """How long browsers and proxies may keep a document: not at all what may be erased, an hour what may be hidden."""
    if b'"type":"handover/sealed/' in body or body.startswith(CREDENTIAL_STARTS):
        return "no-store"
    return AN_HOUR if not body.startswith(b"{") or any(one in body for one in OF_REVIEWS) else FOR_GOOD


def _hidden(name: str, body: bytes) -> Hidden | None:
    """Why a text or a picture is not shown; None where it is."""
    return hidden_texts().by_document.get("0x" + name) if body.startswith(b"{") else hidden_picture(name)


def _say_why(why: Hidden) -> Answer:
    """Why a document is not served: a sentence, and the operator's reason as his file has it."""
    sentence = gettext("This shop does not show this: %(reason)s.", reason=in_words(why.reason))
    answer = jsonify(error=sentence, **opinions_answers.why_hidden(why))
    answer.headers["Cache-Control"] = "no-store"
    return answer, 451


@bp.put("/<sha256>")
@limits.limiter.limit(limits.uploads)
def put(sha256: str) -> Answer:
    """Keeps a document that the chain names, or for a while one that an order is about to name."""
    name = bare(sha256)
    body = _body()
    if hash_of(body).hexdigest() != name:
        return _say("The document does not hash to the name it was sent under.", 400)
    if vault().is_erased(name):
        return _say("This document was erased, and is not taken again.", 410)
    places = queries.places_of_document(database(), name)
    try:
        return _keep(name, body, places) if places else _let_wait(name, body)
    except Refusal as refusal:
        return _say(str(refusal), 415)
    except OSError:  # no room, or a folder that cannot be written
        return _say("This storefront cannot keep documents at the moment; try again later.", 507)


@bp.delete("")
@limits.limiter.limit(limits.ERASURES)
def delete() -> Answer:
    """Erases sealed documents, as their buyer or seller asked for it and signed: all, or none and why."""
    request.max_content_length = MAX_ASKED_BYTES
    try:
        asked = request.get_json(silent=True)
    except RecursionError:
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("expires"), int) or not _is_list(asked.get("documents")):
        return _say(gettext("Erasing takes a JSON object with account, documents, expires and signature."), 400)
    if not _knows_all():
        return _behind()
    account = checksummed(address(str(asked.get("account"))))
    signature = parse_signature(str(asked.get("signature")))
    named = [bare(one) for one in asked["documents"]]
    kept = {name: _read(name) for name in named if not vault().is_erased(name)}
    try:
        check_request(chain(), asked["documents"], kept.values(), account, asked["expires"], signature)
        check_evidence(database(), kept, account)
    except NotAllowed as refusal:
        return _say(str(refusal), 403)
    for name in kept:
        vault().erase(name)
    return jsonify(erased=sorted(kept)), 200


def _is_list(documents: object) -> bool:
    """Whether these are names of documents, as many as one request may name."""
    if not isinstance(documents, list):
        return False
    return 0 < len(documents) <= MAX_ERASED and all(isinstance(one, str) for one in documents)


def _read(name: str) -> bytes:
    """A document, called in where it waited for its order; where it is not to be had, NotFound or Gone say why."""
    waiting = WaitingRoom(vault())
    if waiting.has(name) and queries.places_of_document(database(), name):
        waiting.call_in(name)
    try:
        return vault().read(name)
    except (Erased, Tampered) as gone:
        raise Gone(str(gone)) from None
    except Missing as missing:
        raise NotFound(str(missing)) from None


def _body() -> bytes:
    """The request's body; refused where it is larger than any document of its kind may be."""
    request.max_content_length = MAX_EVIDENCE_BYTES
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise _too_large(MAX_EVIDENCE_BYTES) from None
    if len(body) > MOST_BYTES and not body.startswith(EVIDENCE_STARTS):
        raise _too_large(MOST_BYTES)
    return body


def _too_large(limit: int) -> RequestEntityTooLarge:
    return RequestEntityTooLarge(f"A document may have {limit // 1024} KiB at most.")


def _keep(name: str, body: bytes, places: list[str]) -> Answer:
    kind, _ = examine(body)
    if kind is Kind.CREDENTIAL:
        return _say(gettext("A credential is published by the account that it is about, by a presentation."), 415)
    if not any(kind in ACCEPTED[place] for place in places):
        return _say(f"The chain names this as the document of {_one(places[0])}, and it is {_one(kind.value)}.", 415)
    if kind is Kind.EVIDENCE:
        taking.check_evidence(database(), vault(), name, body)
    WaitingRoom(vault()).call_in(name)  # so that no second copy stays where nobody erases it
    had_it = vault().has(name)
    vault().write(body)
    vault().note(name, kind.value)
    if kind in LEARNT:
        with store.writing(resources().engine) as db:
            learn(db, "0x" + name, body)
    return jsonify(sha256=name), 200 if had_it else 201


def _one(noun: str) -> str:
    return noun if noun.endswith("s") else f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


def _may_wait() -> bool:
    return limits.may("waiting", limits.WAITING) and limits.may_nearby("waiting", limits.WAITING_NEARBY)


def _let_wait(name: str, body: bytes) -> Answer:
    """Only sealed documents: nothing else is needed before the chain names it.

    Browsers leave theirs again with each page, until its order is there: nothing is done for what came lately, and who
    would have his wait longer is counted as for a new one.
    """
    room = WaitingRoom(vault())
    if room.came_lately(name):
        return _waits(name)
    may_wait = len(body) <= MAX_BYTES and body.startswith(b"{") and examine(body)[0] is Kind.SEALED
    knows = _knows_all()
    if not knows and (not may_wait or room.is_full):
        return _behind()
    if not may_wait:
        return _say("No indexed offer, profile, order, lot, review or event names this document (yet).", 409)
    if not _may_wait():
        return _say("Too many documents from here wait for their orders; try again later.", 429)
    if knows:
        room.tidy(lambda name: bool(queries.places_of_document(database(), name)))
    return _waits(room.admit(body))


def _waits(name: str) -> Answer:
    return jsonify(sha256=name, waiting=True), 202


def _knows_all() -> bool:
    """Whether what the index does not name, nothing on the chain does."""
    try:
        return knows_all(database(), chain())
    except NodeDown:
        return False


def _behind() -> Answer:
    return _say(gettext("This shop has not read the latest of the chain yet; try again later."), 503)


def _say(sentence: str, status: int) -> Answer:
    return jsonify(error=sentence), status
