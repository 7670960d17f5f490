"""What is said of claims: their kinds as names, as clauses and on badges, their states, what became of them."""

from frontend.wording.texts import Text, lazy_gettext
from scripts.claims import ARBITER, BRAND, BUSINESS, CARRIER, PERSON, PRODUCER

EMAIL, PHONE, DOCUMENT, ADDRESS = "email", "phone", "document", "address"

KINDS: dict[str, Text] = {
    BUSINESS: lazy_gettext("Business"),
    BRAND: lazy_gettext("Authorised seller"),
    PRODUCER: lazy_gettext("Producer"),
    CARRIER: lazy_gettext("Carrier"),
    ARBITER: lazy_gettext("Arbiter"),
    PERSON: lazy_gettext("One person"),
    EMAIL: lazy_gettext("E-mail"),
    PHONE: lazy_gettext("Phone"),
    DOCUMENT: lazy_gettext("Official document"),
    ADDRESS: lazy_gettext("Postal address"),
}

# On a badge, while it holds
VERIFIED: dict[str, Text] = {
    BUSINESS: lazy_gettext("Verified business"),
    BRAND: lazy_gettext("Authorised seller"),
    PRODUCER: lazy_gettext("Verified producer"),
    CARRIER: lazy_gettext("Verified carrier"),
    ARBITER: lazy_gettext("Verified arbiter"),
    PERSON: lazy_gettext("Verified person"),
    EMAIL: lazy_gettext("E-mail checked"),
    PHONE: lazy_gettext("Phone checked"),
    DOCUMENT: lazy_gettext("Document checked"),
    ADDRESS: lazy_gettext("Address checked"),
}

# The same, where the credential is not published
UNNAMED: dict[str, Text] = {
    BUSINESS: lazy_gettext("Verified business (its registered name is not published)"),
    BRAND: lazy_gettext("Authorised seller (of which brand is not published)"),
    PRODUCER: lazy_gettext("Verified producer (its registered name is not published)"),
    CARRIER: lazy_gettext("Verified carrier (its registered name is not published)"),
    ARBITER: lazy_gettext("Verified arbiter (its registered name is not published)"),
}

# Behind "vouches that"
SAID: dict[str, Text] = {
    BUSINESS: lazy_gettext("a registered business is behind this account"),
    BRAND: lazy_gettext("it may sell the goods of a brand"),
    PRODUCER: lazy_gettext("it makes the goods that it registers"),
    CARRIER: lazy_gettext("it carries parcels for others"),
    ARBITER: lazy_gettext("it rules by published rules and takes part in no sale"),
    PERSON: lazy_gettext("one living person is behind this account"),
    EMAIL: lazy_gettext("it can be reached by e-mail"),
    PHONE: lazy_gettext("it can be reached by phone"),
    DOCUMENT: lazy_gettext("somebody showed an official document"),
    ADDRESS: lazy_gettext("a letter or a visit reached it"),
}

# Behind a name
IS: dict[str, Text] = {
    BUSINESS: lazy_gettext("a registered business"),
    BRAND: lazy_gettext("an authorised seller"),
    PRODUCER: lazy_gettext("who makes the goods that it registers"),
    CARRIER: lazy_gettext("a carrier of parcels"),
    ARBITER: lazy_gettext("an arbiter with published rules"),
}

# What an issuer says by one, as he found it on the day of issue
MEANINGS: dict[str, Text] = {
    BUSINESS: lazy_gettext("A registered business is behind the account; the credential names it and its register."),
    BRAND: lazy_gettext(
        "The account may sell goods of the brands that the credential names, as their owner or authorised by them."
    ),
    PRODUCER: lazy_gettext("It makes the goods that it registers, under numbers (GTIN) that are its own."),
    CARRIER: lazy_gettext("It carries parcels for others and says on the chain what it delivered."),
    ARBITER: lazy_gettext("It rules by published rules and takes part in no sale."),
    PERSON: lazy_gettext(
        "One living person is behind it, and the issuer says so of no other account of the same person."
    ),
    EMAIL: lazy_gettext("It can be reached at an e-mail address that the issuer knows."),
    PHONE: lazy_gettext("It can be reached at a number that the issuer knows."),
    DOCUMENT: lazy_gettext("Somebody showed an official document, in person or by video."),
    ADDRESS: lazy_gettext("A letter or a visit reached it at an address that the issuer knows."),
}

STATES: dict[str, Text] = {
    "holds": lazy_gettext("Holds"),
    "expired": lazy_gettext("Expired"),
    "revoked": lazy_gettext("Revoked"),
    "declined": lazy_gettext("Declined"),
}

PARTS_OF_REVIEWS: dict[str, Text] = {
    "review": lazy_gettext("Review"),
    "follow_up": lazy_gettext("Follow-up"),
    "reply": lazy_gettext("Reply"),
    "reply_to_follow_up": lazy_gettext("Reply to the follow-up"),
}

EVENTS: dict[str, Text] = {
    "ClaimIssued": lazy_gettext("Issued"),
    "ClaimRenewed": lazy_gettext("Renewed"),
    "ClaimRevoked": lazy_gettext("Revoked by the issuer"),
    "ClaimDeclined": lazy_gettext("Declined by the account itself"),
}
ACCEPTED = lazy_gettext("Accepted again by the account itself")


def kind_name(kind: str) -> str:
    """What a kind is called; the word itself where nobody has given it a meaning."""
    return str(KINDS.get(kind, kind))


def event_name(name: str, is_declined: bool) -> str:
    """What an event of a claim is called."""
    return str(ACCEPTED if name == "ClaimDeclined" and not is_declined else EVENTS[name])
