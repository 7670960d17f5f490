"""The machine with claims and reviews: what has to hold of them on the chain after every step."""

from collections import Counter

from hypothesis.stateful import invariant

from tests.stateful.books import Books
from tests.stateful.machine import Machine
from tests.stateful.opinions.market import IDENTITY, REVIEWS, OpinionsMarket
from tests.stateful.opinions.model import Key
from tests.stateful.opinions.world import OpinionsWorld
from tests.stateful.sight import RecordsSight
from tests.stateful.tally import Tally

KINDS = tuple(kind.ljust(32, b"\0") for kind in (b"business", b"person"))


class OpinionsMachine(Machine):
    """Four more invariants; Escrow's own are the other machines'."""

    market: OpinionsMarket
    model: OpinionsWorld

    issuers: tuple[str, ...] = ("arbiter", "stranger")
    subjects: tuple[str, ...] = ("seller", "arbiter")  # who cannot vouch for himself

    a_balances_are_what_is_held_and_credited = None
    b_no_more_leaves_than_was_paid = None
    c_money_goes_to_an_orders_people_only = None
    d_a_stranger_can_end_every_order = None
    e_nothing_else_changes_an_orders_end = None
    f_units_are_sold_once = None
    g_nobody_delays_the_end = None

    def __init__(self, market: OpinionsMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        self.keys: list[Key] = [
            (market.people[issuer], market.people[subject], kind)
            for issuer in self.issuers
            for subject in self.subjects
            for kind in KINDS
        ]

    def looking(self, market: OpinionsMarket) -> RecordsSight:
        return RecordsSight(market)

    def foreseeing(self, books: Books, market: OpinionsMarket) -> OpinionsWorld:
        return OpinionsWorld(books, market)

    def said_something(self) -> bool:
        """Whether there is anything new to look at."""
        return True

    @invariant()
    def h_a_claim_holds_while_it_is_meant(self) -> None:
        """Neither revoked, nor declined, nor expired."""
        if self.said_something():
            found = self.market.views(IDENTITY, *(("holds", *key) for key in self.keys))
            for key, (holds,) in zip(self.keys, found, strict=True):
                assert bool(holds) == self.model.opinions.holds(key, self.market.now), f"(h) {key}: {bool(holds)}"

    @invariant()
    def k_a_claim_is_kept_as_it_was_said(self) -> None:
        """Its flags, its end, and its document but for six bytes."""
        if self.said_something():
            found = self.market.views(IDENTITY, *(("claim", *key) for key in self.keys))
            for key, words in zip(self.keys, found, strict=True):
                claim = self.model.opinions.claim(key)
                document = int.from_bytes(claim.document[:26] + bytes(6))
                told = [claim.issued, claim.revoked, claim.declined, claim.expires, document]
                assert words == told, f"(k) {key}: {words}"

    @invariant()
    def r_an_order_is_reviewed_once(self) -> None:
        """And once followed up, and each of these answered once; all of it stays."""
        if self.said_something():
            opinions, ids = self.model.opinions, [self.market.order_id(order) for order in self.orders]
            found = self.market.views(REVIEWS, *(("reviewed", id_) for id_ in ids))
            for id_, words in zip(ids, found, strict=True):
                told = [opinions.stars.get(id_, 0), id_ in opinions.followed]
                told += [(id_, part) in opinions.replied for part in (1, 2)]
                assert words == told, f"(r) {id_.hex()}: {words}"

    @invariant()
    def l_it_is_logged_once(self) -> None:
        """Reviews and what follows them, no more and no less."""
        if self.said_something():
            opinions, logs = self.model.opinions, self.market.logs(REVIEWS)
            logged = Counter(tuple(log["topics"][:2]) for log in logs)
            many = len(opinions.stars) + len(opinions.followed) + len(opinions.replied)
            twice = [topics for topics, number in logged.items() if number > 2]  # each part is answered
            assert not twice, f"(l) {twice} are logged more than twice"
            assert len(logs) == many, f"(l) {len(logs)} logs of {many} words"
