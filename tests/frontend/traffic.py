"""Random trade in a market: every verb, every kind of person, several steps a block."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frontend import state_table
from scripts import parameters
from scripts.terms import NO_DOCUMENT, POINTS, Kind, Offer, Order, Record, Status
from scripts.wallet import Call
from tests.frontend.devnet import Devnet
from tests.frontend.instalments import Instalments
from tests.frontend.opinions import Opinions
from tests.frontend.provenance_deeds import Deeds

HOUR = 3_600
DAY = 86_400
NOBODY = parameters.NOBODY
COIN = parameters.COIN
CAPS = (0, 3, 10_000, 10_000, 2**96 - 1)
UNEVENLY = (*[0] * 12, HOUR, DAY, 8 * DAY)
STEPS = 12  # moves a block, at most
GOODS = 10  # deeds with goods in each
SAID = 5  # claims, reviews and replies in each
BOUGHT = 4  # deeds with Credit in each


RECORD = [*["uint256"] * 3, *["bool"] * 3, *["uint256"] * 3]

# Moves that lead an order further are chosen more often than those that end it
WEIGHTS = {
    **{"ship": 12, "attest_delivery": 12, "request": 12, "approve_return": 8, "send_back": 12},
    **{"dispute": 6, "rule": 6, "replace": 12, "release": 3},
}


@dataclass
class Sale:
    """An order that was (perhaps) paid."""

    order: Order
    id: bytes


class Traffic:
    """Random trade; the same seed trades the same."""

    def __init__(self, devnet: Devnet, seed: int) -> None:
        self.devnet = devnet
        self.random = random.Random(seed)
        self.offers: list[Offer] = []
        self.sales: list[Sale] = []
        self._salt = seed << 64
        self._chances = random.Random(seed)  # of what is forged: all else goes on as without it
        self._forged: list[Order] = []
        self.deeds = Deeds(devnet, seed)  # by chances of their own, too
        self.opinions = Opinions(devnet, seed)  # likewise
        self.instalments = Instalments(devnet, seed)  # likewise

    def run(self, blocks: int, passing: Sequence[int] = UNEVENLY) -> None:
        """Trades for so many blocks, several transactions in each; in between, one of these times (seconds) passes."""
        if not self.offers:
            self.publish(15)
        for _ in range(blocks):
            sent = self._steps(self.random.randint(1, STEPS))
            open_ones = [sale for sale, record in self.records(self.sales[-60:]) if record.status.is_open]
            goods = self.deeds.steps(GOODS, open_ones)
            said = self.opinions.steps(SAID, [sale.order for sale in self.sales])
            later = self.instalments.steps(BOUGHT)
            self.devnet.mine(*sent, *self._forge(), *goods, *said, *later, after=self.random.choice(passing))

    def bulk(self, offers: int, orders: int, carts: int = 1) -> None:
        """Much, quickly: 40 offers to a block, 20 orders to a cart, most of them shipped, half confirmed."""
        for _ in range(0, offers, 40):
            self.publish(40, caps=[10**9])
        buyer, seller = self.devnet.people["buyer"], self.devnet.people["seller"]
        on_sale = [offer for offer in self.offers[-offers:] if offer.seller == seller and offer.in_coin]
        for _ in range(0, orders, 20 * carts):
            steps = []
            for _ in range(carts):
                cart = [self._sale(self.random.choice(on_sale), buyer, buyer).order for _ in range(20)]
                paying = self._call("pay_many", cart, value=sum(order.total for order in cart))
                confirming = [(buyer, self._call("confirm", order)) for order in cart[:10]]
                steps += [(buyer, paying), (seller, self._call("ship_many", cart[:14])), *confirming]
            self.devnet.mine(*steps)

    def publish(self, count: int, caps: Sequence[int] = CAPS) -> None:
        """Publishes offers of any kind, of all sellers."""
        sellers = [self.devnet.people[name] for name in ("seller", "rival", "refuser")]
        offers = [self._offer(seller) for seller in self.random.choices(sellers, weights=[2, 1, 2], k=count)]
        steps = []
        for seller in sellers:
            batch = [offer for offer in offers if offer.seller == seller]
            if batch:
                steps.append((seller, self._call("publish_many", batch, self.random.choices(caps, k=len(batch)))))
        self.devnet.mine(*steps)
        self.offers += offers

    def _steps(self, count: int) -> list[tuple[str, Call]]:
        looked_at = self.records(self.random.sample(self.sales, min(len(self.sales), 4 * count)))
        lively = [found for found in looked_at if found[1].status.is_open]
        ended = [found for found in looked_at if found[1].status > Status.AWAITING_RULING]
        now = self.devnet.time()
        steps = [self._move(sale, record, now) for sale, record in [*lively[:count], *ended[:1]]]
        actions = [*[self._pay] * 8, self._pay_many, self._pay_many, self._revise, self._set_cap]
        actions += [self._withdraw, self._collect, self._describe]
        actions += [*[self._pay_with_points] * 3, self._collect_points, self._settle, self._settle]
        return [*steps, *(self.random.choice(actions)() for _ in range(count // 2 + 1))]

    def records(self, sales: list[Sale]) -> list[tuple[Sale, Record]]:
        """Where orders stand on chain."""
        answers = self.devnet.read([self.devnet.escrow.call("record", sale.id) for sale in sales], RECORD)
        return [
            (sale, Record(Status(answer[0]), answer[1], Kind(answer[2]), *answer[3:]))
            for sale, answer in zip(sales, answers, strict=True)
        ]

    def _move(self, sale: Sale, record: Record, now: int) -> tuple[str, Call]:
        order = sale.order
        if state_table.enforceable(_Case(sale, record), now):
            return self.devnet.people["stranger"], self._call("enforce_many", [order, order])
        people = {"buyer": order.buyer, "seller": order.offer.seller}
        people |= {"carrier": order.offer.carrier, "arbiter": order.offer.arbiter}
        possible = [
            (role, verb)
            for role in state_table.ROLES
            if people[role] != NOBODY
            for verb in state_table.moves(_Case(sale, record), role, now)
        ]
        if not possible:
            return order.buyer, self._call("confirm", order)
        weights = [WEIGHTS.get(verb, 1) for _, verb in possible]
        role, verb = self.random.choices(possible, weights)[0]
        arguments, value = self._arguments(verb, role, sale, record)
        return people[role], self._call(verb, order, *arguments, value=value)

    def _arguments(self, verb: str, role: str, sale: Sale, record: Record) -> tuple[list[Any], int]:
        amount = self.random.choice([1, sale.order.total // 3, 2**96])
        document = self.random.choice([NO_DOCUMENT, self.random.randbytes(32)])
        own = role == "buyer" and record.status == Status.AWAITING_CONFIRMATION
        until = record.deadline + (3 * DAY if own else self.random.randint(1, 20 * DAY))
        little = self.random.randint(1, 1000)
        arguments: dict[str, list[Any]] = {
            "request": [amount, self.random.randint(1, 3), document],
            "refund_closed": [little, document],
            "refund": [amount],
            "release": [amount],
            "rule": [amount, document],
            "extend": [until],
            **{verb: [document] for verb in ("approve_return", "send_back", "dispute", "submit_evidence")},
        }
        return arguments.get(verb, []), little if verb == "refund_closed" and sale.order.offer.in_coin else 0

    def _pay(self) -> tuple[str, Call]:
        people = self.devnet.people
        buyer = self.random.choice([people["buyer"], people["friend"], people["wallet"]])
        payer = self.random.choice([buyer, buyer, people["friend"], people["wallet"], people["refuser"]])
        sale = self._sale(self.random.choice(self.offers), buyer, payer)
        return payer, self._call("pay", sale.order, value=sale.order.total if sale.order.offer.in_coin else 0)

    def _pay_many(self) -> tuple[str, Call]:
        buyer = self.devnet.people["buyer"]
        sales = [self._sale(self.random.choice(self.offers), buyer, buyer) for _ in range(3)]
        cart = [sale.order for sale in sales]
        return buyer, self._call("pay_many", cart, value=sum(order.total for order in cart if order.offer.in_coin))

    def _pay_with_points(self) -> tuple[str, Call]:
        """One order, or two of the same offer, paid through Loyalty with some of the buyer's points, or all."""
        buyer = self.devnet.people[self.random.choice(["buyer", "buyer", "friend", "wallet", "refuser"])]
        offer = self.random.choice(self.offers)
        loyalty = self.devnet.loyalties[offer.currency]
        views = [loyalty.call("balanceOf", buyer), loyalty.call("ready", buyer)]
        spendable = sum(answer[0] for answer in self.devnet.read(views, ["uint256"]))
        wanted = self.random.choice([0, spendable // 2, spendable // 2, spendable, spendable + 1])
        first = self._sale(offer, buyer, loyalty.address, wanted).order
        second = self._sale(offer, buyer, loyalty.address, wanted // 2).order
        cash = [order.total - order.points for order in (first, second)]
        if self.random.random() < 0.7:
            return buyer, loyalty.call("pay", first, value=cash[0] if offer.in_coin else 0)
        return buyer, loyalty.call("pay_many", [first, second], value=sum(cash) if offer.in_coin else 0)

    def _forge(self) -> list[tuple[str, Call]]:
        """Now and then an order that nobody bought, in the name of a Loyalty, with any points: its token asks for no
        signature. Its seller gives something back of the one before.
        """
        people, pick = self.devnet.people, self._chances.choice
        if self._chances.random() < 0.6:
            return []
        offer = Offer(people["stranger"], self.devnet.credulous, 10**9, 0, HOUR, HOUR, 7 * DAY)
        loyalty = pick(list(self.devnet.loyalties.values())).address
        order = Order(offer, pick([people["buyer"], people["friend"]]), loyalty, quantity=1)
        points = pick([0, 1, order.total // 2, order.total, 2**96 - 1])
        order = order._replace(salt=(points << POINTS | len(self._forged)).to_bytes(32, "big"))
        before = self._forged[-1:]
        self._forged.append(order)
        soon, signature = self.devnet.time() + HOUR // 2, (27, bytes(32), bytes(32))
        first = [] if before else [(offer.seller, self._call("publish", offer, 10**9))]
        refunds = [(offer.seller, self._call("refund", one, pick([1, 2**96]))) for one in before]
        paying = offer.seller, self._call("pay_with_authorization", order, soon, *signature)
        return [*first, *refunds, paying]

    def _collect_points(self) -> tuple[str, Call]:
        """By a stranger: one buyer's points, two buyers', or what a Loyalty got in another currency.

        Cash that a buyer refuses he may have sent elsewhere.
        """
        if self.random.random() < 0.2:
            loyalty = self.random.choice(list(self.devnet.loyalties.values()))
            return self.devnet.people["refuser"], loyalty.call("withdraw_to", COIN, self.devnet.people["stranger"])
        (_, loyalty), (other, _) = self.random.sample(list(self.devnet.loyalties.items()), 2)
        buyers = self.random.sample([self.devnet.people[role] for role in ("buyer", "friend", "wallet", "refuser")], 2)
        call = self.random.choice(
            [
                loyalty.call("collect", buyers[0]),
                loyalty.call("collect_many", buyers),
                loyalty.call("collect_cash", buyers[0], other),
            ]
        )
        return self.devnet.people["stranger"], call

    def _settle(self) -> tuple[str, Call]:
        """By a stranger: what came back of one order, or of several."""
        loyalty = self.random.choice(list(self.devnet.loyalties.values()))
        mine = [sale.order for sale in self.sales if sale.order.payer == loyalty.address]
        settled = self.random.sample(mine, min(len(mine), 20))
        call = loyalty.call("settle", settled[0]) if len(settled) == 1 else loyalty.call("settle_many", settled)
        return self.devnet.people["stranger"], call

    def _sale(self, offer: Offer, buyer: str, payer: str, points: int = 0) -> Sale:
        self._salt += 1
        quantity = self.random.randint(1, 3)
        points = min(points, offer.price * quantity + offer.shipping)
        order = Order(
            offer=offer,
            buyer=buyer,
            payer=payer,
            quantity=quantity,
            referrer=self.random.choice([NOBODY, self.devnet.people["referrer"]]),
            delivery=self.random.randbytes(32),
            salt=(points << POINTS | self._salt).to_bytes(32, "big"),
        )
        self.sales.append(Sale(order, self.devnet.market.order_id(order)))
        return self.sales[-1]

    def _offer(self, seller: str) -> Offer:
        pick = self.random.choice
        currency = COIN if seller == self.devnet.people["refuser"] else pick([COIN, self.devnet.dollar.address])
        any_of_them = pick(list(self.devnet.loyalties.values())).address  # a careless seller's
        own = self.devnet.loyalties[currency].address
        loyalty = pick([NOBODY, self.devnet.people["loyalty"], any_of_them, own, own])
        return Offer(
            seller=seller,
            currency=currency,
            price=self.random.randint(1, 10**9),
            shipping=self.random.randint(0, 10**6),
            ship_within=pick([HOUR, 9 * DAY, 30 * DAY]),
            deliver_within=pick([HOUR, 9 * DAY, 30 * DAY]),
            inspect_within=7 * DAY,
            carrier=pick([NOBODY, self.devnet.people["carrier"]]),
            arbiter=pick([NOBODY, self.devnet.people["arbiter"]]),
            commission_bps=pick([0, 100, 333]),
            loyalty=loyalty,
            points_bps=0 if loyalty == NOBODY else pick([250, 3_000]),
            details=self.random.randbytes(32),
        )

    def _revise(self) -> tuple[str, Call]:
        old = self.random.choice(self.offers)
        mine = [offer for offer in self.offers if offer.seller == old.seller]
        new = self.random.choice([old._replace(price=old.price + 1), self.random.choice(mine)])
        self.offers[self.offers.index(old)] = new
        return old.seller, self._call("revise", old, new)

    def _set_cap(self) -> tuple[str, Call]:
        offer = self.random.choice(self.offers)
        return offer.seller, self._call("set_cap", offer, self.random.choice([0, 2, 1_000, 1_000, 1_000]))

    def _withdraw(self) -> tuple[str, Call]:
        account = self.devnet.people[self.random.choice(["referrer", "seller", "refuser", "wallet", "friend"])]
        currency = self.random.choice([COIN, self.devnet.dollar.address])
        if self.random.random() < 0.5:
            return account, self._call("withdraw_to", currency, self.devnet.people["stranger"])
        return self.devnet.people["stranger"], self._call("withdraw", account, currency)

    def _collect(self) -> tuple[str, Call]:
        currency = self.random.choice([COIN, self.devnet.dollar.address])
        if self.sales and self.random.random() < 0.5:
            sale = self.random.choice(self.sales)
            payer = sale.order.payer
            sender = payer if payer in self.devnet.people.values() else self.devnet.people["stranger"]
            return sender, self._call("collect", sale.id, sale.order.offer.currency)
        key = bytes(12) + bytes.fromhex(self.devnet.people["buyer"][2:])
        return self.devnet.people["loyalty"], self._call("collect", key, currency)

    def _describe(self) -> tuple[str, Call]:
        document = self.random.choice([NO_DOCUMENT, self.random.randbytes(32)])
        who = self.random.choice(list(self.devnet.people.values()))
        return who, self.devnet.identity.call("describe", document)

    def _call(self, verb: str, *arguments: Any, value: int = 0) -> Call:
        return self.devnet.escrow.call(verb, *arguments, value=value)


class _Case:
    """An order on chain, as the state table looks at it."""

    def __init__(self, sale: Sale, record: Record) -> None:
        self.status = record.status
        self.kind = record.kind
        self.round = record.round
        self.buyer_extended = record.buyer_extended
        self.deadline = record.deadline
        self.has_arbiter = sale.order.offer.arbiter != NOBODY
