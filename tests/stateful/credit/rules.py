"""What may happen around a Credit: who lends, buys, pays, does not pay, gives back, and what nobody should get done."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from scripts.credit.course import State
from scripts.credit.terms import GRACE, INSTALMENTS, MAX_PAUSE, WRITE_OFF, Plan
from tests.fixtures.clock import DAY
from tests.fixtures.terms import CANCELLED, CLOSED, EMPTY, EXCHANGE, NO_HASH, REFUND, RETURN, Offer, Order, salted
from tests.stateful.case import Case
from tests.stateful.credit.machine import PAYOFF, STATE, CreditMachine
from tests.stateful.credit.market import BUYERS, CREDIT, FOREVER, LENDERS, SELLERS, TOKEN, CreditMarket
from tests.stateful.credit.model import IN_QUESTION
from tests.stateful.credit.tally import MOST
from tests.stateful.market import Call
from tests.stateful.model import order_role
from tests.stateful.opinions.market import IDENTITY
from tests.stateful.rules import DOCUMENT, NUMBER, SELDOM, chosen
from tests.stateful.table import uses_of
from tests.stateful.tally import Tally

NEXT_AMOUNT, LATE = 6, 8  # in a record
buyers, sellers, lenders = (st.sampled_from(names) for names in (BUYERS, SELLERS, LENDERS))
QUANTITY = st.sampled_from([1, 1, 1, 2, 3, 7, 40])
DOWN = st.sampled_from([*["a quarter"] * 8, "a half", "a half", "all but one", "all", "too little"])
PAYMENT = st.sampled_from(["next", "next", "next", "all", "all", "half", "one", "all but one", "more", "none"])
# A moment around the next date of a plan, by what counts there; most things happen soon.
WHEN = st.sampled_from(["soon"] * 8 + ["half", "before half", "due", "before grace", "grace", "begin"])
PART = st.sampled_from(["a half", "a third", "all", "one", "more"])
MONEY = st.sampled_from([1, 999, 1_000, 30_000, 100_000, 250_001, 0])
SHARE = st.sampled_from(["one", "a third", "all", "one more", "none"])
# What may be done with an order, by who does it. With the time it takes to get there it is seldom done in vain.
STEPS = {
    1: (*["ship"] * 8, "cancel", "refund", "confirm"),
    2: ("attest_delivery", "attest_delivery", "refund"),
    3: (*["request"] * 8, "confirm", "refund"),
    4: ("approve_return", "approve_return", "dispute", "dispute", "concede", "refund", "release", "enforce"),
    5: ("send_back", "send_back", "concede"),
    6: ("concede", "dispute", "dispute", "enforce"),
    7: ("rule", "rule", "rule", "concede"),
    CLOSED: ("refund_closed",),
    CANCELLED: ("refund_closed",),
}


class CreditRules(CreditMachine):
    """Anybody does anything at any time, and mostly what makes sense."""

    def __init__(self, market: CreditMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        self.plans_offers: dict[str, list[Offer]] = {}
        self.bought = 0

    @initialize(money=st.sampled_from([150_000, 400_000]))
    def begin_with_money(self, money: int) -> None:
        """Some lender is first; sellers have something to sell."""
        lender = self.market.people[LENDERS[0]]
        self.plans_offers = self.market.plans_offers
        for offers in self.plans_offers.values():
            self.do(Call(offers[0].seller, "publish_many", (tuple(offers), (2**64,) * len(offers))))
        self.do(Call(lender, "deposit", (money, lender), to=CREDIT))

    # Lenders

    @rule(who=lenders, money=MONEY, as_shares=st.booleans())
    def lend(self, who: str, money: int, as_shares: bool) -> None:
        by = self.market.people[who]
        amount = self.model.credit.to_shares(money, up=False) + money % 2 if as_shares else money
        self.do(Call(by, "mint" if as_shares else "deposit", (amount, by), to=CREDIT))

    @rule(who=lenders, share=SHARE, as_shares=st.booleans(), others=SELDOM)
    def leave(self, who: str, share: str, as_shares: bool, others: bool) -> None:
        owner = self.market.people[who]
        shares = self.model.credit.shares[owner]
        has = shares if as_shares else self.model.credit.to_assets(shares, up=False)
        amount = {"one": 1, "a third": has // 3, "all": has, "one more": has + 1, "none": 0}[share]
        if not as_shares and share != "one more":
            amount = min(amount, self.model.credit.cash)
        by = self.market.people["stranger"] if others else owner
        self.do(Call(by, "redeem" if as_shares else "withdraw", (amount, by, owner), to=CREDIT))

    # Buying

    @precondition(lambda self: self.plans_offers and len(self.plans) < MOST)
    @rule(who=buyers, at=sellers, number=NUMBER, quantity=QUANTITY, down=DOWN, long=st.booleans(), wrong=NUMBER)
    def buy(self, who: str, at: str, number: int, quantity: int, down: str, long: bool, wrong: int) -> None:
        people = self.market.people
        order = self.order_for_plan(chosen(self.plans_offers[at], number), people[who], quantity)
        order = order._replace(payer=people[who]) if wrong == 1 else order
        part = order.total // 4
        amount = {
            "a quarter": part + 1, "a half": order.total // 2, "all but one": order.total - 1,
            "all": order.total, "too little": part,
        }[down]  # fmt: skip
        instalments = wrong if wrong in (7, 0) else INSTALMENTS[number % len(INSTALMENTS)]
        days = 15 if wrong == 3 else 30 if long else 14
        by = people["stranger"] if wrong == 4 else people[who]
        self.do(Call(by, "buy", (order, amount, instalments, days), to=CREDIT))

    buy_again = buy

    @precondition(lambda self: self.plans)
    @rule(pick=NUMBER)
    def buy_the_same(self, pick: int) -> None:
        order = self.model.order_of(self.any_plan(pick))
        self.do(Call(order.buyer, "buy", (order, order.total // 2, 2, 14), to=CREDIT))

    # Paying

    @precondition(lambda self: self.owed())
    @rule(pick=NUMBER, amount=PAYMENT, when=WHEN, stranger=SELDOM, odd=SELDOM)
    def repay(self, pick: int, amount: str, when: str, stranger: bool, odd: bool) -> None:
        plan = self.any_plan(pick) if odd else chosen(self.owed(), pick)
        record, by = self.lent.records[plan], self.market.people["stranger"] if stranger else plan.buyer
        payoff = record[PAYOFF]
        paid = {
            "next": record[NEXT_AMOUNT], "all": payoff, "half": payoff // 2, "one": 1, "all but one": payoff - 1,
            "more": payoff + 1_000, "none": 0,
        }[amount]  # fmt: skip
        self.do(Call(by, "repay", (plan, max(paid, 0)), to=CREDIT), at=self.date(plan, when))

    repay_again = repay_more = repay

    @precondition(lambda self: self.plans)
    @rule(pick=NUMBER)
    def pay_another_plan(self, pick: int) -> None:
        """Somebody lies about a plan's terms."""
        plan = self.any_plan(pick)
        self.do(Call(plan.buyer, "repay", (plan._replace(principal=plan.principal + 1), 100), to=CREDIT))

    @precondition(lambda self: self.owed())
    @rule(pick=NUMBER, seconds=st.sampled_from([-1, 0, 1]), patient=SELDOM, odd=SELDOM)
    def write_off(self, pick: int, seconds: int, patient: bool, odd: bool) -> None:
        """Mostly what is overdue already: waiting for it costs all others their dates."""
        late = [plan for plan in self.owed() if self.lent.records[plan][LATE]]
        if not (late or patient or odd):
            return
        plan = self.any_plan(pick) if odd else chosen(late or self.owed(), pick)
        course = next(loan.course for loan in self.model.credit.loans.values() if loan.plan == plan)
        waited = course.progress.paused + (course.pause_left if course.progress.state == State.PAUSED else 0)
        lost = plan.start + (course.covered + 1) * plan.interval + WRITE_OFF + waited
        self.do(Call(self.market.people["stranger"], "write_off", (plan,), to=CREDIT), at=0 if odd else lost + seconds)

    # What the order brings back

    @precondition(lambda self: self.plans)
    @rule(pick=NUMBER, number=NUMBER, part=PART)
    def go_on_with_an_order(self, pick: int, number: int, part: str) -> None:
        case = chosen(self.going_on(pick), pick)
        order, verb = case.order, chosen(STEPS[case.status], number)
        amount = max({"a half": order.total // 2, "a third": order.total // 3, "all": order.total}.get(part, 1), 1)
        amount += order.total if part == "more" else 0
        arguments = {
            "refund": (amount,), "release": (amount,), "rule": (amount, DOCUMENT), "dispute": (DOCUMENT,),
            "request": (amount, (REFUND, RETURN, EXCHANGE)[number % 3], DOCUMENT), "approve_return": (DOCUMENT,),
            "send_back": (DOCUMENT,), "refund_closed": (amount, DOCUMENT),
        }.get(verb, ())  # fmt: skip
        roles = [use.role for use in uses_of(verb) if use.status == case.status] or ["seller"]
        by = order_role(order, roles[0])
        self.do(Call(by, verb, (order, *arguments)), at=self.market.now + (3 * DAY if verb == "enforce" else 0))

    go_on_with_it_again = go_on_with_it_more = go_on_with_it_and_on = go_on_with_an_order

    @precondition(lambda self: self.plans)
    @rule(pick=NUMBER, odd=SELDOM)
    def settle_plan(self, pick: int, odd: bool) -> None:
        plans = [plan for plan in self.plans if self.model.credit.kept(plan.order_id)]
        plan = self.any_plan(pick) if odd or not plans else chosen(plans, pick)
        self.do(Call(self.market.people["stranger"], "settle", (plan,), to=CREDIT))

    settle_plan_again = settle_plan

    @precondition(lambda self: any(self.model.status(plan.order_id) in IN_QUESTION for plan in self.owed()))
    @rule(pick=NUMBER, odd=SELDOM)
    def pause(self, pick: int, odd: bool) -> None:
        asked = [plan for plan in self.owed() if self.model.status(plan.order_id) in IN_QUESTION]
        plan = self.any_plan(pick) if odd or not asked else chosen(asked, pick)
        self.do(Call(self.market.people["stranger"], "pause", (plan,), to=CREDIT))

    @precondition(lambda self: any(record[STATE] == State.PAUSED for record in self.lent.records.values()))
    @rule(pick=NUMBER, later=st.sampled_from([0, DAY, 20 * DAY, MAX_PAUSE - 1, MAX_PAUSE, MAX_PAUSE]), odd=SELDOM)
    def resume(self, pick: int, later: int, odd: bool) -> None:
        waiting = [plan for plan in self.plans if self.lent.records[plan][STATE] == State.PAUSED]
        plan = self.any_plan(pick) if odd or not waiting else chosen(waiting, pick)
        later = later if waiting else 0
        self.do(Call(self.market.people["stranger"], "resume", (plan,), to=CREDIT), at=self.market.now + later)

    # The world outside

    @precondition(lambda self: sum(self.lent.credits.values()))
    @rule(lift=st.booleans())
    def withdraw_credit(self, lift: bool) -> None:
        """Mostly once the receiver may have it again."""
        account = self.market.people[next(name for name, amount in self.lent.credits.items() if amount)]
        if lift:
            self.set_denied(account, False)
        self.do(Call(self.market.people["stranger"], "withdraw_credit", (account,), to=CREDIT))

    @rule(what=st.sampled_from(["give", "deny", "vouch"]), who=NUMBER, again=st.sampled_from([True, True, True, False]))
    def what_others_do(self, what: str, who: int, again: bool) -> None:
        """Money comes for nothing; the currency's issuer stops a buyer for a while, Credit's takes back a claim."""
        if what == "give":
            call = Call(self.market.people["stranger"], "transfer", (self.market.credit, 10 ** (who % 7)), to=TOKEN)
            self.do(call)
        elif what == "deny":
            self.set_denied(self.market.people[chosen(BUYERS, who)], not again)
        else:
            self.set_vouched(*chosen(self.market.vouched, who), again)

    # Choosing

    def set_vouched(self, account: str, kind: bytes, vouched: bool) -> None:
        """The issuer takes a claim back, or makes it again: plans go on, only new ones need it."""
        issuer, terms = self.market.parameters.issuer, (FOREVER, DOCUMENT) if vouched else (DOCUMENT,)
        stands = self.model.opinions.claim((issuer, account, kind)).stands
        verb = "revoke" if not vouched else "renew" if stands else "issue"
        self.do(Call(issuer, verb, (account, kind, *terms), to=IDENTITY))

    def set_denied(self, account: str, denied: bool) -> None:
        """The currency's issuer stops somebody, or lets him go."""
        self.do(Call(self.market.people["stranger"], "set_denied", (account, denied), to=TOKEN))

    def order_for_plan(self, offer: Offer, buyer: str, quantity: int) -> Order:
        """A new order that Credit is to pay."""
        self.bought += 1
        return salted(Order(offer, buyer, self.market.credit, quantity, EMPTY, NO_HASH, NO_HASH), self.bought)

    def any_plan(self, pick: int) -> Plan:
        """One that was ever opened."""
        return chosen(self.plans, pick)

    def owed(self) -> list[Plan]:
        """Those of which something is to be paid."""
        return [plan for plan in self.plans if self.lent.records[plan][PAYOFF]]

    def going_on(self, pick: int) -> list[Case]:
        """What became of plans' orders, mostly of those that are open and of which something is owed."""
        cases = [self.model.cases[self.model.order_of(plan)] for plan in self.plans]
        owed = {plan.order_id for plan in self.owed()}
        near = [case for case in cases if case.is_open and self.market.order_id(case.order) in owed]
        return near if near and pick % 8 else cases

    def date(self, plan: Plan, when: str) -> int:
        """A time around a plan's next date."""
        number = max(self.lent.records[plan][5], 1)
        loan = next(loan for loan in self.model.credit.loans.values() if loan.plan == plan)
        due = loan.course.due(number, self.market.now)
        return {
            "soon": 0, "half": due - plan.interval // 2, "before half": due - plan.interval // 2 - 1, "due": due,
            "before grace": due + GRACE - 1, "grace": due + GRACE, "begin": due - plan.interval,
        }[when]  # fmt: skip
