"""What may be said: claims and their ends, reviews and replies, rightly and wrongly."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fixtures.clock import DAY
from tests.fixtures.terms import CANCELLED, CLOSED, EMPTY, NO_HASH, Offer, Order, salted
from tests.stateful.market import Call
from tests.stateful.opinions.machine import KINDS, OpinionsMachine
from tests.stateful.opinions.market import IDENTITY, REVIEWS, OpinionsMarket
from tests.stateful.opinions.model import LATEST, Key
from tests.stateful.rules import NUMBER, chosen
from tests.stateful.tally import Tally

TALKING = ("buyer", "second_buyer", "seller", "second_seller", "stranger")
WAYS = {  # what becomes of an order
    "open": (),
    "confirmed": ("confirm",),
    "cancelled": ("cancel",),
    "given back": ("ship", "refund"),
    "never sent": ("enforce",),
}

documents = st.sampled_from([bytes(range(99, 131)), b"\x01" * 32, b"\xfe" * 32, bytes(range(32)), NO_HASH])
ends = st.sampled_from([DAY, 100 * DAY, 300 * DAY, 100 * DAY, 5, 2, 0, -1, LATEST])  # seconds after the block
people = st.sampled_from(TALKING)
often = st.sampled_from([True, True, True, False])


class OpinionsRules(OpinionsMachine):
    """Anybody says anything, and mostly what he may."""

    # Vouching

    @rule(issuer=NUMBER, subject=NUMBER, kind=NUMBER, end=ends, document=documents, rightly=often)
    def vouch(self, issuer: int, subject: int, kind: int, end: int, document: bytes, rightly: bool) -> None:
        """A claim, or another in the place of one; mostly what is possible."""
        key, now = self.key(issuer, subject, kind), self.market.now + 1
        stands = self.model.opinions.claim(key).stands
        verb, expires = "renew" if rightly == stands else "issue", min(now + end, 2**256 - 1)
        self.do(Call(key[0], verb, (key[1], key[2], expires, document), to=IDENTITY))

    @rule(issuer=NUMBER, subject=NUMBER, kind=NUMBER)
    def revoke(self, issuer: int, subject: int, kind: int) -> None:
        """An issuer takes it back."""
        by, *key = self.key(issuer, subject, kind)
        self.do(Call(by, "revoke", (*key, NO_HASH), to=IDENTITY))

    @rule(issuer=NUMBER, subject=NUMBER, kind=NUMBER, mood=st.integers(0, 5), place=NUMBER)
    def decline(self, issuer: int, subject: int, kind: int, mood: int, place: int) -> None:
        """A subject wants it not, which is seldom, and mostly of what holds; or does again, which is not."""
        key, opinions = self.key(issuer, subject, kind), self.model.opinions
        held = [one for one in self.keys if opinions.holds(one, self.market.now)]
        if mood == 0 and held:
            key = chosen(held, place)
        declined = mood == 0
        if declined or opinions.claim(key).declined or mood == 5:
            self.do(Call(key[1], "decline", (key[0], key[2], declined), to=IDENTITY))

    # Reviewing

    @precondition(lambda self: self.orders)
    @rule(place=NUMBER, by=people, rightly=often, stars=st.sampled_from([1, 5, 3, 4, 0, 6]), document=documents)
    def review(self, place: int, by: str, rightly: bool, stars: int, document: bytes) -> None:
        """Mostly by who may."""
        order = chosen(list(self.orders), place)
        self._say("review", order.buyer if rightly else self.market.people[by], order, stars, document)

    @precondition(lambda self: self.orders)
    @rule(place=NUMBER, by=people, rightly=often, document=documents)
    def follow_up(self, place: int, by: str, rightly: bool, document: bytes) -> None:
        """Mostly by who may."""
        order = self.reviewed(place)
        self._say("follow_up", order.buyer if rightly else self.market.people[by], order, document)

    @precondition(lambda self: self.orders)
    @rule(place=NUMBER, by=people, rightly=often, part=st.sampled_from([1, 2, 1, 2, 0, 3, 250]), document=documents)
    def reply(self, place: int, by: str, rightly: bool, part: int, document: bytes) -> None:
        """Mostly by who may."""
        order = self.reviewed(place)
        self._say("reply", order.offer.seller if rightly else self.market.people[by], order, part, document)

    # Choosing

    def key(self, issuer: int, subject: int, kind: int) -> Key:
        """Who says what of whom."""
        names = chosen(self.issuers, issuer), chosen(self.subjects, subject)
        return *(self.market.people[name] for name in names), chosen(KINDS, kind)

    def reviewed(self, place: int) -> Order:
        """Mostly an order of which something was said."""
        stars, orders = self.model.opinions.stars, list(self.orders)
        said = [order for order in orders if self.market.order_id(order) in stars]
        return chosen(said if said and place % 5 else orders, place)

    def _say(self, verb: str, by: str, *arguments) -> None:
        self.do(Call(by, verb, arguments, to=REVIEWS))


class OpinionsTrade(OpinionsRules):
    """Orders come to one of their ends or stay open; how is the other machines' question."""

    def __init__(self, market: OpinionsMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        terms = (EMPTY, 100, 0, 2 * DAY, DAY, 3 * DAY, EMPTY, EMPTY, 0, EMPTY, 0, NO_HASH)
        self.offers = [Offer(market.people[name], *terms) for name in ("seller", "second_seller")]
        self.number = 0
        self.do(*(Call(offer.seller, "publish", (offer, 1_000)) for offer in self.offers))

    @rule(seller=NUMBER, second=st.booleans(), way=st.sampled_from(sorted(WAYS)))
    def trade(self, seller: int, second: bool, way: str) -> None:
        buyer = self.market.people["second_buyer" if second else "buyer"]
        self.number += 1
        order = salted(Order(chosen(self.offers, seller), buyer, buyer, 1, EMPTY, NO_HASH, NO_HASH), self.number)
        self.do(Call(buyer, "pay", (order,), order.coin))
        for verb in WAYS[way]:
            self._step(order, verb)

    @precondition(lambda self: any(case.is_open for case in self.model.cases.values()))
    @rule(place=NUMBER)
    def confirm(self, place: int) -> None:
        """An order that was open is so no more."""
        order = chosen(list(self.orders), place)
        if self.model.cases[order].status not in (CLOSED, CANCELLED):
            self._step(order, "confirm")

    @rule(seconds=st.sampled_from([1, DAY, 99 * DAY]))
    def wait(self, seconds: int) -> None:
        """Time goes by, and claims expire."""
        self.do(at=self.market.now + seconds)

    def _step(self, order: Order, verb: str) -> None:
        by = order.offer.seller if verb in ("ship", "refund") else order.buyer
        more = (order.total,) if verb == "refund" else ()
        self.do(Call(by, verb, (order, *more)), at=self.market.now + (3 * DAY if verb == "enforce" else 1))
