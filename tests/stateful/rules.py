"""What may happen in the market: who does what with which order, when, and about how much."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.fixtures import terms
from tests.fixtures.clock import DAY, HOUR
from tests.fixtures.consent import Action
from tests.fixtures.terms import EMPTY, MAX_AMOUNT, MAX_UINT, NO_HASH, Offer, Order
from tests.stateful.books import Credit
from tests.stateful.case import Case
from tests.stateful.drafts import CAPS, OFFERS, ORDERS, Drafts
from tests.stateful.machine import Machine
from tests.stateful.market import Call, Market
from tests.stateful.model import MAX_ROUNDS, order_role
from tests.stateful.signed import FIELDS, Signed, wanted
from tests.stateful.table import USES, Use, uses_of
from tests.stateful.tally import CROWD, Tally

MAX_OPEN = CROWD + 4
MAX_LEFT = 12
MAX_GIVEN = 30
HUNDRED = 100
FAR = 50 * DAY  # nobody waits longer for a deadline
DOCUMENT = b"\xd0" * 32

# Each is drawn as one byte, because Hypothesis has 8 kB for a whole run.
NUMBER = st.integers(0, 255)  # a place in a list whose length is not known when it is drawn
SELDOM = st.integers(0, 15).map(lambda number: number == 15)
WHEN = st.sampled_from(["soon"] * 12 + ["an hour later", "before", "at", "after"])
DUE = st.sampled_from(["before", "at", "at", "after", "after", "soon"])
AMOUNT = st.sampled_from(["half", "half", "one", "all but one", "all", "one more", "any", "none"])

AROUND = {"before": -1, "at": 0, "after": 1}  # seconds from the deadline
KINDS = (*[terms.EXCHANGE] * 4, *[terms.RETURN] * 4, *[terms.REFUND] * 3, 4)
LONGER = (3 * DAY, 3 * DAY, 30 * DAY, 1, 3 * DAY + 1, 30 * DAY + 1, 0)  # seconds after the deadline

ARGUMENTS: dict[str, Callable[[Case, int, int], tuple[Any, ...]]] = {
    "request": lambda case, amount, number: (amount, KINDS[number % len(KINDS)], DOCUMENT),
    "release": lambda case, amount, number: (amount,),
    "refund": lambda case, amount, number: (amount,),
    "rule": lambda case, amount, number: (amount, DOCUMENT),
    "extend": lambda case, amount, number: (case.deadline + LONGER[number % len(LONGER)],),
    "approve_return": lambda case, amount, number: (DOCUMENT,),
    "send_back": lambda case, amount, number: (DOCUMENT,),
    "dispute": lambda case, amount, number: (DOCUMENT,),
    "submit_evidence": lambda case, amount, number: (DOCUMENT,),
}
# What an order must have, beyond its status, for a verb to make sense.
FITS: dict[str, Callable[[Case], bool]] = {
    "approve_return": lambda case: case.kind != terms.REFUND,
    "replace": lambda case: case.kind == terms.EXCHANGE and case.round < MAX_ROUNDS,
    "dispute": lambda case: case.order.offer.arbiter != EMPTY,
}


# These wait until there are enough open orders.
LAST = ("confirm", "cancel", "refund", "extend")


def verb_rule(verb: str) -> Callable:
    """A rule by which somebody uses a verb on an order, mostly where the state table has it."""

    @precondition(lambda self: (verb not in LAST or self.is_crowded()) and self.fitting(verb))
    @rule(pick=NUMBER, number=NUMBER, amount=AMOUNT, when=WHEN, odd=SELDOM, wrong=SELDOM)
    def use(self: "Rules", pick: int, number: int, amount: str, when: str, odd: bool, wrong: bool) -> None:
        case = self.any_case(pick) if odd else chosen(self.fitting(verb), pick)
        by = self.anybody(number) if wrong else self.entitled(verb, case, pick)
        call = self.call(by, verb, case, amount, number)
        self.do(self.signed(call, case, pick) if number % 4 == 3 else call, at=self.moment(case, when))

    use.__name__ = verb
    return use


class Rules(Machine):
    """Anybody does anything at any time, and mostly what makes sense."""

    def __init__(self, market: Market, tally: Tally, crowds: Sequence[int] = (CROWD, CROWD, CROWD, 2)) -> None:
        super().__init__(market, tally)
        self.crowds = crowds
        self.drafts = Drafts(market)
        self.offers: list[Offer] = []
        self.unpaid: list[Order] = []
        self.given: list[tuple[Order, Action, bytes]] = []  # signed actions, the newest first
        self.extended = False
        self.used: Counter[str | int] = Counter()  # verbs and statuses that were chosen for being rare
        self.crowd = 0

    @initialize(pick=NUMBER)
    def expect(self, pick: int) -> None:
        """How many orders shall be open at most times."""
        self.crowd = chosen(self.crowds, pick)

    # Offers

    @precondition(lambda self: len(self.left()) < MAX_LEFT)
    @rule(drawn=OFFERS, cap=st.sampled_from(CAPS), wrong=SELDOM, number=NUMBER)
    def publish(self, drawn: dict, cap: int, wrong: bool, number: int) -> None:
        offer = self.drafts.offer(drawn)
        self.do(Call(self.anybody(number) if wrong else offer.seller, "publish", (offer, cap)))
        self.keep([offer])

    @precondition(lambda self: len(self.left()) < MAX_LEFT)
    @rule(drawn=OFFERS, cap=st.sampled_from(CAPS), count=st.integers(1, 3), again=SELDOM, odd=SELDOM)
    def publish_many(self, drawn: dict, cap: int, count: int, again: bool, odd: bool) -> None:
        offers = [self.drafts.offer(drawn) for _ in range(count)]
        offers += offers[: int(again)]
        self.do(Call(offers[0].seller, "publish_many", (tuple(offers), (cap,) * (len(offers) + odd))))
        self.keep(offers)

    @precondition(lambda self: self.offers and len(self.left()) < MAX_LEFT)
    @rule(pick=NUMBER, drawn=OFFERS, number=NUMBER, known=SELDOM, wrong=SELDOM)
    def revise(self, pick: int, drawn: dict, number: int, known: bool, wrong: bool) -> None:
        old = chosen(self.offers, pick)
        new = chosen(self.offers, number) if known else self.drafts.offer(drawn)._replace(seller=old.seller)
        self.do(Call(self.anybody(number) if wrong else old.seller, "revise", (old, new)))
        self.keep([new])

    @precondition(lambda self: self.offers)
    @rule(pick=NUMBER, cap=st.sampled_from(CAPS), number=NUMBER, wrong=SELDOM)
    def set_cap(self, pick: int, cap: int, number: int, wrong: bool) -> None:
        offer = chosen(self.offers, pick)
        self.do(Call(self.anybody(number) if wrong else offer.seller, "set_cap", (offer, cap)))

    # Paying

    @precondition(lambda self: self.offers and len(self.seen.ends) < MAX_OPEN)
    @rule(pick=NUMBER, drawn=ORDERS, number=NUMBER, wrong=SELDOM, short=SELDOM)
    def pay(self, pick: int, drawn: dict, number: int, wrong: bool, short: bool) -> None:
        order = self.drafts.order(self.offer(pick), drawn)
        by = self.anybody(number) if wrong or order.payer == EMPTY else order.payer
        self.do(Call(by, "pay", (order,), brought([order]) + short))
        self.unpaid = [order, *self.unpaid[:3]]

    @precondition(lambda self: self.offers and len(self.seen.ends) < MAX_OPEN)
    @rule(pick=NUMBER, drawn=ORDERS, count=st.integers(1, 4), odd=SELDOM, twice=SELDOM, short=SELDOM)
    def pay_many(self, pick: int, drawn: dict, count: int, odd: bool, twice: bool, short: bool) -> None:
        """A cart, which mostly brings the open orders up to a crowd."""
        cart: list[Order] = []
        for place in range(2 * MAX_OPEN):
            order = self.drafts.order(self.offer(pick + place), drawn)
            if odd or self.model.is_payable(order, cart):
                cart.append(order)
            if len(cart) == max(count, self.crowd - len(self.seen.ends)):
                break
        cart += cart[: int(twice)]
        by = self.anybody(pick) if not cart or cart[0].payer == EMPTY else cart[0].payer
        self.do(Call(by, "pay_many", (tuple(cart),), brought(cart) + short))

    # Verbs

    ship = verb_rule("ship")
    attest_delivery = verb_rule("attest_delivery")
    confirm = verb_rule("confirm")
    cancel = verb_rule("cancel")
    refund = verb_rule("refund")
    request = verb_rule("request")
    release = verb_rule("release")
    approve_return = verb_rule("approve_return")
    send_back = verb_rule("send_back")
    concede = verb_rule("concede")
    replace = verb_rule("replace")
    dispute = verb_rule("dispute")
    rule_on_dispute = verb_rule("rule")
    extend = verb_rule("extend")
    submit_evidence = verb_rule("submit_evidence")

    @precondition(lambda self: self.given)
    @rule(pick=NUMBER, number=NUMBER, other=SELDOM)
    def repeat(self, pick: int, number: int, other: bool) -> None:
        """What was signed once is brought again, mostly after the order has moved on; or for another order."""
        order, wanted, signature = chosen(self.given, pick)
        brought_for = self.any_case(number).order if other else order
        self.do(Call(self.anybody(number), "act_signed", (brought_for, wanted, signature)))

    @precondition(lambda self: self.claims())
    @rule(pick=NUMBER, number=NUMBER, amount=AMOUNT)
    def go_on(self, pick: int, number: int, amount: str) -> None:
        """Somebody does what is awaited, and of several things the one that was done least in this run; or, as few
        orders get far, once in a status nobody does until it is too late."""
        status, verb, role, _ = min(self.claims(), key=lambda use: self.used[use.verb])
        case = chosen([case for case in self.fitting(verb) if case.status == status], pick)
        lapses = not self.used[status] and self.is_crowded() and case.deadline < self.market.now + FAR
        self.used[status if lapses else verb] += 1
        if lapses:
            self.do(Call(self.people["stranger"], "enforce", (case.order,)), at=case.deadline)
        else:
            self.do(self.call(order_role(case.order, role), verb, case, amount, number=pick))

    @precondition(lambda self: self.is_crowded())
    @rule(pick=NUMBER, when=DUE, odd=SELDOM)
    def enforce(self, pick: int, when: str, odd: bool) -> None:
        case = self.any_case(pick) if odd else chosen(self.overdue(pick), pick) or self.next_due()
        self.do(Call(self.people["stranger"], "enforce", (case.order,)), at=self.moment(case, when))

    @precondition(lambda self: self.is_crowded())
    @rule(pick=NUMBER, when=DUE)
    def wait_and_enforce(self, pick: int, when: str) -> None:
        """Waiting for the deadline of an order in the status least often enforced, whatever it means for the others."""
        near = [case for case in self.fitting("enforce") if case.deadline < self.market.now + FAR] or [self.next_due()]
        status = min((case.status for case in near), key=lambda status: (self.used[status], -status))
        case = chosen([case for case in near if case.status == status], pick)
        self.used[status] += when != "before"
        self.do(Call(self.people["stranger"], "enforce", (case.order,)), at=case.deadline + AROUND.get(when, 0))

    @precondition(lambda self: self.fitting("ship"))
    @rule(pick=NUMBER, when=WHEN)
    def ship_many(self, pick: int, when: str) -> None:
        case = chosen(self.fitting("ship"), pick)
        orders = [case.order, *self.some_orders(pick)]
        self.do(Call(case.order.offer.seller, "ship_many", (tuple(orders),)), at=self.moment(case, when))

    @precondition(lambda self: self.is_crowded())
    @rule(pick=NUMBER, when=DUE)
    def enforce_many(self, pick: int, when: str) -> None:
        case = chosen(self.overdue(pick), pick) or self.next_due()
        orders = [*self.some_orders(pick), case.order]
        self.do(Call(self.people["stranger"], "enforce_many", (tuple(orders),)), at=self.moment(case, when))

    @precondition(lambda self: any(case.has_ended for case in self.model.cases.values()))
    @rule(
        pick=NUMBER,
        amount=st.sampled_from([1, 1_000, 10**18, 1, 1_000, 10**18, MAX_AMOUNT, MAX_AMOUNT + 1, 0]),
        number=NUMBER,
        wrong=SELDOM,
        short=SELDOM,
    )
    def refund_closed(self, pick: int, amount: int, number: int, wrong: bool, short: bool) -> None:
        case = chosen([case for case in self.model.cases.values() if case.has_ended], pick) or self.any_case(pick)
        offer = case.order.offer
        coin = short + (amount if offer.currency == EMPTY else 0)
        by = self.anybody(number) if wrong else offer.seller
        self.do(Call(by, "refund_closed", (case.order, amount, DOCUMENT), coin))

    @precondition(lambda self: self.seen.ends)
    @rule(pick=NUMBER, first=NUMBER, second=NUMBER, amount=AMOUNT, when=WHEN)
    def race(self, pick: int, first: int, second: int, amount: str, when: str) -> None:
        """Two people act on one order in the same block."""
        case = chosen(self.fitting("enforce"), pick)
        uses = [(use.verb, use.role) for use in USES if use.status == case.status] + [("enforce", "buyer")]
        calls = [
            self.call(order_role(case.order, role), verb, case, amount, first)
            for verb, role in (chosen(uses, first), chosen(uses, second))
        ]
        self.do(*(call for call in calls if call.by != EMPTY), at=self.moment(case, when))

    @precondition(lambda self: not self.extended and self.awaiting_confirmation())
    @rule(pick=NUMBER, amount=AMOUNT)
    def extend_a_hundred_times(self, pick: int, amount: str) -> None:
        """A seller puts his own answer off, and the buyer's request still gets one within seven days."""
        order = chosen(self.awaiting_confirmation(), pick).order
        deadline = self.model.cases[order].deadline
        extensions = [
            Call(order.offer.seller, "extend", (order, deadline + (count + 1) * 30 * DAY)) for count in range(HUNDRED)
        ]
        self.do(*extensions, Call(order.buyer, "request", (order, 1, terms.RETURN, DOCUMENT)))
        assert self.seen.records[order].deadline == self.market.now + 7 * DAY, f"(g) {order}"
        self.tally.hundredfold += 1
        self.extended = True

    @precondition(lambda self: self.awaiting_confirmation())
    @rule(pick=NUMBER)
    def extend_twice(self, pick: int) -> None:
        """A buyer takes his own three days, and once more in the same block."""
        case = chosen(self.awaiting_confirmation(), pick)
        untils = (case.deadline + 3 * DAY, case.deadline + 6 * DAY)
        self.do(*(Call(case.order.buyer, "extend", (case.order, until)) for until in untils))

    @precondition(lambda self: self.model.cases)
    @rule(pick=NUMBER, use=st.sampled_from(USES), who=NUMBER, amount=AMOUNT, unpaid=SELDOM, other=SELDOM)
    def anything(self, pick: int, use: Use, who: int, amount: str, unpaid: bool, other: bool) -> None:
        """Anybody uses any verb on any order, on one that was never paid, or on one that is not quite the same."""
        case = self.any_case(pick)
        if unpaid and self.unpaid:
            case = Case(chosen(self.unpaid, pick))
        if other:
            case = Case(case.order._replace(quantity=case.order.quantity + 1))
        self.do(self.call(self.anybody(who), use.verb, case, amount, who))

    # More likely than the others, because few orders get far.
    request_again = request
    go_on_again = go_on_more = go_on

    # Credits

    @precondition(lambda self: self.credits(own=True))
    @rule(pick=NUMBER, number=NUMBER, odd=SELDOM)
    def withdraw(self, pick: int, number: int, odd: bool) -> None:
        account, _, currency = chosen(self.credits(own=True), pick)
        account = self.anybody(number) if odd else account
        self.do(Call(self.people["stranger"], "withdraw", (account, currency)))

    @precondition(lambda self: self.credits(own=True))
    @rule(pick=NUMBER, number=NUMBER)
    def withdraw_to(self, pick: int, number: int) -> None:
        account, _, currency = chosen(self.credits(own=True), pick)
        to = chosen([*self.people.values(), self.market.escrow, EMPTY], number)
        self.do(Call(account, "withdraw_to", (currency, to)))

    @precondition(lambda self: self.credits(own=False))
    @rule(pick=NUMBER, number=NUMBER, wrong=SELDOM, empty=SELDOM)
    def collect(self, pick: int, number: int, wrong: bool, empty: bool) -> None:
        account, key, currency = chosen(self.credits(own=False), pick)
        by = self.anybody(number) if wrong else account
        self.do(Call(by, "collect", (NO_HASH if empty else key, currency)))

    # The world outside

    @rule(what=st.integers(0, 7), on=st.booleans(), number=NUMBER)
    def the_world_turns(self, what: int, on: bool, number: int) -> None:
        """A receiver refuses coin or takes it, an issuer stops people, or money gets into Escrow behind its back."""
        by, anybody = self.people["stranger"], self.anybody(number)
        calls = [
            Call(by, "set_denied", (anybody, on), to="DenyListToken"),
            Call(by, "set_paused", (on,), to="DenyListToken"),
            Call(by, "force", (self.market.escrow,), number, to="CoinForcer"),
            Call(by, "transfer", (self.market.escrow, number), to="Dollar"),
        ]
        self.do(chosen(calls, what) if what < 4 else Call(by, "set_refusing", (on,), to="RefusingReceiver"))

    # Choosing

    @property
    def people(self) -> dict[str, str]:
        """Accounts by role."""
        return self.market.people

    def keep(self, offers: list[Offer]) -> None:
        """Offers that can be bought, or at least have a price."""
        self.offers += [offer for offer in offers if offer in self.model.stock]

    def offer(self, pick: int) -> Offer:
        """An offer, mostly one that is not sold out."""
        return chosen(self.offers if pick % 4 == 3 else self.left() or self.offers, pick)

    def left(self) -> list[Offer]:
        """Offers of which several units are left."""
        return [offer for offer in self.offers if self.model.stock[offer].left > 3]

    def anybody(self, number: int) -> str:
        """Some account."""
        return chosen(list(self.people.values()), number)

    def any_case(self, pick: int) -> Case:
        """Some order that was paid."""
        return chosen(list(self.model.cases.values()), pick)

    def some_orders(self, pick: int) -> list[Order]:
        """Several orders, in any status; one of them may be there twice."""
        return [self.any_case(pick * (place + 1)).order for place in range(pick % 5)]

    def awaiting_confirmation(self) -> list[Case]:
        """Orders that the buyer could request something about, however long the seller extends."""
        return [
            case
            for case in self.model.cases.values()
            if case.status == terms.AWAITING_CONFIRMATION and not case.is_late(self.market.now + 2 * HUNDRED)
        ]

    def fitting(self, verb: str) -> list[Case]:
        """Orders with which a verb would work for the right person."""
        uses = {use.status: use for use in uses_of(verb)} or dict.fromkeys(terms.WAITING)
        return [
            case
            for case in self.model.cases.values()
            if case.status in uses
            and FITS.get(verb, bool)(case)
            and not (uses[case.status] and uses[case.status].is_claim and case.is_late(self.market.now + 1))
        ]

    def is_crowded(self) -> bool:
        """Whether there are as many open orders as there should be."""
        return len(self.seen.ends) > self.crowd

    def next_due(self) -> Case:
        """The open order that has to be dealt with first."""
        ahead = [case for case in self.fitting("enforce") if not case.is_late(self.market.now + 1)]
        return min(ahead or self.fitting("enforce"), key=lambda case: case.deadline)

    def claims(self) -> list[Use]:
        """What is awaited of somebody, and in time."""
        return [
            use
            for use in USES
            if use.is_claim
            and use.verb != "extend"
            and any(case.status == use.status for case in self.fitting(use.verb))
        ]

    def overdue(self, pick: int) -> list[Case]:
        """Open orders of one status whose deadlines have passed."""
        due = [case for case in self.fitting("enforce") if case.is_late(self.market.now + 1)]
        status = chosen(sorted({case.status for case in due}), pick)
        return [case for case in due if case.status == status]

    def entitled(self, verb: str, case: Case, pick: int) -> str:
        """Whom the state table lets use a verb; the buyer, where it lets nobody."""
        roles = [use.role for use in uses_of(verb) if use.status == case.status] or ["buyer"]
        account = order_role(case.order, chosen(roles, pick // 16))
        return case.order.buyer if account == EMPTY else account

    def call(self, by: str, verb: str, case: Case, amount: str, number: int) -> Call:
        """A verb on an order; the amount in words, beside what is held."""
        held = case.held
        amounts = {
            "half": held // 2, "one": 1, "all but one": max(held - 1, 0), "all": held,
            "one more": held + 1, "any": MAX_UINT, "none": 0,
        }  # fmt: skip
        arguments = ARGUMENTS.get(verb, lambda *_: ())
        return Call(by, verb, (case.order, *arguments(case, amounts[amount], number)))

    def signed(self, call: Call, case: Case, pick: int) -> Call:
        """The same by the caller's signature, which anybody brings, if it is a verb for that and he has a key."""
        signer = self.market.keyholder(call.by)
        if call.verb not in FIELDS or signer in self.market.with_code:
            return call
        action = wanted(call.verb, call.args[1:], self.market.now + HOUR if pick % 8 == 7 else MAX_UINT)
        signature = self.market.sign(Signed(signer, case.order, call.verb, action, case.status, case.round))
        self.given = [(case.order, action, signature), *self.given[:MAX_GIVEN]]
        return Call(self.anybody(pick), "act_signed", self.given[0])

    def moment(self, case: Case, when: str) -> int:
        """A time in Unix seconds; of the deadlines only the next one, or else the others would all be missed."""
        if when == "an hour later":
            return self.market.now + HOUR
        others = (other.deadline for other in self.model.cases.values() if other.deadline > self.market.now + 2)
        is_next = case.deadline == min(others, default=0)
        return case.deadline + AROUND[when] if is_next and when in AROUND else 0

    def credits(self, own: bool) -> list[Credit]:
        """What accounts can withdraw as their own, or else collect under a key."""
        return [credit for credit in self.model.books.credits if (credit[1] == NO_HASH) == own]


def chosen(options: Sequence, number: int) -> Any:
    """The option in a place counted round and round; None if there is none."""
    return options[number % len(options)] if options else None


def brought(orders: list[Order]) -> int:
    """Coin to come with a payment; none for what is more than can be."""
    return sum(order.coin for order in orders if order.total <= MAX_AMOUNT)
