"""/did/<account>: an account as the world names it, with the keys from its profile."""

from typing import Any

from flask import Blueprint, Response, jsonify, url_for

from frontend.index import queries
from frontend.index.listing import OfferFilter
from frontend.resources import book, database, settings
from frontend.web import limits
from frontend.web.urls import address_in_url
from scripts import sealing
from scripts.credentials import dids

bp = Blueprint("did", __name__)

CONTEXT = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/suites/secp256k1recovery-2020/v2",
    "https://w3id.org/security/suites/jws-2020/v1",
]
MEDIA_TYPE = "application/did+ld+json"
COORDINATE_BYTES = 32

Json = dict[str, Any]


@bp.get("/did/<account>")
@limits.limiter.limit(limits.READS)
def document(account: str) -> Response:
    """The DID document of an account of this chain."""
    response = jsonify(_document(address_in_url(account)))
    response.mimetype = MEDIA_TYPE
    return response


def _document(account: str) -> Json:
    """As did:pkh has it, and what the account's profile adds: the key that others seal for, its pages."""
    name = dids.did(book().chain_id, account)
    method: Json = {
        "id": name + dids.METHOD,
        "type": "EcdsaSecp256k1RecoveryMethod2020",
        "controller": name,
        "blockchainAccountId": f"eip155:{book().chain_id}:{account}",
    }
    return {
        "@context": CONTEXT,
        "id": name,
        "verificationMethod": [method],
        "authentication": [method["id"]],
        "assertionMethod": [method["id"]],
        **_agreement(name, account),
        "service": _services(name, account),
    }


def _agreement(name: str, account: str) -> Json:
    point = sealing.usable(queries.account(database(), account).document.get("encryption_key", ""))
    if not point:
        return {}
    x, y = (sealing.encode(part) for part in (point[1 : 1 + COORDINATE_BYTES], point[1 + COORDINATE_BYTES :]))
    jwk = {"kty": "EC", "crv": "P-256", "x": x, "y": y}
    method = {"id": f"{name}#encryption", "type": "JsonWebKey2020", "controller": name, "publicKeyJwk": jwk}
    return {"keyAgreement": [method]}


def _services(name: str, account: str) -> list[Json]:
    """A shop's page where it sells, and what this storefront's API says of the account."""
    origin = settings().origin
    found = {"api": ("HandoverAccount", url_for("api.account", address=account))}
    if queries.offers(database(), OfferFilter(seller=account, in_stock=False), limit=1).items:
        found["shop"] = ("LinkedDomains", url_for("catalogue.shop", address=account))
    return [
        {"id": f"{name}#{part}", "type": type_, "serviceEndpoint": origin + path}
        for part, (type_, path) in sorted(found.items())
    ]
