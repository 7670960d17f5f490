"""What a catalogue would publish, by the very check that the scripts make; the browser then signs it."""

import re
from typing import Any

from flask import Response, abort, jsonify, request
from sqlalchemy import select

from frontend import devnet, sign_in
from frontend.config import checked_address
from frontend.index.reading import address
from frontend.index.schema import offers
from frontend.merchant.blueprint import CHECKS, bp
from frontend.merchant.faults import in_words
from frontend.resources import database, settings
from frontend.web import limits
from frontend.web.urls import mistyped
from frontend.wording.texts import gettext
from scripts import address_book, catalogue
from scripts.catalogue import Context, Listing
from scripts.refusal import Refusal

MAX_ASKED_BYTES = 2 * 1024 * 1024
MOST_CHECKED = 1_000  # offers at once: each takes some milliseconds
Json = dict[str, Any]


@bp.post("/catalogue/check")
@limits.limiter.limit(CHECKS)
def check_catalogue() -> Response:
    """Terms and documents of all offers in a catalogue, or what is wrong with each."""
    asked = asked_json()
    try:
        return jsonify(prepared(asked.get("catalogue", {}), str(asked.get("revised", ""))))
    except Refusal as refusal:
        return jsonify(listings=[], problems=[{"label": "", "problem": in_words(refusal)}])


def prepared(raw: Json, revised: str = "") -> Json:
    """A catalogue's offers as the browser needs them, and its problems by label; raises Refusal.

    Pictures are named by their sha-256; `revised` is the id of an offer that one of them is to replace.
    """
    listings: list[Json] = []
    problems: list[Json] = []
    seen = context()
    for number, (label, found) in enumerate(catalogue.examined(raw, by_hash, seen)):
        if number == MOST_CHECKED:
            raise Refusal(gettext("These are more than %(count)d offers. Divide them.", count=MOST_CHECKED))
        fault = found if isinstance(found, Refusal) else _double(found, seen.seller, revised)
        if fault:
            problems.append({"label": label, "problem": in_words(fault)})
        elif isinstance(found, Listing):
            listings.append(words(found))
    return {"listings": listings, "problems": problems}


def context() -> Context:
    """What a catalogue means for who is signed in."""
    return Context(sign_in.account(), address_book.read(settings().chain_id), _resolve)


def by_hash(file: str) -> tuple[str, bytes]:
    """A picture that the browser has, named by its sha-256; its bytes are not needed here."""
    if not re.fullmatch(r"[0-9a-f]{64}", file):
        raise Refusal(f"the picture {file[:80]} was not chosen.")
    return file, b""


def words(listing: Listing) -> Json:
    """An offer to publish; amounts as texts, for whole numbers of a browser are too small."""
    offer = listing.offer._asdict()
    terms = {name: hexadecimal(value) if isinstance(value, bytes) else str(value) for name, value in offer.items()}
    return {
        "label": listing.label,
        "id": hexadecimal(listing.id),
        "offer": terms,
        "cap": str(listing.cap),
        "document": listing.document.decode(),
        "pictures": sorted(listing.pictures),
    }


def asked_json() -> Json:
    """The request's body, a JSON object."""
    request.max_content_length = MAX_ASKED_BYTES
    try:
        asked = request.get_json(silent=True)
    except RecursionError:
        asked = None
    if not isinstance(asked, dict):
        abort(400)
    return asked


def _double(listing: Listing, seller: str, revised: str) -> Refusal | None:
    """Why an offer may not stand beside one that is for sale with the same text: that is a revision."""
    o = offers.c
    same = select(o.id).where(o.details == hexadecimal(listing.offer.details), o.seller == address(seller), o.in_stock)
    others = set(database().execute(same).scalars()) - {revised, hexadecimal(listing.id)}
    if not others:
        return None
    return Refusal(gettext("it is for sale already on other terms; revise that offer instead."))


def _resolve(name: str) -> str:
    """An account by its address, on a devnet also by its role."""
    if found := checked_address(name):
        return found
    if wrong := mistyped(name):
        raise Refusal(wrong)
    role = next((role for role in devnet.roles() if role.name == name), None)
    if role is None:
        raise Refusal(f"{name!r} is not an address.")
    return role.address


def hexadecimal(value: bytes) -> str:
    """Bytes as 0x and digits."""
    return "0x" + value.hex()
