"""How an order would be paid later: the vault that lends for it, how many instalments, how far apart, what at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd, lcm
from typing import Any

from frontend.credit import schedule
from frontend.credit.schedule import Schedule
from frontend.goods.lines import Line
from frontend.index.credit.rows import Vault
from frontend.market import now
from frontend.web.urls import number_in_url
from frontend.wording.formats import currency, grain, money, typed, ungrouped
from frontend.wording.texts import gettext
from scripts.credit.terms import INSTALMENTS, INTERVALS, ONE, Terms, least_down, offered
from scripts.parameters import DAY
from scripts.refusal import Refusal
from scripts.units import parse_amount

USUAL = 4  # instalments
DAYS = tuple(interval // DAY for interval in INTERVALS)
USUAL_DAYS = DAYS[-1]
FORGONE = 10  # of what could be paid later, at most so many parts one is paid at once for the sake of round amounts


@dataclass(frozen=True)
class Choice:
    """What somebody wants of a line: `down` at once, in the currency's smallest unit, the rest in instalments.

    `problem` is what is wrong with what he `typed` as the down payment, in a sentence; `down` is then the usual one.
    `account` is whose purchase it would be, or empty.
    """

    line: Line
    vault: Vault
    instalments: int
    days: int
    down: int
    account: str = ""
    typed: str = ""
    problem: str = ""

    @property
    def principal(self) -> int:
        """What lenders would pay."""
        return self.line.total - self.down

    @property
    def least(self) -> int:
        """The smallest down payment."""
        return least_down(self.line.total)

    @property
    def terms(self) -> Terms:
        """The terms of a plan that began now."""
        return offered(self.principal, now(), self.instalments, self.days * DAY, self.vault.parameters)

    @property
    def schedule(self) -> Schedule:
        return schedule.agreed(self.terms)

    @property
    def plan(self) -> dict[str, int]:
        """What Credit is told of it beside the order, and the fee with each instalment, which follows from that."""
        return {"down": self.down, "instalments": self.instalments, "days": self.days, "fee": self.terms.fee}

    @property
    def total(self) -> int:
        """What it comes to if all is paid when it is due."""
        return self.line.total + self.terms.fee * self.instalments

    @property
    def arguments(self) -> dict[str, Any]:
        """The address line that asks for the same."""
        return self.asking(self.down)

    def asking(self, down: int) -> dict[str, Any]:
        """One that asks for another down payment."""
        offer = self.line.offer
        plan = {"instalments": self.instalments, "days": self.days, "down": typed(down, currency(offer.currency))}
        return {"offer": offer.id, "quantity": self.line.quantity, **plan}


def asked(line: Line, vault: Vault, arguments: Mapping[str, str], most: int, account: str = "") -> Choice:
    """What an address line asks for; what it does not say, or not as it can be, is as usual with `most` lent."""
    instalments = number_in_url(arguments.get("instalments", ""), INSTALMENTS.start, INSTALMENTS.stop - 1) or USUAL
    days = number_in_url(arguments.get("days", ""), min(DAYS), max(DAYS))
    text = arguments.get("down", "").strip()
    usual = usual_down(line.total, instalments, vault, most if most >= instalments else None)
    down, problem = _down(text, line, instalments) if text else (usual, "")
    days = days if days in DAYS else USUAL_DAYS
    return Choice(line, vault, instalments, days, down or usual, account, text, problem)


def is_whole(choice: Choice, arguments: Mapping[str, str]) -> bool:
    """Whether an address line asks for exactly that: what is agreed to shall not be filled in by anybody else."""
    return all(arguments.get(name) == str(value) for name, value in choice.arguments.items() if name != "offer")


def usual_down(total: int, instalments: int, vault: Vault, most: int | None = None) -> int:
    """The smallest down payment after which instalments and their fees are round amounts, or nearly the smallest.

    Lenders pay `most` at most.
    """
    cent = grain(currency(vault.currency))
    principal = total - least_down(total)
    principal = principal if most is None else min(principal, most)
    with_fee = cent * ONE // gcd(vault.parameters.fee_bps, ONE)
    steps = lcm(cent * instalments, with_fee), cent * instalments, 1
    step = next(step for step in steps if principal % step * FORGONE <= principal)
    return total - principal // step * step


def _down(text: str, line: Line, instalments: int) -> tuple[int, str]:
    """A down payment as it is typed, and what is wrong with it."""
    offer, total = line.offer, line.total
    unit = currency(offer.currency)
    try:
        down = parse_amount(ungrouped(text), unit)
    except Refusal:
        usual = typed(least_down(total), unit)
        return 0, gettext("Enter an amount in %(unit)s, such as %(amount)s.", unit=unit.symbol, amount=usual)
    if down < least_down(total):
        least = money(least_down(total), offer.currency)
        return 0, gettext("At least a quarter of the total has to be paid at once: %(amount)s.", amount=least)
    if total - down < instalments:
        in_all = money(total, offer.currency)
        return 0, gettext("Enter less than the total of %(amount)s: something has to be left to pay.", amount=in_all)
    return down, ""
