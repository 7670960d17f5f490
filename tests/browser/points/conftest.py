"""A seller who gives points, and Dollars to buy with."""

import pytest

from tests.browser.points.acting import FUNDS
from tests.browser.wallet import Wallet
from tests.fixtures.rewards import Rewards
from tests.fixtures.shop import Shop


@pytest.fixture(scope="session")
def rewards(shop: Shop) -> Rewards:
    """The seller who gives points."""
    opened = Rewards()
    opened.furnish(shop)
    shop.wait_for_index()
    return opened


@pytest.fixture
def dollars(shop: Shop, wallet: Wallet) -> None:
    """Dollars in the wallet."""
    shop.send("deployer", shop.token("mint", wallet.address, FUNDS))
