"""What platforms would take: the sums behind the table."""

from urllib.parse import urlsplit

import pytest

from bench.floor import TRANSACTION
from bench.peers import CLAIMS
from frontend.goods import fees
from frontend.goods.fees import PLATFORMS

BY_NAME = {platform.name.split()[0]: platform for platform in PLATFORMS}


@pytest.mark.parametrize(
    ("name", "total", "fee"),
    [
        ("eBay", 10_000, 1_325 + 40),
        ("eBay", 1_000, 133 + 30),
        ("eBay", 1_001, 133 + 40),
        ("Etsy", 5_000, 475 + 45),
        ("Amazon", 4_000, 600),
        ("Amazon", 100, 30),
        ("AliExpress", 2_000, 100),
    ],
)
def test_default_behavior(name: str, total: int, fee: int) -> None:
    """In cents: the share, rounded to a cent, and the fixed part; at least the least."""
    assert BY_NAME[name].fee(total) == fee


def test_the_formula_says_what_was_computed() -> None:
    assert BY_NAME["eBay"].formula(10_000) == "13.25% × $100.00 + $0.40"
    assert BY_NAME["eBay"].formula(500) == "13.25% × $5.00 + $0.30"
    assert BY_NAME["Amazon"].formula(10_000) == "15% × $100.00, ≥ $0.30"


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_every_rate_has_a_source_and_its_year(platform) -> None:
    assert urlsplit(platform.source).scheme == "https"
    assert 2020 <= int(platform.as_of) <= 2026


def test_gas_is_what_the_contracts_are_held_to() -> None:
    """Points are collected by the payment itself, so without the base of a transaction."""
    budgets = {claim.path: claim.budget for claim in CLAIMS}
    coin, token = (budgets[f"{kind}: pay, partly with points"] - budgets[f"{kind}: pay"] for kind in ("coin", "token"))
    collecting = max(budgets[f"{kind}: collect points"] for kind in ("coin", "token")) - TRANSACTION
    assert max(coin, token) + collecting == fees.GAS_OF_POINTS
    assert max(budget for path, budget in budgets.items() if ": settle," in path) == fees.GAS_OF_SETTLING
    assert budgets["coin: pay, confirm"] == fees.GAS_OF_COIN
    assert budgets["token: pay, confirm; 1% commission"] == fees.GAS_OF_TOKEN
