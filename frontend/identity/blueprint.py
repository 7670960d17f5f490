"""The pages of claims."""

from typing import Any

from flask import Blueprint, render_template

from frontend import people
from frontend.claims import published
from frontend.index.reading import HASH
from frontend.index.vouching.rows import Claim
from frontend.resources import book, trusted
from frontend.wording import claims as words
from frontend.wording.identity_words import WORDS
from frontend.wording.language import in_words
from frontend.wording.words import speak
from scripts.claims import KINDS, word_of

bp = Blueprint("identity", __name__)


def show(template: str, **values: Any) -> str:
    """A page; `data` in the values is for its modules."""
    speak(WORDS)
    shared = {
        "kinds": KINDS,
        "kind_name": words.kind_name,
        "kind_path": kind_path,
        "meanings": words.MEANINGS,
        "states": words.STATES,
        "issuer_name": issuer_name,
    }
    return render_template(f"identity/{template}.html", **shared, **values)


def issuer_name(account: str) -> str:
    """What this storefront calls an issuer: as its operator does, else by the account's own word."""
    known = trusted().issuers.get(account)
    return in_words(known.name) if known else people.person(account).name


def kind_path(kind: str) -> str:
    """A kind as a part of an address line: its word, or the contract's where nobody has given it a meaning."""
    return kind if kind in KINDS else _word(kind)


def said(claim: Claim) -> dict[str, Any]:
    """A claim as the browser checks it."""
    return {
        "identity": book().identity.address,
        "chain": published.place().chain_id,
        "issuer": claim.issuer,
        "subject": claim.subject,
        "kind": claim.kind,
        "word": _word(claim.kind),
        "document": claim.document,
    }


def _word(kind: str) -> str:
    """The contract's word for a kind; one that is no text in ASCII is called so itself."""
    return kind if HASH.fullmatch(kind) else word_of(kind)
