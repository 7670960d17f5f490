"""The machine with Credit: what can be seen of it on the chain, and what has to hold of that after every step."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from hypothesis.stateful import RuleBasedStateMachine, invariant
from hypothesis.strategies import just
from hypothesis.strategies._internal.featureflags import FeatureFlags

from scripts.credit.course import State
from scripts.credit.terms import ONE, Plan, plan_id
from tests.fixtures.terms import NO_HASH, Order
from tests.stateful.credit.market import BUYERS, EVENTS, LENDERS, OPENED, SELLERS, CreditMarket, plan_of
from tests.stateful.credit.model import VIRTUAL, Model, Record
from tests.stateful.market import Call
from tests.stateful.reasons import Refused
from tests.stateful.tally import Tally

STATE, PAID, REFUNDED, OUTSTANDING, PAYOFF = range(5)  # places in a record


@dataclass
class Seen:
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


class CreditMachine(RuleBasedStateMachine):
    """Base of the rules. All invariants but the last look only at the chain, so that they stand without the model."""

    def __init__(self, market: CreditMarket, tally: Tally) -> None:
        super().__init__()
        self._rules_strategy.enabled_rules_strategy = just(FeatureFlags())  # otherwise some rules are switched off
        market.reset()
        self.market, self.tally = market, tally
        self.orders: dict[bytes, Order] = {}
        self.plans: list[Plan] = []
        self.told: defaultdict[Plan, Told] = defaultdict(Told)
        self.flows = 0  # cash that came in beyond what went out, as steps say
        self.wrote_off = False
        self.done = self.surprise = ""
        self.before = self.seen = Seen()
        self.model = Model(market.parameters, market.credit, Counter(), self.status, self.kept)
        self.look()
        self.model.balances.update(self.seen.balances)
        tally.start_run()

    # What Escrow says

    def status(self, order_id: bytes) -> int:
        """Where an order stands."""
        return self._escrow("record", order_id)

    def kept(self, order_id: bytes) -> int:
        """What Escrow keeps for Credit of an order."""
        return self._escrow("credits", self.market.credit, order_id, self.market.deny_list)

    def _escrow(self, *question) -> int:
        name, *arguments = question
        place = self.market.contracts["Escrow"]
        return self.market.asked([(place.address, place.data(name, *arguments))])[0][0]

    # Steps

    def do(self, call: Call, *foreseen, at: int = 0) -> bool:
        """One step, foreseen as this call of the model (verb, arguments); at a time in Unix seconds, or at once."""
        now = max(at, self.market.now + 1)
        reasons = self._foresee(call, now, foreseen or (call.verb, *call.args))
        (happened,) = self.market.mine(now, [call])
        if happened not in (reasons or {None}):
            self.surprise = f"{call}: foreseen {reasons and sorted(reasons)}, and happened {happened!r}"
        self.done = f"{call.by[:6]} {call.verb} {call.args[1:] if call.to == 'Credit' else call.args}"
        self.tally.successes[call.verb] += happened is None
        if happened:
            self.tally.reasons[happened] += 1
        self.wrote_off = call.verb == "write_off"
        self.flows += self._flow(call) if happened is None else 0
        self._read_logs()
        self._end_step()
        return happened is None

    def step_order(self, call: Call, at: int = 0) -> None:
        """Something happens to an order at Escrow, or does not: that is the other machine's question."""
        (happened,) = self.market.mine(max(at, self.market.now + 1), [call])
        self.done, self.wrote_off = f"{call.verb}: {happened}", False
        self.tally.successes[f"order: {call.verb}"] += happened is None
        self._end_step()

    def _end_step(self) -> None:
        self.look()
        self.tally.step(sum(State(record[STATE]).is_running for record in self.seen.records.values()))

    def _foresee(self, call: Call, now: int, foreseen: tuple) -> frozenset[str] | None:
        self.model.by, self.model.now = call.by, now
        verb, *arguments = foreseen
        try:
            getattr(self.model, verb)(*arguments)
        except Refused as refused:
            return refused.reasons
        return None

    def _flow(self, call: Call) -> int:
        """What lenders brought or took in this call, by what is worth on the chain before it."""
        if call.verb == "deposit":
            return call.args[0]
        if call.verb == "withdraw":
            return -call.args[0]
        if call.verb not in ("mint", "redeem"):
            return 0
        worth = call.args[0] * (self.seen.cash + self.seen.lent + 1)
        by = self.seen.supply + VIRTUAL
        return -(-worth // by) if call.verb == "mint" else -(worth // by)

    def _read_logs(self) -> None:
        known = {plan_id(plan): plan for plan in self.plans}
        for log in self.market.logged():
            topic, words = bytes.fromhex(log["topics"][0][2:]), log["data"][2:]
            if topic == OPENED:
                plan = plan_of(log["data"])
                self.plans.append(plan)
                self.flows -= plan.principal
            elif topic in EVENTS:
                name = EVENTS[topic]
                numbers = [int(words[at : at + 64], 16) for at in range(0, len(words), 64)]
                self._count(name, self.told[known[bytes.fromhex(log["topics"][1][2:])]], numbers)

    def _count(self, name: str, told: Told, numbers: list[int]) -> None:
        amount, principal = numbers[-2:]
        if name == "PlanRepaid":
            told.paid += amount
            told.principal += principal
            self.flows += amount
        else:
            told.cut += principal
            told.to_buyer += amount - principal
            self.flows += principal

    def look(self) -> None:
        """At everything."""
        people, credit = self.market.people, self.market.credit
        named = [("shares", "balanceOf", LENDERS), ("at_sellers", "open_at_seller", SELLERS)]
        questions = [("cash",), ("lent",), ("totalSupply",), ("totalAssets",)]
        questions += [("record", plan) for plan in self.plans]
        questions += [("standing", people[name]) for name in BUYERS]
        questions += [("credits", people[name], NO_HASH, self.market.deny_list) for name in BUYERS]
        questions += [(view, people[name]) for _, view, names in named for name in names]
        answers = iter(self.market.credit_views(questions))
        figures = [next(answers)[0] for _ in range(4)]
        self.before, self.seen = self.seen, Seen(*figures)
        self.seen.records = {plan: tuple(next(answers)) for plan in self.plans}
        self.seen.standings = {name: tuple(next(answers)) for name in BUYERS}
        self.seen.credits = {name: next(answers)[0] for name in BUYERS}
        for kept, _, names in named:
            setattr(self.seen, kept, {name: next(answers)[0] for name in names})
        token = self.market.contracts["DenyListToken"]
        holders = [credit, *(people[name] for name in (*BUYERS, *LENDERS, "stranger"))]
        amounts = self.market.asked([(token.address, token.data("balanceOf", holder)) for holder in holders])
        self.seen.here, *rest = [amount for (amount,) in amounts]
        self.seen.balances = dict(zip(holders[1:], rest, strict=True))

    # What has to hold

    @invariant()
    def m_all_money_is_here(self) -> None:
        """Cash, and what could not be pushed; beside it only what was given for nothing."""
        owed = self.seen.cash + sum(self.seen.credits.values()) + self.model.donated
        assert self.seen.here == owed, f"(m) {self.done}: {self.seen.here} here, {owed} owed"

    @invariant()
    def c_cash_is_what_came_and_went(self) -> None:
        assert self.seen.cash == self.flows, f"(c) {self.done}: {self.seen.cash} of cash, {self.flows} came and stayed"

    @invariant()
    def l_lent_is_what_running_plans_owe(self) -> None:
        """And the assets are cash and that."""
        owed = sum(record[OUTSTANDING] for record in self.seen.records.values() if State(record[STATE]).is_running)
        assert self.seen.lent == owed, f"(l) {self.done}: {self.seen.lent} lent, {owed} owed"
        assert self.seen.assets == self.seen.lent + self.seen.cash, f"(l) {self.done}: {self.seen.assets} assets"

    @invariant()
    def p_every_principal_is_paid_or_cut_or_owed(self) -> None:
        for plan, record in self.seen.records.items():
            told = self.told[plan]
            found = told.principal + told.cut + record[OUTSTANDING]
            assert found == plan.principal, f"(p) {self.done}: {found} of {plan}"
            assert (told.paid, told.cut) == record[PAID : REFUNDED + 1], f"(p) {self.done}: {told} of {record}"
            assert (record[STATE] == State.ENDED) == (record[PAYOFF] == 0), f"(p) {self.done}: {record}"

    @invariant()
    def d_a_debt_comes_before_its_buyer(self) -> None:
        """What an order gave back goes to him only when nothing is owed: he never has both, money and no debt."""
        for plan, told in self.told.items():
            wrong = told.to_buyer and self.seen.records[plan][OUTSTANDING]
            assert not wrong, f"(d) {self.done}: {told} of {plan}, who owes {wrong}"

    @invariant()
    def t_nobody_pays_more_than_was_agreed(self) -> None:
        parameters = self.market.parameters
        for plan, record in self.seen.records.items():
            fees = plan.instalments * (plan.principal * parameters.fee_bps // ONE)
            late = plan.instalments * (plan.principal * parameters.late_bps // (ONE * plan.instalments))
            most = plan.principal + fees + late - record[REFUNDED]
            asked = record[PAID] + record[PAYOFF]
            assert asked <= most, f"(t) {self.done}: {asked} of {plan}, {most} at most"

    @invariant()
    def o_people_owe_what_their_plans_do(self) -> None:
        owed: Counter[str] = Counter()
        for plan, record in self.seen.records.items():
            owed[plan.buyer] += record[OUTSTANDING]
            owed[plan.seller] += plan.principal - record[REFUNDED] if record[STATE] != State.ENDED else 0
        for name, standing in self.seen.standings.items():
            found, told = owed[self.market.people[name]], standing[4]
            assert found == told, f"(o) {self.done}: {name} owes {found}, and Credit says {told}"
        for name, told in self.seen.at_sellers.items():
            found = owed[self.market.people[name]]
            assert found == told, f"(o) {self.done}: at {name} {found} is open, and Credit says {told}"

    @invariant()
    def s_a_share_loses_only_by_write_offs(self) -> None:
        now = (self.seen.assets + 1) * (self.before.supply + VIRTUAL)
        then = (self.before.assets + 1) * (self.seen.supply + VIRTUAL)
        assert now >= then or self.wrote_off, f"(s) {self.done}: {self.before} became {self.seen}"

    @invariant()
    def model_foresaw_it(self) -> None:
        assert not self.surprise, self.surprise
        model, people = self.model, self.market.people
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
            (self.seen.records, records),
            (self.seen.standings, standings),
            ({name: getattr(self.seen, name) for name in figures}, figures),
            (self.seen.shares, shares),
            (self.seen.credits, credits),
            (self.seen.balances, {account: model.balances[account] for account in self.seen.balances}),
        ):
            wrong = {key: (found.get(key), value) for key, value in foreseen.items() if found.get(key) != value}
            assert found.keys() == foreseen.keys(), f"{self.done}: {found.keys()}, foreseen {foreseen.keys()}"
            assert not wrong, f"{self.done}: found and foreseen {wrong}"
