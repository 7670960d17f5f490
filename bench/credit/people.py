"""Who buys: people who mean to pay, rings that sell to themselves, and puppets of an issuer that failed."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.credit.market import Market
from bench.credit.vault import Loan
from scripts.credit.course import State
from scripts.credit.terms import INSTALMENTS, INTERVALS, WRITE_OFF
from scripts.parameters import DAY

LEAST = 500  # cents: nobody finances less
FINANCED = 0.75  # of a price, at most


@dataclass(frozen=True)
class Habits:
    """What people do; shares of their plans, one after the other. Whoever defaults is followed by somebody new.

    `defaults` pay nothing from some instalment on (of these `recovered` pay all of it within a year of the write-off),
    `returned` send the goods back within the first month, `early` pay off at some date between, and of all other
    instalments `late` are paid 4 to 20 days after their date. Prices have this `median`, in cents, and a long tail.
    """

    buyers: int = 400
    sellers: int = 20
    every: int = 30  # days between two purchases of one buyer, on average
    median: int = 8_000
    defaults: float = 0.03
    recovered: float = 0.2
    returned: float = 0.05
    early: float = 0.1
    late: float = 0.05


class Shoppers:
    """Honest people, some of whom cannot pay."""

    def __init__(self, market: Market, habits: Habits) -> None:
        self.market, self.habits = market, habits
        self.sellers = [market.number() for _ in range(habits.sellers)]
        for _ in range(habits.buyers):
            self._come(market.number(), market.dice.randrange(habits.every))

    def _come(self, buyer: int, day: int) -> None:
        self.market.on(day, lambda: self._shop(buyer))

    def _shop(self, buyer: int) -> None:
        market, dice, habits = self.market, self.market.dice, self.habits
        seller = dice.choice(self.sellers)
        price = round(habits.median * dice.lognormvariate(0, 0.8))
        instalments, interval = dice.choice(INSTALMENTS), dice.choice(INTERVALS)
        fate, moment, gap = dice.random(), dice.random(), dice.expovariate(1 / habits.every)
        principal = min(round(price * FINANCED), market.vault.left(buyer, seller, market.now))
        if principal >= LEAST:
            loan = market.vault.buy(buyer, seller, principal, instalments, interval, market.now)
            self._live(loan, fate, moment)
            if fate < habits.defaults:
                buyer = market.number()
        self._come(buyer, market.day + 1 + round(gap))

    def _live(self, loan: Loan, fate: float, moment: float) -> None:
        market, habits = self.market, self.habits
        terms = loan.course.terms
        paid = terms.instalments
        end = market.day + terms.instalments * terms.interval // DAY
        if fate < habits.defaults:
            paid = int(moment * terms.instalments)
            self._default(loan, paid + 1, fate / habits.defaults < habits.recovered)
        elif fate < habits.defaults + habits.returned:
            market.on(market.day + 1 + int(moment * 30), lambda: self._refund(loan))
        elif fate < habits.defaults + habits.returned + habits.early:
            market.on(market.day + int(moment * (end - market.day)), lambda: self._pay(loan, loan.course.payoff))
        for number in range(1, paid + 1):
            delay = market.dice.randint(4, 20) if market.dice.random() < habits.late else 0
            due = market.day + number * terms.interval // DAY + delay
            market.on(due, lambda number=number: self._pay(loan, lambda _: upto(loan, number)))  # type: ignore[misc]

    def _default(self, loan: Loan, number: int, recovers: bool) -> None:
        market = self.market
        lost = market.day + (number * loan.course.terms.interval + WRITE_OFF) // DAY
        market.on(lost, lambda: market.vault.write_off(loan, market.now))
        if recovers:
            market.on(lost + market.dice.randint(10, 365), lambda: self._pay(loan, loan.course.payoff))

    def _refund(self, loan: Loan) -> None:
        if loan.is_open:
            self.market.vault.refund(loan, loan.course.principal, self.market.now)

    def _pay(self, loan: Loan, amount: Callable[[int], int]) -> None:
        if loan.course.progress.state != State.ENDED:
            self.market.vault.repay(loan, amount(self.market.now), self.market.now)


def upto(loan: Loan, number: int) -> int:
    """What covers a loan's instalments up to one, if nothing more was missed."""
    course = loan.course
    return max(course.position(min(number, course.last)) - course.progress.paid, 0)


@dataclass
class Takings:
    """What a group got out of a vault, and what it paid in; in cents."""

    taken: int = 0
    paid: int = 0

    @property
    def profit(self) -> int:
        """What is left to them. Down payments went from one of their pockets to another."""
        return self.taken - self.paid


class Ring:
    """People who buy of their own shops, repay as fast as it counts until a day, and then take all and pay no more.

    Two instalments 14 days apart cost least for what they raise the limit.
    """

    INSTALMENTS, INTERVAL = INSTALMENTS[0], INTERVALS[0]
    COUNTS_AFTER = INTERVAL // 2 // DAY  # days

    def __init__(self, market: Market, members: int, shops: int, begins: int, runs: int) -> None:
        self.market, self.runs, self.takings = market, runs, Takings()
        self.shops = [market.number() for _ in range(shops)]
        self.members = [market.number() for _ in range(members)]
        for place, member in enumerate(self.members):
            market.on(begins, lambda member=member, place=place: self._turn(member, place))  # type: ignore[misc]

    def _turn(self, member: int, place: int) -> None:
        """Borrows all that can be had, of whichever shop has room."""
        market = self.market
        for shop in self.shops[place % len(self.shops) :] + self.shops[: place % len(self.shops)]:
            principal = market.vault.left(member, shop, market.now)
            if principal > self.INSTALMENTS:
                loan = market.vault.buy(member, shop, principal, self.INSTALMENTS, self.INTERVAL, market.now)
                self.takings.taken += principal
                if market.day + self.COUNTS_AFTER <= self.runs:
                    market.on(market.day + self.COUNTS_AFTER, lambda loan=loan: self._repay(loan))  # type: ignore[misc]
                else:
                    lost = market.day + (self.INTERVAL + WRITE_OFF) // DAY
                    market.on(lost, lambda loan=loan: market.vault.write_off(loan, market.now))  # type: ignore[misc]
        if market.day + self.COUNTS_AFTER <= self.runs:
            market.on(market.day + self.COUNTS_AFTER, lambda: self._turn(member, place))

    def _repay(self, loan: Loan) -> None:
        """The first instalment counts, the second is paid off before its fee falls due."""
        payoff = loan.course.payoff(self.market.now)
        self.takings.paid += self.market.vault.repay(loan, payoff, self.market.now).taken


def puppets(market: Market, members: int, shops: int, day: int) -> Ring:
    """An issuer certifies whomever he likes, and they take what there is at once."""
    return Ring(market, members, shops, day, day)
