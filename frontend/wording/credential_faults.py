"""Why a credential is refused, in the reader's language."""

from frontend.wording.texts import Text, lazy_gettext
from scripts.credentials.checking import Fault, Refused

FAULTS: dict[Fault, Text] = {
    Fault.FORM: lazy_gettext("This is no credential that is understood here."),
    Fault.ELSEWHERE: lazy_gettext("This credential is of another chain or another market."),
    Fault.TYPES: lazy_gettext("What the credential's proof says was signed is not what is in the credential."),
    Fault.SIGNATURE: lazy_gettext("The credential was changed, or the issuer that it names did not sign it."),
    Fault.SUBJECT: lazy_gettext("This credential is about somebody else."),
    Fault.EARLY: lazy_gettext("This credential is not valid yet."),
    Fault.EXPIRED: lazy_gettext("This credential has expired."),
    Fault.NOT_ISSUED: lazy_gettext("The issuer has not put this claim on the chain."),
    Fault.REVOKED: lazy_gettext("The issuer has revoked this claim."),
    Fault.DECLINED: lazy_gettext("The account that this claim is about does not want it."),
    Fault.REPLACED: lazy_gettext(
        "This is not the credential that the issuer issued last: another one stands in its place."
    ),
    Fault.OTHER_END: lazy_gettext("The chain has another expiry than the credential."),
    Fault.HOLDER: lazy_gettext("The presentation is not signed by the account that the credential is about."),
    Fault.AUDIENCE: lazy_gettext("The presentation was made for another storefront."),
    Fault.CHALLENGE: lazy_gettext(
        "The presentation answers no question of this storefront, or came too late, or was used already."
    ),
}


def sentence(refused: Refused) -> str:
    """Why; what is wrong with a form is told as it is, for whoever wrote the program that made it."""
    return f"{FAULTS[refused.fault]} {refused.detail}".rstrip()
