"""What is tried: honest people, rings and an issuer that fails, each with figures to choose parameters by."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from bench.credit.market import Look, Market
from bench.credit.people import Habits, Ring, Shoppers, puppets
from bench.credit.vault import Vault
from scripts.credit.terms import ONE, Parameters
from scripts.parameters import DEVNET as DEVNET_ID
from scripts.parameters import NOBODY, Lending, network


def lent_by(lending: Lending) -> Parameters:
    """What a Credit of these terms is deployed with, in cents."""
    base, maximum = (int(Decimal(amount) * 100) for amount in (lending.base, lending.maximum))
    shares = (lending.growth_bps, lending.fee_bps, lending.late_bps, lending.seller_bps, lending.buyer_bps)
    return Parameters(NOBODY, NOBODY, lending.issuer or NOBODY, NOBODY, base, maximum, *shares)


YEAR = 365  # days
DEVNET = lent_by(network(DEVNET_ID).lending)
PROPOSED = lent_by(Lending())  # what a network has that says nothing else: docs/credit.md says why


DEFAULT_RATES = (0.01, 0.03, 0.05, 0.10)
FEES = (50, 100, 150, 200)  # basis points for each instalment
GROWTHS = (100, 200, 400, 800, 2_500)  # basis points of what was repaid
SHOPS = (1, 2, 5, 10)
PUPPETS = (10, 100, 1_000)


@dataclass(frozen=True)
class Scale:
    """How much is tried: the whole, or enough for a test. Days, people, and cents at the beginning."""

    days: int = 2 * YEAR
    buyers: int = 600
    deposited: int = 4_500_000
    patience: tuple[int, ...] = (0, 30, 60, 120, 240, 480)  # days until a ring takes all
    members: int = 50


@dataclass(frozen=True)
class Outcome:
    """A vault after its days, with a look at it each week; amounts in cents."""

    looks: list[Look]
    deposited: int
    financed: int
    fees: int
    written_off: int
    recovered: int

    @property
    def yearly(self) -> float:
        """What a share gained in the last year, or in all days if they are less; a year."""
        last = self.looks[-1]
        first = next(look for look in self.looks if last.day - look.day <= YEAR)
        return float((last.assets / first.assets) ** (YEAR / (last.day - first.day)) - 1)

    @property
    def in_use(self) -> float:
        """How much of the assets was lent, on average."""
        return sum(look.lent for look in self.looks) / sum(look.assets for look in self.looks)

    @property
    def share_price(self) -> list[tuple[int, float]]:
        """Day, and what a deposit of 1 is worth."""
        return [(look.day, look.assets / self.deposited) for look in self.looks]


def honest(seed: int, scale: Scale, parameters: Parameters, defaults: float) -> Outcome:
    """Nobody cheats; so large a share of plans is not paid."""
    return _outcome(_market(seed, scale, parameters, defaults))


def with_ring(seed: int, scale: Scale, parameters: Parameters, shops: int = 2) -> tuple[Outcome, int]:
    """A ring among honest people of whom 3 % do not pay; it runs after half of the time. Also what it got, in cents."""
    market = _market(seed, scale, parameters, 0.03)
    ring = Ring(market, scale.members, shops, 0, scale.days // 2)
    return _outcome(market), ring.takings.profit


def with_failed_issuer(
    seed: int, scale: Scale, parameters: Parameters, members: int, shops: int
) -> tuple[Outcome, int]:
    """After half of the time the issuer certifies puppets and shops that sell to them. Also what they got, in cents."""
    market = _market(seed, scale, parameters, 0.03)
    found: list[Ring] = []
    day = scale.days // 2
    market.on(day, lambda: found.append(puppets(market, members, shops, day)))
    outcome = _outcome(market)
    return outcome, found[0].takings.profit


def profit_of_an_identity(seed: int, parameters: Parameters, patience: int) -> int:
    """What one member of a ring gets, in cents, if he builds up his limit for some days and the vault has enough."""
    vault = Vault(parameters._replace(seller_bps=ONE, buyer_bps=ONE), 10**9)
    market = Market(vault, patience + YEAR, Random(seed))
    ring = Ring(market, 1, 1, 0, patience)
    market.run()
    assert vault.deposited - vault.assets == ring.takings.profit
    return ring.takings.profit


def _market(seed: int, scale: Scale, parameters: Parameters, defaults: float) -> Market:
    market = Market(Vault(parameters, scale.deposited), scale.days, Random(seed))
    Shoppers(market, Habits(buyers=scale.buyers, defaults=defaults))
    return market


def _outcome(market: Market) -> Outcome:
    market.run()
    vault = market.vault
    return Outcome(market.looks, vault.deposited, vault.financed, vault.fees, vault.written_off, vault.recovered)
