"""Credit as an ERC-4626 vault, whatever was earned and lost before: rounding, previews, limits, round trips, attacks.

What was there before is drawn and then really done: lent, borrowed, paid back with fees of up to six times the
principal, or written off. The properties are those that vaults are known to break.
"""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from scripts.artifacts import compiled
from scripts.credit.terms import Parameters, Plan
from tests.fixtures.chance import SEED
from tests.fixtures.clock import DAY
from tests.fixtures.terms import EMPTY, MAX_AMOUNT, NO_HASH, Order, salted
from tests.stateful.credit.market import CREDIT, TOKEN, CreditMarket, plan_of
from tests.stateful.market import Call
from tests.stateful.opinions.market import IDENTITY, REVIEWS

VIRTUAL = 1_000
PLAN_LOGGED = len("0x") + 8 * 64
FULL = 10**15
AMOUNT = st.integers(1, FULL) | st.integers(1, 5_000)
VERBS = ("deposit", "mint", "withdraw", "redeem")
OTHERS = {"deposit": "redeem", "mint": "withdraw", "withdraw": "mint", "redeem": "deposit"}

cheap = settings(
    max_examples=50,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Past:
    """`first` was lent, of this `percent` borrowed, and then what `became` of that."""

    first: int
    percent: int
    became: str


PAST = st.builds(
    Past,
    AMOUNT,
    st.sampled_from([0, 1, 50, 99, 100]),
    st.sampled_from(["owed", "paid with six fees", "paid with one fee", "lost", "half of it lost"]),
)


class LavishMarket(CreditMarket):
    """A Credit that lends everything to one buyer, for a fee of all he borrows an instalment."""

    @property
    def parameters(self) -> Parameters:
        most = {"base": MAX_AMOUNT, "maximum": MAX_AMOUNT, "seller_bps": 10_000, "buyer_bps": 10_000}
        return super().parameters._replace(fee_bps=10_000, **most)

    def _deploy_later(self) -> None:
        super()._deploy_later()
        for offers in self.plans_offers.values():
            self._must(*(Call(offer.seller, "publish", (offer, 2**64)) for offer in offers))


class Vault:
    """What lenders see of it, and do."""

    def __init__(self, market: LavishMarket) -> None:
        market.reset()
        self.market, self.bought = market, 0
        self.old, self.new, self.donor = (market.people[name] for name in ("payer", "referrer", "stranger"))

    def view(self, name: str, *arguments) -> int:
        return self.market.views(CREDIT, (name, *arguments))[0][0]

    def do(self, by: str, verb: str, *arguments, to: str = CREDIT, at: int = 0) -> str | None:
        now = max(at, self.market.now + 1)
        return self.market.mine(now, [Call(by, verb, arguments, to=to)])[0]

    def act(self, by: str, verb: str, amount: int) -> str | None:
        """One of the four verbs, for oneself."""
        return self.do(by, verb, amount, by, *([by] if verb in ("withdraw", "redeem") else []))

    def holdings(self, account: str) -> tuple[int, int]:
        """Units and shares of an account."""
        ((units,),) = self.market.views(TOKEN, ("balanceOf", account))
        return units, self.view("balanceOf", account)

    def worth(self) -> tuple[int, int]:
        """What all shares are worth, and how many there are, with those that are nobody's."""
        return self.view("totalAssets") + 1, self.view("totalSupply") + VIRTUAL

    def lend(self, by: str, amount: int) -> None:
        assert self.act(by, "deposit", amount) is None

    def borrow(self, principal: int) -> Plan:
        """Somebody buys for it and has the seller paid at once, as who is both would."""
        offer = self.market.plans_offers["seller"][0]
        quantity, self.bought = principal * 4 // (3 * offer.price) + 1, self.bought + 1
        terms = (self.market.people["buyer"], self.market.credit, quantity, EMPTY, NO_HASH, NO_HASH)
        order = salted(Order(offer, *terms), self.bought)
        assert self.do(order.buyer, "buy", order, order.total - principal, 6, 14) is None
        (log,) = [log for log in self.market.logs(CREDIT, "latest") if len(log["data"]) == PLAN_LOGGED]
        assert self.do(order.buyer, "confirm", order, to="Escrow") is None
        return plan_of(log["data"])

    def live(self, past: Past) -> "Vault":
        """It all really happens."""
        self.lend(self.old, past.first)
        principal = past.first * past.percent // 100
        if principal < 6:
            return self
        plan = self.borrow(principal)
        lost = plan.start + plan.interval + 60 * DAY
        if past.became == "paid with one fee":
            assert self.do(plan.buyer, "repay", plan, 10 * principal) is None
        elif past.became == "paid with six fees":
            assert self.do(plan.buyer, "repay", plan, 10 * principal, at=plan.start + 6 * plan.interval) is None
        elif past.became == "lost":
            assert self.do(self.donor, "write_off", plan, at=lost) is None
        elif past.became == "half of it lost":
            assert self.do(plan.buyer, "repay", plan, principal + principal // 2) is None
            assert self.do(self.donor, "write_off", plan, at=lost + 6 * plan.interval) is None
        return self


@pytest.fixture(scope="module")
def market(machines_node, doubles) -> LavishMarket:
    print(f"HANDOVER_SEED={SEED}")
    names = ("Escrow", IDENTITY, REVIEWS, CREDIT)
    return LavishMarket(machines_node, {name: compiled(name) for name in names} | doubles)


@cheap
@seed(SEED)
@given(past=PAST, own=AMOUNT, verb=st.sampled_from(VERBS), amount=AMOUNT)
def test_previews_come_true_and_roundings_stay(market, past, own, verb, amount):
    """What is said before is what happens, to the unit, and nobody else's share is worth less by it."""
    vault = Vault(market).live(past)
    vault.lend(vault.new, own)
    most = vault.view(f"max{verb.capitalize()}", vault.new)
    amount = amount % (most + 1)
    told = vault.view(f"preview{verb.capitalize()}", amount)
    (units, shares), (assets, supply) = vault.holdings(vault.new), vault.worth()
    assert vault.act(vault.new, verb, amount) is None

    moved, ended = (abs(now - then) for now, then in zip(vault.holdings(vault.new), (units, shares), strict=True))
    assert (moved, ended) == ((amount, told) if verb in ("deposit", "withdraw") else (told, amount))
    after, left = vault.worth()
    assert after * supply >= assets * left


@cheap
@seed(SEED)
@given(past=PAST, own=AMOUNT, verb=st.sampled_from(VERBS), amount=AMOUNT)
def test_there_and_back_brings_nothing(market, past, own, verb, amount):
    vault = Vault(market).live(past)
    vault.lend(vault.new, own)
    amount = amount % (vault.view(f"max{verb.capitalize()}", vault.new) + 1)
    units, shares = vault.holdings(vault.new)
    assert vault.act(vault.new, verb, amount) is None

    between = vault.holdings(vault.new)
    kind = 0 if OTHERS[verb] in ("deposit", "withdraw") else 1  # what the way back is counted in: units or shares
    back = abs(between[kind] - (units, shares)[kind])
    assume(back <= vault.view(f"max{OTHERS[verb].capitalize()}", vault.new))
    assert vault.act(vault.new, OTHERS[verb], back) is None
    assert sum(now > then for now, then in zip(vault.holdings(vault.new), (units, shares), strict=True)) == 0


@cheap
@seed(SEED)
@given(past=PAST, verb=st.sampled_from(["withdraw", "redeem"]))
def test_the_most_that_is_told_is_to_be_had_and_not_more(market, past, verb):
    vault = Vault(market).live(past)
    cash, most = vault.view("cash"), vault.view(f"max{verb.capitalize()}", vault.old)
    assert vault.view("previewRedeem", most) <= cash if verb == "redeem" else most <= cash
    if verb == "withdraw":
        assert vault.act(vault.old, verb, most + 1) in ("vault: not enough cash", "erc20: burn amount exceeds balance")
    assert vault.act(vault.old, verb, most) is None
    assert [vault.view(f"max{name}", vault.donor) for name in ("Withdraw", "Redeem")] == [0, 0]
    assert min(vault.view(f"max{name}", vault.donor) for name in ("Deposit", "Mint")) > 0


@cheap
@seed(SEED)
@given(past=PAST, amount=AMOUNT, gift=AMOUNT)
def test_conversions_round_down_and_a_gift_changes_nothing(market, past, amount, gift):
    vault = Vault(market).live(past)
    names = ("totalAssets", "totalSupply", "cash", "lent")
    seen = [vault.view(name) for name in names]
    shares, units = vault.view("convertToShares", amount), vault.view("convertToAssets", amount)
    assert vault.view("convertToAssets", shares) <= amount
    assert vault.view("convertToShares", units) <= amount
    assert vault.view("previewMint", shares) <= amount <= vault.view("previewMint", shares + 1)
    assert vault.view("previewWithdraw", units) <= amount <= vault.view("previewWithdraw", units + 1)

    assert vault.do(vault.donor, "transfer", market.credit, gift, to=TOKEN) is None
    assert [vault.view(name) for name in names] == seen
    assert vault.view("convertToShares", amount) == shares


@cheap
@seed(SEED)
@given(first=st.integers(1, 10_000), gift=AMOUNT, victim=AMOUNT)
def test_who_comes_first_cannot_take_from_the_next(market, first, gift, victim):
    """By a gift: it is not counted, so the next loses a rounding at most."""
    vault = Vault(market)
    vault.lend(vault.old, first)
    assert vault.do(vault.old, "transfer", market.credit, gift, to=TOKEN) is None
    vault.lend(vault.new, victim)
    assert vault.view("maxWithdraw", vault.new) >= victim - 1


@cheap
@seed(SEED)
@given(first=st.integers(24, 10_000), victim=AMOUNT)
def test_nor_by_paying_fees_to_himself(market, first, victim):
    """He makes a share dear by his own fees, the one thing that counts; that costs him more than the next can lose."""
    vault = Vault(market)
    buyer = market.people["buyer"]
    brought = sum(vault.holdings(account)[0] for account in (vault.old, buyer, market.people["seller"]))
    vault.lend(vault.old, first)
    plan = vault.borrow(first)
    assert vault.do(buyer, "repay", plan, 10 * first, at=plan.start + 6 * plan.interval) is None
    vault.lend(vault.new, victim)
    assert vault.act(vault.old, "redeem", vault.view("maxRedeem", vault.old)) is None
    assert sum(vault.holdings(account)[0] for account in (vault.old, buyer, market.people["seller"])) <= brought
