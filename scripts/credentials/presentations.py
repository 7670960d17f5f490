"""A subject lets one storefront publish a credential: by a Verifiable Presentation, for its origin and its question."""

from dataclasses import dataclass
from typing import Any

from scripts import canonical_json, documents
from scripts.credentials import checking, dids, form, typed_data
from scripts.credentials.checking import Fault, Refused, Witness
from scripts.credentials.form import CONTEXT, Credential, Place
from scripts.refusal import Refusal

Json = dict[str, Any]

PRESENTATION = "VerifiablePresentation"
MAX_BYTES = 4 * checking.MAX_BYTES  # the types of the credential are told once more


@dataclass(frozen=True)
class Presented:
    """What a presentation of the accepted form says: who signed it, for which storefront, and in answer to what."""

    document: Json
    holder: str
    domain: str
    challenge: str
    credential: bytes


def compose(place: Place, credential: Credential, domain: str, challenge: str, now: int) -> Json:
    """A presentation of a credential that waits for its subject's signature; `domain` is the storefront's origin."""
    holder = place.did(credential.subject)
    return {
        "@context": CONTEXT,
        "type": [PRESENTATION],
        "holder": holder,
        "verifiableCredential": credential.document,
        "proof": {
            "type": typed_data.PROOF_TYPE,
            "created": form.moment(now),
            "proofPurpose": "authentication",
            "verificationMethod": holder + dids.METHOD,
            "domain": domain,
            "challenge": challenge,
        },
    }


def asked(place: Place, document: Json) -> Json:
    """What the subject signs."""
    return typed_data.typed(document, PRESENTATION, place.domain)


def read(data: bytes) -> Presented:
    """A presentation in whatever layout of JSON; raises Refused."""
    try:
        document = canonical_json.read(data, MAX_BYTES)
        documents.check(document, "presentation")
        documents.canonical(document)  # half a character may stand in what the subject says, too
        holder = dids.read(document["holder"])
        credential = documents.canonical(document["verifiableCredential"])
    except Refusal as refusal:
        raise Refused(Fault.FORM, str(refusal)) from None
    proof = document["proof"]
    if proof["verificationMethod"] != document["holder"] + dids.METHOD:
        raise Refused(Fault.HOLDER)
    return Presented(document, holder.account, proof["domain"], proof["challenge"], credential)


def verify(presented: Presented, place: Place, witness: Witness, domain: str) -> Credential:
    """The credential that its subject presents to this storefront; raises Refused. The challenge is the caller's."""
    if presented.domain != domain:
        raise Refused(Fault.AUDIENCE)
    credential = checking.verify(presented.credential, place, witness, presented.holder)
    typed = asked(place, presented.document)
    if not typed_data.describes(presented.document["proof"]["eip712"], typed):
        raise Refused(Fault.TYPES)
    signature = bytes.fromhex(presented.document["proof"]["proofValue"][2:])
    if not checking.signed(typed, signature, presented.holder, witness):
        raise Refused(Fault.HOLDER)
    return credential
