"""Random claims and reviews: of all kinds, also such as contracts refuse; and whom a storefront believes meanwhile."""

import random
from collections.abc import Sequence

from scripts.claims import word_of
from scripts.parameters import DAY
from scripts.terms import NO_DOCUMENT, Order
from scripts.wallet import Call
from tests.frontend.devnet import Devnet

HOUR = 3_600
ISSUERS = ("arbiter", "carrier", "stranger", "seller")
SUBJECTS = ("referrer", "referrer", "buyer", "friend", "seller", "wallet")
KINDS = ("business", "business", "person", "person", "email", "royal-warrant")
BELIEVED = {"arbiter": ("business", "person", "email"), "carrier": ("person", "phone")}
VERBS = {"issue": 6, "renew": 6, "revoke": 1, "decline": 1}  # how often
AGAIN = 12  # claims made before, among which one is chosen
LATEST = 150  # orders


class Opinions:
    """The same seed says the same of the same."""

    def __init__(self, devnet: Devnet, seed: int) -> None:
        self._devnet = devnet
        self._random = random.Random(seed)
        self._claims: list[tuple[str, str, bytes]] = []  # issuer, subject, kind
        self._reviewed: list[Order] = []

    def steps(self, count: int, orders: Sequence[Order]) -> list[tuple[str, Call]]:
        """So many things that are said, of accounts and of these orders."""
        pick = self._random.choice
        return [
            self._say_of_order(orders) if orders and pick([True, True, False]) else self._claim() for _ in range(count)
        ]

    def _claim(self) -> tuple[str, Call]:
        pick, people, identity = self._random.choice, self._devnet.people, self._devnet.identity
        verb = self._random.choices(list(VERBS), list(VERBS.values()))[0] if self._claims else "issue"
        if verb == "issue":
            word = bytes.fromhex(word_of(pick(KINDS))[2:])
            self._claims.append((people[pick(ISSUERS)], people[pick(SUBJECTS)], word))
        issuer, subject, kind = self._claims[-1] if verb == "issue" else pick(self._claims[-AGAIN:])
        if verb == "decline":
            return subject, identity.call("decline", issuer, kind, pick([True, False]))
        if verb == "revoke":
            return issuer, identity.call("revoke", subject, kind, pick([NO_DOCUMENT, self._random.randbytes(32)]))
        expires = self._devnet.time() + pick([2 * HOUR, 3 * DAY, 300 * DAY, 300 * DAY])
        return issuer, identity.call(verb, subject, kind, expires, self._random.randbytes(32))

    def _say_of_order(self, orders: Sequence[Order]) -> tuple[str, Call]:
        pick, reviews = self._random.choice, self._devnet.reviews
        document = pick([NO_DOCUMENT, self._random.randbytes(32), self._random.randbytes(32)])
        if not self._reviewed or self._random.random() < 0.6:
            order = pick(orders[-LATEST:])
            self._reviewed.append(order)
            return order.buyer, reviews.call("review", order, self._random.randint(1, 5), document)
        order = pick(self._reviewed[-LATEST:])
        if self._random.random() < 0.3:
            return order.buyer, reviews.call("follow_up", order, document)
        return order.offer.seller, reviews.call("reply", order, pick([1, 1, 2]), document)


def trust_file(devnet: Devnet) -> str:
    """The operator's file of a storefront in this market: commissions are a few millionths there."""
    issuers = "".join(
        f'  - {{account: "{devnet.people[role]}", name: {{en: {role}}}, kinds: [{", ".join(kinds)}]}}\n'
        for role, kinds in BELIEVED.items()
    )
    referrers = f'referrers: [{{account: "{devnet.people["referrer"]}", name: {{en: A guide, zh: 导购}}}}]\n'
    return f'issuers:\n{issuers}{referrers}full_weight: {{ETH: "0.00000000001", USD: "5"}}\n'
