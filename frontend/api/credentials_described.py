"""How the API takes credentials, and gives them: paths and schemas."""

from frontend.api.describing import answers, get, parameter
from frontend.api.schemas import ADDRESS, DIGEST, FLAG, NATURAL, TEXT, Json, extended, extensible, fields, or_none, ref

OBJECT: Json = {"type": "object"}  # a standard's own
SCHEMAS: Json = {
    "Question": fields(domain=TEXT, challenge=TEXT, expires=NATURAL),
    "Draft": fields(presentation=OBJECT, typed_data=OBJECT, expires=NATURAL),
    "Published": extensible(fields(sha256=TEXT, issuer=ADDRESS, subject=ADDRESS, kind=TEXT, expires=ref("Time"))),
    "CredentialState": extended("Published", holds=FLAG, reason=or_none(TEXT)),
    "TakenBack": fields(taken_back=TEXT),
}


def _presentations() -> Json:
    """How a subject has a credential published."""
    away = {"_503": "the node is not there, or this storefront has no secret to ask with"}
    wrong = {"_413": "too large", "_422": "it does not hold, or is not understood: why", "_507": "no room"}
    published = answers("Published", **wrong, **away)
    published["201"] = published.pop("200")
    return {
        "/presentations/challenge": get("What a presentation has to answer", "Question", [], **away),
        "/presentations/drafts": {
            "post": {
                "summary": "A presentation of a credential for its subject to sign, by eth_signTypedData_v4",
                "requestBody": {"required": True, "content": {"application/vc+ld+json": {}}},
                "responses": answers("Draft", **wrong, **away),
            }
        },
        "/presentations": {
            "post": {
                "summary": "Have a credential published, by a Verifiable Presentation of its subject's",
                "requestBody": {"required": True, "content": {"application/json": {}}},
                "responses": published,
            }
        },
    }


def _credentials() -> Json:
    """What was published, and taking it back."""
    name = [parameter("sha256", "path", DIGEST, "as the claim on the chain has it")]
    wrong = {"_400": "no hash, or no token of a page", "_404": "not published here"}
    got = answers("Error", **wrong)
    got["200"] = {"description": "byte for byte", "content": {"application/vc+ld+json": {"schema": {"type": "object"}}}}
    signed = fields(account=ADDRESS, domain=TEXT, expires=NATURAL, signature=TEXT)
    return {
        "/credentials/{sha256}": {
            "get": {"summary": "A credential that its subject published", "parameters": name, "responses": got},
            "delete": {
                "summary": "Take a credential back: signed in as its subject, or signed by it",
                "parameters": name,
                "requestBody": {"required": False, "content": {"application/json": {"schema": signed}}},
                "responses": answers(
                    "TakenBack",
                    **wrong,
                    _403="not by its subject, or for another storefront",
                    _503="the node is not there",
                ),
            },
        },
        "/credentials/{sha256}/state": get(
            "Whether it holds at this moment, live", "CredentialState", name, **wrong, _503="the node is not there"
        ),
    }


PATHS: Json = {**_presentations(), **_credentials()}
