"""Each Credit as a node tells it: its plans and how they stand, what it has, who lent it, and the calls of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from web3 import Web3

from scripts.address_book import Currency, credit_of
from scripts.credit.course import State
from scripts.credit.terms import GRACE, MAX_PAUSE, WRITE_OFF, Parameters, Plan
from scripts.market import Market
from scripts.reading import Reader, call_of
from scripts.units import format_amount
from scripts.wallet import Call

NO_KEY = bytes(32)  # under it waits what could not be pushed


class Record(NamedTuple):
    """How a plan would stand after a call now, as the contract's view has it.

    Amounts in the currency's smallest unit, `next_due` Unix seconds, `paused` seconds that pauses took by now.
    """

    state: State
    paid: int
    refunded: int
    outstanding: int
    payoff: int
    next: int
    next_amount: int
    next_due: int
    late: int
    paused: int

    @property
    def has_pause(self) -> bool:
        """Whether its dates could wait longer."""
        return self.paused < MAX_PAUSE


class Figures(NamedTuple):
    """What a vault has now: amounts in the currency's smallest unit, and shares."""

    assets: int
    lent: int
    cash: int
    shares: int


class Vault:
    """One Credit on one chain."""

    def __init__(self, market: Market, currency: Currency) -> None:
        self.market = market
        self.currency = currency
        self.name = credit_of(currency)
        self.contract = market.book.contract(market.web3, market.book.credit_name(currency))
        self.reader = Reader(market.web3, self.contract, market.book.start_block)

    def call(self, function: str, *arguments: Any) -> Call:
        """A call of Credit; plans and orders are given as they are."""
        return call_of(self.contract, function, *arguments)

    def ask(self, view: str, *arguments: Any) -> int:
        """What a view answers that has one number."""
        ((answer, *_),) = self.reader.read(view, [arguments])
        return int(answer)

    @property
    def parameters(self) -> Parameters:
        """What was fixed at deployment."""
        return Parameters(*map(_checked, self.reader.read("parameters", [()])[0]))

    def figures(self) -> Figures:
        """What it has now."""
        return Figures(*(self.ask(view) for view in ("totalAssets", "lent", "cash", "totalSupply")))

    def whole_share(self) -> int:
        """The unit that a share's price is told of: what one unit of the currency bought at first."""
        return int(10 ** self.ask("decimals"))

    def amount(self, amount: int) -> str:
        """An amount as people read it."""
        return format_amount(amount, self.currency)

    # Plans

    def plans(self, since: int = 0) -> dict[bytes, Plan]:
        """All plans that were opened since a block, by id, in that order."""
        opened = self.reader.events("PlanOpened", since=since)
        return {fields["plan_id"]: Plan(*map(_checked, fields["plan"])) for fields in opened}

    def open_plans(self) -> list[Plan]:
        """Those of which something is still owed, written off or not."""
        ended = {log.topics[1] for log in self.reader.logs("PlanEnded", [])}
        return [plan for id_, plan in self.plans().items() if id_ not in ended]

    def records(self, plans: Sequence[Plan]) -> list[Record]:
        """How each of these plans stands now."""
        answers = self.reader.read("record", [(plan,) for plan in plans])
        return [Record(State(state), *rest) for state, *rest in answers]

    def waiting(self, plans: Sequence[Plan]) -> list[int]:
        """What Escrow keeps of the order of each of these plans."""
        places = [(self.contract.address, plan.order_id, self.currency.address) for plan in plans]
        return self.market.credited(places)

    # Money

    def unsent(self, account: str) -> int:
        """What could not be sent to an account."""
        return self.ask("credits", account, NO_KEY, self.currency.address)


def vaults(market: Market) -> list[Vault]:
    """Every Credit of the address book."""
    return [Vault(market, currency) for currency in market.book.currencies if market.book.credit_name(currency)]


def elapsed(plan: Plan, record: Record, now: int) -> int:
    """Seconds since the purchase in which a plan ran."""
    return now - plan.start - record.paused


def is_late(plan: Plan, record: Record, now: int) -> bool:
    """Whether the next instalment's date and the days of grace are over; of a plan that is written off or has ended no.

    `now` is the chain's time, Unix seconds.
    """
    return record.state.is_running and elapsed(plan, record, now) >= record.next * plan.interval + GRACE


def is_lost(plan: Plan, record: Record, now: int) -> bool:
    """Whether it is long enough overdue to be written off."""
    return record.state.is_running and elapsed(plan, record, now) >= record.next * plan.interval + WRITE_OFF


def _checked(value: Any) -> Any:
    return Web3.to_checksum_address(value) if isinstance(value, str) else value
