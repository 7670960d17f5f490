"""The state table, by hand: who may do what in each status of an order, and who gets what is held if nobody does."""

from typing import NamedTuple

from tests.fixtures import terms


class Use(NamedTuple):
    """A role may use a verb in a status; a claim before the deadline, a concession while the order is open."""

    status: int
    verb: str
    role: str
    is_claim: bool


CLAIMS = {
    terms.AWAITING_SHIPMENT: {"seller": "ship"},
    terms.AWAITING_DELIVERY: {"carrier": "attest_delivery"},
    terms.AWAITING_CONFIRMATION: {"buyer": "request extend"},
    terms.AWAITING_ANSWER: {"seller": "approve_return replace dispute"},
    terms.AWAITING_RETURN: {"buyer": "send_back dispute"},
    terms.AWAITING_RETURN_CHECK: {"seller": "dispute replace"},
    terms.AWAITING_RULING: {"arbiter": "rule"},
}

CONCESSIONS = {
    terms.AWAITING_SHIPMENT: {"buyer": "cancel confirm extend", "seller": "refund"},
    terms.AWAITING_DELIVERY: {"buyer": "confirm extend", "seller": "refund"},
    terms.AWAITING_CONFIRMATION: {"buyer": "confirm", "seller": "refund extend"},
    terms.AWAITING_ANSWER: {"buyer": "confirm release extend", "seller": "concede refund"},
    terms.AWAITING_RETURN: {"buyer": "confirm release", "seller": "concede refund extend"},
    terms.AWAITING_RETURN_CHECK: {"buyer": "confirm release extend", "seller": "concede refund"},
    terms.AWAITING_RULING: {"buyer": "confirm release extend", "seller": "concede"},
}

FAVOURS_SELLER = (terms.AWAITING_CONFIRMATION, terms.AWAITING_RETURN)
ENDED = (terms.CLOSED, terms.CANCELLED)

NAMES = {
    terms.AWAITING_SHIPMENT: "AWAITING_SHIPMENT",
    terms.AWAITING_DELIVERY: "AWAITING_DELIVERY",
    terms.AWAITING_CONFIRMATION: "AWAITING_CONFIRMATION",
    terms.AWAITING_ANSWER: "AWAITING_ANSWER",
    terms.AWAITING_RETURN: "AWAITING_RETURN",
    terms.AWAITING_RETURN_CHECK: "AWAITING_RETURN_CHECK",
    terms.AWAITING_RULING: "AWAITING_RULING",
}

USES = [
    Use(status, verb, role, is_claim)
    for uses, is_claim in ((CLAIMS, True), (CONCESSIONS, False))
    for status, roles in uses.items()
    for role, verbs in roles.items()
    for verb in verbs.split()
]


def uses_of(verb: str) -> list[Use]:
    """Wherever a verb may be used."""
    return [use for use in USES if use.verb == verb]
