"""Whether a credential holds: its form, its issuer's signature, its subject, its dates, and what the chain says of it.

In this order, and the first fault is the one that is told. Who believes an issuer is not asked here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from scripts import documents
from scripts.credentials import form, typed_data
from scripts.credentials.form import HASH_BYTES, Credential, Place
from scripts.refusal import Refusal

MAX_BYTES = documents.MAX_DOCUMENT_BYTES


class Fault(Enum):
    """Why a credential is refused; the value is the sentence."""

    FORM = "This is no credential that is understood here."
    ELSEWHERE = "This credential is of another chain or another market."
    TYPES = "What the credential's proof says was signed is not what is in the credential."
    SIGNATURE = "The credential was changed, or the issuer that it names did not sign it."
    SUBJECT = "This credential is about somebody else."
    EARLY = "This credential is not valid yet."
    EXPIRED = "This credential has expired."
    NOT_ISSUED = "The issuer has not put this claim on the chain."
    REVOKED = "The issuer has revoked this claim."
    DECLINED = "The account that this claim is about does not want it."
    REPLACED = "This is not the credential that the issuer issued last: another one stands in its place."
    OTHER_END = "The chain has another expiry than the credential."
    HOLDER = "The presentation is not signed by the account that the credential is about."
    AUDIENCE = "The presentation was made for another storefront."
    CHALLENGE = "The presentation answers no question of this storefront, or came too late, or was used already."


class Refused(Refusal):
    """A credential or a presentation was refused; `fault` says why, `detail` what was wrong with its form."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value} {detail}".rstrip())
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True)
class Claim:
    """What Identity keeps of an issuer, a subject and a kind, as its view `claim` has it."""

    issued: bool
    revoked: bool
    declined: bool
    expires: int
    document: bytes


@dataclass(frozen=True)
class Witness:
    """What a check asks of a node.

    `now` is the chain's time (Unix seconds); `claim` is Identity's view, by issuer, subject and kind; `accepts` says
    whether a contract takes a signature over 32 bytes as its own (ERC-1271).
    """

    now: int
    claim: Callable[[str, str, str], Claim]
    accepts: Callable[[str, bytes, bytes], bool]


def verify(data: bytes, place: Place, witness: Witness, subject: str = "") -> Credential:
    """A credential that holds, where it is asked for about `subject` (checksummed); raises Refused."""
    found = genuine(data, place, witness)
    if subject and found.subject != subject:
        raise Refused(Fault.SUBJECT)
    if witness.now < found.issued:
        raise Refused(Fault.EARLY)
    if witness.now >= found.expires:
        raise Refused(Fault.EXPIRED)
    check_claim(found, witness.claim(found.issuer, found.subject, found.kind))
    return found


def genuine(data: bytes, place: Place, witness: Witness) -> Credential:
    """A credential that its issuer did sign; whether it still holds is not asked. Raises Refused."""
    found = readable(data)
    typed = form.asked(place, found.document)
    if found.document["issuer"] != place.did(found.issuer):
        raise Refused(Fault.ELSEWHERE)
    said = found.document["proof"]["eip712"]
    if said.get("domain") != typed["domain"]:
        raise Refused(Fault.ELSEWHERE)
    if not typed_data.describes(said, typed):
        raise Refused(Fault.TYPES)
    signature = bytes.fromhex(found.document["proof"]["proofValue"][2:])
    if not signed(typed, signature, found.issuer, witness):
        raise Refused(Fault.SIGNATURE)
    return found


def readable(data: bytes) -> Credential:
    """A credential of the accepted form; raises Refused with what is wrong."""
    if len(data) > MAX_BYTES:
        raise Refused(Fault.FORM, f"It has more than {MAX_BYTES // 1024} KiB.")
    try:
        return form.read(data)
    except Refusal as refusal:
        raise Refused(Fault.FORM, str(refusal)) from None


def check_claim(credential: Credential, claim: Claim) -> None:
    """Raises Refused unless the chain says the same as a credential."""
    faults = {
        Fault.NOT_ISSUED: not claim.issued,
        Fault.REVOKED: claim.revoked,
        Fault.DECLINED: claim.declined,
        Fault.REPLACED: claim.document != bytes.fromhex(credential.sha256)[:HASH_BYTES],
        Fault.OTHER_END: claim.expires != credential.expires,
    }
    for fault, is_so in faults.items():
        if is_so:
            raise Refused(fault)


def signed(typed: typed_data.Json, signature: bytes, account: str, witness: Witness) -> bool:
    """Whether an account signed: by its key, or as a contract that says so."""
    if typed_data.signer(typed, signature) == account:
        return True
    return witness.accepts(account, typed_data.digest(typed), signature)
