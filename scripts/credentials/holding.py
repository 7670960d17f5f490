"""A subject's work: what is claimed of it, which credentials a storefront may show, which claims it does not want."""

import json
from pathlib import Path
from typing import Any

import requests

from scripts import documents, node, units, uploads
from scripts.credentials import checking, form, kinds, presentations, records
from scripts.credentials.form import Credential
from scripts.credentials.taking_back import request_text
from scripts.refusal import Refusal
from scripts.session import Session

ANSWERED_WITHIN = 600  # seconds
PRESENTATIONS = "/api/v1/presentations"
CREDENTIALS = "/api/v1/credentials"


def show(session: Session) -> None:
    """What others claim of the acting account."""
    table = session.table("kind", "issuer", "state", "until")
    for one in session.claims.about(session.wallet.address):
        until = units.format_time(one.claim.expires) if one.claim.expires else ""
        table.add_row(one.kind, session.who(one.issuer), one.state(session.now), until)
    session.show(table)


def present(session: Session, file: Path) -> None:
    """Let the storefront publish a credential, after it was checked and shown here."""
    credential = records.read(file)
    wallet = session.acting(credential.subject, "subject")
    checking.verify(credential.data, session.claims.place, session.claims.witness(), wallet.address)
    for line in lines(credential):
        session.quote(line)
    session.announce(f"{session.who(wallet.address)}: let {session.origin} publish this {credential.kind} credential.")
    asked = _answer("GET", f"{session.origin}{PRESENTATIONS}/challenge")
    if asked.get("domain") != session.origin:
        raise Refusal(f"The storefront at {session.origin} says that it is {str(asked.get('domain'))[:100]!r}.")
    place, now = session.claims.place, node.now(session.web3)
    document = presentations.compose(place, credential, session.origin, str(asked["challenge"]), now)
    typed = presentations.asked(place, document)
    proven = form.prove(document, typed, wallet.sign(typed))
    _answer("POST", f"{session.origin}{PRESENTATIONS}", proven)
    session.say(f"✓ published: {session.origin}{CREDENTIALS}/{credential.sha256}")


def take_back(session: Session, file: Path) -> None:
    """Have a storefront delete a credential that it shows; what it was and that it holds stays with you."""
    credential = records.read(file)
    wallet = session.acting(credential.subject, "subject")
    place = session.claims.place
    expires = node.now(session.web3) + ANSWERED_WITHIN
    text = request_text(session.origin, place.chain_id, place.identity, credential.sha256, expires)
    asked = {"account": wallet.address, "domain": session.origin, "expires": expires}
    signature = "0x" + wallet.sign_text(text).hex()
    _answer("DELETE", f"{session.origin}{CREDENTIALS}/{credential.sha256}", asked | {"signature": signature})
    session.say(f"✓ {session.origin} shows this {credential.kind} credential no longer.")


def decline(session: Session, issuer: str, kind: str, declined: bool) -> None:
    """Say that no such claim is wanted from an issuer, or that it is again."""
    kinds.word(kind)
    who = session.resolve(issuer)
    call = session.claims.decline(who, kind, declined)
    what = f"{'decline' if declined else 'accept'} {kind} from {session.who(who)}"
    session.check(session.wallet, call)
    session.announce(f"{session.who(session.wallet.address)}: {what}")
    session.send(session.wallet, call, what)


def lines(credential: Credential) -> list[str]:
    """What a credential says, a line each, with nothing left out that will be public."""
    said = credential.document["credentialSubject"]
    told = [f"{name}: {_plain(value)}" for name, value in said.items() if name not in ("@context", "id")]
    return [f"subject: {credential.subject}", f"issuer: {credential.issuer}", *told]


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(part)}" for name, part in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)


def _answer(method: str, url: str, said: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a storefront says; its refusals in its own words."""
    data = None if said is None else documents.canonical(said)
    answer: requests.Response = uploads.ask(method, url, data)
    if not answer.ok:
        raise Refusal(f"The storefront did not take it: {uploads.sentence(answer)}")
    try:
        told = json.loads(answer.content or b"{}")
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Refusal(f"{url} answers nothing that can be understood.")
    return told
