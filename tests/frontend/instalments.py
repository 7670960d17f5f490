"""Random purchases in instalments, and lenders: all verbs of Credit, also such as it refuses."""

import random
from dataclasses import dataclass

from scripts.claims import word_of
from scripts.credit.terms import Plan
from scripts.parameters import DAY, NOBODY
from scripts.terms import NO_DOCUMENT, Kind, Offer, Order, Status
from scripts.wallet import Call
from tests.frontend.devnet import Devnet

FOREVER = 2**40 - 1
LENT = 10**12
BUYERS = ("buyer", "friend", "wallet", "refuser")
LENDERS = ("stranger", "rival")
WORD = ["uint256"] * 10
LOST, ENDED = 3, 4  # as the contract counts states
RELUCTANT = 0.95
LATEST = 25


@dataclass
class Bought:
    """An order that was (perhaps) bought so, and its plan if it was."""

    order: Order
    id: bytes
    instalments: int
    interval: int
    down: int
    plan: Plan | None = None


class Instalments:
    """The same seed buys the same, of offers of its own."""

    def __init__(self, devnet: Devnet, seed: int) -> None:
        self._devnet = devnet
        self._random = random.Random(seed)
        self._offers: list[Offer] = []
        self.bought: list[Bought] = []
        self._sent: list[Bought] = []  # in the block before
        self._open: list[tuple[Plan, tuple[int, ...]]] = []

    def steps(self, count: int) -> list[tuple[str, Call]]:
        """So many things that buyers, sellers, lenders and strangers do."""
        if not self._offers:
            return self._begin()
        self._find_plans()
        self._look()
        deeds = [self._buy, self._buy, self._repay, *[self._trade] * 3, *[self._keep] * 3, self._lend]
        return [self._random.choice(deeds)() for _ in range(count)]

    def forget(self, now: int) -> None:
        """To be called when the chain has lost blocks and is at this time again."""
        self.bought = [one for one in self.bought if one.plan and one.plan.start <= now]
        self._sent = []

    def _begin(self) -> list[tuple[str, Call]]:
        people, call = self._devnet.people, self._devnet.identity.call
        issuer, seller = people["loyalty"], people["seller"]
        kinds = {**{people[role]: "person" for role in BUYERS}, seller: "business"}
        words = {account: bytes.fromhex(word_of(kind)[2:]) for account, kind in kinds.items()}
        issued = [
            (issuer, call("issue", who, word, FOREVER, bytes([number]) * 32))
            for number, (who, word) in enumerate(words.items(), 7)
        ]
        offer = Offer(seller, self._devnet.dollar.address, 10**8, 10**6 + 7, 9 * DAY, 9 * DAY, 7 * DAY)
        self._offers = [offer, offer._replace(arbiter=people["arbiter"], price=33_333_333)]
        published = self._devnet.escrow.call("publish_many", self._offers, [2**96 - 1] * 2)
        lent = [(people[role], self._credit("deposit", LENT, people[role])) for role in LENDERS]
        allowed = people[LENDERS[0]], self._credit("approve", people[LENDERS[1]], 1)
        return [*issued, (seller, published), *lent, allowed]

    def _buy(self) -> tuple[str, Call]:
        people, pick = self._devnet.people, self._random.choice
        offer, buyer = pick(self._offers), people[pick(BUYERS)]
        order = Order(
            offer, buyer, self._devnet.credit.address, self._random.randint(1, 2), NOBODY, self._random.randbytes(32)
        )
        order = order._replace(salt=self._random.randbytes(12).rjust(32, b"\0"))
        down = pick([order.total // 4 + 1, order.total // 2, order.total - 1, order.total // 5])
        days = pick([14, 14, 30])
        order_id = self._devnet.market.order_id(order)
        bought = Bought(order, order_id, self._random.randint(2, 6), days * DAY, down)
        self._sent.append(bought)
        return buyer, self._credit("buy", order, down, bought.instalments, days)

    def _repay(self) -> tuple[str, Call]:
        """The next instalment, most of the time; whoever refuses money hardly ever pays."""
        if not self._open:
            return self._buy()
        plan, (state, _, _, _, payoff, _, wanted, *_) = self._random.choice(self._open)
        if plan.buyer == self._devnet.people["refuser"] and self._random.random() < RELUCTANT and state != LOST:
            return self._devnet.people["stranger"], self._credit("write_off", plan)
        pick = self._random.choice
        amount = pick([*[wanted] * 4, *[wanted // 2 + 1] * 3, 1, pick([payoff, wanted, 2**90])])
        who = self._random.choice([plan.buyer, plan.buyer, plan.buyer, self._devnet.people["friend"]])
        return who, self._credit("repay", plan, amount)

    def _trade(self) -> tuple[str, Call]:
        """What becomes of an order: shipped, asked about, given back in part or whole, confirmed."""
        if not self.bought:
            return self._buy()
        order, pick = self._random.choice(self.bought[-LATEST:]).order, self._random.choice
        seller, call = order.offer.seller, self._devnet.escrow.call
        if order.buyer == self._devnet.people["refuser"] and self._random.random() < RELUCTANT:
            return seller, call("ship", order)
        some = pick([1, order.total // 5, order.total // 3, order.total])
        asking = order.buyer, call("request", order, some, int(Kind.REFUND), NO_DOCUMENT)
        steps = {
            Status.AWAITING_SHIPMENT: [*[(seller, call("ship", order))] * 9, (order.buyer, call("cancel", order))],
            Status.AWAITING_CONFIRMATION: [*[asking] * 3, (order.buyer, call("confirm", order))],
            Status.AWAITING_ANSWER: [(seller, call("concede", order)), (order.buyer, call("release", order, 1))],
            Status.CLOSED: [(seller, call("refund_closed", order, some // 99 + 1, NO_DOCUMENT))],
        }
        (record,) = self._devnet.read([call("record", self._devnet.market.order_id(order))], ["uint256"])
        return pick([*steps.get(Status(record[0]), []) * 2, (seller, call("refund", order, some))])

    def _keep(self) -> tuple[str, Call]:
        """By a stranger: settle, pause, resume, write off, send what could not be sent."""
        stranger, pick = self._devnet.people["stranger"], self._random.choice
        verb = pick(["settle", "settle", "pause", "pause", "resume", "write_off", "withdraw_credit"])
        if verb == "withdraw_credit" or not self._open:
            return stranger, self._credit("withdraw_credit", self._devnet.people[pick(BUYERS)])
        every = [one.plan for one in self.bought[-LATEST:] if one.plan]
        fitting = {
            "pause": [plan for plan, _ in self._open if self._is_questioned(plan)],
            "settle": [plan for plan in every if self._waits(plan)],
        }
        return stranger, self._credit(verb, pick(fitting.get(verb) or every))

    def _lend(self) -> tuple[str, Call]:
        people, pick = self._devnet.people, self._random.choice
        lender, other = (people[role] for role in self._random.sample(LENDERS, 2))
        amount = pick([1, 10**9, 3 * 10**9 + 1])
        return lender, pick(
            [
                self._credit("deposit", amount, pick([lender, other])),
                self._credit("mint", amount * 1_000, lender),
                self._credit("withdraw", amount, other, lender),
                self._credit("redeem", amount * 999, lender, lender),
                self._credit("transfer", other, amount * 500),
            ]
        )

    def _is_questioned(self, plan: Plan) -> bool:
        (record,) = self._devnet.read([self._devnet.escrow.call("record", plan.order_id)], ["uint256"])
        return Status(record[0]) == Status.AWAITING_ANSWER

    def _waits(self, plan: Plan) -> int:
        places = self._devnet.credit.address, plan.order_id, self._devnet.dollar.address
        return int(self._devnet.read([self._devnet.escrow.call("credits", *places)], ["uint256"])[0][0])

    def _look(self) -> None:
        """Which plans are open, and how they stand."""
        every = [one.plan for one in self.bought if one.plan]
        found = self._devnet.read([self._credit("record", plan) for plan in every], WORD)
        self._open = [(plan, record) for plan, record in zip(every, found, strict=True) if record[0] != ENDED]

    def _find_plans(self) -> None:
        """Which of the purchases of the last block have come about, and what their plans are."""
        if not self._sent:
            return
        now = self._devnet.time()
        asked, tried = [], []
        for one in self._sent:
            for slot in range(6):
                order = one.order
                rest = order.total - one.down, now, one.instalments, one.interval, slot
                plan = Plan(one.id, order.buyer, order.offer.seller, *rest)
                tried.append((one, plan))
                asked.append(self._credit("record", plan))
        for (one, plan), (state, *_) in zip(tried, self._devnet.read(asked, WORD), strict=True):
            if state:
                one.plan = plan
                self.bought.append(one)
        self._sent = []

    def _credit(self, verb: str, *arguments: object) -> Call:
        return self._devnet.credit.call(verb, *arguments)
