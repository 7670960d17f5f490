"""The machine with Credit: what can be seen of it on the chain, and what has to hold of that after every step."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from hypothesis.stateful import invariant

from scripts.credit.course import State
from scripts.credit.terms import ONE, Plan, plan_id
from tests.fixtures.terms import NO_HASH
from tests.stateful.books import Books
from tests.stateful.credit.market import BUYERS, CREDIT, EVENTS, LENDERS, OPENED, SELLERS, TOKEN, CreditMarket, plan_of
from tests.stateful.credit.model import VIRTUAL, Record
from tests.stateful.credit.world import CreditWorld
from tests.stateful.machine import Machine
from tests.stateful.market import Call
from tests.stateful.sight import RecordsSight
from tests.stateful.tally import Tally

STATE, PAID, REFUNDED, OUTSTANDING, PAYOFF = range(5)  # places in a record


@dataclass
class SeenCredit:
    """One look at Credit; amounts in units. `records` are by plan, `shares` and `balances` by name."""

    cash: int = 0
    lent: int = 0
    supply: int = 0
    assets: int = 0
    here: int = 0
    records: dict[Plan, Record] = field(default_factory=dict)
    standings: dict[str, tuple[int, ...]] = field(default_factory=dict)
    at_sellers: dict[str, int] = field(default_factory=dict)
    shares: dict[str, int] = field(default_factory=dict)
    credits: dict[str, int] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)


@dataclass
class Told:
    """What was logged of a plan in all: paid, the principal in it, cut by refunds, and sent to the buyer."""

    paid: int = 0
    principal: int = 0
    cut: int = 0
    to_buyer: int = 0


class CreditMachine(Machine):
    """More invariants; all but the last look only at the chain, so that they stand without the model."""

    market: CreditMarket
    model: CreditWorld

    a_balances_are_what_is_held_and_credited = None
    b_no_more_leaves_than_was_paid = None
    c_money_goes_to_an_orders_people_only = None
    d_a_stranger_can_end_every_order = None
    e_nothing_else_changes_an_orders_end = None
    f_units_are_sold_once = None
    g_nobody_delays_the_end = None

    def __init__(self, market: CreditMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        self.plans: list[Plan] = []
        self.told: defaultdict[Plan, Told] = defaultdict(Told)
        self.flows = 0  # cash that came in beyond what went out, as steps say
        self.was_lent = self.lent = self.look_at_credit()
        for account, amount in self.lent.balances.items():
            self.model.books.balances[account, market.deny_list] = amount

    def looking(self, market: CreditMarket) -> RecordsSight:
        return RecordsSight(market)

    def foreseeing(self, books: Books, market: CreditMarket) -> CreditWorld:
        return CreditWorld(books, market)

    def do(self, *calls: Call, at: int = 0) -> None:
        super().do(*calls, at=at)
        self.flows += sum(self._flow(call) for call in self.done if call.to == CREDIT)
        self._read_logs()
        self.was_lent, self.lent = self.lent, self.look_at_credit()

    def _flow(self, call: Call) -> int:
        """What lenders brought or took in this call, by what is worth on the chain before it."""
        if call.verb == "deposit":
            return call.args[0]
        if call.verb == "withdraw":
            return -call.args[0]
        if call.verb not in ("mint", "redeem"):
            return 0
        worth = call.args[0] * (self.lent.cash + self.lent.lent + 1)
        by = self.lent.supply + VIRTUAL
        return -(-worth // by) if call.verb == "mint" else -(worth // by)

    def _read_logs(self) -> None:
        known = {plan_id(plan): plan for plan in self.plans}
        for log in self.market.logs(CREDIT, "latest"):
            topic, words = bytes.fromhex(log["topics"][0][2:]), log["data"][2:]
            if topic == OPENED:
                plan = plan_of(log["data"])
                self.plans.append(plan)
                self.flows -= plan.principal
            elif topic in EVENTS:
                name = EVENTS[topic]
                numbers = [int(words[at : at + 64], 16) for at in range(0, len(words), 64)]
                self._read_amounts(name, self.told[known[bytes.fromhex(log["topics"][1][2:])]], numbers)

    def _read_amounts(self, name: str, told: Told, numbers: list[int]) -> None:
        amount, principal = numbers[-2:]
        if name == "PlanRepaid":
            told.paid += amount
            told.principal += principal
            self.flows += amount
        else:
            told.cut += principal
            told.to_buyer += amount - principal
            self.flows += principal

    def look_at_credit(self) -> SeenCredit:
        """At everything."""
        people, credit = self.market.people, self.market.credit
        named = [("shares", "balanceOf", LENDERS), ("at_sellers", "open_at_seller", SELLERS)]
        questions = [("cash",), ("lent",), ("totalSupply",), ("totalAssets",)]
        questions += [("record", plan) for plan in self.plans]
        questions += [("standing", people[name]) for name in BUYERS]
        questions += [("credits", people[name], NO_HASH, self.market.deny_list) for name in BUYERS]
        questions += [(view, people[name]) for _, view, names in named for name in names]
        answers = iter(self.market.views(CREDIT, *questions))
        seen = SeenCredit(*(next(answers)[0] for _ in range(4)))
        seen.records = {plan: tuple(next(answers)) for plan in self.plans}
        seen.standings = {name: tuple(next(answers)) for name in BUYERS}
        seen.credits = {name: next(answers)[0] for name in BUYERS}
        for kept, _, names in named:
            setattr(seen, kept, {name: next(answers)[0] for name in names})
        holders = [credit, *(people[name] for name in (*BUYERS, *LENDERS, "stranger"))]
        amounts = self.market.views(TOKEN, *(("balanceOf", holder) for holder in holders))
        seen.here, *rest = [amount for (amount,) in amounts]
        seen.balances = dict(zip(holders[1:], rest, strict=True))
        return seen

    # What has to hold

    @invariant()
    def m_all_money_is_here(self) -> None:
        """Cash, and what could not be pushed; beside it only what was given for nothing."""
        owed = self.lent.cash + sum(self.lent.credits.values())
        owed += self.model.books.donated[self.market.credit, self.market.deny_list]
        assert self.lent.here == owed, f"(m) {self.done}: {self.lent.here} here, {owed} owed"

    @invariant()
    def c_cash_is_what_came_and_went(self) -> None:
        assert self.lent.cash == self.flows, f"(c) {self.done}: {self.lent.cash} of cash, {self.flows} came and stayed"

    @invariant()
    def l_lent_is_what_running_plans_owe(self) -> None:
        """And the assets are cash and that."""
        owed = sum(record[OUTSTANDING] for record in self.lent.records.values() if State(record[STATE]).is_running)
        assert self.lent.lent == owed, f"(l) {self.done}: {self.lent.lent} lent, {owed} owed"
        assert self.lent.assets == self.lent.lent + self.lent.cash, f"(l) {self.done}: {self.lent.assets} assets"

    @invariant()
    def p_every_principal_is_paid_or_cut_or_owed(self) -> None:
        for plan, record in self.lent.records.items():
            told = self.told[plan]
            found = told.principal + told.cut + record[OUTSTANDING]
            assert found == plan.principal, f"(p) {self.done}: {found} of {plan}"
            assert (told.paid, told.cut) == record[PAID : REFUNDED + 1], f"(p) {self.done}: {told} of {record}"
            assert (record[STATE] == State.ENDED) == (record[PAYOFF] == 0), f"(p) {self.done}: {record}"

    @invariant()
    def d_a_debt_comes_before_its_buyer(self) -> None:
        """What an order gave back goes to him only when nothing is owed: he never has both, money and no debt."""
        for plan, told in self.told.items():
            wrong = told.to_buyer and self.lent.records[plan][OUTSTANDING]
            assert not wrong, f"(d) {self.done}: {told} of {plan}, who owes {wrong}"

    @invariant()
    def t_nobody_pays_more_than_was_agreed(self) -> None:
        parameters = self.market.parameters
        for plan, record in self.lent.records.items():
            fees = plan.instalments * (plan.principal * parameters.fee_bps // ONE)
            late = plan.instalments * (plan.principal * parameters.late_bps // (ONE * plan.instalments))
            most = plan.principal + fees + late - record[REFUNDED]
            asked = record[PAID] + record[PAYOFF]
            assert asked <= most, f"(t) {self.done}: {asked} of {plan}, {most} at most"

    @invariant()
    def o_people_owe_what_their_plans_do(self) -> None:
        owed: Counter[str] = Counter()
        for plan, record in self.lent.records.items():
            owed[plan.buyer] += record[OUTSTANDING]
            owed[plan.seller] += plan.principal - record[REFUNDED] if record[STATE] != State.ENDED else 0
        for name, standing in self.lent.standings.items():
            found, told = owed[self.market.people[name]], standing[4]
            assert found == told, f"(o) {self.done}: {name} owes {found}, and Credit says {told}"
        for name, told in self.lent.at_sellers.items():
            found = owed[self.market.people[name]]
            assert found == told, f"(o) {self.done}: at {name} {found} is open, and Credit says {told}"

    @invariant()
    def s_a_share_loses_only_by_write_offs(self) -> None:
        now = (self.lent.assets + 1) * (self.was_lent.supply + VIRTUAL)
        then = (self.was_lent.assets + 1) * (self.lent.supply + VIRTUAL)
        wrote_off = any(call.verb == "write_off" for call in self.done)
        assert now >= then or wrote_off, f"(s) {self.done}: {self.was_lent} became {self.lent}"

    @invariant()
    def model_foresaw_credit(self) -> None:
        assert not self.surprise, self.surprise
        model, people, balances = self.model.credit, self.market.people, self.model.books.balances
        model.now = self.market.now
        records = {loan.plan: model.record(loan) for loan in model.loans.values()}
        standings = {}
        for name in BUYERS:
            limit = model.limit(people[name])
            terms = (limit.base, limit.earned, limit.maximum, limit.repaid, limit.outstanding)
            standings[name] = (*terms, int(limit.overdue), limit.halved_until, limit.limit, limit.left)
        figures = {"cash": model.cash, "lent": model.lent, "supply": model.supply, "assets": model.assets}
        shares = {name: model.shares[people[name]] for name in LENDERS}
        credits = {name: model.credits[people[name]] for name in BUYERS}
        for found, foreseen in (
            (self.lent.records, records),
            (self.lent.standings, standings),
            ({name: getattr(self.lent, name) for name in figures}, figures),
            (self.lent.shares, shares),
            (self.lent.credits, credits),
            (self.lent.balances, {account: balances[account, self.market.deny_list] for account in self.lent.balances}),
        ):
            wrong = {key: (found.get(key), value) for key, value in foreseen.items() if found.get(key) != value}
            assert found.keys() == foreseen.keys(), f"{self.done}: {found.keys()}, foreseen {foreseen.keys()}"
            assert not wrong, f"{self.done}: found and foreseen {wrong}"
