"""What may happen around a Credit: who lends, buys, pays, does not pay, gives back, and what nobody should get done."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from scripts.credit.course import State
from scripts.credit.terms import GRACE, INSTALMENTS, MAX_PAUSE, WRITE_OFF, Plan
from tests.fixtures.clock import DAY
from tests.fixtures.terms import CANCELLED, CLOSED, EXCHANGE, REFUND, RETURN, WAITING, Order
from tests.stateful.credit.machine import PAYOFF, STATE, CreditMachine
from tests.stateful.credit.market import BUSINESS, BUYERS, CREDIT, IDENTITY, ISSUER, LENDERS, PERSON, SELLERS, TOKEN
from tests.stateful.credit.model import IN_QUESTION
from tests.stateful.credit.tally import MOST
from tests.stateful.market import Call
from tests.stateful.rules import NUMBER, SELDOM, chosen

DOCUMENT = b"\xd0" * 32
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

    @initialize(money=st.sampled_from([150_000, 400_000]))
    def begin(self, money: int) -> None:
        """Some lender is first."""
        lender = self.market.people[LENDERS[0]]
        self.do(Call(lender, "deposit", (money, lender), to=CREDIT))

    # Lenders

    @rule(who=lenders, money=MONEY, as_shares=st.booleans())
    def lend(self, who: str, money: int, as_shares: bool) -> None:
        by = self.market.people[who]
        amount = self.model.to_shares(money, up=False) + money % 2 if as_shares else money
        self.do(Call(by, "mint" if as_shares else "deposit", (amount, by), to=CREDIT))

    @rule(who=lenders, share=SHARE, as_shares=st.booleans(), others=SELDOM)
    def leave(self, who: str, share: str, as_shares: bool, others: bool) -> None:
        owner = self.market.people[who]
        has = self.model.shares[owner] if as_shares else self.model.to_assets(self.model.shares[owner], up=False)
        amount = {"one": 1, "a third": has // 3, "all": has, "one more": has + 1, "none": 0}[share]
        if not as_shares and share != "one more":
            amount = min(amount, self.model.cash)
        by = self.market.people["stranger"] if others else owner
        self.do(Call(by, "redeem" if as_shares else "withdraw", (amount, by, owner), to=CREDIT))

    # Buying

    @precondition(lambda self: len(self.plans) < MOST)
    @rule(who=buyers, at=sellers, number=NUMBER, quantity=QUANTITY, down=DOWN, long=st.booleans(), wrong=NUMBER)
    def buy(self, who: str, at: str, number: int, quantity: int, down: str, long: bool, wrong: int) -> None:
        people = self.market.people
        order = self.market.order(at, people[who], number, quantity)
        order = order._replace(payer=people[who]) if wrong == 1 else order
        part = order.total // 4
        amount = {
            "a quarter": part + 1, "a half": order.total // 2, "all but one": order.total - 1,
            "all": order.total, "too little": part,
        }[down]  # fmt: skip
        instalments = wrong if wrong in (7, 0) else INSTALMENTS[number % len(INSTALMENTS)]
        days = 15 if wrong == 3 else 30 if long else 14
        by = people["stranger"] if wrong == 4 else people[who]
        order_id = self.market.order_id(order)
        terms = (amount, instalments, days)
        if self.do(Call(by, "buy", (order, *terms), to=CREDIT), "buy", order, order_id, *terms):
            self.orders[order_id] = order

    buy_again = buy

    @precondition(lambda self: self.orders)
    @rule(pick=NUMBER)
    def buy_the_same(self, pick: int) -> None:
        order_id, order = chosen(list(self.orders.items()), pick)
        terms = (order.total // 2, 2, 14)
        self.do(Call(order.buyer, "buy", (order, *terms), to=CREDIT), "buy", order, order_id, *terms)

    # Paying

    @precondition(lambda self: self.owed())
    @rule(pick=NUMBER, amount=PAYMENT, when=WHEN, stranger=SELDOM, odd=SELDOM)
    def repay(self, pick: int, amount: str, when: str, stranger: bool, odd: bool) -> None:
        plan = self.any_plan(pick) if odd else chosen(self.owed(), pick)
        record, by = self.seen.records[plan], self.market.people["stranger"] if stranger else plan.buyer
        payoff = record[PAYOFF]
        paid = {
            "next": record[NEXT_AMOUNT], "all": payoff, "half": payoff // 2, "one": 1, "all but one": payoff - 1,
            "more": payoff + 1_000, "none": 0,
        }[amount]  # fmt: skip
        self.do(Call(by, "repay", (plan, max(paid, 0)), to=CREDIT), at=self.moment(plan, when))

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
        late = [plan for plan in self.owed() if self.seen.records[plan][LATE]]
        if not (late or patient or odd):
            return
        plan = self.any_plan(pick) if odd else chosen(late or self.owed(), pick)
        course = next(loan.course for loan in self.model.loans.values() if loan.plan == plan)
        waited = course.progress.paused + (course.pause_left if course.progress.state == State.PAUSED else 0)
        lost = plan.start + (course.covered + 1) * plan.interval + WRITE_OFF + waited
        self.do(Call(self.market.people["stranger"], "write_off", (plan,), to=CREDIT), at=0 if odd else lost + seconds)

    # What the order brings back

    @precondition(lambda self: self.orders)
    @rule(pick=NUMBER, number=NUMBER, part=PART)
    def go_on_with_an_order(self, pick: int, number: int, part: str) -> None:
        order_id, order = chosen(self.going_on(pick), pick)
        verb = chosen(STEPS[self.status(order_id)], number)
        amount = max({"a half": order.total // 2, "a third": order.total // 3, "all": order.total}.get(part, 1), 1)
        amount += order.total if part == "more" else 0
        arguments = {
            "refund": (amount,), "release": (amount,), "rule": (amount, DOCUMENT), "dispute": (DOCUMENT,),
            "request": (amount, (REFUND, RETURN, EXCHANGE)[number % 3], DOCUMENT), "approve_return": (DOCUMENT,),
            "send_back": (DOCUMENT,), "refund_closed": (amount, DOCUMENT),
        }.get(verb, ())  # fmt: skip
        sellers = ("ship", "refund", "concede", "approve_return", "refund_closed")
        by = order.offer.seller if verb in sellers else order.buyer
        if verb == "rule":
            by = order.offer.arbiter
        if verb == "dispute" and self.status(order_id) in (4, 6):
            by = order.offer.seller
        self.step_order(Call(by, verb, (order, *arguments)), at=self.market.now + (3 * DAY if verb == "enforce" else 0))

    go_on_again = go_on_more = go_on_and_on = go_on_with_an_order

    @precondition(lambda self: self.orders)
    @rule(pick=NUMBER, odd=SELDOM)
    def settle(self, pick: int, odd: bool) -> None:
        plans = [plan for plan in self.plans if self.kept(plan.order_id)]
        plan = self.any_plan(pick) if odd or not plans else chosen(plans, pick)
        self.do(Call(self.market.people["stranger"], "settle", (plan,), to=CREDIT))

    settle_again = settle

    @precondition(lambda self: any(self.status(plan.order_id) in IN_QUESTION for plan in self.owed()))
    @rule(pick=NUMBER, odd=SELDOM)
    def pause(self, pick: int, odd: bool) -> None:
        asked = [plan for plan in self.owed() if self.status(plan.order_id) in IN_QUESTION]
        plan = self.any_plan(pick) if odd or not asked else chosen(asked, pick)
        self.do(Call(self.market.people["stranger"], "pause", (plan,), to=CREDIT))

    @precondition(lambda self: any(record[STATE] == State.PAUSED for record in self.seen.records.values()))
    @rule(pick=NUMBER, later=st.sampled_from([0, DAY, 20 * DAY, MAX_PAUSE - 1, MAX_PAUSE, MAX_PAUSE]), odd=SELDOM)
    def resume(self, pick: int, later: int, odd: bool) -> None:
        waiting = [plan for plan in self.plans if self.seen.records[plan][STATE] == State.PAUSED]
        plan = self.any_plan(pick) if odd or not waiting else chosen(waiting, pick)
        later = later if waiting else 0
        self.do(Call(self.market.people["stranger"], "resume", (plan,), to=CREDIT), at=self.market.now + later)

    # The world outside

    @precondition(lambda self: sum(self.seen.credits.values()))
    @rule(lift=st.booleans())
    def withdraw_credit(self, lift: bool) -> None:
        """Mostly once the receiver may have it again."""
        account = self.market.people[next(name for name, amount in self.seen.credits.items() if amount)]
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
            self.set_vouched(chosen((*BUYERS, *SELLERS), who), again)

    # Choosing

    def set_vouched(self, who: str, vouched: bool) -> None:
        """The issuer takes a claim back, or makes it again: plans go on, only new ones need it."""
        kind, account = PERSON if who in BUYERS else BUSINESS, self.market.people[who]
        if vouched:
            self.market.vouch(who, kind)
            self.model.unvouched.discard(account)
            self.look()
        elif account not in self.model.unvouched:
            self.step_order(Call(self.market.people[ISSUER], "revoke", (account, kind, DOCUMENT), to=IDENTITY))
            self.model.unvouched.add(account)

    def set_denied(self, account: str, denied: bool) -> None:
        """The currency's issuer stops somebody, or lets him go."""
        self.step_order(Call(self.market.people["stranger"], "set_denied", (account, denied), to=TOKEN))
        (self.model.denied.add if denied else self.model.denied.discard)(account)

    def any_plan(self, pick: int) -> Plan:
        """One that was ever opened."""
        return chosen(self.plans, pick)

    def owed(self) -> list[Plan]:
        """Those of which something is to be paid."""
        return [plan for plan in self.plans if self.seen.records[plan][PAYOFF]]

    def going_on(self, pick: int) -> list[tuple[bytes, Order]]:
        """Orders, mostly those that are open and of which something is owed."""
        owed = {plan.order_id for plan in self.owed()}
        near = [item for item in self.orders.items() if item[0] in owed and self.status(item[0]) in WAITING]
        return near if near and pick % 8 else list(self.orders.items())

    def moment(self, plan: Plan, when: str) -> int:
        """A time around a plan's next date."""
        number = max(self.seen.records[plan][5], 1)
        loan = next(loan for loan in self.model.loans.values() if loan.plan == plan)
        due = loan.course.due(number, self.market.now)
        return {
            "soon": 0, "half": due - plan.interval // 2, "before half": due - plan.interval // 2 - 1, "due": due,
            "before grace": due + GRACE - 1, "grace": due + GRACE, "begin": due - plan.interval,
        }[when]  # fmt: skip
