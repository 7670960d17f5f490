"""The machine: people trade, vouch and review, rightly and wrongly; after every step the chain is looked at."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.fixtures.clock import DAY
from tests.fixtures.terms import CANCELLED, CLOSED, EMPTY, NO_HASH, Offer, Order, salted
from tests.stateful.market import Call
from tests.stateful.opinions.market import IDENTITY, REVIEWS, OpinionsMarket, status_of
from tests.stateful.opinions.model import LATEST, Key, Model

ISSUERS = ("arbiter", "stranger")
SUBJECTS = ("seller", "arbiter")  # who cannot vouch for himself
KINDS = tuple(kind.ljust(32, b"\0") for kind in (b"business", b"person"))
TALKING = ("buyer", "second_buyer", "seller", "second_seller", "stranger")
WAYS = {  # what becomes of an order
    "open": (),
    "confirmed": ("confirm",),
    "cancelled": ("cancel",),
    "given back": ("ship", "refund"),
    "never sent": ("enforce",),
}
VERBS = ("issue", "renew", "revoke", "decline", "review", "follow_up", "reply")

issuers, subjects, kinds = (st.sampled_from(names) for names in (ISSUERS, SUBJECTS, KINDS))
documents = st.sampled_from([bytes(range(99, 131)), b"\x01" * 32, b"\xfe" * 32, bytes(range(32)), NO_HASH])
ends = st.sampled_from([DAY, 100 * DAY, 300 * DAY, 100 * DAY, 5, 2, 0, -1, LATEST])  # seconds after the block
people, places = st.sampled_from(TALKING), st.integers(0, 30)
often = st.sampled_from([True, True, True, False])


class OpinionsMachine(RuleBasedStateMachine):
    """`tally` counts what went through, and what was refused and why."""

    def __init__(self, market: OpinionsMarket, tally: Counter[str]) -> None:
        super().__init__()
        market.reset()
        self.market, self.tally, self.model = market, tally, Model()
        self.orders: list[Order] = []
        self.keys: list[Key] = [
            (market.people[issuer], market.people[subject], kind)
            for issuer in ISSUERS
            for subject in SUBJECTS
            for kind in KINDS
        ]
        self.offers = {
            name: Offer(market.people[name], EMPTY, 100, 0, 2 * DAY, DAY, 3 * DAY, EMPTY, EMPTY, 0, EMPTY, 0, NO_HASH)
            for name in ("seller", "second_seller")
        }
        for offer in self.offers.values():
            self._send(Call(offer.seller, "publish", (offer, 1_000)))

    # Trading

    @rule(seller=st.sampled_from(["seller", "second_seller"]), second=st.booleans(), way=st.sampled_from(sorted(WAYS)))
    def trade(self, seller: str, second: bool, way: str) -> None:
        """An order comes to one of its ends, or stays open."""
        buyer = self.market.people["second_buyer" if second else "buyer"]
        drawn = Order(self.offers[seller], buyer, buyer, 1, EMPTY, NO_HASH, NO_HASH)
        order = salted(drawn, len(self.orders) + 1)
        self.orders.append(order)
        self._send(Call(buyer, "pay", (order,), order.coin))
        for verb in WAYS[way]:
            self._step(order, verb)

    @rule(place=places)
    def confirm(self, place: int) -> None:
        """An order that was open is so no more."""
        if self.orders:
            order = self.orders[place % len(self.orders)]
            if self._status(order) not in (CLOSED, CANCELLED):
                self._step(order, "confirm")

    @rule(seconds=st.sampled_from([1, DAY, 99 * DAY]))
    def wait(self, seconds: int) -> None:
        """Time goes by, and claims expire."""
        self._send(later=seconds)

    # Vouching

    @rule(issuer=issuers, subject=subjects, kind=kinds, end=ends, document=documents, rightly=often)
    def vouch(self, issuer: str, subject: str, kind: bytes, end: int, document: bytes, rightly: bool) -> None:
        """A claim, or another in the place of one; mostly what is possible."""
        key = self._key(issuer, subject, kind)
        now = self.market.now + 1
        verb, expires = "renew" if rightly == self.model.claim(key).stands else "issue", min(now + end, 2**256 - 1)
        foreseen = getattr(self.model, verb)(key, expires, document, now)
        self._try(verb, IDENTITY, key[0], (key[1], kind, expires, document), foreseen)

    @rule(issuer=issuers, subject=subjects, kind=kinds)
    def revoke(self, issuer: str, subject: str, kind: bytes) -> None:
        """An issuer takes it back."""
        key = self._key(issuer, subject, kind)
        self._try("revoke", IDENTITY, key[0], (key[1], kind, NO_HASH), self.model.revoke(key))

    @rule(issuer=issuers, subject=subjects, kind=kinds, mood=st.integers(0, 5), place=places)
    def decline(self, issuer: str, subject: str, kind: bytes, mood: int, place: int) -> None:
        """A subject wants it not, which is seldom, and mostly of what holds; or does again, which is not."""
        key = self._key(issuer, subject, kind)
        held = [one for one in self.keys if self.model.holds(one, self.market.now)]
        if mood == 0 and held:
            key = held[place % len(held)]
        declined = mood == 0
        if not declined and not self.model.claim(key).declined and mood < 5:
            return
        self._try("decline", IDENTITY, key[1], (key[0], key[2], declined), self.model.decline(key, declined))

    # Reviewing

    @rule(place=places, by=people, rightly=often, stars=st.sampled_from([1, 5, 3, 4, 0, 6]), document=documents)
    def review(self, place: int, by: str, rightly: bool, stars: int, document: bytes) -> None:
        """Mostly by who may."""
        if self.orders:
            order = self.orders[place % len(self.orders)]
            who = order.buyer if rightly else self.market.people[by]
            foreseen = self.model.review(who, order, self._id(order), self._status(order), stars)
            self._try("review", REVIEWS, who, (order, stars, document), foreseen)

    @rule(place=places, by=people, rightly=often, document=documents)
    def follow_up(self, place: int, by: str, rightly: bool, document: bytes) -> None:
        """Mostly by who may."""
        if self.orders:
            order = self._reviewed(place)
            who = order.buyer if rightly else self.market.people[by]
            foreseen = self.model.follow_up(who, order, self._id(order), document)
            self._try("follow_up", REVIEWS, who, (order, document), foreseen)

    @rule(place=places, by=people, rightly=often, part=st.sampled_from([1, 2, 1, 2, 0, 3, 250]), document=documents)
    def reply(self, place: int, by: str, rightly: bool, part: int, document: bytes) -> None:
        """Mostly by who may."""
        if self.orders:
            order = self._reviewed(place)
            who = order.offer.seller if rightly else self.market.people[by]
            foreseen = self.model.reply(who, order, self._id(order), part, document)
            self._try("reply", REVIEWS, who, (order, part, document), foreseen)

    # What has to hold

    @invariant()
    def h_a_claim_holds_while_it_is_meant(self) -> None:
        """Neither revoked, nor declined, nor expired."""
        found = self.market.views(IDENTITY, "holds", self.keys)
        for key, holds in zip(self.keys, found, strict=True):
            assert bool(holds) == self.model.holds(key, self.market.now), f"(h) {key}: {bool(holds)}"

    @invariant()
    def k_a_claim_is_kept_as_it_was_said(self) -> None:
        """Its flags, its end, and its document but for six bytes."""
        found = self.market.views(IDENTITY, "claim", self.keys)
        for key, words in zip(self.keys, found, strict=True):
            claim = self.model.claim(key)
            parts = [claim.issued, claim.revoked, claim.declined, claim.expires]
            told = b"".join(int(part).to_bytes(32, "big") for part in parts) + claim.document[:26] + bytes(6)
            assert words == int.from_bytes(told, "big"), f"(k) {key}: {words:x}"

    @invariant()
    def r_an_order_is_reviewed_once(self) -> None:
        """And once followed up, and each of these answered once; all of it stays."""
        ids = [self._id(order) for order in self.orders]
        found = self.market.views(REVIEWS, "reviewed", [(id_,) for id_ in ids])
        for id_, words in zip(ids, found, strict=True):
            said = [self.model.stars.get(id_, 0), id_ in self.model.followed]
            said += [(id_, part) in self.model.replied for part in (1, 2)]
            told = b"".join(int(part).to_bytes(32, "big") for part in said)
            assert words == int.from_bytes(told, "big"), f"(r) {id_.hex()}: {words:x}"

    @invariant()
    def l_it_is_logged_once(self) -> None:
        """Reviews and what follows them, no more and no less."""
        logged = Counter(tuple(log["topics"][:2]) for log in self.market.logged(REVIEWS))
        many = len(self.model.stars) + len(self.model.followed) + len(self.model.replied)
        twice = [topics for topics, number in logged.items() if number > 2]  # each part is answered
        assert not twice, f"(l) {twice} are logged more than twice"
        assert sum(logged.values()) == many, f"(l) {sum(logged.values())} logs of {many} words"

    # Helpers

    def _key(self, issuer: str, subject: str, kind: bytes) -> Key:
        return self.market.people[issuer], self.market.people[subject], kind

    def _id(self, order: Order) -> bytes:
        return self.market.order_id(order)

    def _status(self, order: Order) -> int:
        (words,) = self.market.views("Escrow", "record", [(self._id(order),)])
        return status_of(words)

    def _reviewed(self, place: int) -> Order:
        """Mostly one of which something was said."""
        said = [order for order in self.orders if self._id(order) in self.model.stars]
        among = said if said and place % 5 else self.orders
        return among[place % len(among)]

    def _step(self, order: Order, verb: str) -> None:
        by = order.offer.seller if verb in ("ship", "refund") else order.buyer
        more = (order.total,) if verb == "refund" else ()
        self._send(Call(by, verb, (order, *more)), later=3 * DAY if verb == "enforce" else 1)

    def _send(self, *calls: Call, later: int = 1) -> None:
        """What goes through, or nothing, in a block."""
        now = self.market.now + later
        if calls:
            assert self.market.mine(now, calls) == [None] * len(calls)
        else:
            self.market.wait(now)

    def _try(self, verb: str, contract: str, by: str, arguments: tuple, foreseen: str | None) -> None:
        (reason,) = self.market.mine(self.market.now + 1, [Call(by, verb, arguments, to=contract)])
        assert reason == foreseen, f"{verb}: {reason!r}, foreseen {foreseen!r}"
        self.tally[verb if reason is None else reason] += 1
