"""What the modules say on pages of claims: checking a credential, publishing it, declining a claim."""

from frontend.wording import claims
from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    **{f"claim_kind_{kind}": name for kind, name in claims.KINDS.items()},
    # checking in the browser
    "identity_missing": lazy_gettext("This storefront does not publish the credential any more."),
    "identity_changed": lazy_gettext("The credential was changed: its hash is not the one that the chain has."),
    "identity_not_signed": lazy_gettext("The issuer that it names did not sign this credential."),
    "identity_elsewhere": lazy_gettext("The credential is about another claim."),
    "identity_not_issued": lazy_gettext("The chain of your wallet knows no such claim."),
    "identity_revoked": lazy_gettext("The issuer has revoked this claim."),
    "identity_declined": lazy_gettext("The account that this claim is about does not want it."),
    "identity_expired": lazy_gettext("This claim has expired."),
    "identity_holds": lazy_gettext(
        "It holds: the issuer signed the credential, your wallet's chain has the claim with the credential's hash."
    ),
    # one's own claims: what becomes public, then what is done
    "public_issuer": lazy_gettext("Issuer"),
    "public_subject": lazy_gettext("About the account"),
    "public_kind": lazy_gettext("Kind of claim"),
    "public_name": lazy_gettext("Its name"),
    "public_registration": lazy_gettext("In the register"),
    "public_brands": lazy_gettext("Brands"),
    "public_method": lazy_gettext("How it was checked"),
    "public_checked": lazy_gettext("Checked on"),
    "public_since": lazy_gettext("Issued"),
    "public_until": lazy_gettext("Until"),
    "identity_agree_decline": lazy_gettext(
        "Decline this claim? It then counts for nothing in any shop, and its issuer cannot make it again until you "
        "accept it."
    ),
    "identity_agree_accept": lazy_gettext(
        "Accept this claim again? It then counts wherever its issuer is believed, as long as it holds, and its issuer "
        "may renew it. Your wallet asks for a transaction, which costs a network fee, and everybody sees it."
    ),
    "identity_agree_take_back": lazy_gettext(
        "Take the credential back? This shop then no longer shows what it says, nor the name in it, and your name is "
        "no longer protected here against look-alikes. The claim stays on the chain, and whoever has copied the "
        "credential keeps the copy. Your wallet asks for a signature; nothing is paid. You can publish it again."
    ),
    "identity_unchanged": lazy_gettext("This is so already. Load this page again."),
    "identity_other_subject": lazy_gettext("This credential is about another account than your wallet's: {account}."),
    "identity_no_file": lazy_gettext("Choose the file of a credential that an issuer gave you."),
    "identity_draft": lazy_gettext("Read what becomes public. Nothing is published yet."),
    "identity_sign": lazy_gettext("Sign in your wallet that this shop may publish it."),
    "identity_published": lazy_gettext("Published: everybody can read it here now."),
    "identity_sign_back": lazy_gettext("Sign in your wallet that this shop shall not publish it any longer."),
    "identity_taken_back": lazy_gettext("Taken back: this shop does not have the credential any more."),
    "identity_has_declined": lazy_gettext("Declined: the claim counts for nothing now, whatever its issuer says."),
    "identity_has_accepted": lazy_gettext("Accepted again: the claim counts as its issuer has it."),
}
