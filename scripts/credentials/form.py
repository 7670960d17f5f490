"""A credential: composed, given its proof, and read again.

The storefront and the scripts share this package but for what speaks to a node, so it knows no Brownie.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from scripts import documents
from scripts.credentials import dids, kinds, typed_data
from scripts.refusal import Refusal

Json = dict[str, Any]

CONTEXT = ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/suites/eip712sig-2021/v1"]
VOCABULARY = {"@vocab": "urn:handover:claim:"}
CREDENTIAL = "VerifiableCredential"
TIME = "%Y-%m-%dT%H:%M:%SZ"
HASH_BYTES = 26  # of a document's sha-256 that a claim's word has room for


@dataclass(frozen=True)
class Place:
    """The Identity that claims are made in: its chain and its address (checksummed)."""

    chain_id: int
    identity: str

    @property
    def domain(self) -> Json:
        """Under which is signed."""
        return typed_data.domain(self.chain_id, self.identity)

    def did(self, account: str) -> str:
        """The name of an account of this chain."""
        return dids.did(self.chain_id, account)


@dataclass(frozen=True)
class Credential:
    """What a credential says; `issued` and `expires` in Unix seconds, texts by language, accounts checksummed.

    `name`, `registration` and `brands` are empty where its kind does not have them.
    """

    data: bytes
    document: Json
    issuer: str
    subject: str
    kind: str
    issued: int
    expires: int

    @property
    def sha256(self) -> str:
        """Of its bytes, as 64 hexadecimal digits: what Identity has as the claim's document."""
        return documents.sha256(self.data)

    @property
    def said(self) -> Json:
        """What it says of its subject."""
        names = ("name", "registration", "brands", "method", "checked")
        told = self.document["credentialSubject"]
        return {name: told[name] for name in names if name in told}

    @property
    def name(self) -> dict[str, str]:
        return dict(self.said.get("name", {}))

    @property
    def brands(self) -> list[str]:
        return list(self.said.get("brands", []))

    @property
    def registration(self) -> Json:
        return dict(self.said.get("registration", {}))

    @property
    def method(self) -> dict[str, str]:
        return dict(self.said["method"])

    @property
    def checked(self) -> str:
        """The day on which the issuer found it so, like 2026-11-23."""
        return str(self.said["checked"])


def compose(place: Place, issuer: str, subject: str, kind: str, said: Json, issued: int, expires: int) -> Json:
    """A credential that waits for its issuer's signature; times in Unix seconds. Its id is random."""
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{uuid.uuid4()}",
        "type": [CREDENTIAL],
        "issuer": place.did(issuer),
        "issuanceDate": moment(issued),
        "expirationDate": moment(expires),
        "credentialSubject": {"@context": VOCABULARY, "id": place.did(subject), "kind": kind, **said},
        "proof": {
            "type": typed_data.PROOF_TYPE,
            "created": moment(issued),
            "proofPurpose": "assertionMethod",
            "verificationMethod": place.did(issuer) + dids.METHOD,
        },
    }


def asked(place: Place, document: Json) -> Json:
    """What a credential's issuer signs."""
    return typed_data.typed(document, CREDENTIAL, place.domain)


def prove(document: Json, typed: Json, signature: bytes) -> Json:
    """A document with the proof that its signature completes."""
    proof = {**document["proof"], "eip712": typed_data.described(typed), "proofValue": "0x" + signature.hex()}
    return {**document, "proof": proof}


def read(data: bytes) -> Credential:
    """A credential's bytes, of the accepted form and else unchecked; refused in words."""
    document = documents.parse(data)
    documents.check(document, "credential")
    told = document["credentialSubject"]
    kinds.check(told["kind"], told)
    issuer, subject = dids.read(document["issuer"]), dids.read(told["id"])
    if issuer.chain_id != subject.chain_id or issuer == subject:
        raise Refusal("A credential is about another account of the issuer's chain.")
    if document["proof"]["verificationMethod"] != document["issuer"] + dids.METHOD:
        raise Refusal("A credential's proof is its issuer's.")
    times = [seconds(document[name]) for name in ("issuanceDate", "expirationDate")]
    _day(told["checked"])
    return Credential(data, document, issuer.account, subject.account, told["kind"], *times)


def moment(at: int) -> str:
    """A moment of the chain (Unix seconds) as documents have it."""
    return datetime.fromtimestamp(at, timezone.utc).strftime(TIME)


def seconds(text: str) -> int:
    """The same back; refused where it is in no calendar."""
    try:
        return int(datetime.strptime(text, TIME).replace(tzinfo=timezone.utc).timestamp())
    except ValueError:
        raise Refusal(f"{text} is in no calendar.") from None


def _day(text: str) -> None:
    try:
        datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise Refusal(f"{text} is in no calendar.") from None
